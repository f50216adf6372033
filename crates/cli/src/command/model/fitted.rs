//! The results of `lca model fit`, read again by the commands that build on them.

use super::fit_log::from_json;
use super::place::failed;
use crate::failure::Failure;
use lca_model::{FitResult, Objective};
use serde_json::Value;
use std::path::Path;

/// The fit kept in a folder, which must be of the parameters of the problem.
pub(super) fn fitted(folder: &Path, objective: &Objective) -> Result<FitResult, Failure> {
    let path = folder.join("fit.json");
    let why = "first run `lca model fit` with that --out";
    let text = std::fs::read_to_string(&path)
        .map_err(|cause| failed("cannot read", &path, &format!("{cause}; {why}")))?;
    let broken = |why: &str| failed("cannot use", &path, &why);
    let value: Value = serde_json::from_str(&text).map_err(|cause| broken(&cause.to_string()))?;
    let ids: Vec<&str> = objective.parameters().iter().map(|one| one.id.as_str()).collect();
    let kept: Vec<&str> =
        value["parameters"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if ids != kept {
        return Err(broken("it estimates other parameters than the problem; fit this problem"));
    }
    let starts = value["starts"].as_array().map(|all| all.iter().filter_map(from_json));
    let starts: Vec<_> = starts.into_iter().flatten().map(|(_, one)| one.result).collect();
    if starts.iter().any(|one| one.parameters.len() != ids.len()) {
        return Err(broken("a start has another number of parameters; fit this problem again"));
    }
    Ok(FitResult::of(ids.into_iter().map(str::to_owned).collect(), starts)?)
}
