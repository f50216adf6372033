use crate::dag::{Bin, Dag, Id, Node};
use std::collections::HashMap;

/// Formulas whose comparisons are inputs.
pub(super) struct Frozen {
    /// The formulas with truth values as inputs in place of comparisons.
    pub(super) roots: Vec<Id>,
    /// For each truth value a formula that is positive where it is true.
    pub(super) switches: Vec<Id>,
    /// Whether each comparison holds where that formula is zero.
    pub(super) inclusive: Vec<bool>,
}

/// Replaces each comparison that depends on an input for which `varies` holds by a new input.
pub(super) fn freeze(dag: &mut Dag, roots: &[Id], varies: impl Fn(u32) -> bool) -> Frozen {
    let needed = dag.reachable(roots);
    let varying = dag.dependent(varies);
    let found: Vec<(Id, Id, Id, bool)> = (dag.ids())
        .filter(|id| needed[id.index()] && varying[id.index()])
        .filter_map(|id| match dag.node(id) {
            Node::Binary(op @ (Bin::Lt | Bin::Le), a, b) => Some((id, a, b, op == Bin::Le)),
            _ => None,
        })
        .collect();
    let replaced: HashMap<Id, Id> = found.iter().map(|&(id, ..)| (id, dag.input())).collect();
    let all: Vec<Id> = roots.iter().copied().chain(found.iter().flat_map(|&(_, a, b, _)| [a, b])).collect();
    let rebuilt = rebuild(dag, &all, &replaced);
    let (roots, sides) = rebuilt.split_at(roots.len());
    let switches = sides.chunks_exact(2).map(|pair| dag.bin(Bin::Sub, pair[1], pair[0])).collect();
    let inclusive = found.iter().map(|&(.., inclusive)| inclusive).collect();
    Frozen { roots: roots.to_vec(), switches, inclusive }
}

/// Formulas with some nodes replaced.
pub(super) fn rebuild(dag: &mut Dag, roots: &[Id], replaced: &HashMap<Id, Id>) -> Vec<Id> {
    let needed = dag.reachable(roots);
    let mut new: Vec<Id> = dag.ids().collect();
    for id in dag.ids().filter(|id| needed[id.index()]) {
        let to = |id: Id| new[id.index()];
        new[id.index()] = match (replaced.get(&id), dag.node(id)) {
            (Some(&input), _) => input,
            (None, Node::Const(_) | Node::Input(_)) => id,
            (None, Node::Unary(op, a)) => {
                let a = to(a);
                dag.un(op, a)
            }
            (None, Node::Binary(op, a, b)) => {
                let (a, b) = (to(a), to(b));
                dag.bin(op, a, b)
            }
            (None, Node::Select(a, b, c)) => {
                let (a, b, c) = (to(a), to(b), to(c));
                dag.select(a, b, c)
            }
        };
    }
    roots.iter().map(|root| new[root.index()]).collect()
}
