use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::number;
use lca_tables::DataFrame;
use lca_track::{PulseParams, courses, summary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Levels, pulses and periods of each cell's time course.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Pulses {
    /// The measure that is followed; left out, the first ratio, else the first mean.
    measure: Option<String>,
    /// How far a pulse must stand out; left out, five times the noise.
    min_prominence: Option<f64>,
    /// Least distance between two peaks, in frames.
    min_distance: f64,
    /// What a row of the table is.
    each: Each,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Each {
    Cell,
    Pulse,
}

impl Default for Pulses {
    fn default() -> Self {
        Self { measure: None, min_prominence: None, min_distance: 0.0, each: Each::Cell }
    }
}

impl Step for Pulses {
    const KIND: &'static str = "pulses";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Finds levels, pulses and periods of each cell's time course.";
    const PORTS: &'static [Port] = &[Port::one("traces", What::Traces)];
    const GIVES: &'static [What] = &[What::Frame];

    fn memory(&self) -> String {
        "the traces, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let traces = context.one("traces")?.frame(What::Traces)?;
        let missing =
            || StepError::unfit("the traces have no measure of brightness", "name one as `measure`");
        let measure = self.measure.clone().or_else(|| first(&traces)).ok_or_else(missing)?;
        let params = PulseParams { min_prominence: self.min_prominence, min_distance: self.min_distance };
        let found = summary(&courses(&traces, &measure)?, &params, 1.0)?;
        let pulsing = found.cells.numbers("pulses")?.iter().filter(|count| **count > 0.0).count();
        context.value("measure", measure)?;
        context.value("cells", found.cells.rows())?;
        context.value("pulses", found.pulses.rows())?;
        context.value("pulsing", pulsing)?;
        let table = if self.each == Each::Cell { &found.cells } else { &found.pulses };
        context.write_frame(What::Frame, table)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| number(view.number(name).unwrap_or(f64::NAN));
        let measure = view.record().values.get("measure").and_then(serde_json::Value::as_str).unwrap_or("");
        let text = format!(
            "{}: {} of {} cells have pulses of {measure}, {} in all.",
            view.id(),
            value("pulsing"),
            value("cells"),
            value("pulses"),
        );
        Ok(Some(Section::new("Traces").text(text)))
    }
}

/// The first translocation ratio, else the first mean of a channel.
fn first(traces: &DataFrame) -> Option<String> {
    let names = || traces.columns().iter().map(|(name, _)| name);
    names()
        .find(|name| name.ends_with("_ratio"))
        .or_else(|| names().find(|name| name.ends_with("_mean")))
        .cloned()
}
