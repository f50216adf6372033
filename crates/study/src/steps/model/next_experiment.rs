use super::predict::training;
use super::read_problem;
use super::stored::StoredEnsemble;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{Objective, rank_experiments};
use lca_report::{Cell, Table};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ranks what could be measured next by how much it would tell: where the parameter vectors that the
/// data allow disagree most.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NextExperiment {
    /// Times to measure at, in the model's unit; left out, those of the measurements there are.
    times: Vec<f64>,
}

/// One candidate.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Candidate {
    name: String,
    /// In nats.
    information: f64,
    /// Observable, time, and variance between the vectors over that of the noise.
    most: Option<(String, f64, f64)>,
}

impl Step for NextExperiment {
    const KIND: &'static str = "next-experiment";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Ranks what could be measured next by how much it would tell.";
    const PORTS: &'static [Port] =
        &[Port::one("problem", What::Problem), Port::one("ensemble", What::Ensemble)];
    const GIVES: &'static [What] = &[What::Design];

    fn memory(&self) -> String {
        "all members' simulations of one candidate".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let problem = read_problem(&context.one("problem")?)?;
        let ensemble = context.one("ensemble")?;
        let training = training(&ensemble)?;
        let candidates = self.candidates(&problem, &training);
        let members = ensemble.json::<StoredEnsemble>(What::Ensemble)?.into();
        let ranked = rank_experiments(&Objective::new(&training)?, &members, &candidates)?;
        let ranked: Vec<Candidate> = ranked
            .into_iter()
            .map(|one| Candidate { name: one.name, information: one.information, most: one.most })
            .collect();
        if let Some(best) = ranked.first() {
            context.value("best", &best.name)?;
            context.value("information", best.information)?;
        }
        context.write_json(What::Design, &ranked)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let ranked: Vec<Candidate> = view.json(What::Design)?;
        let row = |one: &Candidate| -> Vec<Cell> {
            let most =
                one.most.as_ref().map_or_else(String::new, |(what, time, _)| format!("{what} at {time}"));
            vec![one.name.as_str().into(), one.information.into(), most.into()]
        };
        let table = Table {
            caption: "What to measure next: the information that each would give, in nats, and where the parameter \
                      vectors disagree most."
                .into(),
            header: ["Experiment", "Information", "Most open"].map(str::to_owned).to_vec(),
            rows: ranked.iter().take(20).map(row).collect(),
        };
        Ok(Some(Section::new("The next experiment").block(table)))
    }
}

impl NextExperiment {
    /// Every observable that was ever measured, under every condition of the problem.
    fn candidates(&self, problem: &Problem, training: &Problem) -> Vec<(String, Problem)> {
        let mut times = self.times.clone();
        if times.is_empty() {
            times = problem.measurements.iter().map(|one| one.time).filter(|time| time.is_finite()).collect();
            times.sort_by(f64::total_cmp);
            times.dedup();
        }
        let mut candidates = Vec::new();
        for condition in &problem.conditions {
            for observable in &problem.observables {
                let like = |one: &&Measurement| one.observable == observable.id;
                let Some(template) = training.measurements.iter().find(like) else { continue };
                let at = |time: &f64| Measurement {
                    experiment: condition.id.clone(),
                    time: *time,
                    value: f64::NAN,
                    ..template.clone()
                };
                let measurements = times.iter().map(at).collect();
                let name = format!("{} under {}", observable.id, condition.id);
                candidates.push((name, Problem { measurements, ..training.clone() }));
            }
        }
        candidates
    }
}
