//! SQL over an atlas that the tests make.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

use lca_query::{Limits, QueryError, as_json, query};
use lca_store::Atlas;
use lca_tables::{Column, DataFrame};
use std::time::Duration;

/// Traces of three cells in four frames, and a registry of one subject.
fn atlas(folder: &std::path::Path, rows: usize) -> Atlas {
    let atlas = Atlas::create(folder.join("a.zarr")).unwrap();
    let mut traces = DataFrame::with_rows(rows);
    traces.set("track", Column::Int((0..rows as i64).map(|row| row % 3).collect())).unwrap();
    traces.set("t", Column::Int((0..rows as i64).map(|row| row / 3).collect())).unwrap();
    traces.set("area", Column::Float((0..rows).map(|row| row as f64 / 2.0).collect())).unwrap();
    let mut subjects = DataFrame::new(vec!["hela".to_owned()]);
    subjects.set("organism", Column::Text(vec!["Homo sapiens".to_owned()])).unwrap();
    let changes = atlas.begin().unwrap();
    changes.write_frame(&"lca/observations/cell-traces".parse().unwrap(), &traces).unwrap();
    changes.write_frame(&"lca/registry/registry.subjects".parse().unwrap(), &subjects).unwrap();
    changes.commit("key", &serde_json::json!({})).unwrap();
    atlas
}

fn rows(atlas: &Atlas, sql: &str) -> serde_json::Value {
    as_json(&query(atlas, sql, &Limits::default()).unwrap().table)["rows"].clone()
}

#[test]
fn tables_are_asked_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = atlas(folder.path(), 12);
    let mean = "SELECT track, avg(area) FROM cell_traces GROUP BY track ORDER BY track";
    assert_eq!(rows(&atlas, mean), serde_json::json!([[0, 2.25], [1, 2.75], [2, 3.25]]));
    assert_eq!(rows(&atlas, "SELECT organism FROM registry.subjects"), serde_json::json!([["Homo sapiens"]]));
    let named = serde_json::json!([["hela", "Homo sapiens"]]);
    assert_eq!(rows(&atlas, "SELECT * FROM registry.subjects"), named, "names of rows are told");
    assert_eq!(rows(&atlas, "SELECT count(*) FROM runs.log"), serde_json::json!([[1]]));
    let long = "SELECT entity, t, variable, value FROM long WHERE entity = '2' ORDER BY t LIMIT 1";
    assert_eq!(rows(&atlas, long), serde_json::json!([["2", 0.0, "area", 1.0]]));
}

#[test]
fn rows_beyond_the_limit_are_cut_off_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = atlas(folder.path(), 12);
    let limits = Limits { rows: 5, ..Limits::default() };
    let found = query(&atlas, "SELECT * FROM cell_traces", &limits).unwrap();
    assert_eq!((found.table.rows(), found.truncated), (5, true));
    let found = query(&atlas, "SELECT * FROM cell_traces LIMIT 5", &limits).unwrap();
    assert_eq!((found.table.rows(), found.truncated), (5, false));
    let all = Limits { rows: usize::MAX, ..Limits::default() };
    let found = query(&atlas, "SELECT * FROM cell_traces", &all).unwrap();
    assert_eq!((found.table.rows(), found.truncated), (12, false));
    let none = query(&atlas, "SELECT * FROM cell_traces WHERE t > 99", &limits).unwrap();
    assert_eq!((none.table.rows(), none.table.columns().len()), (0, 3));
}

#[test]
fn nothing_is_written_and_no_other_file_read() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = atlas(folder.path(), 12);
    let secret = folder.path().join("secret.csv");
    std::fs::write(&secret, "a\n1\n").unwrap();
    let (secret, out) = (secret.display(), folder.path().join("out.csv"));
    let files = [
        format!("CREATE EXTERNAL TABLE s STORED AS CSV LOCATION '{secret}'"),
        format!("COPY cell_traces TO '{}'", out.display()),
        "CREATE TABLE mine AS SELECT 1".to_owned(),
        "DROP TABLE cell_traces".to_owned(),
        "INSERT INTO cell_traces SELECT * FROM cell_traces".to_owned(),
        "SET datafusion.execution.batch_size = 1".to_owned(),
    ];
    for sql in files {
        let error = query(&atlas, &sql, &Limits::default()).unwrap_err();
        assert!(matches!(error, QueryError::ReadOnly { .. }), "{sql}: {error:?}");
    }
    for sql in [format!("SELECT * FROM '{secret}'"), format!("SELECT * FROM read_csv('{secret}')")] {
        let error = query(&atlas, &sql, &Limits::default()).unwrap_err();
        assert!(matches!(error, QueryError::Sql { .. }), "{sql}: {error:?}");
    }
    assert!(!out.exists());
}

#[test]
fn what_is_no_query_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = atlas(folder.path(), 12);
    let twins = "SELECT a.track, b.track FROM cell_traces a, cell_traces b";
    for sql in ["", "SELEC 1", "SELECT nothing FROM cell_traces", "SELECT 1; SELECT 2", twins] {
        let error = query(&atlas, sql, &Limits::default()).unwrap_err();
        assert!(matches!(error, QueryError::Sql { .. }), "{sql}: {error:?}");
    }
}

#[test]
fn time_and_memory_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = atlas(folder.path(), 3000);
    let crossed =
        "SELECT count(*) FROM cell_traces a, cell_traces b, cell_traces c WHERE a.area + b.area > c.area";
    let limits = Limits { time: Duration::from_millis(200), ..Limits::default() };
    let begun = std::time::Instant::now();
    assert!(matches!(query(&atlas, crossed, &limits), Err(QueryError::Time { .. })));
    assert!(begun.elapsed() < Duration::from_secs(20));
    let grouped =
        "SELECT a.area AS one, b.area AS two, count(*) FROM cell_traces a, cell_traces b GROUP BY one, two";
    let limits = Limits { memory: 4 << 20, ..Limits::default() };
    assert!(matches!(query(&atlas, grouped, &limits), Err(QueryError::Memory { .. })));
}
