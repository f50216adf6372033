use super::stages::{Stage, expression};
use lca_kinetics::{Expr, OdeSystem};

/// How states begin in a period; those not named keep what they were.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// States that begin as the model would in this period.
    pub(super) renewed: Vec<usize>,
    /// States that a function of the period before gives.
    pub(super) jump: Option<Jump>,
}

/// States and the function of the period before whose formulas give them, in the same order.
#[derive(Debug, Clone)]
pub(super) struct Jump {
    pub(super) function: usize,
    pub(super) states: Vec<usize>,
}

/// States that change when a period begins, with formulas in the symbols of the period before.
pub(super) struct Jumps(Vec<(usize, Expr)>);

impl Jumps {
    /// A target that is no state takes its value in the new period's inputs. Where a compartment
    /// changes, concentrations stay (PEtab 2.0, "Detailed semantics" of the condition table), so the
    /// amounts behind them change.
    pub(super) fn new(system: &OdeSystem, stage: &Stage) -> Self {
        let new =
            |id: &str| stage.changes.iter().find(|(target, _)| target == id).map(|(_, v)| expression(v));
        let mut formulas = Vec::new();
        for (at, id) in system.states().iter().enumerate() {
            let (value, size) = (new(id), system.divisor(at));
            let resized = size.and_then(new);
            if value.is_none() && resized.is_none() {
                continue;
            }
            let value = value.unwrap_or_else(|| Expr::symbol(id));
            let formula = match (size, resized) {
                (Some(_), Some(size)) => Expr::product([value, size]),
                (Some(size), None) => Expr::product([value, Expr::symbol(size)]),
                (None, _) => value,
            };
            formulas.push((at, formula));
        }
        Self(formulas)
    }

    pub(super) fn formulas(&self) -> Vec<Expr> {
        self.0.iter().map(|(_, formula)| formula.clone()).collect()
    }
}

impl Entry {
    /// By a function of the period before.
    pub(super) fn jump(function: usize, jumps: &Jumps) -> Self {
        let states: Vec<usize> = jumps.0.iter().map(|(state, _)| *state).collect();
        Self { renewed: Vec::new(), jump: (!states.is_empty()).then_some(Jump { function, states }) }
    }

    /// As the condition of the period says, whatever was before.
    pub(super) fn renewed(system: &OdeSystem, stage: &Stage) -> Self {
        let changed = |id: &String| stage.changes.iter().any(|(target, _)| target == id);
        let states = system.states().iter().enumerate().filter(|(_, id)| changed(id));
        Self { renewed: states.map(|(at, _)| at).collect(), jump: None }
    }
}
