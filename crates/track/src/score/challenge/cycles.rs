use super::branching::splits;
use lca_graph::Tracks;
use std::collections::BTreeSet;

/// Cell cycle accuracy: 1 - the largest difference between the cumulative distributions of cycle lengths
/// in truth and result; a cycle is a track that a division begins and a division ends. Not a number
/// where the truth has none, 0 where only the result has none.
pub(super) fn accuracy(truth: &Tracks, result: &Tracks) -> f64 {
    let (mut truth, mut found) = (cycles(truth), cycles(result));
    if truth.is_empty() {
        return f64::NAN;
    }
    if found.is_empty() {
        return 0.0;
    }
    truth.sort_unstable();
    found.sort_unstable();
    let share = |lengths: &[u32], until: u32| {
        lengths.partition_point(|&length| length <= until) as f64 / lengths.len() as f64
    };
    let apart = |&until: &u32| (share(&truth, until) - share(&found, until)).abs();
    1.0 - truth.iter().chain(&found).map(apart).fold(0.0, f64::max)
}

/// Lengths of all cycles, in frames from first to last.
fn cycles(tracks: &Tracks) -> Vec<u32> {
    let mothers: BTreeSet<u32> = splits(tracks).iter().map(|(mother, _)| mother.id).collect();
    let born = |parent: Option<u32>| parent.is_some_and(|parent| mothers.contains(&parent));
    let whole = tracks.tracks().iter().filter(|track| mothers.contains(&track.id) && born(track.parent));
    whole.map(|track| track.end - track.begin).collect()
}
