use super::kin::Kin;
use super::{MOST, SpeciesShown, finite};
use crate::StepError;
use crate::step::What;
use crate::steps::model::stored::StoredFit;
use lca_kinetics::Expr;
use lca_kinetics::petab::{Measurement, Observable, Problem};
use lca_model::Objective;

/// Times of each course.
const TIMES: usize = 60;

/// Each species over time, under each condition that was measured and as long as it was, by the best vector of the
/// first fit, or by the model's own values where there is none.
pub(super) fn dynamics(kin: &Kin<'_>, problem: &Problem) -> Result<Vec<SpeciesShown>, StepError> {
    let (problem, best) = match kin.of_kind("fit").next() {
        Some(fit) => {
            let stored: StoredFit = kin.json(fit, What::Fit)?;
            (kin.read_problem(kin.input(fit, "problem")?)?, Some(stored.best))
        }
        None => (problem.clone(), None),
    };
    let watched = watching(&problem);
    if watched.measurements.is_empty() {
        return Ok(Vec::new());
    }
    let objective = Objective::new(&watched)?;
    let values = objective.simulate(&best.unwrap_or_else(|| objective.nominal()))?;
    let shown = |(one, found): (&Measurement, lca_model::Simulated)| SpeciesShown {
        condition: one.experiment.clone(),
        species: one.observable.strip_prefix(PREFIX).unwrap_or_default().to_owned(),
        time: one.time,
        value: finite(found.value),
    };
    Ok(watched.measurements.iter().zip(values).map(shown).collect())
}

/// Keeps names of observables apart from the model's own symbols.
const PREFIX: &str = "lca_shown_";

/// The problem with each species as an observable, measured at even times.
fn watching(problem: &Problem) -> Problem {
    let mut conditions: Vec<(&str, f64)> = Vec::new();
    for one in problem.measurements.iter().filter(|one| one.time.is_finite()) {
        match conditions.iter_mut().find(|(known, _)| *known == one.experiment) {
            Some((_, last)) => *last = last.max(one.time),
            None => conditions.push((&one.experiment, one.time)),
        }
    }
    let species: Vec<&str> = problem.network.species.iter().map(|one| one.id.as_str()).collect();
    let observable =
        |id: &&str| Observable::new(&format!("{PREFIX}{id}"), Expr::symbol(id), Expr::Number(1.0));
    let mut measurements = Vec::new();
    for (condition, last) in conditions {
        for id in &species {
            if measurements.len() + TIMES > MOST {
                break;
            }
            let time = |at: usize| last * at as f64 / (TIMES - 1) as f64;
            let name = format!("{PREFIX}{id}");
            measurements.extend((0..TIMES).map(|at| Measurement::new(&name, condition, time(at), 0.0)));
        }
    }
    let observables = species.iter().map(observable).collect();
    Problem { observables, measurements, ..problem.clone() }
}
