use super::reverse::Reverse;
use super::trail::{Leg, Trail};
use super::{Dynamics, Equations};

/// Takes the derivative of a result by the states at the end of an integration to its start, and
/// adds what it gathers on the way to `by_parameter`. `seen` gives the derivative by the states at
/// each time that was asked for, in their order, as rows of one matrix.
pub(crate) fn backwards(
    dynamics: &mut Dynamics<'_>,
    trail: &Trail,
    seen: &[f64],
    adjoint: &mut [f64],
    by_parameter: &mut [f64],
) {
    let n = dynamics.dimension();
    let mut reverse = Reverse::new(dynamics);
    let mut within: Vec<(f64, &[f64])> = Vec::new();
    for leg in trail.backwards(n) {
        match leg {
            Leg::Seen { index, fraction } => {
                within.extend(seen.get(index * n..(index + 1) * n).map(|row| (fraction, row)));
            }
            Leg::Step(taken) => reverse.step(dynamics, taken, within.drain(..), adjoint, by_parameter),
            Leg::Here { index } => {
                let row = seen.get(index * n..(index + 1) * n).unwrap_or_default();
                adjoint.iter_mut().zip(row).for_each(|(to, from)| *to += from);
            }
            Leg::Switches(holds) => {
                let evaluator = dynamics.evaluator();
                holds.iter().enumerate().for_each(|(root, &holds)| evaluator.set_switch(root, holds));
            }
            Leg::Turn { root, time, states } => {
                turn_backwards(dynamics, root, time, states, adjoint, by_parameter);
            }
        }
    }
}

/// The transpose of what the turn of a comparison does to tangents, and the turn undone.
fn turn_backwards(
    dynamics: &mut Dynamics<'_>,
    root: usize,
    time: f64,
    states: &[f64],
    adjoint: &mut [f64],
    by_parameter: &mut [f64],
) {
    let n = states.len();
    let (mut before, mut after) = (vec![0.0; n], vec![0.0; n]);
    dynamics.rates(time, states, &mut after);
    let held = !dynamics.evaluator().switch(root);
    dynamics.evaluator().set_switch(root, held);
    dynamics.rates(time, states, &mut before);
    let jump: f64 = before.iter().zip(&after).zip(&*adjoint).map(|((b, a), weight)| (b - a) * weight).sum();
    let mut roots = vec![0.0; dynamics.root_count()];
    dynamics.evaluator().roots(time, states, &mut roots);
    let slopes: Vec<(usize, f64)> = (dynamics.evaluator().root_derivatives())
        .filter_map(|(row, column, value)| (row == root && value != 0.0).then_some((column, value)))
        .collect();
    let along = |&(column, value): &(usize, f64)| match column {
        _ if column < n => value * before[column],
        _ if column == n => value,
        _ => 0.0,
    };
    let speed: f64 = slopes.iter().map(along).sum();
    if jump == 0.0 {
        return;
    }
    for (column, value) in slopes {
        if column < n {
            adjoint[column] -= jump / speed * value;
        } else if let Some((direction, seed)) = column.checked_sub(n + 1).and_then(|k| dynamics.seed(k)) {
            by_parameter[direction] -= jump / speed * value * seed;
        }
    }
}
