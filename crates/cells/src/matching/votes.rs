use lca_numerics::Csr;
use lca_numerics::stats::ranks;
use lca_tables::Categorical;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;

/// Cells as ranks of their genes, centred and of unit length, so that a product is Spearman's correlation.
pub(super) struct Ranked {
    pub(super) names: Vec<String>,
    pub(super) sizes: Vec<usize>,
    /// Whether a state has enough cells.
    pub(super) enough: Vec<bool>,
    /// Cells × genes.
    cells: Array2<f32>,
    of: Vec<Option<usize>>,
    /// States × genes: the mean expression.
    means: Array2<f64>,
}

impl Ranked {
    pub(super) fn new(x: &Csr<f32>, states: &Categorical, min_cells: usize) -> Self {
        let (rows, genes) = x.shape();
        let count = states.categories.len();
        let code = |code: &Option<u32>| code.map(|code| code as usize).filter(|&code| code < count);
        let of: Vec<Option<usize>> = states.codes.iter().map(code).collect();
        let mut sizes = vec![0; count];
        of.iter().flatten().for_each(|&state| sizes[state] += 1);
        let mut cells = Array2::zeros((rows, genes));
        if let Some(all) = cells.as_slice_mut() {
            all.par_chunks_mut(genes.max(1)).enumerate().for_each(|(row, into)| ranked(x.row(row), into));
        }
        let mut means = Array2::zeros((count, genes));
        for (row, state) in of.iter().enumerate() {
            let Some(state) = *state else { continue };
            let (columns, values) = x.row(row);
            let size = sizes[state] as f64;
            columns
                .iter()
                .zip(values)
                .for_each(|(&at, &value)| means[[state, at as usize]] += f64::from(value) / size);
        }
        let enough = sizes.iter().map(|&size| size >= min_cells.max(1)).collect();
        Self { names: states.categories.clone(), sizes, enough, cells, of, means }
    }

    /// Own states × the other's: the AUROC of the votes that an own state's cells give, for the cells of each state of
    /// the other. A vote is the share of all own cells' correlation that comes from the state's.
    pub(super) fn recognises(&self, other: &Self) -> Array2<f64> {
        let genes = self.cells.ncols();
        let mut sums = Array2::<f64>::zeros((self.names.len(), genes));
        let mut all = Array1::<f64>::zeros(genes);
        for (row, state) in self.cells.rows().into_iter().zip(&self.of) {
            let Some(state) = *state else { continue };
            sums.row_mut(state).zip_mut_with(&row, |sum, value| *sum += f64::from(*value));
            all.zip_mut_with(&row, |sum, value| *sum += f64::from(*value));
        }
        let cells = self.of.iter().flatten().count() as f64;
        let places: Vec<usize> = (0..other.of.len()).filter(|&cell| other.of[cell].is_some()).collect();
        // Correlations are shifted to 0 to 1, so that shares of them are votes.
        let totals: Vec<f64> =
            places.par_iter().map(|&cell| 0.5 * (product(&all, other.cells.row(cell)) + cells)).collect();
        let row = |state: usize| {
            let own = sums.row(state).to_owned();
            let size = self.sizes[state] as f64;
            let vote = |(&cell, total): (&usize, &f64)| {
                0.5 * (product(&own, other.cells.row(cell)) + size) / total.max(f64::MIN_POSITIVE)
            };
            let votes: Vec<f64> = places.iter().zip(&totals).map(vote).collect();
            let ranks = ranks(&votes).ranks;
            (0..other.names.len())
                .map(|theirs| self.auroc(state, other, theirs, &places, &ranks))
                .collect::<Vec<_>>()
        };
        let rows: Vec<Vec<f64>> = (0..self.names.len()).into_par_iter().map(row).collect();
        Array2::from_shape_fn((self.names.len(), other.names.len()), |(a, b)| rows[a][b])
    }

    fn auroc(&self, state: usize, other: &Self, theirs: usize, places: &[usize], ranks: &[f64]) -> f64 {
        let inside = other.sizes[theirs] as f64;
        let outside = places.len() as f64 - inside;
        if !self.enough[state] || !other.enough[theirs] || outside < 1.0 {
            return f64::NAN;
        }
        let is = |place: &&usize| other.of[**place] == Some(theirs);
        let sum: f64 = places.iter().zip(ranks).filter(|(place, _)| is(place)).map(|(_, rank)| rank).sum();
        (sum - 0.5 * inside * (inside + 1.0)) / (inside * outside)
    }

    /// Spearman's correlation of two states' mean expression.
    pub(super) fn correlation(&self, state: usize, other: &Self, theirs: usize) -> f64 {
        let unit = |means: ArrayView1<'_, f64>| {
            let ranks = ranks(&means.to_vec()).ranks;
            let middle = 0.5 * (ranks.len() as f64 + 1.0);
            let centred: Array1<f64> = ranks.iter().map(|rank| rank - middle).collect();
            let size = centred.dot(&centred).sqrt();
            if size > 0.0 { centred / size } else { centred }
        };
        unit(self.means.row(state)).dot(&unit(other.means.row(theirs)))
    }
}

/// A cell's ranks; 0 for a cell whose genes are all equal.
fn ranked((columns, values): (&[u32], &[f32]), into: &mut [f32]) {
    let mut own = vec![0.0; into.len()];
    columns.iter().zip(values).for_each(|(&at, &value)| own[at as usize] = f64::from(value));
    let ranks = ranks(&own).ranks;
    let middle = 0.5 * (ranks.len() as f64 + 1.0);
    let size = ranks.iter().map(|rank| (rank - middle).powi(2)).sum::<f64>().sqrt();
    if size > 0.0 {
        into.iter_mut().zip(ranks).for_each(|(into, rank)| *into = ((rank - middle) / size) as f32);
    }
}

fn product(a: &Array1<f64>, b: ArrayView1<'_, f32>) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * f64::from(*b)).sum()
}
