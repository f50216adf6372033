use super::read_problem;
use super::starting::StartingKind;
use super::stored::StoredFit;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{FitOptions, Objective, fit, grid, same_curve};
use lca_report::{Fit as Shown, FitPanel, FitSeries, KeyFigure, Waterfall, number, waterfall};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Fits a model to its measurements from many starts, drawn from the parameters' bounds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fit {
    /// How many starts there are.
    starts: usize,
    /// Iterations after which a start ends.
    max_iterations: usize,
    /// A start ends when an iteration brings less than this in the log-likelihood.
    tolerance: f64,
    /// Where the starts come from.
    starting: StartingKind,
}

impl Default for Fit {
    fn default() -> Self {
        let FitOptions { starts, max_iterations, tolerance, .. } = FitOptions::default();
        Self { starts, max_iterations, tolerance, starting: StartingKind::default() }
    }
}

/// Starts that end this close to the best log-likelihood have found the same optimum.
const SAME: f64 = 0.01;

impl Step for Fit {
    const KIND: &'static str = "fit";
    const VERSION: u32 = 4;
    const ABOUT: &'static str = "Fits a model to its measurements from many starts.";
    const PORTS: &'static [Port] = &[Port::one("problem", What::Problem)];
    const GIVES: &'static [What] = &[What::Fit];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        format!("for each thread one simulation with its sensitivities, and {} results", self.starts)
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let objective = Objective::new(&read_problem(&context.one("problem")?)?)?;
        let Self { starts, max_iterations, tolerance, starting } = *self;
        let options = FitOptions {
            starts,
            seed: context.seed(),
            max_iterations,
            tolerance,
            starting: starting.into(),
            ..FitOptions::default()
        };
        let found = fit(&objective, &options, context)?;
        let best = objective.value(&found.best().parameters)?;
        context.value("log_likelihood", best.llh)?;
        context.value("starts", starts)?;
        context.value("starts_at_best", found.hits(SAME))?;
        let scales = objective.parameters().iter().map(|one| one.scale.name().to_owned()).collect();
        context.write_json(What::Fit, &StoredFit::new(&found, scales))
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let problem = read_problem(&view.one("problem")?)?;
        let found = view.json::<StoredFit>(What::Fit)?.fit()?;
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{}: the best of {} starts has log-likelihood {:.3}; {} starts came within {SAME} of it.",
            view.id(),
            value("starts"),
            value("log_likelihood"),
            value("starts_at_best"),
        );
        let steps = waterfall(&Waterfall {
            title: format!("Starts of {}", view.id()),
            caption: "What each start reached, best first: many at the bottom mean the optimum was found."
                .into(),
            objective: "negative log-likelihood".into(),
            reached: found.waterfall(),
            tolerance: SAME,
        })?;
        let curves = lca_report::fit(&Shown {
            title: format!("{}: model and data", view.id()),
            caption: "Dots are measured, lines the best fit; below, residuals in standard deviations.".into(),
            time: time_axis(&problem),
            panels: panels(&problem, &found.best().parameters)?,
        })?;
        let key = KeyFigure::new(format!("Log-likelihood of {}", view.id()), number(value("log_likelihood")));
        Ok(Some(Section::new("Fit").key(key).text(text).block(curves).block(steps)))
    }
}

/// Name of a problem's time axis.
pub(super) fn time_axis(problem: &Problem) -> String {
    problem.network.time_unit.as_ref().map_or_else(|| "time".to_owned(), |unit| format!("time ({unit})"))
}

fn panels(problem: &Problem, best: &[f64]) -> Result<Vec<FitPanel>, StepError> {
    let fitted = Objective::new(problem)?.simulate(best)?;
    let dense = grid(problem);
    let curve = Objective::new(&dense)?.simulate(best)?;
    let mut panels = Vec::new();
    for observable in &problem.observables {
        let mut series: Vec<(Measurement, FitSeries)> = Vec::new();
        for (one, simulated) in problem.measurements.iter().zip(&fitted) {
            if one.observable != observable.id {
                continue;
            }
            if !series.iter().any(|(known, _)| same_curve(known, one)) {
                let condition = one.experiment.clone();
                series.push((one.clone(), FitSeries { condition, ..FitSeries::default() }));
            }
            let Some((_, known)) = series.iter_mut().find(|(known, _)| same_curve(known, one)) else {
                continue;
            };
            let scale = observable.transformation;
            let residual = (scale.scale(one.value) - scale.scale(simulated.value)) / simulated.noise;
            known.measured.push((one.time, one.value));
            known.residuals.push((one.time, residual));
        }
        for (one, simulated) in dense.measurements.iter().zip(&curve) {
            if let Some((_, known)) = series.iter_mut().find(|(known, _)| same_curve(known, one)) {
                known.fitted.push((one.time, simulated.value));
            }
        }
        if !series.is_empty() {
            let (name, value) = (observable.id.clone(), observable.id.clone());
            let series = series.into_iter().map(|(_, series)| series).collect();
            panels.push(FitPanel { name, value, series });
        }
    }
    Ok(panels)
}
