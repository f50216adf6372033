//! The atlas that browser tests of the page look at.

use crate::common::{run, study};
use std::path::PathBuf;

/// Leaves the small study with its atlas in the folder that `LCA_PAGE_STUDY` names.
#[test]
#[ignore = "writes where it is told; `cargo xtask page` calls it"]
fn an_atlas_for_the_browser() {
    let folder = PathBuf::from(std::env::var_os("LCA_PAGE_STUDY").expect("LCA_PAGE_STUDY names a folder"));
    std::fs::create_dir_all(&folder).unwrap();
    let atlas = run(&study(&folder));
    assert_eq!(atlas, folder.join("small.zarr"));
}
