use crate::dag::{Bin, Dag, Id, Node, Un};
use std::collections::HashMap;

/// Formulas whose comparisons are inputs.
pub(super) struct Frozen {
    /// The formulas with truth values as inputs in place of comparisons.
    pub(super) roots: Vec<Id>,
    /// The triggers of events, as far as possible formulas of truth values alone.
    pub(super) triggers: Vec<Id>,
    /// For each truth value a formula that is positive where it is true.
    pub(super) switches: Vec<Id>,
    /// Whether each comparison holds where that formula is zero.
    pub(super) inclusive: Vec<bool>,
}

/// Replaces each comparison that depends on an input for which `varies` holds by a new input, and so each
/// trigger that still depends on one.
pub(super) fn freeze(dag: &mut Dag, roots: &[Id], triggers: &[Id], varies: impl Fn(u32) -> bool) -> Frozen {
    let changing = dag.inputs() as u32;
    let triggers = equal_as_two(dag, triggers, &varies);
    let wanted = [roots, &triggers].concat();
    let needed = dag.reachable(&wanted);
    let varying = dag.dependent(&varies);
    let found: Vec<(Id, Id, Id, bool)> = (dag.ids())
        .filter(|id| needed[id.index()] && varying[id.index()])
        .filter_map(|id| match dag.node(id) {
            Node::Binary(op @ (Bin::Lt | Bin::Le), a, b) => Some((id, a, b, op == Bin::Le)),
            _ => None,
        })
        .collect();
    let replaced: HashMap<Id, Id> = found.iter().map(|&(id, ..)| (id, dag.input())).collect();
    let all: Vec<Id> = wanted.iter().copied().chain(found.iter().flat_map(|&(_, a, b, _)| [a, b])).collect();
    let rebuilt = rebuild(dag, &all, &replaced);
    let (formulas, sides) = rebuilt.split_at(wanted.len());
    let (roots, triggers) = formulas.split_at(roots.len());
    let mut frozen = Frozen {
        roots: roots.to_vec(),
        triggers: triggers.to_vec(),
        switches: sides.chunks_exact(2).map(|pair| dag.bin(Bin::Sub, pair[1], pair[0])).collect(),
        inclusive: found.iter().map(|&(.., inclusive)| inclusive).collect(),
    };
    frozen.freeze_triggers(dag, |slot| slot < changing && varies(slot));
    frozen
}

impl Frozen {
    fn freeze_triggers(&mut self, dag: &mut Dag, varies: impl Fn(u32) -> bool) {
        let varying = dag.dependent(varies);
        for trigger in &mut self.triggers {
            if varying[trigger.index()] {
                let (yes, no) = (dag.constant(1.0), dag.constant(-1.0));
                self.switches.push(dag.select(*trigger, yes, no));
                self.inclusive.push(false);
                *trigger = dag.input();
            }
        }
    }
}

/// Triggers with each equality of changing values as two comparisons, so that it can be located.
fn equal_as_two(dag: &mut Dag, triggers: &[Id], varies: impl Fn(u32) -> bool) -> Vec<Id> {
    let needed = dag.reachable(triggers);
    let varying = dag.dependent(varies);
    let found: Vec<(Id, Id, Id)> = (dag.ids())
        .filter(|id| needed[id.index()] && varying[id.index()])
        .filter_map(|id| match dag.node(id) {
            Node::Binary(Bin::Eq, a, b) if !is_truth(dag, a) && !is_truth(dag, b) => Some((id, a, b)),
            _ => None,
        })
        .collect();
    let mut replaced = HashMap::new();
    for (id, a, b) in found {
        let (below, above) = (dag.bin(Bin::Le, a, b), dag.bin(Bin::Le, b, a));
        replaced.insert(id, dag.bin(Bin::And, below, above));
    }
    rebuild(dag, triggers, &replaced)
}

fn is_truth(dag: &Dag, id: Id) -> bool {
    matches!(
        dag.node(id),
        Node::Binary(Bin::Lt | Bin::Le | Bin::Eq | Bin::And | Bin::Or, ..) | Node::Unary(Un::Not, _)
    )
}

/// The roots with some nodes replaced.
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
