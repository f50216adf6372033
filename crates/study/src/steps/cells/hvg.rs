use super::{give, part, told};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{HvgFlavor, HvgParams, highly_variable_genes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Finds the genes that vary between cells more than their mean explains.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct VariableGenes(#[schemars(schema_with = "params::schema::<HvgParams>")] HvgParams);

impl Step for VariableGenes {
    const KIND: &'static str = "variable-genes";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds the genes that vary between cells more than their mean explains.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "a block of the counts or of the normalised values".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let found = match self.0.flavor {
            HvgFlavor::Seurat | HvgFlavor::CellRanger => {
                highly_variable_genes(&flow.x()?, &self.0).map_err(told(context, &flow.table))?
            }
            HvgFlavor::SeuratV3 => {
                highly_variable_genes(&flow.counts()?, &self.0).map_err(told(context, &flow.table))?
            }
        };
        context.value("variable_genes", found.highly_variable.iter().filter(|called| **called).count())?;
        let mut part = part(&flow.table);
        found.annotate(&mut part)?;
        give(context, &part)
    }
}
