use super::{give, input, named, part, representative};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{UmapParams, to_sparse, umap};
use lca_report::{Colour, Scatter, scatter};
use lca_tables::{AnnData, Matrix};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lays the neighbourhood graph out in the plane.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Umap(#[schemars(schema_with = "params::schema::<UmapParams>")] UmapParams);

impl Step for Umap {
    const KIND: &'static str = "umap";
    const VERSION: u32 = 3;
    const ABOUT: &'static str = "Lays the neighbourhood graph out in the plane (UMAP).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the neighbourhood graph, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let weights = to_sparse(named(&cells.obsp, "connectivities", "neighbors")?);
        let params = UmapParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let found = umap(&weights, representative(&cells)?.1, &params, context)?;
        let mut part = part(&cells);
        found.annotate(&mut part);
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        // The states come from another branch; where a table joins both, its step shows them.
        let cells = view.atlas().read_table(view.path(What::Cells)?)?;
        let title = "Map of the cells";
        let caption = "Each dot is a cell; near cells are alike, distances between groups mean little.";
        let Some(figure) = figure(&cells, title, caption, Colour::None)? else { return Ok(None) };
        Ok(Some(Section::new("Cell states").block(figure)))
    }
}

/// The map of the cells, in colours.
pub(super) fn figure(
    cells: &AnnData,
    title: &str,
    caption: &str,
    colour: Colour,
) -> Result<Option<lca_report::Figure>, StepError> {
    Ok(plane(cells, "umap", title, caption, colour).map(|plane| scatter(&plane)).transpose()?)
}

/// The cells on a map of this name, in colours.
pub(super) fn plane(
    cells: &AnnData,
    basis: &str,
    title: &str,
    caption: &str,
    colour: Colour,
) -> Option<Scatter> {
    let Some(Matrix::DenseF32(map)) = cells.obsm.get(&format!("X_{basis}")) else { return None };
    if map.ncols() < 2 {
        return None;
    }
    let points = map.rows().into_iter().map(|row| (f64::from(row[0]), f64::from(row[1]))).collect();
    let axis = |number: u8| format!("{} {number}", basis.to_uppercase());
    let (title, caption) = (title.into(), caption.into());
    Some(Scatter { title, caption, x: axis(1), y: axis(2), points, colour, ticks: false })
}
