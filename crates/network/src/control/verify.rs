use super::{Control, Dynamics, Held, Rest};
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

/// Holds nodes at their values in a target (along them, where they change and the system goes by steps) from each state of an attractor on, until the system has settled, lets them
/// go, and sees whether it stays at the target.
///
/// # Errors
/// When a node cannot be held so, or as [`Dynamics::settle`].
pub fn verify(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    nodes: &[usize],
) -> Result<Verdict, NetworkError> {
    let names = system.names();
    let held: Control = nodes.iter().map(|&node| hold(system, to, node, &names)).collect::<Result<_, _>>()?;
    run(system, from, to, &held)
}

/// As [`verify`], with the values given.
pub(super) fn run(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    held: &[Held],
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

/// A node as it is in a place.
pub(super) fn hold(
    system: &dyn Dynamics,
    rest: &Rest,
    node: usize,
    names: &[String],
) -> Result<Held, NetworkError> {
    let wrong = |what| NetworkError::Reference {
        place: "control".to_owned(),
        id: names.get(node).cloned().unwrap_or_else(|| format!("node {node}")),
        what,
        instead: "hold a node that has one value in the target".to_owned(),
    };
    let values: Option<Vec<f64>> = rest.iter().map(|state| state.get(node).copied()).collect();
    let course = values.filter(|values| !values.is_empty());
    let course = course.ok_or_else(|| wrong("which the target gives no value"))?;
    if course.windows(2).all(|pair| pair[0] == pair[1]) {
        return Ok(Held { node, course: course[..1].to_vec() });
    }
    if system.goes_by_steps() {
        return Ok(Held { node, course });
    }
    Err(wrong("whose value changes in the target"))
}
