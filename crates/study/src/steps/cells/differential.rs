use super::given::groups;
use super::{give, part, whole};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{DeParams, counts_of, differ_by_state, gene_labels, pseudobulk};
use lca_report::{Cell, Table, number};
use lca_tables::{Categorical, Column, DataFrame, Uns};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Finds genes that differ between two conditions within each state, samples as replicates.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DifferentialExpression {
    /// Column about cells that holds each one's condition.
    condition: String,
    /// The condition whose change is asked for.
    treated: String,
    /// The condition it is held against.
    reference: String,
    /// Column about cells that tells the replicates apart.
    #[serde(default = "sample")]
    sample: String,
    /// Columns that may shift every gene, such as donor or batch.
    #[serde(default)]
    also: Vec<String>,
    /// The column about cells whose groups are compared.
    #[serde(default = "leiden")]
    states: String,
    /// Cells that a sample must have of a state.
    #[serde(default = "ten")]
    min_cells: usize,
    /// How differences are judged.
    #[serde(default)]
    #[schemars(schema_with = "params::schema::<DeParams>")]
    de: DeParams,
}

fn sample() -> String {
    "sample".into()
}

fn leiden() -> String {
    "leiden".into()
}

const fn ten() -> usize {
    10
}

/// Below this adjusted p value a gene is counted as changed.
const CALLED: f64 = 0.05;
/// How many genes of each state the report shows.
const SHOWN: usize = 8;

impl Step for DifferentialExpression {
    const KIND: &'static str = "differential-expression";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Finds genes that differ between two conditions within each state, from sums of each sample's counts.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the counts, and 8 bytes × states × samples × genes, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = whole(context)?;
        let counts = counts_of(&cells)?;
        let (states, samples) = (groups(&cells.obs, &self.states)?, groups(&cells.obs, &self.sample)?);
        let bulk = pseudobulk(&counts, &states, &samples, self.min_cells)?;
        let condition = of_samples(&cells.obs, &self.condition, &samples)?;
        for asked in [&self.treated, &self.reference] {
            known(asked, &self.condition, &condition)?;
        }
        let also = self.also.iter().map(|name| Ok((name.clone(), of_samples(&cells.obs, name, &samples)?)));
        let also = also.collect::<Result<Vec<_>, StepError>>()?;
        let found = differ_by_state(&bulk, &condition, (&self.treated, &self.reference), &also, &self.de)?;
        let mut tables = BTreeMap::new();
        for state in &found.states {
            let table = state.found.table(cells.var.index())?;
            let called = table.numbers("padj")?.iter().filter(|p| **p < CALLED).count();
            let what = format!("{called} of {} genes changed, {} samples", table.rows(), state.samples.len());
            context.value(&format!("state {}", state.state), what)?;
            // A slash would make a group of its own in the store.
            tables.insert(state.state.replace('/', "_"), Uns::DataFrame(table));
        }
        for (state, why) in &found.left_out {
            context.value(&format!("state {state}"), format!("left out: {why}"))?;
        }
        let mut part = part(&cells);
        part.uns.insert("differential_expression".into(), Uns::Map(tables));
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let Some(Uns::Map(tables)) = part.uns.get("differential_expression") else { return Ok(None) };
        let labels = gene_labels(&view.cells()?.var);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for (state, table) in tables {
            let Uns::DataFrame(table) = table else { continue };
            let (p, change) = (table.numbers("padj")?, table.numbers("log2FoldChange")?);
            let called = p.iter().filter(|p| **p < CALLED).count();
            let gene = |(gene, change): (&String, &f64)| {
                format!("{} ({})", labels.get(gene).unwrap_or(gene), number(*change))
            };
            let first: Vec<String> =
                table.index().iter().zip(&change).take(SHOWN.min(called)).map(gene).collect();
            let figures = [called, table.rows()].map(|count| Cell::Figure(count.to_string()));
            rows.push(
                [vec![state.as_str().into()], figures.to_vec(), vec![first.join(", ").into()]].concat(),
            );
        }
        let table = Table {
            caption: format!(
                "Genes changed in {} against {} at a false discovery rate of 5 %, samples as replicates; the surest \
                 first, with the log2 of the change.",
                self.treated, self.reference
            ),
            header: ["State", "Changed", "Tested", "Genes"].map(str::to_owned).to_vec(),
            rows,
        };
        Ok(Some(Section::new("Differences between conditions").block(table)))
    }
}

/// Refuses a condition that no sample is in, which would leave out every state.
fn known(asked: &str, column: &str, of: &BTreeMap<String, String>) -> Result<(), StepError> {
    if of.values().any(|value| value == asked) {
        return Ok(());
    }
    let there: BTreeSet<&str> = of.values().map(String::as_str).collect();
    let there = there.into_iter().collect::<Vec<_>>().join(", ");
    Err(StepError::unfit(format!("no sample has `{asked}` as its {column}"), format!("there are: {there}")))
}

/// The value that all cells of a sample have in a column.
fn of_samples(
    obs: &DataFrame,
    column: &str,
    samples: &Categorical,
) -> Result<BTreeMap<String, String>, StepError> {
    if let Column::Float(_) = obs.column(column)? {
        return Err(StepError::unfit(format!("`{column}` holds measurements"), "name a column of groups"));
    }
    let values = groups(obs, column)?;
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    for cell in 0..obs.rows() {
        let (Some(sample), Some(value)) = (samples.get(cell), values.get(cell)) else { continue };
        let known = of.entry(sample.to_owned()).or_insert_with(|| value.to_owned());
        if known != value {
            let what = format!("sample `{sample}` has both `{known}` and `{value}` as its {column}");
            return Err(StepError::unfit(what, "name a `sample` column that is finer"));
        }
    }
    Ok(of)
}
