//! Code of the machine gives the bits of the interpreter.

use super::*;

/// A generator of numbers that is the same everywhere (Knuth's MMIX constants).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// Among them zeros, infinities and what is not a number.
    fn number(&mut self) -> f64 {
        match self.below(12) {
            0 => 0.0,
            1 => -0.0,
            2 => f64::NAN,
            3 => f64::INFINITY,
            4 => -1e300,
            _ => (self.below(4_000_001) as f64 - 2e6) / 1e6,
        }
    }
}

const INPUTS: usize = 6;

/// A graph of random expressions and roots in two levels.
fn random(draw: &mut Draw, count: usize) -> (Dag, Vec<Vec<Id>>) {
    let mut dag = Dag::default();
    let mut ids: Vec<Id> = (0..INPUTS).map(|_| dag.input()).collect();
    for _ in 0..count {
        let any = |draw: &mut Draw| ids[draw.below(ids.len())];
        let (a, b, c) = (any(draw), any(draw), any(draw));
        let made = match draw.below(8) {
            0 => dag.constant(draw.number()),
            1 | 2 => dag.un(Un::ALL[draw.below(Un::ALL.len())], a),
            3 => dag.select(a, b, c),
            _ => dag.bin(Bin::ALL[draw.below(Bin::ALL.len())], a, b),
        };
        ids.push(made);
    }
    let (first, second) = ids.split_at(ids.len() / 2);
    (dag, vec![first.to_vec(), second.to_vec()])
}

fn all(tape: &Tape, inputs: &[f64], levels: usize) -> Vec<f64> {
    let mut registers = tape.registers();
    registers[..INPUTS].copy_from_slice(inputs);
    tape.prepare(&mut registers);
    (0..levels).for_each(|level| tape.run_level(&mut registers, level));
    registers
}

#[test]
fn code_of_the_machine_gives_the_same_bits() {
    let mut draw = Draw(1);
    for case in 0..200 {
        let (dag, levels) = random(&mut draw, if case == 0 { 3000 } else { 1 + case });
        let tape = Tape::new(&dag, &levels, |slot| slot > 0);
        let native = tape.clone();
        native.make_native();
        assert!(native.native.get().unwrap().is_some(), "this machine has no native code");
        for _ in 0..20 {
            let inputs: Vec<f64> = (0..INPUTS).map(|_| draw.number()).collect();
            let (expected, found) = (all(&tape, &inputs, 2), all(&native, &inputs, 2));
            for (at, (e, f)) in expected.iter().zip(&found).enumerate() {
                let same = e.to_bits() == f.to_bits() || (e.is_nan() && f.is_nan());
                assert!(same, "case {case}, register {at}: {e} became {f}");
            }
        }
    }
}

#[test]
fn code_is_made_after_many_runs_and_not_for_few() {
    let (dag, levels) = random(&mut Draw(2), 50);
    let tape = Tape::new(&dag, &levels, |_| true);
    tape.used(100);
    assert!(tape.native.get().is_none());
    (0..MANY / 100 + 1).for_each(|_| tape.used(100));
    assert!(tape.native.get().is_some());
}
