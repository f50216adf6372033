use super::solution::{Solution, simulations};
use lca_formats::read_petab;
use lca_model::{Objective, Tolerances};
use std::path::Path;

const TIGHT: Tolerances = Tolerances { relative: 1e-10, absolute: 1e-13, max_steps: 200_000 };

/// Nothing, or why a case fails.
pub(super) fn judge(folder: &Path, case: &str) -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let solution = Solution::read(&folder.join(format!("_{case}_solution.yaml")))?;
    let problem = read_petab(&folder.join(format!("_{case}.yaml"))).map_err(|error| text(&error))?;
    let objective = Objective::new(&problem).map_err(|error| text(&error))?.with_tolerances(TIGHT);
    let nominal = objective.nominal();
    let found = objective.value(&nominal).map_err(|error| text(&error))?;
    near("llh", found.llh, solution.llh, solution.tol_llh)?;
    near("chi2", found.chi2, solution.chi2, solution.tol_chi2)?;
    let rows = objective.simulate(&nominal).map_err(|error| text(&error))?;
    let mut expected = Vec::new();
    for file in &solution.simulation_files {
        expected.extend(simulations(&folder.join(file))?);
    }
    if rows.len() != expected.len() {
        return Err(format!("{} simulations against {}", rows.len(), expected.len()));
    }
    for (at, (row, expected)) in rows.iter().zip(expected).enumerate() {
        near(&format!("simulation {}", at + 1), row.value, expected, solution.tol_simulations)?;
    }
    priors(&objective, &nominal, &solution)?;
    match (solution.unnorm_log_posterior, solution.tol_unnorm_log_posterior) {
        (Some(expected), Some(tolerance)) => {
            near("log posterior", found.llh + found.log_prior, expected, tolerance)
        }
        _ => Ok(()),
    }
}

fn priors(objective: &Objective, nominal: &[f64], solution: &Solution) -> Result<(), String> {
    let (Some(expected), Some(tolerance)) = (&solution.log_prior, solution.tol_log_prior) else {
        return Ok(());
    };
    let found = objective.log_priors(nominal).map_err(|error| error.to_string())?;
    for (id, expected) in expected {
        let at = objective.parameters().iter().position(|parameter| parameter.id == *id);
        let found = at.and_then(|at| found.get(at)).ok_or_else(|| format!("`{id}` is not estimated"))?;
        near(&format!("log prior of `{id}`"), *found, *expected, tolerance)?;
    }
    Ok(())
}

fn near(what: &str, found: f64, expected: f64, tolerance: f64) -> Result<(), String> {
    if found == expected || (found - expected).abs() <= tolerance {
        return Ok(());
    }
    Err(format!("{what}: {found} against {expected}"))
}
