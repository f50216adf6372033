//! Tables of cells and samples as questions on networks take them: text, AnnData in an atlas, sheets beside them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, json, run, text};
use lca_core::{ElementKind, ElementPath, Hasher};
use lca_store::Atlas;
use lca_tables::{AnnData, Column, DataFrame, Matrix};
use ndarray::Array2;
use std::path::Path;

fn failed(args: &[&str], code: i32) -> String {
    String::from_utf8_lossy(&run(args, code).stderr).into_owned()
}

/// Twelve cells of two types in text, genes in rows: one type makes the ligand, the other the receptor.
fn counts() -> String {
    let cells: Vec<String> = (0..12).map(|cell| format!("cell{cell}")).collect();
    let row = |gene: &str, of: &dyn Fn(usize) -> u32| {
        let values: Vec<String> = (0..12).map(|cell| of(cell).to_string()).collect();
        format!("{gene}\t{}\n", values.join("\t"))
    };
    let head = format!("Gene\t{}\n", cells.join("\t"));
    let makes = |own: bool| move |cell: usize| if (cell < 6) == own { 9 } else { 0 };
    let ground = |cell: usize| 20 + cell as u32 % 2;
    [
        head,
        row("TGFB1", &makes(true)),
        row("TGFBR1", &makes(false)),
        row("ACTB", &ground),
        row("GAPDH", &ground),
    ]
    .concat()
}

const PAIRS: &str = "source_genesymbol,target_genesymbol\nTGFB1,TGFBR1\n";

#[test]
fn counts_as_text_meet_their_types_by_the_cells_names() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let (counts, pairs) = (file(there, "counts.txt", &counts()), file(there, "pairs.csv", PAIRS));
    // The last cell has no row, and so no type.
    let rows: String =
        (0..11).map(|c| format!("cell{c}\t{}\n", if c < 6 { "giver" } else { "taker" })).collect();
    let meta = file(there, "meta.txt", &format!("barcode_sample\tkind\n{rows}"));
    let asked = ["network", "communicate", text(&counts), "--meta", text(&meta), "--resource", text(&pairs)];
    let all = [asked.as_slice(), &["--genes-in", "rows", "--permutations", "50"]].concat();
    let found = json(&all);
    assert_eq!(found["types"], serde_json::json!(["giver", "taker"]));
    assert_eq!(found["strongest"][0]["source"], "giver");
    let said = String::from_utf8_lossy(&run(&all, 0).stdout).into_owned();
    assert!(said.contains("1 cells have no type") && said.contains("< 0.02"), "{said}");
    // What is left open is asked for, and what does not fit is named.
    assert!(failed(&asked, 1).contains("--genes-in rows or columns"));
    let strangers = file(there, "other.txt", "cell\tcell_type\nx\tA\n");
    let strange = [
        &["network", "communicate", text(&counts), "--genes-in", "rows", "--meta", text(&strangers)],
        &asked[5..],
    ]
    .concat();
    assert!(failed(&strange, 1).contains("cells are `x`, … here and `cell0`, … there"));
}

/// Samples whose third gene follows the first.
fn samples() -> AnnData {
    let names = |what: &str, count: usize| (0..count).map(|at| format!("{what}{at}")).collect::<Vec<_>>();
    let value = |(sample, gene): (usize, usize)| match gene {
        0 => (sample * 7 % 20) as f32,
        1 => (sample * 11 % 13) as f32,
        _ => 2.0 * (sample * 7 % 20) as f32 + (sample % 3) as f32 * 0.1,
    };
    let obs = DataFrame::new(names("s", 20));
    let numbers = Column::Int((0..20).collect());
    AnnData {
        x: Some(Matrix::DenseF32(Array2::from_shape_fn((20, 3), value))),
        obs: obs.with_columns([("number", numbers)]).unwrap(),
        var: DataFrame::new(names("g", 3)),
        ..AnnData::default()
    }
}

fn atlas(path: &Path) {
    let changes = Atlas::open_or_create(path).unwrap().begin().unwrap();
    let table = ElementPath::new(ElementKind::Table, "rna").unwrap();
    changes.write_table(&table, &samples()).unwrap();
    changes.commit(Hasher::new().finish().as_str(), &serde_json::json!({ "command": "test" })).unwrap();
}

#[test]
fn expression_is_taken_from_an_atlas() {
    let folder = tempfile::tempdir().unwrap();
    let (there, tfs) = (folder.path().join("a.zarr"), file(folder.path(), "tfs.csv", "g0,first\n"));
    atlas(&there);
    let infer = ["network", "infer", text(&there), "--method", "correlation", "--tfs", text(&tfs)];
    let found = json(&infer);
    assert_eq!((found["samples"].as_u64(), found["regulators"].as_u64()), (Some(20), Some(1)));
    assert_eq!(found["best"][0]["target"], "g2");
    let prior = file(folder.path(), "prior.csv", "source,target,weight\nT,g0,1\nT,g2,1\n");
    let activity = ["network", "activity", text(&there), "--network", text(&prior), "--min-targets", "2"];
    assert_eq!(json(&activity)["sources"][0]["source"], "T");
    assert!(failed(&[infer.as_slice(), &["--name", "dna"]].concat(), 2).contains("there are: rna"));
    assert!(
        failed(&[infer.as_slice(), &["--genes-in", "rows"]].concat(), 2)
            .contains("AnnData has cells × genes")
    );
    assert!(failed(&[infer.as_slice(), &["--layer", "spliced"]].concat(), 1).contains("no layer `spliced`"));
    // A table of text is neither.
    let table = file(folder.path(), "t.csv", "s,g0,g1\na,1,2\nb,2,1\nc,3,3\n");
    assert!(failed(&["network", "infer", text(&table), "--name", "rna"], 2).contains("--name goes with"));
    let pairs = file(folder.path(), "pairs.csv", PAIRS);
    let talk = ["network", "communicate", text(&there), "--labels", "number", "--resource", text(&pairs)];
    assert!(failed(&talk, 1).contains("TGFB1") || failed(&talk, 1).contains("resource"));
}

#[test]
fn what_is_misspelt_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let rules = file(folder.path(), "rules.txt", "A = not B\nB = not Aa\n");
    assert_eq!(json(&["network", "attractors", text(&rules)])["inputs"], serde_json::json!(["Aa"]));
    let list = file(
        folder.path(),
        "list.txt",
        "Egf binds EGFR <--> EGF_EGFR\nEGF is degraded\n\n@species EGF = 1\n@species EGFR = 2\n",
    );
    let out = folder.path().join("out");
    let found = json(&["network", "model", text(&list), "--out", text(&out)]);
    assert_eq!(found["never_there"], serde_json::json!(["Egf"]));
    let sif = file(folder.path(), "n.sif", "a 1 b\n");
    assert!(failed(&["network", "import", text(&sif)], 2).contains("say where the network goes"));
    // Numbers below zero are values.
    json(&["network", "show", text(&sif), "--score", "-1"]);
    let empty = run(&["network", "show", text(&sif), "--layers", "metabolite"], 0);
    assert!(String::from_utf8_lossy(&empty.stdout).contains("nothing of the 2 molecules"));
}

#[test]
fn what_is_no_table_of_counts_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let logs =
        file(folder.path(), "logs.tsv", "gene\ta\tb\tc\td\nX\t1.5\t2.5\t7.1\t7.2\nY\t3.1\t3.2\t3.3\t3.1\n");
    let sheet = file(folder.path(), "samples.csv", "sample,condition\na,WT\nb,WT\nc,KO\nd,KO\n");
    let resource = file(folder.path(), "r.sif", "X 1 Y\n");
    let asked = ["--samples", text(&sheet), "--control", "WT", "--case", "KO", "--resource", text(&resource)];
    let layers = |table| [["network", "layers", "--transcripts", table].as_slice(), &asked].concat();
    assert!(failed(&layers(text(&logs)), 1).contains("seem to be logarithms"));
    let twice = file(folder.path(), "twice.tsv", "gene\ta\ta\tc\td\nX\t15\t25\t71\t72\nY\t31\t32\t33\t31\n");
    let said = failed(&layers(text(&twice)), 1);
    assert!(said.contains('a') && said.contains("more than once") || said.contains("twice"), "{said}");
}

#[test]
fn names_that_are_numbers_are_names() {
    let folder = tempfile::tempdir().unwrap();
    // Entrez identifiers in rows; and a column that counts the samples.
    let rows: String = (0..4).map(|g| format!("500{g},{},{},{},{}\n", g, 3 * g + 1, 9 - g, g * g)).collect();
    let entrez = file(folder.path(), "entrez.csv", &format!("gene,a,b,c,d\n{rows}"));
    let found = json(&["network", "infer", text(&entrez), "--genes-in", "rows", "--method", "pcor"]);
    assert_eq!((found["samples"].as_u64(), found["genes"].as_u64()), (Some(4), Some(4)));
    assert!(found["best"][0]["regulator"].as_str().unwrap().starts_with("500"));
    let counted = file(folder.path(), "counted.csv", "s,A,B\n0,1.5,2\n1,2.5,1\n2,3.5,4\n3,1.1,3\n");
    assert_eq!(json(&["network", "infer", text(&counted), "--method", "correlation"])["genes"], 2);
    let values = file(folder.path(), "values.csv", "A,B\n7,2\n3,1\n9,4\n4,3\n");
    assert_eq!(json(&["network", "infer", text(&values), "--method", "correlation"])["genes"], 2);
    // Genes in rows without names are named by their place.
    let bare = file(folder.path(), "bare.csv", "a,b,c,d\n7,2,4,1\n3,1,5,2\n9,4,1,3\n");
    let placed = ["network", "infer", text(&bare), "--genes-in", "rows", "--method", "pcor"];
    let prefixed = json(&[placed.as_slice(), &["--gene-prefix", "G"]].concat());
    assert_eq!((prefixed["genes"].as_u64(), prefixed["samples"].as_u64()), (Some(3), Some(4)));
    // A known network in any format.
    let sif = file(folder.path(), "gold.sif", "A activates B\n");
    let judged = json(&["network", "infer", text(&counted), "--method", "correlation", "--gold", text(&sif)]);
    assert_eq!(judged["gold"]["method"]["edges"], 1);
    let other = file(folder.path(), "other.sif", "X activates Y\n");
    let said = failed(&["network", "infer", text(&counted), "--gold", text(&other)], 1);
    assert!(said.contains("other.sif") && said.contains("--gene-prefix"), "{said}");
}

#[test]
fn abundances_below_zero_and_units_of_other_things_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let table = file(folder.path(), "p.csv", "protein,a,b\nEGFR,100,120\nMYC,-3,4\n");
    let said = failed(&["network", "amounts", text(&table), "--unit", "nM"], 1);
    assert!(said.contains("`MYC` is -3 in `a`"), "{said}");
    let good = file(folder.path(), "q.csv", "protein,a,b\nEGFR,100,120\n");
    assert!(failed(&["network", "amounts", text(&good), "--unit", "min"], 2).contains("no unit of amounts"));
    let odd = folder.path().join("out.xlsx");
    let written = ["network", "amounts", text(&good), "--unit", "nM", "--out", text(&odd)];
    assert!(failed(&written, 1).contains(".csv, .tsv or .txt"));
}
