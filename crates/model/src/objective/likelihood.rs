use lca_kinetics::petab::{NoiseDistribution, Scale};
use std::f64::consts::{LN_10, TAU};

/// The objective at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Log-likelihood of the measurements, natural logarithm.
    pub llh: f64,
    /// Log density of the priors, 0 where there are none.
    pub log_prior: f64,
    /// Sum of squared residuals over the noise.
    pub chi2: f64,
    /// Gradient of log-likelihood plus log-prior by the scaled parameters; empty if not asked for.
    pub gradient: Vec<f64>,
    /// Fisher information of measurements and priors, row-major; empty if not asked for.
    pub fisher: Vec<f64>,
}

impl Evaluation {
    pub(super) fn new(parameters: usize, derivatives: bool) -> Self {
        let n = if derivatives { parameters } else { 0 };
        Self { llh: 0.0, log_prior: 0.0, chi2: 0.0, gradient: vec![0.0; n], fisher: vec![0.0; n * n] }
    }

    /// What a fit makes small: minus log-likelihood minus log-prior.
    #[must_use]
    pub fn cost(&self) -> f64 {
        -(self.llh + self.log_prior)
    }

    /// Adds a residual's term.
    pub(super) fn count(&mut self, row: &Row) {
        self.llh += row.llh();
        self.chi2 += row.residual * row.residual;
    }

    /// Adds a residual's term with its derivatives, given those of the transformed observable and of
    /// the noise.
    pub(super) fn add_row(&mut self, row: &Row, by_value: &[f64], by_noise: &[f64]) {
        self.count(row);
        let (weight_value, weight_noise, noise_information) = row.weights();
        let information = 1.0 / (row.noise * row.noise);
        let n = self.gradient.len();
        let moves = |&i: &usize| by_value[i] != 0.0 || by_noise[i] != 0.0;
        let moved: Vec<usize> = (0..n).filter(moves).collect();
        for &i in &moved {
            let (a, b) = (by_value[i], by_noise[i]);
            self.gradient[i] += weight_value * a + weight_noise * b;
            for &j in &moved {
                self.fisher[i * n + j] += information * a * by_value[j] + noise_information * b * by_noise[j];
            }
        }
    }
}

/// One measurement against its simulation, on the observable's scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Measured minus simulated over the noise.
    residual: f64,
    noise: f64,
    distribution: NoiseDistribution,
    /// Log of the derivative of the transformation at the measurement.
    log_slope: f64,
}

impl Row {
    pub(super) fn new(
        scale: Scale,
        distribution: NoiseDistribution,
        measured: f64,
        simulated: f64,
        noise: f64,
    ) -> Self {
        let residual = (scale.scale(measured) - scale.scale(simulated)) / noise;
        let log_slope = match scale {
            Scale::Lin => 0.0,
            Scale::Log => -measured.ln(),
            Scale::Log10 => -(measured * LN_10).ln(),
        };
        Self { residual, noise, distribution, log_slope }
    }

    pub(super) fn llh(&self) -> f64 {
        let Self { residual, noise, .. } = *self;
        let density = match self.distribution {
            NoiseDistribution::Normal => -0.5 * (TAU * noise * noise).ln() - 0.5 * residual * residual,
            NoiseDistribution::Laplace => -(2.0 * noise).ln() - residual.abs(),
        };
        density + self.log_slope
    }

    /// Derivative of the log-likelihood by the transformed observable and by the noise, and the
    /// Fisher information of the noise.
    pub(super) fn weights(&self) -> (f64, f64, f64) {
        let Self { residual, noise, .. } = *self;
        match self.distribution {
            NoiseDistribution::Normal => {
                (residual / noise, (residual * residual - 1.0) / noise, 2.0 / (noise * noise))
            }
            NoiseDistribution::Laplace => {
                let sign = if residual == 0.0 { 0.0 } else { residual.signum() };
                (sign / noise, (residual.abs() - 1.0) / noise, 1.0 / (noise * noise))
            }
        }
    }
}

/// The derivative of the transformed observable by the observable.
pub(super) fn transformation_slope(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Lin => 1.0,
        Scale::Log => 1.0 / value,
        Scale::Log10 => 1.0 / (value * LN_10),
    }
}
