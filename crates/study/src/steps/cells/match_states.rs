use super::given::{groups, logged, shared_names};
use super::{give, part, whole};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{MatchParams, Measured, Stated, Verdict, match_states};
use lca_report::{Cell, KeyFigure, Table};
use lca_tables::{DataFrame, Matrix, Uns};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Matches the states of two data sets, and tells which are new.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MatchStates {
    /// The column about cells that holds their states.
    states: String,
    /// That of the other data set.
    other_states: String,
    /// How states are matched.
    #[serde(rename = "match")]
    #[schemars(schema_with = "params::schema::<MatchParams>")]
    matching: MatchParams,
}

impl Default for MatchStates {
    fn default() -> Self {
        Self { states: "leiden".into(), other_states: "leiden".into(), matching: MatchParams::default() }
    }
}

impl Step for MatchStates {
    const KIND: &'static str = "match-states";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Matches the states of two data sets, and tells which are new.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells), Port::one("other", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "4 bytes × cells of both × genes used".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let (cells, other) = (whole(context)?, context.one("other")?.cells()?);
        let (own, theirs) = shared_names(&cells.var, &other.var);
        let (x, y) = (logged(&cells)?, logged(&other)?);
        let states = groups(&cells.obs, &self.states)?;
        let others = groups(&other.obs, &self.other_states)?;
        let found = match_states(
            Stated { measured: Measured { x: &x, genes: &own }, states: &states },
            Stated { measured: Measured { x: &y, genes: &theirs }, states: &others },
            &self.matching,
        )?;
        context.value("genes", found.genes)?;
        for (name, states) in [("state", &found.first), ("other's state", &found.second)] {
            for state in states {
                let best = state.best.as_deref().unwrap_or("none");
                let what = format!("{}, best {best} (AUROC {:.3})", state.verdict.word(), state.auroc);
                context.value(&format!("{name} {}", state.state), what)?;
            }
        }
        let new = |states: &[lca_cells::StateMatch]| {
            states.iter().filter(|state| state.verdict == Verdict::New).count()
        };
        context.value("new_states", new(&found.first))?;
        context.value("new_states_of_other", new(&found.second))?;
        let mut part = part(&cells);
        let entries = [
            ("states".to_owned(), Uns::DataFrame(found.table(false)?)),
            ("other_states".to_owned(), Uns::DataFrame(found.table(true)?)),
            ("auroc".to_owned(), Uns::Matrix(Matrix::DenseF64(found.auroc.clone()))),
        ];
        part.uns.insert("state_matches".into(), Uns::Map(BTreeMap::from(entries)));
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let Some(Uns::Map(found)) = part.uns.get("state_matches") else { return Ok(None) };
        let (Some(Uns::DataFrame(own)), Some(Uns::DataFrame(theirs))) =
            (found.get("states"), found.get("other_states"))
        else {
            return Ok(None);
        };
        let key = KeyFigure::count(
            "States the other data set lacks",
            view.number("new_states").unwrap_or(0.0) as u64,
        );
        let caption = "Each state and the one it is most like in the other data set. Same: each is the other's best; part: \
                       its best has a better one; new: none is like it; few: too few cells to tell.";
        let other = "The same of the other data set's states.";
        let section = Section::new("States across data sets").key(key);
        Ok(Some(section.block(table(own, caption)?).block(table(theirs, other)?)))
    }
}

fn table(found: &DataFrame, caption: &str) -> Result<Table, StepError> {
    let (best, verdict) = (found.texts("best")?, found.texts("verdict")?);
    let (cells, auroc, correlation) =
        (found.numbers("cells")?, found.numbers("auroc")?, found.numbers("correlation")?);
    let row = |(at, state): (usize, &String)| {
        vec![
            state.as_str().into(),
            Cell::Figure(cells[at].to_string()),
            verdict[at].clone().unwrap_or_default().into(),
            best[at].clone().unwrap_or_default().into(),
            auroc[at].into(),
            correlation[at].into(),
        ]
    };
    let header = ["State", "Cells", "It is", "Best of the other", "AUROC", "Correlation"];
    Ok(Table {
        caption: caption.into(),
        header: header.map(str::to_owned).to_vec(),
        rows: found.index().iter().enumerate().map(row).collect(),
    })
}
