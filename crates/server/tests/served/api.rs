//! What the API tells of an atlas is what lies in it.

use crate::common::{Running, ready};
use lca_store::Atlas;
use serde_json::Value;
use std::collections::BTreeMap;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect()
}

#[test]
fn the_overview_tells_how_the_atlas_came_about() {
    let server = Running::small();
    let listed = server.json("/api/atlases");
    assert_eq!(
        (&listed[0]["id"], &listed[0]["title"]),
        (&Value::from("small"), &Value::from("A small study"))
    );
    let told = server.json("/api/atlases/small");
    let atlas = Atlas::open(ready()).unwrap();
    assert_eq!(told["sequence"].as_u64(), Some(atlas.sequence()));
    assert_eq!(told["elements_total"].as_u64(), Some(atlas.elements().len() as u64));
    let steps = told["steps"].as_array().unwrap();
    assert_eq!(steps.len(), lca_study::logged(&atlas).unwrap().len());
    let traces = steps.iter().find(|step| step["id"] == "traces").unwrap();
    let from: Vec<(&str, &str)> = traces["from"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["port"].as_str().unwrap(), one["step"].as_str().unwrap()))
        .collect();
    assert_eq!(from, [("objects", "nuclei"), ("tracks", "tracks")]);
    assert!(!traces["about"].as_str().unwrap().is_empty() && traces["values"]["points"].as_u64() > Some(0));
    let circle = told["circle"].as_array().unwrap();
    assert_eq!(circle.len(), 7);
    assert_eq!((&circle[2]["state"], &circle[2]["steps"][0]), (&Value::from("done"), &Value::from("tracks")));
    for element in told["elements"].as_array().unwrap() {
        let path = element["path"].as_str().unwrap();
        assert!(
            element["made_by"].is_string() && element["url"].as_str().unwrap().ends_with(path),
            "{element}"
        );
    }
}

#[test]
fn a_movie_tells_its_pyramid_and_what_was_made_of_it() {
    let server = Running::small();
    let movie = server.json("/api/atlases/small/movies/movie");
    assert_eq!(movie["axes"], serde_json::json!(["t", "c", "z", "y", "x"]));
    assert_eq!(movie["shape"], serde_json::json!([8, 1, 1, 96, 96]));
    assert_eq!(movie["interval_s"].as_f64(), Some(60.0));
    assert_eq!(movie["channels"][0]["name"], "nuclei");
    assert_eq!(
        (&movie["labels"][0]["name"], &movie["tracks"][0]),
        (&Value::from("nuclei"), &Value::from("tracks"))
    );
    assert_eq!((&movie["traces"][0], &movie["objects"][0]), (&Value::from("traces"), &Value::from("nuclei")));
    for url in [&movie["url"], &movie["labels"][0]["url"]] {
        let document = server.json(&format!("{}/zarr.json", url.as_str().unwrap()));
        assert!(document["attributes"]["ome"]["multiscales"].is_array());
    }
}

#[test]
fn tracks_and_points_are_those_of_the_atlas() {
    let server = Running::small();
    let atlas = Atlas::open(ready()).unwrap();
    let tracks = atlas.read_tracks(&"lca/tracks/tracks".parse().unwrap()).unwrap();
    let told = server.json("/api/atlases/small/tracks/tracks");
    let ids: Vec<f64> = tracks.tracks().iter().map(|one| f64::from(one.id)).collect();
    assert_eq!(numbers(&told["id"]), ids);
    assert_eq!((told["total"].as_u64(), told["movie"].as_str()), (Some(ids.len() as u64), Some("movie")));
    assert_eq!(
        numbers(&told["end"]),
        tracks.tracks().iter().map(|one| f64::from(one.end)).collect::<Vec<_>>()
    );
    // Page by page the same.
    let (mut after, mut found) = (String::new(), Vec::new());
    loop {
        let page = server.json(&format!("/api/atlases/small/tracks/tracks?limit=2{after}"));
        found.extend(numbers(&page["id"]));
        match page["next"].as_u64() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(found, ids);
    let points = server.json("/api/atlases/small/tracks/tracks/points?from=2&to=4");
    let mut expected: Vec<_> = tracks.detections().iter().filter(|seen| (2..=4).contains(&seen.t)).collect();
    expected.sort_by_key(|seen| (seen.track, seen.t));
    assert_eq!(numbers(&points["x"]), expected.iter().map(|seen| seen.centre[2]).collect::<Vec<_>>());
    assert_eq!(
        numbers(&points["label"]),
        expected.iter().map(|seen| f64::from(seen.label)).collect::<Vec<_>>()
    );
    assert!(points.get("z").is_none());
}

#[test]
fn traces_are_columns_of_the_table_by_track() {
    let server = Running::small();
    let atlas = Atlas::open(ready()).unwrap();
    let frame = atlas.read_frame(&"lca/observations/traces".parse().unwrap()).unwrap();
    let mut expected: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    let all = server.json("/api/atlases/small/traces/traces");
    let measure = all["measure"].as_str().unwrap();
    let rows = frame.numbers("track").unwrap().into_iter().zip(frame.numbers(measure).unwrap());
    rows.for_each(|(track, value)| expected.entry(track as u64).or_default().push(value));
    let series = all["series"].as_array().unwrap();
    let found: BTreeMap<u64, Vec<f64>> =
        series.iter().map(|one| (one["track"].as_u64().unwrap(), numbers(&one["value"]))).collect();
    assert_eq!(found, expected);
    assert_eq!((all["interval_s"].as_f64(), all["truncated"].as_bool()), (Some(60.0), Some(false)));
    let one = expected.keys().next().unwrap();
    let some = server.json(&format!("/api/atlases/small/traces/traces?tracks={one}&measure=area&limit=3"));
    assert_eq!((some["series"].as_array().unwrap().len(), some["truncated"].as_bool()), (1, Some(true)));
    assert_eq!((numbers(&some["series"][0]["t"]).len(), some["next"].as_u64()), (3, Some(3)));
    let rest = server.json(&format!("/api/atlases/small/traces/traces?tracks={one}&measure=area&offset=3"));
    assert!(rest["next"].is_null());
    let whole = server.json(&format!("/api/atlases/small/traces/traces?tracks={one}&measure=area"));
    let both = [some, rest].map(|page| numbers(&page["series"][0]["value"])).concat();
    assert_eq!(both, numbers(&whole["series"][0]["value"]));
}

#[test]
fn tables_come_in_pages() {
    let server = Running::small();
    let whole = server.json("/api/atlases/small/observations/kinds");
    let names: Vec<&str> =
        whole["columns"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["name", "kind", "lane"]);
    assert_eq!((whole["total"].as_u64(), whole["rows"][3][1].as_str()), (Some(60), Some("k1")));
    let page = server.json("/api/atlases/small/observations/kinds?offset=57&limit=10");
    assert_eq!(page["rows"].as_array().unwrap()[..], whole["rows"].as_array().unwrap()[57..]);
    assert_eq!(
        server.json("/api/atlases/small/observations/kinds?offset=100000")["rows"],
        serde_json::json!([])
    );
    let assays = server.json("/api/atlases/small/registry/registry.assays");
    assert_eq!(assays, server.json("/api/atlases/small/registry/assays"));
    assert_eq!(assays["total"].as_u64(), Some(3));
}

#[test]
fn a_model_tells_its_network_fits_and_predictions() {
    let server = Running::small();
    let model = server.json("/api/atlases/small/models/problem");
    let kinds: Vec<&str> = model["network"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["species", "reaction"]);
    assert_eq!(
        model["network"]["edges"][0],
        serde_json::json!({ "source": "x", "target": "decay", "role": "reactant" })
    );
    assert_eq!(model["waterfall"].as_array().unwrap().len(), 3);
    // The fit saw the low dose alone: 6 measurements, which a model of decay meets.
    let fits = model["fits"].as_array().unwrap();
    assert_eq!(fits.len(), 6);
    for row in fits {
        let [measured, simulated] = ["measured", "simulated"].map(|name| row[name].as_f64().unwrap());
        assert!(row["condition"] == "low" && (measured - simulated).abs() < 0.05, "{row}");
        let residual = (measured - simulated) / row["sd"].as_f64().unwrap();
        assert!((residual - row["residual"].as_f64().unwrap()).abs() < 1e-9);
    }
    let measured = model["predictions"].as_array().unwrap().iter().filter(|row| row["measured"].is_number());
    assert_eq!(measured.count(), 6);
    assert!(model["profiles"].as_array().unwrap().iter().all(|one| one["threshold"].as_f64().unwrap() > 1.0));
    // Decay from dose 1.
    let dynamics = model["dynamics"].as_array().unwrap();
    let first = &dynamics[0];
    assert_eq!(
        (&first["condition"], &first["species"], first["value"].as_f64()),
        (&Value::from("low"), &Value::from("x"), Some(1.0))
    );
    assert!(dynamics[59]["value"].as_f64().unwrap() < 0.3);
    // Of a prediction: what it came from, and what followed.
    let prediction = server.json("/api/atlases/small/models/prediction");
    assert_eq!(
        (prediction["problem"].as_str(), prediction["profiles"].as_array().unwrap().len()),
        (Some("problem"), 0)
    );
    assert!(!prediction["comparisons"].as_array().unwrap().is_empty());
}

#[test]
fn the_run_log_comes_newest_first() {
    let server = Running::small();
    let log = server.json("/api/atlases/small/runs?limit=5");
    let ids = numbers(&log["runs"].as_array().unwrap().iter().map(|run| run["id"].clone()).collect());
    assert!(ids.len() == 5 && ids.windows(2).all(|pair| pair[0] == pair[1] + 1.0), "{ids:?}");
    assert!(log["current"].is_null() && log["runs"][0]["state"] == "done");
    let before = server.json(&format!("/api/atlases/small/runs?limit=1000&before={}", log["next"]));
    assert_eq!(before["runs"][0]["id"].as_f64(), Some(ids[4] - 1.0));
    assert!(before["next"].is_null());
}
