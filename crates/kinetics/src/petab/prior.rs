use super::density::{Density, cauchy, flat, gamma, laplace, normal, rayleigh};
use super::mass::mass;
use super::{Scale, Version};

/// A prior distribution of a parameter. The `ParameterScale…` kinds are of the scaled parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Which distribution.
    pub kind: PriorKind,
    /// Its parameters: bounds, mean and standard deviation, location and scale, or shape and scale.
    /// Of the kinds with one parameter only the first counts.
    pub parameters: [f64; 2],
    /// Where it is cut off, so that the rest has mass one; none: nowhere. PEtab 2.0 cuts priors at
    /// the bounds of their parameter.
    pub truncation: Option<[f64; 2]>,
}

/// The distributions of PEtab 1.0 and 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorKind {
    /// Flat between bounds on linear scale.
    Uniform,
    /// Normal on linear scale.
    Normal,
    /// Laplace on linear scale.
    Laplace,
    /// The logarithm is flat between the logarithms of the bounds.
    LogUniform,
    /// The logarithm is normal.
    LogNormal,
    /// The logarithm is Laplace.
    LogLaplace,
    /// Cauchy, by location and scale.
    Cauchy,
    /// Chi-squared, by degrees of freedom.
    ChiSquare,
    /// Exponential, by scale.
    Exponential,
    /// Gamma, by shape and scale.
    Gamma,
    /// Rayleigh, by scale.
    Rayleigh,
    /// Flat between bounds on the parameter's scale.
    ParameterScaleUniform,
    /// Normal on the parameter's scale.
    ParameterScaleNormal,
    /// Laplace on the parameter's scale.
    ParameterScaleLaplace,
}

/// Kind, names in PEtab 1.0 and 2.0 (empty: not there), and number of parameters.
const TABLE: [(PriorKind, &str, &str, usize); 14] = [
    (PriorKind::Uniform, "uniform", "uniform", 2),
    (PriorKind::Normal, "normal", "normal", 2),
    (PriorKind::Laplace, "laplace", "laplace", 2),
    (PriorKind::LogUniform, "", "log-uniform", 2),
    (PriorKind::LogNormal, "logNormal", "log-normal", 2),
    (PriorKind::LogLaplace, "logLaplace", "log-laplace", 2),
    (PriorKind::Cauchy, "", "cauchy", 2),
    (PriorKind::ChiSquare, "", "chisquare", 1),
    (PriorKind::Exponential, "", "exponential", 1),
    (PriorKind::Gamma, "", "gamma", 2),
    (PriorKind::Rayleigh, "", "rayleigh", 1),
    (PriorKind::ParameterScaleUniform, "parameterScaleUniform", "", 2),
    (PriorKind::ParameterScaleNormal, "parameterScaleNormal", "", 2),
    (PriorKind::ParameterScaleLaplace, "parameterScaleLaplace", "", 2),
];

impl PriorKind {
    /// The name in tables of a version of PEtab; none where the version does not know it.
    #[must_use]
    pub fn name(self, version: Version) -> Option<&'static str> {
        let (_, first, second, _) = TABLE.iter().find(|entry| entry.0 == self)?;
        Some(if version == Version::V1 { *first } else { *second }).filter(|name| !name.is_empty())
    }

    /// The kind of that name in tables of a version of PEtab.
    #[must_use]
    pub fn from_name(name: &str, version: Version) -> Option<Self> {
        let same = |kind: &PriorKind| kind.name(version) == Some(name);
        TABLE.iter().map(|entry| entry.0).find(same)
    }

    /// How many parameters it has.
    #[must_use]
    pub fn parameters(self) -> usize {
        TABLE.iter().find(|entry| entry.0 == self).map_or(2, |entry| entry.3)
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
    /// A prior that is cut off nowhere.
    #[must_use]
    pub const fn new(kind: PriorKind, parameters: [f64; 2]) -> Self {
        Self { kind, parameters, truncation: None }
    }

    /// What is wrong with its parameters, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let [a, b] = self.parameters;
        match self.kind {
            _ if !(a.is_finite() && b.is_finite()) => Some("its parameters must be finite"),
            PriorKind::Uniform | PriorKind::ParameterScaleUniform if a >= b => {
                Some("its first bound must be below the second")
            }
            PriorKind::LogUniform if !(0.0 < a && a < b) => {
                Some("its bounds must be positive, the first below the second")
            }
            PriorKind::ChiSquare | PriorKind::Exponential | PriorKind::Rayleigh if a <= 0.0 => {
                Some("its parameter must be positive")
            }
            PriorKind::Gamma if a <= 0.0 || b <= 0.0 => Some("its shape and scale must be positive"),
            PriorKind::Normal
            | PriorKind::Laplace
            | PriorKind::LogNormal
            | PriorKind::LogLaplace
            | PriorKind::Cauchy
            | PriorKind::ParameterScaleNormal
            | PriorKind::ParameterScaleLaplace
                if b <= 0.0 =>
            {
                Some("its scale must be positive")
            }
            _ if mass(self) <= 0.0 => Some("it has no mass between the parameter's bounds"),
            _ => None,
        }
    }

    /// The log density at a scaled value, and its derivatives by the scaled value. Densities are of
    /// the variable the prior is about (PEtab 1.0 and 2.0), so no Jacobian of the scale enters.
    #[must_use]
    pub fn term(&self, scale: Scale, scaled: f64) -> PriorTerm {
        let value = scale.unscale(scaled);
        let [log_density, first, information] = self.density(scaled, value);
        let by = match self.kind {
            PriorKind::ParameterScaleUniform
            | PriorKind::ParameterScaleNormal
            | PriorKind::ParameterScaleLaplace => 1.0,
            _ => scale.slope(value),
        };
        let outside = self.truncation.is_some_and(|[lower, upper]| value < lower || value > upper);
        let log_density = if outside { f64::NEG_INFINITY } else { log_density - mass(self).ln() };
        PriorTerm { log_density, gradient: first * by, information: information * by * by }
    }

    /// By the variable that the prior is about, as if not cut off.
    fn density(&self, scaled: f64, value: f64) -> Density {
        let [a, b] = self.parameters;
        match self.kind {
            PriorKind::Uniform => flat(value, a, b),
            PriorKind::Normal => normal(value, a, b),
            PriorKind::Laplace => laplace(value, a, b),
            PriorKind::LogUniform => of_logarithm(value, |log| flat(log, a.ln(), b.ln())),
            PriorKind::LogNormal => of_logarithm(value, |log| normal(log, a, b)),
            PriorKind::LogLaplace => of_logarithm(value, |log| laplace(log, a, b)),
            PriorKind::Cauchy => cauchy(value, a, b),
            PriorKind::ChiSquare => gamma(value, 0.5 * a, 2.0),
            PriorKind::Exponential => gamma(value, 1.0, a),
            PriorKind::Gamma => gamma(value, a, b),
            PriorKind::Rayleigh => rayleigh(value, a),
            PriorKind::ParameterScaleUniform => flat(scaled, a, b),
            PriorKind::ParameterScaleNormal => normal(scaled, a, b),
            PriorKind::ParameterScaleLaplace => laplace(scaled, a, b),
        }
    }
}

/// The density of a value whose logarithm has the given one.
fn of_logarithm(value: f64, of: impl Fn(f64) -> Density) -> Density {
    if value <= 0.0 {
        return [f64::NEG_INFINITY, 0.0, 0.0];
    }
    let log = value.ln();
    let [log_density, first, information] = of(log);
    [log_density - log, (first - 1.0) / value, information / (value * value)]
}
