use super::Warnings;
use crate::petab::read::Reading;
use lca_kinetics::petab::Problem;
use std::collections::HashSet;

/// Estimated parameters that nothing measured can depend on.
pub(super) fn parameters(reading: &Reading, warnings: &mut Warnings) {
    let used = used(&reading.problem);
    for (place, parameter) in reading.parameters.iter().zip(&reading.problem.parameters) {
        if !used.contains(parameter.id.as_str()) {
            let what = format!("`{}` is used by nothing in the model or the tables", parameter.id);
            warnings.note(place, "parameterId", what);
        }
    }
}

/// Every symbol of the model, of observables that were measured, and of what sets values.
fn used(problem: &Problem) -> HashSet<&str> {
    let mut used: HashSet<&str> = problem.network.symbols().collect();
    let measured = |id: &str| problem.measurements.iter().any(|m| m.observable == id);
    for observable in problem.observables.iter().filter(|observable| measured(&observable.id)) {
        used.extend(observable.formula.symbols());
        used.extend(observable.noise_formula.symbols());
    }
    let changes = problem.conditions.iter().flat_map(|c| &c.changes).map(|(_, value)| value);
    let overrides =
        problem.measurements.iter().flat_map(|m| m.observable_parameters.iter().chain(&m.noise_parameters));
    used.extend(changes.chain(overrides).flat_map(|value| value.symbols()));
    used
}

/// Observables, conditions and experiments that no measurement is about.
pub(super) fn others(reading: &Reading, warnings: &mut Warnings) {
    let problem = &reading.problem;
    let (mut observables, mut experiments) = (HashSet::new(), HashSet::new());
    for measurement in &problem.measurements {
        observables.insert(measurement.observable.as_str());
        experiments.insert(measurement.experiment.as_str());
    }
    for (place, observable) in reading.observables.iter().zip(&problem.observables) {
        if !observables.contains(observable.id.as_str()) {
            warnings.note(place, "observableId", format!("`{}` was never measured", observable.id));
        }
    }
    for (place, experiment) in reading.experiments.iter().zip(&problem.experiments) {
        if !experiments.contains(experiment.id.as_str()) {
            warnings.note(place, "experimentId", format!("nothing was measured in `{}`", experiment.id));
        }
    }
    let applied: HashSet<&str> =
        experiments.iter().flat_map(|id| problem.conditions_of(id)).map(|c| c.id.as_str()).collect();
    for (place, condition) in reading.conditions.iter().zip(&problem.conditions) {
        if !applied.contains(condition.id.as_str()) {
            let what = format!("nothing was measured under `{}`", condition.id);
            warnings.note(place, "conditionId", what);
        }
    }
}
