use super::OutputFunction;
use super::compile::Columns;
use super::lower::Lowering;
use super::scope::When;
use crate::KineticsError;
use crate::dag::{Dag, Id};

/// A value of the past that formulas use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delay {
    pub(super) source: Id,
    pub(super) lag: Id,
    pub(super) input: Id,
}

/// The values of the past that compiled equations use: each is the value of a source some lag ago.
#[derive(Debug, Clone)]
pub struct DelayEquations {
    pub(super) sources: OutputFunction,
    pub(super) lags: OutputFunction,
    pub(super) constant: Vec<bool>,
    pub(super) before: OutputFunction,
}

impl DelayEquations {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lags.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is delayed, to be computed at the time in the past. Sources may use values still older.
    #[must_use]
    pub const fn sources(&self) -> &OutputFunction {
        &self.sources
    }

    /// By how much.
    #[must_use]
    pub const fn lags(&self) -> &OutputFunction {
        &self.lags
    }

    /// The states before the start, at a negative time: what their initial values would be then.
    #[must_use]
    pub const fn before(&self) -> &OutputFunction {
        &self.before
    }

    /// Whether a lag stays the same all the time.
    #[must_use]
    pub fn is_constant(&self, delay: usize) -> bool {
        self.constant.get(delay).copied().unwrap_or(false)
    }
}

impl Lowering<'_> {
    /// The states before the start, where formulas look back.
    pub(super) fn before(&mut self, dag: &mut Dag) -> Result<Vec<Id>, KineticsError> {
        let count = if self.delays.is_empty() { 0 } else { self.inputs.states.len() };
        (0..count).map(|at| self.initial_state(dag, When::Before, at)).collect()
    }

    /// The value of `x` a time `lag` ago.
    pub(super) fn delay(&mut self, dag: &mut Dag, when: When, x: Id, lag: Id) -> Id {
        if when != When::Now || dag.is(lag, 0.0) || dag.value(x).is_some() {
            return x;
        }
        if let Some(known) = self.delays.iter().find(|delay| (delay.source, delay.lag) == (x, lag)) {
            return known.input;
        }
        let input = dag.input();
        self.delays.push(Delay { source: x, lag, input });
        input
    }

    /// Compiles the delays that all formulas lowered so far use.
    pub(super) fn compile_delays(&self, dag: &mut Dag, before: &[Id], columns: &Columns) -> DelayEquations {
        let (sources, lags): (Vec<Id>, Vec<Id>) = self.delays.iter().map(|d| (d.source, d.lag)).unzip();
        let changing = dag.dependent(|slot| columns.changes(slot));
        let constant = lags.iter().map(|lag| !changing[lag.index()]).collect();
        let mut function = |roots: &[Id]| OutputFunction::new(dag, roots, &columns.variables, columns);
        let (sources, lags, before) = (function(&sources), function(&lags), function(before));
        DelayEquations { sources, lags, constant, before }
    }
}
