use super::settings::{Settings, agree, table};
use lca_kinetics::Network;
use lca_network::NetworkError;
use lca_network::flux::{FluxSolution, flux_balance};
use std::path::Path;

/// Judges a case of flux balance: fluxes and the objective at the best steady state, NaN where there
/// is none.
pub(super) fn judge(folder: &Path, case: &str, network: &Network) -> Result<(), String> {
    let settings = Settings::read(&folder.join(format!("{case}-settings.txt")))?;
    let (header, rows) = table(&folder.join(format!("{case}-results.csv")))?;
    let [row] = rows.as_slice() else { return Err("the results are not one row".to_owned()) };
    let solution = match flux_balance(network, &[]) {
        Ok(solution) => Some(solution),
        Err(NetworkError::NoFluxes { .. }) => None,
        Err(error) => return Err(error.to_string()),
    };
    let (absolute, relative) = (settings.number("absolute")?, settings.number("relative")?);
    for id in settings.list("variables") {
        let expected = header.iter().zip(row).find(|(name, _)| *name == id).map(|(_, value)| *value);
        let expected = expected.ok_or_else(|| format!("the results have no column `{id}`"))?;
        let found = solution.as_ref().map_or(Some(f64::NAN), |solution| value(solution, id));
        let found = found.ok_or_else(|| format!("there is no flux or objective `{id}`"))?;
        if !agree(expected, found, absolute, relative) {
            return Err(format!("{id}: {found} against {expected}"));
        }
    }
    Ok(())
}

fn value(solution: &FluxSolution, id: &str) -> Option<f64> {
    if solution.objective == id { Some(solution.value) } else { solution.flux(id) }
}
