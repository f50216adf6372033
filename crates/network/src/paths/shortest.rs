use super::steps::{Path, Steps};
use crate::NetworkError;
use lca_graph::MolecularNetwork;
use std::collections::{BTreeSet, VecDeque};

/// The `count` shortest ways from one molecule to another by number of steps, ways of one length in the
/// order of their molecules. They are fewer where there are no more.
///
/// By Yen (Management Science 17: 712, 1971): each next way leaves one of those found at some molecule.
///
/// # Errors
/// When an end is no place of a molecule, or both are the same: then ask for all loops by
/// [`super::simple_paths`].
pub fn shortest_paths(
    network: &MolecularNetwork,
    from: usize,
    to: usize,
    count: usize,
) -> Result<Vec<Path>, NetworkError> {
    let steps = Steps::of(network);
    steps.check(from, to)?;
    if from == to {
        let why =
            "they are the same molecule; ask for all ways up to a length, which are its loops".to_owned();
        return Err(NetworkError::Argument { what: "the ends of a way", why });
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut open: BTreeSet<(usize, Vec<usize>)> = BTreeSet::new();
    open.extend(way(&steps, &[from], to, &BTreeSet::new()).map(|way| (way.len(), way)));
    while found.len() < count {
        let Some((_, next)) = open.pop_first() else { break };
        for spur in 0..next.len() - 1 {
            let root = &next[..=spur];
            let taken = found.iter().chain([&next]).filter(|way| way.starts_with(root));
            let taken: BTreeSet<usize> = taken.filter_map(|way| way.get(spur + 1).copied()).collect();
            open.extend(way(&steps, root, to, &taken).map(|way| (way.len(), way)));
        }
        found.push(next);
    }
    Ok(found.into_iter().map(|molecules| steps.path(molecules)).collect())
}

/// The shortest way that begins with `root`, goes on to none of `taken`, and meets no molecule twice; of
/// several the first in the order of molecules.
fn way(steps: &Steps, root: &[usize], to: usize, taken: &BTreeSet<usize>) -> Option<Vec<usize>> {
    let &start = root.last()?;
    let mut before: Vec<Option<usize>> = vec![None; steps.onward.len()];
    let mut closed = vec![false; steps.onward.len()];
    root.iter().for_each(|place| closed[*place] = true);
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        if at == to {
            break;
        }
        for &next in steps.onward[at].keys() {
            let barred = at == start && taken.contains(&next);
            if !closed[next] && !barred {
                closed[next] = true;
                before[next] = Some(at);
                open.push_back(next);
            }
        }
    }
    let mut back = vec![to];
    let mut at = to;
    while let Some(earlier) = before[at] {
        at = earlier;
        if at != start {
            back.push(at);
        }
    }
    (at == start && to != start).then(|| root.iter().copied().chain(back.into_iter().rev()).collect())
}
