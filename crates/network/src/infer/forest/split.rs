use super::feature::Feature;

/// One sample in a tree: where it stands, how often it was drawn, and that times its target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) row: u32,
    pub(super) weight: f64,
    pub(super) sum: f64,
}

/// A cut of one feature, with how much it takes from the squared error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) feature: usize,
    /// Samples with codes up to this one go left.
    pub(super) code: u32,
    pub(super) gain: f64,
}

/// Weight and sum of targets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total {
    pub(super) weight: f64,
    pub(super) sum: f64,
}

impl Total {
    pub(super) fn of(items: &[Item]) -> Self {
        items.iter().fold(Self::default(), |total, item| Self {
            weight: total.weight + item.weight,
            sum: total.sum + item.sum,
        })
    }

    /// By how much the squared error falls when `left` is parted from all of `self`.
    fn gain(self, left: Self) -> f64 {
        let (weight, sum) = (self.weight - left.weight, self.sum - left.sum);
        left.sum * left.sum / left.weight + sum * sum / weight - self.sum * self.sum / self.weight
    }
}

/// Room to bring the samples of a node into the order of a feature: a slot for each code and a bit for
/// each slot in use, so that the order is read off the bits and nothing is compared. Small nodes of
/// features with very many values are sorted instead.
#[derive(Debug)]
pub(super) struct Bench {
    slots: Vec<Total>,
    used: Vec<u64>,
    keys: Vec<(u32, u32)>,
}

impl Bench {
    pub(super) fn new(features: &[Feature]) -> Self {
        let most = features.iter().map(|feature| feature.values.len()).max().unwrap_or(0);
        Self { slots: vec![Total::default(); most], used: vec![0; most.div_ceil(64)], keys: Vec::new() }
    }

    /// Calls `visit` with each code that occurs and what stands there, in order.
    fn ordered(&mut self, feature: &Feature, items: &[Item], mut visit: impl FnMut(u32, Total)) {
        let words = feature.values.len().div_ceil(64);
        if items.len() * 16 < words {
            return self.sorted(feature, items, visit);
        }
        for item in items {
            let code = feature.codes[item.row as usize] as usize;
            self.slots[code].weight += item.weight;
            self.slots[code].sum += item.sum;
            self.used[code / 64] |= 1 << (code % 64);
        }
        for (word, bits) in self.used[..words].iter_mut().enumerate() {
            while *bits != 0 {
                let code = word * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                visit(code as u32, std::mem::take(&mut self.slots[code]));
            }
        }
    }

    fn sorted(&mut self, feature: &Feature, items: &[Item], mut visit: impl FnMut(u32, Total)) {
        self.keys.clear();
        let places = 0..items.len() as u32;
        self.keys.extend(items.iter().zip(places).map(|(item, at)| (feature.codes[item.row as usize], at)));
        self.keys.sort_unstable();
        for run in self.keys.chunk_by(|a, b| a.0 == b.0) {
            let mut total = Total::default();
            for &(_, at) in run {
                total.weight += items[at as usize].weight;
                total.sum += items[at as usize].sum;
            }
            visit(run[0].0, total);
        }
    }

    /// The cut of a feature that takes most, found by looking at every one; none where the feature is
    /// constant. A cut that leaves less than `least` on a side is none (`Some` with a gain of −∞).
    pub(super) fn best(
        &mut self,
        features: &[Feature],
        feature: usize,
        items: &[Item],
        whole: Total,
        least: f64,
    ) -> Option<Cut> {
        let mut best = Cut { feature, code: 0, gain: f64::NEG_INFINITY };
        let (mut left, mut last) = (Total::default(), None);
        let mut several = false;
        self.ordered(&features[feature], items, |code, here| {
            if let Some(last) = last {
                several = true;
                if left.weight >= least && whole.weight - left.weight >= least {
                    let gain = whole.gain(left);
                    if gain > best.gain {
                        best.gain = gain;
                        best.code = last;
                    }
                }
            }
            left.weight += here.weight;
            left.sum += here.sum;
            last = Some(code);
        });
        several.then_some(best)
    }
}

/// A cut of a feature at a value drawn evenly between its least and greatest (Geurts et al. 2006); none
/// where it is constant.
pub(super) fn random(
    features: &[Feature],
    feature: usize,
    items: &[Item],
    whole: Total,
    least: f64,
    draw: f64,
) -> Option<Cut> {
    let Feature { codes, values } = &features[feature];
    let code = |item: &Item| codes[item.row as usize];
    let low = items.iter().map(code).min()?;
    let high = items.iter().map(code).max()?;
    if low == high {
        return None;
    }
    let (from, to) = (values[low as usize], values[high as usize]);
    let value = from + draw * (to - from);
    let above = values.partition_point(|other| *other <= value) as u32;
    let cut = above.clamp(low + 1, high) - 1;
    let mut left = Total::default();
    for item in items.iter().filter(|item| code(item) <= cut) {
        left.weight += item.weight;
        left.sum += item.sum;
    }
    let fits = left.weight >= least && whole.weight - left.weight >= least;
    let gain = if fits { whole.gain(left) } else { f64::NEG_INFINITY };
    Some(Cut { feature, code: cut, gain })
}
