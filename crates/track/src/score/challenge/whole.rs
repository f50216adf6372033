use super::Meeting;
use lca_graph::Tracks;
use std::collections::BTreeMap;

/// Complete tracks: true tracks that one track of the result covers, and nothing else, wherever they are
/// seen, and that begins and ends with them; twice their number over that of all tracks.
pub(super) fn complete(truth: &Tracks, result: &Tracks, meeting: &Meeting) -> f64 {
    let mut heirs: BTreeMap<u32, Vec<Option<u32>>> = BTreeMap::new();
    for (t, frame) in meeting.of_truth.iter().enumerate() {
        for &track in frame.keys() {
            heirs.entry(track).or_default().push(meeting.only(t as u32, track));
        }
    }
    let whole = heirs.iter().filter(|(track, heirs)| {
        let (Some(track), Some(heir)) = (truth.track(**track), heirs[0]) else { return false };
        let spans =
            result.track(heir).is_some_and(|other| (other.begin, other.end) == (track.begin, track.end));
        spans && heirs.iter().all(|other| *other == Some(heir))
    });
    2.0 * whole.count() as f64 / (truth.tracks().len() + result.tracks().len()) as f64
}

/// Track fractions: mean, over the true tracks that are found at all, of the longest part that one track
/// of the result follows without a break. As in the challenge's own program, a track of the result that
/// follows a whole true track counts for no true track of a higher number.
pub(super) fn fractions(truth: &Tracks, meeting: &Meeting) -> f64 {
    let mut best: BTreeMap<u32, f64> = BTreeMap::new();
    for followed in followed(truth, meeting).into_values() {
        for (track, share) in followed {
            let most = best.entry(track).or_insert(0.0);
            if *most == 1.0 {
                continue;
            }
            *most = most.max(share);
            if share == 1.0 {
                break;
            }
        }
    }
    let found: Vec<f64> = best.into_values().filter(|share| *share > 0.0).collect();
    if found.is_empty() { 0.0 } else { found.iter().sum::<f64>() / found.len() as f64 }
}

/// For each track of the result the true tracks it follows, with the longest share without a break.
fn followed(truth: &Tracks, meeting: &Meeting) -> BTreeMap<u32, BTreeMap<u32, f64>> {
    let mut followed: BTreeMap<u32, BTreeMap<u32, f64>> = BTreeMap::new();
    for track in truth.tracks() {
        let (mut before, mut run) = (None, 0);
        for t in track.begin..=track.end {
            let heir = meeting.only(t, track.id);
            run = if heir == before { run } else { 0 };
            before = heir;
            if let Some(heir) = heir {
                run += 1;
                let share = f64::from(run) / f64::from(track.end - track.begin + 1);
                let most = followed.entry(heir).or_default().entry(track.id).or_insert(0.0);
                *most = most.max(share);
            }
        }
    }
    followed
}
