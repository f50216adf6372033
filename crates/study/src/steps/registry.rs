use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::Table;
use lca_tables::{Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes what the study says of its subjects, specimens, assays and conditions. Every study has
/// this step without naming it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registry {}

impl Step for Registry {
    const KIND: &'static str = super::REGISTRY;
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Writes the registry of subjects, specimens, assays and conditions.";
    const PORTS: &'static [Port] = &[];
    const GIVES: &'static [What] = &[What::Subjects, What::Specimens, What::Assays, What::Conditions];

    fn memory(&self) -> String {
        "the names in the study".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        context.write_frame(What::Subjects, &subjects(context)?)?;
        context.write_frame(What::Specimens, &specimens(context)?)?;
        context.write_frame(What::Assays, &assays(context)?)?;
        context.write_frame(What::Conditions, &conditions(context)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let frame = view.frame(What::Assays)?;
        if frame.rows() == 0 {
            return Ok(None);
        }
        let caption = "Each act of measuring, as the study tells it. Where it leaves out the size of a pixel, the time \
                       between frames or the channels, those of the files hold.";
        let table = Table::from_frame(caption, "assay", &frame, 50);
        Ok(Some(Section::new("What was measured").block(table)))
    }
}

fn subjects(context: &Context<'_>) -> Result<DataFrame, StepError> {
    let all = &context.study().subjects;
    let mut frame = DataFrame::new(all.iter().map(|one| one.id.to_string()).collect());
    frame.set("organism", Column::NullableText(all.iter().map(|one| one.organism.clone()).collect()))?;
    frame
        .set("description", Column::NullableText(all.iter().map(|one| one.description.clone()).collect()))?;
    Ok(frame)
}

fn specimens(context: &Context<'_>) -> Result<DataFrame, StepError> {
    let all = &context.study().specimens;
    let mut frame = DataFrame::new(all.iter().map(|one| one.id.to_string()).collect());
    let parent = |one: &lca_core::Specimen| one.parent.as_ref().map(ToString::to_string);
    frame.set("subject", Column::Text(all.iter().map(|one| one.subject.to_string()).collect()))?;
    frame.set("parent", Column::NullableText(all.iter().map(parent).collect()))?;
    frame
        .set("description", Column::NullableText(all.iter().map(|one| one.description.clone()).collect()))?;
    Ok(frame)
}

fn assays(context: &Context<'_>) -> Result<DataFrame, StepError> {
    let all = &context.study().assays;
    let mut frame = DataFrame::new(all.iter().map(|one| one.assay.id.to_string()).collect());
    let mut modality = Vec::new();
    for one in all {
        modality.push(serde_json::to_value(one.assay.modality)?.as_str().unwrap_or_default().to_owned());
    }
    let condition = |one: &crate::AssayFiles| one.assay.condition.as_ref().map(ToString::to_string);
    let files = |one: &crate::AssayFiles| {
        one.files.values().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    frame.set("specimen", Column::Text(all.iter().map(|one| one.assay.specimen.to_string()).collect()))?;
    frame.set("modality", Column::Text(modality))?;
    frame.set("condition", Column::NullableText(all.iter().map(condition).collect()))?;
    let time = |one: &crate::AssayFiles| one.assay.time_s.unwrap_or(f64::NAN);
    frame.set("time_s", Column::Float(all.iter().map(time).collect()))?;
    for (at, axis) in ["z", "y", "x"].into_iter().enumerate() {
        let along = |one: &crate::AssayFiles| one.pixel_size_um.map_or(f64::NAN, |size| size[at]);
        frame.set(&format!("pixel_size_{axis}_um"), Column::Float(all.iter().map(along).collect()))?;
    }
    let interval = |one: &crate::AssayFiles| one.frame_interval_s.unwrap_or(f64::NAN);
    frame.set("frame_interval_s", Column::Float(all.iter().map(interval).collect()))?;
    let channels = |one: &crate::AssayFiles| (!one.channels.is_empty()).then(|| one.channels.join(", "));
    frame.set("channels", Column::NullableText(all.iter().map(channels).collect()))?;
    frame.set("files", Column::Text(all.iter().map(files).collect()))?;
    Ok(frame)
}

/// One row for each perturbation; a condition without one (a control) has a row with none.
fn conditions(context: &Context<'_>) -> Result<DataFrame, StepError> {
    let mut rows = Vec::new();
    for condition in &context.study().conditions {
        let id = condition.id.to_string();
        if condition.perturbations.is_empty() {
            rows.push((id.clone(), None));
        }
        rows.extend(condition.perturbations.iter().map(|one| (id.clone(), Some(one))));
    }
    let mut kinds = Vec::new();
    for (_, one) in &rows {
        let kind = one.map(|one| serde_json::to_value(one.kind)).transpose()?;
        kinds.push(kind.and_then(|kind| kind.as_str().map(str::to_owned)));
    }
    let numbers = |of: fn(&lca_core::Perturbation) -> f64| {
        Column::Float(rows.iter().map(|(_, one)| one.map_or(f64::NAN, of)).collect())
    };
    let texts = |of: fn(&lca_core::Perturbation) -> String| {
        Column::NullableText(rows.iter().map(|(_, one)| one.map(of)).collect())
    };
    let mut frame = DataFrame::with_rows(rows.len());
    frame.set("condition", Column::Text(rows.iter().map(|(id, _)| id.clone()).collect()))?;
    frame.set("target", texts(|one| one.target.clone()))?;
    frame.set("kind", Column::NullableText(kinds))?;
    frame.set("amount", numbers(|one| one.amount))?;
    frame.set("unit", texts(|one| one.unit.to_string()))?;
    frame.set("start_s", numbers(|one| one.start_s))?;
    frame.set("end_s", numbers(|one| one.end_s.unwrap_or(f64::NAN)))?;
    Ok(frame)
}
