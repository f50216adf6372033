use crate::flow::Flow;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::{Colour, DotPlot, Figure, dotplot};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Uns};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// How many genes of each state the report shows in all states.
const MARKERS: usize = 4;

/// Joins all that was found of the cells into one table that other software opens.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Table {}

impl Step for Table {
    const KIND: &'static str = "table";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Joins all that was found of the cells into one table in `tables/`.";
    const PORTS: &'static [Port] = &[Port::some("cells", What::Cells), Port::any("obs", What::Frame)];
    const GIVES: &'static [What] = &[What::Table];

    fn memory(&self) -> String {
        "the table without its matrices of cells × genes, and a block of these".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let mut flow = Flow::of(&context.many("cells"))?;
        let cells = &mut flow.table;
        for more in context.many("obs") {
            let frame = more.frame(What::Frame)?;
            let rows = rows(&frame, cells.obs.index())?;
            let frame = frame.select(&rows);
            for (name, column) in frame.columns() {
                cells.obs.set(name, column.clone())?;
            }
        }
        for frame in [&mut cells.obs, &mut cells.var] {
            categories(frame)?;
        }
        context.value("cells", cells.obs.rows())?;
        context.value("genes", cells.var.rows())?;
        context.write_flow(What::Table, &flow.table, &flow.matrices())
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let flow = Flow::opened(view.atlas().open_table(view.path(What::Table)?)?)?;
        let cells = &flow.table;
        let Ok(Column::Categorical(states)) = cells.obs.column("leiden") else { return Ok(None) };
        let states = &with_names(cells, states);
        let names = (0..cells.obs.rows()).map(|row| states.get(row).unwrap_or_default().to_owned());
        let caption = "Each dot is a cell in the colour of its state; near cells are alike.";
        let colour = Colour::Categories(names.collect());
        let Some(map) = super::umap::figure(cells, "States of the cells", caption, colour)? else {
            return Ok(None);
        };
        let section = Section::new("Cell states").block(map);
        Ok(Some(match marker_dots(&flow, states)? {
            Some(dots) => section.block(dots),
            None => section,
        }))
    }
}

/// The states as they are shown: behind a number the name, where all cells of the state have one.
fn with_names(cells: &AnnData, states: &Categorical) -> Categorical {
    let types = cells.obs.texts("cell_type").unwrap_or_default();
    let mut shown = states.clone();
    for (state, label) in shown.categories.iter_mut().enumerate() {
        let own =
            states.codes.iter().zip(&types).filter(|(code, _)| code.map(|code| code as usize) == Some(state));
        let names: BTreeSet<Option<&str>> = own.map(|(_, name)| name.as_deref()).collect();
        if let (1, Some(Some(name))) = (names.len(), names.first()) {
            label.push_str(&format!(" {name}"));
        }
    }
    shown
}

/// The surest genes of each state in all states.
fn marker_dots(flow: &Flow, states: &Categorical) -> Result<Option<Figure>, StepError> {
    let cells = &flow.table;
    let (Some(Uns::Map(found)), Ok(x)) = (cells.uns.get("rank_genes_groups"), flow.x()) else {
        return Ok(None);
    };
    let Some(Uns::DataFrame(names)) = found.get("names") else { return Ok(None) };
    let mut genes: Vec<String> = Vec::new();
    for (_, column) in names.columns() {
        let best = column.to_texts().unwrap_or_default().into_iter().flatten().take(MARKERS);
        genes.extend(best.filter(|gene| !genes.contains(gene)).collect::<Vec<_>>());
    }
    let at: HashMap<&str, usize> =
        cells.var.index().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let columns: Vec<usize> = genes.iter().filter_map(|gene| at.get(gene.as_str()).copied()).collect();
    if columns.len() != genes.len() || genes.is_empty() {
        return Ok(None);
    }
    let groups = states.categories.len();
    let mut sum = Array2::<f64>::zeros((groups, genes.len()));
    let mut seen = Array2::<f64>::zeros((groups, genes.len()));
    let mut size = vec![0.0_f64; groups];
    x.each(&mut |first, block| {
        for row in 0..block.shape().0 {
            let Some(group) = states.codes[first + row].map(|code| code as usize) else { continue };
            size[group] += 1.0;
            let (indices, values) = block.row(row);
            for (gene, column) in columns.iter().enumerate() {
                if let Ok(place) = indices.binary_search(&(*column as u32)) {
                    sum[[group, gene]] += f64::from(values[place]);
                    seen[[group, gene]] += f64::from(u8::from(values[place] > 0.0));
                }
            }
        }
        Ok(())
    })?;
    let labels = lca_cells::gene_labels(&cells.var);
    let genes = genes.into_iter().map(|gene| labels.get(&gene).cloned().unwrap_or(gene)).collect();
    let share = |of: &Array2<f64>| Array2::from_shape_fn(of.dim(), |(g, n)| of[[g, n]] / size[g].max(1.0));
    Ok(Some(dotplot(&DotPlot {
        title: "Markers of each state".into(),
        caption: "Size: share of the state's cells that express the gene; colour: mean expression.".into(),
        groups: states.categories.clone(),
        genes,
        value: "mean log-normalised expression".into(),
        mean: share(&sum),
        fraction: share(&seen),
    })?))
}

/// The row of each cell in a table about cells.
pub(super) fn rows(frame: &DataFrame, cells: &[String]) -> Result<Vec<usize>, StepError> {
    frame.unique_index("the table about cells")?;
    let at: HashMap<&str, usize> =
        frame.index().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let row = |name: &String| {
        at.get(name.as_str()).copied().ok_or_else(|| {
            let what = format!("the table has no row for cell `{name}`");
            StepError::unfit(what, "give it a row named as each cell")
        })
    };
    cells.iter().map(row).collect()
}

/// Texts that repeat become categories, as anndata does on writing.
fn categories(frame: &mut DataFrame) -> Result<(), StepError> {
    let texts: Vec<(String, Vec<String>)> = frame
        .columns()
        .iter()
        .filter_map(|(name, column)| match column {
            Column::Text(texts) => Some((name.clone(), texts.clone())),
            _ => None,
        })
        .collect();
    for (name, texts) in texts {
        let found = Categorical::from_texts(&texts);
        if found.categories.len() < texts.len() {
            frame.set(&name, Column::Categorical(found))?;
        }
    }
    Ok(())
}
