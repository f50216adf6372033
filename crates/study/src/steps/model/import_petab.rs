use super::write_problem;
use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_formats::read_petab;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Brings a model with its data into the atlas: SBML and PEtab.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportPetab {}

impl Step for ImportPetab {
    const KIND: &'static str = "import-petab";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Brings a model with its data into the atlas, by its PEtab YAML file.";
    const PORTS: &'static [Port] = &[];
    const GIVES: &'static [What] = &[What::Problem];
    const FILE: FileNeed = FileNeed::Petab;

    fn memory(&self) -> String {
        "the problem's files, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let problem = read_petab(context.file()?)?;
        context.value("species", problem.network.species.len())?;
        context.value("reactions", problem.network.reactions.len())?;
        write_problem(context, &problem)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let number = |name| view.number(name).unwrap_or(f64::NAN);
        Ok(Some(Section::new("Model").text(format!(
            "A reaction network of {} molecules and {} reactions; {} parameters are estimated from {} measurements.",
            number("species"), number("reactions"), number("estimated"), number("measurements"),
        ))))
    }
}
