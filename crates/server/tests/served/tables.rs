//! SQL, files of tables, and the table of cells.

use crate::common::{Running, ready};
use lca_store::Atlas;
use serde_json::{Value, json};

fn ask(server: &Running, sql: &str) -> crate::common::Reply {
    server.post("/api/atlases/small/query", &json!({ "sql": sql }).to_string())
}

#[test]
fn sql_reads_observations_and_registry() {
    let server = Running::small();
    let reply = ask(&server, "SELECT kind, count(*) AS n FROM kinds GROUP BY kind ORDER BY kind").json();
    assert_eq!(reply["rows"], json!([["k0", 30], ["k1", 30]]));
    assert_eq!(
        reply["columns"],
        json!([{ "name": "kind", "type": "text" }, { "name": "n", "type": "integer" }])
    );
    assert!(reply["truncated"] == false && reply["seconds"].as_f64().unwrap() > 0.0);
    let cut = server.post("/api/atlases/small/query", r#"{"sql": "SELECT * FROM kinds", "limit": 7}"#).json();
    assert_eq!((cut["rows"].as_array().unwrap().len(), cut["truncated"].as_bool()), (7, Some(true)));
    let text = json!({ "sql": "SELECT kind, lane FROM kinds LIMIT 1" }).to_string();
    let csv = server.send(
        "POST",
        "/api/atlases/small/query",
        &["content-type: application/json", "accept: text/csv"],
        text.as_bytes(),
    );
    assert_eq!((csv.header("content-type"), csv.text().as_str()), (Some("text/csv"), "kind,lane\nk0,0\n"));
    let parquet = server.send(
        "POST",
        "/api/atlases/small/query",
        &["content-type: application/json", "accept: application/vnd.apache.parquet"],
        text.as_bytes(),
    );
    assert_eq!(&parquet.body[..4], b"PAR1");
}

#[test]
fn sql_reads_nothing_but_the_atlas_and_changes_nothing() {
    let server = Running::small();
    let outside = ready().parent().unwrap().join("kinds.csv");
    assert!(outside.exists());
    for sql in [
        format!("SELECT * FROM '{}'", outside.display()),
        format!("SELECT * FROM read_csv('{}')", outside.display()),
        format!("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{}'", outside.display()),
        format!("COPY kinds TO '{}'", ready().parent().unwrap().join("out.csv").display()),
        "SELECT * FROM '/etc/passwd'".to_owned(),
        "INSERT INTO kinds VALUES ('a')".to_owned(),
        "DROP TABLE kinds".to_owned(),
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "SET datafusion.execution.target_partitions = 99".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "nonsense".to_owned(),
        String::new(),
    ] {
        let reply = ask(&server, &sql);
        assert_eq!(reply.status, 400, "{sql}: {}", reply.text());
        assert!(reply.error().iter().all(|part| !part.is_empty()), "{sql}: {}", reply.text());
        assert!(!reply.text().contains("root:"), "{sql}");
    }
    assert!(!ready().parent().unwrap().join("out.csv").exists());
    let long = format!("SELECT '{}'", "a".repeat(70_000));
    assert_eq!(ask(&server, &long).status, 400);
}

#[test]
fn a_table_is_taken_along_as_a_file() {
    let server = Running::small();
    let csv = server.get("/api/atlases/small/export?observations=kinds");
    assert_eq!((csv.status, csv.header("content-type")), (200, Some("text/csv")));
    assert!(csv.header("content-disposition").unwrap().contains("kinds.csv"));
    let text = csv.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[1]), (61, ",kind,lane", "c0,k0,0"));
    let parquet = server.get("/api/atlases/small/export?observations=kinds&format=parquet");
    assert_eq!(parquet.body, std::fs::read(ready().join("lca/observations/kinds/data.parquet")).unwrap());
    assert_eq!(server.get("/api/atlases/small/export?observations=none").status, 404);
    assert_eq!(server.get("/api/atlases/small/export?observations=kinds&format=xls").status, 400);
    assert_eq!(server.get("/api/atlases/small/export").status, 400);
}

#[test]
fn cells_tell_what_there_is_to_read() {
    let server = Running::small();
    let told = server.json("/api/atlases/small/tables/cells");
    let atlas = Atlas::open(ready()).unwrap();
    let cells = atlas.read_table(&"tables/cells".parse().unwrap()).unwrap();
    assert_eq!(told["cells"].as_u64(), Some(cells.obs.rows() as u64));
    assert_eq!(told["genes"].as_u64(), Some(cells.var.rows() as u64));
    let names = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names(&told["columns"]),
        cells.obs.columns().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
    );
    let states = told["columns"].as_array().unwrap().iter().find(|one| one["name"] == "leiden").unwrap();
    assert_eq!(states["encoding"], "categorical");
    assert_eq!(told["embeddings"], json!(cells.obsm.keys().collect::<Vec<_>>()));
    assert_eq!(told["matrix"], "X");
    assert_eq!(server.get(&format!("{}/obs/zarr.json", told["url"].as_str().unwrap())).status, 200);
}
