/// Where the curve of totals by rank bends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BarcodeRanks {
    /// Total at the knee: above it droplets hold cells.
    pub knee: f64,
    /// Total where the curve falls most steeply: below it few droplets hold cells.
    pub inflection: f64,
}

/// Points of the curve in each decade of the rank.
const STEPS: f64 = 50.0;

/// The largest droplets, whose few ranks say little of the curve.
const LARGEST: usize = 50;

/// Knee and inflection of droplets' totals by their rank, both in logarithms (Lun et al. 2019): the inflection is
/// where the curve falls most steeply, over a tenth of a decade of the rank, the knee the point furthest above the
/// straight line from the largest droplets to the inflection. Droplets of at most `lower` counts are left out. None
/// with fewer than 100 droplets above, or where the curve does not bend.
#[must_use]
pub fn barcode_ranks(totals: &[f64], lower: f64) -> Option<BarcodeRanks> {
    let mut above: Vec<f64> = totals.iter().copied().filter(|total| *total > lower).collect();
    if above.len() < 2 * LARGEST {
        return None;
    }
    above.sort_unstable_by(|a, b| b.total_cmp(a));
    let first = LARGEST.min(above.len() / 20);
    let curve = curve(&above, first);
    let reach = (0.05 * STEPS).ceil() as usize;
    let slope = |at: usize| {
        let (left, right) = (curve[at - reach], curve[at + reach]);
        (right.1 - left.1) / (right.0 - left.0)
    };
    let steepest = (reach..curve.len().checked_sub(reach)?).min_by(|a, b| slope(*a).total_cmp(&slope(*b)))?;
    let (start, end) = (*curve.first()?, curve[steepest]);
    let height = |at: usize| {
        let along = (curve[at].0 - start.0) / (end.0 - start.0).max(f64::MIN_POSITIVE);
        curve[at].1 - (start.1 + along * (end.1 - start.1))
    };
    let knee = (0..steepest).max_by(|a, b| height(*a).total_cmp(&height(*b)))?;
    (height(knee) > 0.0)
        .then(|| BarcodeRanks { knee: curve[knee].1.exp().round(), inflection: end.1.exp().round() })
}

/// Logarithms of rank and total at even steps of the former.
fn curve(sorted: &[f64], first: usize) -> Vec<(f64, f64)> {
    let step = std::f64::consts::LN_10 / STEPS;
    let (mut found, mut at) = (Vec::new(), (first.max(1) as f64).ln());
    while at <= (sorted.len() as f64).ln() {
        let rank = (at.exp().round() as usize).clamp(1, sorted.len());
        let point = ((rank as f64).ln(), sorted[rank - 1].ln());
        if found.last().is_none_or(|last: &(f64, f64)| last.0 < point.0) {
            found.push(point);
        }
        at += step;
    }
    found
}
