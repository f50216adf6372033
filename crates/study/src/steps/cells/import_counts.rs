use crate::open::{Opened, open_cells};
use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, StepError};
use lca_formats::{CountsOptions, Orientation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Brings counts of cells × genes into the atlas.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImportCounts {
    /// Which way a table of text runs; the other formats say it themselves.
    orientation: Option<Direction>,
    /// Which genome of a 10x file of several.
    genome: Option<String>,
    /// Take the raw counts of an AnnData file, h5ad or Zarr, instead of its X.
    raw: bool,
    /// Number genes of one name (`NAME`, `NAME-1`, …), as `AnnData.var_names_make_unique` does, in place of refusing them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    make_unique: bool,
    /// Which table of an atlas of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
}

/// Which way a table of text runs.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Direction {
    /// A row per gene, a column per cell.
    GenesByCells,
    /// A row per cell, a column per gene.
    CellsByGenes,
}

impl Step for ImportCounts {
    const KIND: &'static str = "import-counts";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Brings counts into the atlas: AnnData (h5ad, Zarr), 10x, CSV, TSV.";
    const PORTS: &'static [Port] = &[];
    const GIVES: &'static [What] = &[What::Cells];
    const FILE: FileNeed = FileNeed::One;

    fn memory(&self) -> String {
        "a block of a large HDF5 file, 10x folder or atlas, of a matrix compressed by genes 300 MB; else 28 bytes for each count that is not 0"
            .into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let orientation = self.orientation.map(|direction| match direction {
            Direction::GenesByCells => Orientation::GenesByCells,
            Direction::CellsByGenes => Orientation::CellsByGenes,
        });
        let options = CountsOptions {
            orientation,
            genome: self.genome.clone(),
            raw: self.raw,
            make_unique: self.make_unique,
        };
        let Opened { flow, skipped, renamed } = open_cells(context.file()?, self.table.as_deref(), &options)?;
        context.value("cells", flow.table.obs.rows())?;
        context.value("genes", flow.table.var.rows())?;
        if self.make_unique {
            context.value("genes_renamed", renamed)?;
        }
        if !skipped.is_empty() {
            let skipped = skipped.iter().map(|part| format!("{}: {}", part.part, part.why));
            context.value("left_out", skipped.collect::<Vec<_>>())?;
        }
        context.write_flow(What::Cells, &flow.table, &flow.matrices())
    }
}
