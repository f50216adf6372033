use super::ruler::copies;
use super::{Anchor, Curve, CurveScale, is_histone};
use crate::NetworkError;
use lca_core::Unit;
use lca_numerics::stats::{mean, student_reach, variance};
use lca_tables::Abundances;

/// How signal becomes amount.
#[derive(Debug, Clone, PartialEq)]
pub enum Calibration {
    /// The values are amounts already, in this unit.
    Stated(Unit),
    /// By a mass that is known of the cell; the names of its histones, or none to know them by their genes.
    Ruler(Anchor, Option<Vec<String>>),
    /// By a curve through standards: identifier and amount, all in this unit.
    Standards(Vec<(String, f64)>, Unit, CurveScale),
}

/// How much of a molecule there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Its identifier in the table.
    pub id: String,
    /// Its name, where the table gives one.
    pub name: Option<String>,
    /// How much.
    pub value: f64,
    /// The ends of its 95 % interval: between samples, or of the curve; NaN where one sample alone says
    /// nothing of it.
    pub interval: (f64, f64),
    /// Whether its signal lies beyond that of all standards.
    pub beyond: bool,
    /// The unit.
    pub unit: Unit,
}

/// Amounts, and what has none.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// In the table's order.
    pub amounts: Vec<Amount>,
    /// Identifiers without an amount, and why.
    pub left_out: Vec<(String, &'static str)>,
    /// The curve, where there is one.
    pub curve: Option<Curve>,
}

/// Gives the amounts of molecules in the given samples (their geometric mean over samples).
///
/// # Errors
/// [`NetworkError`] when no sample is given, nothing in them is a molecule of the cells, the ruler finds no
/// histones, or the standards do not make a curve.
pub fn calibrate(
    table: &Abundances,
    samples: &[usize],
    how: &Calibration,
) -> Result<Calibrated, NetworkError> {
    let (targets, _) = table.targets();
    if targets.molecules().is_empty() {
        let instead = "check the columns that mark decoys and contaminants";
        return Err(NetworkError::TooFew {
            what: "molecules that are neither decoys nor contaminants",
            found: 0,
            needed: 1,
            instead,
        });
    }
    if samples.is_empty() || samples.iter().any(|&at| at >= table.samples().len()) {
        let why = format!("name at least one of the {} samples of the table", table.samples().len());
        return Err(NetworkError::Argument { what: "the samples", why });
    }
    match how {
        Calibration::Stated(unit) => Ok(collect(&targets, samples, unit, |at, sample| {
            targets.row(at).get(sample).copied().filter(|v| *v > 0.0).unwrap_or(f64::NAN)
        })),
        Calibration::Ruler(anchor, histones) => by_ruler(&targets, samples, *anchor, histones.as_deref()),
        Calibration::Standards(standards, unit, scale) => {
            by_curve(&targets, samples, standards, (unit, *scale))
        }
    }
}

/// The geometric mean over samples of what each gives, with its interval by Student's t.
fn collect(
    table: &Abundances,
    samples: &[usize],
    unit: &Unit,
    value: impl Fn(usize, usize) -> f64,
) -> Calibrated {
    let (mut amounts, mut left_out) = (Vec::new(), Vec::new());
    for (at, molecule) in table.molecules().iter().enumerate() {
        let logs: Vec<f64> = samples
            .iter()
            .map(|&s| value(at, s))
            .filter(|v| v.is_finite() && *v > 0.0)
            .map(f64::ln)
            .collect();
        if logs.is_empty() {
            let signal = samples.iter().any(|&s| table.row(at).get(s).is_some_and(|v| *v > 0.0));
            let why = if signal { "its mass is not known" } else { "no sample has a value" };
            left_out.push((molecule.id.clone(), why));
            continue;
        }
        let centre = mean(&logs);
        let n = logs.len() as f64;
        let reach = student_reach(0.95, n - 1.0) * (variance(&logs) / n).sqrt();
        amounts.push(Amount {
            id: molecule.id.clone(),
            name: molecule.name.clone(),
            value: centre.exp(),
            interval: ((centre - reach).exp(), (centre + reach).exp()),
            beyond: false,
            unit: unit.clone(),
        });
    }
    Calibrated { amounts, left_out, curve: None }
}

fn by_ruler(
    table: &Abundances,
    samples: &[usize],
    anchor: Anchor,
    histones: Option<&[String]>,
) -> Result<Calibrated, NetworkError> {
    let unit = molecules_per_cell()?;
    let histone = |at: usize| {
        let molecule = &table.molecules()[at];
        let name = molecule.name.as_ref().unwrap_or(&molecule.id);
        match histones {
            Some(named) => named.iter().any(|one| *one == molecule.id || one == name),
            None => is_histone(name),
        }
    };
    let per_sample: Vec<Vec<f64>> = samples
        .iter()
        .map(|&sample| copies(table, sample, anchor, &histone))
        .collect::<Result<_, NetworkError>>()?;
    let place = |sample: usize| samples.iter().position(|&one| one == sample).unwrap_or_default();
    let found = collect(table, samples, &unit, |at, sample| per_sample[place(sample)][at]);
    if found.amounts.is_empty() {
        let why = "no molecule has both a signal and a mass; add a column `mass` in dalton".to_owned();
        return Err(NetworkError::Argument { what: "the ruler", why });
    }
    Ok(found)
}

fn molecules_per_cell() -> Result<Unit, NetworkError> {
    let unit = "molecules/cell".parse();
    unit.map_err(|error: lca_core::UnitError| NetworkError::Argument {
        what: "the unit",
        why: error.to_string(),
    })
}

fn by_curve(
    table: &Abundances,
    samples: &[usize],
    standards: &[(String, f64)],
    (unit, scale): (&Unit, CurveScale),
) -> Result<Calibrated, NetworkError> {
    let raw =
        collect(table, samples, unit, |at, sample| table.row(at).get(sample).copied().unwrap_or(f64::NAN));
    let named = |one: &Amount, id: &str| one.id == id || one.name.as_deref() == Some(id);
    let mut points = Vec::new();
    for (id, amount) in standards {
        match raw.amounts.iter().find(|one| named(one, id)) {
            Some(one) => points.push((one.value, *amount)),
            None if table.molecules().iter().any(|one| one.id == *id || one.name.as_deref() == Some(id)) => {}
            None => {
                return Err(NetworkError::Reference {
                    place: "the list of standards".to_owned(),
                    id: id.clone(),
                    what: "which is no molecule of the table",
                    instead: "use the identifiers of the table's first column".to_owned(),
                });
            }
        }
    }
    let curve = Curve::fit(&points, scale)?;
    let (mut amounts, mut left_out) = (Vec::new(), raw.left_out);
    for one in raw.amounts {
        let (value, low, high) = curve.amount(one.value);
        if value <= 0.0 {
            left_out.push((one.id, "its signal lies below the line's zero"));
            continue;
        }
        let beyond = one.value < curve.range.0 || one.value > curve.range.1;
        amounts.push(Amount { value, interval: (low, high), beyond, ..one });
    }
    Ok(Calibrated { amounts, left_out, curve: Some(curve) })
}
