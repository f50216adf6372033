use super::compare::StoredComparison;
use lca_report::{number, percent};

/// Whether a prediction tells more than what needs no model, and the same in plain words. `level` is
/// the share of measurements that its intervals promise to hold.
pub(super) fn verdict(one: &StoredComparison, level: f64) -> (bool, String) {
    let best = one.baselines.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let beats = best.is_none_or(|(_, rmse)| one.rmse < *rmse);
    let narrow = one.width <= 0.5 * one.range;
    // Two standard errors of a share among so many measurements.
    let chance = 2.0 * (level * (1.0 - level) / one.n as f64).sqrt();
    let honest = one.coverage >= level - chance;
    let error = number(one.rmse);
    let against = best.map_or_else(String::new, |(name, rmse)| {
        format!(" (the best prediction without a model, {name}, errs by {})", number(*rmse))
    });
    let guess = match (beats, narrow) {
        (true, true) if honest => format!("the model foretells it, with an error of {error}{against}"),
        (true, true) => format!("the model's best guess errs by {error}{against}"),
        (true, false) => format!(
            "the model's best guess errs by {error}{against}, but the data leave it open: the intervals are {} of \
             the measured range wide, so they say little",
            percent(one.width / one.range)
        ),
        (false, _) => format!(
            "the data cannot foretell it: the model errs by {error}, no less than what needs no model{against}"
        ),
    };
    let inside = format!(
        "{} of {} measurements lie inside the {} intervals",
        percent(one.coverage),
        one.n,
        percent(level)
    );
    let sure =
        if honest { "" } else { ": the model is surer than it may be, so do not rely on its intervals" };
    (beats && narrow && honest, format!("{guess}; {inside}{sure}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(rmse: f64, width: f64, coverage: f64) -> StoredComparison {
        StoredComparison {
            observable: "all".into(),
            n: 16,
            coverage,
            rmse,
            r_squared: None,
            width,
            range: 10.0,
            baselines: vec![("mean".into(), 3.0), ("nearest".into(), 2.0)],
        }
    }

    #[test]
    fn a_prediction_must_beat_every_baseline_be_narrow_and_honest() {
        assert!(verdict(&compared(1.0, 4.0, 0.875), 0.9).0);
        for (rmse, width, coverage, says) in [
            (2.5, 4.0, 0.9, "cannot foretell"),
            (1.0, 6.0, 0.9, "say little"),
            (2.5, 6.0, 0.9, "cannot foretell"),
            (1.0, 4.0, 0.3, "surer than it may be"),
        ] {
            let (good, words) = verdict(&compared(rmse, width, coverage), 0.9);
            assert!(!good && words.contains(says), "{words}");
        }
    }
}
