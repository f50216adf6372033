use super::umap::plane;
use super::{give, input, named, part};
use crate::flow::Flow;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_cells::paga;
use lca_numerics::Csr;
use lca_report::Colour;
use lca_tables::{Categorical, Column, Matrix, Uns};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How states hang together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Paga {
    /// The column that tells each cell's state.
    groups: String,
}

impl Default for Paga {
    fn default() -> Self {
        Self { groups: "leiden".to_owned() }
    }
}

impl Step for Paga {
    const KIND: &'static str = "paga";
    const VERSION: u32 = 1;
    const ABOUT: &'static str =
        "How states hang together: their edges against those that chance would give (PAGA).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "the neighbourhood graph, and 16 bytes × states²".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let distances = distances(named(&cells.obsp, "distances", "neighbors")?);
        let found = paga(&distances, &states(&cells, &self.groups)?)?;
        context.value("states", found.groups.len())?;
        context.value("edges_of_tree", found.tree.iter().filter(|weight| **weight > 0.0).count())?;
        let mut part = part(&cells);
        found.annotate(&mut part, &self.groups);
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let cells = Flow::of(&[**view])?.table;
        let groups = states(&cells, &self.groups)?;
        let caption = "Discs are states, in the middle of their cells; edges are as thick as the states hang together \
                       more than chance would have it.";
        let title = "How states hang together";
        let Some(scatter) =
            ["umap", "pca"].into_iter().find_map(|basis| plane(&cells, basis, title, caption, Colour::None))
        else {
            return Ok(None);
        };
        let Some(Uns::Map(found)) = cells.uns.get("paga") else { return Ok(None) };
        let Some(Uns::Matrix(weights)) = found.get("connectivities") else { return Ok(None) };
        let (places, sizes) = middles(&scatter.points, &groups);
        let edges = edges(&weights.to_f64());
        let drawn = lca_report::States { scatter, names: groups.categories, places, sizes, edges };
        Ok(Some(Section::new("Time").block(lca_report::states(&drawn)?)))
    }
}

/// Edges of states that are worth a line, each once.
fn edges(weights: &Array2<f64>) -> Vec<(usize, usize, f64)> {
    let worth = weights.indexed_iter().filter(|((from, to), weight)| from < to && **weight > 0.02);
    worth.map(|((from, to), &weight)| (from, to, weight)).collect()
}

/// The middle of each state's cells, and how many there are.
fn middles(points: &[(f64, f64)], groups: &Categorical) -> (Vec<(f64, f64)>, Vec<usize>) {
    let mut sums = vec![(0.0, 0.0, 0_usize); groups.categories.len()];
    for (point, code) in points.iter().zip(&groups.codes) {
        if let Some(sum) = code.and_then(|code| sums.get_mut(code as usize)) {
            *sum = (sum.0 + point.0, sum.1 + point.1, sum.2 + 1);
        }
    }
    let mean = |&(x, y, count): &(f64, f64, usize)| (x / count as f64, y / count as f64);
    (sums.iter().map(mean).collect(), sums.iter().map(|sum| sum.2).collect())
}

/// The edges from each cell to its nearest.
pub(super) fn distances(matrix: &Matrix) -> Cow<'_, Csr<f64>> {
    match matrix {
        Matrix::SparseF64(distances) => Cow::Borrowed(distances),
        other => Cow::Owned(lca_cells::to_sparse(other).map(|&value| f64::from(value))),
    }
}

/// A column as states.
pub(super) fn states(cells: &lca_tables::AnnData, name: &str) -> Result<Categorical, StepError> {
    let column = cells.obs.column(name)?;
    if let Column::Categorical(states) = column {
        return Ok(states.clone());
    }
    let labels = column.to_labels().ok_or_else(|| {
        StepError::unfit(format!("column `{name}` holds numbers, not states"), "name a column of states")
    })?;
    let known: Vec<&String> = labels.iter().flatten().collect();
    let mut found = Categorical::from_texts(&known);
    let mut codes = found.codes.into_iter();
    found.codes = labels.iter().map(|label| label.as_ref().and_then(|_| codes.next().flatten())).collect();
    Ok(found)
}
