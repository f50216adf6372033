use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The set of links of greatest total weight in which every left and every right node has at most
/// one. `edges[left]` lists `(right, weight)`; weights of 0 or less are never taken. Successive
/// shortest paths with potentials (Edmonds & Karp 1972) on the sparse graph, so that the cost of a node
/// depends on its neighbourhood and not on the length of the movie. Returns each left node's partner.
pub(crate) fn assign(edges: &[Vec<(usize, f64)>], rights: usize) -> Vec<Option<usize>> {
    let mut search = Search::new(edges, rights);
    for left in 0..edges.len() {
        search.augment(left);
    }
    search.partner.iter().map(|&right| (right < rights).then_some(right)).collect()
}

const NOBODY: usize = usize::MAX;

/// Left node `i` may also stay alone: that is its own right node `rights + i` at weight 0.
struct Search<'a> {
    edges: &'a [Vec<(usize, f64)>],
    rights: usize,
    partner: Vec<usize>,
    holder: Vec<usize>,
    left_price: Vec<f64>,
    right_price: Vec<f64>,
    distance: Vec<f64>,
    from: Vec<usize>,
    touched: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(edges: &'a [Vec<(usize, f64)>], rights: usize) -> Self {
        let all = rights + edges.len();
        let best = |list: &Vec<(usize, f64)>| list.iter().fold(0.0, |least: f64, edge| least.min(-edge.1));
        Self {
            edges,
            rights,
            partner: vec![NOBODY; edges.len()],
            holder: vec![NOBODY; all],
            left_price: edges.iter().map(best).collect(),
            right_price: vec![0.0; all],
            distance: vec![f64::INFINITY; all],
            from: vec![NOBODY; all],
            touched: Vec::new(),
        }
    }

    /// Gives `start` a partner along the cheapest alternating path.
    fn augment(&mut self, start: usize) {
        let mut heap = BinaryHeap::new();
        let mut done: Vec<(usize, f64)> = Vec::new();
        self.relax(start, 0.0, &mut heap);
        // `start` can always stay alone, so a free right node is always reached.
        while let Some(Reverse((bits, right))) = heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > self.distance[right] {
                continue;
            }
            if self.holder[right] == NOBODY {
                self.reprice(start, &done, reached);
                self.flip(start, right);
                break;
            }
            done.push((right, reached));
            self.relax(self.holder[right], reached, &mut heap);
        }
        for right in self.touched.drain(..) {
            self.distance[right] = f64::INFINITY;
        }
    }

    fn relax(&mut self, left: usize, reached: f64, heap: &mut BinaryHeap<Reverse<(u64, usize)>>) {
        let alone = (self.rights + left, 0.0);
        for &(right, weight) in self.edges[left].iter().chain(std::iter::once(&alone)) {
            let step = (-weight - self.left_price[left] - self.right_price[right]).max(0.0);
            let distance = reached + step;
            if (weight > 0.0 || right == alone.0) && distance < self.distance[right] {
                self.distance[right] = distance;
                self.from[right] = left;
                self.touched.push(right);
                // Bits of numbers that are not negative sort as the numbers do.
                heap.push(Reverse((distance.to_bits(), right)));
            }
        }
    }

    /// Keeps every reduced cost at 0 or more, and at 0 along links.
    fn reprice(&mut self, start: usize, done: &[(usize, f64)], reached: f64) {
        self.left_price[start] += reached;
        for &(right, distance) in done {
            self.left_price[self.holder[right]] += reached - distance;
            self.right_price[right] -= reached - distance;
        }
    }

    fn flip(&mut self, start: usize, end: usize) {
        let mut right = end;
        loop {
            let left = self.from[right];
            let before = self.partner[left];
            (self.partner[left], self.holder[right]) = (right, left);
            if left == start {
                return;
            }
            right = before;
        }
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
            let partner = assign(&edges, 6);
            let mut taken: Vec<usize> = partner.iter().flatten().copied().collect();
            taken.sort_unstable();
            assert!(taken.windows(2).all(|pair| pair[0] != pair[1]));
            assert!((total(&edges, &partner) - best(&edges, 0, 0)).abs() < 1e-9, "seed {seed}");
        }
    }
}
