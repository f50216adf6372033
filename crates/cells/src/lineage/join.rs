use super::topology::{NONE, Topology};
use ndarray::Array2;

/// Neighbour joining (Saitou & Nei 1987; the criterion of Studier & Keppler 1988), rooted at the last row of the
/// distances, which is the uncut founder's. Of pairs that are equally good the one that is met first is joined, rows
/// in order; the last row moves into the place of one that is joined.
///
/// The result is that of the full search, but a row is passed over when its smallest distance ever seen, a
/// lower bound, tells that it holds no better pair. Memory: 4 bytes × the square of rows; time grows with its cube at most.
pub(super) fn join(distances: Array2<f32>) -> Topology {
    let leaves = distances.nrows() - 1;
    let mut tree = Topology { leaves, children: vec![Vec::new(); leaves], root: NONE };
    let mut joiner = Joiner::new(distances);
    while joiner.count > 2 {
        let (one, other) = joiner.nearest();
        let inner = tree.children.len() as u32;
        tree.children.push(vec![joiner.node[one], joiner.node[other]]);
        joiner.merge(one, other, inner);
    }
    tree.children.push(joiner.node[..joiner.count].to_vec());
    rooted(&tree)
}

struct Joiner {
    /// Rows × rows, of which the first `count` are in use.
    distances: Vec<f32>,
    width: usize,
    count: usize,
    /// The node that each row stands for; [`NONE`] for the founder.
    node: Vec<u32>,
    /// Sum of the distances of each row to all others.
    sums: Vec<f64>,
    /// The sums divided by the number of rows less two.
    shares: Vec<f32>,
    /// At most the smallest distance of each row.
    least: Vec<f32>,
}

impl Joiner {
    fn new(distances: Array2<f32>) -> Self {
        let width = distances.nrows();
        let (mut sums, mut least) = (vec![0.0; width], vec![f32::INFINITY; width]);
        for ((row, column), &distance) in distances.indexed_iter() {
            if row != column {
                sums[row] += f64::from(distance);
                least[row] = least[row].min(distance);
            }
        }
        let node = (0..width).map(|row| if row + 1 == width { NONE } else { row as u32 }).collect();
        let distances = distances.into_raw_vec_and_offset().0;
        Self { distances, width, count: width, node, sums, shares: vec![0.0; width], least }
    }

    /// The pair of rows with the least criterion.
    fn nearest(&mut self) -> (usize, usize) {
        let others = (self.count - 2) as f64;
        for (share, sum) in self.shares.iter_mut().zip(&self.sums[..self.count]) {
            *share = (sum / others) as f32;
        }
        let highest = self.shares[..self.count].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let bound = |joiner: &Self, row: usize| joiner.least[row] - joiner.shares[row] - highest;
        let rows = 0..self.count;
        let start = rows.clone().min_by(|&a, &b| bound(self, a).total_cmp(&bound(self, b))).unwrap_or(0);
        let mut best = (f32::INFINITY, 0, 1);
        self.scan(start, &mut best);
        for row in rows {
            if row != start && bound(self, row) < best.0 {
                self.scan(row, &mut best);
            }
        }
        (best.1.min(best.2), best.1.max(best.2))
    }

    /// Looks through one row for a better pair, and renews its bound.
    fn scan(&mut self, row: usize, best: &mut (f32, usize, usize)) {
        let distances = &self.distances[row * self.width..][..self.count];
        let shares = &self.shares[..self.count];
        let own = shares[row];
        let (mut least, mut value) = (f32::INFINITY, f32::INFINITY);
        for part in [0..row, row + 1..self.count] {
            let (low, good) = lowest(&distances[part.clone()], &shares[part]);
            (least, value) = (least.min(low), value.min(good));
        }
        self.least[row] = least;
        if value - own < best.0 {
            let is = |&other: &usize| other != row && distances[other] - shares[other] == value;
            let other = (0..self.count).find(is).unwrap_or(usize::from(row == 0));
            *best = (value - own, row, other);
        }
    }

    /// Puts a node in the place of two rows: in the first, and the last row moves to the second.
    fn merge(&mut self, one: usize, other: usize, node: u32) {
        let (width, last) = (self.width, self.count - 1);
        let apart = self.distances[one * width + other];
        let (mut sum, mut least) = (0.0, f32::INFINITY);
        for row in (0..self.count).filter(|&row| row != one && row != other) {
            let (a, b) = (self.distances[one * width + row], self.distances[other * width + row]);
            let joined = f32::midpoint(a, b) - apart / 2.0;
            self.sums[row] += f64::from(joined) - f64::from(a) - f64::from(b);
            self.distances[row * width + one] = joined;
            self.distances[one * width + row] = joined;
            self.least[row] = self.least[row].min(joined);
            sum += f64::from(joined);
            least = least.min(joined);
        }
        (self.sums[one], self.least[one], self.node[one]) = (sum, least, node);
        if other != last {
            self.distances.copy_within(last * width..last * width + last, other * width);
            (0..last)
                .for_each(|row| self.distances[row * width + other] = self.distances[row * width + last]);
            (self.sums[other], self.least[other], self.node[other]) =
                (self.sums[last], self.least[last], self.node[last]);
        }
        self.count = last;
    }
}

/// The smallest distance, and the smallest less the other row's share. Eight lanes, so that it runs wide.
fn lowest(distances: &[f32], shares: &[f32]) -> (f32, f32) {
    const LANES: usize = 8;
    let (mut least, mut value) = ([f32::INFINITY; LANES], [f32::INFINITY; LANES]);
    let smaller = |one: f32, other: f32| if one < other { one } else { other };
    let (chunks, shared) = (distances.chunks_exact(LANES), shares.chunks_exact(LANES));
    let rest = chunks.remainder().iter().zip(shared.remainder());
    for (&distance, share) in rest {
        least[0] = smaller(distance, least[0]);
        value[0] = smaller(distance - share, value[0]);
    }
    for (distances, shares) in chunks.zip(shared) {
        for lane in 0..LANES {
            least[lane] = smaller(distances[lane], least[lane]);
            value[lane] = smaller(distances[lane] - shares[lane], value[lane]);
        }
    }
    (least.into_iter().fold(f32::INFINITY, smaller), value.into_iter().fold(f32::INFINITY, smaller))
}

/// Turns a joined tree round so that the node to which the founder, the leaf [`NONE`], was joined is above all.
fn rooted(tree: &Topology) -> Topology {
    let nodes = tree.children.len();
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    let mut top = NONE;
    for (node, children) in tree.children.iter().enumerate() {
        for &child in children {
            if child == NONE {
                top = node as u32;
            } else {
                near[node].push(child);
                near[child as usize].push(node as u32);
            }
        }
    }
    let mut children = vec![Vec::new(); nodes];
    let mut open = vec![(top, NONE)];
    while let Some((node, above)) = open.pop() {
        let below: Vec<u32> = near[node as usize].iter().copied().filter(|&next| next != above).collect();
        open.extend(below.iter().map(|&child| (child, node)));
        children[node as usize] = below;
    }
    Topology { leaves: tree.leaves, children, root: top }.spliced()
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
        let below = |&child: &u32| {
            let mut below = tree.children[child as usize].clone();
            below.sort_unstable();
            below
        };
        let sets: Vec<Vec<u32>> = tree.children[tree.root as usize].iter().map(below).collect();
        assert!(sets.contains(&vec![0, 1]) && sets.contains(&vec![2, 3]), "{sets:?}");
    }
}
