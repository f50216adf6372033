use super::{give, input, main_matrix, part};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{PcaParams, pca};
use lca_tables::Column;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Principal components of the variable genes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Pca(#[schemars(schema_with = "params::schema::<PcaParams>")] PcaParams);

impl Step for Pca {
    const KIND: &'static str = "pca";
    const VERSION: u32 = 2;
    const ABOUT: &'static str =
        "Principal components of the variable genes, or of all where none were called.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the normalised values, and 8 bytes × (genes used)², at most 288 MB".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let mask = match cells.var.column("highly_variable") {
            Ok(Column::Bool(mask)) => Some(mask.as_slice()),
            _ => None,
        };
        let params = PcaParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let found = pca(&*main_matrix(&cells)?, mask, &params)?;
        context.value("components", found.variance.len())?;
        let mut part = part(&cells);
        found.annotate(&mut part);
        give(context, &part)
    }
}
