use lca_kinetics::petab::{Measurement, Problem};

/// Times on each curve.
const TIMES: usize = 60;

/// The same problem with measurements on an even grid of times, of each observable under each
/// condition that was measured; their values mean nothing.
#[must_use]
pub fn grid(problem: &Problem) -> Problem {
    let mut templates: Vec<&Measurement> = Vec::new();
    for one in problem.measurements.iter().filter(|one| one.time.is_finite()) {
        if !templates.iter().any(|known| same_curve(known, one)) {
            templates.push(one);
        }
    }
    let mut measurements = Vec::new();
    for template in templates {
        let times = problem.measurements.iter().filter(|one| same_curve(one, template)).map(|one| one.time);
        let last = times.filter(|time| time.is_finite()).fold(0.0, f64::max);
        let time = |at: usize| last * at as f64 / (TIMES - 1) as f64;
        measurements.extend((0..TIMES).map(|at| Measurement {
            time: time(at),
            value: f64::NAN,
            ..template.clone()
        }));
    }
    Problem { measurements, ..problem.clone() }
}

/// Whether two measurements are of one curve: of an observable under a condition.
#[must_use]
pub fn same_curve(a: &Measurement, b: &Measurement) -> bool {
    a.observable == b.observable && a.experiment == b.experiment
}
