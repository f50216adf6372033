use super::Scale;
use std::f64::consts::{LN_10, TAU};

/// A prior distribution of a parameter. The `parameterScale…` kinds are of the scaled parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Which distribution.
    pub kind: PriorKind,
    /// Its two parameters: bounds, mean and standard deviation, or location and scale.
    pub parameters: [f64; 2],
}

/// The distributions of PEtab 1.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorKind {
    /// Flat between bounds on linear scale.
    Uniform,
    /// Normal on linear scale.
    Normal,
    /// Laplace on linear scale.
    Laplace,
    /// The logarithm is normal.
    LogNormal,
    /// The logarithm is Laplace.
    LogLaplace,
    /// Flat between bounds on the parameter's scale.
    ParameterScaleUniform,
    /// Normal on the parameter's scale.
    ParameterScaleNormal,
    /// Laplace on the parameter's scale.
    ParameterScaleLaplace,
}

const NAMES: [(PriorKind, &str); 8] = [
    (PriorKind::Uniform, "uniform"),
    (PriorKind::Normal, "normal"),
    (PriorKind::Laplace, "laplace"),
    (PriorKind::LogNormal, "logNormal"),
    (PriorKind::LogLaplace, "logLaplace"),
    (PriorKind::ParameterScaleUniform, "parameterScaleUniform"),
    (PriorKind::ParameterScaleNormal, "parameterScaleNormal"),
    (PriorKind::ParameterScaleLaplace, "parameterScaleLaplace"),
];

impl PriorKind {
    /// The name in PEtab tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A log density and its first derivative and expected information, by the scaled parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriorTerm {
    /// The log density, natural logarithm.
    pub log_density: f64,
    /// Its derivative.
    pub gradient: f64,
    /// Minus its second derivative, or what stands for it where there is none.
    pub information: f64,
}

impl Prior {
    /// The log density at a scaled value, and its derivatives by the scaled value. Densities are of
    /// the variable the prior is about (PEtab 1.0), so no Jacobian of the scale enters.
    #[must_use]
    pub fn term(&self, scale: Scale, scaled: f64) -> PriorTerm {
        let value = scale.unscale(scaled);
        let slope = scale.slope(value);
        let log_slope = match scale {
            Scale::Lin => 1.0 / value,
            Scale::Log => 1.0,
            Scale::Log10 => LN_10,
        };
        let [a, b] = self.parameters;
        let chain = |term: PriorTerm, by: f64| PriorTerm {
            gradient: term.gradient * by,
            information: term.information * by * by,
            ..term
        };
        let shifted = |term: PriorTerm| PriorTerm { log_density: term.log_density - value.ln(), ..term };
        let less = |term: PriorTerm| PriorTerm { gradient: term.gradient - log_slope, ..term };
        match self.kind {
            PriorKind::Uniform => flat(value, a, b),
            PriorKind::ParameterScaleUniform => flat(scaled, a, b),
            PriorKind::Normal => chain(normal(value, a, b), slope),
            PriorKind::Laplace => chain(laplace(value, a, b), slope),
            PriorKind::ParameterScaleNormal => normal(scaled, a, b),
            PriorKind::ParameterScaleLaplace => laplace(scaled, a, b),
            PriorKind::LogNormal => less(shifted(chain(normal(value.ln(), a, b), log_slope))),
            PriorKind::LogLaplace => less(shifted(chain(laplace(value.ln(), a, b), log_slope))),
        }
    }
}

fn flat(x: f64, lower: f64, upper: f64) -> PriorTerm {
    let inside = (lower..=upper).contains(&x);
    let log_density = if inside { -(upper - lower).ln() } else { f64::NEG_INFINITY };
    PriorTerm { log_density, gradient: 0.0, information: 0.0 }
}

fn normal(x: f64, mean: f64, sd: f64) -> PriorTerm {
    let z = (x - mean) / sd;
    let log_density = -0.5 * (TAU * sd * sd).ln() - 0.5 * z * z;
    PriorTerm { log_density, gradient: -z / sd, information: 1.0 / (sd * sd) }
}

fn laplace(x: f64, location: f64, scale: f64) -> PriorTerm {
    let z = (x - location) / scale;
    let sign = if z == 0.0 { 0.0 } else { z.signum() };
    let log_density = -(2.0 * scale).ln() - z.abs();
    PriorTerm { log_density, gradient: -sign / scale, information: 1.0 / (scale * scale) }
}
