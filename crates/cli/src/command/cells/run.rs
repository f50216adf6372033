use super::samples::Samples;
use super::written;
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
    write(&path, &text)?;
    let study = Study::load(&path)?;
    if args.plan {
        let text = format!("study   {}\n", path.display());
        return Ok(Answer::new(text, json!({ "study": path })));
    }
    let options = Options {
        atlas: Some(args.out.clone()),
        threads: args.common.threads.map(usize::from),
        ..Options::default()
    };
    let outcome = lca_study::run(&study, &options, &*watcher(args.verbose, args.common.json))?;
    let mut answer = done(&outcome);
    answer.text.push_str(&format!("study   {}\n", path.display()));
    answer.json["study"] = json!(path);
    Ok(answer)
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
