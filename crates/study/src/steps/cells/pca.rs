use super::{give, part};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{PcaParams, are_counts, pca};
use lca_tables::Column;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Principal components of the variable genes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Pca(#[schemars(schema_with = "params::schema::<PcaParams>")] PcaParams);

impl Step for Pca {
    const KIND: &'static str = "pca";
    const VERSION: u32 = 4;
    const ABOUT: &'static str =
        "Principal components of the variable genes, or of all where none were called.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "cells × components, a block of the normalised values, and 12 bytes × (genes used)²; with above 6000 genes used, or \
         fewer cells than these, the normalised values"
            .into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let mask = match flow.table.var.column("highly_variable") {
            Ok(Column::Bool(mask)) => Some(mask.as_slice()),
            _ => None,
        };
        let params = PcaParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let x = flow.x()?;
        if are_counts(&x)? {
            let what = "X holds whole numbers, as raw counts are: their components follow the totals of cells; normalize first";
            context.value("warning", what)?;
        }
        let found = pca(&x, mask, &params)?;
        context.value("components", found.variance.len())?;
        let mut part = part(&flow.table);
        found.annotate(&mut part);
        give(context, &part)
    }
}
