use super::{counts, give, part};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{SpikeParams, calibrate};
use lca_report::{KeyFigure, number, percent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Turns counts into molecules per cell by spiked-in RNA.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Calibrate(#[schemars(schema_with = "params::schema::<SpikeParams>")] SpikeParams);

impl Step for Calibrate {
    const KIND: &'static str = "calibrate";
    const VERSION: u32 = 1;
    const ABOUT: &'static str =
        "Turns counts into molecules per cell by RNA of known amount that was spiked in.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the counts, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let (cells, counts) = counts(context)?;
        let found = calibrate(&counts, cells.var.index(), cells.obs.index(), &self.0)?;
        let known =
            |values: &[f64]| values.iter().copied().filter(|value| value.is_finite()).collect::<Vec<f64>>();
        let efficiency = known(&found.efficiency);
        context.value("spiked_in", found.spiked.iter().filter(|spiked| **spiked).count())?;
        context.value("cells_without", found.efficiency.len() - efficiency.len())?;
        context.value("efficiency", lca_numerics::stats::median(&efficiency))?;
        context.value("molecules_per_cell", lca_numerics::stats::median(&known(&found.molecules)))?;
        let mut part = part(&cells);
        found.annotate(&mut part)?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name: &str| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{} genes were spiked in: of their molecules {} were counted in a cell, so a cell holds {} molecules of its \
             own RNA (medians); {} cells have no spiked-in counts, and no number.",
            value("spiked_in"),
            percent(value("efficiency")),
            number(value("molecules_per_cell")),
            value("cells_without"),
        );
        let key = KeyFigure::new("Molecules per cell", number(value("molecules_per_cell")));
        Ok(Some(Section::new("Counts").key(key).text(text)))
    }
}
