//! What a database of cells asks for.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, run, text};
use serde_json::Value;

const COUNTS: &str = "cell,g1,g2\nc1,1,2\nc2,0,4\nc3,5,0\n";

const ITEMS: &str = r#"[all]
organism = "NCBITaxon:9606"
tissue = "UBERON:0000178"
assay_ontology_term_id = "EFO:0009922"
disease = "PATO:0000461"
cell_type = "CL:0000084"
"development stage" = "HsapDv:0000258"
sex = "unknown"
ethnicity = "unknown"
donor_id = "D1"
is_primary_data = true
"#;

#[test]
fn items_are_listed_written_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let counts = file(there, "counts.csv", COUNTS);
    let asked = ["cells", "validate", text(&counts), "--genes-in", "columns"];
    let said = |args: &[&str], code| -> Value {
        serde_json::from_slice(&run(&[args, &["--json"]].concat(), code).stdout).unwrap()
    };
    let nothing = said(&asked, 1);
    assert_eq!((nothing["missing"].as_u64(), nothing["wrong"].as_u64()), (Some(9), Some(0)));
    let items = file(there, "items.toml", ITEMS);
    let out = there.join("registered.zarr");
    let with = [asked.as_slice(), &["--items", text(&items), "--out", text(&out)]].concat();
    assert_eq!(said(&with, 0)["well"], true);
    // They are in the table, under the database's own names.
    assert_eq!(said(&["cells", "validate", text(&out)], 0)["missing"], 0);
    let (table, _) = lca_store::read_anndata(&out).unwrap();
    assert_eq!(table.obs.texts("cell_type_ontology_term_id").unwrap()[2].as_deref(), Some("CL:0000084"));
    // What is wrong is named with the cell that has it and what to write.
    let wrong = ITEMS.replace("CL:0000084", "T cell") + "[\"donor_id\".D1]\nsex = \"PATO_0000383\"\n";
    let items = file(there, "wrong.toml", &wrong);
    let out = there.join("wrong.zarr");
    let with = [asked.as_slice(), &["--items", text(&items), "--out", text(&out)]].concat();
    let output = String::from_utf8_lossy(&run(&with, 1).stdout).into_owned();
    assert!(output.contains("`T cell` is a name, not a term of CL"), "{output}");
    assert!(output.contains("otherwise: PATO:0000383 (3 cells, the first `c1` in row 1)"), "{output}");
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let counts = file(there, "counts.csv", COUNTS);
    let said = |items: &str| {
        let items = file(there, "items.toml", items);
        let out = there.join("x.zarr");
        let asked = ["cells", "validate", text(&counts), "--genes-in", "columns", "--items", text(&items)];
        String::from_utf8_lossy(&run(&[asked.as_slice(), &["--out", text(&out)]].concat(), 1).stderr)
            .into_owned()
    };
    assert!(said("[all]\ncolour = \"red\"\n").contains("the item `colour`"));
    assert!(said("[all]\nsex = 3\n").contains("write a text"));
    assert!(said("[sample.a]\nsex = \"unknown\"\n").contains("`sample`"));
    assert!(said("sex = \"unknown\"\n").contains("[all]"));
}
