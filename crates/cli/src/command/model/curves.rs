//! A fitted model beside its measurements.

use crate::failure::Failure;
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{ModelError, Objective, grid, same_curve};
use lca_report::{Fit, FitPanel, FitSeries};

/// The measurements with what the model says of them, as a PEtab simulation table.
pub(super) fn simulated_table(objective: &Objective, best: &[f64]) -> Result<String, Failure> {
    let values: Vec<f64> = objective.simulate(best)?.iter().map(|row| row.value).collect();
    let files = lca_formats::petab_results("fit", objective.problem(), best, &values)?;
    let table = files.into_iter().find(|(name, _)| name.ends_with("_simulations.tsv"));
    Ok(table.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

/// Name of a problem's time axis.
pub(super) fn time_axis(problem: &Problem) -> String {
    problem.network.time_unit.as_ref().map_or_else(|| "time".to_owned(), |unit| format!("time ({unit})"))
}

/// Measurements, curves and residuals, a panel for each observable.
pub(super) fn curves(problem: &Problem, best: &[f64]) -> Result<Fit, ModelError> {
    let dense = grid(problem);
    let fitted = Objective::new(problem)?.simulate(best)?;
    let curve = Objective::new(&dense)?.simulate(best)?;
    let mut panels = Vec::new();
    for observable in &problem.observables {
        let mut series: Vec<(&Measurement, FitSeries)> = Vec::new();
        for (one, found) in
            problem.measurements.iter().zip(&fitted).filter(|(one, _)| one.observable == observable.id)
        {
            let at = series.iter().position(|(known, _)| same_curve(known, one)).unwrap_or_else(|| {
                series.push((one, FitSeries { condition: one.experiment.clone(), ..FitSeries::default() }));
                series.len() - 1
            });
            let scale = observable.transformation;
            let residual = (scale.scale(one.value) - scale.scale(found.value)) / found.noise;
            series[at].1.measured.push((one.time, one.value));
            series[at].1.residuals.push((one.time, residual));
        }
        for (one, found) in dense.measurements.iter().zip(&curve) {
            let of = series.iter_mut().filter(|(known, _)| same_curve(known, one));
            of.for_each(|(_, series)| series.fitted.push((one.time, found.value)));
        }
        let series: Vec<FitSeries> = series.into_iter().map(|(_, series)| series).collect();
        if !series.is_empty() {
            panels.push(FitPanel { name: observable.id.clone(), value: observable.id.clone(), series });
        }
    }
    let caption = "Dots are measured, lines the best fit; below, residuals in standard deviations.".into();
    Ok(Fit { title: "Model and measurements".into(), caption, time: time_axis(problem), panels })
}
