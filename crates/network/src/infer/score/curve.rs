/// How well scores tell what is true from what is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Area under precision against recall: precision averaged over the true, as they are recalled;
    /// what scores the same is taken at once.
    pub auprc: f64,
    /// That over the share of the true, which is what chance reaches.
    pub auprc_ratio: f64,
    /// Area under the receiver operating characteristic: the chance that a true one scores above a
    /// false one, ties counted half.
    pub auroc: f64,
    /// Precision among as many of the best as there are true ones; those tied at the end by their share.
    pub early_precision: f64,
    /// That over the share of the true.
    pub early_precision_ratio: f64,
    /// How many are true.
    pub edges: usize,
    /// How many were judged.
    pub pairs: usize,
    /// Recall and precision after each step down the scores.
    pub curve: Vec<(f64, f64)>,
}

/// Judges scores (higher is better) against what is true; none unless there are both true and false.
#[must_use]
pub fn quality(pairs: &[(f64, bool)]) -> Option<Quality> {
    let edges = pairs.iter().filter(|pair| pair.1).count();
    if edges == 0 || edges == pairs.len() {
        return None;
    }
    let mut order: Vec<(f64, bool)> = pairs.to_vec();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (all, share) = (edges as f64, edges as f64 / pairs.len() as f64);
    let falses = pairs.len() as f64 - all;
    let (mut hits, mut taken, mut auprc, mut above) = (0.0, 0.0, 0.0, 0.0);
    let (mut early, mut curve) = (0.0, Vec::new());
    for ties in order.chunk_by(|a, b| a.0 == b.0) {
        let (size, new) = (ties.len() as f64, ties.iter().filter(|pair| pair.1).count() as f64);
        early += new * ((all - taken) / size).clamp(0.0, 1.0);
        // Each false one of these lies below all hits so far and level with the new.
        above += (size - new) * (hits + 0.5 * new);
        hits += new;
        taken += size;
        auprc += new / all * (hits / taken);
        curve.push((hits / all, hits / taken));
    }
    Some(Quality {
        auprc,
        auprc_ratio: auprc / share,
        auroc: above / (all * falses),
        early_precision: early / all,
        early_precision_ratio: early / all / share,
        edges,
        pairs: pairs.len(),
        curve,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_scikit_learn() {
        // sklearn.metrics.average_precision_score, roc_auc_score
        let scores = [0.9, 0.8, 0.8, 0.8, 0.3, 0.2, 0.2, 0.0];
        let truth = [true, false, true, false, false, true, false, false];
        let pairs: Vec<(f64, bool)> = scores.into_iter().zip(truth).collect();
        let found = quality(&pairs).unwrap();
        assert!((found.auprc - 0.642_857_142_857_142_9).abs() < 1e-12, "{found:?}");
        assert!((found.auroc - 0.7).abs() < 1e-12, "{found:?}");
        // One of one, then two of the three that are level, one of which is true.
        assert!((found.early_precision - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-12);
        assert!((found.auprc_ratio - found.auprc * 8.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_tell_apart_has_no_quality() {
        assert!(quality(&[(1.0, true)]).is_none() && quality(&[(1.0, false)]).is_none());
        let level = quality(&[(1.0, true), (1.0, false), (1.0, false), (1.0, false)]).unwrap();
        assert_eq!((level.auprc_ratio, level.auroc, level.early_precision), (1.0, 0.5, 0.25));
    }
}
