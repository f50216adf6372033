//! From text and networks to models.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic and say why it did not run")]

#[path = "compile/erbb.rs"]
mod erbb;
#[path = "compile/errors.rs"]
mod errors;
#[path = "compile/instances.rs"]
mod instances;
#[path = "compile/laws.rs"]
mod laws;
#[path = "compile/skeletons.rs"]
mod skeletons;
#[path = "compile/text.rs"]
mod text;
#[path = "compile/units.rs"]
mod units;

use lca_kinetics::petab::{Measurement, Observable, Problem};
use lca_kinetics::sketch::Sketch;
use std::path::Path;

/// A list of reactions as it is read.
fn read(text: &str) -> Sketch {
    lca_formats::parse_reactions(Path::new("list.txt"), text).unwrap()
}

/// A list of reactions as it is compiled.
fn compiled(text: &str) -> Problem {
    lca_network::compile::problem(&read(text)).unwrap()
}

/// Whether `lca model lint` finds nothing wrong with a problem once something is measured, and it can be
/// simulated.
fn is_sound(problem: &Problem) {
    let mut problem = problem.clone();
    let condition = problem.conditions[0].id.clone();
    let measured = |one: &Observable| Measurement::new(&one.id, &condition, 1.0, 0.5);
    problem.measurements = problem.observables.iter().map(measured).collect();
    let folder = tempfile::tempdir().unwrap();
    let yaml = lca_formats::write_petab(folder.path(), "p", &problem).unwrap();
    let errors: Vec<_> = (lca_formats::lint_petab(&yaml).unwrap().into_iter())
        .filter(|one| one.severity == lca_formats::Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    lca_model::Objective::new(&lca_formats::read_petab(&yaml).unwrap()).unwrap();
}
