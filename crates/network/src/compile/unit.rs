//! The units of a model, and values given in others.

use super::wrong;
use crate::NetworkError;
use lca_kinetics::sketch::{RoleKind, Setting, Sketch};
use lca_kinetics::{Expr, Op, UnitDefinition, UnitFactor, Units, parse_math};

/// A unit: how many of mole, item, litre and second, each to which power.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Measure {
    factor: f64,
    powers: [i32; 4],
}

const MOLE: [i32; 4] = [1, 0, 0, 0];
const ITEM: [i32; 4] = [0, 1, 0, 0];
const LITRE: [i32; 4] = [0, 0, 1, 0];
const SECOND: [i32; 4] = [0, 0, 0, 1];
const MOLAR: [i32; 4] = [1, 0, -1, 0];

/// Symbols of units without prefix, how much they are, of what, and whether they take a prefix.
const SYMBOLS: [(&str, f64, [i32; 4], bool); 14] = [
    ("s", 1.0, SECOND, true),
    ("sec", 1.0, SECOND, false),
    ("min", 60.0, SECOND, false),
    ("h", 3600.0, SECOND, false),
    ("hour", 3600.0, SECOND, false),
    ("d", 86400.0, SECOND, false),
    ("day", 86400.0, SECOND, false),
    ("mol", 1.0, MOLE, true),
    ("M", 1.0, MOLAR, true),
    ("L", 1.0, LITRE, true),
    ("l", 1.0, LITRE, true),
    ("molecules", 1.0, ITEM, false),
    ("molecule", 1.0, ITEM, false),
    ("dimensionless", 1.0, [0; 4], false),
];

const PREFIXES: [(&str, f64); 7] =
    [("m", 1e-3), ("u", 1e-6), ("µ", 1e-6), ("μ", 1e-6), ("n", 1e-9), ("p", 1e-12), ("f", 1e-15)];

fn symbol(text: &str) -> Option<Measure> {
    let find = |text: &str, prefixed: bool| {
        let found = SYMBOLS.iter().find(|entry| entry.0 == text && (entry.3 || !prefixed))?;
        Some(Measure { factor: found.1, powers: found.2 })
    };
    find(text, false).or_else(|| {
        PREFIXES.iter().find_map(|(prefix, by)| {
            let unit = find(text.strip_prefix(prefix)?, true)?;
            Some(Measure { factor: by * unit.factor, ..unit })
        })
    })
}

/// A unit as people write it: `nM`, `1/(nM*s)`, `min^-1`.
fn measure(text: &str) -> Result<Measure, String> {
    let plain: String = text.replace(['µ', 'μ'], "u").split_whitespace().collect::<Vec<_>>().join("*");
    let formula =
        parse_math(&plain).map_err(|_| format!("`{text}` is no unit: write for example `1/(nM*s)`"))?;
    evaluate(&formula).map_err(|part| {
        format!("`{part}` in `{text}` is no unit known here: use s, min, h, d, mol, M, L, molecules, and m, u, n, p, f before mol, M, L, s")
    })
}

fn evaluate(formula: &Expr) -> Result<Measure, String> {
    let times = |a: Measure, b: Measure, sign: i32| Measure {
        factor: a.factor * b.factor.powi(sign),
        powers: std::array::from_fn(|at| a.powers[at].saturating_add(sign * b.powers[at])),
    };
    let one = Measure { factor: 1.0, powers: [0; 4] };
    match formula {
        Expr::Number(1.0) => Ok(one),
        Expr::Symbol(id) => symbol(id).ok_or_else(|| id.clone()),
        Expr::Apply(Op::Times, list) => {
            list.iter().try_fold(one, |so_far, part| Ok(times(so_far, evaluate(part)?, 1)))
        }
        Expr::Apply(Op::Divide, list) => match list.as_slice() {
            [above, below] => Ok(times(evaluate(above)?, evaluate(below)?, -1)),
            _ => Err(formula.to_string()),
        },
        Expr::Apply(Op::Power, list) => match list.as_slice() {
            [base, Expr::Number(power)] if power.fract() == 0.0 && power.abs() <= 6.0 => {
                let (base, power) = (evaluate(base)?, *power as i32);
                let powers = base.powers.map(|one| one.saturating_mul(power));
                Ok(Measure { factor: base.factor.powi(power), powers })
            }
            _ => Err(formula.to_string()),
        },
        other => Err(other.to_string()),
    }
}

/// The units of a model: of substance, volume and time, or none.
#[derive(Debug)]
pub(super) struct System {
    base: Option<[Measure; 3]>,
    definitions: Vec<UnitDefinition>,
}

/// Names of units by their powers of substance, volume and time.
const NAMES: [(&str, [i32; 3]); 8] = [
    ("substance_unit", [1, 0, 0]),
    ("volume_unit", [0, 1, 0]),
    ("time_unit", [0, 0, 1]),
    ("concentration", [1, -1, 0]),
    ("per_time", [0, 0, -1]),
    ("concentration_per_time", [1, -1, -1]),
    ("per_concentration_per_time", [-1, 1, -1]),
    ("substance_per_time", [1, 0, -1]),
];

impl System {
    /// The units that a sketch states; where it states one, nmol, L and s stand for the others.
    pub(super) fn of(sketch: &Sketch) -> Result<Self, NetworkError> {
        if sketch.units.is_empty() {
            return Ok(Self { base: None, definitions: Vec::new() });
        }
        let mut base = [
            Measure { factor: 1e-9, powers: MOLE },
            Measure { factor: 1.0, powers: LITRE },
            Measure { factor: 1.0, powers: SECOND },
        ];
        for (what, text, line) in &sketch.units {
            let found = measure(text).map_err(|why| wrong(*line, why))?;
            let (place, fits): (usize, &[[i32; 4]]) = match what.as_str() {
                "substance" => (0, &[MOLE, ITEM]),
                "volume" => (1, &[LITRE]),
                _ => (2, &[SECOND]),
            };
            if !fits.contains(&found.powers) {
                return Err(wrong(*line, format_args!("`{text}` is no unit of {what}")));
            }
            base[place] = found;
        }
        Ok(Self { base: Some(base), definitions: Vec::new() })
    }

    /// The units as the network keeps them.
    pub(super) fn units(mut self) -> Units {
        let ids = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(|powers| self.define(powers));
        let [substance, volume, time] = ids;
        Units {
            extent: substance.clone(),
            substance,
            volume,
            time,
            definitions: self.definitions,
            ..Units::default()
        }
    }

    /// The unit of a parameter of a rate law.
    pub(super) fn of_kind(&mut self, kind: RoleKind) -> Option<String> {
        self.base?;
        if kind == RoleKind::Exponent {
            return Some("dimensionless".to_owned());
        }
        self.define(powers(kind))
    }

    /// The unit of that power of substance, volume and time, by name.
    fn define(&mut self, powers: [i32; 3]) -> Option<String> {
        let base = self.base?;
        if powers == [0; 3] {
            return Some("dimensionless".to_owned());
        }
        let known = NAMES.iter().find(|(_, known)| *known == powers).map(|(name, _)| (*name).to_owned());
        let id = known.unwrap_or_else(|| {
            let [a, b, c] = powers.map(|power| power.to_string().replace('-', "m"));
            format!("unit_{a}_{b}_{c}")
        });
        if !self.definitions.iter().any(|known| known.id == id) {
            let factors = base.iter().zip(powers).filter(|(_, power)| *power != 0);
            let factors = factors.map(|(measure, power)| factor(measure, power)).collect();
            self.definitions.push(UnitDefinition { id: id.clone(), name: None, factors });
        }
        Some(id)
    }

    /// By what to multiply a value so that it is in the model's units, and the unit it then has.
    pub(super) fn read(
        &mut self,
        setting: &Setting,
        kind: Option<RoleKind>,
        usual: Option<String>,
    ) -> Result<(f64, Option<String>), String> {
        let Some(text) = &setting.unit else { return Ok((1.0, usual)) };
        let base = self.base.ok_or_else(|| {
            let name = &setting.name;
            format!("`{name}` is in {text}, but the model's units are not stated: add `@units time = s, substance = nmol, volume = L`")
        })?;
        let found = measure(text)?;
        let powers = self.split(&found).filter(|found| kind.is_none_or(|kind| *found == powers(kind)));
        let powers = powers.ok_or_else(|| {
            let needed = usual.as_deref().unwrap_or("another unit").replace('_', " ");
            format!("`{}` is in {text}, but what stands here is of the kind {needed}", setting.name)
        })?;
        let model: f64 = base.iter().zip(powers).map(|(one, power)| one.factor.powi(power)).product();
        let ratio = found.factor / model;
        // Factors of ten come out of products of powers with an error in the last digits.
        let round = 10f64.powf(ratio.log10().round());
        let ratio = if (ratio / round - 1.0).abs() < 1e-12 { round } else { ratio };
        Ok((ratio, self.define(powers)))
    }

    /// The powers of substance, volume and time of a unit.
    fn split(&self, found: &Measure) -> Option<[i32; 3]> {
        let [substance, ..] = self.base?;
        let [mole, item, litre, second] = found.powers;
        let (of, other) = if substance.powers == ITEM { (item, mole) } else { (mole, item) };
        (other == 0).then_some([of, litre, second])
    }
}

/// The powers of substance, volume and time of a parameter's unit.
const fn powers(kind: RoleKind) -> [i32; 3] {
    match kind {
        RoleKind::Rate(order) => [1 - order, order - 1, -1],
        RoleKind::MaximalRate => [1, -1, -1],
        RoleKind::Turnover => [0, 0, -1],
        RoleKind::Half => [1, -1, 0],
        RoleKind::Exponent => [0; 3],
    }
}

fn factor(measure: &Measure, power: i32) -> UnitFactor {
    let kind = match measure.powers {
        MOLE => "mole",
        ITEM => "item",
        LITRE => "litre",
        _ => "second",
    };
    UnitFactor { kind: kind.to_owned(), exponent: f64::from(power), scale: 0, multiplier: measure.factor }
}
