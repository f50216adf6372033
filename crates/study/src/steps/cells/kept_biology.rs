use super::given::groups;
use super::{give, input, part, representation};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{KeptBiology, KeptParams, LeidenParams, NeighborsParams, biology_kept, leiden, neighbors};
use lca_report::{Cell, KeyFigure, Table, number, percent};
use lca_tables::{Categorical, DataFrame, Uns};
use ndarray::{ArrayView2, Axis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Measures how much of each state's biology a correction of batches has kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptBiologyStep {
    /// Column about cells that holds each one's batch.
    batch: String,
    /// The column about cells whose groups are judged.
    #[serde(default = "states")]
    states: String,
    /// How it is measured.
    #[serde(default)]
    #[schemars(schema_with = "params::schema::<KeptParams>")]
    measure: KeptParams,
}

fn states() -> String {
    "leiden".into()
}

impl Step for KeptBiologyStep {
    const KIND: &'static str = "kept-biology";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Measures how much of each state's biology a correction of batches has kept.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "8 bytes × cells × (components + neighbours), four times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let before = representation(&cells, "X_pca")?.1;
        let after = representation(&cells, "X_pca_harmony")?.1;
        let batch = groups(&cells.obs, &self.batch)?;
        let states = groups(&cells.obs, &self.states)?;
        let kept = biology_kept(before, after, &batch, &states, &self.measure)?;
        let alone = alone(before, &batch, context.seed())?;
        let fair = biology_kept(before, after, &batch, &alone, &self.measure)?;
        context.value("neighbours_kept", kept.all.neighbours)?;
        context.value("neighbours_by_chance", kept.chance)?;
        for (name, of) in [("", &kept), ("alone_", &fair)] {
            context.value(&format!("{name}silhouette_before"), of.all.silhouette.before)?;
            context.value(&format!("{name}silhouette_after"), of.all.silhouette.after)?;
        }
        let explained: BTreeMap<&str, [f64; 2]> =
            kept.explained.iter().map(|(name, of)| (name.as_str(), [of.before, of.after])).collect();
        context.value("explained", explained)?;
        if kept.ilisi.after.is_finite() {
            context.value("ilisi_before", kept.ilisi.before)?;
            context.value("ilisi_after", kept.ilisi.after)?;
        }
        let mut part = part(&cells);
        part.uns.insert("kept_biology".into(), uns(&kept, &fair)?);
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let Some(Uns::Map(found)) = part.uns.get("kept_biology") else { return Ok(None) };
        let (Some(Uns::DataFrame(all)), Some(Uns::DataFrame(alone))) =
            (found.get("states"), found.get("states_of_batches"))
        else {
            return Ok(None);
        };
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "What bringing the batches together has cost: within its own batch, where a correction should change nothing, \
             a cell kept {} of its nearest neighbours ({} by chance). Batches in a neighbourhood rose from {} to {} \
             (iLISI, median). Of each batch, states explain this share of the components' variance before and after: {}.",
            percent(value("neighbours_kept")),
            percent(value("neighbours_by_chance")),
            number(value("ilisi_before")),
            number(value("ilisi_after")),
            explained(view),
        );
        let key = KeyFigure::new("Neighbours kept within batches", percent(value("neighbours_kept")));
        let caption = "How well each state is kept within the batches: purity is the share of neighbours of the state, \
                       the silhouette tells it from the nearest other state (1 far, 0 not at all), cLISI how many states a \
                       neighbourhood over all batches holds. These states were found after the correction, which flatters it.";
        let fair = "The same of the states that each batch shows alone before any correction: what falls most here is what \
                    the correction has blurred.";
        let section = Section::new("What the correction cost").key(key).text(text);
        Ok(Some(section.block(table(all, caption)?).block(table(alone, fair)?)))
    }
}

/// States of each batch by itself, before the correction.
fn alone(points: ArrayView2<f32>, batch: &Categorical, seed: u64) -> Result<Categorical, StepError> {
    let mut names = vec![String::new(); batch.codes.len()];
    for (code, name) in batch.categories.iter().enumerate() {
        let cells: Vec<usize> =
            (0..names.len()).filter(|&cell| batch.codes[cell] == Some(code as u32)).collect();
        if cells.len() < 2 {
            cells.iter().for_each(|&cell| names[cell] = format!("{name}:0"));
            continue;
        }
        let own = points.select(Axis(0), &cells);
        let graph = neighbors(own.view(), &NeighborsParams::default())?;
        let found = leiden(&graph.connectivities, &LeidenParams { seed, ..LeidenParams::default() })?;
        cells.iter().zip(&found.labels).for_each(|(&cell, label)| names[cell] = format!("{name}:{label}"));
    }
    Ok(Categorical::from_texts(&names))
}

fn uns(kept: &KeptBiology, alone: &KeptBiology) -> Result<Uns, StepError> {
    let tables = [("states", kept), ("states_of_batches", alone)];
    let mut map = BTreeMap::new();
    for (name, of) in tables {
        map.insert(name.to_owned(), Uns::DataFrame(of.table()?));
    }
    Ok(Uns::Map(map))
}

fn explained(view: &View<'_>) -> String {
    let Some(of) = view.record().values.get("explained").and_then(|value| value.as_object()) else {
        return String::new();
    };
    let share = |value: Option<&serde_json::Value>| {
        percent(value.and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN))
    };
    let one = |(name, pair): (&String, &serde_json::Value)| {
        format!("{name} {} and {}", share(pair.get(0)), share(pair.get(1)))
    };
    of.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn table(found: &DataFrame, caption: &str) -> Result<Table, StepError> {
    let names = [
        "cells",
        "batches",
        "neighbours_kept",
        "purity_before",
        "purity_after",
        "silhouette_before",
        "silhouette_after",
        "clisi_before",
        "clisi_after",
    ];
    let columns = names.iter().map(|name| found.numbers(name)).collect::<Result<Vec<_>, _>>()?;
    let row = |(at, state): (usize, &String)| {
        let numbers = columns.iter().map(|column| Cell::from(column[at]));
        std::iter::once(Cell::from(state.as_str())).chain(numbers).collect()
    };
    let header = std::iter::once("State".to_owned()).chain(names.iter().map(|name| name.replace('_', " ")));
    Ok(Table {
        caption: caption.into(),
        header: header.collect(),
        rows: found.index().iter().enumerate().map(row).collect(),
    })
}
