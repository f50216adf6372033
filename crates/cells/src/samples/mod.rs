//! Several samples as one table, as `anndata.concat` joins them.

mod genes;
mod observed;

use crate::{CellsError, to_sparse};
use lca_numerics::Csr;
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Which genes the joined table has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Join {
    /// Those of every sample.
    #[default]
    Inner,
    /// Those of any sample; a gene that a sample lacks counts 0 there.
    Outer,
}

/// Joins the counts of samples, in their order: `X` and the annotations of cells and genes. `obs["sample"]` says
/// which sample a cell is of. Names of cells that two samples share get the sample's name behind them:
/// `AAACCTG-1-day0`. Of annotations of cells those that all samples have are kept; of genes, the first sample's.
///
/// # Errors
/// [`CellsError`] when there is no sample, two have the same name, one has no `X` or names a cell or a gene twice, or
/// two share less than half of their genes: they were counted against different annotations.
pub fn join_samples(samples: &[(&str, &AnnData)], join: Join) -> Result<AnnData, CellsError> {
    names(samples)?;
    let genes = genes::joined(samples, join)?;
    let (mut cells, mut of) = (Vec::new(), Vec::new());
    let shared = shared(samples);
    for (name, table) in samples {
        for cell in table.obs.index() {
            cells.push(if shared { format!("{cell}-{name}") } else { cell.clone() });
            of.push((*name).to_owned());
        }
    }
    let mut obs = DataFrame::new(cells);
    obs.unique_index("the cells of a sample")?;
    observed::join(&mut obs, samples)?;
    obs.set("sample", Column::Categorical(Categorical::from_texts(&of)))?;
    let x = Some(Matrix::SparseF32(stacked(samples, &genes)?));
    let whole = AnnData { x, obs, var: genes.var, ..AnnData::default() };
    whole.check()?;
    Ok(whole)
}

fn names(samples: &[(&str, &AnnData)]) -> Result<(), CellsError> {
    crate::error::at_least("samples", samples.len(), 1)?;
    let mut seen = HashSet::new();
    match samples.iter().find(|(name, _)| !seen.insert(*name)) {
        Some((name, _)) => Err(CellsError::Parameter {
            name: "samples",
            value: format!("`{name}` twice"),
            rule: "give each sample a name of its own",
        }),
        None => Ok(()),
    }
}

/// Whether any name of a cell occurs in two samples.
fn shared(samples: &[(&str, &AnnData)]) -> bool {
    let mut seen = HashSet::new();
    samples.iter().any(|(_, table)| {
        let own: HashSet<&str> = table.obs.index().iter().map(String::as_str).collect();
        let met = own.iter().any(|cell| seen.contains(cell));
        seen.extend(own);
        met
    })
}

/// The counts of all samples below each other, in the joined genes' columns.
fn stacked(samples: &[(&str, &AnnData)], genes: &genes::Joined) -> Result<Csr<f32>, CellsError> {
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for ((name, table), places) in samples.iter().zip(&genes.places) {
        let missing = || CellsError::Missing {
            what: "matrix",
            name: format!("X of sample {name}"),
            present: table.layers.keys().cloned().collect::<Vec<_>>().join(", "),
        };
        let counts = to_sparse(table.x.as_ref().ok_or_else(missing)?);
        for row in 0..table.obs.rows() {
            let (columns, counted) = counts.row(row);
            let kept =
                columns.iter().zip(counted).filter_map(|(&at, &value)| Some((places[at as usize]?, value)));
            let mut kept: Vec<(u32, f32)> = kept.collect();
            kept.sort_unstable_by_key(|(gene, _)| *gene);
            for (gene, value) in kept {
                indices.push(gene);
                values.push(value);
            }
            indptr.push(values.len() as u64);
        }
    }
    Ok(Csr::new(indptr.len() - 1, genes.var.rows(), indptr, indices, values)?)
}

#[cfg(test)]
mod tests;
