//! Resources of ligands and receptors: made ones, real ones, and bad ones.

#![allow(clippy::unwrap_used, reason = "tests may")]

mod common;

use lca_formats::{read_ligands, read_microenvironments};
use std::fs::write;
use std::path::Path;

fn database(folder: &Path) {
    write(
        folder.join("gene_input.csv"),
        "gene_name,uniprot,hgnc_symbol,ensembl\nAAA,P1,AAA,E1\nAAA,P1,AAA,E9\nBBB,P2,BBB,E2\nCCC,P3,CCC,E3\n",
    )
    .unwrap();
    write(folder.join("protein_input.csv"), "uniprot,protein_name,secreted,receptor,integrin\nP1,A_X,TRUE,FALSE,FALSE\nP2,B_X,FALSE,TRUE,FALSE\nP3,C_X,FALSE,TRUE,FALSE\n").unwrap();
    write(
        folder.join("complex_input.csv"),
        "complex_name,uniprot_1,uniprot_2,uniprot_3,receptor\nBC,P2,P3,,TRUE\n",
    )
    .unwrap();
    write(
        folder.join("interaction_input.csv"),
        "id_cp_interaction,partner_a,partner_b,source\nCPI-1,P1,BC,PMID:1\n,P1,P2,\n",
    )
    .unwrap();
}

#[test]
fn a_database_of_ones_own_is_read() {
    let folder = tempfile::tempdir().unwrap();
    database(folder.path());
    let found = read_ligands(folder.path(), None).unwrap();
    assert_eq!((found.partners.len(), found.bindings.len()), (4, 2));
    let first = &found.bindings[0];
    assert_eq!((first.id.as_str(), first.source.as_deref()), ("CPI-1", Some("PMID:1")));
    let receptor = &found.partners[first.receptor];
    assert!(receptor.complex && receptor.receptor == Some(true));
    assert_eq!(receptor.subunits.iter().map(|one| one.symbol.as_str()).collect::<Vec<_>>(), ["BBB", "CCC"]);
    assert_eq!(found.partners[first.ligand].subunits[0].accessions, ["E1", "E9"]);
    assert_eq!(found.bindings[1].id, "P1-P2");
}

#[test]
fn a_partner_that_is_nowhere_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    database(folder.path());
    write(folder.path().join("interaction_input.csv"), "partner_a,partner_b\nP1,BC\nP1,P7\n").unwrap();
    let error = read_ligands(folder.path(), None).unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("`P7`"), "{error}");
    write(folder.path().join("complex_input.csv"), "complex_name,uniprot_1\nBC,P8\n").unwrap();
    assert!(read_ligands(folder.path(), None).unwrap_err().to_string().contains("`P8`"));
    std::fs::remove_file(folder.path().join("gene_input.csv")).unwrap();
    assert!(read_ligands(folder.path(), None).unwrap_err().to_string().contains("gene_input.csv"));
    let empty = tempfile::tempdir().unwrap();
    assert!(read_ligands(empty.path(), None).unwrap_err().to_string().contains("cellphonedb.zip"));
    let cut = empty.path().join("cellphonedb.zip");
    write(&cut, b"PK\x03\x04 cut off").unwrap();
    assert!(read_ligands(&cut, None).unwrap_err().to_string().contains("zip"));
}

#[test]
fn a_table_may_hold_several_resources() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    let rows = "A,B_C,one\nA,B_C,one\nA,D,two\n";
    write(&path, format!("source_genesymbol,target_genesymbol,resource\n{rows}")).unwrap();
    assert_eq!(read_ligands(&path, Some("one")).unwrap().bindings.len(), 1);
    assert_eq!(read_ligands(&path, Some("two")).unwrap().partners[1].name, "D");
    let error = read_ligands(&path, None).unwrap_err().to_string();
    assert!(error.contains("`consensus`") && error.contains("one, two"), "{error}");
    write(&path, "ligand,receptor,antagonist\nA,B_C,X;Y\n").unwrap();
    let found = read_ligands(&path, None).unwrap();
    assert_eq!((found.name.as_str(), found.bindings[0].cofactors.antagonists.len()), ("table", 2));
    write(&path, "ligand,receptor\nA,B__C\n").unwrap();
    assert!(read_ligands(&path, None).unwrap_err().to_string().contains("line 2"));
    write(&path, "from,to\nA,B\n").unwrap();
    assert!(read_ligands(&path, None).unwrap_err().to_string().contains("`source_genesymbol`"));
}

#[test]
fn surroundings_are_read_however_they_are_spelt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.tsv");
    write(&path, "cell_type\tmicroenviroment\nA\tone\nB\tone\nA\ttwo\n").unwrap();
    let found = read_microenvironments(&path).unwrap();
    assert_eq!(found["one"], ["A", "B"]);
    assert_eq!(found["two"], ["A"]);
    write(&path, "cell_type\tmicroenvironment\nA\t\n").unwrap();
    assert!(read_microenvironments(&path).unwrap_err().to_string().contains("line 2"));
}

#[test]
fn both_forms_of_cellphonedb_say_the_same() {
    let Some(path) = common::data("omics/cellphonedb/NatureProtocols2024_case_studies/v5.0.0") else {
        return;
    };
    let (raw, compiled) =
        (read_ligands(&path, None).unwrap(), read_ligands(&path.join("cellphonedb.zip"), None).unwrap());
    assert_eq!((compiled.bindings.len(), compiled.partners.len()), (2911, 1717));
    let pairs = |resource: &lca_graph::LigandReceptor| {
        let name = |at: usize| resource.partners[at].name.clone();
        let mut pairs: Vec<_> =
            resource.bindings.iter().map(|one| (name(one.ligand), name(one.receptor))).collect();
        pairs.sort();
        pairs
    };
    assert_eq!(pairs(&raw), pairs(&compiled));
    assert_eq!(compiled.synonyms["NR1B3"], "RARG");
    assert_eq!(compiled.factors["ACVL1_ACVR2A"][0], "SMAD9");
}

#[test]
fn lianas_resources_are_read() {
    let Some(path) = common::data("omics/liana/liana/resource") else { return };
    let found = read_ligands(&path.join("omni_resource.csv"), None).unwrap();
    assert_eq!((found.name.as_str(), found.bindings.len()), ("consensus", 4624));
    assert!(read_ligands(&path.join("omni_resource.csv"), Some("mouseconsensus")).is_ok());
}
