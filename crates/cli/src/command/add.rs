use super::Result;
use crate::args::{AddArgs, AddKind};
use crate::failure::Failure;
use crate::watch::watcher;
use lca_study::{Options, Study};
use std::path::Path;

/// Puts one foreign file into an atlas, through the step that a study would use.
pub(crate) fn add(args: &AddArgs) -> Result {
    let kind = match args.kind.map_or_else(|| guess(&args.file), Ok)? {
        AddKind::Movie => "import-movie",
        AddKind::Counts => "import-counts",
        AddKind::Table => "import-table",
        AddKind::Petab => "import-petab",
    };
    let name = args.name.clone().unwrap_or_else(|| stem(&args.file));
    let mut params = toml::Table::new();
    if let Some(orientation) = args.orientation {
        params.insert("orientation".into(), orientation.name().into());
    }
    let study = Study::adding(&args.file, kind, &name, &params)?;
    let options = Options {
        atlas: Some(args.atlas.clone()),
        threads: args.common.threads.map(usize::from),
        seed: None,
        adding: true,
        redo: Vec::new(),
    };
    let outcome = lca_study::run(&study, &options, &*watcher(false, args.common.json))?;
    Ok(super::run::done(&outcome))
}

/// What a file is, by its name.
fn guess(file: &Path) -> std::result::Result<AddKind, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if file.is_dir() {
        let counts = ["matrix.mtx", "matrix.mtx.gz"].iter().any(|name| file.join(name).exists());
        return Ok(if counts { AddKind::Counts } else { AddKind::Movie });
    }
    if ends(&[".tif", ".tiff", ".png", ".companion.ome"]) {
        Ok(AddKind::Movie)
    } else if ends(&[".h5ad", ".h5"]) {
        Ok(AddKind::Counts)
    } else if ends(&[".yaml", ".yml"]) {
        Ok(AddKind::Petab)
    } else {
        let what = format!("{}: its name does not tell what it is", file.display());
        Err(Failure::Use(format!("{what}; say it with --kind movie, counts, table or petab")))
    }
}

/// The file's name without its endings, as an identifier.
fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    let legal = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' };
    stem.chars().map(legal).collect()
}
