use super::{Baseline, baseline_condition};
use lca_kinetics::petab::{Measurement, Override, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// What training measured of the same observable at the same time in the nearest condition: the one whose
/// changes differ least, each by `|a - b| / max(|a|, |b|)`, so that doses are near by their ratio; of equally
/// near ones that of the least difference, then the first. NaN where training has nothing at that time.
pub(super) fn baseline_neighbour(
    problem: &Problem,
    training: &[Measurement],
    measured: &[Measurement],
) -> Baseline {
    let names: BTreeSet<&str> = training.iter().map(|one| one.experiment.as_str()).collect();
    let nearest_first = |experiment: &str| -> Vec<&str> {
        let mut names: Vec<_> =
            names.iter().map(|name| (distance(problem, experiment, name), *name)).collect();
        names.sort_by(|((a, x), _), ((b, y), _)| a.total_cmp(b).then(x.total_cmp(y)));
        names.into_iter().map(|(_, name)| name).collect()
    };
    let wanted: BTreeSet<&str> = measured.iter().map(|one| one.experiment.as_str()).collect();
    let near: BTreeMap<&str, Vec<&str>> = wanted.into_iter().map(|id| (id, nearest_first(id))).collect();
    let value = |one: &Measurement| {
        let mut values = near[one.experiment.as_str()]
            .iter()
            .map(|name| baseline_condition(training, std::slice::from_ref(one), name).values[0]);
        values.find(|value| value.is_finite()).unwrap_or(f64::NAN)
    };
    Baseline { name: "nearest condition".to_owned(), values: measured.iter().map(value).collect() }
}

/// How far two experiments' conditions lie apart: relatively, and absolutely.
fn distance(problem: &Problem, a: &str, b: &str) -> (f64, f64) {
    let changes = |experiment: &str| -> BTreeMap<String, Override> {
        problem.conditions_of(experiment).flat_map(|condition| condition.changes.clone()).collect()
    };
    let (a, b) = (changes(a), changes(b));
    let targets: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let parts = targets.into_iter().map(|target| match (a.get(target), b.get(target)) {
        (one, other) if one == other => (0.0, 0.0),
        (Some(Override::Number(one)), Some(Override::Number(other))) => {
            let difference = (one - other).abs();
            (difference / one.abs().max(other.abs()), difference)
        }
        _ => (1.0, 0.0),
    });
    parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_kinetics::Network;
    use lca_kinetics::petab::Condition;

    #[test]
    fn doses_are_near_by_their_ratio() {
        let dose = |(id, dose): (&str, f64)| Condition {
            id: id.into(),
            changes: vec![("dose".into(), Override::Number(dose))],
            ..Condition::default()
        };
        let conditions = [("a0", 0.0), ("b1", 1.0), ("c10", 10.0), ("d100", 100.0)].map(dose).to_vec();
        let problem = Problem { conditions, ..Problem::new(Network::new("m")) };
        let training = ["a0", "c10", "d100"].map(|id| Measurement::new("y", id, 1.0, id.len() as f64));
        let at = |id: &str| {
            let rest: Vec<Measurement> =
                training.iter().filter(|one| one.experiment != id).cloned().collect();
            baseline_neighbour(&problem, &rest, &[Measurement::new("y", id, 1.0, 0.0)]).values[0]
        };
        assert_eq!([at("b1"), at("d100"), at("a0")], [3.0, 3.0, 3.0]);
        // Equally far by their ratio, and 1 nearer by the difference.
        let near_ten = [Measurement::new("y", "b1", 1.0, 7.0), Measurement::new("y", "d100", 1.0, 8.0)];
        let found = baseline_neighbour(&problem, &near_ten, &[Measurement::new("y", "c10", 1.0, 0.0)]);
        assert_eq!(found.values, [7.0]);
        let late = baseline_neighbour(&problem, &training, &[Measurement::new("y", "b1", 9.0, 0.0)]);
        assert!(late.values[0].is_nan());
    }
}
