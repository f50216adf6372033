//! Why there are no best fluxes.

use super::program::{Outcome, Program, Row, solve};
use crate::ModelError;

/// How far beyond a bound counts as beyond it.
const SLACK: f64 = 1e-6;
/// How many reactions a message names.
const NAMED: usize = 5;
/// Stands for a flux without bound.
const LARGE: f64 = 1e4;

/// Names what would have to give way. Without any flux every balance holds, and every bound but those
/// that force one: of these and the model's constraints, the one that fluxes must break by the most
/// when they break all of them together by as little as can be.
pub(super) fn infeasible(program: &Program) -> ModelError {
    let crossed = program.bounds.iter().position(|(lower, upper)| lower > upper);
    if let Some(at) = crossed {
        let (lower, upper) = program.bounds[at];
        let why = format!("its least flux {lower} lies above its greatest {upper}");
        return ModelError::NoFluxes { what: format!("reaction `{}`", program.reactions[at]), why };
    }
    broken(program).unwrap_or_else(|| ModelError::NoFluxes {
        what: format!("objective `{}`", program.objective.id),
        why: "the bounds contradict each other".to_owned(),
    })
}

fn broken(program: &Program) -> Option<ModelError> {
    let count = program.reactions.len();
    let relaxed = relaxed(program);
    let balances = program.rows.iter().filter(|row| row.constraint.is_none());
    let plain = |terms: Vec<(usize, f64)>, lower, upper| Row { terms, lower, upper, constraint: None };
    let mut rows: Vec<Row> = balances.map(|row| plain(row.terms.clone(), row.lower, row.upper)).collect();
    // Two more variables relax each.
    for (k, one) in relaxed.iter().enumerate() {
        let (more, less) = (count + 2 * k, count + 2 * k + 1);
        let terms = one.terms.iter().copied().chain([(more, 1.0), (less, -1.0)]).collect();
        rows.push(plain(terms, one.lower, one.upper));
    }
    let forces = |&(lower, upper): &(f64, f64)| lower > 0.0 || upper < 0.0;
    let free =
        |bounds: &(f64, f64)| if forces(bounds) { (f64::NEG_INFINITY, f64::INFINITY) } else { *bounds };
    let mut ranges: Vec<(f64, f64)> = program.bounds.iter().map(free).collect();
    ranges.resize(count + 2 * relaxed.len(), (0.0, f64::INFINITY));
    let mut costs = vec![0.0; count];
    costs.resize(ranges.len(), 1.0);
    let Ok(Outcome::Optimal(found)) = solve(false, &costs, &ranges, &rows) else { return None };
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
    Some(ModelError::NoFluxes { what: one.what.clone(), why })
}

/// A bound or constraint that may be what cannot be kept.
struct Relaxed {
    what: String,
    terms: Vec<(usize, f64)>,
    lower: f64,
    upper: f64,
}

fn relaxed(program: &Program) -> Vec<Relaxed> {
    let bounds = program.reactions.iter().zip(&program.bounds).enumerate();
    let forcing = bounds.filter(|(_, (_, (lower, upper)))| *lower > 0.0 || *upper < 0.0);
    let forcing = forcing.map(|(at, (reaction, &(lower, upper)))| Relaxed {
        what: format!("the flux of reaction `{reaction}`"),
        terms: vec![(at, 1.0)],
        lower,
        upper,
    });
    let constraints = program.rows.iter().filter_map(|row| {
        let what = format!("flux constraint `{}`", row.constraint.as_ref()?);
        Some(Relaxed { what, terms: row.terms.clone(), lower: row.lower, upper: row.upper })
    });
    forcing.chain(constraints).collect()
}

/// Names reactions that grow with the objective and have no bound.
pub(super) fn unbounded(program: &Program) -> ModelError {
    let finite = |bound: f64| if bound.is_infinite() { LARGE.copysign(bound) } else { bound };
    let ranges: Vec<(f64, f64)> =
        program.bounds.iter().map(|&(lower, upper)| (finite(lower), finite(upper))).collect();
    let mut growing = Vec::new();
    if let Ok(Outcome::Optimal(fluxes)) =
        solve(program.objective.maximize, &program.costs, &ranges, &program.rows)
    {
        for (at, flux) in fluxes.iter().enumerate() {
            let (lower, upper) = program.bounds[at];
            let free = if *flux > 0.0 { upper } else { lower };
            if free.is_infinite() && flux.abs() >= 0.999 * LARGE && growing.len() < NAMED {
                growing.push(format!("`{}`", program.reactions[at]));
            }
        }
    }
    ModelError::NoFluxes {
        what: format!("objective `{}`", program.objective.id),
        why: format!("it grows without end; bound the flux of {}", growing.join(", ")),
    }
}
