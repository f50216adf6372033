//! One step on a table of cells, from any file to AnnData.

use crate::args::{Axis, Settings, Verb, VerbArgs};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::{self, Answer};
use crate::watch::watcher;
use lca_study::{Applied, Apply, StudyError, apply};
use serde_json::json;
use std::path::Path;

/// Runs the verb's step on the input, and writes the whole table.
pub(super) fn verb<V: Verb>(args: &V) -> Result {
    let shared = args.shared();
    if shared.out.extension().is_some_and(|ending| ending == "h5ad") {
        let why = "--out is a folder, AnnData in Zarr: name it OUT.zarr (anndata.read_zarr(…).write_h5ad(…) makes an h5ad of it)";
        return Err(Failure::Use(why.to_owned()));
    }
    let asked = Apply {
        kind: V::KIND,
        params: settings(args).0,
        given: [("cells", shared.input.clone())].into_iter().chain(args.others()).collect(),
        import: import(shared).0,
        seed: shared.seed,
        threads: shared.common.threads.map(usize::from),
    };
    let found = apply(&asked, &shared.out, shared.overwrite, &*watcher(false, shared.common.json));
    let found = found.map_err(|error| match error {
        // That there is a study behind it is of no use to who asked for one step.
        StudyError::Step { cause, .. } => Failure::Step(cause),
        StudyError::Place(place) => Failure::Use(format!("{}; {}", place.message, place.help)),
        other => other.into(),
    })?;
    for part in &found.left_out {
        output::note(&format!("left out: {part}"));
    }
    if found.renamed > 0 {
        output::note(&format!("{} genes that shared a name were numbered", found.renamed));
    }
    Ok(answer(V::KIND, &shared.out, &found))
}

/// The options, with what `--set` says in their place.
fn settings<V: Verb>(args: &V) -> Settings {
    let mut settings = args.params();
    for (name, value) in &args.shared().set {
        settings.set(name, value.clone());
    }
    settings
}

/// How the files are read.
fn import(shared: &VerbArgs) -> Settings {
    Settings::default()
        .with("orientation", shared.genes_in.map(Axis::direction))
        .with("genome", shared.genome.as_deref())
        .with("raw", shared.raw.then_some(true))
        .with("make_unique", shared.make_unique.then_some(true))
        .with("table", shared.table.as_deref())
}

fn answer(kind: &str, out: &Path, found: &Applied) -> Answer {
    let (cells, genes) = found.shape;
    let mut text = format!("table   {} ({cells} cells × {genes} genes)\n", out.display());
    for (part, names) in &found.added {
        let names = if *part == "X" { "made anew".to_owned() } else { names.join(", ") };
        text.push_str(&format!("{part:<7} {names}\n"));
    }
    for (name, value) in &found.values {
        text.push_str(&format!("{name}: {}\n", output::plain(value)));
    }
    let json = json!({
        "out": out, "kind": kind, "cells": cells, "genes": genes, "added": found.added, "values": found.values,
        "left_out": found.left_out, "genes_renamed": found.renamed,
    });
    Answer::new(text, json)
}
