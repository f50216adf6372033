use super::ruler::AVOGADRO;
use crate::NetworkError;
use lca_kinetics::{UnitFactor, Units};

/// How many moles a model's unit of substance is: its definition, or one that needs none.
pub(super) fn moles(units: &Units, name: &str) -> Result<f64, NetworkError> {
    let of = |factor: &UnitFactor| match factor.kind.as_str() {
        "mole" if factor.exponent == 1.0 => Some(1.0),
        "item" if factor.exponent == 1.0 => Some(1.0 / AVOGADRO),
        _ => None,
    };
    size(units, name, &of).ok_or_else(|| wrong(name, "an amount of substance (moles or items)"))
}

/// How many litres a model's unit of volume is.
pub(super) fn litres(units: &Units, name: &str) -> Result<f64, NetworkError> {
    let of = |factor: &UnitFactor| match factor.kind.as_str() {
        "litre" | "liter" if factor.exponent == 1.0 => Some(1.0),
        "metre" | "meter" if factor.exponent == 3.0 => Some(1e3),
        _ => None,
    };
    size(units, name, &of).ok_or_else(|| wrong(name, "a volume (litres or cubic metres)"))
}

fn wrong(name: &str, what: &str) -> NetworkError {
    let why = format!("the model's `{name}` is not {what}, so measured amounts cannot be turned into it");
    NetworkError::Argument { what: "the model's units", why }
}

/// The size of a unit in the unit that `of` counts in: one factor must be of its kind, all others numbers.
fn size(units: &Units, name: &str, of: &dyn Fn(&UnitFactor) -> Option<f64>) -> Option<f64> {
    let bare = |exponent: f64| UnitFactor { kind: name.to_owned(), exponent, scale: 0, multiplier: 1.0 };
    let Some(definition) = units.definitions.iter().find(|one| one.id == name) else {
        return of(&bare(1.0));
    };
    let scale = |f: &UnitFactor| (f.multiplier * 10f64.powi(f.scale)).powf(f.exponent);
    let (mut value, mut found) = (1.0_f64, 0);
    for factor in &definition.factors {
        value *= scale(factor);
        if let Some(base) = of(factor) {
            value *= base;
            found += 1;
        } else if factor.kind != "dimensionless" {
            return None;
        }
    }
    (found == 1 && value.is_finite() && value > 0.0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_kinetics::UnitDefinition;

    #[test]
    fn definitions_are_followed_and_other_kinds_refused() {
        let factor = |kind: &str, exponent, scale, multiplier| UnitFactor {
            kind: kind.into(),
            exponent,
            scale,
            multiplier,
        };
        let define = |id: &str, factors| UnitDefinition { id: id.into(), name: None, factors };
        let units = Units {
            definitions: vec![
                define("nmol", vec![factor("mole", 1.0, -9, 1.0)]),
                define("um3", vec![factor("metre", 3.0, -6, 1.0)]),
                define("rate", vec![factor("mole", 1.0, 0, 1.0), factor("second", -1.0, 0, 1.0)]),
            ],
            ..Units::default()
        };
        assert!((moles(&units, "nmol").unwrap() - 1e-9).abs() < 1e-21);
        assert!((litres(&units, "um3").unwrap() - 1e-15).abs() < 1e-27);
        assert!((moles(&units, "item").unwrap() * AVOGADRO - 1.0).abs() < 1e-12);
        assert!(moles(&units, "rate").is_err() && moles(&units, "litre").is_err());
        assert!(litres(&units, "nmol").is_err() && moles(&units, "nothing").is_err());
    }
}
