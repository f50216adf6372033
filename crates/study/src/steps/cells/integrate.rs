use super::table::rows;
use super::{components, give, input, part};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{HarmonyParams, harmony, median_lisi};
use lca_report::number;
use lca_tables::{Categorical, Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Brings the batches together in the space of principal components.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Integrate {
    /// Column that names each cell's batch: of the table about cells, or of the cells themselves.
    batch: String,
    /// How strongly; defaults as Harmony's.
    #[serde(default)]
    #[schemars(schema_with = "params::schema::<HarmonyParams>")]
    harmony: HarmonyParams,
}

impl Step for Integrate {
    const KIND: &'static str = "integrate";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Brings the batches together in the space of principal components (Harmony).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells), Port::any("obs", What::Frame)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "8 bytes × cells × (components + clusters), twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let batch = match context.many("obs").as_slice() {
            [] => batches(&cells.obs, &self.batch)?,
            [only] => {
                let table = only.frame(What::Frame)?;
                batches(&table.select(&rows(&table, cells.obs.index())?), &self.batch)?
            }
            _ => return Err(StepError::unfit("there are two tables about cells", "name one under `obs`")),
        };
        let (_, points) = components(&cells)?;
        let seed = self.harmony.seed.wrapping_add(context.seed());
        let found = harmony(points, &batch, &HarmonyParams { seed, ..self.harmony.clone() })?;
        context.value("batches", batch.categories.len())?;
        context.value("rounds", found.rounds)?;
        // A neighbourhood of 90 cells is needed for the measure.
        if let (Ok(before), Ok(after)) =
            (median_lisi(points, &batch), median_lisi(found.scores.view(), &batch))
        {
            context.value("ilisi_before", before)?;
            context.value("ilisi_after", after)?;
        }
        let mut part = part(&cells);
        found.annotate(&mut part);
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let (Some(before), Some(after)) = (view.number("ilisi_before"), view.number("ilisi_after")) else {
            return Ok(None);
        };
        let text = format!(
            "Batches (`{}`) were brought together: a cell's neighbourhood held {} batches in effect before and {} \
             after (median; at best all {}).",
            self.batch,
            number(before),
            number(after),
            view.number("batches").unwrap_or(f64::NAN),
        );
        Ok(Some(Section::new("Cell states").text(text)))
    }
}

/// The batch of each cell, whatever the column holds.
fn batches(table: &DataFrame, column: &str) -> Result<Categorical, StepError> {
    if let Column::Int(values) = table.column(column)? {
        let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
        return Ok(Categorical::from_texts(&texts));
    }
    let texts: Option<Vec<String>> = table.texts(column)?.into_iter().collect();
    let missing =
        || StepError::unfit(format!("`{column}` is empty for some cells"), "give each cell its batch");
    Ok(Categorical::from_texts(&texts.ok_or_else(missing)?))
}
