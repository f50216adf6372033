//! Times trees of made barcodes: `lineage_speed CELLS SITES METHOD [BRANCHES] [STARTS]`. Prints one line of JSON.

#![allow(clippy::print_stdout, clippy::unwrap_used, dead_code, reason = "an example that prints")]

#[path = "../tests/common/barcodes.rs"]
mod barcodes;

use barcodes::{Making, made};
use lca_cells::*;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| words.get(at).map_or(default, |word| word.parse().unwrap());
    let method = match words.get(2).map(String::as_str) {
        Some("greedy") => LineageMethod::Greedy,
        Some("nj") => LineageMethod::NeighborJoining,
        _ => LineageMethod::Parsimony,
    };
    let (cells, sites) = (number(0, 10_000) as usize, number(1, 18) as usize);
    let making = Making { cells, sites, alleles: 60, cut: 0.8, lost: 0.1, seed: 1 };
    let (truth, characters) = made(&making);
    let params = LineageParams {
        method,
        branches: number(3, LineageParams::default().branches),
        starts: number(4, LineageParams::default().starts as u64) as usize,
        ..LineageParams::default()
    };
    let wall = std::time::Instant::now();
    let found = lineage(&characters, &params).unwrap();
    let wall = wall.elapsed().as_secs_f64();
    let agreement = compare_trees(&truth, &found.tree, 100_000, 0).unwrap();
    println!(
        "{{\"cells\": {cells}, \"sites\": {sites}, \"method\": \"{method:?}\", \"distinct\": {}, \"edits\": {}, \"edits_true\": {}, \
         \"triplets_correct\": {:.4}, \"robinson_foulds\": {:.4}, \"wall_s\": {wall:.2}}}",
        found.distinct,
        found.parsimony.edits,
        parsimony(&truth, &characters).unwrap().edits,
        agreement.triplets_correct,
        agreement.robinson_foulds_share,
    );
}
