use lca_numerics::stats::{digamma, loess, mean, trigamma, trigamma_inverse};

/// What all molecules of a layer together say of a molecule's variance, before its own values are seen
/// (Smyth 2004): as much as `freedom` more degrees of freedom at a variance of `variance`.
#[derive(Debug, Clone, PartialEq)]
pub struct VariancePrior {
    /// Degrees of freedom; ∞ where molecules do not differ in variance more than chance makes them.
    pub freedom: f64,
    /// The variance, for each molecule; NaN where a molecule has none.
    pub variance: Vec<f64>,
}

impl VariancePrior {
    /// Estimates the prior from variances and their degrees of freedom by the moments of their logarithms
    /// (Smyth 2004, section 6.2). With `levels`, the prior variance follows the mean level of a molecule, as
    /// counts need (Law et al. 2014); molecules without a variance are NaN or of 0 degrees.
    #[must_use]
    pub fn estimate(variances: &[f64], freedoms: &[f64], levels: Option<&[f64]>) -> Self {
        // A variance of exactly 0 would have no logarithm: limma's guard against it, by the median.
        let valid: Vec<usize> =
            (0..variances.len()).filter(|&at| variances[at].is_finite() && freedoms[at] > 0.0).collect();
        let all: Vec<f64> = valid.iter().map(|&at| variances[at]).collect();
        let least = 1e-5 * lca_numerics::stats::median(&all);
        let unbiased = |at: usize| {
            let half = 0.5 * freedoms[at];
            variances[at].max(least).max(f64::MIN_POSITIVE).ln() - digamma(half) + half.ln()
        };
        let e: Vec<f64> = valid.iter().map(|&at| unbiased(at)).collect();
        if e.len() < 3 {
            return Self { freedom: 0.0, variance: vec![f64::NAN; variances.len()] };
        }
        let (fitted, used) = match levels {
            Some(levels) if e.len() >= 50 => {
                (loess(&valid.iter().map(|&at| levels[at]).collect::<Vec<f64>>(), &e, 0.5), 4.0)
            }
            _ => (vec![mean(&e); e.len()], 1.0),
        };
        let residual: f64 = e.iter().zip(&fitted).map(|(e, fit)| (e - fit).powi(2)).sum();
        let excess = residual / (e.len() as f64 - used).max(1.0)
            - mean(&valid.iter().map(|&at| trigamma(0.5 * freedoms[at])).collect::<Vec<f64>>());
        let freedom = if excess > 0.0 { 2.0 * trigamma_inverse(excess) } else { f64::INFINITY };
        let half = 0.5 * freedom;
        let lift = if half.is_finite() { digamma(half) - half.ln() } else { 0.0 };
        let mut variance = vec![f64::NAN; variances.len()];
        valid.iter().zip(&fitted).for_each(|(&at, fit)| variance[at] = (fit + lift).exp());
        Self { freedom, variance }
    }

    /// A molecule's variance and its degrees of freedom, seen together with the prior.
    #[must_use]
    pub fn posterior(&self, at: usize, variance: f64, freedom: f64) -> (f64, f64) {
        let Some(prior) = self.variance.get(at).copied().filter(|v| v.is_finite()) else {
            return (variance, freedom);
        };
        if self.freedom.is_infinite() {
            return (prior, f64::INFINITY);
        }
        let both = self.freedom + freedom;
        ((self.freedom * prior + freedom * variance) / both, both)
    }
}
