//! Inferred edges held against a network that is known.

mod curve;
mod gold;

pub use curve::{Quality, quality};
pub use gold::Gold;
pub(crate) use gold::unmatched;

use super::Edges;

/// Judges edges as BEELINE does (Pratapa et al. 2020): all ordered pairs of different genes of the gold
/// network whose first is one of the regulators, signs left aside. None when every pair or no pair is
/// an edge.
#[must_use]
pub fn judge(edges: &Edges, gold: &Gold) -> Option<Quality> {
    let mut pairs = Vec::new();
    for &target in &gold.genes {
        for (row, &regulator) in edges.regulators.iter().enumerate() {
            if regulator != target && gold.genes.binary_search(&regulator).is_ok() {
                pairs.push((edges.scores[[row, target]], gold.edges.contains(&(regulator, target))));
            }
        }
    }
    quality(&pairs)
}
