//! Key molecules: what a network's shape says of each node, score by score, and a ranking over all scores.

mod centrality;
mod matching;
mod rank;

pub use centrality::{betweenness, closeness, pagerank};
pub use matching::{DriverRole, Drivers, drivers};
pub use rank::{KeyNode, combine};

use crate::fvs::FeedbackVertexSets;
use crate::{Digraph, NetworkError};

/// What each score is called, in the order in which a key node has them; a model's sensitivities come last, if given.
pub const KEY_SCORES: [&str; 7] =
    ["fvs", "driver", "out_degree", "betweenness", "influence", "closeness", "sensitivity"];

/// The scores of all nodes and their combined ranking, best first.
///
/// - `fvs`: the share of the minimum feedback vertex sets that hold the node;
/// - `driver`: 1 for a critical driver node, ½ for one that may be, 0 for one that never is;
/// - `out_degree`: on how many nodes it acts;
/// - `betweenness`, `closeness`: see [`betweenness`] and [`closeness`];
/// - `influence`: [`pagerank`] against the edges;
/// - `sensitivity`: the size of what a model's outputs answer to it, where given, one number a node.
///
/// # Errors
/// When the sensitivities are not as many as the nodes or not finite.
pub fn key_nodes(
    graph: &Digraph,
    sets: &FeedbackVertexSets,
    sensitivities: Option<&[f64]>,
) -> Result<Vec<KeyNode>, NetworkError> {
    let n = graph.nodes();
    let mut membership = vec![0.0; n];
    for node in sets.sets.iter().flatten().filter(|node| **node < n) {
        membership[*node] += 1.0 / sets.sets.len() as f64;
    }
    let role = |role: &DriverRole| match role {
        DriverRole::Critical => 1.0,
        DriverRole::Ordinary => 0.5,
        DriverRole::Redundant => 0.0,
    };
    let mut scores = vec![
        membership,
        drivers(graph).roles.iter().map(role).collect(),
        graph.successors().iter().map(|targets| targets.len() as f64).collect(),
        betweenness(graph),
        pagerank(graph, true),
        closeness(graph),
    ];
    if let Some(given) = sensitivities {
        if given.len() != n || given.iter().any(|value| !value.is_finite()) {
            let why = format!("{} numbers for {n} nodes: give one finite number a node", given.len());
            return Err(NetworkError::Argument { what: "sensitivities", why });
        }
        scores.push(given.iter().map(|value| value.abs()).collect());
    }
    Ok(combine(&scores))
}
