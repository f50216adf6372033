use super::table::rows;
use super::{LEIDEN, input, states};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_cells::{adjusted_rand_index, normalized_mutual_information};
use lca_report::{KeyFigure, number};
use lca_tables::{Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Holds the states found against groups that were known beforehand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreClusters {
    /// Column of the truth that names each cell's group.
    column: String,
    /// Score only the cells where another column holds this value.
    #[serde(default)]
    only: Option<Only>,
}

/// A column and the value it must hold.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Only {
    /// The column.
    column: String,
    /// The value.
    value: String,
}

impl Step for ScoreClusters {
    const KIND: &'static str = "score-clusters";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Holds the states found against groups that were known beforehand.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells), Port::one("truth", What::Frame)];
    const GIVES: &'static [What] = &[What::Scores];

    fn memory(&self) -> String {
        "the cells' table and the truth".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let states = states(&cells, LEIDEN)?;
        let truth = context.one("truth")?.frame(What::Frame)?;
        let truth = truth.select(&rows(&truth, cells.obs.index())?);
        let known = texts(&truth, &self.column)?;
        let scored = match &self.only {
            Some(only) => texts(&truth, &only.column)?
                .iter()
                .map(|text| text.as_deref() == Some(only.value.as_str()))
                .collect(),
            None => vec![true; known.len()],
        };
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let (mut found, mut truth) = (Vec::new(), Vec::new());
        for (at, name) in known.iter().enumerate().filter(|(at, _)| scored[*at]) {
            if let (Some(name), Some(state)) = (name, states.codes[at]) {
                let next = numbers.len() as u32;
                truth.push(*numbers.entry(name.clone()).or_insert(next));
                found.push(state);
            }
        }
        if found.len() < 2 {
            let what = format!("only {} cells have both a state and a known group", found.len());
            return Err(StepError::unfit(what, "check `column` and `only`"));
        }
        context.scores(&[
            ("ari", adjusted_rand_index(&truth, &found)),
            ("nmi", normalized_mutual_information(&truth, &found)),
            ("cells_scored", found.len() as f64),
        ])
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "Held against `{}` on {} cells, which the search never saw: adjusted Rand index {}, normalised \
             mutual information {} (both 1 at best; the first is 0 by chance).",
            self.column,
            value("cells_scored"),
            number(value("ari")),
            number(value("nmi")),
        );
        let key = KeyFigure::new("States against known groups (ARI)", number(value("ari")));
        Ok(Some(Section::new("Cell states").key(key).text(text)))
    }
}

/// A column as texts, whatever it holds.
fn texts(frame: &DataFrame, name: &str) -> Result<Vec<Option<String>>, StepError> {
    let column = frame.column(name)?;
    Ok(match column {
        Column::Int(values) => values.iter().map(|value| Some(value.to_string())).collect(),
        Column::Bool(values) => values.iter().map(|value| Some(value.to_string())).collect(),
        _ => frame.texts(name)?,
    })
}
