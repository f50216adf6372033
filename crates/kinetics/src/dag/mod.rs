//! Expressions as a directed acyclic graph: equal sub-expressions are one node, so derivatives stay
//! small. Nodes are simplified as they are made.

mod build;
mod derive;
mod import;
mod scalar;

pub(crate) use import::{Scope, import};
pub(crate) use scalar::{binary, unary};

use std::collections::HashMap;

/// A node's number. Operands always have smaller numbers than the node that uses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(u32);

impl Id {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Functions of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Un {
    Neg,
    Exp,
    Ln,
    Log10,
    Sqrt,
    Abs,
    Sign,
    Floor,
    Ceil,
    Factorial,
    Not,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
}

impl Un {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 23] = [
        Self::Neg,
        Self::Exp,
        Self::Ln,
        Self::Log10,
        Self::Sqrt,
        Self::Abs,
        Self::Sign,
        Self::Floor,
        Self::Ceil,
        Self::Factorial,
        Self::Not,
        Self::Sin,
        Self::Cos,
        Self::Tan,
        Self::Asin,
        Self::Acos,
        Self::Atan,
        Self::Sinh,
        Self::Cosh,
        Self::Tanh,
        Self::Asinh,
        Self::Acosh,
        Self::Atanh,
    ];
}

/// Functions of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bin {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
    /// `a^b ln a`, and 0 where `a` is 0 and `b` positive: the derivative of a power by its exponent.
    PowLn,
    Min,
    Max,
    Rem,
    Lt,
    Le,
    Eq,
    And,
    Or,
}

impl Bin {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 14] = [
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::Pow,
        Self::PowLn,
        Self::Min,
        Self::Max,
        Self::Rem,
        Self::Lt,
        Self::Le,
        Self::Eq,
        Self::And,
        Self::Or,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// The bits of a number.
    Const(u64),
    Input(u32),
    Unary(Un, Id),
    Binary(Bin, Id, Id),
    /// The second where the first is true, else the third.
    Select(Id, Id, Id),
}

/// The graph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dag {
    nodes: Vec<Node>,
    known: HashMap<Node, Id>,
    inputs: u32,
}

impl Dag {
    pub(crate) fn node(&self, id: Id) -> Node {
        self.nodes[id.index()]
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs as usize
    }

    /// A new input.
    pub(crate) fn input(&mut self) -> Id {
        self.inputs += 1;
        self.intern(Node::Input(self.inputs - 1))
    }

    pub(crate) fn constant(&mut self, value: f64) -> Id {
        // One zero, so that simplification sees it.
        let value = if value == 0.0 { 0.0 } else { value };
        self.intern(Node::Const(value.to_bits()))
    }

    pub(crate) fn value(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Const(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    pub(crate) fn is(&self, id: Id, value: f64) -> bool {
        self.value(id) == Some(value)
    }

    fn intern(&mut self, node: Node) -> Id {
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = Id(self.nodes.len() as u32);
        self.nodes.push(node);
        self.known.insert(node, id);
        id
    }

    /// The operands of a node.
    pub(crate) fn operands(&self, id: Id) -> impl Iterator<Item = Id> + use<> {
        let list = match self.node(id) {
            Node::Const(_) | Node::Input(_) => [None, None, None],
            Node::Unary(_, a) => [Some(a), None, None],
            Node::Binary(_, a, b) => [Some(a), Some(b), None],
            Node::Select(a, b, c) => [Some(a), Some(b), Some(c)],
        };
        list.into_iter().flatten()
    }

    /// Which nodes the roots need, by number.
    pub(crate) fn reachable(&self, roots: &[Id]) -> Vec<bool> {
        let mut needed = vec![false; self.len()];
        for root in roots {
            needed[root.index()] = true;
        }
        for at in (0..self.len()).rev() {
            if needed[at] {
                self.operands(Id(at as u32)).for_each(|operand| needed[operand.index()] = true);
            }
        }
        needed
    }

    /// Every node in order, operands first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.nodes.len() as u32).map(Id)
    }

    /// Which nodes depend on an input for which `varies` holds, by number.
    pub(crate) fn dependent(&self, varies: impl Fn(u32) -> bool) -> Vec<bool> {
        let mut found = vec![false; self.len()];
        for id in self.ids() {
            found[id.index()] = match self.node(id) {
                Node::Input(slot) => varies(slot),
                _ => self.operands(id).any(|operand| found[operand.index()]),
            };
        }
        found
    }
}
