mod challenge;
mod division;
mod lineage;
mod overlap;

pub use challenge::{Branching, ChallengeScores, score_challenge};
pub use division::DivisionCounts;
pub use overlap::{FrameMatch, SegmentationScores, match_frame, match_same, score_segmentation};

use crate::TrackError;
use lca_graph::Tracks;
use lineage::{Graph, Kind, Node, covered};
use std::collections::{BTreeMap, BTreeSet};

/// How well tracks meet the truth. Not-a-number where there is nothing to score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Cost of turning the result into the truth (acyclic oriented graph matching), with the weights of
    /// Matula et al. 2015: split 5, missing object 10, extra object 1, missing link 1.5, extra link 1,
    /// wrong kind of link 1.
    pub aogm: f64,
    /// 1 - AOGM over the AOGM of an empty result.
    pub tra: f64,
    /// The same, objects only.
    pub det: f64,
    /// The same, links only.
    pub lnk: f64,
    /// Links are those of one cell between consecutive frames, and from mother to daughter; a step over
    /// missing frames counts neither way. Share of the result's links, of those between objects of the truth, that are right.
    pub link_precision: f64,
    /// Share of the truth's links that were found.
    pub link_recall: f64,
    /// Harmonic mean of the two.
    pub link_f1: f64,
    /// Divisions of the truth, of the result and in both, with a tolerance of one frame.
    pub divisions: DivisionCounts,
    /// Share of the result's divisions that are true.
    pub division_precision: f64,
    /// Share of the true divisions that were found.
    pub division_recall: f64,
    /// Twice the divisions in both, over the sum of divisions.
    pub division_f1: f64,
    /// Share of the true tracks whose every link was found, and which neither begin nor end otherwise.
    pub complete_tracks: f64,
}

/// Scores tracks against the truth. `frames` says for each frame which label of the result covers which
/// true one; `partial` says that the truth leaves cells out, so that objects it lacks, and divisions of
/// such, are no errors (links to such objects never are).
///
/// # Errors
/// [`TrackError::Frames`] when there are fewer matches than frames.
pub fn score(
    truth: &Tracks,
    result: &Tracks,
    frames: &[FrameMatch],
    partial: bool,
) -> Result<Scores, TrackError> {
    let last = truth.detections().iter().chain(result.detections()).map(|seen| seen.t as usize + 1).max();
    let expected = last.unwrap_or(0);
    if frames.len() < expected {
        return Err(TrackError::Frames { what: "matches", found: frames.len(), expected });
    }
    let (truth_graph, graph) = (Graph::new(truth), Graph::new(result));
    let covers = covered(frames);
    let unique: BTreeMap<Node, Node> = covers
        .iter()
        .filter(|(node, over)| over.len() == 1 && graph.nodes.contains(node))
        .filter_map(|(&node, over)| over.first().map(|&only| (node, only)))
        .collect();
    let nodes = node_costs(&truth_graph, &graph, &covers, partial);
    let links = Links::new(&truth_graph, &graph, &unique);
    let divisions = division::count(&truth_graph, &graph, &unique, 1, partial);
    let (node_worst, link_worst) =
        (10.0 * truth_graph.nodes.len() as f64, 1.5 * truth_graph.links.len() as f64);
    let part = |cost: f64, worst: f64| 1.0 - cost.min(worst) / worst;
    Ok(Scores {
        aogm: nodes + links.cost(),
        tra: part(nodes + links.cost(), node_worst + link_worst),
        det: part(nodes, node_worst),
        lnk: part(links.cost(), link_worst),
        link_precision: links.hit as f64 / (links.hit + links.extra) as f64,
        link_recall: links.hit as f64 / (links.hit + links.missing) as f64,
        link_f1: 2.0 * links.hit as f64 / (2 * links.hit + links.extra + links.missing) as f64,
        divisions,
        division_precision: divisions.hit as f64 / divisions.found as f64,
        division_recall: divisions.hit as f64 / divisions.truth as f64,
        division_f1: 2.0 * divisions.hit as f64 / (divisions.truth + divisions.found) as f64,
        complete_tracks: complete(truth, &truth_graph, &graph, &unique),
    })
}

fn node_costs(truth: &Graph, graph: &Graph, covers: &BTreeMap<Node, BTreeSet<Node>>, partial: bool) -> f64 {
    let own = |node: &&Node| graph.nodes.contains(*node);
    let splits: usize = covers.iter().filter(|(node, _)| own(node)).map(|(_, over)| over.len() - 1).sum();
    let met: BTreeSet<Node> =
        covers.iter().filter(|(node, _)| own(node)).flat_map(|(_, over)| over.iter().copied()).collect();
    let missing = truth.nodes.difference(&met).count();
    let extra =
        if partial { 0 } else { graph.nodes.iter().filter(|node| !covers.contains_key(node)).count() };
    5.0 * splits as f64 + 10.0 * missing as f64 + extra as f64
}

/// Links of the result between objects of the truth, against the truth's.
struct Links {
    hit: usize,
    extra: usize,
    missing: usize,
    wrong_kind: usize,
}

impl Links {
    fn new(truth: &Graph, graph: &Graph, unique: &BTreeMap<Node, Node>) -> Self {
        let mapped: BTreeMap<(Node, Node), Kind> = graph
            .links
            .iter()
            .filter_map(|((a, b), kind)| Some(((*unique.get(a)?, *unique.get(b)?), *kind)))
            .collect();
        let extra = mapped.keys().filter(|link| !truth.links.contains_key(link)).count();
        let both = truth.links.iter().filter_map(|(link, kind)| mapped.get(link).map(|other| kind == other));
        let agree: Vec<bool> = both.collect();
        let hit = agree.len();
        let wrong_kind = agree.iter().filter(|same| !**same).count();
        Self { hit, extra, missing: truth.links.len() - hit, wrong_kind }
    }

    fn cost(&self) -> f64 {
        self.extra as f64 + 1.5 * self.missing as f64 + self.wrong_kind as f64
    }
}

/// Share of the true tracks that are one whole track of the result. Objects that the truth lacks may lie
/// between.
fn complete(truth: &Tracks, truth_graph: &Graph, graph: &Graph, unique: &BTreeMap<Node, Node>) -> f64 {
    let found: BTreeMap<Node, Node> = unique.iter().map(|(&node, &only)| (only, node)).collect();
    let next_known = |node: &Node, steps: &BTreeMap<Node, Node>| {
        let line = std::iter::successors(steps.get(node), |at| steps.get(at));
        line.filter_map(|at| unique.get(at)).next().copied()
    };
    let mut whole: BTreeMap<u32, bool> = truth.tracks().iter().map(|track| (track.id, false)).collect();
    let mut seen_of: BTreeMap<u32, Vec<Node>> = BTreeMap::new();
    for seen in truth.detections() {
        seen_of.entry(seen.track).or_default().push((seen.t, seen.label));
    }
    for (track, nodes) in seen_of {
        let fine = nodes.iter().all(|node| {
            found.get(node).is_some_and(|own| {
                next_known(own, &graph.later) == truth_graph.later.get(node).copied()
                    && next_known(own, &graph.earlier) == truth_graph.earlier.get(node).copied()
            })
        });
        whole.insert(track, fine);
    }
    whole.values().filter(|whole| **whole).count() as f64 / whole.len() as f64
}
