/// Penalties tried, as shares of the largest possible, 1, down to [`LEAST`].
const STEPS: usize = 60;
const LEAST: f64 = 1e-3;
const ROUNDS: usize = 200;

/// The penalty at which each input enters the lasso of the target, and its weight at the smallest
/// penalty; by coordinate descent along falling penalties (Friedman, Hastie & Tibshirani 2010). Inputs
/// and target have mean 0 and variance 1; an input that is none scores 0.
pub(super) fn entries(inputs: &[Option<Vec<f64>>], target: &[f64]) -> Vec<(f64, f64)> {
    let mut weights = vec![0.0; inputs.len()];
    let mut found = vec![(0.0, 0.0); inputs.len()];
    let mut rest = target.to_vec();
    for step in 0..STEPS {
        let penalty = LEAST.powf(step as f64 / (STEPS - 1) as f64);
        descend(inputs, &mut weights, &mut rest, penalty);
        for (entry, weight) in found.iter_mut().zip(&weights) {
            if entry.0 == 0.0 && *weight != 0.0 {
                entry.0 = penalty;
            }
        }
    }
    for (entry, weight) in found.iter_mut().zip(&weights) {
        entry.1 = *weight;
        // Of those that came in together the heavier ranks first.
        entry.0 *= 1.0 + 1e-3 * weight.abs().min(1.0);
    }
    found
}

/// Moves each weight to its best in turn until none moves much; `rest` is kept at target − prediction.
fn descend(inputs: &[Option<Vec<f64>>], weights: &mut [f64], rest: &mut [f64], penalty: f64) {
    let count = rest.len() as f64;
    for _ in 0..ROUNDS {
        let mut moved = 0.0_f64;
        for (input, weight) in inputs.iter().zip(weights.iter_mut()) {
            let Some(input) = input else { continue };
            let along = input.iter().zip(rest.iter()).map(|(x, r)| x * r).sum::<f64>() / count + *weight;
            let better = (along.abs() - penalty).max(0.0).copysign(along);
            let change = better - *weight;
            if change != 0.0 {
                rest.iter_mut().zip(input).for_each(|(r, x)| *r -= change * x);
                *weight = better;
                moved = moved.max(change.abs());
            }
        }
        if moved < 1e-6 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_at_right_angles_enter_at_their_correlation() {
        let a = [1.0, 1.0, -1.0, -1.0];
        let b = [1.0, -1.0, 1.0, -1.0];
        let c = [1.0, -1.0, -1.0, 1.0];
        let target: Vec<f64> = (0..4).map(|at| 0.8 * a[at] - 0.6 * b[at]).collect();
        let inputs = [Some(a.to_vec()), Some(b.to_vec()), Some(c.to_vec()), None];
        let found = entries(&inputs, &target);
        let near = |got: f64, want: f64| (got / want - 1.0).abs() < 0.13;
        assert!(near(found[0].0, 0.8) && near(found[1].0, 0.6), "{found:?}");
        assert!((found[1].1 + 0.6 - LEAST).abs() < 1e-9);
        assert_eq!((found[2], found[3]), ((0.0, 0.0), (0.0, 0.0)));
    }
}
