mod augment;
mod release;
#[cfg(test)]
mod tests;
mod undo;

use super::graph::Graph;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use undo::Undo;

const NOBODY: usize = usize::MAX;

/// The set of links of greatest total weight in which every object has at most one later and at most
/// one earlier object, by successive shortest paths with prices (Edmonds & Karp 1972) on the sparse
/// graph, so that the cost of an object depends on its neighbourhood and not on the length of the movie.
///
/// The prices stay a proof of optimality: what an object earns as mother plus what another earns as
/// successor is never below the weight of the link between them. So it can be told at once whether a
/// division could raise the total, and the best links around a division are found without starting again.
pub(crate) struct Assignment<'a> {
    graph: &'a Graph,
    /// Right node of each left one: a later object, `len + left` where it stays alone.
    partner: Vec<usize>,
    weight: Vec<f64>,
    holder: Vec<usize>,
    left_price: Vec<f64>,
    right_price: Vec<f64>,
    /// Objects that a division took out of the assignment.
    left_taken: Vec<bool>,
    right_taken: Vec<bool>,
    distance: Vec<f64>,
    from: Vec<(usize, f64)>,
    touched: Vec<usize>,
    heap: BinaryHeap<Reverse<(u64, usize)>>,
    undo: Option<Vec<Undo>>,
}

impl<'a> Assignment<'a> {
    /// Solves the graph.
    pub(crate) fn solve(graph: &'a Graph) -> Self {
        let n = graph.len();
        let mut all = Self {
            graph,
            partner: vec![NOBODY; n],
            weight: vec![0.0; n],
            holder: vec![NOBODY; 2 * n],
            left_price: vec![0.0; n],
            right_price: vec![0.0; 2 * n],
            left_taken: vec![false; n],
            right_taken: vec![false; 2 * n],
            distance: vec![f64::INFINITY; 2 * n],
            from: vec![(NOBODY, 0.0); 2 * n],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
            undo: None,
        };
        for left in 0..n {
            all.augment(left);
        }
        (0..n).rev().for_each(|left| all.lean(left));
        all
    }

    /// Moves what a link earns from its earlier end to its later one, as far as the prices stay a proof:
    /// then a division that takes an object from another cell is seen to cost that.
    fn lean(&mut self, left: usize) {
        let n = self.graph.len();
        let partner = self.partner[left];
        if partner >= n {
            return;
        }
        let price = self.left_price[left];
        let slack = |(right, weight): (usize, f64)| -weight - price - self.right_price[right];
        let others = self.graph.later(left).filter(|edge| edge.0 != partner);
        let spare = others.map(slack).fold(slack((n + left, 0.0)), f64::min);
        if spare > 0.0 {
            self.left_price[left] += spare;
            self.right_price[partner] -= spare;
        }
    }

    /// Each object's successor.
    pub(crate) fn next(&self) -> Vec<Option<usize>> {
        let n = self.graph.len();
        self.partner.iter().map(|&right| (right < n).then_some(right)).collect()
    }

    /// What an object earns as the earlier end of a link.
    pub(crate) fn earns_before(&self, left: usize) -> f64 {
        if self.left_taken[left] { f64::INFINITY } else { -self.left_price[left] }
    }

    /// What an object earns as the later end of a link.
    pub(crate) fn earns_after(&self, right: usize) -> f64 {
        if self.right_taken[right] { f64::INFINITY } else { -self.right_price[right] }
    }

    /// Lets `mother` divide into `daughters` for `weight`, with the best links around it, if that raises
    /// the total; says whether it did.
    pub(crate) fn divide(&mut self, mother: usize, daughters: [usize; 2], weight: f64) -> bool {
        let n = self.graph.len();
        self.undo = Some(Vec::new());
        let mut gain = weight - self.weight[mother];
        let freed = self.partner[mother];
        self.set_partner(mother, NOBODY, 0.0);
        self.set_holder(freed, NOBODY);
        self.left_taken[mother] = true;
        let mut alone = Vec::new();
        for right in daughters {
            self.right_taken[right] = true;
            let left = self.holder[right];
            if left != NOBODY {
                gain -= self.weight[left];
                self.set_holder(right, NOBODY);
                self.set_partner(left, NOBODY, 0.0);
                alone.push(left);
            }
        }
        if freed < n && !daughters.contains(&freed) {
            gain += self.release(freed);
        }
        for left in alone {
            gain += self.augment(left);
        }
        let better = gain > 1e-9;
        let undo = self.undo.take().unwrap_or_default();
        if !better {
            self.left_taken[mother] = false;
            daughters.iter().for_each(|&right| self.right_taken[right] = false);
            undo.into_iter().rev().for_each(|step| self.restore(step));
        }
        better
    }
}
