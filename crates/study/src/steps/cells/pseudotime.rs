use super::umap::plane;
use super::{give, input, named, part};
use crate::flow::Flow;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_cells::{
    BranchParams, DiffmapParams, PseudotimeParams, diffmap, dpt, dpt_branches, root_cell, to_sparse,
};
use lca_report::{Colour, scatter};
use lca_tables::AnnData;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far each cell has come from a root.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Pseudotime {
    /// The name of the cell from which time runs.
    root: Option<String>,
    /// The state, of the column `groups`, in which time begins: at the cell farthest from all other states.
    root_state: Option<String>,
    /// The column that tells each cell's state.
    groups: String,
    /// Diffusion components to keep.
    n_comps: usize,
    /// Components that time is taken from.
    n_dcs: usize,
    /// Forks to look for.
    n_branchings: usize,
    /// A branch has at least this share of the cells.
    min_group_size: f64,
}

impl Default for Pseudotime {
    fn default() -> Self {
        let branches = BranchParams::default();
        Self {
            root: None,
            root_state: None,
            groups: "leiden".to_owned(),
            n_comps: DiffmapParams::default().n_comps,
            n_dcs: branches.n_dcs,
            n_branchings: branches.n_branchings,
            min_group_size: branches.min_group_size,
        }
    }
}

impl Step for Pseudotime {
    const KIND: &'static str = "pseudotime";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "How far each cell has come from a root by diffusion, and where ways part.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "8 bytes × cells × components, eight times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let weights = to_sparse(named(&cells.obsp, "connectivities", "neighbors")?);
        let map = diffmap(&weights, &DiffmapParams { n_comps: self.n_comps })?;
        let time = dpt(&map, self.root(&cells, &map)?, &PseudotimeParams { n_dcs: self.n_dcs })?;
        let mut part = part(&cells);
        map.annotate(&mut part);
        time.annotate(&mut part)?;
        if self.n_branchings > 0 {
            let (n_branchings, min_group_size, n_dcs) = (self.n_branchings, self.min_group_size, self.n_dcs);
            let found = dpt_branches(&map, &time, &BranchParams { n_branchings, min_group_size, n_dcs })?;
            context.value("branches", found.count)?;
            found.annotate(&mut part)?;
        }
        let apart = time.values.iter().filter(|value| !value.is_finite()).count();
        context.value("root", cells.obs.index()[time.root].as_str())?;
        context.value("cells_without_time", apart)?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let cells = Flow::of(&[**view])?.table;
        let time = cells.obs.numbers("dpt_pseudotime")?;
        let caption =
            "Each dot is a cell in the colour of its pseudotime: 0 at the root, 1 farthest from it.";
        let colour = Colour::Values("pseudotime".into(), time);
        let draw = |basis| plane(&cells, basis, "Pseudotime", caption, colour.clone());
        // Without a map of its own the cells are shown by their components.
        let Some(map) = draw("umap").or_else(|| draw("pca")) else { return Ok(None) };
        Ok(Some(Section::new("Time").block(scatter(&map)?)))
    }
}

impl Pseudotime {
    fn root(&self, cells: &AnnData, map: &lca_cells::Diffmap) -> Result<usize, StepError> {
        if let Some(name) = &self.root {
            let place = cells.obs.index().iter().position(|cell| cell == name);
            return place.ok_or_else(|| {
                StepError::unfit(format!("there is no cell `{name}`"), "name a cell that passed the filters")
            });
        }
        let Some(state) = &self.root_state else {
            let way = "set `root` to the name of a cell, or `root_state` to that of a state";
            return Err(StepError::unfit("nothing says where time begins", way));
        };
        let labels = cells.obs.column(&self.groups)?.to_labels().unwrap_or_default();
        let within: Vec<bool> = labels.iter().map(|label| label.as_ref() == Some(state)).collect();
        root_cell(map, &within).ok_or_else(|| {
            let what = format!("no cell is of state `{state}` by column `{}`", self.groups);
            StepError::unfit(what, "name one of its states")
        })
    }
}
