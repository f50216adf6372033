use super::{components, give, input, part};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{NeighborsParams, neighbors};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The neighbourhood graph of cells in the space of principal components.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Neighbors(#[schemars(schema_with = "params::schema::<NeighborsParams>")] NeighborsParams);

impl Step for Neighbors {
    const KIND: &'static str = "neighbors";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Each cell's nearest neighbours in the space of principal components.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "cells × (components + neighbours)".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let mut part = part(&cells);
        neighbors(components(&cells)?, &self.0)?.annotate(&mut part);
        give(context, &part)
    }
}
