use crate::TrackError;

/// What counts as a pulse of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PulseParams {
    /// How far a pulse must stand out, in the trace's unit. None: five times the noise, which is learned
    /// from the differences between neighbouring values.
    pub min_prominence: Option<f64>,
    /// Least distance between two peaks, in frames; of two that are nearer the more prominent stays.
    pub min_distance: f64,
}

/// One pulse of a trace. Times are in frames, and may lie between two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    /// The frame of the peak; the middle one of equal values.
    pub peak: usize,
    /// The value there.
    pub value: f64,
    /// How far the peak stands out: above the higher of the two lowest values that lie between it and a
    /// higher peak (or the end) on either side.
    pub prominence: f64,
    /// When the trace rises through half the prominence.
    pub begin: f64,
    /// When it falls through it again.
    pub end: f64,
}

/// Finds the pulses of a trace, one value per frame, by time. Values that are not finite are skipped.
///
/// # Errors
/// [`TrackError::Parameter`] when a parameter is negative or not a number.
pub fn pulses(trace: &[f64], params: &PulseParams) -> Result<Vec<Pulse>, TrackError> {
    let least = params.min_prominence.unwrap_or(0.0);
    for (name, value) in [("min_prominence", least), ("min_distance", params.min_distance)] {
        if !(value.is_finite() && value >= 0.0) {
            return Err(TrackError::Parameter { name, value, need: "a finite number of at least 0" });
        }
    }
    let seen: Vec<(usize, f64)> =
        trace.iter().copied().enumerate().filter(|(_, value)| value.is_finite()).collect();
    let least = params.min_prominence.unwrap_or_else(|| 5.0 * noise(&seen));
    let mut found: Vec<Pulse> = peaks(&seen).into_iter().map(|at| pulse(&seen, at)).collect();
    found.retain(|pulse| pulse.prominence > 0.0 && pulse.prominence >= least);
    found.sort_by(|a, b| b.prominence.total_cmp(&a.prominence).then(a.peak.cmp(&b.peak)));
    let mut kept: Vec<Pulse> = Vec::new();
    for pulse in found {
        let apart = |other: &Pulse| pulse.peak.abs_diff(other.peak) as f64 >= params.min_distance;
        if kept.iter().all(apart) {
            kept.push(pulse);
        }
    }
    kept.sort_unstable_by_key(|pulse| pulse.peak);
    Ok(kept)
}

/// Standard deviation of the noise: from the median difference between neighbours, which pulses hardly
/// change.
fn noise(seen: &[(usize, f64)]) -> f64 {
    let mut steps: Vec<f64> = seen.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs()).collect();
    steps.sort_unstable_by(f64::total_cmp);
    steps.get(steps.len() / 2).map_or(0.0, |middle| 1.4826 * middle / std::f64::consts::SQRT_2)
}

/// Places of the local maxima, inside the trace.
fn peaks(seen: &[(usize, f64)]) -> Vec<usize> {
    let mut peaks = Vec::new();
    let mut at = 1;
    while at + 1 < seen.len() {
        let value = seen[at].1;
        let last = at + seen[at..].iter().take_while(|one| one.1 == value).count() - 1;
        if seen[at - 1].1 < value && seen.get(last + 1).is_some_and(|next| next.1 < value) {
            peaks.push(usize::midpoint(at, last));
        }
        at = last + 1;
    }
    peaks
}

fn pulse(seen: &[(usize, f64)], at: usize) -> Pulse {
    let (peak, value) = seen[at];
    let lowest = |side: &mut dyn Iterator<Item = &(usize, f64)>| {
        side.map(|one| one.1).take_while(|&other| other <= value).fold(value, f64::min)
    };
    let base = lowest(&mut seen[..at].iter().rev()).max(lowest(&mut seen[at..].iter()));
    let half = f64::midpoint(value, base);
    let begin = crossing(&mut seen[..=at].iter().rev(), half);
    let end = crossing(&mut seen[at..].iter(), half);
    Pulse { peak, value, prominence: value - base, begin, end }
}

/// When the trace, followed away from a peak, falls through a level; its end, if it does not.
fn crossing(side: &mut dyn Iterator<Item = &(usize, f64)>, level: f64) -> f64 {
    let mut before: Option<(f64, f64)> = None;
    for &(frame, value) in side {
        let t = frame as f64;
        match before {
            Some((from, high)) if value <= level => {
                return from + (t - from) * (high - level) / (high - value);
            }
            _ => before = Some((t, value)),
        }
    }
    before.map_or(f64::NAN, |(t, _)| t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    #[test]
    fn pulses_are_found_within_a_frame_in_noise() {
        let times = [12.0, 31.0, 55.0, 80.0];
        for seed in 0..20 {
            let mut random = rng(seed, 0);
            let mut gauss = || (0..12).map(|_| random.random_range(-0.5..0.5)).sum::<f64>();
            let pulse =
                |t: f64| times.iter().map(|peak| (-0.5 * ((t - peak) / 2.0_f64).powi(2)).exp()).sum::<f64>();
            let trace: Vec<f64> =
                (0..100).map(|t| 0.01 * f64::from(t) + pulse(f64::from(t)) + 0.03 * gauss()).collect();
            let found =
                pulses(&trace, &PulseParams { min_prominence: Some(0.5), ..Default::default() }).unwrap();
            assert_eq!(found.len(), 4, "seed {seed}: {found:?}");
            for (pulse, time) in found.iter().zip(times) {
                assert!((pulse.peak as f64 - time).abs() <= 1.0, "seed {seed}: {pulse:?} at {time}");
                assert!((pulse.end - pulse.begin - 4.71).abs() < 1.2, "seed {seed}: {pulse:?}");
            }
        }
    }

    #[test]
    fn noise_alone_has_few_pulses_and_gaps_do_no_harm() {
        let mut random = rng(5, 0);
        let flat: Vec<f64> = (0..2000).map(|_| random.random_range(-1.0..1.0)).collect();
        assert!(pulses(&flat, &PulseParams::default()).unwrap().len() < 3);
        let trace = [0.0, f64::NAN, 1.0, 3.0, 3.0, 3.0, f64::NAN, 0.0, 0.0, 2.0];
        let found = pulses(&trace, &PulseParams { min_prominence: Some(1.0), min_distance: 0.0 }).unwrap();
        assert_eq!((found.len(), found[0].peak, found[0].prominence), (1, 4, 3.0));
        assert_eq!((found[0].begin, found[0].end), (2.25, 6.0));
        for odd in [vec![], vec![1.0], vec![f64::NAN; 5], vec![2.0; 9]] {
            assert_eq!(pulses(&odd, &PulseParams::default()).unwrap(), []);
        }
        let bad = PulseParams { min_prominence: Some(f64::NAN), min_distance: 0.0 };
        assert!(pulses(&trace, &bad).unwrap_err().to_string().contains("min_prominence"));
    }

    #[test]
    fn of_two_near_peaks_the_more_prominent_stays() {
        let trace = [0.0, 2.0, 1.0, 3.0, 0.0, 0.0, 1.5, 0.0];
        let found = pulses(&trace, &PulseParams { min_prominence: Some(0.5), min_distance: 3.0 }).unwrap();
        assert_eq!(found.iter().map(|pulse| pulse.peak).collect::<Vec<_>>(), [3, 6]);
    }
}
