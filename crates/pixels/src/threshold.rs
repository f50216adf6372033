/// The threshold that best parts values into two classes (Otsu 1979), on a histogram of `bins` equal
/// bins between the least and the greatest finite value. Values above it are the upper class. None
/// when there are fewer than two distinct finite values.
#[must_use]
pub fn otsu(values: impl Iterator<Item = f32> + Clone, bins: usize) -> Option<f32> {
    let bins = bins.max(2);
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite.clone().fold((f32::MAX, f32::MIN), |(a, b), value| (a.min(value), b.max(value)));
    if high <= low {
        return None;
    }
    let width = (f64::from(high) - f64::from(low)) / bins as f64;
    let mut counts = vec![0_u64; bins];
    for value in finite {
        let bin = ((f64::from(value) - f64::from(low)) / width) as usize;
        counts[bin.min(bins - 1)] += 1;
    }
    let upper_edge = best_split(&counts) + 1;
    Some((f64::from(low) + upper_edge as f64 * width) as f32)
}

/// The bin after which a split leaves the greatest variance between the two classes.
fn best_split(counts: &[u64]) -> usize {
    let total: u64 = counts.iter().sum();
    let moment: f64 = counts.iter().enumerate().map(|(bin, &n)| bin as f64 * n as f64).sum();
    let (mut below, mut below_moment, mut best) = (0_u64, 0.0, (0, -1.0));
    for (bin, &n) in counts.iter().enumerate().take(counts.len() - 1) {
        below += n;
        below_moment += bin as f64 * n as f64;
        if below == 0 || below == total {
            continue;
        }
        let (a, b) = (below as f64, (total - below) as f64);
        let gap = below_moment / a - (moment - below_moment) / b;
        let between = a * b * gap * gap;
        if between > best.1 {
            best = (bin, between);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_parted_between_them() {
        let values = (0..1000).map(|i| if i % 4 == 0 { 33_900.0 } else { 33_000.0 } + (i % 50) as f32);
        let threshold = otsu(values, 256).unwrap();
        assert!((33_049.0..33_900.0).contains(&threshold), "{threshold}");
    }

    #[test]
    fn what_cannot_be_parted_gives_none() {
        assert_eq!(otsu([5.0, 5.0].into_iter(), 256), None);
        assert_eq!(otsu([f32::NAN, 1.0].into_iter(), 256), None);
    }
}
