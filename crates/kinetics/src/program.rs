use crate::dag::{Bin, Dag, Id, Node, Un, binary, unary};
use std::collections::HashMap;

/// One formula, compiled to be evaluated alone on the registers of its network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Program(Law);

/// The shapes of formulas. Rates of elementary reactions are most often one of the first three, and
/// evaluating these is what a stochastic simulation does all the time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Law {
    Constant(f64),
    /// `factor a`.
    One {
        factor: f64,
        a: u32,
    },
    /// `factor a (b - shift)`.
    Two {
        factor: f64,
        a: u32,
        b: u32,
        shift: f64,
    },
    /// A range of the shared code, and where its value is.
    Code {
        from: u32,
        to: u32,
        out: u32,
    },
}

impl Program {
    /// The formula's value where it is constant.
    #[must_use]
    pub const fn constant(&self) -> Option<f64> {
        match self.0 {
            Law::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// How many of what is counted in `slot` there must be for a formula that is known to vanish
    /// with fewer, at 0, 1, 2 …; 0 where nothing is known.
    #[must_use]
    pub fn vanishes_below(&self, slot: u32) -> u32 {
        match self.0 {
            Law::Constant(0.0) => u32::MAX,
            Law::One { a, .. } => u32::from(a == slot),
            Law::Two { a, b, shift, .. } if a == slot && b == slot && shift == 1.0 => 2,
            Law::Two { a, b, shift, .. } => u32::from(a == slot || (b == slot && shift == 0.0)),
            _ => 0,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Code {
    Unary(Un),
    Binary(Bin),
    Select,
}

#[derive(Debug, Clone, Copy)]
struct Instruction {
    op: Code,
    to: u32,
    a: u32,
    b: u32,
    c: u32,
}

/// Formulas compiled one by one over one set of registers: first the inputs, then constants and
/// intermediate values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Programs {
    start: Vec<f64>,
    code: Vec<Instruction>,
    constants: HashMap<u64, u32>,
    /// Registers of intermediate values, which all programs share.
    scratch: Vec<u32>,
}

impl Programs {
    /// Programs over so many inputs.
    pub(crate) fn new(inputs: usize) -> Self {
        Self { start: vec![f64::NAN; inputs], ..Self::default() }
    }

    /// Registers to run on; the inputs are the first and not yet set.
    pub(crate) fn registers(&self) -> Vec<f64> {
        self.start.clone()
    }

    /// Compiles one node.
    pub(crate) fn add(&mut self, dag: &Dag, root: Id) -> Program {
        Program(product(dag, root).unwrap_or_else(|| self.coded(dag, root)))
    }

    fn coded(&mut self, dag: &Dag, root: Id) -> Law {
        let from = self.code.len() as u32;
        let needed = dag.reachable(&[root]);
        let mut place: HashMap<Id, u32> = HashMap::new();
        let mut used = 0;
        for id in dag.ids().take(root.index() + 1).filter(|id| needed[id.index()]) {
            let at = |operand: Id| place.get(&operand).copied().unwrap_or(0);
            let (op, a, b, c) = match dag.node(id) {
                Node::Input(slot) => {
                    place.insert(id, slot);
                    continue;
                }
                Node::Const(bits) => {
                    place.insert(id, self.constant(bits));
                    continue;
                }
                Node::Unary(op, a) => (Code::Unary(op), at(a), 0, 0),
                Node::Binary(op, a, b) => (Code::Binary(op), at(a), at(b), 0),
                Node::Select(a, b, c) => (Code::Select, at(a), at(b), at(c)),
            };
            let to = self.temporary(used);
            used += 1;
            self.code.push(Instruction { op, to, a, b, c });
            place.insert(id, to);
        }
        let out = place.get(&root).copied().unwrap_or(0);
        Law::Code { from, to: self.code.len() as u32, out }
    }

    fn constant(&mut self, bits: u64) -> u32 {
        let next = self.start.len() as u32;
        let at = *self.constants.entry(bits).or_insert(next);
        if at == next {
            self.start.push(f64::from_bits(bits));
        }
        at
    }

    fn temporary(&mut self, number: usize) -> u32 {
        if let Some(&known) = self.scratch.get(number) {
            return known;
        }
        self.start.push(f64::NAN);
        let at = self.start.len() as u32 - 1;
        self.scratch.push(at);
        at
    }

    /// The value of a program.
    #[inline]
    pub(crate) fn value(&self, program: Program, r: &mut [f64]) -> f64 {
        match program.0 {
            Law::Constant(value) => value,
            Law::One { factor, a } => factor * r[a as usize],
            Law::Two { factor, a, b, shift } => factor * r[a as usize] * (r[b as usize] - shift),
            Law::Code { from, to, out } => {
                execute(&self.code[from as usize..to as usize], r);
                r[out as usize]
            }
        }
    }
}

fn execute(instructions: &[Instruction], r: &mut [f64]) {
    for i in instructions {
        let a = r[i.a as usize];
        r[i.to as usize] = match i.op {
            Code::Binary(Bin::Add) => a + r[i.b as usize],
            Code::Binary(Bin::Sub) => a - r[i.b as usize],
            Code::Binary(Bin::Mul) => a * r[i.b as usize],
            Code::Binary(Bin::Div) => a / r[i.b as usize],
            Code::Binary(op) => binary(op, a, r[i.b as usize]),
            Code::Unary(op) => unary(op, a),
            Code::Select if a != 0.0 => r[i.b as usize],
            Code::Select => r[i.c as usize],
        };
    }
}

/// The law of a node that is a constant times at most two numbers of molecules.
fn product(dag: &Dag, root: Id) -> Option<Law> {
    let mut factor = 1.0;
    let mut terms: Vec<(u32, f64)> = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match dag.node(id) {
            Node::Const(bits) => factor *= f64::from_bits(bits),
            Node::Input(slot) => terms.push((slot, 0.0)),
            Node::Unary(Un::Neg, a) => {
                factor = -factor;
                open.push(a);
            }
            Node::Binary(Bin::Mul, a, b) => open.extend([b, a]),
            Node::Binary(Bin::Div, a, b) => {
                factor /= dag.value(b)?;
                open.push(a);
            }
            Node::Binary(Bin::Sub, a, b) => match dag.node(a) {
                Node::Input(slot) => terms.push((slot, dag.value(b)?)),
                _ => return None,
            },
            _ => return None,
        }
        if terms.len() > 2 {
            return None;
        }
    }
    terms.sort_by(|a, b| a.1.total_cmp(&b.1));
    match *terms.as_slice() {
        [] => Some(Law::Constant(factor)),
        [(a, 0.0)] => Some(Law::One { factor, a }),
        [(a, 0.0), (b, shift)] => Some(Law::Two { factor, a, b, shift }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(build: impl Fn(&mut Dag, Id, Id) -> Id, simple: bool) {
        let mut dag = Dag::default();
        let (x, y) = (dag.input(), dag.input());
        let root = build(&mut dag, x, y);
        let mut programs = Programs::new(2);
        let quick = programs.add(&dag, root);
        let coded = Program(programs.coded(&dag, root));
        assert_eq!(!matches!(quick.0, Law::Code { .. }), simple);
        let mut registers = programs.registers();
        for (a, b) in [(0.0, 3.0), (5.0, 2.0), (1.0, 1.0)] {
            registers[..2].copy_from_slice(&[a, b]);
            let (one, two) = (programs.value(quick, &mut registers), programs.value(coded, &mut registers));
            assert!((one - two).abs() <= 1e-14 * two.abs(), "{one} against {two}");
        }
    }

    #[test]
    fn elementary_rates_are_recognised_and_equal_their_code() {
        check(
            |dag, x, _| {
                let k = dag.constant(0.3);
                dag.mul(k, x)
            },
            true,
        );
        check(
            |dag, x, _| {
                let (one, two) = (dag.constant(1.0), dag.constant(2.0));
                let pair = dag.bin(Bin::Sub, x, one);
                let (half, k) = (dag.mul(x, pair), dag.constant(0.7));
                let twice = dag.mul(k, half);
                dag.div(twice, two)
            },
            true,
        );
        check(
            |dag, x, y| {
                let sum = dag.add(x, y);
                dag.div(x, sum)
            },
            false,
        );
        check(
            |dag, x, y| {
                let n = dag.un(Un::Neg, y);
                dag.mul(x, n)
            },
            true,
        );
    }
}
