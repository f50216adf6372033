use crate::context::Context;
use crate::site::Site;
use crate::step::What;
use crate::{StepError, compose};
use lca_cells::{CellRows, CellsError, ChosenRows, CountRows, TakeRows, gather, to_sparse};
use lca_formats::{FileRows, FormatError};
use lca_store::{RowsWriter, StoreError, StoredRows, TableRows, TableWriter};
use lca_tables::{AnnData, Matrix};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A matrix that is gone through in blocks of rows.
pub(crate) type Rows = Box<dyn CellRows + Send>;

/// The annotated table after some steps, whose matrix and layers of cells × genes stay on disk where they are sparse and of
/// single precision.
pub(crate) struct Flow {
    /// All else.
    pub(crate) table: AnnData,
    x: Option<Rows>,
    layers: BTreeMap<String, Rows>,
}

impl Flow {
    /// A table in memory, but perhaps for its main matrix.
    pub(crate) fn given(table: AnnData, x: Option<Rows>) -> Self {
        Self { table, x, layers: BTreeMap::new() }
    }

    /// The table after these steps.
    pub(crate) fn of(leaves: &[Site<'_>]) -> Result<Self, StepError> {
        let mut whole: Option<Self> = None;
        for site in compose::parts(leaves) {
            let part = Self::of_step(&site)?;
            whole = Some(match whole {
                None => part,
                Some(base) => base.overlaid(part)?,
            });
        }
        whole.ok_or_else(compose::nothing)
    }

    /// What one step added.
    pub(crate) fn of_step(site: &Site<'_>) -> Result<Self, StepError> {
        let open = site.atlas().open_table(site.path(What::Cells)?)?;
        Self::opened(open)
    }

    /// A table in the atlas. Matrices that cannot be gone through in blocks stay as they are.
    pub(crate) fn opened(open: lca_store::OpenTable) -> Result<Self, StepError> {
        let (mut x, mut layers, mut table) = (None, BTreeMap::new(), open.table.clone());
        if open.has_x {
            match open.rows(None)? {
                TableRows::Stored(rows) => x = Some(Box::new(OnDisk(rows)) as Rows),
                TableRows::Whole(matrix) => table.x = Some(matrix),
            }
        }
        for name in &open.layers {
            match open.rows(Some(name))? {
                TableRows::Stored(rows) => _ = layers.insert(name.clone(), Box::new(OnDisk(rows)) as Rows),
                TableRows::Whole(matrix) => _ = table.layers.insert(name.clone(), matrix),
            }
        }
        Ok(Self { table, x, layers })
    }

    /// As [`compose::overlay`].
    fn overlaid(mut self, part: Self) -> Result<Self, StepError> {
        let (cells, genes) = compose::chosen_by(&self.table, &part.table)?;
        if cells.is_some() || genes.is_some() {
            let choose = |rows: Rows| chosen(rows, cells.as_deref(), genes.as_deref());
            self.x = self.x.map(choose).transpose()?;
            let layers = std::mem::take(&mut self.layers).into_iter();
            self.layers =
                layers.map(|(name, rows)| Ok((name, choose(rows)?))).collect::<Result<_, StepError>>()?;
        }
        let replaced = part.x.is_some() || part.table.x.is_some();
        for name in part.table.layers.keys() {
            self.layers.remove(name);
        }
        let stored = self.layers.contains_key("counts");
        let mut table = compose::overlay(self.table, part.table)?;
        if stored {
            table.layers.remove("counts");
        }
        let known = self.layers.contains_key("counts") || table.layers.contains_key("counts");
        if let Some(old) = if replaced { self.x.take() } else { None }
            && !known
        {
            self.layers.insert("counts".into(), old);
        }
        if part.x.is_some()
            && let Some(old) = table.x.take()
            && !known
        {
            table.layers.insert("counts".into(), old);
        }
        for name in part.layers.keys() {
            table.layers.remove(name);
        }
        self.layers.extend(part.layers);
        Ok(Self { table, x: part.x.or(self.x), layers: self.layers })
    }

    /// The main matrix.
    pub(crate) fn x(&self) -> Result<Box<dyn CellRows + Send + '_>, StepError> {
        let missing = || StepError::unfit("the cells have no matrix", "give cells with their counts");
        by_rows(self.x.as_ref(), self.table.x.as_ref()).ok_or_else(missing)
    }

    /// The raw counts: the layer `counts` where there, else the main matrix.
    pub(crate) fn counts(&self) -> Result<CountRows<Box<dyn CellRows + Send + '_>>, StepError> {
        match by_rows(self.layers.get("counts"), self.table.layers.get("counts")) {
            Some(rows) => Ok(CountRows(rows)),
            None => Ok(CountRows(self.x()?)),
        }
    }

    /// The table with all of its matrices in memory.
    pub(crate) fn whole(mut self) -> Result<AnnData, StepError> {
        if let Some(x) = &self.x {
            self.table.x = Some(Matrix::SparseF32(gather(x)?));
        }
        for (name, rows) in self.layers {
            self.table.layers.insert(name, Matrix::SparseF32(gather(&rows)?));
        }
        Ok(self.table)
    }

    /// A layer by name.
    pub(crate) fn layer(&self, name: &str) -> Option<Box<dyn CellRows + Send + '_>> {
        by_rows(self.layers.get(name), self.table.layers.get(name))
    }

    /// The matrices that are on disk, to be written beside the table.
    pub(crate) fn matrices(&self) -> Matrices<'_> {
        let layers = self.layers.iter().map(|(name, rows)| (name.as_str(), &**rows as &dyn CellRows));
        Matrices { x: self.x.as_ref().map(|x| &**x as &dyn CellRows), layers: layers.collect() }
    }
}

/// Matrices to write beside the rest of a table.
#[derive(Default)]
pub(crate) struct Matrices<'a> {
    pub(crate) x: Option<&'a dyn CellRows>,
    pub(crate) layers: Vec<(&'a str, &'a dyn CellRows)>,
}

impl<'a> Matrices<'a> {
    /// The names of the layers.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        self.layers.iter().map(|(name, _)| *name).collect()
    }

    /// Writes them into a table that was begun with these names, which is whole then.
    pub(crate) fn pour(&self, writer: TableWriter) -> Result<(), StepError> {
        if let Some(x) = self.x {
            pour(x, writer.x()?)?;
        }
        for (name, rows) in &self.layers {
            pour(*rows, writer.layer(name)?)?;
        }
        Ok(writer.finish()?)
    }
}

impl Context<'_> {
    /// The table that a port takes, whose matrices stay on disk.
    pub(crate) fn flow(&self, port: &str) -> Result<Flow, StepError> {
        Flow::of(&[self.one(port)?])
    }

    /// Writes a table whose matrices come in blocks of rows.
    pub(crate) fn write_flow(
        &self,
        what: What,
        table: &AnnData,
        matrices: &Matrices<'_>,
    ) -> Result<(), StepError> {
        table.check()?;
        matrices.pour(self.transaction().begin_table(self.path(what)?, table, &matrices.names())?)
    }
}

fn pour(rows: &dyn CellRows, mut writer: RowsWriter) -> Result<(), StepError> {
    rows.each(&mut |_, block| writer.push(block).map_err(|error| CellsError::Block(error.to_string())))?;
    Ok(writer.finish()?)
}

/// A matrix on disk, or one in memory, by rows.
fn by_rows<'a>(stored: Option<&'a Rows>, held: Option<&'a Matrix>) -> Option<Box<dyn CellRows + Send + 'a>> {
    if let Some(rows) = stored {
        return Some(Box::new(&**rows));
    }
    Some(match to_sparse(held?) {
        Cow::Borrowed(matrix) => Box::new(matrix),
        Cow::Owned(matrix) => Box::new(matrix),
    })
}

fn chosen(rows: Rows, cells: Option<&[usize]>, genes: Option<&[usize]>) -> Result<Rows, StepError> {
    if cells.is_some_and(|cells| !cells.is_sorted()) {
        // Rows come in their order; for another they must be held.
        let mut whole = gather(&rows)?;
        if let Some(cells) = cells {
            whole = whole.select_rows(cells);
        }
        if let Some(genes) = genes {
            whole = whole.select_columns(genes);
        }
        return Ok(Box::new(whole));
    }
    Ok(Box::new(ChosenRows::new(rows, cells.map(<[usize]>::to_vec), genes.map(<[usize]>::to_vec))?))
}

/// A matrix in the atlas.
struct OnDisk(StoredRows);

/// A matrix in a foreign file.
pub(crate) struct InFile(pub(crate) FileRows);

/// Why going through a matrix stopped: what takes the rows, or who gives them.
enum Stop {
    Cells(CellsError),
    Door(String),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Door(error.to_string())
    }
}

impl From<FormatError> for Stop {
    fn from(error: FormatError) -> Self {
        Self::Door(error.to_string())
    }
}

impl From<Stop> for CellsError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Cells(error) => error,
            Stop::Door(why) => Self::Block(why),
        }
    }
}

impl CellRows for OnDisk {
    fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        Ok(self.0.each::<Stop>(&mut |first, block| take(first, block).map_err(Stop::Cells))?)
    }
}

impl CellRows for InFile {
    fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        Ok(self.0.each::<Stop>(&mut |first, block| take(first, block).map_err(Stop::Cells))?)
    }
}
