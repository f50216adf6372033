//! Communities of a graph that are always connected (Traag, Waltman & van Eck 2019).

mod aggregate;
mod graph;
mod moving;
mod partition;
mod refine;
mod resolution;
mod split;
mod stability;

pub use resolution::Resolution;
pub use stability::Stability;

use crate::CellsError;
use crate::error::parameter;
use graph::Graph;
use lca_numerics::{Csr, rng};
use lca_tables::{AnnData, Categorical, Column, Uns};
use partition::Partition;
use serde::{Deserialize, Serialize};

/// What a good partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// More edges inside than the configuration model expects (Reichardt & Bornholdt 2006; modularity
    /// at resolution 1).
    #[default]
    Modularity,
    /// Denser inside than the resolution (constant Potts model; Traag, Van Dooren & Nesterov 2011).
    Cpm,
}

/// How fine the communities are; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeidenParams {
    /// A number, of which higher gives more communities, or `auto`: as fine as communities stay the same when cells are left
    /// out. Default 1.
    pub resolution: Resolution,
    /// Default modularity.
    pub quality: Quality,
    /// Default 0.
    pub seed: u64,
    /// How often to run on the result of the last run. Default: until nothing changes, at most 50.
    pub iterations: Option<usize>,
    /// Randomness of the refinement (theta of the paper). Default 0.01.
    pub theta: f64,
}

impl Default for LeidenParams {
    fn default() -> Self {
        Self {
            resolution: Resolution::Value(1.0),
            quality: Quality::Modularity,
            seed: 0,
            iterations: None,
            theta: 0.01,
        }
    }
}

/// Communities of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each node, from 0 for the largest; equally large ones by their first node.
    pub labels: Vec<u32>,
    /// How many communities there are.
    pub count: usize,
    /// Modularity (-1 to 1), or for CPM the sum over communities of inner weight less
    /// resolution × n(n - 1) / 2, as a share of the total weight.
    pub quality: f64,
    /// The resolution they were found at.
    pub resolution: f64,
    /// The resolutions that `auto` chose from.
    pub ladder: Vec<Stability>,
}

const MOST_ITERATIONS: usize = 50;

/// Partitions an undirected graph, given as a symmetric matrix of weights. Sequential but for the search of a resolution: the
/// same seed gives the same communities on any number of threads. Each community is connected.
///
/// # Errors
/// [`CellsError::Parameter`] for a matrix that is not square or symmetric, weights that are negative or
/// not finite, a negative resolution, or a `theta` that is not positive.
pub fn leiden(weights: &Csr<f32>, params: &LeidenParams) -> Result<Communities, CellsError> {
    if let Resolution::Value(value) = params.resolution {
        let finite = value.is_finite() && value >= 0.0;
        parameter("resolution", value, "give a finite number from 0, or `auto`", finite)?;
        return partition_at(weights, params, value);
    }
    let unit = Graph::new(weights, params.quality)?.unit();
    let ladder = stability::ladder(weights, params, unit)?;
    let resolution = stability::best(&ladder).map_or(unit, |rung| rung.resolution);
    Ok(Communities { ladder, ..partition_at(weights, params, resolution)? })
}

/// Communities at a resolution.
fn partition_at(weights: &Csr<f32>, params: &LeidenParams, value: f64) -> Result<Communities, CellsError> {
    parameter(
        "theta",
        params.theta,
        "give a positive number",
        params.theta > 0.0 && params.theta.is_finite(),
    )?;
    let graph = Graph::new(weights, params.quality)?;
    let resolution = graph.resolution(value);
    let mut random = rng(params.seed, 0);
    let mut labels: Vec<u32> = (0..graph.nodes() as u32).collect();
    let mut quality = graph.score(&labels, resolution);
    for _ in 0..params.iterations.unwrap_or(MOST_ITERATIONS) {
        let next = iterate(&graph, &labels, resolution, params.theta, &mut random);
        let better = graph.score(&next, resolution);
        let stable = better <= quality + 1e-12 * graph.total.max(1.0);
        if better >= quality {
            (labels, quality) = (next, better);
        }
        if stable && params.iterations.is_none() {
            break;
        }
    }
    let labels = split::by_size(&split::connected(&graph, &labels));
    let count = labels.iter().max().map_or(0, |largest| *largest as usize + 1);
    let quality = graph.reported(&labels, resolution);
    Ok(Communities { labels, count, quality, resolution: value, ladder: Vec::new() })
}

/// One run of the algorithm (A.2 of the paper), from the given partition.
fn iterate(
    graph: &Graph,
    labels: &[u32],
    resolution: f64,
    theta: f64,
    random: &mut lca_numerics::Rng,
) -> Vec<u32> {
    let mut level = graph.clone();
    let mut partition = Partition::new(&level, labels);
    // Which node of the current level each original node has become part of.
    let mut member: Vec<u32> = (0..graph.nodes() as u32).collect();
    loop {
        moving::move_nodes(&level, &mut partition, resolution, random);
        let labels = partition.labels();
        let finished = || member.iter().map(|&node| labels[node as usize]).collect();
        if partition.occupied() == level.nodes() {
            return finished();
        }
        let refined = refine::refine(&level, labels, resolution, theta, random);
        let (smaller, of_node) = aggregate::aggregate(&level, &refined);
        if smaller.nodes() == level.nodes() {
            return finished();
        }
        let mut coarse = vec![0; smaller.nodes()];
        of_node.iter().zip(labels).for_each(|(&node, &label)| coarse[node as usize] = label);
        member.iter_mut().for_each(|node| *node = of_node[*node as usize]);
        partition = Partition::new(&smaller, &coarse);
        level = smaller;
    }
}

impl Communities {
    /// Writes `obs[key]` (categories `0`, `1`, … by size) and `uns[key]` with the parameters.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has another number of cells.
    pub fn annotate(&self, part: &mut AnnData, key: &str, params: &LeidenParams) -> Result<(), CellsError> {
        part.obs.set(key, Column::Categorical(self.categorical()))?;
        let entries = [
            ("resolution".to_owned(), Uns::Float(self.resolution)),
            ("random_state".to_owned(), Uns::Int(params.seed as i64)),
            ("n_iterations".to_owned(), Uns::Int(params.iterations.map_or(-1, |count| count as i64))),
        ];
        let map = [
            ("params".to_owned(), Uns::Map(entries.into())),
            ("quality".to_owned(), Uns::Float(self.quality)),
        ];
        part.uns.insert(key.into(), Uns::Map(map.into()));
        Ok(())
    }

    /// The labels as a column of texts.
    #[must_use]
    pub fn categorical(&self) -> Categorical {
        Categorical {
            codes: self.labels.iter().copied().map(Some).collect(),
            categories: (0..self.count).map(|label| label.to_string()).collect(),
            ordered: false,
        }
    }
}
