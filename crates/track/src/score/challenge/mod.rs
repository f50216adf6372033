mod branching;
mod cycles;
mod whole;

pub use branching::Branching;

use super::{FrameMatch, SegmentationScores, score};
use crate::TrackError;
use lca_graph::Tracks;
use std::collections::BTreeMap;

/// The measures of the Cell Tracking Challenge. Not a number where there is nothing to measure.
#[derive(Debug, Clone, PartialEq)]
pub struct ChallengeScores {
    /// Mean Jaccard index of the drawn objects (Maška et al. 2014).
    pub seg: f64,
    /// 1 - the cost of mending the objects, over that of adding all (Matula et al. 2015).
    pub det: f64,
    /// The same of objects and links.
    pub tra: f64,
    /// The same of links.
    pub lnk: f64,
    /// The cost of mending objects and links.
    pub aogm: f64,
    /// Mean of `seg` and `det`.
    pub op_csb: f64,
    /// Mean of `seg` and `tra`.
    pub op_ctb: f64,
    /// Complete tracks: those of truth and result that are the same from first to last frame, over the
    /// mean of their numbers (Ulman et al. 2017, as all that follow).
    pub ct: f64,
    /// Track fractions: mean, over the found true tracks, of the longest part that one track of the
    /// result follows without a break.
    pub tf: f64,
    /// Divisions found, at a tolerance of 0, 1, 2 and 3 frames.
    pub branching: [Branching; 4],
    /// Cell cycle accuracy: 1 - the largest difference between the distributions of cycle lengths.
    pub cca: f64,
    /// Mean of those of `ct`, `tf`, branching and `cca` that are numbers, at each tolerance.
    pub bio: [f64; 4],
    /// Mean of `lnk` and `bio`, at each tolerance.
    pub op_clb: [f64; 4],
}

/// Scores a result as the Cell Tracking Challenge does. `frames` says for each frame which label of the
/// result covers which true one, and `drawn` how it meets the drawn outlines (none: not a number).
///
/// # Errors
/// [`TrackError::Broken`] when a track of the result is not seen in a frame of its span, which the
/// challenge does not allow ([`crate::unbroken`] cuts such tracks); [`TrackError::Frames`] when there are
/// fewer matches than frames.
pub fn score_challenge(
    truth: &Tracks,
    result: &Tracks,
    frames: &[FrameMatch],
    drawn: Option<&SegmentationScores>,
) -> Result<ChallengeScores, TrackError> {
    if let Some((track, t)) = first_gap(result) {
        return Err(TrackError::Broken { track, t });
    }
    let all = score(truth, result, frames, false)?;
    let meeting = Meeting::new(truth, result, frames);
    let seg = drawn.map_or(f64::NAN, |drawn| drawn.seg);
    let (ct, tf) = (whole::complete(truth, result, &meeting), whole::fractions(truth, &meeting));
    let branching = [0, 1, 2, 3].map(|tolerance| Branching::count(truth, result, &meeting, tolerance));
    let cca = cycles::accuracy(truth, result);
    let bio = branching.map(|found| mean_of_numbers(&[ct, tf, found.f1, cca]));
    Ok(ChallengeScores {
        seg,
        det: all.det,
        tra: all.tra,
        lnk: all.lnk,
        aogm: all.aogm,
        op_csb: 0.5 * (seg + all.det),
        op_ctb: 0.5 * (seg + all.tra),
        ct,
        tf,
        branching,
        cca,
        bio,
        op_clb: bio.map(|bio| 0.5 * (all.lnk + bio)),
    })
}

fn mean_of_numbers(values: &[f64]) -> f64 {
    let (sum, n) = values
        .iter()
        .filter(|value| !value.is_nan())
        .fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}

/// The first track of the result, by its number, that is not seen in a frame of its span.
fn first_gap(result: &Tracks) -> Option<(u32, u32)> {
    let mut next: BTreeMap<u32, u32> = result.tracks().iter().map(|track| (track.id, track.begin)).collect();
    let mut gaps: BTreeMap<u32, u32> = BTreeMap::new();
    for seen in result.detections() {
        let due = next.entry(seen.track).or_insert(seen.t);
        if *due < seen.t {
            gaps.entry(seen.track).or_insert(*due);
        }
        *due = seen.t + 1;
    }
    for track in result.tracks() {
        if next[&track.id] <= track.end {
            gaps.entry(track.id).or_insert(next[&track.id]);
        }
    }
    gaps.into_iter().next()
}

/// Which tracks of truth and result meet in each frame.
struct Meeting {
    /// For each frame and true track seen there, the track of the result that covers it, if any, and
    /// whether it covers no other.
    of_truth: Vec<BTreeMap<u32, Option<(u32, bool)>>>,
}

impl Meeting {
    fn new(truth: &Tracks, result: &Tracks, frames: &[FrameMatch]) -> Self {
        let by_label = |tracks: &Tracks| -> BTreeMap<(u32, u32), u32> {
            tracks.detections().iter().map(|seen| ((seen.t, seen.label), seen.track)).collect()
        };
        let (true_tracks, found_tracks) = (by_label(truth), by_label(result));
        let one = |(t, frame): (usize, &FrameMatch)| {
            let t = t as u32;
            let found = |label: Option<u32>| label.and_then(|label| found_tracks.get(&(t, label)).copied());
            let mut times: BTreeMap<u32, u32> = BTreeMap::new();
            for track in frame.truth.values().filter_map(|cover| found(cover.0)) {
                *times.entry(track).or_default() += 1;
            }
            let covers = frame.truth.iter().filter_map(|(&label, cover)| {
                let meets = found(cover.0).map(|track| (track, times[&track] == 1));
                true_tracks.get(&(t, label)).map(|&track| (track, meets))
            });
            covers.collect()
        };
        Self { of_truth: frames.iter().enumerate().map(one).collect() }
    }

    /// The track of the result that alone covers a true one in a frame and covers no other.
    fn only(&self, t: u32, track: u32) -> Option<u32> {
        let (found, alone) = (*self.of_truth.get(t as usize)?.get(&track)?)?;
        alone.then_some(found)
    }
}
