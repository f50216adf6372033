//! Each bad input ends with a message that says what, where and what to do, and with nothing
//! half-written.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{STUDY, run, study};
use std::path::Path;

/// Runs a study whose text was changed, and returns what it said.
fn refused(change: impl FnOnce(&str) -> String, code: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let text = change(STUDY);
    assert_ne!(text, STUDY);
    std::fs::write(&path, text).unwrap();
    let output = run(&["run", path.to_str().unwrap()], code);
    if code == 2 {
        assert!(!folder.path().join("small.zarr").exists(), "nothing may be written");
    }
    let said = String::from_utf8(output.stderr).unwrap();
    said.replace(folder.path().to_str().unwrap(), "FOLDER")
}

#[test]
fn an_absent_file_is_named_with_its_line() {
    insta::assert_snapshot!(refused(|text| text.replace("\"counts.csv\"", "\"absent.csv\""), 2));
}

#[test]
fn cyclic_steps_are_named() {
    let cycle = |text: &str| text.replacen("from = \"movie\"", "from = \"nuclei\"", 1);
    let said = refused(cycle, 2);
    assert!(said.contains("gives labels, objects, parts, hypotheses, not movie"), "{said}");
    let cycle = |text: &str| text.replacen("from = \"quality\"", "from = \"map\"", 1);
    insta::assert_snapshot!(refused(cycle, 2));
}

#[test]
fn an_unknown_key_is_shown_where_it_stands() {
    insta::assert_snapshot!(refused(|text| text.replace("n_comps = 5", "n_compz = 5"), 2));
}

#[test]
fn a_step_that_is_not_there_is_shown_where_it_is_named() {
    insta::assert_snapshot!(refused(|text| text.replace("from = \"together\"", "from = \"togehter\""), 2));
}

#[test]
fn an_unknown_kind_of_step_lists_those_there_are() {
    let said = refused(|text| text.replace("kind = \"leiden\"", "kind = \"louvain\""), 2);
    assert!(said.contains("there is no kind of step `louvain`") && said.contains("leiden"), "{said}");
    assert!(
        said.contains("annotate, apply-corrections, calibrate, choose-outlines, compare")
            && !said.contains("did you mean"),
        "sorted: {said}"
    );
    let said = refused(|text| text.replace("kind = \"leiden\"", "kind = \"lieden\""), 2);
    assert!(said.contains("did you mean `leiden`?"), "{said}");
}

#[test]
fn a_misspelt_key_of_a_step_is_told_the_one_that_was_meant() {
    let said = refused(|text| text.replacen("from = \"movie\"", "form = \"movie\"", 1), 2);
    assert!(said.contains("there is no key `form` here") && said.contains("did you mean `from`?"), "{said}");
    for key in ["id", "kind", "assay", "file", "from", "params"] {
        assert!(said.contains(key), "{said}");
    }
    let said = refused(|text| text.replacen("[[step]]", "[[stpe]]", 1), 2);
    assert!(said.contains("there is no key `stpe` here") && said.contains("did you mean `step`?"), "{said}");
}

#[test]
fn values_of_the_wrong_type_are_told_in_plain_words() {
    let cases = [
        ("min_genes = 1", "min_genes = \"500\"", "a whole number is expected here, not the text \"500\""),
        ("n_comps = 5", "n_comps = 2.5", "a whole number is expected here, not 2.5"),
        (
            "frame_interval_s = 60.0",
            "frame_interval_s = \"5 min\"",
            "a number is expected here, not the text \"5 min\"",
        ),
        ("frame_interval_s = 60.0", "pixel_size_um = [0.65, 0.65]", "z, y, x (z = 1 for flat images)"),
    ];
    for (right, wrong, says) in cases {
        let said = refused(|text| text.replace(right, wrong), 2);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(says), "{said}");
        assert!(!["usize", "u64", "f64"].iter().any(|rust| said.contains(rust)), "{said}");
    }
}

#[test]
fn what_needs_no_data_is_refused_before_anything_runs_with_its_place() {
    let cases = [
        ("resolution = 0.5", "resolution = -1", "`resolution` is -1"),
        ("n_neighbors = 8", "n_neighbors = 1", "`n_neighbors` is 1"),
        ("channel = \"nuclei\"", "channel = \"DAPI\"", "no channel `DAPI`"),
        ("min_genes = 1", "max_pct_counts = { ribo = 5 }", "no gene group `ribo`"),
        ("frame_interval_s = 60.0", "frame_interval_s = -60", "the time between frames is -60"),
        ("frame_interval_s = 60.0", "pixel_size_um = [1, -0.65, 0.65]", "the size of a pixel is -0.65"),
    ];
    for (right, wrong, says) in cases {
        let said = refused(|text| text.replace(right, wrong), 2);
        assert!(said.contains(says) && said.contains("study.toml:"), "{said}");
    }
}

#[test]
fn a_missing_name_is_told_on_the_first_line() {
    insta::assert_snapshot!(refused(|text| text.replace("name = \"small\"\n", ""), 2));
}

#[test]
fn all_absent_files_are_told_at_once() {
    let absent = |text: &str| text.replace("\"kinds.csv\"", "\"no.csv\"").replace("\"frames\"", "\"gone\"");
    let said = refused(absent, 2);
    assert!(said.contains("2 files are not there: `FOLDER/gone`, `FOLDER/no.csv`"), "{said}");
}

#[test]
fn a_folder_stands_for_the_study_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let said = String::from_utf8(run(&["run", folder.path().to_str().unwrap()], 1).stderr).unwrap();
    assert!(said.contains("a folder without a study.toml"), "{said}");
    study(folder.path());
    run(&["run", folder.path().to_str().unwrap(), "--plan"], 0);
}

#[test]
fn names_that_repeat_or_are_none_are_refused() {
    let said = refused(|text| text.replace("id = \"map\"", "id = \"pca\""), 2);
    assert!(said.contains("the step `pca` occurs twice"), "{said}");
    let said = refused(|text| text.replace("id = \"map\"", "id = \"../map\""), 2);
    assert!(said.contains("is not an identifier"), "{said}");
    let said = refused(
        |text| {
            text.replace("specimen = \"culture\"\nmodality = \"live", "specimen = \"x\"\nmodality = \"live")
        },
        2,
    );
    assert!(said.contains("there is no specimen `x`"), "{said}");
}

#[test]
fn text_that_is_not_toml_is_shown_where_it_breaks() {
    insta::assert_snapshot!(refused(|text| text.replace("seed = 3", "seed = "), 2));
}

#[test]
fn a_step_that_fails_names_itself_and_the_file_and_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    std::fs::write(folder.path().join("counts.csv"), "cell,g0\nc0,-1\n").unwrap();
    let output = run(&["run", path.to_str().unwrap(), "--threads", "1"], 1);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("step `counts` (import-counts)") && said.contains("counts.csv"), "{said}");
    let atlas = folder.path().join("small.zarr");
    run(&["verify", atlas.to_str().unwrap()], 0);
    common::study(folder.path());
    let resumed = common::json(&["run", path.to_str().unwrap()]);
    assert!(!common::computed(&resumed).contains(&"registry".to_owned()));
}

#[test]
fn frames_of_mixed_size_and_truncated_frames_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let frame = folder.path().join("frames/t003.tif");
    let bytes = std::fs::read(&frame).unwrap();
    std::fs::write(&frame, &bytes[..bytes.len() / 3]).unwrap();
    let said = String::from_utf8(run(&["run", path.to_str().unwrap()], 1).stderr).unwrap();
    assert!(said.contains("step `movie`") && said.contains("t003.tif"), "{said}");
    std::fs::remove_file(&frame).unwrap();
    let said = String::from_utf8(run(&["run", path.to_str().unwrap()], 1).stderr).unwrap();
    assert!(said.contains("step `movie`"), "{said}");
}

#[test]
fn an_atlas_that_cannot_be_made_opened_or_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let path = path.to_str().unwrap();
    let at = |name: &str| folder.path().join(name);
    let refused = |atlas: &Path, says: &str| {
        let said =
            String::from_utf8(run(&["run", path, "--atlas", atlas.to_str().unwrap()], 1).stderr).unwrap();
        assert!(said.contains(says), "{said}");
    };
    std::fs::write(at("file"), "not a folder").unwrap();
    refused(&at("file").join("a.zarr"), "file");
    std::fs::create_dir(at("full.zarr")).unwrap();
    std::fs::write(at("full.zarr").join("mine.txt"), "mine").unwrap();
    refused(&at("full.zarr"), "something is here already");
    std::fs::create_dir_all(at("newer.zarr/lca")).unwrap();
    std::fs::write(at("newer.zarr/lca/commit.json"), "{\"format\": 99}").unwrap();
    refused(&at("newer.zarr"), "format 99");
    let absent = run(&["ls", at("absent.zarr").to_str().unwrap()], 1);
    assert!(String::from_utf8(absent.stderr).unwrap().contains("there is no atlas here"));
}

#[test]
fn wrong_use_ends_with_two() {
    for args in [&["run"][..], &["run", "a.toml", "--threads", "0"], &["nonsense"], &[]] {
        run(args, 2);
    }
    let folder = tempfile::tempdir().unwrap();
    run(&["run", folder.path().join("absent.toml").to_str().unwrap()], 1);
    std::fs::write(folder.path().join("a.xyz"), "x").unwrap();
    let file = folder.path().join("a.xyz");
    run(&["add", file.to_str().unwrap(), "--atlas", folder.path().join("a.zarr").to_str().unwrap()], 2);
}
