use super::Diffmap;
use crate::CellsError;
use crate::error::parameter;
use serde::{Deserialize, Serialize};

/// From which cell time runs; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PseudotimeParams {
    /// Components that are used. Default 10.
    pub n_dcs: usize,
}

impl Default for PseudotimeParams {
    fn default() -> Self {
        Self { n_dcs: 10 }
    }
}

/// How far cells lie from a root along the paths of a random walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Pseudotime {
    /// The cell from which time runs.
    pub root: usize,
    /// For each cell 0 (the root) to 1 (the farthest); infinite where no path leads to it.
    pub values: Vec<f64>,
}

impl Diffmap {
    /// How many pieces of more than one cell the graph falls into, which is how often 1 is an eigenvalue.
    fn pieces(&self) -> usize {
        let mut cells = vec![0_usize; self.piece.len()];
        self.piece.iter().for_each(|&piece| cells[piece] += 1);
        cells.iter().filter(|count| **count > 1).count()
    }

    /// Diffusion distances (Haghverdi et al. 2016) of all cells from one: over walks of every length, each component
    /// weighs λ / (1 - λ), but for the steady states, of which each piece of the graph has one. Infinite where no path
    /// leads.
    pub(super) fn distances(&self, from: usize, components: usize) -> Vec<f64> {
        let used = components.min(self.values.len());
        let pieces = self.pieces();
        let weigh = |(at, &value): (usize, &f64)| if at < pieces { 0.0 } else { value / (1.0 - value) };
        let weights: Vec<f64> = self.values[..used].iter().enumerate().map(weigh).collect();
        let origin = self.components.row(from);
        let distance = |cell: usize| {
            if self.piece[cell] != self.piece[from] {
                return f64::INFINITY;
            }
            let row = self.components.row(cell);
            let parts = weights.iter().enumerate().map(|(at, w)| (w * (origin[at] - row[at])).powi(2));
            parts.sum::<f64>().sqrt()
        };
        (0..self.piece.len()).map(distance).collect()
    }
}

/// Diffusion pseudotime (Haghverdi et al. 2016): each cell's diffusion distance from the root, as a share of the largest.
///
/// # Errors
/// [`CellsError::Parameter`] when the root is not among the cells, or for fewer than two components.
pub fn dpt(map: &Diffmap, root: usize, params: &PseudotimeParams) -> Result<Pseudotime, CellsError> {
    parameter("root", root, "give the place of a cell, from 0", root < map.piece.len())?;
    parameter("n_dcs", params.n_dcs, "give at least 2", params.n_dcs >= 2)?;
    let alone = map.piece.iter().filter(|piece| **piece == map.piece[root]).count() == 1;
    let rule =
        "the graph falls into as many pieces: give more (here and as `n_comps`), or take more neighbours";
    parameter("n_dcs", params.n_dcs, rule, alone || map.pieces() < params.n_dcs.min(map.values.len()))?;
    let mut values = map.distances(root, params.n_dcs);
    let farthest = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    if farthest > 0.0 {
        values.iter_mut().for_each(|value| *value /= farthest);
    }
    Ok(Pseudotime { root, values })
}

/// A root by the states of cells: of the cells of a state, the one that lies farthest, by diffusion, from the cells of all
/// other states on average. `within` says of each cell whether it belongs to the state. None when no cell does.
#[must_use]
pub fn root_cell(map: &Diffmap, within: &[bool]) -> Option<usize> {
    let chosen: Vec<usize> = (0..within.len().min(map.piece.len())).filter(|&cell| within[cell]).collect();
    let outside = |cell: usize| {
        let distances = map.distances(cell, map.values.len());
        let far = distances.iter().zip(within).filter(|(d, inside)| !**inside && d.is_finite());
        far.map(|(distance, _)| distance).sum::<f64>()
    };
    let mut best: Option<(usize, f64)> = None;
    for cell in chosen {
        let sum = outside(cell);
        if best.is_none_or(|(_, known)| sum > known) {
            best = Some((cell, sum));
        }
    }
    best.map(|(cell, _)| cell)
}
