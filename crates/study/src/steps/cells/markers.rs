use super::{LEIDEN, give, part, told};
use crate::flow::Flow;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{MarkerMethod, MarkerParams, gene_labels, rank_genes_groups};
use lca_report::{Cell, Table};
use lca_tables::{DataFrame, Uns};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Finds the genes that mark each state against all others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Markers {
    /// How groups are compared: `t-test`, `wilcoxon` or `logreg`.
    #[schemars(schema_with = "params::schema::<MarkerMethod>")]
    method: MarkerMethod,
    /// Whether Wilcoxon's variance allows for ties.
    tie_correct: bool,
    /// How many genes to keep of each state, by score; left out: all.
    n_genes: Option<usize>,
    /// The column about cells whose groups are marked.
    #[serde(skip_serializing_if = "is_leiden")]
    states: String,
}

impl Default for Markers {
    fn default() -> Self {
        let MarkerParams { method, tie_correct, n_genes } = MarkerParams::default();
        Self { method, tie_correct, n_genes, states: LEIDEN.to_owned() }
    }
}

/// Left out of a step's key, which then is that of before there was a choice.
fn is_leiden(states: &String) -> bool {
    states == LEIDEN
}

/// How many genes of each state the report shows.
const SHOWN: usize = 8;

const TESTED: &str = "The genes that set each state apart from all other cells, the surest first. The p value is \
                      that of the first gene, adjusted for the number of genes tested.";
const WEIGHED: &str = "The genes that set each state apart from all others together, by their weights in a logistic \
                       regression, the largest first.";

impl Step for Markers {
    const KIND: &'static str = "markers";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds the genes that mark each state against all others.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "a block of the normalised values, 12 million of them by gene, and states × genes".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let cells = &flow.table;
        let Self { method, tie_correct, n_genes, ref states } = *self;
        let groups = super::states(cells, states)?;
        let params = MarkerParams { method, tie_correct, n_genes };
        let found = rank_genes_groups(&flow.x()?, cells.var.index(), &groups, &params)
            .map_err(told(context, cells))?;
        let mut part = part(cells);
        found.annotate(&mut part, "rank_genes_groups", states)?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let Some(Uns::Map(found)) = part.uns.get("rank_genes_groups") else { return Ok(None) };
        let Some(Uns::DataFrame(names)) = found.get("names") else { return Ok(None) };
        // The logistic method has weights in place of p values.
        let (values, caption, heading) = match (found.get("pvals_adj"), found.get("scores")) {
            (Some(Uns::DataFrame(p)), _) => (p, TESTED, "Adjusted p of the first gene"),
            (_, Some(Uns::DataFrame(scores))) => (scores, WEIGHED, "Weight of the first gene"),
            _ => return Ok(None),
        };
        let labels = gene_labels(&Flow::of(&[**view])?.table.var);
        let table = Table {
            caption: caption.into(),
            header: ["State", "Genes", heading].map(str::to_owned).to_vec(),
            rows: rows(names, values, &labels)?,
        };
        Ok(Some(Section::new("Markers").block(table)))
    }
}

fn rows(
    names: &DataFrame,
    p: &DataFrame,
    labels: &HashMap<String, String>,
) -> Result<Vec<Vec<Cell>>, StepError> {
    let mut rows = Vec::new();
    for (state, column) in names.columns() {
        let genes = column.to_texts().unwrap_or_default();
        let label = |gene: String| labels.get(&gene).cloned().unwrap_or(gene);
        let genes: Vec<String> = genes.into_iter().flatten().take(SHOWN).map(label).collect();
        let first = p.numbers(state)?.first().copied().unwrap_or(f64::NAN);
        rows.push(vec![state.as_str().into(), genes.join(", ").into(), first.into()]);
    }
    Ok(rows)
}
