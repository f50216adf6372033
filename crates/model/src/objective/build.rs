use super::held::held;
use super::jump::{Entry, Jumps};
use super::mapping::{Known, Source};
use super::stages::{Stage, stages};
use super::variants::{Variant, Variants};
use crate::ModelError;
use lca_kinetics::petab::{Measurement, Observable, Override, Problem, Version};
use lca_kinetics::{CompileOptions, Expr, Network, OdeSystem};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One period of an experiment and the measurements it is compared with.
#[derive(Debug, Clone)]
pub(super) struct Experiment {
    pub(super) name: String,
    /// The equations that rest before, if any.
    pub(super) before: Option<Setup>,
    pub(super) setup: Setup,
    /// When it begins.
    pub(super) start: f64,
    /// How states begin that were at rest, or in the period before.
    pub(super) entry: Entry,
    /// Estimated parameters that the solution of any period depends on.
    pub(super) directions: Vec<usize>,
    /// Finite times, rising; the last is the beginning of the next period, if there is one.
    pub(super) times: Vec<f64>,
    pub(super) rows: Vec<MeasuredRow>,
    /// The next period.
    pub(super) next: Option<Box<Experiment>>,
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
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, measurement) in problem.measurements.iter().enumerate() {
        groups.entry(measurement.experiment.as_str()).or_default().push(at);
    }
    let mut plans = Vec::new();
    for id in groups.keys() {
        let experiment = problem.experiment(id).ok_or_else(|| ModelError::Reference {
            place: "a measurement".to_owned(),
            id: (*id).to_owned(),
            what: "is neither an experiment nor a condition",
        })?;
        plans.push(stages(problem, known, &experiment)?);
    }
    let (network, base) = base(problem, known, &plans)?;
    let mut builder = Builder { problem, known, variants: Variants::new(problem, &network, known), base };
    let mut experiments = Vec::new();
    for ((id, measurements), stages) in groups.iter().zip(&plans) {
        experiments.push(builder.experiment(id, stages, measurements)?);
    }
    Ok((builder.variants.made, experiments))
}

/// The network with what must be held as states and, where states may jump, its plain equations.
fn base<'p>(
    problem: &'p Problem,
    known: &Known<'_>,
    plans: &[Vec<Stage>],
) -> Result<(Cow<'p, Network>, Option<OdeSystem>), ModelError> {
    let network = Cow::Borrowed(&problem.network);
    if problem.version == Version::V1 || plans.iter().all(|stages| stages.len() == 1) {
        return Ok((network, None));
    }
    let base = OdeSystem::compile(&network, &CompileOptions::default())?;
    let network = held(&problem.network, base.states(), known, plans);
    let base = match &network {
        Cow::Borrowed(_) => base,
        Cow::Owned(network) => OdeSystem::compile(network, &CompileOptions::default())?,
    };
    Ok((network, Some(base)))
}

struct Builder<'p> {
    problem: &'p Problem,
    known: &'p Known<'p>,
    variants: Variants<'p>,
    /// Of PEtab 2.0, where an experiment has several periods: what are states.
    base: Option<OdeSystem>,
}

impl Builder<'_> {
    fn experiment(
        &mut self,
        name: &str,
        stages: &[Stage],
        measurements: &[usize],
    ) -> Result<Experiment, ModelError> {
        let (setups, entries) = self.setups(name, stages)?;
        let directions = self.directions(&setups, &entries);
        let rest = usize::from(stages[0].start == f64::NEG_INFINITY);
        self.check_times(name, stages[rest].start, measurements)?;
        let mut next = None;
        for at in (rest..stages.len()).rev() {
            let start = stages[at].start;
            let end = stages.get(at + 1).map(|stage| stage.start);
            let within = |m: &&usize| {
                let time = self.problem.measurements[**m].time;
                time >= start && end.is_none_or(|end| time < end)
            };
            let measurements: Vec<usize> = measurements.iter().filter(within).copied().collect();
            let (times, rows) = self.rows(&setups[at], &measurements, end)?;
            next = Some(Box::new(Experiment {
                name: name.to_owned(),
                before: (at == 1 && rest == 1).then(|| setups[0].clone()),
                setup: setups[at].clone(),
                start,
                entry: entries[at].clone(),
                directions: directions.clone(),
                times,
                rows,
                next,
            }));
        }
        let none = || ModelError::Argument { what: "experiment", why: format!("`{name}` has no period") };
        next.map(|first| *first).ok_or_else(none)
    }

    /// Equations of each period, and how states enter it.
    fn setups(&mut self, name: &str, stages: &[Stage]) -> Result<(Vec<Setup>, Vec<Entry>), ModelError> {
        let jumps: Option<Vec<Jumps>> =
            self.base.as_ref().map(|base| stages[1..].iter().map(|stage| Jumps::new(base, stage)).collect());
        let formulas: Vec<Vec<Expr>> = jumps.iter().flatten().map(Jumps::formulas).collect();
        let (mut setups, mut entries) = (Vec::new(), vec![Entry::default()]);
        let mut lasting: Vec<(String, Override)> = Vec::new();
        for (at, stage) in stages.iter().enumerate() {
            match self.base.as_ref().filter(|_| at > 0) {
                // States jump; what else was set lasts.
                Some(base) => {
                    for (target, value) in stage.changes.iter().filter(|(id, _)| !base.states().contains(id))
                    {
                        lasting.retain(|(known, _)| known != target);
                        lasting.push((target.clone(), value.clone()));
                    }
                }
                None => lasting.clone_from(&stage.changes),
            }
            let variant = self.variants.of(&lasting, &formulas, stages[0].start)?;
            setups.push(self.setup(name, variant, &lasting)?);
            if at > 0 {
                let function = self.variants.observables() + at - 1;
                let system = &self.variants.made[variant].system;
                entries.push(match &jumps {
                    Some(jumps) => Entry::jump(function, &jumps[at - 1]),
                    None => Entry::renewed(system, stage),
                });
            }
        }
        Ok((setups, entries))
    }

    fn setup(&self, name: &str, variant: usize, changes: &[(String, Override)]) -> Result<Setup, ModelError> {
        let system = &self.variants.made[variant].system;
        let place = format!("experiment `{name}`");
        for (target, value) in changes {
            let given = matches!(value, Override::Formula(_));
            if !given && self.known.get(target).is_none() && system.parameter(target).is_none() {
                let what = "is not a settable value of the model";
                return Err(ModelError::Reference { place, id: target.clone(), what });
            }
        }
        let source = |(id, default): (&String, &f64)| match changes.iter().find(|(target, _)| target == id) {
            Some((_, one)) => self.known.replacement(one, &place),
            None => Ok(self.known.get(id).unwrap_or(Source::Number(*default))),
        };
        let sources =
            system.parameters().iter().zip(system.defaults()).map(source).collect::<Result<_, _>>()?;
        Ok(Setup { variant, sources })
    }

    fn check_times(&self, name: &str, start: f64, measurements: &[usize]) -> Result<(), ModelError> {
        let times = || measurements.iter().map(|&m| self.problem.measurements[m].time);
        if times().any(|time| time.is_nan() || time < start) {
            let why = format!("`{name}` has a time that is before its start {start} or not a number");
            return Err(ModelError::Argument { what: "measurements", why });
        }
        Ok(())
    }

    /// Times and rows of a period.
    fn rows(
        &self,
        setup: &Setup,
        measurements: &[usize],
        end: Option<f64>,
    ) -> Result<(Vec<f64>, Vec<MeasuredRow>), ModelError> {
        let times = measurements.iter().map(|&m| self.problem.measurements[m].time);
        let mut times: Vec<f64> = times.filter(|time| time.is_finite()).chain(end).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let variant = &self.variants.made[setup.variant];
        let row = |&m: &usize| row(self.problem, self.known, variant, m, &times);
        let mut rows: Vec<MeasuredRow> = measurements.iter().map(row).collect::<Result<_, _>>()?;
        // Repeated measurements come together, the steady state last.
        rows.sort_by_key(|row| (row.time.unwrap_or(usize::MAX), row.observable));
        Ok((times, rows))
    }

    /// Estimated parameters that rates, initial values or jumps depend on, rising.
    fn directions(&self, setups: &[Setup], entries: &[Entry]) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, setup) in setups.iter().enumerate() {
            let system = &self.variants.made[setup.variant].system;
            let mut moving = system.dynamic_sensitivities();
            for &(_, k) in system.constraints().residuals().by_parameter() {
                moving[k as usize] = true;
            }
            if let Some(jump) = entries.get(at + 1).and_then(|entry| entry.jump.as_ref()) {
                for &(_, k) in system.functions()[jump.function].by_parameter() {
                    moving[k as usize] = true;
                }
            }
            for (&place, _) in system.sensitivities().iter().zip(moving).filter(|(_, moving)| *moving) {
                if let Source::Estimated(at) = setup.sources[place] {
                    found.push(at);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
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
    let replaced = replaced(known, variant, &problem.observables[observable], measurement)?;
    let time = times.iter().position(|&time| time == measurement.time);
    Ok(MeasuredRow { measurement: at, observable, time, replaced })
}

fn replaced(
    known: &Known<'_>,
    variant: &Variant,
    observable: &Observable,
    measurement: &Measurement,
) -> Result<Vec<(usize, Source)>, ModelError> {
    let mut replaced = Vec::new();
    let lists = [
        (&observable.placeholders, &measurement.observable_parameters),
        (&observable.noise_placeholders, &measurement.noise_parameters),
    ];
    for (id, one) in lists.into_iter().flat_map(|(ids, values)| ids.iter().zip(values)) {
        if let Some(place) = variant.system.parameter(id) {
            let source = known.replacement(one, &format!("a measurement of `{}`", observable.id))?;
            replaced.push((place, source));
        }
    }
    Ok(replaced)
}
