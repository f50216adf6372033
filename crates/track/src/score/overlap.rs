use crate::TrackError;
use lca_pixels::{Labels, PixelsError};
use std::collections::BTreeMap;

/// How the labels of one frame of a result lie over those of the truth.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameMatch {
    /// True labels, each with the label of the result that covers more than half of it, if any, and
    /// their Jaccard index (0 if none), as in the Cell Tracking Challenge.
    pub truth: BTreeMap<u32, (Option<u32>, f64)>,
    /// All labels of the result.
    pub found: Vec<u32>,
    /// Pairs (true, found) whose Jaccard index is at least 0.5.
    pub half: Vec<(u32, u32)>,
}

/// Compares the labels of one frame with the truth, pixel by pixel.
///
/// # Errors
/// [`TrackError::Pixels`] when the two differ in shape.
pub fn match_frame(truth: &Labels, found: &Labels) -> Result<FrameMatch, TrackError> {
    if truth.dim() != found.dim() {
        let (found, expected) = (found.dim(), truth.dim());
        return Err(PixelsError::Shape { what: "the labels to score", found, expected }.into());
    }
    let mut pairs: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let (mut true_area, mut found_area) = (BTreeMap::new(), BTreeMap::new());
    for (&a, &b) in truth.iter().zip(found) {
        if a > 0 {
            *true_area.entry(a).or_insert(0_usize) += 1;
        }
        if b > 0 {
            *found_area.entry(b).or_insert(0_usize) += 1;
        }
        if a > 0 && b > 0 {
            *pairs.entry((a, b)).or_insert(0) += 1;
        }
    }
    let mut matched = FrameMatch {
        truth: true_area.keys().map(|&label| (label, (None, 0.0))).collect(),
        found: found_area.keys().copied().collect(),
        half: Vec::new(),
    };
    for ((a, b), n) in pairs {
        let jaccard = n as f64 / (true_area[&a] + found_area[&b] - n) as f64;
        if 2 * n > true_area[&a] {
            matched.truth.insert(a, (Some(b), jaccard));
        }
        if jaccard >= 0.5 {
            matched.half.push((a, b));
        }
    }
    Ok(matched)
}

/// The match of labels with themselves: for links over perfect detections, whose labels are the same
/// in truth and result.
#[must_use]
pub fn match_same(labels: &[u32]) -> FrameMatch {
    FrameMatch {
        truth: labels.iter().map(|&label| (label, (Some(label), 1.0))).collect(),
        found: labels.to_vec(),
        half: labels.iter().map(|&label| (label, label)).collect(),
    }
}

/// How well a segmentation meets the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentationScores {
    /// Mean Jaccard index over all true objects, 0 for those not found (SEG, Maška et al. 2014).
    pub seg: f64,
    /// Share of true objects of which a found one covers more than half.
    pub found: f64,
    /// Harmonic mean of precision and recall at a Jaccard index of at least 0.5.
    pub f1: f64,
    /// Number of true objects.
    pub objects: usize,
}

/// Scores a segmentation over frames. Not-a-number where there is nothing to score.
#[must_use]
pub fn score_segmentation(frames: &[FrameMatch]) -> SegmentationScores {
    let each: Vec<(Option<u32>, f64)> =
        frames.iter().flat_map(|frame| frame.truth.values().copied()).collect();
    let n = each.len() as f64;
    let half: usize = frames.iter().map(|frame| frame.half.len()).sum();
    let found: usize = frames.iter().map(|frame| frame.found.len()).sum();
    SegmentationScores {
        seg: each.iter().map(|(_, jaccard)| jaccard).sum::<f64>() / n,
        found: each.iter().filter(|(label, _)| label.is_some()).count() as f64 / n,
        f1: 2.0 * half as f64 / (each.len() + found) as f64,
        objects: each.len(),
    }
}
