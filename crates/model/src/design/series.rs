use lca_kinetics::petab::{Measurement, Problem};

/// One measurement of each course of a problem: of an observable in an experiment with the same
/// replacements.
pub(super) fn courses(problem: &Problem) -> Vec<(Measurement, f64)> {
    let mut found: Vec<(Measurement, f64)> = Vec::new();
    for one in problem.measurements.iter().filter(|one| one.time.is_finite()) {
        let same = |known: &&mut (Measurement, f64)| {
            let known = &known.0;
            (&known.observable, &known.experiment) == (&one.observable, &one.experiment)
                && known.observable_parameters == one.observable_parameters
                && known.noise_parameters == one.noise_parameters
        };
        match found.iter_mut().find(same) {
            Some((_, end)) => *end = end.max(one.time),
            None => found.push((one.clone(), one.time)),
        }
    }
    found
}

/// The same courses sampled at an interval, from 0 to their last measured time.
pub(super) fn sampled(problem: &Problem, interval: f64) -> Problem {
    let mut measurements = Vec::new();
    for (one, end) in courses(problem) {
        let count = (end / interval * (1.0 + 1e-12)).floor() as u32;
        let at = |k: u32| Measurement { time: f64::from(k) * interval, ..one.clone() };
        measurements.extend((0..=count).map(at));
    }
    Problem { measurements, ..problem.clone() }
}
