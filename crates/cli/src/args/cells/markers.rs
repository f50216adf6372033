use lca_cells::marker_sets;
use std::path::Path;
use toml::Table;

/// The genes of each type, as the step `annotate` takes them.
#[derive(Debug, Clone)]
pub(crate) struct MarkerTable(pub(crate) Table);

impl MarkerTable {
    /// Reads a table of types and genes.
    pub(crate) fn read(path: &str) -> Result<Self, String> {
        let told = |why: &dyn std::fmt::Display| format!("cannot use `{path}`: {why}");
        let table = lca_formats::read_table(Path::new(path)).map_err(|why| told(&why))?;
        let sets = marker_sets(&table).map_err(|why| told(&why))?;
        let genes = |set: lca_cells::MarkerSet| {
            let lacks = set.lacks.iter().map(|gene| format!("-{gene}"));
            (set.name, set.genes.into_iter().chain(lacks).collect::<Vec<String>>().into())
        };
        Ok(Self(sets.into_iter().map(genes).collect()))
    }
}
