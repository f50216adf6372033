use super::Quality;
use crate::CellsError;
use crate::error::parameter;
use lca_numerics::Csr;

/// An undirected weighted graph whose nodes have sizes: 1 for CPM, the strength for modularity, so
/// that both qualities read: sum over communities of inner weight - resolution · size² / 2.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    pub(super) indptr: Vec<usize>,
    pub(super) neighbours: Vec<u32>,
    pub(super) weights: Vec<f64>,
    /// Weight of the loop at each node, edges inside an aggregated node included, each once.
    pub(super) loops: Vec<f64>,
    pub(super) sizes: Vec<f64>,
    /// Sum of all weights, each edge once.
    pub(super) total: f64,
    quality: Quality,
}

impl Graph {
    pub(super) fn new(matrix: &Csr<f32>, quality: Quality) -> Result<Self, CellsError> {
        let (rows, cols) = matrix.shape();
        parameter("weights", format!("{rows} × {cols}"), "give a square matrix", rows == cols)?;
        let legal = matrix.values().iter().all(|value| value.is_finite() && *value >= 0.0);
        parameter("weights", "negative or not finite", "give finite weights from 0", legal)?;
        let symmetric = *matrix == matrix.transpose();
        parameter("weights", "not symmetric", "give each edge in both directions, equally", symmetric)?;
        let rows = (0..rows).map(|row| {
            let (columns, values) = matrix.row(row);
            columns.iter().zip(values).map(|(&column, &value)| (column, f64::from(value))).collect::<Vec<_>>()
        });
        let mut graph = Self::from_rows(rows, vec![0.0; cols], Vec::new(), quality);
        graph.sizes = match quality {
            Quality::Cpm => vec![1.0; cols],
            Quality::Modularity => (0..cols).map(|node| graph.strength(node)).collect(),
        };
        Ok(graph)
    }

    /// From each node's neighbours with weights; entries of a node with itself are added to its loop.
    pub(super) fn from_rows(
        rows: impl Iterator<Item = Vec<(u32, f64)>>,
        mut loops: Vec<f64>,
        sizes: Vec<f64>,
        quality: Quality,
    ) -> Self {
        let (mut indptr, mut neighbours, mut weights) = (vec![0], Vec::new(), Vec::new());
        for (node, row) in rows.enumerate() {
            for (other, weight) in row.into_iter().filter(|(_, weight)| *weight > 0.0) {
                if other as usize == node {
                    loops[node] += weight;
                } else {
                    neighbours.push(other);
                    weights.push(weight);
                }
            }
            indptr.push(neighbours.len());
        }
        let total = 0.5 * weights.iter().sum::<f64>() + loops.iter().sum::<f64>();
        Self { indptr, neighbours, weights, loops, sizes, total, quality }
    }

    pub(super) const fn quality(&self) -> Quality {
        self.quality
    }

    pub(super) const fn nodes(&self) -> usize {
        self.loops.len()
    }

    /// Other nodes next to this one, with the weights.
    pub(super) fn edges(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.indptr[node]..self.indptr[node + 1];
        self.neighbours[range.clone()]
            .iter()
            .map(|&other| other as usize)
            .zip(self.weights[range].iter().copied())
    }

    fn strength(&self, node: usize) -> f64 {
        self.edges(node).map(|(_, weight)| weight).sum::<f64>() + 2.0 * self.loops[node]
    }

    /// The resolution at which nodes joined at random are neither better nor worse off.
    pub(super) fn unit(&self) -> f64 {
        match self.quality {
            Quality::Cpm => 2.0 * self.total / (self.nodes() as f64).powi(2).max(1.0),
            Quality::Modularity => 1.0,
        }
    }

    /// The resolution that multiplies size² / 2.
    pub(super) fn resolution(&self, given: f64) -> f64 {
        match self.quality {
            Quality::Cpm => given,
            Quality::Modularity if self.total > 0.0 => given / (2.0 * self.total),
            Quality::Modularity => 0.0,
        }
    }

    /// Sum over communities of inner weight - resolution · size² / 2. Labels are below the node count.
    pub(super) fn score(&self, labels: &[u32], resolution: f64) -> f64 {
        let mut sizes = vec![0.0; self.nodes()];
        let mut inner = 0.0;
        for node in 0..self.nodes() {
            sizes[labels[node] as usize] += self.sizes[node];
            let same = self.edges(node).filter(|(other, _)| labels[*other] == labels[node]);
            inner += 0.5 * same.map(|(_, weight)| weight).sum::<f64>() + self.loops[node];
        }
        inner - 0.5 * resolution * sizes.iter().map(|size| size * size).sum::<f64>()
    }

    /// The quality as its users know it: a share of the total weight.
    pub(super) fn reported(&self, labels: &[u32], resolution: f64) -> f64 {
        let pairs_with_itself = match self.quality {
            Quality::Cpm => 0.5 * resolution * self.nodes() as f64,
            Quality::Modularity => 0.0,
        };
        let score = self.score(labels, resolution) + pairs_with_itself;
        if self.total > 0.0 { score / self.total } else { 0.0 }
    }
}
