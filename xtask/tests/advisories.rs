//! What is known against packages that are built in, by the database of RustSec: a folder that `LCA_ADVISORY_DB` names, or
//! `target/advisory-db`, where CI puts it if the network lets it.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

use semver::{Version, VersionReq};
use std::path::{Path, PathBuf};

/// A package of the lock file: its name and version.
type Package = (String, Version);

/// What an advisory says of the packages: its name and those it is about; none where it is withdrawn or only tells of a
/// package's state, such as that nobody looks after it.
fn against(advisory: &str, packages: &[Package]) -> Option<String> {
    let front = advisory.split_once("```toml")?.1.split_once("```")?.0;
    let told: toml::Table = front.parse().unwrap();
    let about = told["advisory"].as_table().unwrap();
    if about.contains_key("withdrawn") || about.contains_key("informational") {
        return None;
    }
    let versions = told.get("versions").and_then(toml::Value::as_table);
    let safe = |version: &Version| {
        let lists = ["patched", "unaffected"].map(|key| versions.and_then(|all| all.get(key)?.as_array()));
        let mut ranges = lists.into_iter().flatten().flatten().map(|range| range.as_str().unwrap());
        ranges.any(|range| VersionReq::parse(range).unwrap().matches(version))
    };
    let hit =
        packages.iter().find(|(name, version)| about["package"].as_str() == Some(name) && !safe(version));
    hit.map(|(name, version)| format!("{name} {version}: {}", about["id"].as_str().unwrap()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn packages() -> Vec<Package> {
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
    let all = lock["package"].as_array().unwrap().iter();
    all.map(|one| (text(one, "name"), text(one, "version").parse().unwrap())).collect()
}

#[test]
fn an_advisory_is_against_the_versions_it_means() {
    let advisory = |more: &str| {
        format!(
            "```toml\n[advisory]\nid = \"R-1\"\npackage = \"lru\"\n{more}\n[versions]\npatched = [\">= 0.7.1\"]\n\
             unaffected = [\"< 0.5\"]\n```\n# Use after free\n"
        )
    };
    let hit =
        |more: &str, version: &str| against(&advisory(more), &[("lru".into(), version.parse().unwrap())]);
    assert_eq!(hit("", "0.6.9").as_deref(), Some("lru 0.6.9: R-1"));
    assert_eq!((hit("", "0.7.1"), hit("", "0.4.0")), (None, None));
    assert_eq!(hit("withdrawn = \"2022-01-01\"", "0.6.9"), None);
    assert_eq!(hit("informational = \"unmaintained\"", "0.6.9"), None);
}

#[test]
fn nothing_is_known_against_what_is_built_in() {
    let named = std::env::var_os("LCA_ADVISORY_DB").map(PathBuf::from);
    let place = named.unwrap_or_else(|| root().join("target/advisory-db")).join("crates");
    if !place.is_dir() {
        eprintln!("SKIPPED advisories: there is no database of RustSec; name its folder in LCA_ADVISORY_DB");
        return;
    }
    let packages = packages();
    let mut found = Vec::new();
    for (name, _) in &packages {
        let Ok(entries) = std::fs::read_dir(place.join(name)) else { continue };
        let texts = entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
        found.extend(texts.filter_map(|text| against(&text, &packages)));
    }
    assert!(found.is_empty(), "take other versions: {}", found.join("; "));
}
