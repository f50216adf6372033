use super::{give, input};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{FilterParams, QcParams, counts_of, filter, qc};
use lca_report::KeyFigure;
use lca_tables::{AnnData, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Measures the quality of cells and genes and keeps those that pass.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Quality {
    /// What to measure beside the totals.
    #[schemars(schema_with = "params::schema::<QcParams>")]
    measure: QcParams,
    /// Which cells and genes to keep.
    #[schemars(schema_with = "params::schema::<FilterParams>")]
    keep: FilterParams,
}

impl Step for Quality {
    const KIND: &'static str = "quality";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Measures the quality of cells and genes and keeps those that pass.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the counts, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let counts = counts_of(&cells)?;
        let quality = qc(&counts, cells.var.index(), &self.measure)?;
        let kept = filter(&counts, &quality, &self.keep)?;
        let obs = DataFrame::new(cells.obs.index().to_vec());
        let var = DataFrame::new(cells.var.index().to_vec());
        let mut part = AnnData { obs, var, ..AnnData::default() };
        quality.annotate(&mut part)?;
        let (cells, genes) = counts.shape();
        context.value("cells", kept.cells.len())?;
        context.value("genes", kept.genes.len())?;
        context.value("cells_removed", cells - kept.cells.len())?;
        context.value("genes_removed", genes - kept.genes.len())?;
        give(context, &kept.select(&part)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let number = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{} cells and {} genes passed; {} cells and {} genes were left out.",
            number("cells"),
            number("genes"),
            number("cells_removed"),
            number("genes_removed"),
        );
        let key = KeyFigure::count("Cells", number("cells") as u64);
        Ok(Some(Section::new("Counts").key(key).text(text)))
    }
}
