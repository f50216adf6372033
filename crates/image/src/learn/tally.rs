use crate::{ImageError, Overlaps};
use lca_pixels::{Labels, areas, keep_labels};

/// What was found in images whose objects people labelled.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    overlap: f64,
    objects: f64,
}

impl Tally {
    /// Holds labels found against those drawn. Where these are `partial`, only what lies mostly on them is judged: of the
    /// rest nobody said whether it is right.
    pub(super) fn of(truth: &Labels, found: &Labels, partial: bool) -> Result<Self, ImageError> {
        let mut overlaps = Overlaps::default();
        if partial {
            overlaps.add(truth, &judged(truth, found))?;
        } else {
            overlaps.add(truth, found)?;
        }
        let overlap = overlaps.pairs.iter().filter(|pair| **pair > 0.5).sum();
        Ok(Self { overlap, objects: 0.5 * (overlaps.truth + overlaps.found) as f64 })
    }

    /// Sum of the overlaps above one half over the mean number of true and found objects (panoptic quality, Kirillov
    /// et al. 2019).
    pub(super) fn quality(self) -> f64 {
        if self.objects > 0.0 { self.overlap / self.objects } else { 0.0 }
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self { overlap: self.overlap + other.overlap, objects: self.objects + other.objects }
    }
}

fn judged(truth: &Labels, found: &Labels) -> Labels {
    let sizes = areas(found);
    let mut covered = vec![0_usize; sizes.len()];
    for (&object, _) in found.iter().zip(truth).filter(|(_, label)| **label > 0) {
        covered[object as usize] += 1;
    }
    keep_labels(found, |object| 2 * covered[object as usize] > sizes[object as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_counts_halves_and_what_nobody_drew() {
        let labels = |line: [u32; 10]| Labels::from_shape_vec((1, 1, 10), line.to_vec()).unwrap();
        let truth = labels([1, 1, 1, 1, 0, 0, 2, 2, 2, 0]);
        let halves = labels([4, 4, 5, 5, 0, 0, 3, 3, 3, 7]);
        // One of two is right, of four found; the last one lies on no label.
        let quality = |partial| Tally::of(&truth, &halves, partial).unwrap().quality();
        assert!((quality(false) - 1.0 / 3.0).abs() < 1e-12, "{}", quality(false));
        assert!((quality(true) - 1.0 / 2.5).abs() < 1e-12, "{}", quality(true));
        assert_eq!(Tally::default().quality(), 0.0);
    }
}
