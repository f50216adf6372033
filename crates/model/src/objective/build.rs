use super::mapping::{Known, Source};
use super::variants::{Variant, Variants};
use crate::ModelError;
use lca_kinetics::petab::{Condition, Measurement, Observable, Problem};
use std::collections::BTreeMap;

/// One simulation and the measurements it is compared with.
#[derive(Debug, Clone)]
pub(super) struct Experiment {
    pub(super) name: String,
    pub(super) before: Option<Setup>,
    pub(super) setup: Setup,
    /// States that the condition sets anew after pre-equilibration.
    pub(super) renewed: Vec<usize>,
    /// Estimated parameters that the solution depends on.
    pub(super) directions: Vec<usize>,
    /// Finite times, rising.
    pub(super) times: Vec<f64>,
    pub(super) rows: Vec<MeasuredRow>,
}

/// A variant of the equations and where its inputs come from.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) variant: usize,
    pub(super) sources: Vec<Source>,
}

impl Setup {
    /// Whether both give the same solution. Inputs without a value count as equal.
    pub(super) fn same(&self, other: &Self) -> bool {
        let equal = |(a, b): (&Source, &Source)| match (a, b) {
            (Source::Number(a), Source::Number(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        };
        self.variant == other.variant && self.sources.iter().zip(&other.sources).all(equal)
    }
}

/// A measurement within an experiment.
#[derive(Debug, Clone)]
pub(super) struct MeasuredRow {
    pub(super) measurement: usize,
    pub(super) observable: usize,
    /// Place in the times; none for the steady state.
    pub(super) time: Option<usize>,
    /// Inputs that this measurement replaces.
    pub(super) replaced: Vec<(usize, Source)>,
}

impl MeasuredRow {
    /// Whether the other repeats this measurement.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        (self.time, self.observable) == (other.time, other.observable) && self.replaced == other.replaced
    }
}

pub(super) fn build(
    problem: &Problem,
    known: &Known<'_>,
) -> Result<(Vec<Variant>, Vec<Experiment>), ModelError> {
    let mut groups: BTreeMap<(Option<&str>, &str), Vec<usize>> = BTreeMap::new();
    for (at, measurement) in problem.measurements.iter().enumerate() {
        let key = (measurement.preequilibration.as_deref(), measurement.condition.as_str());
        groups.entry(key).or_default().push(at);
    }
    let mut variants = Variants::new(problem, known);
    let mut experiments = Vec::new();
    for ((before, condition), measurements) in groups {
        experiments.push(experiment(problem, known, &mut variants, before, condition, &measurements)?);
    }
    Ok((variants.made, experiments))
}

fn experiment(
    problem: &Problem,
    known: &Known<'_>,
    variants: &mut Variants<'_>,
    before: Option<&str>,
    condition: &str,
    measurements: &[usize],
) -> Result<Experiment, ModelError> {
    let find = |id: &str| {
        problem.condition(id).ok_or_else(|| ModelError::Reference {
            place: "a measurement".to_owned(),
            id: id.to_owned(),
            what: "is not among the conditions",
        })
    };
    let at = find(condition)?;
    let before = before.map(|id| setup(known, variants, find(id)?)).transpose()?;
    let setup = setup(known, variants, at)?;
    let states = variants.made[setup.variant].system.states();
    let renewed = (0..states.len()).filter(|&state| at.changes.iter().any(|(id, _)| *id == states[state]));
    let renewed = renewed.collect();
    let mut times: Vec<f64> =
        measurements.iter().map(|&m| problem.measurements[m].time).filter(|time| time.is_finite()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    if times.first().is_some_and(|&first| first < 0.0) || times.iter().any(|time| time.is_nan()) {
        let why = format!("condition `{condition}` has a time that is negative or not a number");
        return Err(ModelError::Argument { what: "measurements", why });
    }
    let row = |&m: &usize| row(problem, known, &variants.made[setup.variant], m, &times);
    let mut rows: Vec<MeasuredRow> = measurements.iter().map(row).collect::<Result<_, _>>()?;
    // Repeated measurements come together, the steady state last.
    rows.sort_by_key(|row| (row.time.unwrap_or(usize::MAX), row.observable));
    let directions = directions(variants, [before.as_ref(), Some(&setup)].into_iter().flatten());
    Ok(Experiment { name: condition.to_owned(), before, setup, renewed, directions, times, rows })
}

fn setup(known: &Known<'_>, variants: &mut Variants<'_>, condition: &Condition) -> Result<Setup, ModelError> {
    let variant = variants.of(condition)?;
    let system = &variants.made[variant].system;
    let place = format!("condition `{}`", condition.id);
    for (target, _) in &condition.changes {
        if known.get(target).is_none() && system.parameter(target).is_none() {
            let what = "is not a settable value of the model";
            return Err(ModelError::Reference { place, id: target.clone(), what });
        }
    }
    let source =
        |(id, default): (&String, &f64)| match condition.changes.iter().find(|(target, _)| target == id) {
            Some((_, one)) => known.replacement(one, &place),
            None => Ok(known.get(id).unwrap_or(Source::Number(*default))),
        };
    let sources = system.parameters().iter().zip(system.defaults()).map(source).collect::<Result<_, _>>()?;
    Ok(Setup { variant, sources })
}

fn row(
    problem: &Problem,
    known: &Known<'_>,
    variant: &Variant,
    at: usize,
    times: &[f64],
) -> Result<MeasuredRow, ModelError> {
    let measurement = &problem.measurements[at];
    let wanted = |observable: &Observable| observable.id == measurement.observable;
    let observable = problem.observables.iter().position(wanted).ok_or_else(|| ModelError::Reference {
        place: "a measurement".to_owned(),
        id: measurement.observable.clone(),
        what: "is not among the observables",
    })?;
    let replaced = replaced(known, variant, measurement)?;
    let time = times.iter().position(|&time| time == measurement.time);
    Ok(MeasuredRow { measurement: at, observable, time, replaced })
}

fn replaced(
    known: &Known<'_>,
    variant: &Variant,
    measurement: &Measurement,
) -> Result<Vec<(usize, Source)>, ModelError> {
    let mut replaced = Vec::new();
    let id = &measurement.observable;
    let lists = [
        ("observableParameter", &measurement.observable_parameters),
        ("noiseParameter", &measurement.noise_parameters),
    ];
    for (kind, list) in lists {
        for (at, one) in list.iter().enumerate() {
            if let Some(place) = variant.system.parameter(&format!("{kind}{}_{id}", at + 1)) {
                replaced.push((place, known.replacement(one, &format!("a measurement of `{id}`"))?));
            }
        }
    }
    Ok(replaced)
}

/// Estimated parameters that rates or initial values depend on, rising.
fn directions<'s>(variants: &Variants<'_>, setups: impl Iterator<Item = &'s Setup>) -> Vec<usize> {
    let mut found = Vec::new();
    for setup in setups {
        let system = &variants.made[setup.variant].system;
        let dynamic = system.dynamic_sensitivities();
        for (&place, _) in system.sensitivities().iter().zip(dynamic).filter(|(_, dynamic)| *dynamic) {
            if let Source::Estimated(at) = setup.sources[place] {
                found.push(at);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
