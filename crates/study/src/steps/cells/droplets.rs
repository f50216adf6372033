use super::{counts, give, part};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{DropletParams, empty_droplets};
use lca_report::{Colour, KeyFigure, Scatter, number, scatter};
use lca_tables::{Column, Uns};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tells droplets with a cell from empty ones in a raw matrix of all barcodes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct EmptyDroplets(#[schemars(schema_with = "params::schema::<DropletParams>")] DropletParams);

/// The most points of the figure of ranks.
const POINTS: usize = 400;

impl Step for EmptyDroplets {
    const KIND: &'static str = "empty-droplets";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Keeps the droplets that held a cell, of a raw matrix of all barcodes.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the counts, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let (cells, counts) = counts(context)?;
        let params = DropletParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let found = empty_droplets(&counts, &params)?;
        let kept: Vec<usize> = (0..found.is_cell.len()).filter(|row| found.is_cell[*row]).collect();
        context.value("droplets", found.is_cell.len())?;
        context.value("cells", kept.len())?;
        context.value("limited", found.limited)?;
        if let Some(ranks) = found.ranks {
            context.value("knee", ranks.knee)?;
            context.value("inflection", ranks.inflection)?;
        }
        if kept.is_empty() {
            let what = format!("none of {} droplets is called a cell", found.is_cell.len());
            return Err(StepError::unfit(
                what,
                "raise `fdr`, or give `retain`, the counts from which all are kept",
            ));
        }
        let mut part = part(&cells);
        found.annotate(&mut part)?;
        if let Some(Uns::Map(said)) = part.uns.get_mut("droplets") {
            let (ranks, totals) = curve(&lca_numerics::sparse::row_sums(&counts));
            said.insert("curve_rank".into(), Uns::Floats(ranks));
            said.insert("curve_counts".into(), Uns::Floats(totals));
        }
        part.obs = part.obs.select(&kept);
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let value = |name: &str| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "Of {} droplets {} held a cell; the others have no more than ambient RNA. Knee of the barcode ranks at {} \
             counts, inflection at {}.",
            value("droplets"),
            value("cells"),
            number(value("knee")),
            number(value("inflection")),
        );
        let key = KeyFigure::count("Droplets with a cell", value("cells") as u64);
        let section = Section::new("Counts").key(key).text(text);
        let Some(Uns::Map(said)) = part.uns.get("droplets") else { return Ok(Some(section)) };
        let (Some(Uns::Floats(ranks)), Some(Uns::Floats(totals))) =
            (said.get("curve_rank"), said.get("curve_counts"))
        else {
            return Ok(Some(section));
        };
        let points = ranks.iter().zip(totals).map(|(rank, total)| (rank.log10(), total.log10())).collect();
        let figure = scatter(&Scatter {
            title: "Counts by rank of the barcode".into(),
            caption: "Barcodes from the largest to the smallest; those before the bend hold cells.".into(),
            x: "log10 rank".into(),
            y: "log10 counts".into(),
            points,
            colour: Colour::None,
            ticks: true,
        })?;
        Ok(Some(section.block(figure)))
    }
}

/// Ranks at even steps of their logarithm, and the counts there.
fn curve(totals: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut sorted: Vec<f64> = totals.iter().copied().filter(|total| *total > 0.0).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let last = (sorted.len().max(1) as f64).ln();
    let mut ranks: Vec<usize> =
        (0..POINTS).map(|at| (last * at as f64 / (POINTS - 1) as f64).exp().round() as usize).collect();
    ranks.dedup();
    ranks.retain(|rank| (1..=sorted.len()).contains(rank));
    (ranks.iter().map(|rank| *rank as f64).collect(), ranks.iter().map(|rank| sorted[rank - 1]).collect())
}

/// The ambient profile that a step `empty-droplets` found.
pub(super) fn profile(cells: &lca_tables::AnnData) -> Option<Vec<f64>> {
    match cells.var.column("ambient_profile") {
        Ok(Column::Float(shares)) => Some(shares.clone()),
        _ => None,
    }
}
