use super::{LEIDEN, give, input, named, part, states};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{LeidenParams, leiden, to_sparse};
use lca_report::{Cell, KeyFigure, Table, percent};
use lca_tables::Categorical;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cell states as communities of the neighbourhood graph.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Leiden(#[schemars(schema_with = "params::schema::<LeidenParams>")] LeidenParams);

impl Step for Leiden {
    const KIND: &'static str = "leiden";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds cell states as communities of the neighbourhood graph.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "the neighbourhood graph, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let cells = input(context)?;
        let weights = to_sparse(named(&cells.obsp, "connectivities", "neighbors")?);
        let params = LeidenParams { seed: self.0.seed.wrapping_add(context.seed()), ..self.0.clone() };
        let found = leiden(&weights, &params)?;
        let mut part = part(&cells);
        found.annotate(&mut part, LEIDEN, &params)?;
        let renamed = context.renamed(What::Cells, &part)?;
        context.value("states", states(renamed.as_ref().unwrap_or(&part), LEIDEN)?.categories.len())?;
        context.value("quality", found.quality)?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        let states = states(&part, LEIDEN)?;
        let table = Table {
            caption: "Cells in each state.".into(),
            header: ["State", "Cells", "Share of all cells"].map(str::to_owned).to_vec(),
            rows: rows(&states),
        };
        let key = KeyFigure::count("Cell states", states.categories.len() as u64);
        Ok(Some(Section::new("Cell states").key(key).block(table)))
    }
}

fn rows(states: &Categorical) -> Vec<Vec<Cell>> {
    let mut cells = vec![0_usize; states.categories.len()];
    for code in states.codes.iter().flatten() {
        if let Some(count) = cells.get_mut(*code as usize) {
            *count += 1;
        }
    }
    let share = |count: usize| percent(count as f64 / states.codes.len().max(1) as f64);
    let row = |(state, &count): (&String, &usize)| {
        vec![state.as_str().into(), Cell::Figure(count.to_string()), Cell::Figure(share(count))]
    };
    states.categories.iter().zip(&cells).map(row).collect()
}
