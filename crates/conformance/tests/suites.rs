//! The outside suites, as far as they pass.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_core::NoProgress;

/// Cases that passed when this was written; more is welcome, less is a step back.
const SEMANTIC: usize = 1801;

#[test]
fn the_semantic_sbml_suite_passes_as_far_as_it_did() {
    let Some(folder) = data::folder("model/sbml_test_suite/semantic") else { return };
    let report = lca_conformance::sbml_semantic(&folder, &NoProgress).unwrap();
    assert!(report.passed() >= SEMANTIC, "{} pass: {:#?}", report.passed(), report.failures_by_tag());
}
