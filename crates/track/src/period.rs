/// The period of a trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// Its length in frames, to a part of a frame.
    pub frames: f64,
    /// Autocorrelation at that lag, up to 1.
    pub strength: f64,
}

/// Fewest values from which a period is told.
const FEWEST: usize = 8;

/// The period of a trace, one value per frame: the lag of the first peak of its autocorrelation after that
/// fell below 0, its linear trend taken off. Values that are not finite are left out. None where the
/// peak is not above what noise gives once in twenty (Bartlett 1946), or fewer than two periods were seen.
#[must_use]
pub fn period(trace: &[f64]) -> Option<Period> {
    let flat = detrended(trace)?;
    let n = flat.iter().filter(|value| value.is_finite()).count() as f64;
    let longest = flat.len() / 2;
    let variance = product(&flat, 0)?;
    if variance <= 1e-24 {
        return None;
    }
    let lags: Vec<f64> =
        (0..=longest + 1).map_while(|lag| product(&flat, lag)).map(|sum| sum / variance).collect();
    let below = lags.iter().position(|&r| r < 0.0)?;
    let peak = (below.max(1)..lags.len().saturating_sub(1))
        .filter(|&lag| lags[lag] > lags[lag - 1] && lags[lag] >= lags[lag + 1])
        .find(|&lag| lags[lag] > 1.96 / n.sqrt())?;
    let (a, b, c) = (lags[peak - 1], lags[peak], lags[peak + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend < 0.0 { 0.5 * (a - c) / bend } else { 0.0 };
    Some(Period { frames: peak as f64 + shift, strength: b })
}

/// Mean product of values so many frames apart; none where there are no such.
fn product(flat: &[f64], lag: usize) -> Option<f64> {
    let pairs = flat.iter().zip(flat.get(lag..)?).map(|(a, b)| a * b).filter(|both| both.is_finite());
    let (sum, n) = pairs.fold((0.0, 0), |(sum, n), both| (sum + both, n + 1));
    (n > 1).then(|| sum / f64::from(n))
}

/// The trace less its line of least squares.
fn detrended(trace: &[f64]) -> Option<Vec<f64>> {
    let seen: Vec<(f64, f64)> = trace
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
        .map(|(t, &value)| (t as f64, value))
        .collect();
    if seen.len() < FEWEST {
        return None;
    }
    let n = seen.len() as f64;
    let (mt, mv) =
        (seen.iter().map(|one| one.0).sum::<f64>() / n, seen.iter().map(|one| one.1).sum::<f64>() / n);
    let both: f64 = seen.iter().map(|one| (one.0 - mt) * (one.1 - mv)).sum();
    let slope = both / seen.iter().map(|one| (one.0 - mt).powi(2)).sum::<f64>();
    Some(trace.iter().enumerate().map(|(t, value)| value - mv - slope * (t as f64 - mt)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    #[test]
    fn periods_are_found_in_noise_over_a_trend() {
        for (seed, true_period) in [(1, 8.0), (2, 13.5), (3, 21.0)] {
            let mut random = rng(seed, 0);
            let mut value = |t: u32| {
                let wave = (std::f64::consts::TAU * f64::from(t) / true_period).sin();
                wave + 0.02 * f64::from(t) + random.random_range(-0.5..0.5)
            };
            let mut trace: Vec<f64> = (0..120).map(&mut value).collect();
            trace[17] = f64::NAN;
            let found = period(&trace).unwrap();
            assert!(
                (found.frames / true_period - 1.0).abs() < 0.03 && found.strength > 0.5,
                "{true_period}: {found:?}"
            );
        }
    }

    #[test]
    fn noise_and_short_traces_have_none() {
        let mut random = rng(4, 0);
        let noisy = (0..200).filter(|_| {
            let trace: Vec<f64> = (0..100).map(|_| random.random_range(-1.0..1.0)).collect();
            period(&trace).is_some_and(|found| found.strength > 0.4)
        });
        assert!(noisy.count() < 10);
        for odd in [vec![], vec![1.0; 50], vec![f64::NAN; 50], vec![0.0, 1.0, 0.0, 1.0]] {
            assert_eq!(period(&odd), None);
        }
    }
}
