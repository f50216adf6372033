use super::scc::components;
use super::work::Work;

/// Which answers a reduction may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// All but one of the smallest sets may be lost.
    One,
    /// Every smallest set stays.
    All,
}

/// Makes a graph smaller without changing the size of its smallest sets, and returns the nodes that
/// belong to one (or, to keep all, to every one) of them: nodes off every cycle go, nodes with a self-loop are taken;
/// for one answer, a node with one way in or out is contracted (Levy & Low 1988,
/// doi:10.1016/0196-6774(88)90013-2); edges that only lie on cycles around others go (PIE and DOME, and
/// CORE for one answer: Lin & Jou 2000, doi:10.1109/43.833205).
pub(super) fn reduce(work: &mut Work, keep: Keep) -> Vec<usize> {
    let mut taken = Vec::new();
    loop {
        degrees(work, keep, &mut taken);
        if work.is_empty() || !(pie(work) || dome(work) || (keep == Keep::One && core(work, &mut taken))) {
            return taken;
        }
    }
}

/// Nodes with no or one way in or out, and self-loops, until there are none.
pub(super) fn degrees(work: &mut Work, keep: Keep, taken: &mut Vec<usize>) {
    let mut open: Vec<usize> = work.nodes().collect();
    open.reverse();
    while let Some(node) = open.pop() {
        if !work.is_alive(node) {
            continue;
        }
        let (inward, outward) = (work.predecessors[node].len(), work.successors[node].len());
        let looped = work.has_self_loop(node);
        let contracts = keep == Keep::One && (inward == 1 || outward == 1) && !looped;
        if looped || inward == 0 || outward == 0 || contracts {
            open.extend_from_slice(&work.successors[node]);
            open.extend_from_slice(&work.predecessors[node]);
        }
        if looped {
            taken.push(work.names[node]);
            work.remove(node);
        } else if inward == 0 || outward == 0 {
            work.remove(node);
        } else if contracts {
            work.contract(node);
        }
    }
}

/// Without pairs that act on each other, edges between components lie on no cycle; with them, only on
/// cycles around such a pair, which is to be broken anyway.
fn pie(work: &mut Work) -> bool {
    let of = components(&work.successors, |source, target| !work.is_mutual(source, target));
    drop_edges(work, |work, source, target| of[source] != of[target] && !work.is_mutual(source, target))
}

/// An edge from `i` to `j` lies only on cycles around shorter ones where each one-way predecessor of `i`
/// also acts on `j`, or `i` on each one-way successor of `j`.
fn dome(work: &mut Work) -> bool {
    drop_edges(work, |work, source, target| {
        !work.is_mutual(source, target)
            && (work.predecessors[source]
                .iter()
                .all(|&before| work.has_edge(source, before) || work.has_edge(before, target))
                || work.successors[target]
                    .iter()
                    .all(|&after| work.has_edge(after, target) || work.has_edge(source, after)))
    })
}

fn drop_edges(work: &mut Work, useless: impl Fn(&Work, usize, usize) -> bool) -> bool {
    let nodes: Vec<usize> = work.nodes().collect();
    let mut dropped = false;
    for source in nodes {
        for target in work.successors[source].clone() {
            if useless(work, source, target) {
                work.remove_edge(source, target);
                dropped = true;
            }
        }
    }
    dropped
}

/// All but one of nodes that all act on each other must be taken; one whose edges all lie among them can be left.
fn core(work: &mut Work, taken: &mut Vec<usize>) -> bool {
    let is_core = |node: usize| {
        let around = &work.successors[node];
        *around == work.predecessors[node]
            && around.iter().all(|&a| around.iter().all(|&b| a == b || work.has_edge(a, b)))
    };
    let Some(node) = work.nodes().find(|&node| is_core(node)) else { return false };
    for neighbour in work.successors[node].clone() {
        taken.push(work.names[neighbour]);
        work.remove(neighbour);
    }
    true
}
