use crate::step::What;
use crate::steps::model::NAME;
use crate::{Logged, StepError};
use lca_core::{ElementPath, StepId};
use lca_formats::parse_petab;
use lca_kinetics::petab::Problem;
use lca_store::Atlas;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// The model steps that belong to one element: the one that made it, those it came from, and those that follow.
pub(super) struct Kin<'a> {
    pub(super) atlas: &'a Atlas,
    pub(super) all: &'a [Logged],
    /// The step that made the element.
    own: &'a Logged,
    names: BTreeSet<&'a str>,
}

impl<'a> Kin<'a> {
    pub(super) fn of(atlas: &'a Atlas, all: &'a [Logged], element: &ElementPath) -> Result<Self, StepError> {
        let makes = |step: &&Logged| step.record.outputs.values().any(|path| path == element);
        let own = all.iter().find(makes).ok_or_else(|| {
            StepError::unfit(format!("no step made `{element}`"), "run the study that makes it")
        })?;
        let mut names = BTreeSet::new();
        before(all, own, &mut names);
        after(all, own, &mut names);
        Ok(Self { atlas, all, own, names })
    }

    /// The steps of a kind among them, in the order in which they were run.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &'a Logged> {
        let mine = self.all.iter().filter(|step| self.names.contains(step.record.step.as_str()));
        mine.filter(move |step| step.record.kind == kind).collect::<Vec<_>>().into_iter()
    }

    /// The step of that name.
    pub(super) fn step(&self, name: &StepId) -> Option<&'a Logged> {
        self.all.iter().find(|one| one.record.step == *name)
    }

    /// The step that an input takes from.
    pub(super) fn input(&self, step: &Logged, port: &str) -> Result<&'a Logged, StepError> {
        let name = step.record.inputs.get(port).and_then(|inputs| inputs.first()).map(|input| &input.step);
        name.and_then(|name| self.step(name)).ok_or_else(|| {
            let what = format!("what step `{}` took as `{port}` is no longer in the atlas", step.record.step);
            StepError::unfit(what, "run the study again")
        })
    }

    /// The problem of the element: its own, or the one it was made from.
    pub(super) fn problem(&self) -> Result<Option<(&'a Logged, Problem)>, StepError> {
        let mut level = vec![self.own];
        let mut seen = BTreeSet::new();
        while !level.is_empty() {
            if let Some(step) = level.iter().find(|step| step.record.outputs.contains_key(&What::Problem)) {
                return Ok(Some((step, self.read_problem(step)?)));
            }
            let inputs = level.iter().flat_map(|step| step.record.inputs.values().flatten());
            let names: Vec<_> =
                inputs.map(|input| input.step.clone()).filter(|name| seen.insert(name.clone())).collect();
            level = self.all.iter().filter(|step| names.contains(&step.record.step)).collect();
        }
        Ok(None)
    }

    /// The problem that a step made.
    pub(super) fn read_problem(&self, step: &Logged) -> Result<Problem, StepError> {
        Ok(parse_petab(&format!("{NAME}.yaml"), &self.atlas.read_files(path(step, What::Problem)?)?)?)
    }

    /// The document that a step made.
    pub(super) fn json<T: DeserializeOwned>(&self, step: &Logged, what: What) -> Result<T, StepError> {
        let files = self.atlas.read_files(path(step, what)?)?;
        let bytes = files.get(&format!("{what}.json")).map(Vec::as_slice).unwrap_or_default();
        Ok(serde_json::from_slice(bytes)?)
    }
}

fn path(step: &Logged, what: What) -> Result<&ElementPath, StepError> {
    let missing =
        || StepError::unfit(format!("step `{}` made no {what}", step.record.step), "run the study again");
    step.record.outputs.get(&what).ok_or_else(missing)
}

fn before<'a>(all: &'a [Logged], own: &'a Logged, names: &mut BTreeSet<&'a str>) {
    let mut open = vec![own];
    while let Some(step) = open.pop() {
        if names.insert(step.record.step.as_str()) {
            let inputs = || step.record.inputs.values().flatten();
            open.extend(all.iter().filter(|one| inputs().any(|input| input.step == one.record.step)));
        }
    }
}

fn after<'a>(all: &'a [Logged], own: &'a Logged, names: &mut BTreeSet<&'a str>) {
    let mut open = vec![own];
    let mut seen = BTreeSet::new();
    while let Some(step) = open.pop() {
        if seen.insert(step.record.step.as_str()) {
            names.insert(step.record.step.as_str());
            let takes = |one: &&Logged| {
                one.record.inputs.values().flatten().any(|input| input.step == step.record.step)
            };
            open.extend(all.iter().filter(takes));
        }
    }
}
