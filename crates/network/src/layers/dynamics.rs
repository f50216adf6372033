/// A course over time with its errors.
pub(super) struct Course<'a> {
    pub(super) values: &'a [f64],
    pub(super) errors: &'a [f64],
}

/// Fewest times over which a response can be told from another.
pub(super) const FEWEST_TIMES: usize = 5;
/// By how much another source must lower the misfit (in squared errors) to count: three errors.
const PENALTY: f64 = 9.0;
/// Share of a change that the straight-line kinetics may miss.
const MISFIT: f64 = 0.1;
const RATES: usize = 14;
const SWEEPS: usize = 25;
const MOST: usize = 6;

/// Which of the sources explain a target's course: its relative change y follows `y' = Σ aᵢ xᵢ − d y`, with
/// xᵢ the relative changes of its sources, linear between times. Sources are taken in one after another, for
/// each of a grid of rates `d`, as long as the misfit falls by more than three errors; an `aᵢ` of a known
/// sign keeps it. Times, target and sources have one length; changes are logarithms to base 2.
pub(super) fn explaining(times: &[f64], target: &Course<'_>, sources: &[(Course<'_>, i8)]) -> Vec<bool> {
    let none = vec![false; sources.len()];
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return none };
    let complete = |course: &Course<'_>| course.values.iter().all(|value| value.is_finite());
    if times.len() < FEWEST_TIMES || !complete(target) {
        return vec![true; sources.len()];
    }
    let relative = |course: &Course<'_>| course.values.iter().map(|c| c.exp2() - 1.0).collect::<Vec<f64>>();
    let y = relative(target);
    let scale = std::f64::consts::LN_2;
    let weights: Vec<f64> = (y.iter().zip(target.errors))
        .map(|(y, error)| 1.0 / ((error * scale * (1.0 + y)).powi(2) + (MISFIT * y).powi(2)).max(1e-12))
        .collect();
    let inputs: Vec<(usize, Vec<f64>, i8)> = (sources.iter().enumerate())
        .filter(|(_, (course, _))| complete(course))
        .map(|(at, (course, sign))| (at, relative(course), *sign))
        .collect();
    let shortest = times.windows(2).map(|pair| pair[1] - pair[0]).fold(last - first, f64::min);
    let (slow, fast) = (0.1 / (last - first), 5.0 / shortest);
    let mut best: (f64, Vec<usize>) = (f64::INFINITY, Vec::new());
    for at in 0..RATES {
        let rate = slow * (fast / slow).powf(at as f64 / (RATES - 1) as f64);
        let basis: Vec<(Vec<f64>, i8)> =
            inputs.iter().map(|(_, x, sign)| (response(times, x, rate), *sign)).collect();
        let found = forward(&y, &weights, &basis);
        if found.0 < best.0 {
            best = found;
        }
    }
    let mut explains = none;
    best.1.iter().for_each(|&at| explains[inputs[at].0] = true);
    // What cannot be judged is not judged.
    for (at, (course, _)) in sources.iter().enumerate() {
        explains[at] |= !complete(course);
    }
    explains
}

/// The course of `y' = x − d y` from 0, with x linear between times.
fn response(times: &[f64], x: &[f64], rate: f64) -> Vec<f64> {
    let mut course = vec![0.0; times.len()];
    for at in 1..times.len() {
        let step = times[at] - times[at - 1];
        let left = (-rate * step).exp();
        let slope = (x[at] - x[at - 1]) / step;
        let gone = (1.0 - left) / rate;
        course[at] = left * course[at - 1] + x[at - 1] * gone + slope * (step - gone) / rate;
    }
    course
}

/// Takes sources in while each lowers the misfit enough; the misfit with its penalty, and which.
fn forward(y: &[f64], weights: &[f64], basis: &[(Vec<f64>, i8)]) -> (f64, Vec<usize>) {
    let mut chosen: Vec<usize> = Vec::new();
    let mut misfit: f64 = y.iter().zip(weights).map(|(y, w)| w * y * y).sum();
    while chosen.len() < MOST {
        let rest = (0..basis.len()).filter(|at| !chosen.contains(at));
        let with = |at: usize| {
            let mut set = chosen.clone();
            set.push(at);
            (fit(y, weights, basis, &set), at)
        };
        let Some((lower, at)) = rest.map(with).min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
        if misfit - lower <= PENALTY {
            break;
        }
        misfit = lower;
        chosen.push(at);
    }
    (misfit + PENALTY * chosen.len() as f64, chosen)
}

/// The misfit of the best combination of the chosen, each with its sign, by coordinate descent.
fn fit(y: &[f64], weights: &[f64], basis: &[(Vec<f64>, i8)], set: &[usize]) -> f64 {
    let mut rest = y.to_vec();
    let mut factors = vec![0.0; set.len()];
    let norm = |g: &[f64]| g.iter().zip(weights).map(|(g, w)| w * g * g).sum::<f64>();
    let norms: Vec<f64> = set.iter().map(|&at| norm(&basis[at].0)).collect();
    for _ in 0..SWEEPS {
        for (place, &at) in set.iter().enumerate() {
            let (g, sign) = &basis[at];
            if norms[place] <= 0.0 {
                continue;
            }
            let along: f64 = g.iter().zip(&rest).zip(weights).map(|((g, r), w)| w * g * r).sum();
            let free = factors[place] + along / norms[place];
            let bound = if f64::from(*sign) * free < 0.0 { 0.0 } else { free };
            let step = bound - factors[place];
            rest.iter_mut().zip(g).for_each(|(r, g)| *r -= step * g);
            factors[place] = bound;
        }
    }
    norm(&rest)
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
}
