use super::Expression;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use ndarray::Array2;

/// What was inferred: a score of each regulator for each gene.
#[derive(Debug, Clone, PartialEq)]
pub struct Edges {
    /// The regulators, by their places among the table's genes, in rising order.
    pub regulators: Vec<usize>,
    /// Regulators × genes: higher is surer, 0 is none. Scales differ between methods.
    pub scores: Array2<f64>,
    /// Regulators × genes: 1 where the gene rises with the regulator, −1 where it falls, 0 unknown.
    pub signs: Array2<i8>,
}

/// One edge and its rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankedEdge {
    /// The regulator's place among the table's genes.
    pub regulator: usize,
    /// The target's.
    pub target: usize,
    /// Its score.
    pub score: f64,
    /// 1, −1 or 0.
    pub sign: i8,
}

impl Edges {
    /// The edges with a score above 0, best first; of equals, those of earlier genes.
    #[must_use]
    pub fn ranked(&self) -> Vec<RankedEdge> {
        let all = self.scores.indexed_iter().filter(|(_, score)| **score > 0.0);
        let mut ranked: Vec<RankedEdge> = all
            .map(|((row, target), &score)| RankedEdge {
                regulator: self.regulators[row],
                target,
                score,
                sign: self.signs[[row, target]],
            })
            .collect();
        ranked.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then(a.regulator.cmp(&b.regulator)).then(a.target.cmp(&b.target))
        });
        ranked
    }

    /// The best edges as a network of genes, with the score as evidence.
    #[must_use]
    pub fn network(&self, expression: &Expression, top: usize, method: &str) -> MolecularNetwork {
        let mut network = MolecularNetwork::default();
        for edge in self.ranked().into_iter().take(top) {
            let ends = [edge.regulator, edge.target]
                .map(|place| network.molecule(Molecule::new(&expression.genes()[place], Layer::Gene)));
            let sign = match edge.sign {
                1 => Sign::Positive,
                -1 => Sign::Negative,
                _ => Sign::Unknown,
            };
            let evidence =
                Evidence { method: Some(method.to_owned()), score: Some(edge.score), ..Evidence::default() };
            network.interaction(Interaction {
                evidence: vec![evidence],
                ..Interaction::new(ends[0], ends[1], sign)
            });
        }
        network
    }

    /// The scores as shares of the edges that score less, ties halved: from 0 to 1 on every method.
    pub(crate) fn shares(&self) -> Array2<f64> {
        let flat: Vec<f64> = self.scores.iter().copied().collect();
        let count = flat.len().max(1) as f64;
        let ranks = lca_numerics::stats::ranks(&flat).ranks;
        let share = |at: usize| (ranks[at] - 0.5) / count;
        let columns = self.scores.ncols();
        Array2::from_shape_fn(self.scores.dim(), |(row, column)| share(row * columns + column))
    }
}
