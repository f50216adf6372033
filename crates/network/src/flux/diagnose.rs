//! Why there are no best fluxes.

use super::program::{FluxModel, RowOf};
use crate::NetworkError;
use lca_numerics::lp::{LinearProgram, LpStatus, Simplex};

/// How far beyond a bound counts as beyond it.
const SLACK: f64 = 1e-6;
/// How many reactions a message names.
const NAMED: usize = 5;
/// Stands for a flux without bound.
const LARGE: f64 = 1e4;

/// Names what would have to give way. Without any flux every balance holds, and every bound but those
/// that force one: of these and the model's constraints, the one that fluxes must break by the most
/// when they break all of them together by as little as can be.
pub(super) fn infeasible(program: &FluxModel) -> NetworkError {
    let crossed = program.bounds.iter().position(|(lower, upper)| lower > upper);
    if let Some(at) = crossed {
        let (lower, upper) = program.bounds[at];
        let why = format!("its least flux {lower} lies above its greatest {upper}");
        return NetworkError::NoFluxes { what: format!("reaction `{}`", program.reactions[at]), why };
    }
    broken(program).unwrap_or_else(|| NetworkError::NoFluxes {
        what: format!("objective `{}`", program.objective),
        why: "the bounds contradict each other".to_owned(),
    })
}

fn broken(program: &FluxModel) -> Option<NetworkError> {
    let relaxed = relaxed(program);
    let found = least_break(program, &relaxed)?;
    let count = program.reactions.len();
    let by = |k: usize| found[count + 2 * k] - found[count + 2 * k + 1];
    let worst = (0..relaxed.len()).max_by(|&a, &b| by(a).abs().total_cmp(&by(b).abs()))?;
    if by(worst).abs() <= SLACK {
        return None;
    }
    let one = &relaxed[worst];
    let reached: f64 = one.terms.iter().map(|&(at, factor)| factor * found[at]).sum();
    // Rounded, and without the sign of a negative zero.
    let reached = (reached * 1e6).round() / 1e6 + 0.0;
    let asked =
        if by(worst) > 0.0 { format!("at least {}", one.lower) } else { format!("at most {}", one.upper) };
    let why = format!("it must be {asked}, but the balances and other bounds allow {reached}");
    Some(NetworkError::NoFluxes { what: one.what.clone(), why })
}

/// Fluxes, and of each that is relaxed how much it is raised and lowered, that break all of them by the least.
fn least_break(program: &FluxModel, relaxed: &[Relaxed]) -> Option<Vec<f64>> {
    let balances = program.rows.iter().filter(|row| matches!(row.of, RowOf::Species(_)));
    let mut rows: Vec<(f64, f64)> = balances.clone().map(|row| (row.lower, row.upper)).collect();
    let mut columns = vec![Vec::new(); program.reactions.len()];
    for (at, row) in balances.enumerate() {
        row.terms.iter().for_each(|&(reaction, factor)| columns[reaction].push((at, factor)));
    }
    let first = rows.len();
    for (k, one) in relaxed.iter().enumerate() {
        rows.push((one.lower, one.upper));
        one.terms.iter().for_each(|&(reaction, factor)| columns[reaction].push((first + k, factor)));
    }
    let mut made = LinearProgram::new(rows);
    let forces = |&(lower, upper): &(f64, f64)| lower > 0.0 || upper < 0.0;
    for (terms, bounds) in columns.iter().zip(&program.bounds) {
        made.column(if forces(bounds) { (f64::NEG_INFINITY, f64::INFINITY) } else { *bounds }, terms);
    }
    let mut costs = Vec::new();
    for row in first..first + relaxed.len() {
        costs.push((made.column((0.0, f64::INFINITY), &[(row, 1.0)]), 1.0));
        costs.push((made.column((0.0, f64::INFINITY), &[(row, -1.0)]), 1.0));
    }
    let mut simplex = Simplex::new(&made);
    simplex.minimize(&costs);
    let optimal = simplex.solve() == Ok(LpStatus::Optimal);
    optimal.then(|| (0..made.shape().1).map(|at| simplex.value(at)).collect())
}

/// A bound or constraint that may be what cannot be kept.
struct Relaxed {
    what: String,
    terms: Vec<(usize, f64)>,
    lower: f64,
    upper: f64,
}

fn relaxed(program: &FluxModel) -> Vec<Relaxed> {
    let bounds = program.reactions.iter().zip(&program.bounds).enumerate();
    let forcing = bounds.filter(|(_, (_, (lower, upper)))| *lower > 0.0 || *upper < 0.0);
    let forcing = forcing.map(|(at, (reaction, &(lower, upper)))| Relaxed {
        what: format!("the flux of reaction `{reaction}`"),
        terms: vec![(at, 1.0)],
        lower,
        upper,
    });
    let constraints = program.rows.iter().filter_map(|row| {
        let RowOf::Constraint(id) = &row.of else { return None };
        let what = format!("flux constraint `{id}`");
        Some(Relaxed { what, terms: row.terms.clone(), lower: row.lower, upper: row.upper })
    });
    forcing.chain(constraints).collect()
}

/// Names reactions that grow with the objective and have no bound.
pub(super) fn unbounded(program: &FluxModel) -> NetworkError {
    let finite = |bound: f64| if bound.is_infinite() { LARGE.copysign(bound) } else { bound };
    let mut bounded = program.clone();
    bounded.bounds.iter_mut().for_each(|(lower, upper)| (*lower, *upper) = (finite(*lower), finite(*upper)));
    let mut growing = Vec::new();
    let mut simplex = bounded.simplex();
    bounded.seek(&mut simplex);
    if simplex.solve() == Ok(LpStatus::Optimal) {
        for (at, &(lower, upper)) in program.bounds.iter().enumerate() {
            let flux = simplex.value(at);
            let free = if flux > 0.0 { upper } else { lower };
            if free.is_infinite() && flux.abs() >= 0.999 * LARGE && growing.len() < NAMED {
                growing.push(format!("`{}`", program.reactions[at]));
            }
        }
    }
    NetworkError::NoFluxes {
        what: format!("objective `{}`", program.objective),
        why: format!("it grows without end; bound the flux of {}", growing.join(", ")),
    }
}
