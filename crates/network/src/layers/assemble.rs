use super::candidates::{At, Candidate, Candidates, Source, candidates};
use super::dynamics::{Course, FEWEST_TIMES, explaining};
use super::join::join;
use super::regulators::{agree, regulators};
use super::{LayerChange, Names, Onset, Regulator};
use crate::NetworkError;
use lca_graph::{Layer, MolecularNetwork};
use std::collections::BTreeMap;

/// Which interactions explain what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct TransOmicOptions {
    /// Whether an interaction needs its source to respond no later than its target.
    pub order: bool,
    /// Whether signs that are known must agree with the directions of both changes.
    pub signs: bool,
    /// Whether, where both ends were measured at the same five or more times, the source's course must
    /// help to explain the target's.
    pub dynamics: bool,
    /// The false discovery rate of regulators that are known by their targets alone; 0 takes none in.
    pub regulator_rate: f64,
}

impl Default for TransOmicOptions {
    fn default() -> Self {
        Self { order: true, signs: true, dynamics: true, regulator_rate: 0.05 }
    }
}

/// Why an interaction of a resource is not part of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Its target was not measured.
    TargetUnmeasured,
    /// Its target did not change.
    TargetUnchanged,
    /// Its source was not measured, and its targets do not tell of it.
    SourceUnmeasured,
    /// Its source did not change, and its targets do not tell of it.
    SourceUnchanged,
    /// Its source responds later than its target.
    Order,
    /// Its sign contradicts the directions of the changes.
    Sign,
    /// Other sources, or none, explain the target's course over time.
    Dynamics,
}

impl Refusal {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TargetUnmeasured => "target not measured",
            Self::TargetUnchanged => "target unchanged",
            Self::SourceUnmeasured => "source not measured",
            Self::SourceUnchanged => "source unchanged",
            Self::Order => "source responds later",
            Self::Sign => "sign contradicts",
            Self::Dynamics => "course not explained",
        }
    }
}

/// A molecule of the network, with what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The largest change, as a logarithm to base 2; NaN for what was not seen to change itself.
    pub largest: f64,
    /// 1 up, −1 down, 0 not known.
    pub direction: i8,
    /// When it responded; none where that was not seen.
    pub onset: Option<Onset>,
    /// The false discovery rate of its change; for a regulator that of its targets.
    pub q_value: f64,
    /// Whether it is known by its targets or its sites alone.
    pub inferred: bool,
}

/// A network through the layers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransOmic {
    /// All interactions that explain what was measured.
    pub network: MolecularNetwork,
    /// What each molecule of `network` did.
    pub nodes: Vec<Node>,
    /// The part of `network` that hangs together and has most interactions.
    pub connected: MolecularNetwork,
    /// For each molecule of `connected` its place in `network`.
    pub places: Vec<usize>,
    /// How many separate parts `network` has.
    pub parts: usize,
    /// How many interactions of the resources are not part of it, and why.
    pub refused: BTreeMap<Refusal, usize>,
    /// Regulators known by their targets.
    pub regulators: Vec<Regulator>,
}

/// Joins the changes of all layers to one network by interactions of the resources, and by those that
/// need none: a transcript on its protein, a site on its protein.
///
/// # Errors
/// [`NetworkError`] when there are fewer than two layers, or a resource has nothing in common with them.
pub fn trans_omic(
    layers: &[LayerChange],
    resources: &[MolecularNetwork],
    names: &Names,
    options: &TransOmicOptions,
) -> Result<TransOmic, NetworkError> {
    let found = prepare(layers, resources, names)?;
    Ok(assemble(layers, &found, options))
}

pub(super) fn prepare(
    layers: &[LayerChange],
    resources: &[MolecularNetwork],
    names: &Names,
) -> Result<Candidates, NetworkError> {
    if layers.len() < 2 {
        let instead = "give tables of at least two layers";
        return Err(NetworkError::TooFew {
            what: "measured layers",
            found: layers.len(),
            needed: 2,
            instead,
        });
    }
    candidates(layers, resources, names)
}

/// What responds, and how that is known.
pub(super) struct Responding {
    pub(super) direction: i8,
    pub(super) onset: Option<Onset>,
    pub(super) inferred: bool,
    pub(super) q_value: f64,
}

pub(super) fn assemble(
    layers: &[LayerChange],
    candidates: &Candidates,
    options: &TransOmicOptions,
) -> TransOmic {
    let known = if options.regulator_rate > 0.0 {
        regulators(&candidates.all, layers, options.regulator_rate)
    } else {
        BTreeMap::new()
    };
    let sites = sites(layers, &candidates.all);
    let mut refused: BTreeMap<Refusal, usize> = BTreeMap::new();
    let mut refuse = |why: Refusal, count: usize| *refused.entry(why).or_default() += count;
    refuse(Refusal::TargetUnmeasured, candidates.unmeasured);
    let mut kept: Vec<(&Candidate, Responding)> = Vec::new();
    for one in &candidates.all {
        match judge(layers, one, &sites, &known, options) {
            Ok(source) => kept.push((one, source)),
            Err(why) => refuse(why, 1),
        }
    }
    if options.dynamics {
        let explained = dynamics(layers, &kept);
        let before = kept.len();
        let mut explained = explained.into_iter();
        kept.retain(|_| explained.next().unwrap_or(true));
        refuse(Refusal::Dynamics, before - kept.len());
    }
    refused.retain(|_, count| *count > 0);
    let mut joined = join(layers, &kept);
    joined.refused = refused;
    joined.regulators = known.into_values().flatten().collect();
    joined
}

/// Proteins that respond through a site that changed, with the earliest of these.
fn sites(layers: &[LayerChange], all: &[Candidate]) -> BTreeMap<At, Option<Onset>> {
    let mut sites: BTreeMap<At, Option<Onset>> = BTreeMap::new();
    for one in all {
        let Source::Measured((layer, row)) = one.source else { continue };
        let response = &layers[layer].responses[row];
        if layers[layer].layer != Layer::PhosphoSite || one.kind.as_deref() != Some("modification") {
            continue;
        }
        if response.changed {
            let earliest = sites.entry(one.target).or_insert(response.onset);
            if let (Some(now), Some(other)) = (*earliest, response.onset)
                && other.half_time < now.half_time
            {
                *earliest = response.onset;
            }
        }
    }
    sites
}

/// Whether an interaction explains its target's change, and by what its source responds.
fn judge(
    layers: &[LayerChange],
    one: &Candidate,
    sites: &BTreeMap<At, Option<Onset>>,
    known: &BTreeMap<Source, Vec<Regulator>>,
    options: &TransOmicOptions,
) -> Result<Responding, Refusal> {
    let target = &layers[one.target.0].responses[one.target.1];
    let modifies = one.kind.as_deref() == Some("modification") && sites.contains_key(&one.target);
    if !target.changed && !modifies {
        return Err(Refusal::TargetUnchanged);
    }
    let regulator = known
        .get(&one.source)
        .and_then(|all| all.iter().find(|regulator| regulator.acts_on == layers[one.target.0].layer));
    let told = regulator.map(|regulator| Responding {
        direction: regulator.direction,
        onset: None,
        inferred: true,
        q_value: regulator.q_value,
    });
    let source = match &one.source {
        Source::Named(..) => told.ok_or(Refusal::SourceUnmeasured)?,
        Source::Measured(at) => {
            let response = &layers[at.0].responses[at.1];
            match (response.changed, sites.get(at)) {
                (true, _) => Responding {
                    direction: response.largest.signum() as i8,
                    onset: response.onset,
                    inferred: false,
                    q_value: response.q_value,
                },
                (false, Some(onset)) => {
                    Responding { direction: 0, onset: *onset, inferred: true, q_value: response.q_value }
                }
                (false, None) => told.ok_or(Refusal::SourceUnchanged)?,
            }
        }
    };
    if modifies {
        return Ok(source);
    }
    let late = source.onset.zip(target.onset).is_some_and(|(source, target)| source.surely_after(&target));
    if options.order && late {
        return Err(Refusal::Order);
    }
    if options.signs && !agree(source.direction, one.sign, target.largest.signum() as i8) {
        return Err(Refusal::Sign);
    }
    Ok(source)
}

/// Which of the interactions the courses bear out; those whose ends were not measured at the same times
/// are not judged.
fn dynamics(layers: &[LayerChange], kept: &[(&Candidate, Responding)]) -> Vec<bool> {
    let mut verdict = vec![true; kept.len()];
    let mut by_target: BTreeMap<At, Vec<usize>> = BTreeMap::new();
    for (place, (one, source)) in kept.iter().enumerate() {
        let Source::Measured((layer, _)) = one.source else { continue };
        let times = &layers[one.target.0].times;
        if !source.inferred && times.len() >= FEWEST_TIMES && layers[layer].times == *times {
            by_target.entry(one.target).or_default().push(place);
        }
    }
    for (target, places) in by_target {
        let course = |(layer, row): At| {
            let response = &layers[layer].responses[row];
            Course { values: &response.course, errors: &response.errors }
        };
        let sources: Vec<(Course<'_>, i8)> = places
            .iter()
            .filter_map(|&place| match kept[place].0.source {
                Source::Measured(at) => Some((course(at), kept[place].0.sign.number())),
                Source::Named(..) => None,
            })
            .collect();
        let explained = explaining(&layers[target.0].times, &course(target), &sources);
        places.iter().zip(explained).for_each(|(&place, explains)| verdict[place] = explains);
    }
    verdict
}
