//! The graph of states (PAGA).

mod annotate;
mod tree;

use crate::CellsError;
use crate::error::{at_least, length};
use lca_numerics::Csr;
use lca_tables::Categorical;
use ndarray::Array2;

/// How states hang together.
#[derive(Debug, Clone, PartialEq)]
pub struct Paga {
    /// States × states, symmetric, 0 to 1: how far two states are joined by as many edges as chance would give.
    pub connectivities: Array2<f64>,
    /// The same, with only the edges of the tree of strongest connections; each edge once, above the diagonal.
    pub tree: Array2<f64>,
    /// Names of the states.
    pub groups: Vec<String>,
    /// Cells of each state.
    pub sizes: Vec<usize>,
}

/// The graph of states (Wolf et al. 2019, version 1.2 of the model): edges of the neighbourhood graph between two states,
/// over those that chance would give if each cell's edges ended anywhere; 1 at most. `distances` are the edges from each
/// cell to its nearest, as `neighbors` gives them; cells without a state are left out.
///
/// # Errors
/// [`CellsError::Length`] when there is not one state per cell, [`CellsError::TooFew`] without states.
pub fn paga(distances: &Csr<f64>, states: &Categorical) -> Result<Paga, CellsError> {
    length("states", states.codes.len(), distances.shape().0)?;
    length("the columns of the distances", distances.shape().1, distances.shape().0)?;
    let count = states.categories.len();
    at_least("states", count, 1)?;
    let (sizes, edges) = edges(distances, states);
    let cells: usize = sizes.iter().sum();
    at_least("cells with a state", cells, 2)?;
    // Edges that leave the cells of a state, whether they stay within or not.
    let out: Vec<f64> = edges.rows().into_iter().map(|row| row.sum()).collect();
    let connectivities = Array2::from_shape_fn((count, count), |(a, b)| {
        if a == b {
            return 0.0;
        }
        let seen = edges[[a, b]] + edges[[b, a]];
        let chance = (out[a] * sizes[b] as f64 + out[b] * sizes[a] as f64) / (cells - 1) as f64;
        if seen == 0.0 || chance == 0.0 { f64::from(u8::from(seen > 0.0)) } else { (seen / chance).min(1.0) }
    });
    let tree = tree::strongest(&connectivities);
    Ok(Paga { connectivities, tree, groups: states.categories.clone(), sizes })
}

/// Cells of each state, and edges from each state to each.
fn edges(distances: &Csr<f64>, states: &Categorical) -> (Vec<usize>, Array2<f64>) {
    let count = states.categories.len();
    let state = |cell: usize| states.codes[cell].map(|code| code as usize).filter(|&code| code < count);
    let (mut sizes, mut edges) = (vec![0; count], Array2::zeros((count, count)));
    for cell in 0..distances.shape().0 {
        let Some(from) = state(cell) else { continue };
        sizes[from] += 1;
        for &other in distances.row(cell).0 {
            if let Some(to) = state(other as usize) {
                edges[[from, to]] += 1.0;
            }
        }
    }
    (sizes, edges)
}
