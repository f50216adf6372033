use super::Meeting;
use lca_graph::{Track, Tracks};
use std::collections::BTreeMap;

/// Divisions of the truth against those of a result (branching correctness, Ulman et al. 2017).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branching {
    /// Found ones that are true.
    pub right: usize,
    /// Found ones that are not.
    pub wrong: usize,
    /// True ones that were not found.
    pub missed: usize,
    /// Share of the found ones that are true; 0 where none were found.
    pub precision: f64,
    /// Share of the true ones that were found; not a number where there are none.
    pub recall: f64,
    /// Harmonic mean of the two; not a number where there are no true ones.
    pub f1: f64,
}

/// A mother that ends with a division, and her daughters.
type Split<'a> = (&'a Track, Vec<&'a Track>);

impl Branching {
    /// A division is right when mother and as many daughters are the same, and end and begin at most
    /// `tolerance` frames earlier or later: the mother where both mothers are still seen, each daughter
    /// where both are seen first.
    pub(super) fn count(truth: &Tracks, result: &Tracks, meeting: &Meeting, tolerance: u32) -> Self {
        let (true_splits, found) = (splits(truth), splits(result));
        let pairs = found.iter().flat_map(|found| true_splits.iter().map(move |split| (split, found)));
        let right = pairs.filter(|(split, found)| same(split, found, meeting, tolerance)).count();
        let (wrong, missed) = (found.len().saturating_sub(right), true_splits.len().saturating_sub(right));
        let precision = right as f64 / (found.len().max(1)) as f64;
        let recall = right as f64 / true_splits.len() as f64;
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-4);
        let f1 = if true_splits.is_empty() { f64::NAN } else { f1 };
        Self { right, wrong, missed, precision, recall, f1 }
    }
}

/// Tracks with more than one daughter.
pub(super) fn splits(tracks: &Tracks) -> Vec<Split<'_>> {
    let mut children: BTreeMap<u32, Vec<&Track>> = BTreeMap::new();
    for track in tracks.tracks() {
        if let Some(parent) = track.parent {
            children.entry(parent).or_default().push(track);
        }
    }
    let split = |(parent, children): (u32, Vec<_>)| Some((tracks.track(parent)?, children));
    children.into_iter().filter(|(_, children)| children.len() > 1).filter_map(split).collect()
}

fn same(truth: &Split<'_>, found: &Split<'_>, meeting: &Meeting, tolerance: u32) -> bool {
    let ((mother, daughters), (other, others)) = (truth, found);
    let ends = mother.end.min(other.end);
    if daughters.len() != others.len()
        || mother.end.abs_diff(other.end) > tolerance
        || meeting.only(ends, mother.id) != Some(other.id)
    {
        return false;
    }
    let mut met: Vec<u32> =
        daughters.iter().filter_map(|one| heir(one, others, meeting, tolerance)).collect();
    met.sort_unstable();
    met.dedup();
    met.len() == daughters.len()
}

/// The first of the others that is this daughter.
fn heir(daughter: &Track, others: &[&Track], meeting: &Meeting, tolerance: u32) -> Option<u32> {
    let is = |other: &&&Track| {
        daughter.begin.abs_diff(other.begin) <= tolerance
            && meeting.only(daughter.begin.max(other.begin), daughter.id) == Some(other.id)
    };
    others.iter().find(is).map(|other| other.id)
}
