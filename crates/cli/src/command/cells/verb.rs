//! One step on a table of cells, from any file to AnnData.

use crate::args::{Axis, Settings, Verb, VerbArgs};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::{self, Answer};
use crate::watch::watcher;
use lca_formats::{Counts, CountsOptions, Orientation};
use lca_study::{Applied, Given, apply, read_cells};
use lca_tables::AnnData;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs the verb's step on the input, and writes the whole table.
pub(super) fn verb<V: Verb>(args: &V) -> Result {
    let shared = args.shared();
    let Counts { data, skipped } = read(shared, &shared.input)?;
    for part in &skipped {
        output::note(&format!("{}: {} is left out: {}", shared.input.display(), part.part, part.why));
    }
    let before = names(&data);
    let Settings(params) = settings(args);
    let others = args.others();
    let mut given = vec![Given { port: "cells", path: &shared.input, cells: data }];
    for (port, path) in &others {
        given.push(Given { port, path: path.as_path(), cells: read(shared, path)?.data });
    }
    let found = apply(V::KIND, &params, given, shared.seed, &*watcher(false, shared.common.json))?;
    lca_store::write_anndata(&shared.out, &found.cells, shared.overwrite)?;
    Ok(answer(V::KIND, &shared.out, &before, &found))
}

/// The options, with what `--set` says in their place.
fn settings<V: Verb>(args: &V) -> Settings {
    let mut settings = args.params();
    for (name, value) in &args.shared().set {
        settings.set(name, value.clone());
    }
    settings
}

fn read(shared: &VerbArgs, path: &Path) -> std::result::Result<Counts, Failure> {
    let orientation = shared.genes_in.map(|axis| match axis {
        Axis::Rows => Orientation::GenesByCells,
        Axis::Columns => Orientation::CellsByGenes,
    });
    let options = CountsOptions { orientation, genome: shared.genome.clone(), raw: shared.raw };
    read_cells(path, shared.table.as_deref(), &options).map_err(Failure::Step)
}

/// What a table holds, by the parts of AnnData.
type Names = BTreeMap<&'static str, Vec<String>>;

fn names(table: &AnnData) -> Names {
    let columns =
        |frame: &lca_tables::DataFrame| frame.columns().iter().map(|(name, _)| name.clone()).collect();
    BTreeMap::from([
        ("obs", columns(&table.obs)),
        ("var", columns(&table.var)),
        ("layers", table.layers.keys().cloned().collect()),
        ("obsm", table.obsm.keys().cloned().collect()),
        ("varm", table.varm.keys().cloned().collect()),
        ("obsp", table.obsp.keys().cloned().collect()),
        ("uns", table.uns.keys().cloned().collect()),
    ])
}

fn answer(kind: &str, out: &Path, before: &Names, found: &Applied) -> Answer {
    let mut added = names(&found.cells);
    for (part, names) in &mut added {
        names.retain(|name| before.get(part).is_none_or(|known| !known.contains(name)));
    }
    added.retain(|_, names| !names.is_empty());
    let (cells, genes) = (found.cells.obs.rows(), found.cells.var.rows());
    let mut text = format!("table   {} ({cells} cells × {genes} genes)\n", out.display());
    for (part, names) in &added {
        text.push_str(&format!("{part:<7} {}\n", names.join(", ")));
    }
    for (name, value) in &found.values {
        text.push_str(&format!("{name}: {}\n", shown(value)));
    }
    let json = json!({
        "out": out, "kind": kind, "cells": cells, "genes": genes, "added": added, "values": found.values,
    });
    Answer::new(text, json)
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
