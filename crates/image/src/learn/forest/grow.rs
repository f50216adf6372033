use super::bins::Bins;
use super::{ForestParams, LEAF, Tree};
use lca_numerics::Rng;
use rand::RngExt;

/// A cut: of which feature, after which level, and how much it takes from the squared error.
#[derive(Clone, Copy)]
struct Cut {
    feature: usize,
    level: usize,
    gain: f64,
}

/// A node that is still to be cut.
struct Open {
    at: usize,
    from: usize,
    to: usize,
    depth: usize,
}

/// Grows one tree on a share of the samples.
pub(super) fn tree(
    bins: &Bins,
    wanted: &[f32],
    targets: usize,
    params: &ForestParams,
    random: &mut Rng,
) -> Tree {
    let mut rows = drawn(bins.samples, params.share, random);
    let mut tree = Tree::default();
    let mut order: Vec<usize> = (0..bins.levels.len()).collect();
    let mut bench = Bench::new(wanted, targets);
    open(&mut tree);
    let mut todo = vec![Open { at: 0, from: 0, to: rows.len(), depth: 0 }];
    while let Some(Open { at, from, to, depth }) = todo.pop() {
        let node = &mut rows[from..to];
        let cut = if depth < params.depth { bench.cut(bins, node, &mut order, params, random) } else { None };
        let Some(cut) = cut else {
            tree.next[at] = tree.values.len() as u32;
            tree.values.extend(bench.mean(node));
            continue;
        };
        let levels = &bins.levels[cut.feature];
        let middle = from + part(node, |row| usize::from(levels[row as usize]) <= cut.level);
        let next = tree.feature.len();
        tree.feature[at] = cut.feature as u16;
        tree.threshold[at] = bins.edges[cut.feature][cut.level];
        tree.next[at] = next as u32;
        open(&mut tree);
        open(&mut tree);
        todo.push(Open { at: next + 1, from: middle, to, depth: depth + 1 });
        todo.push(Open { at: next, from, to: middle, depth: depth + 1 });
    }
    tree
}

fn open(tree: &mut Tree) {
    tree.feature.push(LEAF);
    tree.threshold.push(0.0);
    tree.next.push(0);
}

/// Samples drawn without replacement.
fn drawn(samples: usize, share: f64, random: &mut Rng) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..samples as u32).collect();
    let count = ((share * samples as f64).round() as usize).clamp(1, samples);
    for at in 0..count {
        let other = random.random_range(at..samples);
        rows.swap(at, other);
    }
    rows.truncate(count);
    rows
}

/// Brings rows that go left to the front and says how many there are.
fn part(rows: &mut [u32], left: impl Fn(u32) -> bool) -> usize {
    let mut kept = 0;
    for at in 0..rows.len() {
        if left(rows[at]) {
            rows.swap(kept, at);
            kept += 1;
        }
    }
    kept
}

/// Room for a histogram: for each level the number of samples and the sums of their targets.
struct Bench<'w> {
    wanted: &'w [f32],
    targets: usize,
    slots: Vec<f64>,
    whole: Vec<f64>,
    left: Vec<f64>,
}

impl<'w> Bench<'w> {
    fn new(wanted: &'w [f32], targets: usize) -> Self {
        let wide = targets + 1;
        Self { wanted, targets, slots: vec![0.0; 256 * wide], whole: vec![0.0; wide], left: vec![0.0; wide] }
    }

    fn row(&self, row: u32) -> &'w [f32] {
        &self.wanted[row as usize * self.targets..][..self.targets]
    }

    fn mean(&self, node: &[u32]) -> Vec<f32> {
        let mut sums = vec![0.0_f64; self.targets];
        for &row in node {
            sums.iter_mut().zip(self.row(row)).for_each(|(sum, &value)| *sum += f64::from(value));
        }
        sums.iter().map(|sum| (sum / node.len().max(1) as f64) as f32).collect()
    }

    /// The best cut of the features tried; none where none takes anything from the error.
    fn cut(
        &mut self,
        bins: &Bins,
        node: &[u32],
        order: &mut [usize],
        params: &ForestParams,
        random: &mut Rng,
    ) -> Option<Cut> {
        if node.len() < 2 * params.leaf.max(1) {
            return None;
        }
        self.whole.fill(0.0);
        self.whole[0] = node.len() as f64;
        for &row in node {
            let values = self.row(row);
            self.whole[1..].iter_mut().zip(values).for_each(|(sum, &value)| *sum += f64::from(value));
        }
        let tried = if params.tried == 0 { order.len().div_ceil(3) } else { params.tried.min(order.len()) };
        let mut best: Option<Cut> = None;
        for at in 0..tried {
            let other = random.random_range(at..order.len());
            order.swap(at, other);
            let found = self.best(bins, order[at], node, params.leaf.max(1) as f64);
            if let Some(found) = found
                && best.is_none_or(|best| found.gain > best.gain)
            {
                best = Some(found);
            }
        }
        best.filter(|cut| cut.gain > 1e-9 * node.len() as f64)
    }

    fn best(&mut self, bins: &Bins, feature: usize, node: &[u32], least: f64) -> Option<Cut> {
        let wide = self.targets + 1;
        let (levels, count) = (&bins.levels[feature], bins.edges[feature].len() + 1);
        let slots = &mut self.slots[..count * wide];
        slots.fill(0.0);
        for &row in node {
            let slot = &mut slots[usize::from(levels[row as usize]) * wide..][..wide];
            slot[0] += 1.0;
            let values = &self.wanted[row as usize * self.targets..][..self.targets];
            slot[1..].iter_mut().zip(values).for_each(|(sum, &value)| *sum += f64::from(value));
        }
        self.left.fill(0.0);
        let base: f64 = self.whole[1..].iter().map(|sum| sum * sum).sum::<f64>() / self.whole[0];
        let mut best: Option<Cut> = None;
        for level in 0..count - 1 {
            let slot = &slots[level * wide..][..wide];
            if slot[0] == 0.0 {
                continue;
            }
            self.left.iter_mut().zip(slot).for_each(|(sum, value)| *sum += value);
            let (a, b) = (self.left[0], self.whole[0] - self.left[0]);
            if a < least || b < least {
                continue;
            }
            let sides = self.left[1..].iter().zip(&self.whole[1..]);
            let parted: f64 =
                sides.map(|(left, whole)| left * left / a + (whole - left) * (whole - left) / b).sum();
            if best.is_none_or(|best| parted - base > best.gain) {
                best = Some(Cut { feature, level, gain: parted - base });
            }
        }
        best
    }
}
