//! Which species there are, and in which compartment each is.

use super::{at, wrong};
use crate::NetworkError;
use lca_kinetics::sketch::{Declared, Given, Setting, Sketch};
use std::collections::{BTreeMap, HashMap};

/// The compartment of a model that states none.
const CELL: &str = "cell";

/// A species with all that is said of it.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) id: String,
    pub(super) compartment: String,
    pub(super) initial: Option<Setting>,
}

/// The compartments, in the order in which they are stated.
pub(super) fn compartments(sketch: &Sketch) -> Vec<Setting> {
    let mut found = sketch.compartments.clone();
    let routes = sketch.steps.iter().filter_map(|step| step.route.as_ref().map(|route| (route, step.line)));
    if found.is_empty() {
        // Places that are only named have size 1.
        for (name, line) in routes.flat_map(|((from, to), line)| [(from, line), (to, line)]) {
            if !found.iter().any(|known| known.name == *name) {
                found.push(Setting::number(name, 1.0, line));
            }
        }
    }
    if found.is_empty() {
        found.push(Setting::number(CELL, 1.0, 0));
    }
    found
}

/// Every species, in the order in which the list names them. One of which no place is stated is where the
/// first thing is that it comes from, else in the first compartment.
pub(super) fn species(sketch: &Sketch, compartments: &[Setting]) -> Result<Vec<Placed>, NetworkError> {
    let first = compartments.first().map_or(CELL, |one| one.name.as_str());
    let mut places: HashMap<String, String> = HashMap::new();
    for one in &sketch.species {
        if let Some(place) = &one.compartment {
            known(compartments, place, one.line)?;
            put(&mut places, &one.id, place, one.line)?;
        }
    }
    for step in &sketch.steps {
        if let Some((from, to)) = &step.route {
            for (terms, place) in [(&step.reactants, from), (&step.products, to)] {
                known(compartments, place, step.line)?;
                terms.iter().try_for_each(|term| put(&mut places, &term.species, place, step.line))?;
            }
        }
    }
    inherit(sketch, &mut places);
    let initials = initials(&sketch.species)?;
    let mut order: Vec<&str> = sketch.species.iter().map(|one| one.id.as_str()).collect();
    order.extend(sketch.steps.iter().flat_map(lca_kinetics::sketch::Step::species));
    let mut found: Vec<Placed> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for id in order.into_iter().filter(|id| seen.insert(*id)) {
        let compartment = places.get(id).map_or(first, String::as_str).to_owned();
        found.push(Placed { id: id.to_owned(), compartment, initial: initials.get(id).cloned() });
    }
    Ok(found)
}

fn known(compartments: &[Setting], place: &str, line: u64) -> Result<(), NetworkError> {
    if compartments.iter().any(|one| one.name == *place) {
        return Ok(());
    }
    let names: Vec<&str> = compartments.iter().map(|one| one.name.as_str()).collect();
    let near = lca_core::nearest(place, names.iter().copied());
    Err(NetworkError::Reference {
        place: at(line),
        id: place.to_owned(),
        what: "which is no compartment of the model",
        instead: near.map_or_else(
            || format!("state `@compartment {place} = 1`"),
            |near| format!("is `{near}` meant? Else state `@compartment {place} = 1`"),
        ),
    })
}

fn put(places: &mut HashMap<String, String>, id: &str, place: &str, line: u64) -> Result<(), NetworkError> {
    match places.insert(id.to_owned(), place.to_owned()) {
        Some(other) if other != place => {
            let what = format!("`{id}` is in {other} and in {place}; name it otherwise in one of them");
            Err(wrong(line, what))
        }
        _ => Ok(()),
    }
}

/// Products without a place are where the first thing is that they come from.
fn inherit(sketch: &Sketch, places: &mut HashMap<String, String>) {
    loop {
        let before = places.len();
        for step in sketch.steps.iter().filter(|step| step.route.is_none()) {
            let from = step.reactants.iter().find_map(|term| places.get(&term.species)).cloned();
            if let Some(place) = from {
                for term in &step.products {
                    places.entry(term.species.clone()).or_insert_with(|| place.clone());
                }
            }
        }
        if places.len() == before {
            return;
        }
    }
}

/// What there is at the start; said twice it must be the same.
fn initials(declared: &[Declared]) -> Result<BTreeMap<&str, Setting>, NetworkError> {
    let mut found: BTreeMap<&str, Setting> = BTreeMap::new();
    for one in declared {
        let Some(initial) = &one.initial else { continue };
        if let Given::Number(value) = initial.value
            && value < 0.0
        {
            return Err(wrong(
                one.line,
                format_args!("`{}` is {value} at the start; give 0 or more", one.id),
            ));
        }
        match found.get(one.id.as_str()) {
            Some(before) if before.value != initial.value => {
                let what = format!(
                    "`{}` has another value at the start in line {}; remove one",
                    one.id, before.line
                );
                return Err(wrong(one.line, what));
            }
            Some(_) => {}
            None => {
                found.insert(&one.id, initial.clone());
            }
        }
    }
    Ok(found)
}
