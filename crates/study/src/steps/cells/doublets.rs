use super::{counts, give, part};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{DoubletParams, doublets};
use lca_report::KeyFigure;
use lca_tables::{Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Scores cells against doublets that are made, and leaves called ones out where asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FindDoublets {
    /// How they are scored.
    #[schemars(schema_with = "params::schema::<DoubletParams>")]
    score: DoubletParams,
    /// Whether to leave out the cells that are called doublets; else they are only marked.
    remove: bool,
}

impl Step for FindDoublets {
    const KIND: &'static str = "doublets";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Scores how like a doublet each cell is (Scrublet).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the counts, three times, and (1 + doublets made) × cells × (variable genes + components)".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let (cells, counts) = counts(context)?;
        let params =
            DoubletParams { seed: self.score.seed.wrapping_add(context.seed()), ..self.score.clone() };
        let found = doublets(&counts, &params)?;
        let called = found.called();
        context.value("threshold", found.threshold)?;
        context.value("called", called)?;
        let mut part = part(&cells);
        found.annotate(&mut part)?;
        if self.remove && called.is_some_and(|called| called > 0) {
            leave_out(&mut part.obs)?;
        }
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let section = Section::new("Counts");
        let Some(called) = view.number("called") else {
            let text = "Nothing parts doublets from cells: the scores of made doublets have one hump only, so that no \
                        cell was called one.";
            return Ok(Some(section.text(text.to_owned())));
        };
        let done = if self.remove { "left out" } else { "marked" };
        let text = format!("{called} cells are as like doublets as made ones are, and were {done}.");
        Ok(Some(section.key(KeyFigure::count("Doublets", called as u64)).text(text)))
    }
}

fn leave_out(obs: &mut DataFrame) -> Result<(), StepError> {
    if let Column::Bool(called) = obs.column("predicted_doublet")? {
        let rows: Vec<usize> = (0..called.len()).filter(|row| !called[*row]).collect();
        *obs = obs.select(&rows);
    }
    Ok(())
}
