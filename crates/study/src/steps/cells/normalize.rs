use super::{part, told};
use crate::flow::Matrices;
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{NormalizeParams, NormalizedRows};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Scales each cell to the same total and takes logarithms.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Normalize(#[schemars(schema_with = "params::schema::<NormalizeParams>")] NormalizeParams);

impl Step for Normalize {
    const KIND: &'static str = "normalize";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Scales each cell to the same total and takes log(1 + x).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "a block of the counts, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let rows = NormalizedRows::new(flow.counts()?, &self.0).map_err(told(context, &flow.table))?;
        context.value("target_sum", rows.target_sum())?;
        let matrices = Matrices { x: Some(&rows), ..Matrices::default() };
        context.write_flow(What::Cells, &part(&flow.table), &matrices)
    }
}
