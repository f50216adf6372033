use lca_numerics::stats;
use ndarray::{Array2, Axis};

/// On which scale expressions are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Values,
    /// Each gene's values as ranks over the samples, ties sharing their mean: neither outlying values
    /// nor the unit have a say, and correlations are Spearman's.
    #[default]
    Ranks,
    /// Each gene's ranks as normal scores: evenly spread ranks squeeze together what lies far out.
    Normal,
}

impl Scale {
    /// The values on this scale; samples × genes.
    pub(crate) fn of(self, values: &Array2<f64>) -> Array2<f64> {
        let mut scaled = values.clone();
        if self != Self::Values {
            for mut column in scaled.axis_iter_mut(Axis(1)) {
                let ranks = stats::ranks(&column.to_vec()).ranks;
                let above = ranks.len() as f64 + 1.0;
                let score = |rank: f64| match self {
                    Self::Normal => stats::normal_quantile(rank / above),
                    _ => rank,
                };
                column.iter_mut().zip(ranks).for_each(|(value, rank)| *value = score(rank));
            }
        }
        scaled
    }
}
