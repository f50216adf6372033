use super::read_problem;
use super::stored::{StoredEnsemble, StoredFit};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_model::{EnsembleOptions, Objective, ensemble};
use lca_report::Block;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Samples the parameter vectors that the measurements allow.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Ensemble {
    /// Vectors in the ensemble.
    size: usize,
    /// Chains.
    chains: usize,
    /// Steps of each chain; the first half is thrown away.
    steps: usize,
}

/// Chains agree below this split R-hat (Gelman et al., Bayesian Data Analysis, 3rd edition, 11.4).
const MIXED: f64 = 1.1;

impl Default for Ensemble {
    fn default() -> Self {
        let EnsembleOptions { size, chains, steps, .. } = EnsembleOptions::default();
        Self { size, chains, steps }
    }
}

impl Step for Ensemble {
    const KIND: &'static str = "ensemble";
    const VERSION: u32 = 3;
    const ABOUT: &'static str = "Samples the parameter vectors that the measurements allow.";
    const PORTS: &'static [Port] = &[Port::one("problem", What::Problem), Port::one("fit", What::Fit)];
    const GIVES: &'static [What] = &[What::Ensemble];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        format!("{} parameter vectors", self.chains * self.steps)
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let objective = Objective::new(&read_problem(&context.one("problem")?)?)?;
        let fit = context.one("fit")?.json::<StoredFit>(What::Fit)?.fit()?;
        let Self { size, chains, steps } = *self;
        let options = EnsembleOptions { size, chains, steps, seed: context.seed() };
        let found = ensemble(&objective, &fit, &options, context)?;
        let worst = found.r_hat.iter().copied().filter(|value| value.is_finite()).fold(1.0, f64::max);
        context.value("members", found.members.len())?;
        context.value("r_hat_worst", worst)?;
        context.value("acceptance", found.acceptance)?;
        context.write_json(What::Ensemble, &StoredEnsemble::from(&found))
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{}: {} parameter vectors that the measurements allow; the chains agree to a split R-hat of {:.3} at \
             worst (1 is perfect).",
            view.id(),
            value("members"),
            value("r_hat_worst"),
        );
        let section = Section::new("Prediction").text(text);
        if value("r_hat_worst") <= MIXED {
            return Ok(Some(section));
        }
        let warning = format!(
            "{}: the chains do not agree (split R-hat above {MIXED}), so that intervals made from them may be wrong; \
             give `steps` a larger number.",
            view.id()
        );
        Ok(Some(section.block(Block::warning(warning))))
    }
}
