use super::work::Work;
use std::collections::VecDeque;

/// A shortest cycle, of these the one whose nodes have the fewest edges; none where there is no cycle.
pub(super) fn shortest_cycle(work: &Work) -> Option<Vec<usize>> {
    let mut best: Option<(usize, usize, Vec<usize>)> = None;
    let mut from = vec![usize::MAX; work.names.len()];
    for root in work.nodes() {
        let most = best.as_ref().map_or(usize::MAX, |(length, ..)| *length);
        let Some(cycle) = through(work, root, most, &mut from) else { continue };
        let edges = |&node: &usize| work.successors[node].len() + work.predecessors[node].len();
        let found = (cycle.len(), cycle.iter().map(edges).sum::<usize>());
        if best.as_ref().is_none_or(|(length, sum, _)| found < (*length, *sum)) {
            best = Some((found.0, found.1, cycle));
        }
    }
    best.map(|(.., cycle)| cycle)
}

/// A shortest cycle through a node, of at most so many nodes; breadth first.
pub(super) fn through(work: &Work, root: usize, most: usize, from: &mut [usize]) -> Option<Vec<usize>> {
    let mut open = VecDeque::from([(root, 1)]);
    let mut met = Vec::new();
    let mut last = None;
    'search: while let Some((node, length)) = open.pop_front() {
        if length > most {
            break;
        }
        for &target in &work.successors[node] {
            if target == root {
                last = Some(node);
                break 'search;
            }
            if from[target] == usize::MAX {
                from[target] = node;
                met.push(target);
                open.push_back((target, length + 1));
            }
        }
    }
    let cycle = last.map(|last| {
        let mut cycle: Vec<usize> =
            std::iter::successors(Some(last), |&node| (node != root).then(|| from[node])).collect();
        cycle.reverse();
        cycle
    });
    met.into_iter().for_each(|node| from[node] = usize::MAX);
    cycle
}
