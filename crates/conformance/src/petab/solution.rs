use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a case expects.
#[derive(Debug, Deserialize)]
pub(super) struct Solution {
    pub(super) llh: f64,
    pub(super) tol_llh: f64,
    pub(super) chi2: f64,
    pub(super) tol_chi2: f64,
    pub(super) simulation_files: Vec<String>,
    pub(super) tol_simulations: f64,
    pub(super) log_prior: Option<BTreeMap<String, f64>>,
    pub(super) tol_log_prior: Option<f64>,
    pub(super) unnorm_log_posterior: Option<f64>,
    pub(super) tol_unnorm_log_posterior: Option<f64>,
}

impl Solution {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        serde_norway::from_str(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// The column `simulation` of a table.
pub(super) fn simulations(path: &Path) -> Result<Vec<f64>, String> {
    let text = text(path)?;
    let wrong = || format!("{} has no column of numbers `simulation`", path.display());
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next().unwrap_or_default();
    let column = header.split('\t').position(|name| name.trim() == "simulation").ok_or_else(wrong)?;
    let value = |line: &str| line.split('\t').nth(column)?.trim().parse().ok();
    lines.map(|line| value(line).ok_or_else(wrong)).collect()
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
