//! States of tracks, as a table that was brought in tells them.

use crate::common::{Running, ready, run, study};
use lca_server::Options;
use serde_json::json;
use std::fs;
use std::path::Path;

/// The small study with a table that names states of some of its tracks.
fn with_fates(folder: &Path, fates: &str) -> Running {
    let path = study(folder);
    fs::write(folder.join("fates.csv"), fates).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace(r#"kinds = "kinds.csv" }"#, r#"kinds = "kinds.csv", fates = "fates.csv" }"#);
    let step =
        "\n[[step]]\nid = \"fates\"\nkind = \"import-table\"\nassay = \"sequencing\"\nfile = \"fates\"\n";
    fs::write(&path, text + step).unwrap();
    Running::start(&Options::local(vec![run(&path)]))
}

const AT: &str = "/api/atlases/small/movies/movie/states";

#[test]
fn a_column_of_words_tells_states_of_tracks() {
    let folder = tempfile::tempdir().unwrap();
    let server =
        with_fates(folder.path(), ",track,t,phase,sure\na,1,0,S,true\nb,1,1,G1,false\nc,2,0,S,true\n");
    let told = server.json(AT);
    let choices = json!([{ "table": "fates", "column": "phase" }, { "table": "fates", "column": "sure" }]);
    assert_eq!((&told["choices"], &told["chosen"]), (&choices, &choices[0]));
    assert_eq!(told["categories"], json!(["G1", "S"]));
    assert_eq!((&told["track"], &told["t"]), (&json!([1, 1, 2]), &json!([0, 1, 0])));
    assert_eq!((&told["code"], &told["truncated"]), (&json!([1, 0, 1]), &json!(false)));
    let sure = server.json(&format!("{AT}?table=fates&column=sure&limit=2"));
    assert_eq!((&sure["categories"], &sure["code"]), (&json!(["false", "true"]), &json!([1, 0])));
    assert_eq!(sure["truncated"], true);
    assert_eq!(server.get(&format!("{AT}?column=none")).status, 400);
    assert_eq!(server.get("/api/atlases/small/movies/none/states").status, 404);
}

#[test]
fn names_of_cells_are_no_states() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..300).map(|row| format!("r{row},1,{row},name{row}\n")).collect();
    let server = with_fates(folder.path(), &format!(",track,t,who\n{rows}"));
    let refused = server.get(AT);
    assert_eq!(refused.status, 400);
    assert!(refused.error()[0].contains("200"), "{}", refused.text());
}

#[test]
fn an_atlas_without_such_a_column_has_no_states() {
    assert!(ready().exists());
    let told = Running::small().json(AT);
    assert_eq!((&told["choices"], &told["chosen"]), (&json!([]), &json!(null)));
}
