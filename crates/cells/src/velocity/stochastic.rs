use super::steady::{Gene, at_or_above, slope};

/// Second moments of one gene in all cells: of spliced, and of spliced with unspliced.
pub(super) struct Second {
    pub(super) ss: Vec<f64>,
    pub(super) us: Vec<f64>,
}

/// What the stochastic model says of one gene.
pub(super) struct Stochastic {
    pub(super) gamma: f64,
    /// Of each cell: covariance beyond what the line says, the velocity of the second moment.
    pub(super) variance: Vec<f64>,
}

/// Fits one slope to first and second moments together (Bergen et al. 2020, equations 11 to 14): in the steady state
/// ⟨u⟩ = γ⟨s⟩ and 2⟨us⟩ + ⟨u⟩ = γ(2⟨s²⟩ - ⟨s⟩), each weighed by how far it is missed by a line of its own. First moments
/// count in the cells of highest amounts only.
pub(super) fn fit(gene: &Gene, second: &Second, steady: f64, probability: f64) -> Stochastic {
    let x: Vec<f64> = second.ss.iter().zip(&gene.s).map(|(ss, s)| 2.0 * ss - s).collect();
    let y: Vec<f64> = second.us.iter().zip(&gene.u).map(|(us, u)| 2.0 * us + u).collect();
    let line = slope(x.iter().copied().zip(y.iter().copied()));
    let first = deviation(&gene.residuals(steady));
    let both = deviation(&x.iter().zip(&y).map(|(x, y)| y - line * x).collect::<Vec<_>>());
    let (high, most) = (gene.highest(probability), at_or_above(&gene.s, probability));
    let scaled = (0..gene.s.len()).map(|cell| {
        let counts = f64::from(u8::from(high[cell] || most[cell])) / first;
        (gene.s[cell] * counts, gene.u[cell] * counts)
    });
    let gamma = slope(scaled.chain(x.iter().zip(&y).map(|(x, y)| (x / both, y / both))));
    let gamma = if gamma.is_finite() { gamma } else { 0.0 };
    let variance = (0..x.len())
        .map(|cell| {
            let (s, u) = (gene.s[cell], gene.u[cell]);
            (y[cell] - 2.0 * s * u) - gamma * (x[cell] - 2.0 * s * s)
        })
        .collect();
    Stochastic { gamma, variance }
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}
