use super::graph::Graph;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub(crate) const NOBODY: usize = usize::MAX;

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

enum Undo {
    Partner(usize, usize, f64),
    Holder(usize, usize),
    Left(usize, f64),
    Right(usize, f64),
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
        all
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

    fn restore(&mut self, step: Undo) {
        match step {
            Undo::Partner(left, right, weight) => (self.partner[left], self.weight[left]) = (right, weight),
            Undo::Holder(right, left) => self.holder[right] = left,
            Undo::Left(left, price) => self.left_price[left] = price,
            Undo::Right(right, price) => self.right_price[right] = price,
        }
    }

    fn set_partner(&mut self, left: usize, right: usize, weight: f64) {
        let before = (self.partner[left], self.weight[left]);
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Partner(left, before.0, before.1)));
        (self.partner[left], self.weight[left]) = (right, weight);
    }

    fn set_holder(&mut self, right: usize, left: usize) {
        let before = self.holder[right];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Holder(right, before)));
        self.holder[right] = left;
    }

    fn add_left(&mut self, left: usize, change: f64) {
        let before = self.left_price[left];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Left(left, before)));
        self.left_price[left] += change;
    }

    fn add_right(&mut self, right: usize, change: f64) {
        let before = self.right_price[right];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Right(right, before)));
        self.right_price[right] += change;
    }

    /// Gives `start` a partner along the cheapest alternating path; returns the change of the total.
    fn augment(&mut self, start: usize) -> f64 {
        let alone = self.graph.len() + start;
        let cost = |edge: (usize, f64)| -edge.1 - self.right_price[edge.0];
        let open = self.graph.later(start).filter(|edge| !self.right_taken[edge.0]);
        let least = open.map(cost).fold(cost((alone, 0.0)), f64::min);
        self.add_left(start, least - self.left_price[start]);
        let mut done: Vec<(usize, f64)> = Vec::new();
        self.relax(start, 0.0);
        let mut change = 0.0;
        // `start` can always stay alone, so a free right node is always reached.
        while let Some(Reverse((bits, right))) = self.heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > self.distance[right] {
                continue;
            }
            if self.holder[right] == NOBODY {
                self.add_left(start, reached);
                for &(right, distance) in &done {
                    self.add_left(self.holder[right], reached - distance);
                    self.add_right(right, distance - reached);
                }
                change = self.flip(start, right);
                break;
            }
            done.push((right, reached));
            self.relax(self.holder[right], reached);
        }
        self.clear();
        change
    }

    fn relax(&mut self, left: usize, reached: f64) {
        let n = self.graph.len();
        let alone = (n + left, 0.0);
        for (right, weight) in self.graph.later(left).chain(std::iter::once(alone)) {
            if self.right_taken[right] {
                continue;
            }
            let step = (-weight - self.left_price[left] - self.right_price[right]).max(0.0);
            self.reach(right, reached + step, (left, weight));
        }
    }

    fn reach(&mut self, right: usize, distance: f64, from: (usize, f64)) {
        if distance < self.distance[right] {
            self.distance[right] = distance;
            self.from[right] = from;
            self.touched.push(right);
            // Bits of numbers that are not negative sort as the numbers do.
            self.heap.push(Reverse((distance.to_bits(), right)));
        }
    }

    fn clear(&mut self) {
        self.heap.clear();
        for right in self.touched.drain(..) {
            self.distance[right] = f64::INFINITY;
        }
    }

    fn flip(&mut self, start: usize, end: usize) -> f64 {
        let (mut right, mut change) = (end, 0.0);
        loop {
            let (left, weight) = self.from[right];
            let before = self.partner[left];
            change += weight - self.weight[left];
            self.set_partner(left, right, weight);
            self.set_holder(right, left);
            if left == start {
                return change;
            }
            right = before;
        }
    }

    /// Finds the best use of a right node that was set free: itself left alone, or taken by another left
    /// node whose own right node is then free, and so on. Returns the change of the total.
    fn release(&mut self, start: usize) -> f64 {
        let n = self.graph.len();
        let mut done: Vec<(usize, f64)> = Vec::new();
        let mut best = (f64::INFINITY, start);
        self.reach(start, 0.0, (NOBODY, 0.0));
        while let Some(Reverse((bits, right))) = self.heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > self.distance[right] {
                continue;
            }
            if reached >= best.0 {
                break;
            }
            done.push((right, reached));
            let end = reached - self.right_price[right];
            if end < best.0 {
                best = (end, right);
            }
            if right >= n {
                continue;
            }
            let takers = self.graph.earlier(right);
            for (left, weight) in takers {
                let before = self.partner[left];
                if before == NOBODY || before == right || self.left_taken[left] {
                    continue;
                }
                let step = (-weight - self.left_price[left] - self.right_price[right]).max(0.0);
                self.reach(before, reached + step, (right, weight));
            }
        }
        for &(right, distance) in &done {
            let rise = best.0 - distance;
            if rise > 0.0 {
                self.add_right(right, rise);
                if self.holder[right] != NOBODY {
                    self.add_left(self.holder[right], -rise);
                }
            }
        }
        let change = self.shift(best.1, start);
        self.clear();
        change
    }

    /// Frees `end`: its holder takes the node that `end` was reached from, and so on down to `start`.
    fn shift(&mut self, end: usize, start: usize) -> f64 {
        let (mut right, mut change) = (end, 0.0);
        let mut left = self.holder[right];
        if right != start {
            self.set_holder(right, NOBODY);
        }
        while right != start {
            let (taken, weight) = self.from[right];
            let before = self.holder[taken];
            change += weight - self.weight[left];
            self.set_partner(left, taken, weight);
            self.set_holder(taken, left);
            (left, right) = (before, taken);
        }
        change
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    fn total(edges: &[Vec<(usize, f64)>], partner: &[Option<usize>]) -> f64 {
        let weight = |(left, right): (usize, &Option<usize>)| {
            right.and_then(|right| edges[left].iter().find(|edge| edge.0 == right)).map_or(0.0, |edge| edge.1)
        };
        partner.iter().enumerate().map(weight).sum()
    }

    /// The best total by trying everything.
    fn best(edges: &[Vec<(usize, f64)>], left: usize, used: u32) -> f64 {
        let Some(list) = edges.get(left) else { return 0.0 };
        let free = list.iter().filter(|edge| used >> edge.0 & 1 == 0);
        free.map(|edge| edge.1 + best(edges, left + 1, used | 1 << edge.0))
            .fold(best(edges, left + 1, used), f64::max)
    }

    fn assign(edges: &[Vec<(usize, f64)>]) -> Vec<Option<usize>> {
        Assignment::solve(&Graph::new(edges)).next()
    }

    #[test]
    fn equals_the_best_of_all_assignments() {
        for seed in 0..300 {
            let mut random = rng(7, seed);
            let mut edges = vec![Vec::new(); 6];
            for list in &mut edges {
                for right in 0..6 {
                    let weight = f64::from(random.random_range(-3..9));
                    if random.random_bool(0.5) {
                        list.push((right, weight));
                    }
                }
            }
            let partner = assign(&edges);
            let mut taken: Vec<usize> = partner.iter().flatten().copied().collect();
            taken.sort_unstable();
            assert!(taken.windows(2).all(|pair| pair[0] != pair[1]));
            assert!((total(&edges, &partner) - best(&edges, 0, 0)).abs() < 1e-9, "seed {seed}");
        }
    }

    /// The best total by trying everything, with divisions `(mother, daughters, weight)` that are forced.
    fn best_divided(edges: &[Vec<(usize, f64)>], mother: usize, daughters: [usize; 2], weight: f64) -> f64 {
        let mut open = edges.to_vec();
        open[mother].clear();
        weight + best(&open, 0, 1 << daughters[0] | 1 << daughters[1])
    }

    #[test]
    fn a_division_is_taken_exactly_when_it_raises_the_total() {
        let mut taken = [0; 2];
        for seed in 0..400 {
            let mut random = rng(8, seed);
            let mut edges = vec![Vec::new(); 6];
            for list in &mut edges {
                for right in 0..6 {
                    if random.random_bool(0.5) {
                        list.push((right, f64::from(random.random_range(-3..9))));
                    }
                }
            }
            let graph = Graph::new(&edges);
            let mut links = Assignment::solve(&graph);
            let before = best(&edges, 0, 0);
            let weight = f64::from(random.random_range(0..25)) + 0.5;
            let with = best_divided(&edges, 2, [1, 4], weight);
            let bound = weight - links.earns_before(2) - links.earns_after(1) - links.earns_after(4);
            assert!(with - before <= bound + 1e-9, "seed {seed}: the bound {bound} is too low for {with} - {before}");
            let divided = links.divide(2, [1, 4], weight);
            assert_eq!(divided, with > before + 1e-9, "seed {seed}");
            taken[usize::from(divided)] += 1;
            let mut rest = edges.clone();
            if divided {
                rest[2].clear();
            }
            let reached = total(&rest, &links.next()) + if divided { weight } else { 0.0 };
            assert!((reached - before.max(with)).abs() < 1e-9, "seed {seed}: {reached} is not the best");
            // The prices still prove what is left: a second division is judged as exactly.
            let again = best_after(&edges, divided, [3, 0, 5], weight);
            let divided_again = links.divide(3, [0, 5], weight);
            assert_eq!(divided_again, again > reached + 1e-9, "seed {seed}");
        }
        assert!(taken[0] > 50 && taken[1] > 50, "{taken:?}");
    }

    fn best_after(edges: &[Vec<(usize, f64)>], divided: bool, [mother, a, b]: [usize; 3], weight: f64) -> f64 {
        let mut open = edges.to_vec();
        open[mother].clear();
        let mut used = 1 << a | 1 << b;
        let mut sum = weight;
        if divided {
            open[2].clear();
            used |= 1 << 1 | 1 << 4;
            sum += weight;
        }
        sum + best(&open, 0, used)
    }
}
