use super::genes::Needs;
use super::program::FluxModel;
use super::solve::Solved;
use crate::NetworkError;
use lca_numerics::lp::{LpError, LpStatus};
use rayon::prelude::*;

/// How many knock-outs are tried one after another from one start. It does not depend on the threads, so
/// neither do the results.
const CHUNK: usize = 128;
/// A flux below this is none.
const FLOW: f64 = 1e-9;
/// Without this share of the best value cells do not grow.
const LETHAL: f64 = 0.01;

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Genes, and with each what cannot run without it.
    Genes,
    /// Reactions.
    Reactions,
}

/// What is left of the objective without something.
#[derive(Debug, Clone, PartialEq)]
pub struct Knockout {
    /// What is taken away: one or two genes or reactions.
    pub targets: Vec<String>,
    /// The best value of the objective; none where no steady state is left.
    pub value: Option<f64>,
    /// Whether less than a hundredth of the best value with everything is left.
    pub lethal: bool,
}

/// What is left of the objective without each gene or reaction, and where asked without each two.
#[derive(Debug, Clone, PartialEq)]
pub struct Knockouts {
    /// The best value with everything.
    pub best: f64,
    /// Without each one, in the order of the model.
    pub single: Vec<Knockout>,
    /// Without each two.
    pub double: Vec<Knockout>,
}

impl FluxModel {
    /// Takes away each gene or reaction, and with `double` each two of them, and seeks the best value
    /// again (Edwards and Palsson, PNAS 97, 5528, 2000). A reaction taken away has no flux.
    ///
    /// # Errors
    /// When there is no best value, or the model names no genes.
    pub fn knockouts(&self, target: Target, double: bool) -> Result<Knockouts, NetworkError> {
        let solved = self.solved()?;
        let needs = self.needs(target)?;
        let singles: Vec<Vec<usize>> = (0..needs.names.len()).map(|one| vec![one]).collect();
        let base = Base::new(self, solved);
        let single = base.all(&needs, &singles)?;
        let mut twos = Vec::new();
        if double {
            let count = needs.names.len();
            twos = (0..count).flat_map(|a| (a + 1..count).map(move |b| vec![a, b])).collect();
        }
        let double = base.all(&needs, &twos)?;
        Ok(Knockouts { best: base.solved.value, single, double })
    }
}

/// Where all knock-outs start.
struct Base<'m> {
    model: &'m FluxModel,
    solved: Solved,
    fluxes: Vec<f64>,
}

impl<'m> Base<'m> {
    fn new(model: &'m FluxModel, mut solved: Solved) -> Self {
        let fluxes = (0..model.reactions.len()).map(|at| solved.simplex.value(at)).collect();
        model.fix_forced(&mut solved.simplex);
        Self { model, solved, fluxes }
    }

    fn all(&self, needs: &Needs, sets: &[Vec<usize>]) -> Result<Vec<Knockout>, LpError> {
        let chunk = |sets: &[Vec<usize>]| -> Result<Vec<Knockout>, LpError> {
            let mut last = (Vec::new(), Some(self.solved.value));
            let each = sets.iter().map(|set| self.without(needs, set, &mut last));
            each.collect()
        };
        let parts: Result<Vec<Vec<Knockout>>, LpError> = sets.par_chunks(CHUNK).map(chunk).collect();
        Ok(parts?.into_iter().flatten().collect())
    }

    fn without(
        &self,
        needs: &Needs,
        set: &[usize],
        last: &mut (Vec<usize>, Option<f64>),
    ) -> Result<Knockout, LpError> {
        let gone = needs.gone(set);
        // What carries no flux, and may carry none, is not missed.
        let missed = |&at: &usize| {
            self.fluxes[at].abs() > FLOW || self.model.bounds[at].0 > 0.0 || self.model.bounds[at].1 < 0.0
        };
        let value = if !gone.iter().any(missed) {
            Some(self.solved.value)
        } else if gone == last.0 {
            last.1
        } else {
            let value = self.solve(&gone)?;
            *last = (gone, value);
            value
        };
        let lethal = value.is_none_or(|value| value.abs() < LETHAL * self.solved.value.abs());
        let targets = set.iter().map(|&one| needs.names[one].clone()).collect();
        Ok(Knockout { targets, value, lethal })
    }

    /// Each starts from the best basis with everything: that of another knock-out is further away.
    fn solve(&self, gone: &[usize]) -> Result<Option<f64>, LpError> {
        let mut simplex = self.solved.simplex.clone();
        gone.iter().for_each(|&at| simplex.set_bounds(at, (0.0, 0.0)));
        let optimal = simplex.solve()? == LpStatus::Optimal;
        Ok(optimal.then(|| self.model.value(&simplex)))
    }
}
