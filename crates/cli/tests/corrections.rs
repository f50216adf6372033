//! What people correct by hand holds on re-run, and is taken back.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{computed, digest, file, json, run, study, text};
use serde_json::Value;

/// A study that was run, and who corrects it.
struct Corrected {
    toml: String,
    atlas: String,
    _folder: tempfile::TempDir,
}

impl Corrected {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let toml = study(folder.path());
        run(&["run", text(&toml)], 0);
        let atlas = text(&folder.path().join("small.zarr")).to_owned();
        Self { toml: text(&toml).to_owned(), atlas, _folder: folder }
    }

    fn run(&self) -> Vec<String> {
        computed(&json(&["run", &self.toml]))
    }

    fn add(&self, element: &str, change: &str) -> u64 {
        let args = [
            "corrections",
            &self.atlas,
            "--of",
            element,
            "--add",
            change,
            "--author",
            "Ada",
            "--note",
            "seen",
        ];
        json(&args)["correction"]["id"].as_u64().unwrap()
    }

    fn act(&self, act: &str, id: u64) {
        run(&["corrections", &self.atlas, act, &id.to_string(), "--author", "Ben"], 0);
    }

    fn ask(&self, sql: &str) -> Value {
        json(&["query", &self.atlas, sql])["rows"].clone()
    }

    fn tracks(&self) -> u64 {
        json(&["show", &self.atlas, "tracks"])["record"]["values"]["tracks"].as_u64().unwrap()
    }

    fn digest(&self) -> String {
        digest(self.atlas.as_ref())
    }
}

#[test]
fn a_cut_holds_on_re_run_and_is_undone() {
    let one = Corrected::new();
    let (before, tracks) = (one.digest(), one.tracks());
    let cell = "SELECT t, label FROM nuclei WHERE t = 2 ORDER BY label LIMIT 1";
    let label = one.ask(cell)[0][1].as_i64().unwrap();
    let id = one.add("lca/tracks/tracks", &format!("cut 2 {label}"));
    assert_eq!(one.digest(), before, "nothing changes before the next run");
    assert_eq!(one.run(), ["tracks", "traces", "lineage"]);
    assert_eq!(one.tracks(), tracks + 1);
    assert_eq!(one.run(), [""; 0]);
    let listed = &json(&["corrections", &one.atlas])["corrections"][0];
    assert_eq!((listed["author"].as_str(), listed["note"].as_str()), (Some("Ada"), Some("seen")));
    let shown = json(&["show", &one.atlas, "tracks"]);
    assert_eq!(shown["record"]["corrections"][0]["kind"], "cut");

    one.act("--undo", id);
    one.run();
    assert_eq!((one.tracks(), one.digest()), (tracks, before));
    one.act("--redo", id);
    one.run();
    assert_eq!(one.tracks(), tracks + 1);
}

#[test]
fn a_state_is_named_where_it_was_found_and_in_all_that_follows() {
    let one = Corrected::new();
    let id = one.add("tables/cells", "relabel leiden 0 as T cells");
    one.run();
    let markers = std::fs::read_to_string(one.toml.replace("study.toml", "small.html")).unwrap();
    assert!(markers.contains("T cells"), "the report goes by the name");
    one.act("--undo", id);
}

#[test]
fn what_does_not_fit_is_refused() {
    let one = Corrected::new();
    let refused = |element: &str, change: &str| {
        let output =
            run(&["corrections", &one.atlas, "--of", element, "--add", change, "--author", "Ada"], 1);
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused("lca/tracks/tracks", "cut 2 999").contains("frame 2 has no object with label 999"));
    assert!(refused("lca/tracks/none", "cut 2 1").contains("there is no lca/tracks/none"));
    assert!(refused("tables/cells", "cut 2 1").contains("does not go with"));
    assert!(refused("tables/cells", "relabel leiden 77 as B").contains("has no state `77`"));
    assert!(refused("tables/cells", "relabel colour red as B").contains("found a column `colour`"));
    assert_eq!(json(&["corrections", &one.atlas])["corrections"], Value::Array(vec![]));
}

#[test]
fn what_changes_nothing_or_is_said_already_is_refused() {
    let one = Corrected::new();
    let refused = |element: &str, change: &str| {
        let args = ["corrections", &one.atlas, "--of", element, "--add", change, "--author", "Ben"];
        String::from_utf8(run(&args, 1).stderr).unwrap()
    };
    let label =
        one.ask("SELECT label FROM nuclei WHERE t = 2 ORDER BY label LIMIT 1")[0][0].as_i64().unwrap();
    let cut = format!("cut 2 {label}");
    let first = one.add("lca/tracks/tracks", &cut);
    // What follows a cell is one thing: the later word on it holds.
    let on = one.ask("SELECT label FROM nuclei WHERE t = 3 ORDER BY label LIMIT 1")[0][0].as_i64().unwrap();
    let link = one.add("lca/tracks/tracks", &format!("accept 2 {label} 3 {on}"));
    assert_eq!(json(&["corrections", &one.atlas])["corrections"][0]["overruled_by"], link);
    one.act("--undo", link);
    // Waiting for the next run or applied by it: it is said.
    assert!(refused("lca/tracks/tracks", &cut).contains("changes nothing"));
    one.run();
    assert!(refused("lca/tracks/tracks", &cut).contains("changes nothing"));
    assert!(refused("tables/cells", "relabel leiden 0 as 0").contains("has that name already"));
    let named = one.add("tables/cells", "relabel leiden 0 as T cells");
    assert!(refused("tables/cells", "relabel leiden 0 as T cells").contains("correction 3, by Ada"));
    // What takes a correction back has no number of its own.
    one.act("--undo", named);
    assert_eq!((first, named, one.add("tables/cells", "relabel leiden 0 as B cells")), (1, 3, 4));
}

#[test]
fn a_correction_of_another_segmentation_stops_the_step_and_says_what_to_do() {
    let one = Corrected::new();
    let label =
        one.ask("SELECT label FROM nuclei WHERE t = 2 ORDER BY label LIMIT 1")[0][0].as_i64().unwrap();
    let id = one.add("lca/tracks/tracks", &format!("cut 2 {label}"));
    let study = std::fs::read_to_string(&one.toml).unwrap();
    let other = study.replace("channel = \"nuclei\"", "channel = \"nuclei\", objects = { edge_level = 0.4 }");
    assert_ne!(study, other);
    std::fs::write(&one.toml, other).unwrap();
    let said = String::from_utf8(run(&["run", &one.toml], 1).stderr).unwrap();
    assert!(said.contains("was made on another result") && said.contains(&format!("--undo {id}")), "{said}");
    one.act("--undo", id);
    one.run();
    one.act("--redo", id);
    assert_eq!(one.run()[0], "tracks");
}

#[test]
fn the_last_word_on_an_edge_counts() {
    let folder = tempfile::tempdir().unwrap();
    let sif = file(folder.path(), "mapk.sif", "RAF\tactivates\tMEK\nMEK\tactivates\tERK\n");
    let atlas = folder.path().join("a.zarr");
    let atlas = text(&atlas);
    run(&["network", "import", text(&sif), "--atlas", atlas, "--name", "mapk"], 0);
    let edges = || json(&["network", "show", atlas])["interactions"].as_u64().unwrap();
    let say = |change, code| {
        run(&["corrections", atlas, "--of", "lca/networks/mapk", "--add", change, "--author", "Ada"], code)
    };
    say("reject RAF -> MEK", 0);
    assert_eq!(edges(), 1);
    say("accept RAF -> MEK", 0);
    assert_eq!(edges(), 2);
    let listed = json(&["corrections", atlas])["corrections"].clone();
    assert_eq!((&listed[0]["overruled_by"], &listed[1]["overruled_by"]), (&2.into(), &Value::Null));
    let said = String::from_utf8(say("accept RAF -> MEK", 1).stderr).unwrap();
    assert!(said.contains("correction 2, by Ada, says so already"), "{said}");
    run(&["corrections", atlas, "--undo", "2", "--author", "Ada"], 0);
    assert_eq!(edges(), 1);
    let said = String::from_utf8(say("reject RAF -> ERK", 1).stderr).unwrap();
    assert!(said.contains("no edge from RAF to ERK"), "{said}");
}
