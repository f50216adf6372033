/// A course over time with its errors.
pub(super) struct Course<'a> {
    pub(super) values: &'a [f64],
    pub(super) errors: &'a [f64],
}

/// Fewest times over which a response can be told from another.
pub(super) const FEWEST_TIMES: usize = 5;
/// By how much a source must lower the misfit (in squared errors) to be worth its place: three errors.
const PENALTY: f64 = 9.0;
/// How much worse than the best an explanation may be and still not be told from it: two errors.
const EQUAL: f64 = 4.0;
/// Share of a change that the straight-line kinetics may miss.
const MISFIT: f64 = 0.05;
const RATES: usize = 14;

/// Which of the sources explain a target's course: its relative change y follows `y' = Σ aᵢ xᵢ − d y`, with
/// xᵢ the relative changes of one or two sources, linear between times and none before time 0. Of all
/// explanations, over a grid of rates `d`, those as good as the best are kept with their sources; an `aᵢ` of
/// a known sign has it. Times, target and sources have one length; changes are logarithms to base 2. What
/// has gaps is not judged.
pub(super) fn explaining(times: &[f64], target: &Course<'_>, sources: &[(Course<'_>, i8)]) -> Vec<bool> {
    let complete = |course: &Course<'_>| course.values.iter().all(|value| value.is_finite());
    if times.len() < FEWEST_TIMES || !complete(target) {
        return vec![true; sources.len()];
    }
    let y = relative(target);
    let weights: Vec<f64> = (y.iter().zip(target.errors))
        .map(|(y, error)| {
            let error = error * std::f64::consts::LN_2 * (1.0 + y);
            1.0 / (error.powi(2) + (MISFIT * y).powi(2)).max(1e-12)
        })
        .collect();
    let judged: Vec<usize> = (0..sources.len()).filter(|&at| complete(&sources[at].0)).collect();
    let inputs: Vec<Vec<f64>> = judged.iter().map(|&at| relative(&sources[at].0)).collect();
    let nothing: f64 = y.iter().zip(&weights).map(|(y, w)| w * y * y).sum();
    let mut alone = vec![f64::INFINITY; judged.len()];
    let mut pairs = vec![f64::INFINITY; judged.len() * judged.len()];
    for rate in rates(times) {
        let basis: Vec<(Vec<f64>, i8)> =
            inputs.iter().zip(&judged).map(|(x, &at)| (response(times, x, rate), sources[at].1)).collect();
        compare(&y, &weights, &basis, (&mut alone, &mut pairs));
    }
    let alone = alone.iter().map(|misfit| misfit + PENALTY);
    let mut all: Vec<(f64, usize, usize)> = alone.enumerate().map(|(at, misfit)| (misfit, at, at)).collect();
    let size = judged.len();
    all.extend(pairs.iter().enumerate().map(|(at, misfit)| (misfit + 2.0 * PENALTY, at / size, at % size)));
    let best = all.iter().map(|one| one.0).fold(nothing, f64::min);
    let mut explains: Vec<bool> = sources.iter().map(|(course, _)| !complete(course)).collect();
    for (_, a, b) in all.into_iter().filter(|one| one.0 <= best + EQUAL) {
        explains[judged[a]] = true;
        explains[judged[b]] = true;
    }
    explains
}

fn relative(course: &Course<'_>) -> Vec<f64> {
    course.values.iter().map(|change| change.exp2() - 1.0).collect()
}

/// Rates from a tenth of one over the time there is, to one over a fifth of the shortest step, evenly in
/// their logarithms.
fn rates(times: &[f64]) -> impl Iterator<Item = f64> {
    let span = times.iter().copied().fold(0.0, f64::max) - times.first().copied().unwrap_or(0.0);
    let shortest = times.windows(2).map(|pair| pair[1] - pair[0]).fold(span, f64::min);
    let (slow, fast) = (0.1 / span, 5.0 / shortest);
    (0..RATES).map(move |at| slow * (fast / slow).powf(at as f64 / (RATES - 1) as f64))
}

/// The course of `y' = x − d y` from 0, with x linear between times; where the first time comes after 0, x
/// rises to it from nothing at 0.
fn response(times: &[f64], x: &[f64], rate: f64) -> Vec<f64> {
    let mut course = Vec::with_capacity(times.len());
    let (mut before, mut input, mut value) = (0.0, 0.0, 0.0);
    for (&time, &x) in times.iter().zip(x) {
        let step: f64 = time - before;
        if step > 0.0 {
            let left = (-rate * step).exp();
            let gone = (1.0 - left) / rate;
            value = left * value + input * gone + (x - input) / step * (step - gone) / rate;
        }
        (before, input) = (time, x);
        course.push(value);
    }
    course
}

/// Lowers the misfits of each source alone, and of each pair (row below column), where these do better.
fn compare(y: &[f64], weights: &[f64], basis: &[(Vec<f64>, i8)], (alone, pairs): (&mut [f64], &mut [f64])) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).zip(weights).map(|((a, b), w)| w * a * b).sum::<f64>();
    let all = dot(y, y);
    let with: Vec<(f64, f64)> = basis.iter().map(|(g, _)| (dot(g, g), dot(g, y))).collect();
    let fits = |factor: f64, sign: i8| factor.is_finite() && factor * f64::from(sign) >= 0.0 && factor != 0.0;
    for (a, (g, sign)) in basis.iter().enumerate() {
        let (norm, along) = with[a];
        if fits(along / norm, *sign) {
            alone[a] = alone[a].min(all - along * along / norm);
        }
        for (b, (h, other)) in basis.iter().enumerate().skip(a + 1) {
            let (norm_b, along_b) = with[b];
            let cross = dot(g, h);
            let area = norm * norm_b - cross * cross;
            if area <= 1e-9 * norm * norm_b {
                continue;
            }
            let x = (along * norm_b - along_b * cross) / area;
            let z = (along_b * norm - along * cross) / area;
            if fits(x, *sign) && fits(z, *other) {
                let place = a * basis.len() + b;
                pairs[place] = pairs[place].min(all - x * along - z * along_b);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_that_drives_the_target_is_told_from_others() {
        let times: Vec<f64> = (0..9).map(f64::from).collect();
        let early: Vec<f64> = times.iter().map(|t| (1.0 + t / (1.0 + t)).log2()).collect();
        let late: Vec<f64> = times.iter().map(|t| (1.0 + t * t / 30.0).log2()).collect();
        let x: Vec<f64> = early.iter().map(|c| c.exp2() - 1.0).collect();
        let y: Vec<f64> = response(&times, &x, 0.4).iter().map(|y| (1.0 + 0.4 * y).log2()).collect();
        let errors = vec![0.03; 9];
        let course = |values| Course { values, errors: &errors };
        let sources = [(course(&late), 1), (course(&early), 1), (course(&early), -1)];
        assert_eq!(explaining(&times, &course(&y), &sources), [false, true, false]);
    }

    #[test]
    fn a_ramp_is_answered_as_the_formula_says() {
        // x = t from 0: y = t / d − (1 − exp(−d t)) / d², whether or not time 0 itself is measured.
        let exact = |t: f64| t / 0.7 - (1.0 - (-0.7 * t).exp()) / 0.49;
        for first in [0, 1] {
            let times: Vec<f64> = (first..7).map(f64::from).collect();
            let course = response(&times, &times, 0.7);
            assert!(times.iter().zip(course).all(|(&t, y)| (y - exact(t)).abs() < 1e-12));
        }
    }
}
