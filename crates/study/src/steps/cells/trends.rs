use super::given::logged;
use super::paga::states;
use super::{give, part, whole};
use crate::step::{Port, Step, What};
use crate::{Context, StepError};
use lca_cells::{TrendParams, gene_trends};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Genes that change along time, and between branches.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GeneTrends {
    /// The column that tells each cell's time: `dpt_pseudotime`, `latent_time`, or another.
    time: String,
    /// The column that tells each cell's branch, such as `dpt_groups`.
    branches: Option<String>,
    /// Knots of a gene's curve, at even quantiles of time.
    knots: usize,
}

impl Default for GeneTrends {
    fn default() -> Self {
        Self { time: "dpt_pseudotime".to_owned(), branches: None, knots: TrendParams::default().knots }
    }
}

impl Step for GeneTrends {
    const KIND: &'static str = "gene-trends";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds the genes that change along time, and between branches.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the normalised values, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = whole(context)?;
        let time = cells.obs.numbers(&self.time)?;
        let branches = self.branches.as_ref().map(|name| states(&cells, name)).transpose()?;
        let params = TrendParams { knots: self.knots };
        let x = logged(&cells)?;
        let found = gene_trends(&x, &time, branches.as_ref(), &params)?;
        let sure = |values: &[f64]| values.iter().filter(|p| **p < 0.05).count();
        context.value("cells_used", found.cells)?;
        context.value("genes_along_time", sure(&found.time.pval_adj))?;
        if let Some(test) = &found.branches {
            context.value("genes_between_branches", sure(&test.pval_adj))?;
        }
        let mut part = part(&cells);
        found.annotate(&mut part)?;
        give(context, &part)
    }
}
