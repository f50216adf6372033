//! From counts of several samples to named states, differences between conditions and matched data sets.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run, text};
use lca_tables::{AnnData, Uns};
use std::path::{Path, PathBuf};

/// Eighty cells of two kinds, genes in rows; `raised` lifts genes 90 to 94 of the first kind.
fn sample(folder: &Path, name: &str, seed: usize, raised: bool) -> PathBuf {
    let cells: Vec<String> = (0..80).map(|cell| format!("{name}-{cell}")).collect();
    let mut all = format!("gene,{}\n", cells.join(","));
    for gene in 0..600_usize {
        let count = |cell: usize| {
            let own = cell.is_multiple_of(2) == gene.is_multiple_of(2);
            let more = raised && cell.is_multiple_of(2) && (90..95).contains(&gene);
            let noise = (5.0 * common::noise((seed * 1_000_000 + gene * 1000 + cell) as u64).abs()) as usize;
            noise + if own && gene < 16 { 6 } else { 0 } + if more { 9 } else { 0 }
        };
        let counts: Vec<String> = (0..80).map(|cell| count(cell).to_string()).collect();
        all.push_str(&format!("g{gene},{}\n", counts.join(",")));
    }
    let path = folder.join(format!("{name}.csv"));
    std::fs::write(&path, all).unwrap();
    path
}

const MARKERS: &str =
    "type,gene\neven,g0\neven,g2\neven,g4\neven,g6\nodd,g1\nodd,g3\nodd,g5\nodd,g7\nnone,g110\nnone,g112\n";

fn table(atlas: &Path) -> AnnData {
    let element = lca_core::ElementPath::new(lca_core::ElementKind::Table, "cells").unwrap();
    lca_store::Atlas::open(atlas).unwrap().read_table(&element).unwrap()
}

#[test]
fn states_are_named_and_what_a_correction_cost_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    for (seed, name) in ["a", "b", "c"].iter().enumerate() {
        sample(there, name, seed, false);
    }
    std::fs::write(there.join("samples.csv"), "sample,path\na,a.csv\nb,b.csv\nc,c.csv\n").unwrap();
    std::fs::write(there.join("markers.csv"), MARKERS).unwrap();
    std::fs::write(there.join("path.toml"), "[quality]\nkeep = { min_genes = 10 }\n[pca]\nn_comps = 10\n")
        .unwrap();
    let out = there.join("named.zarr");
    let (sheet, config, markers) =
        (there.join("samples.csv"), there.join("path.toml"), there.join("markers.csv"));
    let options = ["cells", "run", "--sheet", text(&sheet), "--genes-in", "rows", "--config", text(&config)];
    let more = ["--resolution", "0.3", "--batch", "sample", "--markers", text(&markers), "--out", text(&out)];
    json(&[options.as_slice(), more.as_slice()].concat());
    let cells = table(&out);
    let names = cells.obs.texts("cell_type").unwrap();
    for (cell, name) in cells.obs.index().iter().zip(&names) {
        let number: usize = cell.rsplit('-').next().unwrap().parse().unwrap();
        let want = if number.is_multiple_of(2) { "even" } else { "odd" };
        assert_eq!(name.as_deref(), Some(want), "{cell}");
    }
    let Some(Uns::Map(kept)) = cells.uns.get("kept_biology") else { panic!("{:?}", cells.uns.keys()) };
    let Some(Uns::DataFrame(states)) = kept.get("states") else { panic!("no states") };
    assert!(states.numbers("neighbours_kept").unwrap().iter().all(|share| (0.0..=1.0).contains(share)));
    let report = std::fs::read_to_string(out.with_extension("html")).unwrap();
    assert!(report.contains("What the correction cost") && report.contains("Cell types"));
    assert!(report.contains("0 even") || report.contains("0 odd"), "the map and the markers name the states");
    // A table without types is told before anything is read.
    std::fs::write(&markers, "kind,gene\neven,g0\n").unwrap();
    run(&[options.as_slice(), more.as_slice()].concat(), 2);
}

#[test]
fn single_verbs_name_score_compare_and_match() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let mut sheet = "sample,path,stimulus\n".to_owned();
    for (seed, (name, stimulus)) in [("a", "no"), ("b", "no"), ("c", "yes"), ("d", "yes")].iter().enumerate()
    {
        sample(there, name, seed, *stimulus == "yes");
        sheet.push_str(&format!("{name},{name}.csv,{stimulus}\n"));
    }
    std::fs::write(there.join("samples.csv"), sheet).unwrap();
    std::fs::write(there.join("markers.csv"), MARKERS).unwrap();
    std::fs::write(there.join("path.toml"), "[quality]\nkeep = { min_genes = 10 }\n[pca]\nn_comps = 10\n")
        .unwrap();
    let path = |name: &str| there.join(name).to_str().unwrap().to_owned();
    let go = |args: &str| json(&args.split(' ').collect::<Vec<_>>());
    let (out, sheet, config) = (path("states.zarr"), path("samples.csv"), path("path.toml"));
    go(&format!("cells run --sheet {sheet} --genes-in rows --config {config} --resolution 0.3 --out {out}"));
    let (named, markers) = (path("named.zarr"), path("markers.csv"));
    let found = go(&format!("cells annotate {out} --markers {markers} --out {named}"));
    assert_eq!(found["values"]["unknown_states"], 0, "{found}");
    let scored =
        go(&format!("cells score {named} --genes even=g0,g2,g4,absent --out {}", path("scored.zarr")));
    assert!(scored["added"]["obs"].as_array().unwrap().iter().any(|name| name == "even"), "{scored}");
    let de = go(&format!(
        "cells de {named} --condition stimulus --treated yes --reference no --states cell_type --out {}",
        path("de.zarr")
    ));
    let of = |state: &str| de["values"][format!("state {state}")].as_str().unwrap().to_owned();
    assert!(of("even").starts_with("5 of") && of("odd").starts_with("0 of"), "{de}");
    let misspelt =
        format!("cells de {named} --condition stimulus --treated yess --reference no --out {out}-de");
    let said = run(&misspelt.split(' ').collect::<Vec<_>>(), 1).stderr;
    assert!(String::from_utf8_lossy(&said).contains("there are: no, yes"));
    let other = format!("--other {named} --states leiden --other-states cell_type");
    let matched = go(&format!("cells match {named} {other} --out {}", path("matched.zarr")));
    assert_eq!(
        (&matched["values"]["new_states"], &matched["values"]["new_states_of_other"]),
        (&0.into(), &0.into())
    );
    let known = format!("--reference {named} --labels cell_type");
    let again = go(&format!("cells annotate {out} {known} --out {}", path("again.zarr")));
    assert_eq!(again["values"]["unknown_states"], 0, "{again}");
    let none = path("none.zarr");
    let said = |args: &[&str], code| String::from_utf8_lossy(&run(args, code).stderr).into_owned();
    let unsaid = said(&["cells", "annotate", &out, "--out", &none], 2);
    assert!(unsaid.contains("--markers <FILE>|--reference <FILE>"), "{unsaid}");
    // Types whose genes are named otherwise: which gene, and how the table names its own.
    std::fs::write(&markers, "type,gene\neven,CD3D\n").unwrap();
    let otherwise = said(&["cells", "annotate", &out, "--markers", &markers, "--out", &none], 1);
    assert!(otherwise.contains("`CD3D`") && otherwise.contains("such as `g0`"), "{otherwise}");
}
