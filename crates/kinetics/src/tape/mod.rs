mod code;
mod native;
#[cfg(test)]
mod tests;

use crate::dag::{Bin, Dag, Id, Node, Un, binary, unary};
use code::Native;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// Instructions up to which code of the machine is made: it takes some microseconds for each.
const LONGEST: usize = 20_000;

/// Runs after which it is made: before, that takes longer than it saves.
const MANY: u32 = 2000;

/// A compiled set of expressions: a list of instructions on numbered registers, each written once.
/// What depends only on fixed inputs is computed once by [`Tape::prepare`]; outputs come in levels,
/// so that a caller pays only for the derivatives it needs.
#[derive(Debug, Clone)]
pub(crate) struct Tape {
    start: Vec<f64>,
    fixed: Vec<Instruction>,
    varying: Vec<Instruction>,
    /// For each level, how many instructions of `fixed` and of `varying` it takes.
    ends: Vec<(usize, usize)>,
    outputs: Vec<Vec<u32>>,
    /// `varying` as code of the machine, once it is worth it; none where there is no such code.
    native: OnceLock<Option<Arc<Native>>>,
    /// How often it ran, roughly.
    runs: Arc<AtomicU32>,
}

#[derive(Debug, Clone, Copy)]
struct Instruction {
    op: Code,
    to: u32,
    a: u32,
    b: u32,
    c: u32,
}

#[derive(Debug, Clone, Copy)]
enum Code {
    Unary(Un),
    Binary(Bin),
    Select,
}

impl Tape {
    /// Compiles the roots of each level; level `n` also needs all below it. Inputs keep their
    /// numbers as registers; `varies` says which change between calls of [`Tape::run`].
    pub(crate) fn new(dag: &Dag, levels: &[Vec<Id>], varies: impl Fn(u32) -> bool) -> Self {
        let varying = dag.dependent(varies);
        let mut register = vec![u32::MAX; dag.len()];
        let mut tape = Self {
            start: vec![f64::NAN; dag.inputs()],
            fixed: Vec::new(),
            varying: Vec::new(),
            ends: Vec::new(),
            outputs: Vec::new(),
            native: OnceLock::new(),
            runs: Arc::default(),
        };
        for roots in levels {
            let needed = dag.reachable(roots);
            for id in dag.ids().filter(|id| needed[id.index()]) {
                if register[id.index()] == u32::MAX {
                    register[id.index()] = tape.place(dag, id, &register, varying[id.index()]);
                }
            }
            tape.ends.push((tape.fixed.len(), tape.varying.len()));
            tape.outputs.push(roots.iter().map(|root| register[root.index()]).collect());
        }
        tape
    }

    fn place(&mut self, dag: &Dag, id: Id, register: &[u32], varying: bool) -> u32 {
        let node = dag.node(id);
        if let Node::Input(slot) = node {
            return slot;
        }
        let to = self.start.len() as u32;
        self.start.push(dag.value(id).unwrap_or(f64::NAN));
        let at = |operand: Id| register[operand.index()];
        let instruction = match node {
            Node::Const(_) | Node::Input(_) => return to,
            Node::Unary(op, a) => Instruction { op: Code::Unary(op), to, a: at(a), b: 0, c: 0 },
            Node::Binary(op, a, b) => Instruction { op: Code::Binary(op), to, a: at(a), b: at(b), c: 0 },
            Node::Select(a, b, c) => Instruction { op: Code::Select, to, a: at(a), b: at(b), c: at(c) },
        };
        if varying {
            self.varying.push(instruction)
        } else {
            self.fixed.push(instruction)
        }
        to
    }

    /// Registers to run on; the inputs are the first and not yet set.
    pub(crate) fn registers(&self) -> Vec<f64> {
        self.start.clone()
    }

    /// Computes what depends only on fixed inputs, for all levels.
    pub(crate) fn prepare(&self, registers: &mut [f64]) {
        execute(&self.fixed, registers);
    }

    /// Computes the rest of the first level.
    pub(crate) fn run(&self, registers: &mut [f64]) {
        self.run_level(registers, 0);
    }

    /// Computes the rest of one level, all below it being computed.
    pub(crate) fn run_level(&self, registers: &mut [f64], level: usize) {
        if let Some(Some(native)) = self.native.get()
            && native.run(registers, level)
        {
            return;
        }
        execute(self.level(level), registers);
    }

    fn level(&self, level: usize) -> &[Instruction] {
        let start = level.checked_sub(1).map_or(0, |below| self.ends[below].1);
        &self.varying[start..self.ends[level].1]
    }

    /// Counts runs and makes code of the machine when they are many.
    pub(crate) fn used(&self, times: u32) {
        // The count may not go round; when it is reached does not matter, as both give the same bits.
        if self.native.get().is_none() && self.runs.fetch_add(times, Ordering::Relaxed) >= MANY {
            self.make_native();
        }
    }

    /// Makes code of the machine, which gives the same bits as the instructions, many times faster.
    pub(crate) fn make_native(&self) {
        self.native.get_or_init(|| {
            let levels: Vec<_> = (0..self.ends.len()).map(|level| self.level(level)).collect();
            let short = self.varying.len() <= LONGEST;
            short.then(|| native::compile(&levels, self.start.len())).flatten().map(Arc::new)
        });
    }

    /// Where the values of a level are found.
    pub(crate) fn outputs(&self, level: usize) -> &[u32] {
        &self.outputs[level]
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
            Code::Unary(Un::Neg) => -a,
            Code::Unary(op) => unary(op, a),
            Code::Select if a != 0.0 => r[i.b as usize],
            Code::Select => r[i.c as usize],
        };
    }
}
