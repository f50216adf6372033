use super::read_problem;
use super::stored::StoredFit;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_kinetics::petab::Scale;
use lca_model::{Objective, ProfileOptions, profiles};
use lca_report::{IntervalRow, Intervals, Profile as Panel, Profiles as Shown, intervals};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Profile likelihoods: which parameters the measurements determine, and within which bounds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Profiles {
    /// Confidence of the intervals.
    confidence: f64,
    /// Most steps to each side.
    steps: usize,
}

impl Default for Profiles {
    fn default() -> Self {
        let ProfileOptions { confidence, steps } = ProfileOptions::default();
        Self { confidence, steps }
    }
}

/// The profile of one parameter, on its scale; a bound that is null is not within the limits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredProfile {
    /// The parameter.
    pub(crate) parameter: String,
    /// The scale, as PEtab names it.
    pub(crate) scale: String,
    /// The best value, on the scale.
    pub(crate) best: f64,
    /// Lower end of the interval, on the scale.
    pub(crate) lower: Option<f64>,
    /// Upper end of the interval, on the scale.
    pub(crate) upper: Option<f64>,
    /// Ranges between the ends that the interval leaves out, on the scale.
    #[serde(default)]
    pub(crate) gaps: Vec<(f64, f64)>,
    /// Whether the measurements determine it, in words.
    pub(crate) verdict: String,
    /// Values on the scale with the cost above the best.
    pub(crate) points: Vec<(f64, f64)>,
}

impl Step for Profiles {
    const KIND: &'static str = "profiles";
    const VERSION: u32 = 5;
    const ABOUT: &'static str = "Finds by profile likelihoods which parameters the measurements determine.";
    const PORTS: &'static [Port] = &[Port::one("problem", What::Problem), Port::one("fit", What::Fit)];
    const GIVES: &'static [What] = &[What::Profiles];

    fn memory(&self) -> String {
        "for each thread one simulation with its sensitivities".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let objective = Objective::new(&read_problem(&context.one("problem")?)?)?;
        let fit: StoredFit = context.one("fit")?.json(What::Fit)?;
        let options = ProfileOptions { confidence: self.confidence, steps: self.steps };
        let fit = fit.fit()?;
        let found = profiles(&objective, &fit, &options, context)?;
        let (best, cost) = (&fit.best().parameters, fit.best().cost);
        if found.better_by > BETTER {
            context.value("better_by", found.better_by)?;
        }
        let found = found.profiles.into_iter().zip(objective.parameters()).zip(best);
        let stored: Vec<StoredProfile> = found
            .map(|((profile, parameter), best)| StoredProfile {
                parameter: profile.parameter,
                scale: parameter.scale.name().to_owned(),
                best: *best,
                lower: profile.lower,
                upper: profile.upper,
                gaps: profile.gaps,
                verdict: profile.verdict.words().to_owned(),
                points: profile.points.iter().map(|(value, at)| (*value, at - cost)).collect(),
            })
            .collect();
        let sure = stored.iter().filter(|one| one.lower.is_some() && one.upper.is_some()).count();
        context.value("parameters", stored.len())?;
        context.value("identifiable", sure)?;
        context.write_json(What::Profiles, &stored)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let stored: Vec<StoredProfile> = view.json(What::Profiles)?;
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let mut text = format!(
            "The measurements bound {} of {} parameters from both sides at {} % confidence.",
            value("identifiable"),
            value("parameters"),
            100.0 * self.confidence,
        );
        text.push_str(&remarks(&stored, view.number("better_by")));
        let shown = Intervals {
            title: "Parameters".into(),
            caption: "Best values and intervals by profile likelihood.".into(),
            value: "value".into(),
            log: true,
            rows: stored.iter().map(row).collect(),
        };
        let curves = Shown {
            title: "Profile likelihoods".into(),
            caption: "How much worse the best fit gets when one parameter is held elsewhere.".into(),
            threshold: threshold(self.confidence),
            panels: stored.iter().map(panel).collect(),
        };
        let section = Section::new("Parameters").text(text).block(intervals(&shown)?);
        Ok(Some(section.block(lca_report::profiles(&curves)?)))
    }
}

/// By how much the cost rises up to the ends of an interval of one parameter.
pub(super) fn threshold(confidence: f64) -> f64 {
    0.5 * lca_numerics::stats::chi2_quantile(confidence, 1.0)
}

/// A profile this far below the best fit has found a better one.
const BETTER: f64 = 0.1;

/// What keeps the intervals from being the whole story.
fn remarks(stored: &[StoredProfile], better_by: Option<f64>) -> String {
    let mut text = String::new();
    if let Some(better_by) = better_by {
        text.push_str(&format!(
            " The profiles found a vector whose objective is lower by {better_by:.2} than the fit's best; the \
             intervals are about that one, and the fit needs more starts."
        ));
    }
    let parted: Vec<&str> =
        stored.iter().filter(|one| !one.gaps.is_empty()).map(|one| one.parameter.as_str()).collect();
    if !parted.is_empty() {
        text.push_str(&format!(
            " The intervals of {} fall into parts: values between their ends are excluded.",
            parted.join(", ")
        ));
    }
    text
}

fn scale(one: &StoredProfile) -> Scale {
    Scale::from_name(&one.scale).unwrap_or_default()
}

fn row(one: &StoredProfile) -> IntervalRow {
    let value = |scaled: f64| scale(one).unscale(scaled);
    IntervalRow {
        name: one.parameter.clone(),
        estimate: value(one.best),
        lower: one.lower.map_or(f64::NEG_INFINITY, value),
        upper: one.upper.map_or(f64::INFINITY, value),
        truth: None,
        identifiable: one.lower.is_some() && one.upper.is_some(),
    }
}

fn panel(one: &StoredProfile) -> Panel {
    let value = |scaled: f64| scale(one).unscale(scaled);
    Panel {
        name: one.parameter.clone(),
        points: one.points.iter().map(|(at, cost)| (value(*at), *cost)).collect(),
        best: value(one.best),
        log: scale(one) != Scale::Lin,
    }
}
