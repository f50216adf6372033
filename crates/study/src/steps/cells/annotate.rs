use super::given::{gene_names, groups, logged, shared_names};
use super::{give, part, whole};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{
    MarkerSet, MatchParams, Measured, NamingParams, Stated, Transfer, TransferParams, UNKNOWN, marker_sets,
    match_states, name_states, transfer,
};
use lca_report::{Cell, KeyFigure, Table, number, percent};
use lca_tables::{AnnData, DataFrame, Uns};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names the types of cells, by genes that mark types or by a labelled reference.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Annotate {
    /// The genes of each type, by its name; one that it lacks with a minus before it.
    types: BTreeMap<String, Vec<String>>,
    /// The column about cells whose groups are named.
    states: String,
    /// Of the reference: the column that holds its types.
    labels: String,
    /// How marker genes name states.
    #[schemars(schema_with = "params::schema::<NamingParams>")]
    naming: NamingParams,
    /// How types are taken over from the reference.
    #[schemars(schema_with = "params::schema::<TransferParams>")]
    transfer: TransferParams,
    /// From when on a state is like a type of the reference; else its cells are unknown.
    #[serde(rename = "match")]
    #[schemars(schema_with = "params::schema::<MatchParams>")]
    matching: MatchParams,
}

impl Default for Annotate {
    fn default() -> Self {
        Self {
            types: BTreeMap::new(),
            states: "leiden".into(),
            labels: "cell_type".into(),
            naming: NamingParams::default(),
            transfer: TransferParams::default(),
            matching: MatchParams::default(),
        }
    }
}

impl Step for Annotate {
    const KIND: &'static str = "annotate";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Names types of cells, by genes that mark types or by a labelled reference.";
    const PORTS: &'static [Port] = &[
        Port::one("cells", What::Cells),
        Port::any("markers", What::Frame),
        Port::any("reference", What::Cells),
    ];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the normalised values, and states × genes; with a reference, both sets' chosen genes three times"
            .into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = whole(context)?;
        let sets = self.sets(context)?;
        match (context.many("reference").as_slice(), sets.is_empty()) {
            ([], false) => self.by_markers(context, &cells, &sets),
            ([reference], true) => self.by_reference(context, &cells, &reference.cells()?),
            ([], true) => Err(StepError::unfit(
                "there is nothing to name types by",
                "give `types`, `markers` or a `reference`",
            )),
            _ => Err(StepError::unfit(
                "there are several things to name types by",
                "give marker genes or one reference",
            )),
        }
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let Some(Uns::DataFrame(table)) = part.uns.get("cell_type") else { return Ok(None) };
        let by_markers = table.column("second").is_ok();
        let shown: &[&str] = if by_markers {
            &["cell_type", "confidence", "effect", "p_adjusted", "second"]
        } else {
            &["cell_type", "share", "unknown", "confidence"]
        };
        let mut rows = Vec::new();
        for (at, state) in table.index().iter().enumerate() {
            let mut row: Vec<Cell> = vec![state.as_str().into()];
            for name in shown {
                row.push(match table.numbers(name) {
                    Ok(values) => values[at].into(),
                    Err(_) => table.texts(name)?[at].clone().unwrap_or_default().into(),
                });
            }
            rows.push(row);
        }
        let named = rows.len() as f64 - view.number("unknown_states").unwrap_or(0.0);
        let caption = if by_markers {
            "What each state is by its marker genes: how often it stays the best when the genes are drawn again \
             (confidence), how far its genes stand out in standard deviations of cells (effect), whether random genes do \
             so too (p), and which type comes next."
        } else {
            "What the cells of each state are by the reference: the type of most, its share, the share of cells the \
             reference does not know, and the mean calibrated confidence."
        };
        let header = std::iter::once("State").chain(shown.iter().copied()).map(str::to_owned).collect();
        let section = Section::new("Cell types").key(KeyFigure::count("Named states", named as u64));
        let section = section.block(Table { caption: caption.into(), header, rows });
        Ok(Some(match (view.number("accuracy"), view.number("calibration_error")) {
            (Some(accuracy), Some(error)) => section.text(format!(
                "Left out in turn, {} of the reference's own cells got their type back; confidence was off by {} on \
                 average there. {} of the cells are unknown to the reference.",
                percent(accuracy),
                number(error),
                percent(view.number("unknown_cells").unwrap_or(f64::NAN)),
            )),
            _ => section,
        }))
    }
}

impl Annotate {
    /// The sets of both the parameters and the tables.
    fn sets(&self, context: &Context<'_>) -> Result<Vec<MarkerSet>, StepError> {
        let mut sets: Vec<MarkerSet> = Vec::new();
        for (name, genes) in &self.types {
            let lacks = genes.iter().filter_map(|gene| gene.strip_prefix('-')).map(str::to_owned).collect();
            let genes = genes.iter().filter(|gene| !gene.starts_with('-')).cloned().collect();
            sets.push(MarkerSet { name: name.clone(), genes, lacks });
        }
        for table in context.many("markers") {
            sets.extend(marker_sets(&table.frame(What::Frame)?)?);
        }
        Ok(sets)
    }

    fn by_markers(
        &self,
        context: &Context<'_>,
        cells: &AnnData,
        sets: &[MarkerSet],
    ) -> Result<(), StepError> {
        let x = logged(cells)?;
        let names = gene_names(&cells.var, sets.iter().flat_map(|set| set.genes.iter().chain(&set.lacks)));
        let states = groups(&cells.obs, &self.states)?;
        let seed = self.naming.seed.wrapping_add(context.seed());
        let found = name_states(&x, &names, &states, sets, &NamingParams { seed, ..self.naming.clone() })?;
        for (name, genes) in &found.missing {
            context.value(&format!("{name}: genes not measured"), genes.join(", "))?;
        }
        told(context, &found.table()?)?;
        let mut part = part(cells);
        found.annotate(&mut part, &states)?;
        give(context, &part)
    }

    fn by_reference(
        &self,
        context: &Context<'_>,
        cells: &AnnData,
        reference: &AnnData,
    ) -> Result<(), StepError> {
        let (own, theirs) = shared_names(&cells.var, &reference.var);
        let (x, known) = (logged(cells)?, logged(reference)?);
        let labels = groups(&reference.obs, &self.labels)?;
        let seed = self.transfer.seed.wrapping_add(context.seed());
        let query = Measured { x: &x, genes: &own };
        let reference = Measured { x: &known, genes: &theirs };
        let params = TransferParams { seed, ..self.transfer.clone() };
        let mut found = transfer(query, reference, &labels, &params)?;
        // The groups of cells may not have been found yet.
        let states = groups(&cells.obs, &self.states).ok().filter(|states| states.categories.len() > 1);
        if let Some(states) = &states {
            let query = Stated { measured: query, states };
            let types = Stated { measured: reference, states: &labels };
            found.unlike(states, &match_states(query, types, &self.matching)?)?;
        }
        context.value("genes", found.genes)?;
        context.value("accuracy", found.accuracy)?;
        context.value("calibration_error", found.calibration_error)?;
        context.value("unknown_cells", share_unknown(&found))?;
        let mut part = part(cells);
        found.annotate(&mut part)?;
        if let Some(states) = &states {
            let table = found.states(states)?;
            told(context, &table)?;
            part.uns.insert("cell_type".into(), Uns::DataFrame(table));
        }
        give(context, &part)
    }
}

fn share_unknown(found: &Transfer) -> f64 {
    found.known.iter().filter(|known| !**known).count() as f64 / found.known.len().max(1) as f64
}

/// Keeps the name of each state, and how many have none.
fn told(context: &Context<'_>, table: &DataFrame) -> Result<(), StepError> {
    let names: Vec<String> = table.texts("cell_type")?.into_iter().flatten().collect();
    let sure = table.numbers("confidence")?;
    for ((state, name), sure) in table.index().iter().zip(&names).zip(sure) {
        context.value(&format!("state {state}"), format!("{name} ({})", number(sure)))?;
    }
    context.value("unknown_states", names.iter().filter(|name| *name == UNKNOWN).count())
}
