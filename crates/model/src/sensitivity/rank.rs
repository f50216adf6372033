use crate::{ModelError, Objective};

/// How strongly outputs depend on a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterInfluence {
    /// The parameter.
    pub parameter: String,
    /// Root mean square over all measurements of the change of the simulated value, in units of its
    /// noise, per unit of the parameter's scale (per decade where it is log10).
    pub influence: f64,
    /// The measurement it acts on most: observable, condition, time, and signed change there.
    pub most: Option<(String, String, f64, f64)>,
}

/// Ranks parameters by their influence on the measured outputs at a point, the strongest first:
/// which molecule or rate controls what is measured.
///
/// # Errors
/// When the point cannot be simulated.
pub fn rank_parameters(objective: &Objective, scaled: &[f64]) -> Result<Vec<ParameterInfluence>, ModelError> {
    let rows = objective.sensitivities(scaled)?;
    let measurements = &objective.problem().measurements;
    let mut ranked: Vec<ParameterInfluence> = (objective.parameters().iter().enumerate())
        .map(|(k, parameter)| {
            let squares: f64 = rows.iter().map(|row| row[k] * row[k]).sum();
            let strongest = (0..rows.len()).max_by(|&a, &b| rows[a][k].abs().total_cmp(&rows[b][k].abs()));
            let most = strongest.filter(|&at| rows[at][k] != 0.0).map(|at| {
                let measurement = &measurements[at];
                (
                    measurement.observable.clone(),
                    measurement.experiment.clone(),
                    measurement.time,
                    rows[at][k],
                )
            });
            let influence = (squares / rows.len().max(1) as f64).sqrt();
            ParameterInfluence { parameter: parameter.id.clone(), influence, most }
        })
        .collect();
    ranked.sort_by(|a, b| b.influence.total_cmp(&a.influence).then_with(|| a.parameter.cmp(&b.parameter)));
    Ok(ranked)
}
