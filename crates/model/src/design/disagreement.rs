use crate::{Ensemble, ModelError, Objective, PredictOptions, predict};
use lca_kinetics::petab::Problem;

/// How much an experiment would tell.
#[derive(Debug, Clone, PartialEq)]
pub struct ExperimentScore {
    /// The candidate's name.
    pub name: String,
    /// Half the sum over its measurements of `ln(1 + v)`, where `v` is the variance of the ensemble's
    /// predictions over that of the noise: the information in nats that the measurements would give
    /// of themselves if each told of another direction of uncertainty.
    pub information: f64,
    /// The measurement on which the ensemble disagrees most: observable, time and `v` there.
    pub most: Option<(String, f64, f64)>,
}

/// Ranks candidate experiments, the most telling first: those in which predictions of the ensemble
/// disagree most relative to noise. A candidate is a problem whose measurements say what would be
/// measured; their values are not looked at.
///
/// # Errors
/// As [`predict`].
pub fn rank_experiments(
    training: &Objective,
    ensemble: &Ensemble,
    candidates: &[(String, Problem)],
) -> Result<Vec<ExperimentScore>, ModelError> {
    let options = PredictOptions { draws: 1, ..PredictOptions::default() };
    let mut scores = Vec::new();
    for (name, candidate) in candidates {
        let rows = predict(training, ensemble, candidate, &options)?.rows;
        let information = rows.iter().map(|row| 0.5 * row.disagreement.ln_1p()).sum();
        let most = rows.iter().max_by(|a, b| a.disagreement.total_cmp(&b.disagreement));
        let most = most.map(|row| (row.observable.clone(), row.time, row.disagreement));
        scores.push(ExperimentScore { name: name.clone(), information, most });
    }
    scores.sort_by(|a, b| b.information.total_cmp(&a.information).then_with(|| a.name.cmp(&b.name)));
    Ok(scores)
}
