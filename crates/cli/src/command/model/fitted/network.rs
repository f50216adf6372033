use lca_kinetics::petab::Problem;
use lca_kinetics::{Initial, Network};
use lca_model::Objective;

/// The model with the values of a fit in, for what takes a model alone: estimated parameters at a point
/// on their scales, the others of the parameter table at their nominal values.
pub(in super::super) fn fitted_network(objective: &Objective, point: &[f64]) -> Network {
    let mut network = objective.problem().network.clone();
    for (id, value) in values(objective.problem(), objective, point) {
        set(&mut network, id, value);
    }
    network
}

fn values<'o>(problem: &'o Problem, objective: &'o Objective, point: &[f64]) -> Vec<(&'o str, f64)> {
    let fixed = problem.parameters.iter().filter(|one| !one.estimate && one.nominal.is_finite());
    let fixed = fixed.map(|one| (one.id.as_str(), one.nominal));
    let estimated = objective.parameters().iter().zip(point);
    fixed.chain(estimated.map(|(one, at)| (one.id.as_str(), one.scale.unscale(*at)))).collect()
}

/// What the parameter table gives takes the place of what the model assigns at the start.
fn set(network: &mut Network, id: &str, value: f64) {
    if let Some(one) = network.parameters.iter_mut().find(|one| one.id == id) {
        one.value = Some(value);
    } else if let Some(one) = network.compartments.iter_mut().find(|one| one.id == id) {
        one.size = Some(value);
    } else if let Some(one) = network.species.iter_mut().find(|one| one.id == id) {
        let amount = one.has_only_substance_units;
        one.initial = if amount { Initial::Amount(value) } else { Initial::Concentration(value) };
    } else {
        return;
    }
    network.initial_assignments.retain(|(known, _)| known != id);
}
