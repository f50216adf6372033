/// Bins at most.
const BINS: usize = 256;

/// The lowest point between the two humps of a histogram that is smoothed until it has two (Prewitt & Mendelsohn,
/// Annals of the New York Academy of Sciences 1966), as Scrublet does; none where it never has. The histogram is that of
/// the number of doublets among neighbours, from which scores follow: these lie so far apart at the top that each of the last few
/// would be a hump of its own.
pub(super) fn between_humps(counted: &[usize]) -> Option<f64> {
    let (low, high) = (*counted.iter().min()?, *counted.iter().max()?);
    let count = BINS.min(high - low + 1);
    let width = (high - low + 1) as f64 / count as f64;
    let mut bins = vec![0.0_f64; count];
    for doublets in counted {
        bins[(((doublets - low) as f64 / width) as usize).min(count - 1)] += 1.0;
    }
    for _ in 0..10_000 {
        let humps = humps(&bins);
        match humps.as_slice() {
            [] | [_] => return None,
            &[first, second] => {
                let lowest = (first..=second).min_by(|a, b| bins[*a].total_cmp(&bins[*b]))?;
                return Some(low as f64 - 0.5 + (lowest as f64 + 0.5) * width);
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
