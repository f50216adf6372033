use super::topology::{NONE, Topology};
use ndarray::Array2;

/// Neighbour joining (Saitou & Nei 1987; the criterion of Studier & Keppler 1988), rooted at the last row of the
/// distances, which is the uncut founder's. Ties go to the pair whose rows come first.
///
/// The result is that of the full search, but a row is passed over when its smallest distance ever seen, a
/// lower bound, tells that it holds no better pair. Memory: 4 bytes × the square of rows.
pub(super) fn join(distances: Array2<f32>) -> Topology {
    let leaves = distances.nrows() - 1;
    let mut tree = Topology { leaves, children: vec![Vec::new(); leaves], root: NONE };
    let mut joiner = Joiner::new(distances);
    let founder = leaves;
    while joiner.alive.len() > 2 {
        let (one, other) = joiner.nearest();
        let inner = tree.children.len() as u32;
        // The founder is joined to what is left at last; until then her row stands for all that was joined to it.
        tree.children.push(vec![joiner.node[one], joiner.node[other]]);
        joiner.merge(one, other, inner);
    }
    let rest: Vec<u32> = joiner.alive.iter().map(|&row| joiner.node[row]).collect();
    tree.children.push(rest);
    tree.root = tree.children.len() as u32 - 1;
    rooted(tree, founder as u32)
}

struct Joiner {
    distances: Array2<f32>,
    alive: Vec<usize>,
    /// The node that each row stands for.
    node: Vec<u32>,
    /// Sum of the distances of each row to all that live.
    sums: Vec<f64>,
    /// At most the smallest distance of each row.
    least: Vec<f32>,
    /// A row that lately held a good pair, to begin with.
    hint: usize,
}

impl Joiner {
    fn new(distances: Array2<f32>) -> Self {
        let rows = distances.nrows();
        let sums = distances.rows().into_iter().map(|row| row.iter().map(|&d| f64::from(d)).sum()).collect();
        let least = |at: usize| {
            let row = distances.row(at);
            let others = row.iter().enumerate().filter(|(other, _)| *other != at);
            others.fold(f32::INFINITY, |least, (_, &d)| least.min(d))
        };
        let least = (0..rows).map(least).collect();
        // Row `rows - 1` is the founder's; as a leaf of the joining it bears that number.
        let node = (0..rows).map(|row| if row + 1 == rows { NONE } else { row as u32 }).collect();
        Self { alive: (0..rows).collect(), node, sums, least, hint: 0, distances }
    }

    /// The pair of rows with the least criterion, the lower row first.
    fn nearest(&mut self) -> (usize, usize) {
        let others = (self.alive.len() - 2) as f64;
        let shares: Vec<f32> = self.sums.iter().map(|sum| (sum / others) as f32).collect();
        let highest = self.alive.iter().fold(f32::NEG_INFINITY, |most, &row| most.max(shares[row]));
        let start = if self.alive.binary_search(&self.hint).is_ok() { self.hint } else { self.alive[0] };
        let mut best = (f32::INFINITY, usize::MAX, usize::MAX);
        self.scan(start, &shares, &mut best);
        for at in 0..self.alive.len() {
            let row = self.alive[at];
            if self.least[row] - shares[row] - highest <= best.0 {
                self.scan(row, &shares, &mut best);
            }
        }
        (best.1, best.2)
    }

    /// Looks through one row for a better pair, and renews its bound.
    fn scan(&mut self, row: usize, shares: &[f32], best: &mut (f32, usize, usize)) {
        let distances = self.distances.row(row);
        let mut least = f32::INFINITY;
        for &other in &self.alive {
            if other == row {
                continue;
            }
            let distance = distances[other];
            least = least.min(distance);
            let (low, high) = (row.min(other), row.max(other));
            let value = distance - (shares[low] + shares[high]);
            if value < best.0 || (value == best.0 && (low, high) < (best.1, best.2)) {
                *best = (value, low, high);
            }
        }
        self.least[row] = least;
    }

    /// Puts a node in the place of two rows: in the first, and the second is no more.
    fn merge(&mut self, one: usize, other: usize, node: u32) {
        let apart = self.distances[[one, other]];
        self.alive.retain(|&row| row != other);
        let (mut sum, mut least) = (0.0, f32::INFINITY);
        for at in 0..self.alive.len() {
            let row = self.alive[at];
            if row == one {
                continue;
            }
            let (a, b) = (self.distances[[row, one]], self.distances[[row, other]]);
            let joined = f32::midpoint(a, b) - apart / 2.0;
            self.sums[row] += f64::from(joined) - f64::from(a) - f64::from(b);
            self.distances[[row, one]] = joined;
            self.distances[[one, row]] = joined;
            self.least[row] = self.least[row].min(joined);
            sum += f64::from(joined);
            least = least.min(joined);
        }
        (self.sums[one], self.least[one], self.node[one]) = (sum, least, node);
        self.hint = one;
    }
}

/// Turns a joined tree round so that the founder, the leaf `NONE` of it, is above all.
fn rooted(tree: Topology, founder: u32) -> Topology {
    let nodes = tree.children.len();
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    let mut at_founder = NONE;
    for (node, children) in tree.children.iter().enumerate() {
        for &child in children {
            if child == NONE {
                at_founder = node as u32;
            } else {
                near[node].push(child);
                near[child as usize].push(node as u32);
            }
        }
    }
    debug_assert_eq!(founder as usize, tree.leaves);
    let mut children = vec![Vec::new(); nodes];
    let mut open = vec![(at_founder, NONE)];
    while let Some((node, above)) = open.pop() {
        let below: Vec<u32> = near[node as usize].iter().copied().filter(|&next| next != above).collect();
        open.extend(below.iter().map(|&child| (child, node)));
        children[node as usize] = below;
    }
    Topology { leaves: tree.leaves, children, root: at_founder }.spliced()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn additive_distances_give_their_tree() {
        // ((0:1,1:2):1,(2:1,3:3):2) below the founder (row 4) at the root with a branch of 1.
        let distances = array![
            [0.0, 3.0, 5.0, 7.0, 3.0],
            [3.0, 0.0, 6.0, 8.0, 4.0],
            [5.0, 6.0, 0.0, 4.0, 4.0],
            [7.0, 8.0, 4.0, 0.0, 6.0],
            [3.0, 4.0, 4.0, 6.0, 0.0],
        ];
        let tree = join(distances);
        let sets: Vec<Vec<u32>> = tree.children[tree.root as usize]
            .iter()
            .map(|&child| {
                let mut below = tree.children[child as usize].clone();
                below.sort_unstable();
                below
            })
            .collect();
        assert!(sets.contains(&vec![0, 1]) && sets.contains(&vec![2, 3]), "{sets:?}");
    }
}
