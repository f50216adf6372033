//! A molecule into steps.

use super::{Activation, Names, Regulated, SkeletonOptions};
use lca_graph::{Layer, MolecularNetwork};
use lca_kinetics::sketch::{Declared, Inhibition, Inhibitor, Law, Setting, Sketch, Step};

/// What each molecule is called in the model, and the form that acts.
pub(super) struct Forms {
    whole: Vec<String>,
    acting: Vec<String>,
}

/// Whether a molecule has a phosphorylated form.
fn cycles(network: &MolecularNetwork, at: usize, one: &Regulated, options: SkeletonOptions) -> bool {
    let protein =
        |layer| matches!(layer, Layer::Protein | Layer::Complex | Layer::PhosphoSite | Layer::Unstated);
    let molecules = network.molecules();
    let mut sources = one.activators.iter().chain(&one.inhibitors);
    let regulated = sources.any(|source| !is_template(molecules[*source].layer));
    options.activation == Activation::Cycle && protein(molecules[at].layer) && regulated
}

/// Whether a molecule of that layer is what proteins are made from.
const fn is_template(layer: Layer) -> bool {
    matches!(layer, Layer::Gene | Layer::Transcript)
}

pub(super) fn forms(
    network: &MolecularNetwork,
    regulated: &[Regulated],
    ids: &[String],
    options: SkeletonOptions,
    names: &mut Names,
) -> Forms {
    let acting = ids.iter().zip(regulated).enumerate().map(|(at, (id, one))| {
        if cycles(network, at, one, options) { names.free(format!("p{id}")) } else { id.clone() }
    });
    Forms { acting: acting.collect(), whole: ids.to_vec() }
}

/// Adds the steps that change a molecule, and what there is of it at the start.
pub(super) fn take(
    sketch: &mut Sketch,
    network: &MolecularNetwork,
    at: usize,
    one: &Regulated,
    forms: &Forms,
    options: SkeletonOptions,
) {
    let molecules = network.molecules();
    let layer = molecules[at].layer;
    if matches!(layer, Layer::Reaction | Layer::CellType) {
        return;
    }
    let (id, acting) = (&forms.whole[at], &forms.acting[at]);
    let name = |list: &[usize]| list.iter().map(|source| forms.acting[*source].clone()).collect::<Vec<_>>();
    let steps = if one.is_free() {
        start(sketch, id, 1.0, true);
        return;
    } else if id != acting {
        start(sketch, id, 1.0, false);
        start(sketch, acting, 0.0, false);
        let templates = |list: &[usize], wanted: bool| -> Vec<usize> {
            list.iter().copied().filter(|source| is_template(molecules[*source].layer) == wanted).collect()
        };
        let mut steps = cycle(id, acting, &name(&templates(&one.activators, false)), &name(&one.inhibitors));
        let sources = name(&templates(&one.activators, true));
        if !sources.is_empty() {
            steps.extend(sources.iter().map(|source| made("translate", source, id)));
            steps.extend([decay(id), decay(acting)]);
        }
        steps
    } else if layer == Layer::Metabolite {
        start(sketch, id, 1.0, false);
        turnover(id, &name(&one.activators), &name(&one.inhibitors))
    } else {
        // What needs itself or others to be made would never begin from nothing.
        start(sketch, id, 1.0, false);
        let templates = one.activators.iter().all(|source| is_template(molecules[*source].layer));
        if layer == Layer::Protein && templates && one.inhibitors.is_empty() {
            let mut steps: Vec<Step> =
                name(&one.activators).iter().map(|source| made("translate", source, id)).collect();
            steps.push(decay(id));
            steps
        } else {
            vec![promoter(id, name(&one.activators), &name(&one.inhibitors), options), decay(id)]
        }
    };
    sketch.steps.extend(steps);
}

fn start(sketch: &mut Sketch, id: &str, value: f64, fixed: bool) {
    let initial = Some(Setting { fixed, ..Setting::number(id, value, 0) });
    sketch.species.push(Declared { id: id.to_owned(), compartment: None, initial, line: 0 });
}

fn decay(id: &str) -> Step {
    Step::new("degrade", &[id], &[])
}

fn made(verb: &str, from: &str, id: &str) -> Step {
    Step { actors: vec![from.to_owned()], ..Step::new(verb, &[], &[id]) }
}

/// Phosphorylation by each activator (by itself where there is none), dephosphorylation by each inhibitor
/// and by itself.
fn cycle(id: &str, acting: &str, activators: &[String], inhibitors: &[String]) -> Vec<Step> {
    let by = |verb: &str, actor: &String, from: &str, to: &str| Step {
        actors: vec![actor.clone()],
        law: Law::MichaelisMenten,
        ..Step::new(verb, &[from], &[to])
    };
    let mut steps: Vec<Step> = activators.iter().map(|one| by("phosphorylate", one, id, acting)).collect();
    if steps.is_empty() {
        steps.push(Step::new("phosphorylate", &[id], &[acting]));
    }
    steps.extend(inhibitors.iter().map(|one| by("dephosphorylate", one, acting, id)));
    let alone = Step { law: Law::MichaelisMenten, ..Step::new("dephosphorylate", &[acting], &[id]) };
    steps.push(alone);
    steps
}

/// A metabolite that enzymes make and take.
fn turnover(id: &str, makers: &[String], takers: &[String]) -> Vec<Step> {
    let mut steps: Vec<Step> = makers.iter().map(|one| made("synthesize", one, id)).collect();
    if steps.is_empty() {
        steps.push(Step::new("synthesize", &[], &[id]));
    }
    let taken = |one: &String| Step { actors: vec![one.clone()], ..decay(id) };
    steps.extend(takers.iter().map(taken));
    steps.push(decay(id));
    steps
}

fn promoter(id: &str, activators: Vec<String>, inhibitors: &[String], options: SkeletonOptions) -> Step {
    let inhibitor = |one: &String| Inhibitor { species: one.clone(), kind: Inhibition::Repression };
    Step {
        actors: activators,
        logic: options.logic,
        inhibitors: inhibitors.iter().map(inhibitor).collect(),
        law: Law::Hill,
        ..Step::new("transcribe", &[], &[id])
    }
}
