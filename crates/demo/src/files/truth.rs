use crate::bulk::{SPROUTY_SCALE, lyse};
use crate::sequencing::{Library, STATES_OF_CELLS};
use crate::truth::{ARMS, KINETICS};
use crate::{DemoError, DemoOptions};
use lca_formats::write_table;
use lca_tables::{Column, DataFrame};
use std::path::Path;

/// Writes what is true: parameters, the state of each sequenced cell, programmes, lysates without error.
pub(super) fn write(folder: &Path, options: &DemoOptions, library: &Library) -> Result<(), DemoError> {
    std::fs::create_dir_all(folder).map_err(DemoError::file("make", folder))?;
    write_table(&folder.join("parameters.csv"), &parameters()?)?;
    let mut cells = DataFrame::new(library.barcodes.clone());
    let state = |&at: &usize| STATES_OF_CELLS[at].0.to_owned();
    cells.set("state", Column::Text(library.state.iter().map(state).collect()))?;
    write_table(&folder.join("cells.csv"), &cells)?;
    let mut genes = DataFrame::new(library.genes.names.clone());
    let programme = |at: &Option<usize>| at.as_ref().map(state);
    genes.set("programme", Column::NullableText(library.genes.programme.iter().map(programme).collect()))?;
    write_table(&folder.join("genes.csv"), &genes)?;
    write_table(&folder.join("bulk.csv"), &bulk(options)?)?;
    Ok(())
}

fn parameters() -> Result<DataFrame, DemoError> {
    let mut ids: Vec<String> = KINETICS.iter().map(|one| one.id.to_owned()).collect();
    let mut values: Vec<f64> = KINETICS.iter().map(|one| one.truth).collect();
    ids.push("scale_sprouty".to_owned());
    values.push(SPROUTY_SCALE);
    let mut table = DataFrame::new(ids);
    table.set("truth", Column::Float(values))?;
    Ok(table)
}

fn bulk(options: &DemoOptions) -> Result<DataFrame, DemoError> {
    let lysates: Vec<_> = lyse(options).into_iter().filter(|one| one.replicate == 0).collect();
    let mut table = DataFrame::with_rows(lysates.len());
    let texts = |values: Vec<&str>| Column::Text(values.into_iter().map(str::to_owned).collect());
    table.set("condition", texts(lysates.iter().map(|one| ARMS[one.arm].petab).collect()))?;
    table.set("observable", texts(lysates.iter().map(|one| one.readout.id()).collect()))?;
    table.set("time_s", Column::Float(lysates.iter().map(|one| one.time).collect()))?;
    table.set("value", Column::Float(lysates.iter().map(|one| one.truth).collect()))?;
    Ok(table)
}
