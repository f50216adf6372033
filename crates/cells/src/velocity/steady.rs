use super::VelocityParams;
use lca_numerics::stats::quantile;

/// What the steady-state model says of one gene (La Manno et al. 2018).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Steady {
    /// Degradation over splicing rate: the slope of unspliced over spliced in the cells of highest amounts.
    pub(super) gamma: f64,
    /// The share of unspliced's variance that the line explains, in all cells.
    pub(super) r2: f64,
    pub(super) chosen: bool,
}

/// Amounts of one gene in all cells.
pub(super) struct Gene {
    pub(super) s: Vec<f64>,
    pub(super) u: Vec<f64>,
}

impl Gene {
    /// Fits the line through the origin.
    pub(super) fn steady(&self, params: &VelocityParams) -> Steady {
        let high = self.highest(params.quantile);
        let gamma = slope(self.pairs().zip(&high).filter(|(_, high)| **high).map(|(pair, _)| pair));
        let r2 = self.r2(gamma);
        let seen = |values: &[f64]| values.iter().any(|&value| value > 0.0);
        let chosen = r2 > params.min_r2 && gamma > params.min_ratio && seen(&self.s) && seen(&self.u);
        Steady { gamma, r2, chosen }
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.s.iter().copied().zip(self.u.iter().copied())
    }

    /// Cells at or above a quantile of spliced and unspliced amounts, each as a share of its largest, together.
    pub(super) fn highest(&self, probability: f64) -> Vec<bool> {
        let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max).max(1e-3);
        let (s, u) = (most(&self.s), most(&self.u));
        at_or_above(&self.pairs().map(|(x, y)| x / s + y / u).collect::<Vec<_>>(), probability)
    }

    fn r2(&self, slope: f64) -> f64 {
        let mean = self.u.iter().sum::<f64>() / self.u.len() as f64;
        let total: f64 = self.u.iter().map(|u| (u - mean).powi(2)).sum();
        let left: f64 = self.pairs().map(|(s, u)| (u - slope * s).powi(2)).sum();
        if total > 0.0 { 1.0 - left / total } else { 0.0 }
    }

    /// Unspliced amounts beyond what the line says.
    pub(super) fn residuals(&self, gamma: f64) -> Vec<f64> {
        self.pairs().map(|(s, u)| u - gamma * s).collect()
    }
}

pub(super) fn at_or_above(values: &[f64], probability: f64) -> Vec<bool> {
    let bound = quantile(values, probability);
    values.iter().map(|&value| value >= bound).collect()
}

/// The least-squares line through the origin; 0 where there is none.
pub(super) fn slope(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (xx, xy) = pairs.fold((0.0, 0.0), |(xx, xy), (x, y)| (xx + x * x, xy + x * y));
    if xx > 0.0 { xy / xx } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_goes_through_the_highest_cells() {
        let s: Vec<f64> = (0..100).map(f64::from).collect();
        let u = s.iter().map(|&s| if s >= 90.0 { 0.5 * s } else { 0.45 * s }).collect();
        let found = Gene { s, u }.steady(&VelocityParams::default());
        assert!((found.gamma - 0.5).abs() < 1e-9 && found.chosen, "{found:?}");
    }
}
