//! Why there are no best fluxes.

use super::program::{Outcome, Program, Row, solve};
use crate::ModelError;

/// How far beyond a bound counts as beyond it.
const SLACK: f64 = 1e-6;
/// How many reactions a message names.
const NAMED: usize = 5;
/// Stands for a flux without bound.
const LARGE: f64 = 1e4;

/// Names the bounds that would have to give way: those that the fluxes break which break bounds the
/// least.
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
    let constraints = program.rows.iter().filter(|row| row.constraint.is_some());
    // Fluxes are free; each bound and constraint becomes a row that two more variables relax.
    let plain = |terms: Vec<(usize, f64)>, (lower, upper)| Row { terms, lower, upper, constraint: None };
    let bounds = (0..count).map(|at| plain(vec![(at, 1.0)], program.bounds[at]));
    let relaxed: Vec<Row> =
        bounds.chain(constraints.map(|row| plain(row.terms.clone(), (row.lower, row.upper)))).collect();
    let balances = program.rows.iter().filter(|row| row.constraint.is_none());
    let mut rows: Vec<Row> = balances.map(|row| plain(row.terms.clone(), (row.lower, row.upper))).collect();
    for (k, row) in relaxed.iter().enumerate() {
        let (more, less) = (count + 2 * k, count + 2 * k + 1);
        let terms = row.terms.iter().copied().chain([(more, 1.0), (less, -1.0)]).collect();
        rows.push(plain(terms, (row.lower, row.upper)));
    }
    let mut ranges = vec![(f64::NEG_INFINITY, f64::INFINITY); count];
    ranges.resize(count + 2 * relaxed.len(), (0.0, f64::INFINITY));
    let mut costs = vec![0.0; count];
    costs.resize(ranges.len(), 1.0);
    let Ok(Outcome::Optimal(found)) = solve(false, &costs, &ranges, &rows) else { return None };
    let by = |k: usize| found[count + 2 * k] - found[count + 2 * k + 1];
    let worst = (0..relaxed.len()).max_by(|&a, &b| by(a).abs().total_cmp(&by(b).abs()))?;
    (by(worst).abs() > SLACK).then(|| {
        let Row { terms, lower, upper, .. } = &relaxed[worst];
        let reached: f64 = terms.iter().map(|&(at, factor)| factor * found[at]).sum();
        let what = if worst < count {
            format!("reaction `{}`", program.reactions[worst])
        } else {
            let name = program.rows.iter().filter_map(|row| row.constraint.as_deref()).nth(worst - count);
            format!("flux constraint `{}`", name.unwrap_or(""))
        };
        let asked = if by(worst) > 0.0 { format!("at least {lower}") } else { format!("at most {upper}") };
        let why = format!("it must be {asked}, but the balances and other bounds allow {reached:.6} at best");
        ModelError::NoFluxes { what, why }
    })
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
