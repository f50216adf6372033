use crate::ImageError;
use lca_pixels::{Labels, PixelsError};
use std::collections::BTreeMap;

/// How labels lie over the truth, added up over images.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlaps {
    /// Number of true objects.
    pub truth: usize,
    /// Number of objects found.
    pub found: usize,
    /// For each true object the Jaccard index with the found one that covers more than half of it, or 0
    /// (SEG of the Cell Tracking Challenge, Maška et al. 2014).
    pub covered: Vec<f64>,
    /// Jaccard indices above 0 of pairs, each object in one pair at most, the closest pairs first.
    pub pairs: Vec<f64>,
}

impl Overlaps {
    /// Adds an image.
    ///
    /// # Errors
    /// [`ImageError::Pixels`] when the two differ in shape.
    pub fn add(&mut self, truth: &Labels, found: &Labels) -> Result<(), ImageError> {
        if truth.dim() != found.dim() {
            let (found, expected) = (found.dim(), truth.dim());
            return Err(PixelsError::Shape { what: "the labels to score", found, expected }.into());
        }
        let mut meet: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for (&a, &b) in truth.iter().zip(found) {
            *meet.entry((a, b)).or_default() += 1;
        }
        let (mut of_truth, mut of_found) = (BTreeMap::new(), BTreeMap::new());
        for (&(a, b), &n) in &meet {
            *of_truth.entry(a).or_insert(0_usize) += n;
            *of_found.entry(b).or_insert(0_usize) += n;
        }
        of_truth.remove(&0);
        of_found.remove(&0);
        let mut covered: BTreeMap<u32, f64> = of_truth.keys().map(|&label| (label, 0.0)).collect();
        let mut all = Vec::new();
        for (&(a, b), &n) in meet.iter().filter(|((a, b), _)| *a > 0 && *b > 0) {
            let jaccard = n as f64 / (of_truth[&a] + of_found[&b] - n) as f64;
            if 2 * n > of_truth[&a] {
                covered.insert(a, jaccard);
            }
            all.push((jaccard, a, b));
        }
        self.truth += of_truth.len();
        self.found += of_found.len();
        self.covered.extend(covered.into_values());
        self.pair(all);
        Ok(())
    }

    fn pair(&mut self, mut all: Vec<(f64, u32, u32)>) {
        all.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let (mut taken_a, mut taken_b) =
            (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for (jaccard, a, b) in all {
            if !taken_a.contains(&a) && !taken_b.contains(&b) {
                taken_a.insert(a);
                taken_b.insert(b);
                self.pairs.push(jaccard);
            }
        }
    }

    /// Mean of [`Overlaps::covered`]; not a number where there is no true object.
    #[must_use]
    pub fn seg(&self) -> f64 {
        self.covered.iter().sum::<f64>() / self.covered.len() as f64
    }

    /// Harmonic mean of precision and recall where a pair counts from a Jaccard index of `least` on; not
    /// a number where there is no object at all.
    #[must_use]
    pub fn f1(&self, least: f64) -> f64 {
        2.0 * self.hits(least) as f64 / (self.truth + self.found) as f64
    }

    /// Pairs of at least this Jaccard index.
    #[must_use]
    pub fn hits(&self, least: f64) -> usize {
        self.pairs.iter().filter(|pair| **pair >= least).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_equal_those_counted_by_hand() {
        let truth = Labels::from_shape_vec((1, 1, 8), vec![1, 1, 1, 1, 0, 5, 5, 0]).unwrap();
        let found = Labels::from_shape_vec((1, 1, 8), vec![3, 3, 3, 0, 0, 4, 0, 9]).unwrap();
        let mut scores = Overlaps::default();
        scores.add(&truth, &found).unwrap();
        assert_eq!((scores.truth, scores.found), (2, 3));
        // 3 of 4 pixels cover the first; one of two is not more than half of the second.
        assert_eq!(scores.covered, [0.75, 0.0]);
        assert_eq!(scores.pairs, [0.75, 0.5]);
        assert!((scores.seg() - 0.375).abs() < 1e-12);
        assert!((scores.f1(0.5) - 0.8).abs() < 1e-12);
        assert!((scores.f1(0.6) - 0.4).abs() < 1e-12);
        assert!(scores.add(&truth, &Labels::zeros((1, 1, 7))).is_err());
    }
}
