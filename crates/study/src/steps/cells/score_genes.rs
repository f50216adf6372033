use super::given::{gene_names, logged};
use super::{give, part, whole};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{ScoreParams, score_genes};
use lca_tables::Column;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Scores sets of genes in each cell against genes of like expression.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreGenes {
    /// Genes by the name of the set, which is the column that it makes.
    sets: BTreeMap<String, Vec<String>>,
    /// How control genes are drawn; defaults as scanpy's.
    #[serde(default)]
    #[schemars(schema_with = "params::schema::<ScoreParams>")]
    score: ScoreParams,
}

impl Step for ScoreGenes {
    const KIND: &'static str = "score-genes";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Scores sets of genes in each cell against genes of like expression.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the normalised values".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = whole(context)?;
        let x = logged(&cells)?;
        let names = gene_names(&cells.var, self.sets.values().flatten());
        let known: HashSet<&String> = names.iter().collect();
        let params = ScoreParams { seed: self.score.seed.wrapping_add(context.seed()), ..self.score.clone() };
        let there = |set: &&String| cells.obs.column(set).is_ok();
        if let Some(set) = self.sets.keys().find(there) {
            let what =
                format!("there is a column `{set}` about cells already, which the scores would replace");
            return Err(StepError::unfit(what, "give the set another name"));
        }
        let mut part = part(&cells);
        for (set, genes) in &self.sets {
            let (inside, absent): (Vec<_>, Vec<_>) =
                genes.iter().cloned().partition(|gene| known.contains(gene));
            if !absent.is_empty() {
                context.value(&format!("{set}: genes not measured"), absent.join(", "))?;
            }
            let scores = score_genes(&x, &names, &inside, &params)?;
            part.obs.set(set, Column::Float(scores))?;
        }
        give(context, &part)
    }
}
