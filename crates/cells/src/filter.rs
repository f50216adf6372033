use crate::error::{at_least, length};
use crate::{CellsError, Qc};
use lca_numerics::Csr;
use lca_tables::{AnnData, Matrix};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which cells and genes to keep; a bound that is absent is not applied. Bounds are inclusive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilterParams {
    /// Fewest genes seen in a cell. Default 100, as in scanpy's tutorial.
    pub min_genes: Option<u64>,
    /// Most genes seen in a cell (doublets). Default none.
    pub max_genes: Option<u64>,
    /// Fewest counts of a cell. Default none.
    pub min_counts: Option<f64>,
    /// Most counts of a cell. Default none.
    pub max_counts: Option<f64>,
    /// Most per cent of a cell's counts in a gene group, by the group's name. Default none.
    pub max_pct_counts: BTreeMap<String, f64>,
    /// Fewest kept cells a gene is seen in. Default 3.
    pub min_cells: Option<u64>,
}

impl Default for FilterParams {
    fn default() -> Self {
        Self {
            min_genes: Some(100),
            max_genes: None,
            min_counts: None,
            max_counts: None,
            max_pct_counts: BTreeMap::new(),
            min_cells: Some(3),
        }
    }
}

/// Cells and genes that pass, from 0 and in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Rows to keep.
    pub cells: Vec<usize>,
    /// Columns to keep.
    pub genes: Vec<usize>,
}

/// Picks the cells that pass, then the genes seen in enough of these.
///
/// # Errors
/// [`CellsError::Missing`] for an unknown gene group, [`CellsError::TooFew`] when nothing passes,
/// [`CellsError::Length`] when `qc` is of another matrix.
pub fn filter(counts: &Csr<f32>, qc: &Qc, params: &FilterParams) -> Result<Kept, CellsError> {
    length("the quality table", qc.total_counts.len(), counts.shape().0)?;
    let mut pass: Vec<bool> = (0..counts.shape().0)
        .map(|cell| {
            let (genes, total) = (qc.n_genes_by_counts[cell] as u64, qc.total_counts[cell]);
            params.min_genes.is_none_or(|least| genes >= least)
                && params.max_genes.is_none_or(|most| genes <= most)
                && params.min_counts.is_none_or(|least| total >= least)
                && params.max_counts.is_none_or(|most| total <= most)
        })
        .collect();
    for (group, most) in &params.max_pct_counts {
        let percent = qc.pct_counts(group).ok_or_else(|| CellsError::Missing {
            what: "gene group",
            name: group.clone(),
            present: qc.groups.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        pass.iter_mut().zip(percent).for_each(|(pass, percent)| *pass &= percent <= *most);
    }
    let cells: Vec<usize> = (0..pass.len()).filter(|&cell| pass[cell]).collect();
    let genes = seen_genes(counts, &cells, params.min_cells.unwrap_or(0));
    at_least("cells that pass the filter", cells.len(), 1)?;
    at_least("genes that pass the filter", genes.len(), 1)?;
    Ok(Kept { cells, genes })
}

fn seen_genes(counts: &Csr<f32>, cells: &[usize], min_cells: u64) -> Vec<usize> {
    let mut seen = vec![0u64; counts.shape().1];
    for &cell in cells {
        let (columns, values) = counts.row(cell);
        let positive = columns.iter().zip(values).filter(|(_, value)| **value > 0.0);
        positive.for_each(|(&column, _)| seen[column as usize] += 1);
    }
    (0..seen.len()).filter(|&gene| seen[gene] >= min_cells).collect()
}

impl Kept {
    /// The same table with only these cells and genes, in every part but `uns`, which stays.
    ///
    /// # Errors
    /// [`CellsError::Table`] when the parts of `data` contradict each other, [`CellsError::TooFew`] when
    /// it lacks cells or genes to keep.
    pub fn select(&self, data: &AnnData) -> Result<AnnData, CellsError> {
        data.check()?;
        at_least("cells of the table", data.obs.rows(), self.cells.iter().max().map_or(0, |last| last + 1))?;
        at_least("genes of the table", data.var.rows(), self.genes.iter().max().map_or(0, |last| last + 1))?;
        let parts = |map: &BTreeMap<String, Matrix>, pick: &dyn Fn(&Matrix) -> Matrix| {
            map.iter().map(|(key, matrix)| (key.clone(), pick(matrix))).collect()
        };
        let both = |matrix: &Matrix| matrix.select_rows(&self.cells).select_columns(&self.genes);
        Ok(AnnData {
            x: data.x.as_ref().map(both),
            obs: data.obs.select(&self.cells),
            var: data.var.select(&self.genes),
            layers: parts(&data.layers, &both),
            obsm: parts(&data.obsm, &|matrix| matrix.select_rows(&self.cells)),
            varm: parts(&data.varm, &|matrix| matrix.select_rows(&self.genes)),
            obsp: parts(&data.obsp, &|m| m.select_rows(&self.cells).select_columns(&self.cells)),
            varp: parts(&data.varp, &|m| m.select_rows(&self.genes).select_columns(&self.genes)),
            uns: data.uns.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{QcParams, qc};
    use lca_tables::DataFrame;

    #[test]
    fn genes_are_judged_by_the_cells_that_pass() {
        let counts =
            Csr::new(3, 2, vec![0, 2, 3, 5], vec![0, 1, 0, 0, 1], vec![1.0, 1.0, 9.0, 1.0, 1.0]).unwrap();
        let genes = ["a".to_owned(), "b".to_owned()];
        let quality = qc(&counts, &genes, &QcParams::default()).unwrap();
        let params = FilterParams { min_genes: Some(2), min_cells: Some(2), ..FilterParams::default() };
        let kept = filter(&counts, &quality, &params).unwrap();
        assert_eq!(kept, Kept { cells: vec![0, 2], genes: vec![0, 1] });
        let data = AnnData {
            x: Some(Matrix::SparseF32(counts.clone())),
            obs: DataFrame::with_rows(3),
            var: DataFrame::new(genes.to_vec()),
            ..AnnData::default()
        };
        let small = kept.select(&data).unwrap();
        assert_eq!(small.obs.index(), ["0", "2"]);
        small.check().unwrap();
        let nothing = FilterParams { min_counts: Some(100.0), ..FilterParams::default() };
        assert!(matches!(filter(&counts, &quality, &nothing), Err(CellsError::TooFew { .. })));
        let unknown = FilterParams { max_pct_counts: [("rb".into(), 5.0)].into(), ..params };
        assert!(filter(&counts, &quality, &unknown).unwrap_err().to_string().contains("`rb`"));
    }
}
