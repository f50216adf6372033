use super::OutputFunction;
use super::compile::Columns;
use super::lower::Lowering;
use crate::dag::{Dag, Id};

/// A value of the past that formulas use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delay {
    pub(super) source: Id,
    pub(super) lag: Id,
    /// The source before the start.
    pub(super) before: Id,
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

    /// The sources before the start, at a negative time: what the formulas for the start give then.
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
    /// The value of `x` a time `lag` ago; `before` is what it was before the start.
    pub(super) fn delay(&mut self, dag: &mut Dag, x: Id, lag: Id, before: Id) -> Id {
        if dag.is(lag, 0.0) || dag.value(x).is_some() && x == before {
            return x;
        }
        let same = |delay: &&Delay| (delay.source, delay.lag, delay.before) == (x, lag, before);
        if let Some(known) = self.delays.iter().find(same) {
            return known.input;
        }
        let input = dag.input();
        self.delays.push(Delay { source: x, lag, before, input });
        input
    }

    /// Compiles the delays that all formulas lowered so far use.
    pub(super) fn compile_delays(&self, dag: &mut Dag, columns: &Columns) -> DelayEquations {
        let (sources, lags): (Vec<Id>, Vec<Id>) = self.delays.iter().map(|d| (d.source, d.lag)).unzip();
        let changing = dag.dependent(|slot| columns.changes(slot));
        let constant = lags.iter().map(|lag| !changing[lag.index()]).collect();
        let mut function = |roots: &[Id]| OutputFunction::new(dag, roots, &columns.variables, columns);
        let before: Vec<Id> = self.delays.iter().map(|delay| delay.before).collect();
        let (sources, lags, before) = (function(&sources), function(&lags), function(&before));
        DelayEquations { sources, lags, constant, before }
    }
}
