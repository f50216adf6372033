use lca_numerics::Csr;
use rayon::prelude::*;

/// The penalised loss over all rows. Parameters stand by feature, then class; the intercepts are last.
pub(super) struct Loss<'a> {
    rows: &'a Csr<f32>,
    columns: Csr<f32>,
    labels: &'a [usize],
    classes: usize,
    penalty: f64,
}

impl<'a> Loss<'a> {
    pub(super) fn new(x: &'a Csr<f32>, labels: &'a [usize], classes: usize, penalty: f64) -> Self {
        Self { rows: x, columns: x.transpose(), labels, classes, penalty }
    }

    /// How many parameters there are.
    pub(super) fn size(&self) -> usize {
        (self.rows.shape().1 + 1) * self.classes
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> f64 {
        self.labels.len().max(1) as f64
    }

    /// The loss at `at`, and its slope into `slope`. Sums run over rows, and over a feature's rows, in their order.
    pub(super) fn at(&self, at: &[f64], slope: &mut [f64]) -> f64 {
        let classes = self.classes;
        let (weights, intercepts) = at.split_at(self.rows.shape().1 * classes);
        let mut off = vec![0.0; self.labels.len() * classes];
        let losses: Vec<f64> = off
            .par_chunks_mut(classes)
            .enumerate()
            .map(|(row, off)| self.row(row, weights, intercepts, off))
            .collect();
        let (by_feature, by_intercept) = slope.split_at_mut(weights.len());
        by_feature.par_chunks_mut(classes).enumerate().for_each(|(feature, slope)| {
            let own = &weights[feature * classes..][..classes];
            slope.iter_mut().zip(own).for_each(|(slope, weight)| *slope = self.penalty * weight);
            let (rows, values) = self.columns.row(feature);
            for (&row, &value) in rows.iter().zip(values) {
                let off = &off[row as usize * classes..][..classes];
                slope.iter_mut().zip(off).for_each(|(slope, off)| *slope += f64::from(value) * off);
            }
        });
        by_intercept.fill(0.0);
        for off in off.chunks(classes) {
            by_intercept.iter_mut().zip(off).for_each(|(slope, off)| *slope += off);
        }
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        losses.iter().sum::<f64>() + 0.5 * self.penalty * squares
    }

    /// A row's loss; its probabilities less the truth into `off`.
    fn row(&self, row: usize, weights: &[f64], intercepts: &[f64], off: &mut [f64]) -> f64 {
        off.copy_from_slice(intercepts);
        let (features, values) = self.rows.row(row);
        for (&feature, &value) in features.iter().zip(values) {
            let own = &weights[feature as usize * self.classes..][..self.classes];
            off.iter_mut().zip(own).for_each(|(off, weight)| *off += f64::from(value) * weight);
        }
        let label = self.labels[row];
        let own = off[label];
        let total = softmax(off);
        off[label] -= 1.0;
        total - own
    }
}

/// Turns scores into probabilities; gives the logarithm of the sum of their exponentials.
pub(super) fn softmax(scores: &mut [f64]) -> f64 {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|score| *score = (*score - top).exp());
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
    top + sum.ln()
}
