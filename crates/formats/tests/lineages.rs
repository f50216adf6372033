//! Alleles of barcodes and Newick trees, made and real.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::data;
use lca_formats::*;
use std::fs;
use std::path::{Path, PathBuf};

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

const HEAD: &str = "cellBC\tintBC\tr1\tr2\tallele\tUMI\n";

#[test]
fn alleles_are_read_and_written_again() {
    let text = format!(
        "{HEAD}c1\tA\tx[None]y\tx[3:1D]y\tboth\t3\nc2\tA\t\tx[3:1D]y\tone\t4\nc2\tA\t\tx[3:1D]y\tone\t4\n"
    );
    let (folder, path) = file("alleles.txt", &text);
    let table = read_alleles(&path).unwrap();
    assert_eq!((table.sites.len(), table.rows.len()), (2, 2));
    assert_eq!(table.rows[1].alleles, [None, Some("x[3:1D]y".to_owned())]);
    assert_eq!(table.rows[0].umis, Some(3.0));
    for name in ["again.csv", "again.txt.gz"] {
        let again = folder.path().join(name);
        write_alleles(&again, &table).unwrap();
        assert_eq!(read_alleles(&again).unwrap(), table);
    }
}

#[test]
fn tables_that_contradict_themselves_name_the_line() {
    let conflict = format!("{HEAD}c1\tA\tq\tp\ta\t3\nc2\tA\tq\tp\ta\t3\nc1\tA\tq\to\ta\t3\n");
    for (text, part) in [
        (conflict.as_str(), "line 4: cell `c1` has other alleles of integration `A` here than in line 2"),
        ("cellBC\tintBC\tallele\nc\tA\tx\n", "no column `r1`"),
        ("cell\tintBC\tr1\nc\tA\tx\n", "no column `cellBC`"),
        ("", "it is empty"),
        (HEAD, "no row"),
        ("cellBC\tintBC\tr1\nc\tA\tx\n\tA\tx\n", "line 3: the row has no cell barcode"),
        ("cellBC\tintBC\tr1\nc\tA\n", "line 2: 2 fields"),
        ("cellBC\tintBC\tr1\tUMI\nc\tA\tx\tmany\n", "line 2: UMI is `many`"),
    ] {
        let (_folder, path) = file("alleles.txt", text);
        let error = read_alleles(&path).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("alleles.txt"), "{error}");
    }
}

#[test]
fn trees_are_read_and_written_again() {
    let text = "(('it''s':1.5,b_c)0|0:2,\n [a comment] ((d)e:1e-3,f)):0;\n(g,h);";
    let tree = parse_newick(text, Path::new("t.nwk")).unwrap();
    assert_eq!(tree.roots(), [0, 8]);
    assert_eq!(tree.newick(0).unwrap(), "(('it''s':1.5,'b_c')0|0:2,((d)e:0.001,f)):0;");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.nwk.gz");
    write_newick(&path, &tree).unwrap();
    assert_eq!(read_newick(&path).unwrap(), tree);
}

#[test]
fn what_is_no_tree_is_refused_with_its_line() {
    for (text, part) in [
        ("", "holds no tree"),
        ("cell,state\na,b\n", "line 1: a comma stands outside"),
        ("(a,b)", "line 1: the tree has no end"),
        ("(a,\nb;", "line 2: the tree ends, but 1 `(` have no `)`"),
        ("a,b);", "a comma stands outside"),
        ("(a b);", "`b` follows another name"),
        ("(a:x);", "the length `x`"),
        ("(a:);", "no length"),
        ("(a)(b);", "a comma is missing"),
        ("('a);", "no end"),
        ("(a[x);", "no end"),
        (");", "`)` has no `(`"),
        (";", "ends no tree"),
    ] {
        let error = parse_newick(text, Path::new("t.nwk")).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("t.nwk"), "{text}: {error}");
    }
    let deep = "(".repeat(200_000) + &")".repeat(200_000) + ";";
    assert_eq!(parse_newick(&deep, Path::new("t")).unwrap().nodes().count(), 200_001);
}

#[test]
fn a_published_tree_and_its_alleles_are_of_the_same_cells() {
    let Some(folder) = data("omics/cassiopeia/notebooks/data") else { return };
    let table = read_alleles(&folder.join("3432_NT_T1_alleletable.txt")).unwrap();
    let tree = read_newick(&folder.join("3432_NT_T1_tree.processed.tree")).unwrap();
    let mut cells: Vec<&str> = table.rows.iter().map(|row| row.cell.as_str()).collect();
    cells.sort_unstable();
    cells.dedup();
    let mut leaves: Vec<&str> = tree.leaves().filter_map(|leaf| leaf.name.as_deref()).collect();
    leaves.sort_unstable();
    assert_eq!((table.rows.len(), cells.len()), (1766, 226));
    assert_eq!(cells, leaves);
    let priors = read_allele_priors(&folder.join("allele_priors.tsv")).unwrap();
    assert_eq!(priors.get("AAAAA[116:1I]ATGGCC"), Some(&0.967_353_951_890_034_4));
}
