use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, StepError};
use lca_formats::read_table;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Brings a table of any columns into the atlas.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportTable {}

impl Step for ImportTable {
    const KIND: &'static str = "import-table";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Brings a CSV or TSV table into the atlas.";
    const PORTS: &'static [Port] = &[];
    const GIVES: &'static [What] = &[What::Frame];
    const FILE: FileNeed = FileNeed::One;

    fn memory(&self) -> String {
        "the table, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let frame = read_table(context.file()?)?;
        context.value("rows", frame.rows())?;
        context.write_frame(What::Frame, &frame)
    }
}
