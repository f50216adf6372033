use super::mapping::{Known, Source};
use crate::ModelError;
use lca_kinetics::Expr;
use lca_kinetics::petab::{Experiment, Override, Problem};

/// What changes when a period of an experiment begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stage {
    /// When; minus infinity for the rest before.
    pub(super) start: f64,
    /// Targets and their new values, without time in them and as simple as they can be.
    pub(super) changes: Vec<(String, Override)>,
}

/// The periods of an experiment. There is always a last one that begins at a finite time.
pub(super) fn stages(
    problem: &Problem,
    known: &Known<'_>,
    experiment: &Experiment,
) -> Result<Vec<Stage>, ModelError> {
    let mut stages = Vec::new();
    for period in &experiment.periods {
        let mut changes: Vec<(String, Override)> = Vec::new();
        for id in &period.conditions {
            let condition = problem.condition(id).ok_or_else(|| ModelError::Reference {
                place: format!("experiment `{}`", experiment.id),
                id: id.clone(),
                what: "is not among the conditions",
            })?;
            for (target, value) in &condition.changes {
                if changes.iter().any(|(known, _)| known == target) {
                    let place = format!("experiment `{}`", experiment.id);
                    let what = "is set by two conditions at one time";
                    return Err(ModelError::Reference { place, id: target.clone(), what });
                }
                exists(problem, known, &experiment.id, value)?;
                changes.push((target.clone(), simple(known, value, period.time)));
            }
        }
        stages.push(Stage { start: period.time, changes });
    }
    stages.sort_by(|a, b| a.start.total_cmp(&b.start));
    let wrong = |stage: &Stage| stage.start.is_nan() || stage.start == f64::INFINITY;
    if stages.iter().any(wrong) || stages.windows(2).any(|pair| pair[0].start == pair[1].start) {
        let why = format!("those of experiment `{}` must begin at different times", experiment.id);
        return Err(ModelError::Argument { what: "periods", why });
    }
    if !stages.last().is_some_and(|stage| stage.start.is_finite()) {
        stages.push(Stage { start: 0.0, changes: Vec::new() });
    }
    Ok(stages)
}

/// Whether there is all that a value depends on.
fn exists(problem: &Problem, known: &Known<'_>, name: &str, value: &Override) -> Result<(), ModelError> {
    let there = |id: &str| known.get(id).is_some() || problem.network.symbols().any(|symbol| symbol == id);
    match value.symbols().into_iter().find(|id| !there(id)) {
        None => Ok(()),
        Some(id) => Err(ModelError::Reference {
            place: format!("experiment `{name}`"),
            id: id.to_owned(),
            what: "is neither in the parameter table nor a value of the model",
        }),
    }
}

/// A number where all it depends on is fixed, a parameter where it is one, without time.
fn simple(known: &Known<'_>, value: &Override, time: f64) -> Override {
    let Override::Formula(formula) = value else { return value.clone() };
    // At rest there is no time; models are followed to it from time 0.
    let formula = formula.at_time(if time.is_finite() { time } else { 0.0 });
    let fixed = |id: &str| match known.get(id) {
        Some(Source::Number(value)) => Some(value),
        _ => None,
    };
    match formula {
        Expr::Symbol(id) if known.get(&id).is_some() => Override::Parameter(id),
        formula => formula.value(&fixed).map_or_else(|_| Override::Formula(formula), Override::Number),
    }
}

/// Whether a formula needs the state of the model: it has symbols that are not in the parameter
/// table.
pub(super) fn needs_state(known: &Known<'_>, value: &Override) -> bool {
    let Override::Formula(formula) = value else { return false };
    formula.symbols().iter().any(|id| known.get(id).is_none())
}

/// A value as a formula.
pub(super) fn expression(value: &Override) -> Expr {
    match value {
        Override::Number(value) => Expr::Number(*value),
        Override::Parameter(id) => Expr::symbol(id),
        Override::Formula(formula) => formula.clone(),
    }
}
