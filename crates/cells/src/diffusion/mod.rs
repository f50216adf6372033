//! Diffusion maps, diffusion pseudotime and its branches.

mod annotate;
mod branch;
mod pseudotime;
mod split;

pub use branch::{BranchParams, Branches, dpt_branches};
pub use pseudotime::{Pseudotime, PseudotimeParams, dpt, root_cell};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::pieces::pieces;
use lca_numerics::dense::walk_eigen;
use lca_numerics::{Csr, sparse};
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How many components; the default as scanpy's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DiffmapParams {
    /// Components, the first of which is the stationary one. Default 15.
    pub n_comps: usize,
}

impl Default for DiffmapParams {
    fn default() -> Self {
        Self { n_comps: 15 }
    }
}

/// A diffusion map of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Diffmap {
    /// Eigenvalues of the transitions between cells, from the largest, 1, downwards.
    pub values: Vec<f64>,
    /// Cells × components: eigenvectors of length 1 of the symmetric transitions.
    pub components: Array2<f64>,
    /// The connected piece of the graph that each cell belongs to, numbered from its first cell on.
    pub piece: Vec<usize>,
}

/// The diffusion map of a neighbourhood graph: eigenvectors of the transitions of a random walk, from which differences
/// in the density of cells are taken out (Coifman et al. 2005 with α = 1; Haghverdi, Buettner & Theis 2015).
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than three cells, [`CellsError::Parameter`] for fewer than two components,
/// [`CellsError::Value`] for a weight that is negative or not finite, [`CellsError::Dense`] where no eigenvectors are found.
pub fn diffmap(connectivities: &Csr<f32>, params: &DiffmapParams) -> Result<Diffmap, CellsError> {
    let cells = connectivities.shape().0;
    at_least("cells", cells, 3)?;
    length("the columns of the connectivities", connectivities.shape().1, cells)?;
    parameter("n_comps", params.n_comps, "give at least 2", params.n_comps >= 2)?;
    crate::matrix::AMOUNTS.block(0, connectivities)?;
    let (scale, roots) = scales(connectivities);
    let piece = pieces(connectivities);
    let apply = |vector: &[f64]| -> Vec<f64> {
        let of = |cell: usize| {
            let (others, weights) = connectivities.row(cell);
            let parts = others
                .iter()
                .zip(weights)
                .map(|(&other, &weight)| f64::from(weight) * scale[other as usize] * vector[other as usize]);
            scale[cell] * parts.sum::<f64>()
        };
        (0..cells).into_par_iter().map(of).collect()
    };
    let count = params.n_comps.min(cells - 1);
    let found = walk_eigen(cells, count, steady(&piece, &roots, count), apply)?;
    Ok(Diffmap { values: found.values, components: found.vectors, piece })
}

/// What rows and columns of the connectivities are multiplied by, and the roots of degrees behind that: first each is divided
/// by the degrees, which takes out density, then by the roots of the new degrees. A cell without neighbours has none.
fn scales(connectivities: &Csr<f32>) -> (Vec<f64>, Vec<f64>) {
    let inverse = |degree: f64| if degree > 0.0 { 1.0 / degree } else { 0.0 };
    let density: Vec<f64> = sparse::row_sums(connectivities).into_iter().map(inverse).collect();
    let root = |cell: usize| {
        let (others, weights) = connectivities.row(cell);
        let sum: f64 = others
            .iter()
            .zip(weights)
            .map(|(&other, &weight)| f64::from(weight) * density[other as usize])
            .sum();
        (sum * density[cell]).sqrt()
    };
    let roots: Vec<f64> = (0..density.len()).map(root).collect();
    (density.iter().zip(&roots).map(|(density, root)| density * inverse(*root)).collect(), roots)
}

/// The steady state of each piece of the graph that a walk can move in, of `count` at most: the roots of degrees, of length 1.
fn steady(piece: &[usize], roots: &[f64], count: usize) -> Vec<Vec<f64>> {
    let mut squares = vec![0.0; piece.iter().max().map_or(0, |last| last + 1)];
    piece.iter().zip(roots).for_each(|(&piece, root)| squares[piece] += root * root);
    let moving = (0..squares.len()).filter(|&at| squares[at] > 0.0);
    let of = |at: usize| {
        let inside =
            |(&piece, root): (&usize, &f64)| if piece == at { root / squares[at].sqrt() } else { 0.0 };
        piece.iter().zip(roots).map(inside).collect()
    };
    moving.take(count).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells in a row, each joined to the next.
    fn chain(cells: usize) -> Csr<f32> {
        let dense = Array2::from_shape_fn((cells, cells), |(a, b)| f32::from(u8::from(a.abs_diff(b) == 1)));
        sparse::from_dense(dense.view())
    }

    #[test]
    fn the_first_component_is_stationary_and_the_second_runs_along_a_chain() {
        let found = diffmap(&chain(20), &DiffmapParams { n_comps: 3 }).unwrap();
        assert!((found.values[0] - 1.0).abs() < 1e-12 && found.values[1] < 1.0);
        let second: Vec<f64> =
            found.components.column(1).iter().zip(found.components.column(0)).map(|(b, a)| b / a).collect();
        let rising = second.windows(2).filter(|pair| pair[1] > pair[0]).count();
        assert!(rising == 19 || rising == 0, "{second:?}");
    }
}
