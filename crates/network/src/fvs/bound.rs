use super::cycle::shortest_cycle;
use super::reduce::{Keep, degrees, reduce};
use super::work::Work;

/// A number of nodes that every set needs: disjoint cycles, shortest first, or where nodes all act on each other all of these
/// but one; with what reductions take on the way. Stops counting at `enough`.
pub(super) fn lower_bound(work: &Work, enough: usize) -> usize {
    let mut work = work.clone();
    let mut count = 0;
    while count < enough {
        let mut taken = Vec::new();
        degrees(&mut work, Keep::One, &mut taken);
        count += taken.len();
        let Some(cycle) = shortest_cycle(&work) else { break };
        let (group, needed) = match cycle.len() {
            2 => {
                let group = mutual(&work, cycle);
                let all_but_one = group.len() - 1;
                (group, all_but_one)
            }
            _ => (cycle, 1),
        };
        count += needed;
        group.into_iter().for_each(|node| work.remove(node));
    }
    count
}

/// A pair of nodes that act on each other, with others so that all act on each other.
fn mutual(work: &Work, pair: Vec<usize>) -> Vec<usize> {
    let mut group = pair;
    for &node in group.first().map(|&first| work.successors[first].clone()).iter().flatten() {
        if !group.contains(&node) && group.iter().all(|&other| work.is_mutual(node, other)) {
            group.push(node);
        }
    }
    group
}

/// Cycles of which no two share a node, shortest first, by the names of their nodes: as many nodes at least are
/// needed, as anyone can check.
pub(super) fn disjoint_cycles(work: &Work) -> Vec<Vec<usize>> {
    let mut work = work.clone();
    let mut cycles = Vec::new();
    while let Some(cycle) = shortest_cycle(&work) {
        cycles.push(cycle.iter().map(|&node| work.names[node]).collect());
        cycle.into_iter().for_each(|node| work.remove(node));
        degrees(&mut work, Keep::All, &mut Vec::new());
    }
    cycles
}

/// A set that breaks all cycles, by taking the node with the most ways through it until none is left.
pub(super) fn greedy(work: &Work) -> Vec<usize> {
    let mut left = work.clone();
    let mut taken = reduce(&mut left, Keep::One);
    while let Some(node) = busiest(&left) {
        taken.push(left.names[node]);
        left.remove(node);
        taken.extend(reduce(&mut left, Keep::One));
    }
    taken
}

/// The node with the most pairs of a way in and a way out.
pub(super) fn busiest(work: &Work) -> Option<usize> {
    let ways = |&node: &usize| {
        let (inward, outward) = (work.predecessors[node].len(), work.successors[node].len());
        (inward * outward, inward + outward, std::cmp::Reverse(node))
    };
    work.nodes().max_by_key(ways)
}
