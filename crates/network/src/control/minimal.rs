use super::verify::{hold, run};
use super::{Control, Dynamics, Rest};
use crate::NetworkError;
use lca_core::Progress;

/// Beyond what effort the search for the fewest nodes is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlOptions {
    /// How many sets of nodes are tried at most.
    pub trials: u64,
}

impl Default for ControlOptions {
    fn default() -> Self {
        Self { trials: 200_000 }
    }
}

/// What drives a system from one attractor to another.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlResult {
    /// Every set of the smallest size that does it, each rising by node, in rising order. Empty where none was found.
    pub sets: Vec<Control>,
    /// All sets of fewer nodes than this were tried, and none does it.
    pub exhausted_below: usize,
    /// How many sets were tried.
    pub trials: u64,
}

impl ControlResult {
    /// Whether the sets are proven to be the smallest.
    #[must_use]
    pub fn is_minimal(&self) -> bool {
        self.sets.first().is_some_and(|set| set.len() <= self.exhausted_below)
    }
}

/// The smallest sets of nodes that, held at their values in the target, drive a system from one attractor to another,
/// where it stays when they are let go. All sets of one size are tried by simulation before any of the next. When the trials
/// are used up, `fallback` (a feedback vertex set, which always does it where its theory holds: Mochizuki, Fiedler et al.
/// 2013, doi:10.1016/j.jtbi.2013.06.009) is tried, and returned without proof that it is the smallest.
///
/// # Errors
/// When the attractors have another number of nodes than the system, or as [`Dynamics::settle`].
pub fn control(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    fallback: &[usize],
    options: &ControlOptions,
    progress: &dyn Progress,
) -> Result<ControlResult, NetworkError> {
    let names = system.names();
    fits(from, names.len())?;
    fits(to, names.len())?;
    let held = |node: usize| hold(system, to, node, &names).ok();
    let free: Control = (0..names.len()).filter_map(held).collect();
    let mut result = ControlResult { sets: Vec::new(), exhausted_below: 0, trials: 0 };
    for size in 0..=free.len() {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            if result.trials >= options.trials {
                if result.sets.is_empty() {
                    let all: Option<Control> = fallback.iter().map(|&node| held(node)).collect();
                    result.sets.extend(certain(system, from, to, all)?);
                }
                return Ok(result);
            }
            result.trials += 1;
            progress.at(result.trials, options.trials)?;
            let tried: Control = chosen.iter().map(|&at| free[at].clone()).collect();
            if run(system, from, to, &tried)?.reaches {
                result.sets.push(tried);
            }
            if !next(&mut chosen, free.len()) {
                break;
            }
        }
        result.exhausted_below = size + usize::from(result.sets.is_empty());
        if !result.sets.is_empty() {
            break;
        }
    }
    Ok(result)
}

/// The set that always does it, if it is one and does.
fn certain(
    system: &dyn Dynamics,
    from: &Rest,
    to: &Rest,
    all: Option<Control>,
) -> Result<Option<Control>, NetworkError> {
    let Some(all) = all.filter(|all| !all.is_empty()) else { return Ok(None) };
    Ok(run(system, from, to, &all)?.reaches.then_some(all))
}

fn fits(rest: &Rest, nodes: usize) -> Result<(), NetworkError> {
    if !rest.is_empty() && rest.iter().all(|state| state.len() == nodes) {
        return Ok(());
    }
    let why = format!("an attractor needs a state at least, each of {nodes} numbers, one a node");
    Err(NetworkError::Argument { what: "control", why })
}

/// The next choice of as many of `count` things, in rising order.
fn next(chosen: &mut [usize], count: usize) -> bool {
    let size = chosen.len();
    let Some(at) = (0..size).rev().find(|&at| chosen[at] < count - size + at) else { return false };
    chosen[at] += 1;
    for later in at + 1..size {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}
