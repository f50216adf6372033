/// Bins of scores.
const BINS: usize = 256;

/// The lowest point between the two humps of a histogram that is smoothed until it has two (Prewitt & Mendelsohn,
/// Annals of the New York Academy of Sciences 1966), as Scrublet does; none where it never has.
pub(super) fn between_humps(scores: &[f64]) -> Option<f64> {
    let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !low.is_finite() || !high.is_finite() || high <= low {
        return None;
    }
    let width = (high - low) / BINS as f64;
    let mut bins = vec![0.0_f64; BINS];
    for score in scores {
        bins[(((score - low) / width) as usize).min(BINS - 1)] += 1.0;
    }
    for _ in 0..10_000 {
        let humps = humps(&bins);
        match humps.as_slice() {
            [] | [_] => return None,
            &[first, second] => {
                let lowest = (first..=second).min_by(|a, b| bins[*a].total_cmp(&bins[*b]))?;
                return Some(low + (lowest as f64 + 0.5) * width);
            }
            _ => bins = smoothed(&bins),
        }
    }
    None
}

fn smoothed(bins: &[f64]) -> Vec<f64> {
    let at = |place: isize| bins[place.clamp(0, bins.len() as isize - 1) as usize];
    (0..bins.len() as isize).map(|place| (at(place - 1) + at(place) + at(place + 1)) / 3.0).collect()
}

/// Places that are higher than what is before and after them; of a flat top the first.
fn humps(bins: &[f64]) -> Vec<usize> {
    let (mut found, mut rising) = (Vec::new(), true);
    for at in 0..bins.len() - 1 {
        if rising && bins[at + 1] < bins[at] {
            rising = false;
            found.push(at);
        } else if !rising && bins[at + 1] > bins[at] {
            rising = true;
        }
    }
    if rising && bins[bins.len() - 1] > 0.0 {
        found.push(bins.len() - 1);
    }
    found
}
