//! From counts of several samples to states in one command.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{digest, json, run, text};
use std::path::{Path, PathBuf};

/// Sixty cells of two kinds, genes in rows; the second sample lacks the last gene and names cells alike.
fn sample(folder: &Path, name: &str, seed: usize, genes: usize) -> PathBuf {
    let cells: Vec<String> = (0..60).map(|cell| format!("cell{cell}")).collect();
    let mut all = format!("gene,{}\n", cells.join(","));
    for gene in 0..genes {
        let count = |cell: usize| {
            let own = cell.is_multiple_of(2) == gene.is_multiple_of(2);
            (cell * 7919 + gene * 104_729 + seed * 1_299_709) * 2_654_435_761 % 65_536 % 5
                + if own && gene < 80 { 6 } else { 0 }
        };
        let counts: Vec<String> = (0..60).map(|cell| count(cell).to_string()).collect();
        all.push_str(&format!("g{gene},{}\n", counts.join(",")));
    }
    let path = folder.join(format!("{name}.csv"));
    std::fs::write(&path, all).unwrap();
    path
}

const CONFIG: &str = "[quality]\nkeep = { min_genes = 10 }\n[pca]\nn_comps = 10\n";

#[test]
fn samples_of_a_sheet_become_states_in_one_atlas() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    sample(there, "a", 0, 121);
    sample(there, "b", 1, 120);
    let (sheet, config) = (there.join("samples.csv"), there.join("path.toml"));
    std::fs::write(&sheet, "sample,path,donor\nday0,a.csv,D1\nday2,b.csv,D2\n").unwrap();
    std::fs::write(&config, CONFIG).unwrap();
    let out = there.join("course.zarr");
    let asked = [
        "cells",
        "run",
        "--sheet",
        text(&sheet),
        "--genes-in",
        "rows",
        "--config",
        text(&config),
        "--resolution",
        "0.3",
        "--out",
        text(&out),
    ];
    let found = json(&asked);
    let steps = found["steps"].as_array().unwrap();
    let of = |name: &str| steps.iter().find(|step| step["step"] == name).unwrap()["values"].clone();
    assert_eq!((of("samples")["cells"].as_u64(), of("samples")["genes"].as_u64()), (Some(120), Some(120)));
    assert!(of("cells")["genes"].as_u64() == Some(120), "{found}");
    let atlas = lca_store::Atlas::open(&out).unwrap();
    let element = lca_core::ElementPath::new(lca_core::ElementKind::Table, "cells").unwrap();
    let table = atlas.read_table(&element).unwrap();
    let donors = table.obs.texts("donor").unwrap();
    assert_eq!((donors[0].as_deref(), donors[119].as_deref()), (Some("D1"), Some("D2")));
    assert_eq!(table.obs.index()[60], "cell0-day2");
    assert_eq!(table.obs.texts("sample").unwrap()[119].as_deref(), Some("day2"));
    assert!(
        table.obs.column("leiden").is_ok()
            && table.obsm.contains_key("X_umap")
            && table.layers.contains_key("counts")
    );
    // Again: nothing to do, and the same bits; and the study may be run as any other.
    let bits = digest(&out);
    assert!(common::computed(&json(&asked)).is_empty());
    let study = there.join("course.toml");
    json(&["run", text(&study)]);
    assert_eq!(digest(&out), bits);
    // The two samples brought together.
    let together = [asked.as_slice(), &["--batch", "donor"]].concat();
    assert!(common::computed(&json(&together)).contains(&"integrate".to_owned()));
}

#[test]
fn what_cannot_be_run_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let (a, out) = (sample(there, "a", 0, 20), there.join("x.zarr"));
    let failed = |args: &[&str], code| String::from_utf8_lossy(&run(args, code).stderr).into_owned();
    let config = there.join("path.toml");
    std::fs::write(&config, "[laiden]\nresolution = 1\n").unwrap();
    let asked = ["cells", "run", text(&a), "--out", text(&out), "--genes-in", "rows"];
    assert!(
        failed(&[asked.as_slice(), &["--config", text(&config)]].concat(), 1).contains("no step `laiden`")
    );
    assert!(failed(&["cells", "run", text(&a), text(&a), "--out", text(&out)], 2).contains("--sheet"));
    let sheet = there.join("samples.csv");
    std::fs::write(&sheet, "sample,path\nday0,\n").unwrap();
    assert!(
        failed(&["cells", "run", "--sheet", text(&sheet), "--out", text(&out)], 1)
            .contains("row 1 has no `path`")
    );
    // A person's own study is not written over.
    std::fs::write(there.join("x.toml"), "name = \"mine\"\n").unwrap();
    assert!(failed(&asked, 1).contains("not of this command"));
}

/// Two families of three cells: six sites of one integration, the first telling the families apart.
const ALLELES: &str = "cellBC\tintBC\tr1\tr2\tr3\nc1\tX\ta\tp\tNone\nc2\tX\ta\tp\tq\nc3\tX\ta\tNone\tNone\n\
c4\tX\tb\tr\tNone\nc5\tX\tb\tr\ts\nc6\tX\tb\tNone\tNone\n";

#[test]
fn barcodes_become_a_tree_along_which_states_change() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let alleles = write("alleles.tsv", ALLELES);
    let states = write("states.csv", "cell,state\nc1,blue\nc2,blue\nc3,blue\nc4,red\nc5,red\nc6,red\n");
    let truth = write("truth.nwk", "(((c1,c2),c3),((c4,c5),c6));\n");
    let (out, plot) = (folder.path().join("tree.nwk"), folder.path().join("tree.svg"));
    let found = json(&[
        "cells",
        "lineage",
        text(&alleles),
        "--states",
        text(&states),
        "--label",
        "state",
        "--compare",
        text(&truth),
        "--support",
        "20",
        "--out",
        text(&out),
        "--plot",
        text(&plot),
    ]);
    assert_eq!(
        (found["cells"].as_u64(), found["sites"].as_u64(), found["edits"].as_u64()),
        (Some(6), Some(3), Some(6))
    );
    assert_eq!(found["compared"]["edits"], 6);
    assert_eq!(found["compared"]["triplets_correct"], 1.0);
    assert_eq!(found["transitions"]["changes"], 1);
    let tree = std::fs::read_to_string(out).unwrap();
    assert!(tree.contains("c5") && tree.ends_with(";\n"), "{tree}");
    assert!(std::fs::read_to_string(plot).unwrap().contains("red"));
    let broken = write("broken.nwk", "((c1,c2);\n");
    run(&["cells", "lineage", text(&alleles), "--compare", text(&broken)], 1);
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (middle, other) = (mean(a), mean(b));
    let sum = |of: &dyn Fn(&f64, &f64) -> f64| a.iter().zip(b).map(|(x, y)| of(x, y)).sum::<f64>();
    let apart = sum(&|x, y| (x - middle) * (y - other));
    apart / (sum(&|x, _| (x - middle).powi(2)) * sum(&|_, y| (y - other).powi(2))).sqrt()
}

#[test]
fn views_of_the_same_samples_share_factors() {
    let folder = tempfile::tempdir().unwrap();
    // One factor in both views, and one sample that the second view lacks.
    let score = |sample: usize| (sample as f64 * 0.7).sin();
    let noise = |a: usize, b: usize| ((a * 31 + b * 17) * 2_654_435_761 % 1000) as f64 / 5000.0;
    let table = |name: &str, samples: usize, features: usize| {
        let heads: Vec<String> = (0..features).map(|at| format!("{name}{at}")).collect();
        let mut all = format!("sample,{}\n", heads.join(","));
        for sample in 0..samples {
            let value = |at: usize| score(sample) * (1.0 + at as f64 / 5.0) + noise(sample, at + name.len());
            let values: Vec<String> = (0..features).map(|at| value(at).to_string()).collect();
            all.push_str(&format!("s{sample},{}\n", values.join(",")));
        }
        let path = folder.path().join(format!("{name}.csv"));
        std::fs::write(&path, all).unwrap();
        format!("{name}={}", path.display())
    };
    let (rna, protein) = (table("rna", 40, 12), table("protein", 39, 8));
    let out = folder.path().join("factors");
    let found = json(&["cells", "factors", &rna, &protein, "--factors", "3", "--out", text(&out)]);
    assert_eq!(found["samples"].as_array().unwrap().len(), 40);
    let scores = found["scores"].as_array().unwrap();
    let first: Vec<f64> = scores.iter().map(|row| row[0].as_f64().unwrap()).collect();
    let truth: Vec<f64> = (0..40).map(score).collect();
    assert!(correlation(&first, &truth).abs() > 0.98);
    assert!(found["variance_total"].as_array().unwrap().iter().all(|share| share.as_f64().unwrap() > 0.9));
    assert!(out.join("weights_protein.csv").is_file() && out.join("variance.csv").is_file());
    run(&["cells", "factors", "rna"], 2);
}
