use super::samples::Samples;
use super::{blame, written};
use crate::args::CellsRunArgs;
use crate::command::Result;
use crate::command::place::failed;
use crate::command::run::done;
use crate::failure::Failure;
use crate::output::Answer;
use crate::watch::watcher;
use lca_study::{Options, Study};
use serde_json::json;
use std::path::Path;

/// The first line of a study that this command wrote, and so may write again.
const HEAD: &str =
    "# Written by `lca cells run`, which writes it anew; rename it to edit it, and go on with `lca run`.\n";

/// Writes the path from counts to states as a study, and runs it.
pub(crate) fn run(args: &CellsRunArgs) -> Result {
    let name = args.out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let samples = Samples::of(args)?;
    let text = format!("{HEAD}{}", written::study(args, &name, &samples)?);
    let path = args.out.with_extension("toml");
    make_room(args, &path, &samples)?;
    let blamed = |error| blame::blamed(error, &text, args.config.as_deref());
    write(&path, &text)?;
    let study = Study::load(&path).map_err(blamed)?;
    if args.plan {
        let text = format!("study   {}\n", path.display());
        return Ok(Answer::new(text, json!({ "study": path })));
    }
    let options = Options {
        atlas: Some(args.out.clone()),
        threads: args.common.threads.map(usize::from),
        ..Options::default()
    };
    let outcome = lca_study::run(&study, &options, &*watcher(args.verbose, args.common.json));
    let outcome = outcome.map_err(blamed)?;
    let mut answer = done(&outcome);
    answer.text.push_str(&format!("study   {}\n", path.display()));
    answer.json["study"] = json!(path);
    Ok(answer)
}

/// An atlas of other samples, which would lose what it shows, is refused, or removed where it may be.
fn make_room(args: &CellsRunArgs, study: &Path, samples: &Samples) -> std::result::Result<(), Failure> {
    let atlas = args.out.as_path();
    if !atlas.exists() {
        return Ok(());
    }
    let there = std::fs::read_to_string(study).ok().and_then(|text| held(&text));
    let wanted: Vec<(String, String)> =
        samples.files.iter().map(|(name, path)| (name.clone(), path.display().to_string())).collect();
    if there.as_ref() == Some(&wanted) {
        return Ok(());
    }
    if args.overwrite && !args.plan && atlas.join("lca/commit.json").is_file() {
        return std::fs::remove_dir_all(atlas).map_err(|cause| failed("cannot remove", atlas, &cause));
    }
    let names = |of: &[(String, String)]| of.iter().map(|one| one.0.as_str()).collect::<Vec<_>>().join(", ");
    let holds = there.map_or_else(
        || "was made from something else".to_owned(),
        |there| {
            let files = if names(&there) == names(&wanted) { " of other files" } else { "" };
            format!("holds {}{files}", names(&there))
        },
    );
    let (atlas, names) = (atlas.display(), names(&wanted));
    Err(Failure::Use(format!(
        "{atlas} {holds}; give another --out, or put {names} in its place with --overwrite"
    )))
}

/// The samples of a study that this command wrote, and their files.
fn held(study: &str) -> Option<Vec<(String, String)>> {
    let table: toml::Table = study.parse().ok()?;
    let assay = |assay: &toml::Value| {
        let text = |value: &toml::Value| value.as_str().map(str::to_owned);
        Some((text(assay.get("id")?)?, text(assay.get("files")?.get("counts")?)?))
    };
    table.get("assay")?.as_array()?.iter().map(assay).collect()
}

/// Writes the study, unless a person's own stands there.
fn write(path: &Path, text: &str) -> std::result::Result<(), Failure> {
    if let Ok(there) = std::fs::read_to_string(path)
        && !there.starts_with(HEAD)
    {
        let why = "it is not of this command; run it with `lca run`, or give another --out";
        return Err(failed("cannot write", path, &why));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| failed("cannot make", folder, &cause))?;
    }
    std::fs::write(path, text).map_err(|cause| failed("cannot write", path, &cause))
}
