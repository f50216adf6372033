use super::super::element::Element;
use super::super::xml::number;
use std::collections::HashMap;

/// Base units, by the places of their exponents.
const BASE: [&str; 8] = ["ampere", "candela", "item", "kelvin", "kilogram", "metre", "mole", "second"];

/// A unit: a factor and exponents of the base units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    factor: f64,
    exponents: [f64; 8],
}

impl Unit {
    pub(super) const ONE: Self = Self { factor: 1.0, exponents: [0.0; 8] };

    fn base(place: usize) -> Self {
        let mut exponents = [0.0; 8];
        exponents[place] = 1.0;
        Self { factor: 1.0, exponents }
    }

    pub(super) fn times(self, other: Self, power: f64) -> Self {
        let mut exponents = self.exponents;
        for (own, other) in exponents.iter_mut().zip(other.exponents) {
            *own += power * other;
        }
        Self { factor: self.factor * other.factor.powf(power), exponents }
    }

    pub(super) fn power(self, power: f64) -> Self {
        Self::ONE.times(self, power)
    }

    fn scaled(self, factor: f64) -> Self {
        Self { factor: self.factor * factor, ..self }
    }

    /// Whether values in both may be added.
    pub(super) fn is(self, other: Self) -> bool {
        let same = self.exponents.iter().zip(other.exponents).all(|(a, b)| (a - b).abs() < 1e-9);
        same && (self.factor / other.factor - 1.0).abs() < 1e-6
    }

    pub(super) fn is_one(self) -> bool {
        self.is(Self::ONE)
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = BASE.iter().zip(self.exponents).filter(|(_, exponent)| *exponent != 0.0);
        let mut parts: Vec<String> = named
            .map(
                |(name, exponent)| {
                    if exponent == 1.0 { (*name).to_owned() } else { format!("{name}^{exponent}") }
                },
            )
            .collect();
        if parts.is_empty() || (self.factor - 1.0).abs() > 1e-9 {
            parts.insert(0, format!("{}", self.factor));
        }
        f.write_str(&parts.join(" "))
    }
}

/// The unit of a kind that SBML knows (Level 3 Version 2, table 2); none for Celsius, which is no
/// multiple of a kelvin.
fn kind(name: &str) -> Option<Unit> {
    let of = |factor: f64, parts: &[(usize, f64)]| {
        let unit = parts.iter().fold(Unit::ONE, |unit, &(place, power)| unit.times(Unit::base(place), power));
        Some(unit.scaled(factor))
    };
    if let Some(place) = BASE.iter().position(|base| *base == name) {
        return Some(Unit::base(place));
    }
    let joule = [(4, 1.0), (5, 2.0), (7, -2.0)];
    match name {
        "dimensionless" | "radian" | "steradian" => Some(Unit::ONE),
        "avogadro" => of(6.022_141_79e23, &[]),
        "gram" => of(1e-3, &[(4, 1.0)]),
        "litre" | "liter" => of(1e-3, &[(5, 3.0)]),
        "meter" => of(1.0, &[(5, 1.0)]),
        "hertz" | "becquerel" => of(1.0, &[(7, -1.0)]),
        "katal" => of(1.0, &[(6, 1.0), (7, -1.0)]),
        "newton" => of(1.0, &[(4, 1.0), (5, 1.0), (7, -2.0)]),
        "pascal" => of(1.0, &[(4, 1.0), (5, -1.0), (7, -2.0)]),
        "joule" => of(1.0, &joule),
        "watt" => of(1.0, &[(4, 1.0), (5, 2.0), (7, -3.0)]),
        "volt" => of(1.0, &[(0, -1.0), (4, 1.0), (5, 2.0), (7, -3.0)]),
        "coulomb" => of(1.0, &[(0, 1.0), (7, 1.0)]),
        "siemens" => of(1.0, &[(0, 2.0), (4, -1.0), (5, -2.0), (7, 3.0)]),
        "ohm" => of(1.0, &[(0, -2.0), (4, 1.0), (5, 2.0), (7, -3.0)]),
        "farad" => of(1.0, &[(0, 2.0), (4, -1.0), (5, -2.0), (7, 4.0)]),
        "henry" => of(1.0, &[(0, -2.0), (4, 1.0), (5, 2.0), (7, -2.0)]),
        "tesla" => of(1.0, &[(0, -1.0), (4, 1.0), (7, -2.0)]),
        "weber" => of(1.0, &[(0, -1.0), (4, 1.0), (5, 2.0), (7, -2.0)]),
        "lumen" => of(1.0, &[(1, 1.0)]),
        "lux" => of(1.0, &[(1, 1.0), (5, -2.0)]),
        "gray" | "sievert" => of(1.0, &[(5, 2.0), (7, -2.0)]),
        _ => None,
    }
}

/// The units of a model, by name.
pub(super) struct Units<'e> {
    defined: HashMap<&'e str, Option<Unit>>,
    level: u32,
}

impl<'e> Units<'e> {
    pub(super) fn of(model: &'e Element, level: u32) -> Self {
        let mut defined = HashMap::new();
        for definition in model.listed("listOfUnitDefinitions", "unitDefinition") {
            let id = definition.attribute("id").or(definition.attribute("name"));
            if let Some(id) = id {
                defined.insert(id, product(definition));
            }
        }
        Self { defined, level }
    }

    /// Whether a definition may be made of it. The Celsius of Level 2 is one, though no multiple of a kelvin.
    pub(super) fn is_kind(&self, name: &str) -> bool {
        kind(name).is_some() || name == "Celsius"
    }

    /// Whether something defines it. What was predefined before Level 3 is passed in all: programs that
    /// convert a model leave it there.
    pub(super) fn is_known(&self, name: &str) -> bool {
        let older = ["substance", "volume", "area", "length", "time"];
        self.defined.contains_key(name) || self.is_kind(name) || older.contains(&name)
    }

    /// The unit of that name, where it can be told.
    pub(super) fn named(&self, name: &str) -> Option<Unit> {
        if let Some(defined) = self.defined.get(name) {
            return *defined;
        }
        match name {
            // Predefined before Level 3.
            "substance" if self.level < 3 => kind("mole"),
            "volume" if self.level < 3 => kind("litre"),
            "area" if self.level < 3 => kind("metre").map(|metre| metre.power(2.0)),
            "length" if self.level < 3 => kind("metre"),
            "time" if self.level < 3 => kind("second"),
            _ => kind(name),
        }
    }
}

/// A definition's unit; none when part of it cannot be told.
fn product(definition: &Element) -> Option<Unit> {
    let mut all = Unit::ONE;
    for unit in definition.listed("listOfUnits", "unit") {
        let value = |name: &str, default: f64| unit.attribute(name).map_or(Some(default), number);
        let (scale, multiplier) = (value("scale", 0.0)?, value("multiplier", 1.0)?);
        let one = kind(unit.attribute("kind")?)?.scaled(multiplier * 10f64.powf(scale));
        if value("offset", 0.0)? != 0.0 {
            return None;
        }
        all = all.times(one, value("exponent", 1.0)?);
    }
    all.factor.is_finite().then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_litre_is_a_cubic_decimetre() {
        let decimetre = Unit::base(5).scaled(0.1);
        assert!(kind("litre").unwrap().is(decimetre.power(3.0)));
        assert!(!kind("litre").unwrap().is(Unit::base(5).power(3.0)));
        let katal = kind("mole").unwrap().times(kind("second").unwrap(), -1.0);
        assert_eq!(kind("katal").unwrap().to_string(), katal.to_string());
    }
}
