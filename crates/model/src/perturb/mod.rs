//! Conditions: what was done to the cells, as a change of the network; and what follows from doses
//! and from two substances together.

mod amount;
mod combine;
mod course;
mod hill;
mod inhibit;
mod level;
mod loewe;
mod response;
mod rewrite;

pub use combine::{Combination, CombinationCell, score_combination};
pub use hill::{HillCurve, fit_hill};
pub use loewe::{additive_response, combination_index, isobole};
pub use response::{Readout, respond};

use crate::ModelError;
use lca_core::{Perturbation, PerturbationKind};
use lca_kinetics::Network;

/// The network under a set of perturbations, which combine at will. `unit_s` is the network's unit
/// of time in seconds; amounts are in the network's units.
///
/// - A *dose* or *pulse* of what reactions do not change (a parameter, a constant or boundary
///   species, a rule that follows from these and time) puts it at the amount while it lasts; several on
///   one target add up. To what reactions or a rate rule change the amount is added at once, and a
///   pulse's end takes as much away, or all where less is left. What a rule computes from these cannot
///   be dosed.
/// - A *step*, *ramp* or *table* holds the target at that level, whatever reactions do to it.
/// - *Knock-down*, *knock-out* and *over-expression* multiply what is there at the start and every
///   synthesis from nothing of a species that reactions change; the rate of a reaction; and any other
///   value wherever a formula uses it.
/// - An *inhibitor* multiplies by `1 / (1 + (amount / ic50)^hill)` the rate of a reaction, of every
///   reaction that a species catalyses, or a parameter wherever a formula uses it.
///
/// # Errors
/// When a target is not in the network or cannot be acted on in this way, or a number makes no sense.
pub fn perturb(
    network: &Network,
    perturbations: &[Perturbation],
    unit_s: f64,
) -> Result<Network, ModelError> {
    let mut changed = network.clone();
    for one in perturbations {
        check(one, unit_s)?;
    }
    let levels = |kind: PerturbationKind| {
        use PerturbationKind::{Dose, Pulse, Ramp, Step, Table};
        matches!(kind, Dose | Pulse | Ramp | Step | Table)
    };
    let (stimuli, others): (Vec<_>, Vec<_>) = perturbations.iter().partition(|one| levels(one.kind));
    let mut done: Vec<&str> = Vec::new();
    for first in &stimuli {
        if !done.contains(&first.target.as_str()) {
            done.push(&first.target);
            let same: Vec<&Perturbation> =
                stimuli.iter().copied().filter(|o| o.target == first.target).collect();
            level::apply(&mut changed, &first.target, &same, unit_s)?;
        }
    }
    for one in others {
        let window = course::Window::of(one, unit_s);
        match one.kind {
            PerturbationKind::Inhibitor => inhibit::apply(&mut changed, one, window)?,
            PerturbationKind::KnockOut => amount::apply(&mut changed, &one.target, 0.0, window)?,
            _ => amount::apply(&mut changed, &one.target, one.amount, window)?,
        }
    }
    Ok(changed)
}

fn check(one: &Perturbation, unit_s: f64) -> Result<(), ModelError> {
    let wrong = |why: &str| {
        Err(ModelError::Argument { what: "perturbation", why: format!("of `{}`: {why}", one.target) })
    };
    let positive = |value: f64| value.is_finite() && value > 0.0;
    let table = one.kind == PerturbationKind::Table;
    match one {
        _ if !positive(unit_s) => wrong("the unit of time must have a positive length"),
        _ if !one.amount.is_finite() || one.amount < 0.0 => {
            wrong("the amount must be finite and not negative")
        }
        _ if one.kind == PerturbationKind::KnockDown && one.amount > 1.0 => wrong(
            "a knock-down leaves a share between 0 and 1, such as 0.2 for a fifth; to raise it take an over-expression",
        ),
        _ if !one.start_s.is_finite() || one.start_s < 0.0 => wrong("the start must not be negative"),
        _ if one.end_s.is_some_and(|end| !(end.is_finite() && end > one.start_s)) => {
            wrong("the end must come after the start")
        }
        _ if one.kind == PerturbationKind::Inhibitor && !one.ic50.is_some_and(positive) => {
            wrong("an inhibitor needs a positive `ic50`")
        }
        _ if one.hill.is_some_and(|hill| !positive(hill)) => wrong("`hill` must be positive"),
        _ if matches!(one.kind, PerturbationKind::Pulse | PerturbationKind::Ramp) && one.end_s.is_none() => {
            wrong("a pulse or ramp needs an end")
        }
        _ if table && one.course.is_empty() => wrong("a table needs a `course`"),
        _ if table && !one.course.windows(2).all(|pair| pair[0].0 < pair[1].0) => {
            wrong("the times of the `course` must rise")
        }
        _ if one.course.iter().any(|(time, share)| !(time.is_finite() && share.is_finite())) => {
            wrong("the `course` must be finite")
        }
        _ => Ok(()),
    }
}

fn no_target(id: &str, what: &'static str) -> ModelError {
    ModelError::Reference { place: "a perturbation".to_owned(), id: id.to_owned(), what }
}
