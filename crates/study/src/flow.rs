use crate::context::Context;
use crate::site::Site;
use crate::step::What;
use crate::{StepError, compose};
use lca_cells::{CellRows, CellsError, ChosenRows, CountRows, TakeRows, gather, to_sparse};
use lca_formats::{FileRows, FormatError};
use lca_store::{RowsWriter, StoreError, StoredRows, TableRows};
use lca_tables::AnnData;
use std::collections::BTreeMap;

/// A matrix that is gone through in blocks of rows.
pub(crate) type Rows = Box<dyn CellRows + Send>;

/// The annotated table after some steps, whose matrix and layers of cells × genes stay on disk.
pub(crate) struct Flow {
    /// All else.
    pub(crate) table: AnnData,
    x: Option<Rows>,
    layers: BTreeMap<String, Rows>,
}

impl Flow {
    /// The table after these steps.
    pub(crate) fn of(leaves: &[Site<'_>]) -> Result<Self, StepError> {
        let mut whole: Option<Self> = None;
        for site in compose::parts(leaves) {
            let part = Self::open(&site)?;
            whole = Some(match whole {
                None => part,
                Some(base) => base.overlaid(part)?,
            });
        }
        whole.ok_or_else(compose::nothing)
    }

    /// What one step added.
    fn open(site: &Site<'_>) -> Result<Self, StepError> {
        let open = site.atlas().open_table(site.path(What::Cells)?)?;
        Self::opened(open)
    }

    /// A table in the atlas.
    pub(crate) fn opened(open: lca_store::OpenTable) -> Result<Self, StepError> {
        let x = open.has_x.then(|| open.rows(None)).transpose()?.map(rows);
        let named = |name: &String| Ok((name.clone(), rows(open.rows(Some(name))?)));
        let layers = open.layers.iter().map(named).collect::<Result<_, StoreError>>()?;
        Ok(Self { table: open.table, x, layers })
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
        let table = compose::overlay(self.table, part.table)?;
        if let Some(x) = part.x
            && let Some(old) = self.x.replace(x)
        {
            self.layers.entry("counts".into()).or_insert(old);
        }
        self.layers.extend(part.layers);
        Ok(Self { table, ..self })
    }

    /// The main matrix.
    pub(crate) fn x(&self) -> Result<&dyn CellRows, StepError> {
        let missing =
            || StepError::unfit("the cells have no matrix", "take them from a step that keeps counts");
        Ok(&**self.x.as_ref().ok_or_else(missing)?)
    }

    /// The raw counts: the layer `counts` where there, else the main matrix.
    pub(crate) fn counts(&self) -> Result<CountRows<&dyn CellRows>, StepError> {
        match self.layers.get("counts") {
            Some(rows) => Ok(CountRows(&**rows)),
            None => Ok(CountRows(self.x()?)),
        }
    }

    /// The same table with its matrices, for writing.
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
        let writer = self.transaction().begin_table(self.path(what)?, table)?;
        if let Some(x) = matrices.x {
            pour(x, writer.x()?)?;
        }
        for (name, rows) in &matrices.layers {
            pour(*rows, writer.layer(name)?)?;
        }
        writer.finish();
        Ok(())
    }
}

fn pour(rows: &dyn CellRows, mut writer: RowsWriter) -> Result<(), StepError> {
    rows.each(&mut |_, block| writer.push(block).map_err(|error| CellsError::Block(error.to_string())))?;
    Ok(writer.finish()?)
}

fn rows(found: TableRows) -> Rows {
    match found {
        TableRows::Stored(rows) => Box::new(OnDisk(rows)),
        TableRows::Whole(matrix) => Box::new(to_sparse(&matrix).into_owned()),
    }
}

fn chosen(rows: Rows, cells: Option<&[usize]>, genes: Option<&[usize]>) -> Result<Rows, StepError> {
    if cells.is_some_and(|cells| !cells.is_sorted()) {
        // Rows come in their order; for another they must be held.
        let mut whole = gather(&rows)?;
        whole = cells.map_or(whole.clone(), |cells| whole.select_rows(cells));
        return Ok(Box::new(genes.map_or(whole.clone(), |genes| whole.select_columns(genes))));
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
