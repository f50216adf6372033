use super::{LEIDEN, counts, droplets, give, part, states};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{AmbientParams, ambient_fraction};
use lca_report::percent;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Estimates how much of the counts is ambient RNA.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct AmbientShare(#[schemars(schema_with = "params::schema::<AmbientParams>")] AmbientParams);

impl Step for AmbientShare {
    const KIND: &'static str = "ambient";
    const VERSION: u32 = 1;
    const ABOUT: &'static str =
        "Estimates how much of the counts is ambient RNA, from genes that a state does not express.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the counts, and 8 bytes × states × genes".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let (cells, counts) = counts(context)?;
        let profile = droplets::profile(&cells);
        let found = ambient_fraction(&counts, &*states(&cells, LEIDEN)?, profile.as_deref(), &self.0)?;
        context.value("fraction", found.fraction)?;
        context.value("interval", [found.interval.0, found.interval.1])?;
        context.value("pairs", found.pairs)?;
        context.value("profile_of_empty_droplets", found.measured)?;
        let mut part = part(&cells);
        found.annotate(&mut part)?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let Some(fraction) = view.number("fraction") else { return Ok(None) };
        let text = format!(
            "About {} of the counts are ambient RNA, by {} pairs of a gene and a state that does not express it.",
            percent(fraction),
            view.number("pairs").unwrap_or(f64::NAN),
        );
        Ok(Some(Section::new("Counts").text(text)))
    }
}
