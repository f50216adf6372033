use crate::DemoError;
use crate::sequencing::Library;
use lca_formats::{write_10x_mtx, write_table};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix};
use std::path::Path;

/// Writes the counts as a 10x folder, and beside it the lane of each cell.
pub(super) fn write(folder: &Path, library: &Library) -> Result<(), DemoError> {
    let data = AnnData {
        x: Some(Matrix::SparseF32(library.counts.clone())),
        obs: DataFrame::new(library.barcodes.clone()),
        var: DataFrame::new(library.genes.names.clone()),
        ..AnnData::default()
    };
    write_10x_mtx(folder, &data)?;
    let mut lanes = DataFrame::new(library.barcodes.clone());
    let names: Vec<String> = library.batch.iter().map(|batch| format!("lane{batch}")).collect();
    lanes.set("lane", Column::Categorical(Categorical::from_texts(&names)))?;
    Ok(write_table(&folder.with_file_name("cells.csv"), &lanes)?)
}
