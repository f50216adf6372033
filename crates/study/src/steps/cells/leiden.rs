use super::{give, input, named, part};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{LeidenParams, leiden, to_sparse};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cell states as communities of the neighbourhood graph.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Leiden(#[schemars(schema_with = "params::schema::<LeidenParams>")] LeidenParams);

impl Step for Leiden {
    const KIND: &'static str = "leiden";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds cell states as communities of the neighbourhood graph.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the neighbourhood graph, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let weights = to_sparse(named(&cells.obsp, "connectivities", "neighbors")?);
        let params = LeidenParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let found = leiden(&weights, &params)?;
        context.value("states", found.count)?;
        context.value("quality", found.quality)?;
        let mut part = part(&cells);
        found.annotate(&mut part, "leiden", &params)?;
        give(context, &part)
    }
}
