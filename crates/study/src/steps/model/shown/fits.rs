use super::kin::Kin;
use super::{CurveShown, FittedShown, ModelShown, StartShown, finite};
use crate::step::What;
use crate::steps::model::stored::StoredFit;
use crate::{Logged, StepError};
use lca_model::{Objective, grid};

/// Adds the starts of a fit, each measurement with what its best vector says, and the curves between.
pub(super) fn add(kin: &Kin<'_>, step: &Logged, shown: &mut ModelShown) -> Result<(), StepError> {
    let name = step.record.step.to_string();
    let stored: StoredFit = kin.json(step, What::Fit)?;
    shown.waterfall.extend(stored.ranked().enumerate().map(|(at, (cost, outcome, evaluations))| {
        StartShown { step: name.clone(), rank: at + 1, cost, outcome: outcome.to_owned(), evaluations }
    }));
    let best = stored.best.clone();
    let problem = kin.read_problem(kin.input(step, "problem")?)?;
    let fitted = Objective::new(&problem)?.simulate(&best)?;
    for (one, found) in problem.measurements.iter().zip(&fitted) {
        let scale = problem.observable(&one.observable).map(|known| known.transformation).unwrap_or_default();
        shown.fits.push(FittedShown {
            step: name.clone(),
            observable: one.observable.clone(),
            condition: one.experiment.clone(),
            time: finite(one.time),
            measured: finite(one.value),
            sd: finite(found.noise),
            simulated: finite(found.value),
            residual: finite((scale.scale(one.value) - scale.scale(found.value)) / found.noise),
        });
    }
    let dense = grid(&problem);
    let between = Objective::new(&dense)?.simulate(&best)?;
    shown.curves.extend(dense.measurements.iter().zip(between).map(|(one, found)| CurveShown {
        step: name.clone(),
        observable: one.observable.clone(),
        condition: one.experiment.clone(),
        time: one.time,
        value: finite(found.value),
    }));
    Ok(())
}
