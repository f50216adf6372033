use crate::compose;
use crate::step::{Port, Step, What};
use crate::{Context, StepError};
use lca_tables::{Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Joins all that was found of the cells into one table that other software opens.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Table {}

impl Step for Table {
    const KIND: &'static str = "table";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Joins all that was found of the cells into one table in `tables/`.";
    const PORTS: &'static [Port] = &[Port::some("cells", What::Cells), Port::any("obs", What::Frame)];
    const GIVES: &'static [What] = &[What::Table];

    fn memory(&self) -> String {
        "the whole table, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let mut cells = compose::cells(&context.many("cells"))?;
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
        context.write_cells(What::Table, &cells)
    }
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
        let found = lca_tables::Categorical::from_texts(&texts);
        if found.categories.len() < texts.len() {
            frame.set(&name, Column::Categorical(found))?;
        }
    }
    Ok(())
}
