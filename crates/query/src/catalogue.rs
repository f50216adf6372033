use crate::QueryError;
use lca_core::ElementKind;
use lca_store::Atlas;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One table as SQL names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) schema: &'static str,
    pub(crate) name: String,
    pub(crate) file: PathBuf,
}

/// The schemas and what they hold; a name without a schema is one of observations.
pub(crate) const SCHEMAS: [(&str, ElementKind); 4] = [
    (OBSERVATIONS, ElementKind::Observations),
    ("registry", ElementKind::Registry),
    ("networks", ElementKind::Network),
    (RUNS, ElementKind::Run),
];
pub(crate) const OBSERVATIONS: &str = "observations";
const RUNS: &str = "runs";

/// The tables of an atlas.
pub(crate) fn tables(atlas: &Atlas) -> Result<Vec<Listed>, QueryError> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for element in atlas.elements() {
        let Some((schema, _)) = SCHEMAS.iter().find(|(_, kind)| *kind == element.path.kind()) else {
            continue;
        };
        for (part, file) in atlas.parquet_files(&element.path)? {
            let mut name =
                plain(element.path.name().strip_prefix("registry.").unwrap_or(element.path.name()));
            if part != "data" {
                name = format!("{name}_{}", plain(&part));
            }
            // `a-b` and `a.b` would both be `a_b`.
            while !names.insert((*schema, name.clone())) {
                name.push('_');
            }
            found.push(Listed { schema, name, file });
        }
    }
    if let Some(file) = atlas.run_log_file() {
        found.push(Listed { schema: RUNS, name: "log".to_owned(), file });
    }
    Ok(found)
}

/// A name that SQL takes without quotes.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    name.chars().map(letter).collect()
}
