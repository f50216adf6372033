use super::{LayerChange, Names};
use crate::NetworkError;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Sign};
use std::collections::{BTreeSet, HashMap};

/// Where each measured molecule is: layer among the changes, row in it.
pub(super) type At = (usize, usize);

/// An interaction of a resource between molecules of which at least the target was measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// What acts: a measured molecule, or a name of a resource alone.
    pub(super) source: Source,
    pub(super) target: At,
    pub(super) sign: Sign,
    pub(super) kind: Option<String>,
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Measured(At),
    Named(Layer, String),
}

/// What resources and layers have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Candidates {
    pub(super) all: Vec<Candidate>,
    /// Interactions of the resources whose target was not measured.
    pub(super) unmeasured: usize,
}

/// The layers in which a molecule that a resource puts in `layer` may be measured, as an acting end or
/// one acted on: genes act by their proteins and answer by their transcripts.
fn measured_as(layer: Layer, acts: bool) -> &'static [Layer] {
    match (layer, acts) {
        (Layer::Gene, true) => &[Layer::Protein],
        (Layer::Gene, false) => &[Layer::Transcript],
        (Layer::Protein | Layer::Complex, _) => &[Layer::Protein],
        (Layer::Transcript, _) => &[Layer::Transcript],
        (Layer::PhosphoSite, _) => &[Layer::PhosphoSite],
        (Layer::Metabolite, _) => &[Layer::Metabolite],
        (Layer::Reaction | Layer::CellType, _) => &[],
        (Layer::Unstated, _) => &[Layer::Protein, Layer::PhosphoSite, Layer::Transcript, Layer::Metabolite],
    }
}

/// Measured molecules by layer and comparable name.
pub(super) fn index(layers: &[LayerChange], names: &Names) -> HashMap<(Layer, String), At> {
    let mut index = HashMap::new();
    for (place, layer) in layers.iter().enumerate() {
        for (row, response) in layer.responses.iter().enumerate() {
            let known = [Some(&response.id), response.name.as_ref()];
            for name in known.into_iter().flatten() {
                index.entry((layer.layer, names.key(layer.layer, name))).or_insert((place, row));
            }
        }
    }
    index
}

/// The interactions that may explain what was measured: those of the resources; a transcript on the
/// protein of the same name; a site on its protein (`AKT1_S473` on `AKT1`).
pub(super) fn candidates(
    layers: &[LayerChange],
    resources: &[MolecularNetwork],
    names: &Names,
) -> Result<Candidates, NetworkError> {
    let index = index(layers, names);
    let find = |layer: Layer, acts: bool, name: &str| {
        measured_as(layer, acts)
            .iter()
            .find_map(|&layer| index.get(&(layer, names.key(layer, name))).copied())
    };
    let mut found = Candidates::default();
    let mut seen = BTreeSet::new();
    for resource in resources {
        let (before, molecules) = (found.all.len(), resource.molecules());
        for edge in resource.interactions() {
            let (from, to) = (&molecules[edge.source], &molecules[edge.target]);
            let Some(target) = find(to.layer, false, &to.id) else {
                found.unmeasured += 1;
                continue;
            };
            let acting = if from.layer == Layer::Gene { Layer::Protein } else { from.layer };
            let source = find(from.layer, true, &from.id)
                .map_or_else(|| Source::Named(acting, names.key(acting, &from.id)), Source::Measured);
            let kind = edge.kind.clone();
            if seen.insert((source.clone(), target, edge.sign, kind.clone())) {
                found.all.push(candidate(source, target, edge, kind));
            }
        }
        if before == found.all.len() && !resource.interactions().is_empty() {
            return Err(stranger(resource, layers));
        }
    }
    own(layers, &index, names, &mut found);
    Ok(found)
}

fn candidate(source: Source, target: At, edge: &Interaction, kind: Option<String>) -> Candidate {
    Candidate { source, target, sign: edge.sign, kind, evidence: edge.evidence.clone() }
}

/// The edges that need no resource: more transcript makes more of its protein, a site belongs to its
/// protein.
fn own(layers: &[LayerChange], index: &HashMap<(Layer, String), At>, names: &Names, found: &mut Candidates) {
    for (place, layer) in layers.iter().enumerate() {
        let (kind, sign) = match layer.layer {
            Layer::Transcript => ("translation", Sign::Positive),
            Layer::PhosphoSite => ("modification", Sign::Unknown),
            _ => continue,
        };
        for (row, response) in layer.responses.iter().enumerate() {
            let stem = |id: &str| match layer.layer {
                Layer::PhosphoSite => id.split(['_', ':', '-']).next().unwrap_or_default().to_owned(),
                _ => id.to_owned(),
            };
            let known = [Some(&response.id), response.name.as_ref()];
            let protein = known.into_iter().flatten().find_map(|name| {
                index.get(&(Layer::Protein, names.key(Layer::Protein, &stem(name)))).copied()
            });
            let Some(target) = protein else { continue };
            let method = Some("same gene".to_owned());
            found.all.push(Candidate {
                source: Source::Measured((place, row)),
                target,
                sign,
                kind: Some(kind.to_owned()),
                evidence: vec![Evidence { method, ..Evidence::default() }],
            });
        }
    }
}

/// Why a resource has nothing in common with what was measured, with names from both.
fn stranger(resource: &MolecularNetwork, layers: &[LayerChange]) -> NetworkError {
    let theirs: Vec<&str> = resource.molecules().iter().map(|one| one.id.as_str()).collect();
    let ours: Vec<&str> =
        layers.iter().flat_map(|layer| &layer.responses).map(|one| one.id.as_str()).collect();
    let folded: BTreeSet<String> = ours.iter().map(|name| name.to_lowercase()).collect();
    let alike = theirs.iter().filter(|name| folded.contains(&name.to_lowercase())).count();
    let hint = if alike > 0 {
        format!(
            "{alike} of its names would fit but for their case: it may be made for another species; translate it by a list of names"
        )
    } else {
        "give a list of names that translates between both".to_owned()
    };
    let show = |names: &[&str]| names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let why = format!(
        "none of its {} molecules (such as {}) acts on one that was measured (such as {}); {hint}",
        theirs.len(),
        show(&theirs),
        show(&ours)
    );
    let file =
        resource.interactions().iter().flat_map(|edge| &edge.evidence).find_map(|one| one.source.clone());
    NetworkError::Argument {
        what: "a resource",
        why: file.map_or_else(|| why.clone(), |file| format!("`{file}`: {why}")),
    }
}
