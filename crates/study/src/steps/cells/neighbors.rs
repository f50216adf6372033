use super::{give, input, part, representative};
use crate::step::{Port, Step, What};
use crate::{Context, StepError, params};
use lca_cells::{NeighborsParams, neighbors};
use lca_tables::Uns;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The neighbourhood graph of cells in the space of principal components.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Neighbors(#[schemars(schema_with = "params::schema::<NeighborsParams>")] NeighborsParams);

impl Step for Neighbors {
    const KIND: &'static str = "neighbors";
    const VERSION: u32 = 4;
    const ABOUT: &'static str = "Each cell's nearest neighbours in the space of principal components, with the batches brought together \
         where `integrate` did so.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "cells × (components + neighbours)".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let mut part = part(&cells);
        let (name, points) = representative(&cells)?;
        neighbors(points, &self.0)?.annotate(&mut part);
        if let Some(Uns::Map(entries)) = part.uns.get_mut("neighbors")
            && let Some(Uns::Map(params)) = entries.get_mut("params")
        {
            params.insert("use_rep".into(), Uns::Text(name.into()));
        }
        give(context, &part)
    }
}
