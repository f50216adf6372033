use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{Join, join_samples};
use lca_report::KeyFigure;
use lca_tables::{AnnData, Categorical, Column};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Joins the cells of several samples into one table.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct JoinSamples {
    /// `inner`: the genes of every sample; `outer`: those of any, which count 0 where a sample lacks them.
    #[schemars(schema_with = "params::schema::<Join>")]
    genes: Join,
    /// What is known of the samples, a value for each in the order of `from`: `{ donor = ["A", "B"] }`. Each becomes a
    /// column about cells.
    known: BTreeMap<String, Vec<String>>,
}

impl Step for JoinSamples {
    const KIND: &'static str = "join-samples";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Joins the cells of several samples into one table.";
    const PORTS: &'static [Port] = &[Port::some("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const ANEW: bool = true;

    fn memory(&self) -> String {
        "the counts of all samples, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let sites = context.many("cells");
        let read = |site: &crate::Site<'_>| Ok((site.id().to_string(), site.cells()?));
        let samples = sites.iter().map(read).collect::<Result<Vec<_>, StepError>>()?;
        let named: Vec<(&str, &AnnData)> =
            samples.iter().map(|(name, table)| (name.as_str(), table)).collect();
        let mut whole = join_samples(&named, self.genes)?;
        for (column, values) in &self.known {
            if values.len() != samples.len() {
                return Err(StepError::unfit(
                    format!("`known.{column}` has {} values for {} samples", values.len(), samples.len()),
                    "give one for each step under `from`",
                ));
            }
            let of = samples.iter().zip(values);
            let cells: Vec<&String> =
                of.flat_map(|((_, table), value)| std::iter::repeat_n(value, table.obs.rows())).collect();
            whole.obs.set(column, Column::Categorical(Categorical::from_texts(&cells)))?;
        }
        context.value("samples", samples.len())?;
        context.value("cells", whole.obs.rows())?;
        context.value("genes", whole.var.rows())?;
        context.write_cells(What::Cells, &whole)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let samples = view.number("samples").unwrap_or(f64::NAN);
        Ok(Some(Section::new("Counts").key(KeyFigure::count("Samples", samples as u64))))
    }
}
