use super::{Dynamics, Rest};
use crate::NetworkError;

/// What holding nodes leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether every course ends in the target, while the nodes are held and after they are let go.
    pub reaches: bool,
    /// Where the first course ends that does not end in the target; else the target.
    pub ends: Rest,
    /// Whether that was while the nodes were held, and not after.
    pub while_held: bool,
}

/// Holds nodes at their values in a target from each state of an attractor on, until the system has settled, lets them
/// go, and sees whether it stays at the target.
///
/// # Errors
/// When a node is not constant in the target, or as [`Dynamics::settle`].
pub fn verify(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    nodes: &[usize],
) -> Result<Verdict, NetworkError> {
    let names = system.names();
    let held = nodes.iter().map(|&node| Ok((node, constant(to, node, &names)?)));
    let held: Vec<(usize, f64)> = held.collect::<Result<_, NetworkError>>()?;
    run(system, from, to, &held)
}

/// As [`verify`], with the values given.
pub(super) fn run(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    held: &[(usize, f64)],
) -> Result<Verdict, NetworkError> {
    for start in from {
        for rest in system.settle(start, held)? {
            if !system.same(&rest, to) {
                return Ok(Verdict { reaches: false, ends: rest, while_held: true });
            }
            for state in &rest {
                for after in system.settle(state, &[])? {
                    if !system.same(&after, to) {
                        return Ok(Verdict { reaches: false, ends: after, while_held: false });
                    }
                }
            }
        }
    }
    Ok(Verdict { reaches: true, ends: to.clone(), while_held: false })
}

/// The value of a node that is the same in all states of a place.
pub(super) fn constant(rest: &Rest, node: usize, names: &[String]) -> Result<f64, NetworkError> {
    let name = || names.get(node).cloned().unwrap_or_else(|| format!("node {node}"));
    let mut values = rest.iter().map(|state| state.get(node).copied());
    let wrong = |what| NetworkError::Reference {
        place: "control".to_owned(),
        id: name(),
        what,
        instead: "hold a node that has one value in the target".to_owned(),
    };
    let Some(Some(first)) = values.next() else { return Err(wrong("which the target gives no value")) };
    if values.all(|value| value == Some(first)) {
        Ok(first)
    } else {
        Err(wrong("whose value changes in the target"))
    }
}
