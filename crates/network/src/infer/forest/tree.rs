use super::feature::Feature;
use super::split::{Bench, Cut, Item, Total, random};
use lca_numerics::Rng;
use rand::RngExt;

/// How a node chooses its cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cutting {
    /// The best cut of each feature drawn (random forests; Breiman 2001).
    Best,
    /// One random cut of each feature drawn (extremely randomised trees; Geurts et al. 2006).
    Random,
}

/// How a tree grows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    pub(super) cutting: Cutting,
    /// How many features that vary within a node are tried there.
    pub(super) tried: usize,
    /// Least weight of a leaf.
    pub(super) leaf: f64,
    /// Most cuts from the root to a leaf.
    pub(super) depth: usize,
}

/// Grows one regression tree after another on the same features.
#[derive(Debug)]
pub(super) struct Grower<'f> {
    features: &'f [Feature],
    allowed: Vec<usize>,
    growth: Growth,
    bench: Bench,
    open: Vec<(usize, usize, usize)>,
}

impl<'f> Grower<'f> {
    /// A grower that may cut the features allowed.
    pub(super) fn new(features: &'f [Feature], allowed: Vec<usize>, growth: Growth) -> Self {
        Self { features, allowed, growth, bench: Bench::new(features), open: Vec::new() }
    }

    /// Grows a tree on `items`, which it brings into the order of the leaves. Adds to `importance` what
    /// the cuts of each feature take from the squared error, and calls `leaf` with the samples and the
    /// mean of each leaf.
    pub(super) fn grow(
        &mut self,
        items: &mut [Item],
        random: &mut Rng,
        importance: &mut [f64],
        mut leaf: impl FnMut(&[Item], f64),
    ) {
        self.open.clear();
        self.open.push((0, items.len(), 0));
        while let Some((from, to, depth)) = self.open.pop() {
            let node = &mut items[from..to];
            let whole = Total::of(node);
            let cut = (depth < self.growth.depth).then(|| self.cut(node, whole, random)).flatten();
            let Some(cut) = cut else {
                leaf(node, if whole.weight > 0.0 { whole.sum / whole.weight } else { 0.0 });
                continue;
            };
            importance[cut.feature] += cut.gain;
            let middle = from + part(node, &self.features[cut.feature].codes, cut.code);
            self.open.push((middle, to, depth + 1));
            self.open.push((from, middle, depth + 1));
        }
    }

    /// The best of the cuts tried; features are drawn until as many as wanted vary or none is left.
    fn cut(&mut self, node: &[Item], whole: Total, random_numbers: &mut Rng) -> Option<Cut> {
        let Growth { cutting, tried, leaf, .. } = self.growth;
        if whole.weight < 2.0 * leaf || pure(node) {
            return None;
        }
        let (mut best, mut varied): (Option<Cut>, usize) = (None, 0);
        let count = self.allowed.len();
        for at in 0..count {
            if varied == tried {
                break;
            }
            let other = random_numbers.random_range(at..count);
            self.allowed.swap(at, other);
            let feature = self.allowed[at];
            let found = match cutting {
                Cutting::Best => self.bench.best(self.features, feature, node, whole, leaf),
                Cutting::Random => {
                    random(self.features, feature, node, whole, leaf, random_numbers.random::<f64>())
                }
            };
            let Some(found) = found else { continue };
            varied += 1;
            if best.is_none_or(|best| found.gain > best.gain) {
                best = Some(found);
            }
        }
        let rounding = 1e-12 * whole.weight;
        best.filter(|cut| cut.gain > rounding)
    }
}

/// Whether all targets of a node are the same.
fn pure(node: &[Item]) -> bool {
    let mut drawn = node.iter().filter(|item| item.weight > 0.0);
    let Some(first) = drawn.next() else { return true };
    drawn.all(|item| item.sum * first.weight == first.sum * item.weight)
}

/// Brings samples with codes up to `code` to the front and says how many there are.
fn part(node: &mut [Item], codes: &[u32], code: u32) -> usize {
    let (mut low, mut high) = (0, node.len());
    while low < high {
        if codes[node[low].row as usize] <= code {
            low += 1;
        } else {
            high -= 1;
            node.swap(low, high);
        }
    }
    low
}
