use super::assays::assays;
use super::nodes::nodes;
use super::place::{Place, Source};
use super::read::Parsed;
use super::spec::{ConditionSpec, SpecimenSpec, StudySpec, SubjectSpec};
use super::words::choice;
use crate::study::{AssayFiles, Node, Study};
use lca_core::{Condition, Specimen, Subject};
use std::fmt::Display;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Looks up every name and file a study uses.
pub(crate) fn check(source: Source<'_>, spec: StudySpec, steps: Vec<Parsed>) -> Result<Study, Place> {
    unique(source, "subject", spec.subject.iter().map(|one| &one.id))?;
    unique(source, "specimen", spec.specimen.iter().map(|one| &one.id))?;
    unique(source, "condition", spec.condition.iter().map(|one| &one.id))?;
    unique(source, "assay", spec.assay.iter().map(|one| &one.id))?;
    unique(source, "step", steps.iter().map(|one| &one.spec.id))?;
    for one in &spec.specimen {
        known(source, "subject", &one.subject, spec.subject.iter().map(|known| &known.id))?;
        if let Some(parent) = &one.parent {
            known(source, "specimen", parent, spec.specimen.iter().map(|known| &known.id))?;
        }
    }
    for one in &spec.assay {
        known(source, "specimen", &one.specimen, spec.specimen.iter().map(|known| &known.id))?;
        if let Some(condition) = &one.condition {
            known(source, "condition", condition, spec.condition.iter().map(|known| &known.id))?;
        }
    }
    let root = data_root(source.path, &spec);
    let assays = assays(source, &root, &spec.assay)?;
    let steps = nodes(source, &spec, &assays, steps)?;
    Ok(study(source.path, spec, assays, steps))
}

fn study(path: &Path, spec: StudySpec, assays: Vec<AssayFiles>, steps: Vec<Node>) -> Study {
    let name = spec.name.into_inner().to_string();
    let subject = |one: SubjectSpec| Subject {
        id: one.id.into_inner(),
        organism: one.organism,
        description: one.description,
    };
    let specimen = |one: SpecimenSpec| Specimen {
        id: one.id.into_inner(),
        subject: one.subject.into_inner(),
        parent: one.parent.map(Spanned::into_inner),
        description: one.description,
    };
    let condition = |one: ConditionSpec| Condition {
        id: one.id.into_inner(),
        perturbations: one.perturbations.into_iter().map(Into::into).collect(),
    };
    Study {
        path: path.to_owned(),
        title: spec.title.unwrap_or_else(|| name.clone()),
        name,
        description: spec.description,
        seed: spec.seed,
        subjects: spec.subject.into_iter().map(subject).collect(),
        specimens: spec.specimen.into_iter().map(specimen).collect(),
        conditions: spec.condition.into_iter().map(condition).collect(),
        assays,
        steps,
    }
}

/// The folder that files are relative to: the environment's, else the study's own choice, else
/// where the study lies.
fn data_root(study: &Path, spec: &StudySpec) -> PathBuf {
    let beside = study.parent().unwrap_or(Path::new("."));
    let from_env = spec.data.env.as_ref().and_then(std::env::var_os).filter(|value| !value.is_empty());
    match (from_env, &spec.data.root) {
        (Some(root), _) => PathBuf::from(root),
        (None, Some(root)) => beside.join(root),
        (None, None) => beside.to_owned(),
    }
}

fn unique<'a, T: Display + Eq + 'a>(
    source: Source<'_>,
    what: &str,
    ids: impl Iterator<Item = &'a Spanned<T>>,
) -> Result<(), Place> {
    let mut seen: Vec<&T> = Vec::new();
    for id in ids {
        if seen.contains(&id.get_ref()) {
            let message = format!("the {what} `{}` occurs twice", id.get_ref());
            return Err(source.place(id.span(), message, "give each its own id"));
        }
        seen.push(id.get_ref());
    }
    Ok(())
}

/// The position of a name among those that exist.
pub(crate) fn known<'a, T: Display + Eq + 'a>(
    source: Source<'_>,
    what: &str,
    id: &Spanned<T>,
    ids: impl Iterator<Item = &'a Spanned<T>> + Clone,
) -> Result<usize, Place> {
    ids.clone().position(|known| known.get_ref() == id.get_ref()).ok_or_else(|| {
        let names: Vec<String> = ids.map(|known| known.get_ref().to_string()).collect();
        missing(source, what, id.span(), &id.get_ref().to_string(), &names)
    })
}

/// What to say of a name that does not exist.
pub(crate) fn missing(
    source: Source<'_>,
    what: &str,
    span: Range<usize>,
    id: &str,
    known: &[String],
) -> Place {
    let help = match known {
        [] => format!("add a [[{what}]] with that id"),
        known => choice("there are", id, known),
    };
    source.place(span, format!("there is no {what} `{id}`"), help)
}
