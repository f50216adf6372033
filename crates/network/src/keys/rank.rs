use lca_numerics::stats::ranks;

/// A node with its scores and its place among all.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyNode {
    /// Its place in the network.
    pub node: usize,
    /// Its scores, in the order of [`super::KEY_SCORES`].
    pub scores: Vec<f64>,
    /// The mean, over the scores, of the share of other nodes that it is above (a tie counts half): 1 is best in all.
    pub combined: f64,
}

/// Ranks nodes over several scores, best first: the mean of their relative ranks (Borda's count), so that no score's
/// scale matters; nodes that are equal in all keep their order.
#[must_use]
pub fn combine(scores: &[Vec<f64>]) -> Vec<KeyNode> {
    let shares: Vec<Vec<f64>> = scores.iter().map(|values| share_below(values)).collect();
    let node = |node: usize| KeyNode {
        node,
        scores: scores.iter().map(|values| values[node]).collect(),
        combined: shares.iter().map(|values| values[node]).sum::<f64>() / shares.len().max(1) as f64,
    };
    let mut nodes: Vec<KeyNode> = (0..scores.first().map_or(0, Vec::len)).map(node).collect();
    nodes.sort_by(|a, b| b.combined.total_cmp(&a.combined).then(a.node.cmp(&b.node)));
    nodes
}

/// For each value, the share of the others below it, where an equal one counts half.
fn share_below(values: &[f64]) -> Vec<f64> {
    let others = values.len().saturating_sub(1).max(1) as f64;
    ranks(values).ranks.into_iter().map(|rank| (rank - 1.0) / others).collect()
}
