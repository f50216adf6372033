use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What a unit measures. Only units of one dimension convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A pure number, a ratio, an arbitrary intensity.
    One,
    /// Length.
    Length,
    /// Time.
    Time,
    /// Amount of substance per volume.
    Concentration,
    /// Molecules per cell.
    MoleculesPerCell,
    /// Mass per volume.
    MassConcentration,
    /// Radioactivity per volume.
    Activity,
}

/// A unit of the fixed list the project knows, kept under the name it was given (an index into it).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit(usize);

/// Name, dimension, and size in the dimension's base unit (m, s, mol/L, g/L, Bq/L).
const UNITS: [(&str, Dimension, f64); 27] = [
    ("1", Dimension::One, 1.0),
    ("au", Dimension::One, 1.0),
    ("fraction", Dimension::One, 1.0),
    ("%", Dimension::One, 0.01),
    ("px", Dimension::One, 1.0),
    ("nm", Dimension::Length, 1e-9),
    ("um", Dimension::Length, 1e-6),
    ("µm", Dimension::Length, 1e-6),
    ("mm", Dimension::Length, 1e-3),
    ("m", Dimension::Length, 1.0),
    ("ms", Dimension::Time, 1e-3),
    ("s", Dimension::Time, 1.0),
    ("min", Dimension::Time, 60.0),
    ("h", Dimension::Time, 3600.0),
    ("d", Dimension::Time, 86_400.0),
    ("pM", Dimension::Concentration, 1e-12),
    ("nM", Dimension::Concentration, 1e-9),
    ("uM", Dimension::Concentration, 1e-6),
    ("µM", Dimension::Concentration, 1e-6),
    ("mM", Dimension::Concentration, 1e-3),
    ("M", Dimension::Concentration, 1.0),
    ("molecules/cell", Dimension::MoleculesPerCell, 1.0),
    ("pg/mL", Dimension::MassConcentration, 1e-9),
    ("ng/mL", Dimension::MassConcentration, 1e-6),
    ("ug/mL", Dimension::MassConcentration, 1e-3),
    ("mg/mL", Dimension::MassConcentration, 1.0),
    ("Bq/mL", Dimension::Activity, 1e3),
];

/// Why a unit cannot be read or converted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnitError {
    /// The text is not a unit the project knows.
    #[error("`{0}` is not a known unit; known are {known}", known = names())]
    Unknown(String),
    /// The two units measure different things.
    #[error("`{from}` cannot be converted to `{to}`: they measure different things")]
    Incompatible {
        /// The unit given.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
}

fn names() -> String {
    UNITS.map(|(name, ..)| name).join(", ")
}

impl Unit {
    fn entry(&self) -> (&'static str, Dimension, f64) {
        UNITS[self.0]
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.entry().1
    }

    /// Its name as given.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        UNITS[self.0].0
    }

    /// Converts `value` from this unit to `to`.
    ///
    /// # Errors
    /// [`UnitError::Incompatible`] when they measure different things.
    pub fn convert(&self, value: f64, to: &Self) -> Result<f64, UnitError> {
        if self.dimension() != to.dimension() {
            return Err(UnitError::Incompatible { from: self.clone(), to: to.clone() });
        }
        Ok(value * (self.entry().2 / to.entry().2))
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        UNITS
            .iter()
            .position(|(name, ..)| *name == text)
            .map(Self)
            .ok_or_else(|| UnitError::Unknown(text.to_owned()))
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;

    fn try_from(text: String) -> Result<Self, UnitError> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.as_str().to_owned()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_there_and_back_is_the_identity() {
        for (a, dim_a, _) in UNITS {
            for (b, dim_b, _) in UNITS {
                let (a, b): (Unit, Unit) = (a.parse().unwrap(), b.parse().unwrap());
                match a.convert(3.5, &b) {
                    Ok(there) => {
                        assert_eq!(dim_a, dim_b);
                        assert!((b.convert(there, &a).unwrap() - 3.5).abs() < 1e-12);
                    }
                    Err(_) => assert_ne!(dim_a, dim_b),
                }
            }
        }
    }
}
