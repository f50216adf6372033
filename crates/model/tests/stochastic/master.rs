use std::collections::HashMap;

/// A reaction of the master equation: what it changes, and its propensity.
pub(crate) type Jump<'a> = (Vec<i64>, &'a dyn Fn(&[i64]) -> f64);

/// Mean and standard deviation of each number at a time, by the chemical master equation over all states that
/// can be reached, solved by uniformisation.
pub(crate) fn master(start: &[i64], jumps: &[Jump<'_>], time: f64) -> Vec<(f64, f64)> {
    let (states, moves) = reach(start, jumps);
    let mut leaving = vec![0.0; states.len()];
    moves.iter().for_each(|&(from, _, rate)| leaving[from] += rate);
    let fastest = leaving.iter().copied().fold(0.0, f64::max);
    let mut now = vec![0.0; states.len()];
    now[0] = 1.0;
    let mut result = vec![0.0; states.len()];
    let mean = fastest * time;
    let mut log_weight = -mean;
    for k in 0..(mean + 12.0 * mean.sqrt() + 40.0) as usize {
        if k > 0 {
            log_weight += (mean / k as f64).ln();
            let mut next: Vec<f64> = now.iter().zip(&leaving).map(|(p, l)| p * (1.0 - l / fastest)).collect();
            moves.iter().for_each(|&(from, to, rate)| next[to] += now[from] * rate / fastest);
            now = next;
        }
        result.iter_mut().zip(&now).for_each(|(sum, p)| *sum += log_weight.exp() * p);
    }
    let total: f64 = result.iter().sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");
    let moment = |at: usize, power: i32| -> f64 {
        result.iter().zip(&states).map(|(p, state)| p * (state[at] as f64).powi(power)).sum()
    };
    (0..start.len()).map(|at| (moment(at, 1), (moment(at, 2) - moment(at, 1).powi(2)).sqrt())).collect()
}

type Moves = Vec<(usize, usize, f64)>;

fn reach(start: &[i64], jumps: &[Jump<'_>]) -> (Vec<Vec<i64>>, Moves) {
    let mut states = vec![start.to_vec()];
    let mut known: HashMap<Vec<i64>, usize> = HashMap::from([(start.to_vec(), 0)]);
    let (mut moves, mut at) = (Vec::new(), 0);
    while at < states.len() {
        for (change, propensity) in jumps {
            let rate = propensity(&states[at]);
            if rate <= 0.0 {
                continue;
            }
            let next: Vec<i64> = states[at].iter().zip(change).map(|(n, c)| n + c).collect();
            assert!(next.iter().all(|&n| n >= 0) && states.len() < 20_000);
            let to = *known.entry(next.clone()).or_insert(states.len());
            if to == states.len() {
                states.push(next);
            }
            moves.push((at, to, rate));
        }
        at += 1;
    }
    (states, moves)
}
