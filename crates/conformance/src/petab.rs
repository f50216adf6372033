//! The PEtab test suite, of either version.

mod case;
mod math;
mod solution;

use crate::{ConformanceError, Report, cases};
use lca_core::Progress;
use std::path::Path;

/// Runs the PEtab test suite: every case in `folder`, or every expression where it holds those. A
/// case passes when log-likelihood, chi² and every simulated value lie within the tolerances that
/// the case states; where it states them, so must the log priors and the posterior.
///
/// # Errors
/// When the folder cannot be read or holds no case.
pub fn petab(folder: &Path, progress: &dyn Progress) -> Result<Report, ConformanceError> {
    let expressions = folder.join("math_tests.yaml");
    if expressions.is_file() {
        return math::run(&expressions);
    }
    cases::run("petab", folder, progress, |folder, case| (tags(folder), case::judge(folder, case).err()))
}

/// The first line of what a case says of its objective.
fn tags(folder: &Path) -> Vec<String> {
    let about = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    let about = about.split("## Objective").nth(1).unwrap_or_default();
    about.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned).into_iter().collect()
}
