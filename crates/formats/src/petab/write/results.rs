use super::petab_files;
use super::text::unwritable;
use crate::FormatError;
use lca_kinetics::petab::Problem;
use std::collections::BTreeMap;

/// The files of a problem with results in them, by name: the problem with the given values as
/// nominal ones, and `NAME_simulations.tsv`, which is the measurement table with a column
/// `simulation` in place of `measurement`.
///
/// `simulations` has one value per measurement, `scaled` one per estimated parameter on its scale,
/// both in the problem's order.
///
/// # Errors
/// When a number of values does not fit, and as [`petab_files`].
pub fn petab_results(
    name: &str,
    problem: &Problem,
    scaled: &[f64],
    simulations: &[f64],
) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    let mut fitted = problem.clone();
    let mut values = scaled.iter();
    for parameter in fitted.parameters.iter_mut().filter(|parameter| parameter.estimate) {
        let value = values.next().ok_or_else(|| unwritable(name, "there are too few parameter values"))?;
        parameter.nominal = parameter.scale.unscale(*value);
    }
    if values.next().is_some() || simulations.len() != problem.measurements.len() {
        return Err(unwritable(name, "the values are not as many as parameters and measurements"));
    }
    let mut files = petab_files(name, &fitted)?;
    for (measurement, value) in fitted.measurements.iter_mut().zip(simulations) {
        measurement.value = *value;
    }
    let mut simulated = petab_files(name, &fitted)?;
    let table = simulated.remove(&format!("{name}_measurements.tsv")).unwrap_or_default();
    let text = String::from_utf8_lossy(&table).replacen("\tmeasurement\t", "\tsimulation\t", 1);
    files.insert(format!("{name}_simulations.tsv"), text.into_bytes());
    Ok(files)
}
