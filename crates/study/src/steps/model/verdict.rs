use super::compare::StoredComparison;
use lca_report::{number, percent};

/// Whether a prediction tells more than what needs no model, and the same in plain words.
pub(super) fn verdict(one: &StoredComparison) -> (bool, String) {
    let best = one.baselines.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let beats = best.is_none_or(|(_, rmse)| one.rmse < *rmse);
    let narrow = one.width <= 0.5 * one.range;
    let error = number(one.rmse);
    let against = best.map_or_else(String::new, |(name, rmse)| {
        format!(" (the best prediction without a model, {name}, errs by {})", number(*rmse))
    });
    let inside = format!("{} of {} measurements lie inside the intervals", percent(one.coverage), one.n);
    let wide = percent(one.width / one.range);
    let words = match (beats, narrow) {
        (true, true) => format!("the model foretells it, with an error of {error}{against}; {inside}."),
        (true, false) => format!(
            "the model's best guess errs by {error}{against}, but the data leave it open: the intervals are {wide} \
             of the measured range wide, so they say little; {inside}."
        ),
        (false, true) => format!(
            "the data cannot foretell it: the model errs by {error}, no less than what needs no model{against}, \
             though its intervals look sure; {inside}."
        ),
        (false, false) => format!(
            "the data cannot foretell it: the model errs by {error}, no less than what needs no model{against}, \
             and its intervals are {wide} of the measured range wide; {inside}."
        ),
    };
    (beats && narrow, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(rmse: f64, width: f64) -> StoredComparison {
        StoredComparison {
            observable: "all".into(),
            n: 16,
            coverage: 0.9,
            rmse,
            r_squared: None,
            width,
            range: 10.0,
            baselines: vec![("mean".into(), 3.0), ("nearest".into(), 2.0)],
        }
    }

    #[test]
    fn a_prediction_must_beat_every_baseline_and_be_narrow() {
        assert!(verdict(&compared(1.0, 4.0)).0);
        for (rmse, width) in [(2.5, 4.0), (1.0, 6.0), (2.5, 6.0)] {
            let (good, words) = verdict(&compared(rmse, width));
            assert!(!good && (words.contains("cannot foretell") || words.contains("say little")), "{words}");
        }
    }
}
