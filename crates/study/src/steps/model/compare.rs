use super::fit::time_axis;
use super::predict::{left_out, training};
use super::stored::{StoredPrediction, StoredRow};
use super::verdict::verdict;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_kinetics::petab::Measurement;
use lca_model::{
    Baseline, Comparison, ObservableComparison, baseline_condition, baseline_mean, baseline_observable,
    compare, nearest,
};
use lca_report::{
    Bar, Bars, Interval, KeyFigure, Prediction as Shown, PredictionPanel, bars, percent, prediction,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Holds a prediction against the measurements that were kept out, and against predictions that
/// need no model.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Compare {
    /// The condition that would have been measured had the perturbation changed nothing.
    no_change: Option<String>,
}

/// How a prediction fared on one observable, or on all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredComparison {
    /// The observable, or `all`.
    pub(crate) observable: String,
    /// How many measurements.
    pub(crate) n: usize,
    /// The share of them inside the intervals.
    pub(crate) coverage: f64,
    /// Root mean square error of the median.
    pub(crate) rmse: f64,
    /// The share of the variance that the median explains; null where there is none.
    pub(crate) r_squared: Option<f64>,
    /// Median width of the intervals.
    pub(crate) width: f64,
    /// Largest minus smallest measurement.
    pub(crate) range: f64,
    /// Each baseline's root mean square error.
    pub(crate) baselines: Vec<(String, f64)>,
}

impl From<&ObservableComparison> for StoredComparison {
    fn from(one: &ObservableComparison) -> Self {
        let baselines = one.baselines.iter().filter(|(_, rmse)| rmse.is_finite()).cloned();
        Self {
            observable: one.observable.clone(),
            n: one.n,
            coverage: one.coverage,
            rmse: one.rmse,
            r_squared: one.r_squared.is_finite().then_some(one.r_squared),
            width: one.width,
            range: one.range,
            baselines: baselines.collect(),
        }
    }
}

impl Step for Compare {
    const KIND: &'static str = "compare";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Holds a prediction against measurement and against baselines.";
    const PORTS: &'static [Port] =
        &[Port::one("problem", What::Problem), Port::one("prediction", What::Prediction)];
    const GIVES: &'static [What] = &[What::Comparison];

    fn memory(&self) -> String {
        "the prediction and the measurements".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let prediction = context.one("prediction")?;
        let measured = left_out(&prediction)?.held.measurements;
        let fitted = training(&prediction.one("ensemble")?)?.measurements;
        let stored: StoredPrediction = prediction.json(What::Prediction)?;
        let baselines = self.baselines(&fitted, &measured)?;
        let Comparison { overall, observables } = compare(&stored.prediction(), &measured, &baselines)?;
        context.value("coverage", overall.coverage)?;
        context.value("rmse", overall.rmse)?;
        for (name, rmse) in overall.baselines.iter().filter(|(_, rmse)| rmse.is_finite()) {
            context.value(&format!("rmse_{name}"), rmse)?;
        }
        let all = std::iter::once(&overall).chain(&observables);
        let all: Vec<StoredComparison> = all.map(StoredComparison::from).collect();
        context.value("verdict", verdict(&all[0], stored.level).1)?;
        context.write_json(What::Comparison, &all)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let prediction_step = view.one("prediction")?;
        let all: Vec<StoredComparison> = view.json(What::Comparison)?;
        let stored: StoredPrediction = prediction_step.json(What::Prediction)?;
        let problem = left_out(&prediction_step)?.held;
        let Some(overall) = all.first() else { return Ok(None) };
        let (good, text) = verdict(overall, stored.level);
        let figure = prediction(&Shown {
            title: format!("{}: foretold and measured", prediction_step.id()),
            caption:
                "The model never saw these measurements. Bands hold the stated share of measurements, noise \
                      included."
                    .into(),
            time: time_axis(&problem),
            level: stored.level,
            panels: panels(&stored, &problem.measurements),
        })?;
        let asked =
            format!("{}: measurements inside {} intervals", prediction_step.id(), percent(stored.level));
        let mut section = Section::new("Prediction")
            .key(KeyFigure::new(asked, percent(overall.coverage)))
            .key(KeyFigure::new(
                format!("{}: to be relied on", prediction_step.id()),
                if good { "yes" } else { "no" },
            ))
            .text(format!("{}: {text}", prediction_step.id()))
            .block(figure);
        for one in all.iter().skip(1) {
            section = section.block(errors(one)?);
        }
        Ok(Some(section))
    }
}

impl Compare {
    /// What can be foretold without a model: the measurements' own mean, another observable, another
    /// condition.
    fn baselines(
        &self,
        fitted: &[Measurement],
        measured: &[Measurement],
    ) -> Result<Vec<Baseline>, StepError> {
        let named = |name: &str, one: Baseline| Baseline { name: name.to_owned(), ..one };
        let mut all = vec![named("mean", baseline_mean(measured))];
        if let Some(condition) = &self.no_change {
            if !fitted.iter().any(|one| one.experiment == *condition) {
                let what = format!("`no_change` names the condition `{condition}`, which was not fitted");
                return Err(StepError::unfit(what, "name one of the conditions that were"));
            }
            all.push(named("no-change", baseline_condition(fitted, measured, condition)));
        }
        let other = nearest(fitted, measured, |one| one.observable.as_str(), baseline_observable);
        let same_observable =
            |baseline: &Baseline| measured.iter().all(|one| one.observable == baseline.name);
        if let Some(one) = other.filter(|one| !same_observable(one)) {
            all.push(named(&format!("nearest-observable-{}", one.name), one));
        }
        if let Some(one) = nearest(fitted, measured, |one| one.experiment.as_str(), baseline_condition) {
            all.push(named(&format!("nearest-condition-{}", one.name), one));
        }
        Ok(all)
    }
}

fn panels(stored: &StoredPrediction, measured: &[Measurement]) -> Vec<PredictionPanel> {
    let interval = |row: &StoredRow| Interval {
        time: row.time,
        lower: row.measured_interval.0,
        median: row.median,
        upper: row.measured_interval.1,
    };
    let mut panels: Vec<(String, String, PredictionPanel)> = Vec::new();
    for row in &stored.curve {
        if !panels
            .iter()
            .any(|(observable, condition, _)| *observable == row.observable && *condition == row.condition)
        {
            let name = format!("{}, {}", row.observable, row.condition);
            let panel = PredictionPanel { name, value: row.observable.clone(), ..PredictionPanel::default() };
            panels.push((row.observable.clone(), row.condition.clone(), panel));
        }
        if let Some((.., panel)) =
            panels.iter_mut().find(|(o, c, _)| *o == row.observable && *c == row.condition)
        {
            panel.curve.push(interval(row));
        }
    }
    for (row, one) in stored.rows.iter().zip(measured) {
        if let Some((.., panel)) =
            panels.iter_mut().find(|(o, c, _)| *o == row.observable && *c == row.condition)
        {
            panel.measured.push((interval(row), one.value));
        }
    }
    panels.into_iter().map(|(.., panel)| panel).collect()
}

fn errors(one: &StoredComparison) -> Result<lca_report::Figure, StepError> {
    let bar = |name: &str, value, ours| Bar { name: name.to_owned(), value, ours };
    let ours = bar("model", one.rmse, true);
    let rest = one.baselines.iter().map(|(name, rmse)| bar(name, *rmse, false));
    Ok(bars(&Bars {
        title: format!("Error on {}", one.observable),
        caption: "Root mean square error of the model and of predictions that need none.".into(),
        value: "root mean square error".into(),
        bars: std::iter::once(ours).chain(rest).collect(),
    })?)
}
