//! From PEtab 1.0 to 2.0.

use lca_kinetics::Expr;
use lca_kinetics::petab::{Experiment, Prior, PriorKind, Problem, Scale, Version};

/// The same problem in PEtab 2.0, which knows no scales of parameters: one that was estimated on a
/// logarithmic scale has a flat prior of its logarithm. Noise of decimal logarithms becomes the same of
/// natural ones. Every condition is an experiment from time 0.
#[must_use]
pub fn to_second_version(problem: &Problem) -> Problem {
    let mut found = Problem { version: Version::V2, ..problem.clone() };
    for parameter in &mut found.parameters {
        if parameter.scale != Scale::Lin && parameter.estimate {
            let bounds = [parameter.lower, parameter.upper];
            let prior = Prior { truncation: Some(bounds), ..Prior::new(PriorKind::LogUniform, bounds) };
            parameter.objective_prior = Some(prior);
        }
        parameter.scale = Scale::Lin;
    }
    for observable in found.observables.iter_mut().filter(|one| one.transformation == Scale::Log10) {
        observable.transformation = Scale::Log;
        let factor = Expr::Number(std::f64::consts::LN_10);
        observable.noise_formula = Expr::product([factor, observable.noise_formula.clone()]);
    }
    for condition in &problem.conditions {
        if !found.experiments.iter().any(|experiment| experiment.id == condition.id) {
            found.experiments.push(Experiment::of(&condition.id));
        }
    }
    found
}
