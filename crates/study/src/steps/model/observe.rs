use super::looks::looks;
use super::{read_problem, write_problem};
use crate::site::Site;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_core::Unit;
use lca_kinetics::petab::{Measurement, Override, Problem};
use lca_tables::{DataFrame, TableError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Turns traces and tables into the measurements of a model: of each movie the mean of all cells at
/// each time, with its error; of tables one measurement for each row. The condition of a movie's
/// assay and of each row is the model's condition of that name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Observe {
    /// The model's observable that the traces measure; needed with traces.
    observable: Option<String>,
    /// The column of the traces that measures it; needed with traces.
    variable: Option<String>,
    /// Take one time point in so many seconds; left out, every frame.
    every_s: Option<f64>,
    /// What to give as noise of a mean of cells.
    noise: Noise,
    /// The model's unit of time; left out, seconds.
    #[schemars(with = "Option<String>")]
    time_unit: Option<Unit>,
}

/// What is given as the first noise parameter of a mean of cells.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Noise {
    /// The standard error of the mean.
    #[default]
    Sem,
    /// The standard error of the mean, widened so that a movie weighs as much as the independent looks it
    /// gives: the same cells seen at many times err together.
    SemOfCourse,
    /// The cells' standard deviation.
    Sd,
    /// Nothing: the model's noise formula needs none.
    None,
}

impl Step for Observe {
    const KIND: &'static str = "observe";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Turns traces and tables into the measurements of a model.";
    const PORTS: &'static [Port] = &[
        Port::one("problem", What::Problem),
        Port::any("traces", What::Traces),
        Port::any("tables", What::Frame),
    ];
    const GIVES: &'static [What] = &[What::Problem];

    fn memory(&self) -> String {
        "the traces of one movie, twice, and the problem's files".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let mut problem = read_problem(&context.one("problem")?)?;
        let mut found = Vec::new();
        for traces in context.many("traces") {
            found.extend(self.means(&traces, &problem)?);
        }
        for table in context.many("tables") {
            found.extend(self.rows(&table.frame(What::Frame)?, &problem)?);
        }
        problem.measurements.extend(found);
        write_problem(context, &problem)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let number = view.number("measurements").unwrap_or(f64::NAN);
        let text = format!("{number} measurements join the traces and tables to the model.");
        Ok(Some(Section::new("Model").text(text)))
    }
}

impl Observe {
    /// The mean of all cells of a movie at each time.
    fn means(&self, traces: &Site<'_>, problem: &Problem) -> Result<Vec<Measurement>, StepError> {
        let (Some(observable), Some(variable)) = (&self.observable, &self.variable) else {
            return Err(StepError::unfit(
                "it is not said what the traces measure",
                "give `observable` and `variable`",
            ));
        };
        let condition = traces.condition().map(|condition| condition.id.to_string()).ok_or_else(|| {
            StepError::unfit(format!("the assay of `{}` has no condition", traces.id()), "give the assay one")
        })?;
        known(problem, observable, &condition)?;
        let frame = traces.frame(What::Traces)?;
        let means = lca_track::population(&frame, &[variable])?;
        let column = |part: &str| means.numbers(&format!("{variable}_{part}"));
        let (mean, sd, n) = (column("mean")?, column("sd")?, column("n")?);
        let times = means.numbers("time_s")?;
        let mut found = Vec::new();
        let chosen = self.chosen(&times);
        let widening = match self.noise {
            Noise::SemOfCourse => (chosen.len() as f64 / looks(&frame, variable, &means, &chosen)?).sqrt(),
            Noise::Sem | Noise::Sd | Noise::None => 1.0,
        };
        for at in chosen {
            let noise = match self.noise {
                Noise::Sem => sd[at] / n[at].sqrt(),
                Noise::SemOfCourse => widening * sd[at] / n[at].sqrt(),
                Noise::Sd => sd[at],
                Noise::None => 1.0,
            };
            // Without two cells there is no error to weigh the mean by.
            if !(mean[at].is_finite() && noise.is_finite() && noise > 0.0) {
                continue;
            }
            let mut one = Measurement::new(observable, &condition, self.time(times[at])?, mean[at]);
            if !matches!(self.noise, Noise::None) {
                one.noise_parameters = vec![Override::Number(noise)];
            }
            one.dataset = Some(traces.id().to_string());
            found.push(one);
        }
        if found.is_empty() {
            let what = format!("`{variable}` of `{}` has no time with two cells", traces.id());
            return Err(StepError::unfit(what, "check the frame interval of the movie, and the tracks"));
        }
        Ok(found)
    }

    /// The frames nearest to each multiple of the interval asked for.
    fn chosen(&self, times: &[f64]) -> Vec<usize> {
        let Some(every) = self.every_s.filter(|every| *every > 0.0) else {
            return (0..times.len()).collect();
        };
        let last = times.iter().copied().fold(0.0, f64::max);
        let mut chosen: Vec<usize> = (0..=(last / every).floor() as usize)
            .filter_map(|step| {
                let wanted = step as f64 * every;
                let near = |at: &usize| (times[*at] - wanted).abs();
                (0..times.len()).min_by(|a, b| near(a).total_cmp(&near(b)))
            })
            .collect();
        chosen.dedup();
        chosen
    }

    /// One measurement for each row of a table with the columns `condition`, `observable`, `value`
    /// and `time_s`, and `replicate` where there is one.
    fn rows(&self, table: &DataFrame, problem: &Problem) -> Result<Vec<Measurement>, StepError> {
        let text = |name: &str| -> Result<Vec<String>, StepError> {
            let empty = || StepError::unfit(format!("a row has no {name}"), "fill it in or remove the row");
            table.texts(name)?.into_iter().map(|text| text.ok_or_else(empty)).collect()
        };
        let (conditions, observables) = (text("condition")?, text("observable")?);
        let (times, values) = (table.numbers("time_s")?, table.numbers("value")?);
        let replicates = match table.column("replicate") {
            Ok(column) => Some(column.to_f64()),
            Err(TableError::Missing { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let mut found = Vec::new();
        for row in 0..table.rows() {
            known(problem, &observables[row], &conditions[row])?;
            if !values[row].is_finite() {
                continue;
            }
            let time = self.time(times[row])?;
            let mut one = Measurement::new(&observables[row], &conditions[row], time, values[row]);
            one.replicate = replicates.as_ref().and_then(Option::as_ref).map(|all| all[row].to_string());
            found.push(one);
        }
        Ok(found)
    }

    fn time(&self, seconds: f64) -> Result<f64, StepError> {
        match &self.time_unit {
            Some(unit) => Ok("s".parse::<Unit>()?.convert(seconds, unit)?),
            None => Ok(seconds),
        }
    }
}

/// What a measurement can be of: experiments, and conditions from time 0.
fn names(problem: &Problem) -> Vec<&str> {
    let experiments = problem.experiments.iter().map(|one| one.id.as_str());
    experiments.chain(problem.conditions.iter().map(|one| one.id.as_str())).collect()
}

/// Whether the model has the observable and the condition.
fn known(problem: &Problem, observable: &str, condition: &str) -> Result<(), StepError> {
    if problem.observable(observable).is_none() {
        let all: Vec<&str> = problem.observables.iter().map(|one| one.id.as_str()).collect();
        let what = format!("the model has no observable `{observable}`");
        return Err(StepError::unfit(what, format!("it has: {}", all.join(", "))));
    }
    if problem.experiment(condition).is_none() {
        let all: Vec<&str> = names(problem);
        let what = format!("the model has no condition `{condition}`");
        return Err(StepError::unfit(what, format!("it has: {}", all.join(", "))));
    }
    Ok(())
}
