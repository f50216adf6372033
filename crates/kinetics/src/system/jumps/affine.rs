use crate::dag::{Bin, Dag, Node, Un};

/// For each node 0 if it does not depend on the inputs for which `changes` holds, 1 if it is linear in them
/// together, 2 otherwise.
pub(super) fn degrees(dag: &Dag, changes: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut degree = vec![0_u8; dag.len()];
    for id in dag.ids() {
        let of = |operand: crate::dag::Id| degree[operand.index()];
        degree[id.index()] = match dag.node(id) {
            Node::Const(_) => 0,
            Node::Input(slot) => u8::from(changes(slot)),
            Node::Unary(Un::Neg, a) => of(a),
            Node::Binary(Bin::Add | Bin::Sub, a, b) => of(a).max(of(b)),
            Node::Binary(Bin::Mul, a, b) => (of(a) + of(b)).min(2),
            Node::Binary(Bin::Div, a, b) if of(b) == 0 => of(a),
            Node::Select(condition, a, b) if of(condition) == 0 => of(a).max(of(b)),
            _ => 2 * u8::from(dag.operands(id).any(|operand| of(operand) > 0)),
        };
    }
    degree
}
