use crate::communicate::cells::{Cells, Types};
use crate::communicate::expression::{Expression, divide};
use lca_numerics::stats::normal_cdf;

/// What is known of each gene in each type; tables are genes × types.
pub(super) struct Stats {
    /// Mean.
    pub(super) means: Vec<f64>,
    /// Share of cells in which it is above zero.
    pub(super) shares: Vec<f64>,
    /// Mean of the values standardised over all cells.
    pub(super) z: Vec<f64>,
    /// Binary logarithm of one plus the mean of e^x − 1 in the type over the same in all others.
    pub(super) change: Vec<f64>,
    /// How high the mean lies among means of as many values drawn from all genes of the type.
    pub(super) cdf: Vec<f64>,
    /// Sum of a gene's means over types.
    pub(super) sums: Vec<f64>,
    /// Mean of the whole matrix, without genes that no cell expresses.
    pub(super) mean: f64,
    /// Greatest value of the whole matrix.
    pub(super) largest: f64,
}

impl Stats {
    pub(super) fn new(cells: &Cells<'_>, types: &Types, expression: &Expression) -> Self {
        let count = types.names.len();
        let means = expression.means(types, f64::from);
        let whole = Whole::new(cells, types);
        let cdf = |(at, &mean): (usize, &f64)| {
            let (centre, spread) = whole.of_type[at % count];
            normal_cdf((mean - centre) / (spread / (types.sizes[at % count] as f64).sqrt()))
        };
        Self {
            shares: expression.means(types, |value| f64::from(u8::from(value > 0.0))),
            z: standardised(types, expression, &means),
            change: change(types, expression),
            cdf: means.iter().enumerate().map(cdf).collect(),
            sums: means.chunks_exact(count).map(|row| row.iter().sum()).collect(),
            mean: whole.mean,
            largest: whole.largest,
            means,
        }
    }
}

/// Means of standardised values: (mean in the type − mean of all) / standard deviation of all (n − 1).
fn standardised(types: &Types, expression: &Expression, means: &[f64]) -> Vec<f64> {
    let (count, cells) = (types.names.len(), types.of.len() as f64);
    let squares = expression.means(types, |value| f64::from(value).powi(2));
    let weighted =
        |row: &[f64]| row.iter().zip(&types.sizes).map(|(value, &n)| value * n as f64).sum::<f64>();
    let mut z = means.to_vec();
    for (row, squares) in z.chunks_exact_mut(count).zip(squares.chunks_exact(count)) {
        let mean = weighted(row) / cells;
        let variance = (weighted(squares) - cells * mean * mean) / (cells - 1.0);
        let spread = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        row.iter_mut().for_each(|value| *value = (*value - mean) / spread);
    }
    z
}

fn change(types: &Types, expression: &Expression) -> Vec<f64> {
    let (count, cells) = (types.names.len(), types.of.len() as f64);
    let mut sums = vec![0.0; expression.genes() * count];
    expression.sums(&types.of, count, &mut sums, |value| f64::from(value).exp_m1());
    let mut means = sums.clone();
    divide(&mut means, &types.sizes);
    let mut change = means.clone();
    for ((row, sums), means) in
        change.chunks_exact_mut(count).zip(sums.chunks_exact(count)).zip(means.chunks_exact(count))
    {
        let total: f64 = sums.iter().sum();
        for (at, value) in row.iter_mut().enumerate() {
            let rest = (total - sums[at]).max(0.0) / (cells - types.sizes[at] as f64);
            *value = ((means[at] + 1.0) / (rest + 1.0)).log2();
        }
    }
    change
}

/// What is known of the whole matrix.
struct Whole {
    mean: f64,
    largest: f64,
    /// Mean and standard deviation of all values of each type's cells.
    of_type: Vec<(f64, f64)>,
}

impl Whole {
    fn new(cells: &Cells<'_>, types: &Types) -> Self {
        let (mut sums, mut squares) = (vec![0.0; types.names.len()], vec![0.0; types.names.len()]);
        let (mut seen, mut largest) = (vec![false; cells.genes.len()], 0.0_f64);
        for (&row, &label) in types.rows.iter().zip(&types.of) {
            let (genes, values) = cells.matrix.row(row);
            for (&gene, &value) in genes.iter().zip(values) {
                let value = f64::from(value);
                sums[label as usize] += value;
                squares[label as usize] += value * value;
                largest = largest.max(value);
                seen[gene as usize] |= value != 0.0;
            }
        }
        let genes = seen.into_iter().filter(|seen| *seen).count() as f64;
        let moments = |at: usize| {
            let count = genes * types.sizes[at] as f64;
            let mean = sums[at] / count;
            (mean, (squares[at] / count - mean * mean).max(0.0).sqrt())
        };
        Self {
            mean: sums.iter().sum::<f64>() / (genes * types.of.len() as f64),
            largest,
            of_type: (0..types.names.len()).map(moments).collect(),
        }
    }
}
