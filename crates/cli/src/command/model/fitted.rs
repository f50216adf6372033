//! The results of `lca model fit`, read again by the commands that build on them.

mod identity;
mod network;

pub(super) use identity::{difference, digests};
pub(super) use network::fitted_network;

use super::fit_log::from_json;
use super::place::failed;
use crate::failure::Failure;
use lca_kinetics::petab::Problem;
use lca_model::{FitResult, Objective};
use serde_json::Value;
use std::path::Path;

/// The fit kept in a folder, which must be of the problem.
pub(super) fn fitted(folder: &Path, objective: &Objective) -> Result<FitResult, Failure> {
    let path = folder.join("fit.json");
    let value = kept(&path)?;
    same(&path, &value, objective.problem())?;
    let broken = |why: &str| failed("cannot use", &path, &why);
    let ids: Vec<&str> = objective.parameters().iter().map(|one| one.id.as_str()).collect();
    let starts = value["starts"].as_array().map(|all| all.iter().filter_map(from_json));
    let starts: Vec<_> = starts.into_iter().flatten().map(|(_, one)| one.result).collect();
    if starts.iter().any(|one| one.parameters.len() != ids.len()) {
        return Err(broken("a start has another number of parameters; fit this problem again"));
    }
    Ok(FitResult::of(ids.into_iter().map(str::to_owned).collect(), starts)?)
}

/// Refuses a fit of another problem. A folder without `fit.json`, made by hand, says nothing of it.
pub(super) fn of_problem(folder: &Path, problem: &Problem) -> Result<(), Failure> {
    let path = folder.join("fit.json");
    if path.exists() { same(&path, &kept(&path)?, problem) } else { Ok(()) }
}

fn kept(path: &Path) -> Result<Value, Failure> {
    let why = "first run `lca model fit` with that --out";
    let text = std::fs::read_to_string(path)
        .map_err(|cause| failed("cannot read", path, &format!("{cause}; {why}")))?;
    serde_json::from_str(&text).map_err(|cause| failed("cannot use", path, &cause))
}

fn same(path: &Path, kept: &Value, problem: &Problem) -> Result<(), Failure> {
    match difference(&kept["problem"], &digests(problem)) {
        Some(why) => {
            let why = format!("this fit is of another problem: {why}; fit this problem again");
            Err(failed("cannot use", path, &why))
        }
        None => Ok(()),
    }
}
