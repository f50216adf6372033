use lca_kinetics::petab::{Measurement, Override, Problem};
use std::collections::BTreeSet;

/// A problem without some of its measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The problem to fit: the measurements that are kept, and only the parameters that these or
    /// the network can depend on estimated.
    pub training: Problem,
    /// The problem to predict: the measurements that were left out. Its parameters are estimated or
    /// not as in `training`, so one vector serves both.
    pub held: Problem,
    /// Parameters that only the left-out measurements depend on, mostly their noise. They are not
    /// estimated and have no value, which [`super::predict`] takes as a sign to use the noise pooled
    /// from the fitted measurements.
    pub dropped: Vec<String>,
}

/// Splits a problem into the measurements for which `held` holds and the others.
#[must_use]
pub fn leave_out(problem: &Problem, held: impl Fn(&Measurement) -> bool) -> LeftOut {
    let mut training = problem.with_measurements(|measurement| !held(measurement));
    let mut held = problem.with_measurements(held);
    let needed = needed(&training);
    let mut dropped = Vec::new();
    for at in 0..problem.parameters.len() {
        let id = &problem.parameters[at].id;
        if problem.parameters[at].estimate && !needed.contains(id.as_str()) {
            dropped.push(id.clone());
            for part in [&mut training, &mut held] {
                part.parameters[at].estimate = false;
                part.parameters[at].nominal = f64::NAN;
            }
        }
    }
    LeftOut { training, held, dropped }
}

/// Every symbol that the network or a measurement of the problem can depend on.
fn needed(problem: &Problem) -> BTreeSet<String> {
    let measured = &problem.measurements;
    let mut needed: BTreeSet<String> = problem.network.symbols().map(str::to_owned).collect();
    for observable in problem.observables.iter().filter(|o| measured.iter().any(|m| m.observable == o.id)) {
        for formula in [&observable.formula, &observable.noise_formula] {
            needed.extend(formula.symbols().into_iter().map(str::to_owned));
        }
    }
    let conditions = measured.iter().flat_map(|m| problem.conditions_of(&m.experiment));
    let changes = conditions.flat_map(|condition| &condition.changes).map(|(_, one)| one);
    let overrides = measured.iter().flat_map(|m| m.observable_parameters.iter().chain(&m.noise_parameters));
    needed.extend(changes.chain(overrides).flat_map(Override::symbols).map(str::to_owned));
    needed
}
