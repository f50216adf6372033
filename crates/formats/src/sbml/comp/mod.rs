//! The package `comp` (Hierarchical Model Composition Version 1, Release 3): a model made of models
//! becomes one flat model before it is read. What `sub` holds as `x` is called `sub__x` there.

mod copy;
mod formula;
mod frame;
mod instance;
mod library;
mod names;
mod replace;
mod resolve;
mod species;

use super::element::{Element, Origin};
use crate::FormatError;
use formula::{Formulas, Locals, shallow};
use frame::Context;
use instance::instances;
use library::Library;
use replace::Replaced;
use resolve::Resolver;
use std::path::Path;

/// The main model of a document, flat where it is made of submodels.
pub(super) fn flat(root: Element, path: &Path) -> Result<Option<Element>, FormatError> {
    let Some(model) = root.child("model") else { return Ok(None) };
    if model.child_of(Origin::Comp, "listOfSubmodels").is_none() {
        return Ok(Some(model.clone()));
    }
    let library = Library::load(root, path)?;
    let instances = instances(&library)?;
    let replaced = Replaced::of(&Resolver::new(&library, &instances))?;
    Ok(merged(&Context { instances: &instances, replaced }))
}

/// Everything that stays, in the lists of one model.
fn merged(context: &Context<'_>) -> Option<Element> {
    let mut model = shallow(context.instances.first()?.model);
    for (at, instance) in context.instances.iter().enumerate() {
        if context.replaced.is_gone(at) {
            continue;
        }
        let formulas = Formulas { context, instance: at, scale: context.scale(at) };
        for list in instance.model.children.iter().filter(|list| list.name.starts_with("listOf")) {
            match list.origin {
                Origin::Sbml => add(&mut model, list, formulas.listed(list)),
                Origin::Fbc if at == 0 => model.children.push(list.clone()),
                _ => {}
            }
        }
        let one = formulas.conversion_factors(&mut model);
        let list = instance.model.made(Origin::Sbml, "listOfParameters", Vec::new());
        add(&mut model, &list, one.into_iter().collect());
    }
    Some(model)
}

impl Formulas<'_> {
    fn listed(&self, list: &Element) -> Vec<Element> {
        list.children.iter().filter_map(|child| self.copy(child, &Locals::new())).collect()
    }
}

fn add(model: &mut Element, list: &Element, mut items: Vec<Element>) {
    if items.is_empty() {
        return;
    }
    let same = |known: &&mut Element| known.name == list.name && known.origin == list.origin;
    match model.children.iter_mut().find(same) {
        Some(known) => known.children.append(&mut items),
        None => model.children.push(Element { children: items, ..shallow(list) }),
    }
}
