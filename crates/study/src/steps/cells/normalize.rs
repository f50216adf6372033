use super::{counts, give, input, part};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{NormalizeParams, log1p, normalize_total};
use lca_tables::Matrix;
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
        "the counts, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let mut x = counts(context, &cells)?.into_owned();
        context.value("target_sum", normalize_total(&mut x, &self.0)?)?;
        log1p(&mut x)?;
        let mut part = part(&cells);
        part.x = Some(Matrix::SparseF32(x));
        give(context, &part)
    }
}
