use crate::number::{decade, fixed, significant};

/// At most `most` round values within the range, with their texts.
pub(crate) fn linear(lo: f64, hi: f64, most: usize) -> Vec<(f64, String)> {
    let span = hi - lo;
    if !span.is_finite() || span <= 0.0 {
        return Vec::new();
    }
    let raw = span / most.max(1) as f64;
    let power = raw.log10().floor() as i32;
    let step_of = |factor: f64| factor * 10f64.powi(power);
    let count = |step: f64| (hi / step).floor() - (lo / step).ceil() + 1.0;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0].map(step_of).into_iter().find(|&s| count(s) <= most as f64);
    let step = step.unwrap_or_else(|| step_of(50.0));
    let first = (lo / step - 1e-9).ceil() as i64;
    let last = (hi / step + 1e-9).floor() as i64;
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 12.0) as usize;
    let wild = lo.abs().max(hi.abs()) >= 1e6 || step < 1e-4;
    let text = |v: f64| if wild { significant(v, 3) } else { fixed(v, decimals) };
    (first..=last.min(first + 50)).map(|at| at as f64 * step).map(|v| (v, text(v))).collect()
}

/// Powers of ten within the range of logarithms, or round values where the range is short.
pub(crate) fn logarithmic(lo: f64, hi: f64, most: usize) -> Vec<(f64, String)> {
    let (first, last) = ((lo - 1e-9).ceil() as i32, (hi + 1e-9).floor() as i32);
    if last - first >= 1 {
        let every = ((last - first) as usize / most.max(1) + 1) as i32;
        let powers = (first..=last).filter(|power| power.rem_euclid(every) == 0);
        return powers.map(|power| (f64::from(power), decade(power))).collect();
    }
    if hi - lo < 0.7 {
        let (from, to) = (10f64.powf(lo), 10f64.powf(hi));
        return linear(from, to, most).into_iter().map(|(v, text)| (v.log10(), text)).collect();
    }
    let between = (first - 1..=last + 1).flat_map(|power| [1, 2, 5].map(|digit| (power, digit)));
    let value = |(power, digit): (i32, i32)| f64::from(digit) * 10f64.powi(power);
    let inside = between.map(value).map(|v| (v.log10(), significant(v, 2)));
    inside.filter(|(log, _)| (lo - 1e-9..=hi + 1e-9).contains(log)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ticks: &[(f64, String)]) -> Vec<&str> {
        ticks.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(texts(&linear(-0.3, 1.04, 4)), ["0.0", "0.5", "1.0"]);
        assert_eq!(texts(&linear(0.0, 240.0, 5)), ["0", "50", "100", "150", "200"]);
        assert_eq!(texts(&logarithmic(-4.2, 2.1, 8)), ["10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10", "100"]);
        assert_eq!(texts(&logarithmic(0.1, 0.9, 5)), ["2", "5"]);
        assert_eq!(texts(&logarithmic(0.01, 0.2, 5)), ["1.1", "1.2", "1.3", "1.4", "1.5"]);
        assert!(linear(1.0, 1.0, 5).is_empty() && linear(0.0, f64::INFINITY, 5).is_empty());
    }
}
