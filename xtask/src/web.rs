//! The page of `lca serve`: its build, its tests, and what is known against its dependencies.

use crate::shell::{self, root};
use std::path::Path;
use std::process::Command;

/// Builds the page from its lock file into `web/dist`; the next build of `lca` takes it in. Its types are checked.
pub(crate) fn build() -> Result<(), String> {
    npm(&["ci", "--no-audit", "--no-fund"])?;
    npm(&["run", "build"])
}

/// Tests of the page that need no browser, and the advisories on what it is made of.
pub(crate) fn unit() -> Result<(), String> {
    npm(&["run", "unit"])?;
    audit()
}

/// Browser tests of the page, on the small study of the tests, with an `lca` that was built after the page; left out
/// where there is no Chromium.
pub(crate) fn page() -> Result<(), String> {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    if !Path::new(&chromium).exists() {
        println!("SKIPPED page: there is no {chromium}; install Chromium, or name one in CHROMIUM");
        return Ok(());
    }
    let folder = root().join("target/page-study").display().to_string();
    let make = ["test", "--workspace", "--test", "served", "--", "--ignored", "an_atlas_for_the_browser"];
    shell::run("cargo", &make, &[("LCA_PAGE_STUDY", &folder)])?;
    // With the features the tests have, so that nothing is compiled twice.
    shell::run("cargo", &["test", "--workspace", "--no-run", "--test", "commands"], &[])?;
    let lca = root().join("target/debug/lca").display().to_string();
    npm(&["run", "page", "--", &lca, "demo", &format!("{folder}/small.zarr")])
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    shell::run("npm", &[&["--prefix", "web"], arguments].concat(), &[])
}

/// Fails on what is known against packages that are in the page. A registry that gives no advisories is told of.
fn audit() -> Result<(), String> {
    let line = ["--prefix", "web", "audit", "--omit=dev", "--json"];
    println!("$ npm {}", line.join(" "));
    let asked = Command::new("npm").args(line).current_dir(root()).output();
    let asked = asked.map_err(|error| format!("npm could not be started: {error}"))?;
    let told = String::from_utf8_lossy(&asked.stdout);
    if !told.contains("\"auditReportVersion\"") {
        println!("SKIPPED npm audit: the registry gives no advisories");
        return Ok(());
    }
    if asked.status.success() { Ok(()) } else { Err(format!("npm audit found:\n{told}")) }
}
