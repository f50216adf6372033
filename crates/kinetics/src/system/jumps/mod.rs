mod affine;
mod lower;

use super::CompileOptions;
use super::inputs::{Determined, Inputs, check};
use crate::dag::Dag;
use crate::program::{Program, Programs};
use crate::{Expr, KineticsError, Network};
use lower::Lowered;

/// Which formulas to compile for a [`JumpSystem`]; each comes with whose it is, for messages.
#[derive(Debug, Clone, Default)]
pub struct JumpFormulas {
    /// Settable values that are set at each run; all others are fixed at what the network gives them.
    pub free: Vec<String>,
    /// Formulas of the start.
    pub starts: Vec<(String, Expr)>,
    /// Formulas that must be constant between jumps and [switches](JumpSystem::switches).
    pub steady: Vec<(String, Expr)>,
    /// Formulas that are wanted at single moments and may depend on time in any way.
    pub moments: Vec<(String, Expr)>,
}

/// A comparison that time may turn: it holds where its formula is positive. The formula is linear in time
/// and in the [clocks](JumpSystem::clocks).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// The formula.
    pub margin: Program,
    /// Whether it also holds where the formula is zero.
    pub inclusive: bool,
    /// The register of its truth value, 1 or 0.
    pub slot: u32,
}

/// A network whose values are constant, or rise linearly, between jumps: its formulas compiled one by
/// one, on registers of which the first is time and the next are the variables.
///
/// The variables are the states of [`super::OdeSystem`]: amounts of species that reactions change, and the
/// symbols of rate rules.
#[derive(Debug, Clone)]
pub struct JumpSystem {
    variables: Vec<String>,
    free: Vec<u32>,
    programs: Programs,
    initial: Vec<Program>,
    starts: Vec<Program>,
    steady: Vec<Program>,
    moments: Vec<Program>,
    clocks: Vec<(u32, Program)>,
    switches: Vec<Switch>,
    reads: Reads,
}

/// The registers that each program of a list reads.
#[derive(Debug, Clone, Default)]
struct Reads {
    starts: Vec<Vec<u32>>,
    steady: Vec<Vec<u32>>,
    moments: Vec<Vec<u32>>,
    switches: Vec<Vec<u32>>,
    clocks: Vec<Vec<u32>>,
}

impl JumpSystem {
    /// Compiles formulas over a network without events.
    ///
    /// # Errors
    /// [`KineticsError`] naming the formula that is wrong, or that changes between jumps and must not.
    pub fn compile(network: &Network, formulas: &JumpFormulas) -> Result<Self, KineticsError> {
        let options = CompileOptions::default();
        check(network, &options)?;
        let mut dag = Dag::default();
        let inputs = Inputs::new(&mut dag, network, &options, &Determined::ByFormula(Vec::new()));
        let mut lowered = Lowered::new(&mut dag, network, inputs, formulas)?;
        lowered.bind(&mut dag, &formulas.free)?;
        let clocks = lowered.clocks(&dag, network);
        let steady = lowered.freeze(&mut dag, &clocks);
        lowered.refuse_continuous(&dag, formulas, &clocks, &steady)?;
        Ok(lowered.finish(&dag, &clocks, &steady))
    }

    /// Identifiers of the variables; number `i` is in register `1 + i`.
    #[must_use]
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The registers of the free values, in the order asked for.
    #[must_use]
    pub fn free(&self) -> &[u32] {
        &self.free
    }

    /// The variables' initial values.
    #[must_use]
    pub fn initial(&self) -> &[Program] {
        &self.initial
    }

    /// The compiled [`JumpFormulas::starts`].
    #[must_use]
    pub fn starts(&self) -> &[Program] {
        &self.starts
    }

    /// The compiled [`JumpFormulas::steady`].
    #[must_use]
    pub fn steady(&self) -> &[Program] {
        &self.steady
    }

    /// The compiled [`JumpFormulas::moments`].
    #[must_use]
    pub fn moments(&self) -> &[Program] {
        &self.moments
    }

    /// Variables that change between jumps: the register of each and its change per time.
    #[must_use]
    pub fn clocks(&self) -> &[(u32, Program)] {
        &self.clocks
    }

    /// Comparisons that time may turn.
    #[must_use]
    pub fn switches(&self) -> &[Switch] {
        &self.switches
    }

    /// The registers that each of the starts' formulas reads.
    #[must_use]
    pub fn start_reads(&self) -> &[Vec<u32>] {
        &self.reads.starts
    }

    /// The registers that each of the steady formulas reads: variables, free values and switches.
    #[must_use]
    pub fn steady_reads(&self) -> &[Vec<u32>] {
        &self.reads.steady
    }

    /// The registers that each of the formulas of moments reads.
    #[must_use]
    pub fn moment_reads(&self) -> &[Vec<u32>] {
        &self.reads.moments
    }

    /// The registers that each switch reads.
    #[must_use]
    pub fn switch_reads(&self) -> &[Vec<u32>] {
        &self.reads.switches
    }

    /// The registers that the rate of each clock reads.
    #[must_use]
    pub fn clock_reads(&self) -> &[Vec<u32>] {
        &self.reads.clocks
    }

    /// Registers to run on. Time, variables, free values and switches are to be set.
    #[must_use]
    pub fn registers(&self) -> Vec<f64> {
        self.programs.registers()
    }

    /// The value of a formula.
    #[inline]
    #[must_use]
    pub fn value(&self, program: Program, registers: &mut [f64]) -> f64 {
        self.programs.value(program, registers)
    }
}
