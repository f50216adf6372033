//! Names of cell states, and what differs between conditions, batches and data sets.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod differential;
mod kept;
mod logistic;
mod matching;
mod naming;
mod real;
mod replicates;
mod transfer;

use lca_cells::*;
use lca_numerics::Csr;
use lca_tables::Categorical;

/// Counts made log1p-transformed.
fn logged(counts: &Csr<f32>) -> Csr<f32> {
    let mut x = counts.clone();
    normalize_total(&mut x, &NormalizeParams::default()).unwrap();
    log1p(&mut x).unwrap();
    x
}

fn labels(codes: &[u32]) -> Categorical {
    Categorical::from_texts(&codes.iter().map(|code| format!("s{code}")).collect::<Vec<_>>())
}

/// Runs on 1, 2 and 8 threads and asks for the same bits.
fn same_on_any_threads<T: PartialEq + std::fmt::Debug + Send>(run: impl Fn() -> T + Sync) -> T {
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&run);
    let first = on(1);
    assert!(on(2) == first && on(8) == first, "threads change the result");
    first
}

fn near(found: f64, want: f64, tolerance: f64) {
    assert!((found - want).abs() <= tolerance * want.abs().max(1e-3), "{found} instead of {want}");
}
