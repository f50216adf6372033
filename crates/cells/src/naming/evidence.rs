use super::NamingParams;
use super::sets::Found;
use crate::CellsError;
use crate::error::at_least;
use crate::score::bins;
use lca_numerics::{Csr, Rng, rng, sparse};
use lca_tables::Categorical;
use ndarray::Array2;
use rand::RngExt;

/// How each gene stands out in each state.
pub(super) struct Evidence {
    /// States × genes.
    effects: Array2<f64>,
    /// Genes of each bin of like means.
    bins: Vec<Vec<usize>>,
    /// The bin of each gene.
    bin: Vec<usize>,
}

/// A type in a state.
pub(super) struct Judged {
    pub(super) effect: f64,
    pub(super) z: f64,
    pub(super) p: f64,
    /// z with the type's genes drawn again.
    pub(super) resampled: Vec<f64>,
}

impl Evidence {
    pub(super) fn new(x: &Csr<f32>, states: &Categorical, n_bins: usize) -> Result<Self, CellsError> {
        let bin = bins(x, n_bins);
        let mut members = vec![Vec::new(); bin.iter().copied().max().unwrap_or(0) + 1];
        bin.iter().enumerate().for_each(|(gene, &bin)| members[bin].push(gene));
        Ok(Self { effects: effects(x, states)?, bins: members, bin })
    }

    pub(super) fn states(&self) -> usize {
        self.effects.nrows()
    }

    /// The type in every state. `stream` tells its random numbers from other types'.
    pub(super) fn judge(
        &self,
        set: &Found,
        resampled: usize,
        params: &NamingParams,
        stream: u64,
    ) -> Vec<Judged> {
        let mut random = rng(params.seed, stream);
        let own: Vec<f64> = (0..self.states()).map(|state| self.score(state, &set.genes)).collect();
        let by_chance: Vec<Vec<(usize, f64)>> =
            (0..params.n_random).map(|_| self.like(&set.genes, &mut random)).collect();
        let again: Vec<Vec<(usize, f64)>> = (0..resampled)
            .map(|_| set.genes.iter().map(|_| set.genes[random.random_range(0..set.genes.len())]).collect())
            .collect();
        let judge = |(state, &effect): (usize, &f64)| {
            let chance: Vec<f64> = by_chance.iter().map(|genes| self.score(state, genes)).collect();
            let count = chance.len() as f64;
            let mean = chance.iter().sum::<f64>() / count;
            let spread = chance.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
            let scale = spread.sqrt().max(1e-12);
            let above = chance.iter().filter(|&&value| value >= effect).count() as f64;
            let resampled = again.iter().map(|genes| (self.score(state, genes) - mean) / scale).collect();
            Judged { effect, z: (effect - mean) / scale, p: (1.0 + above) / (1.0 + count), resampled }
        };
        own.iter().enumerate().map(judge).collect()
    }

    /// The weighted mean effect of genes.
    fn score(&self, state: usize, genes: &[(usize, f64)]) -> f64 {
        let weights: f64 = genes.iter().map(|(_, weight)| weight.abs()).sum();
        genes.iter().map(|&(gene, weight)| weight * self.effects[[state, gene]]).sum::<f64>()
            / weights.max(1e-12)
    }

    /// A random gene of the same bin for each.
    fn like(&self, genes: &[(usize, f64)], random: &mut Rng) -> Vec<(usize, f64)> {
        let draw = |&(gene, weight): &(usize, f64)| {
            let bin = &self.bins[self.bin[gene]];
            (bin[random.random_range(0..bin.len())], weight)
        };
        genes.iter().map(draw).collect()
    }
}

/// Mean in each state less the mean of the other states' means, over the deviation among all cells.
fn effects(x: &Csr<f32>, states: &Categorical) -> Result<Array2<f64>, CellsError> {
    let (count, genes) = (states.categories.len(), x.shape().1);
    let (mut means, mut sizes) = (Array2::<f64>::zeros((count, genes)), vec![0.0; count]);
    for (cell, code) in states.codes.iter().enumerate() {
        let Some(state) = code.map(|code| code as usize).filter(|&state| state < count) else { continue };
        sizes[state] += 1.0;
        let (columns, values) = x.row(cell);
        columns
            .iter()
            .zip(values)
            .for_each(|(&gene, &value)| means[[state, gene as usize]] += f64::from(value));
    }
    let known: Vec<usize> = (0..count).filter(|&state| sizes[state] > 0.0).collect();
    at_least("states with cells", known.len(), 2)?;
    known.iter().for_each(|&state| means.row_mut(state).mapv_inplace(|sum| sum / sizes[state]));
    let deviations = sparse::column_moments(x).variances;
    let others = (known.len() - 1) as f64;
    let effect = |(state, gene): (usize, usize)| {
        let deviation = deviations[gene].sqrt();
        if sizes[state] == 0.0 || deviation.is_nan() || deviation <= 0.0 {
            return 0.0;
        }
        let rest =
            known.iter().filter(|&&other| other != state).map(|&other| means[[other, gene]]).sum::<f64>();
        (means[[state, gene]] - rest / others) / deviation
    };
    Ok(Array2::from_shape_fn((count, genes), effect))
}
