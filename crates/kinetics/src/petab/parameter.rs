use super::Prior;
use std::f64::consts::LN_10;

/// The scale on which a parameter is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// As it is.
    #[default]
    Lin,
    /// Its natural logarithm.
    Log,
    /// Its decimal logarithm.
    Log10,
}

impl Scale {
    /// The name in PEtab tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lin => "lin",
            Self::Log => "log",
            Self::Log10 => "log10",
        }
    }

    /// The scale of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Lin, Self::Log, Self::Log10].into_iter().find(|scale| scale.name() == name)
    }

    /// From the value to the scale.
    #[must_use]
    pub fn scale(self, value: f64) -> f64 {
        match self {
            Self::Lin => value,
            Self::Log => value.ln(),
            Self::Log10 => value.log10(),
        }
    }

    /// From the scale to the value.
    #[must_use]
    pub fn unscale(self, scaled: f64) -> f64 {
        match self {
            Self::Lin => scaled,
            Self::Log => scaled.exp(),
            Self::Log10 => 10f64.powf(scaled),
        }
    }

    /// The derivative of the value by the scaled value, at a value.
    #[must_use]
    pub fn slope(self, value: f64) -> f64 {
        match self {
            Self::Lin => 1.0,
            Self::Log => value,
            Self::Log10 => value * LN_10,
        }
    }
}

/// A parameter of a problem. Bounds and nominal value are on linear scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// The scale it is estimated on.
    pub scale: Scale,
    /// The least it may be.
    pub lower: f64,
    /// The most it may be.
    pub upper: f64,
    /// A value to use when it is not estimated.
    pub nominal: f64,
    /// Whether it is estimated.
    pub estimate: bool,
    /// What is known of it before, as part of the objective.
    pub objective_prior: Option<Prior>,
    /// Where starts are drawn from, if not from the bounds.
    pub initialization_prior: Option<Prior>,
}

impl Parameter {
    /// An estimated parameter on log10 scale, its nominal value unknown (NaN).
    #[must_use]
    pub fn log10(id: &str, lower: f64, upper: f64) -> Self {
        Self {
            id: id.to_owned(),
            name: None,
            scale: Scale::Log10,
            lower,
            upper,
            nominal: f64::NAN,
            estimate: true,
            objective_prior: None,
            initialization_prior: None,
        }
    }

    /// A parameter that is not estimated.
    #[must_use]
    pub fn fixed(id: &str, value: f64) -> Self {
        Self { scale: Scale::Lin, nominal: value, estimate: false, ..Self::log10(id, value, value) }
    }

    /// The bounds on the parameter's scale.
    #[must_use]
    pub fn scaled_bounds(&self) -> (f64, f64) {
        (self.scale.scale(self.lower), self.scale.scale(self.upper))
    }
}
