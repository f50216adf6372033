use super::Result;
use crate::args::ShowArgs;
use crate::failure::Failure;
use crate::output::Answer;
use crate::output::plain;
use lca_store::Atlas;
use lca_study::{Logged, Record};
use serde_json::json;
use std::fmt::Write;

/// Shows the steps that made an atlas, or one of them in full.
pub(crate) fn show(args: &ShowArgs) -> Result {
    let atlas = Atlas::open(&args.atlas)?;
    let logged = lca_study::logged(&atlas)?;
    let Some(step) = &args.step else {
        let all: Vec<&Logged> = logged.values().collect();
        let text: String = all.iter().map(|one| line(one)).collect();
        return Ok(Answer::new(text, json!({ "steps": all })));
    };
    let one = logged.get(step).ok_or_else(|| {
        let known: Vec<&str> = logged.keys().map(String::as_str).collect();
        Failure::Use(format!("no step `{step}` made this atlas; there are: {}", known.join(", ")))
    })?;
    Ok(Answer::new(full(one, &atlas), json!(one)))
}

fn line(logged: &Logged) -> String {
    let Record { step, kind, values, .. } = &logged.record;
    let values: Vec<String> = values.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect();
    format!("{step} ({kind})  {}\n", values.join(", "))
}

fn full(logged: &Logged, atlas: &Atlas) -> String {
    let Record { step, kind, version, key, params, seed, inputs, files, outputs, values, .. } =
        &logged.record;
    let mut text = format!("{step}: {kind}, version {version}\nkey     {key}\n");
    let _ = writeln!(text, "params  {params}");
    if let Some(seed) = seed {
        let _ = writeln!(text, "seed    {seed}");
    }
    for (port, ups) in inputs {
        let ups: Vec<&str> = ups.iter().map(|up| up.step.as_str()).collect();
        let _ = writeln!(text, "from    {port}: {}", ups.join(", "));
    }
    match &files[..] {
        [] => {}
        [one] => {
            let _ = writeln!(text, "file    {} ({})", one.name, one.digest.short());
        }
        [first, ..] => {
            let _ = writeln!(text, "files   {} files, {} first", files.len(), first.name);
        }
    }
    let elements = atlas.elements();
    for (what, path) in outputs {
        let made = elements.iter().find(|one| one.path == *path);
        let folder = made.map_or_else(|| path.to_string(), |one| one.folder.clone());
        let _ = writeln!(text, "made    {what}: {folder}");
    }
    for (name, value) in values {
        let _ = writeln!(text, "found   {name} {}", plain(value));
    }
    let _ = writeln!(text, "run     {} to {}", logged.started, logged.ended);
    text
}
