use lca_kinetics::petab::Problem;

/// Candidate measurements of a problem by experiment: those of one dataset are one, and a measurement
/// without a dataset is one of its own.
pub(super) fn groups(problem: &Problem) -> Vec<(String, Vec<usize>)> {
    let mut found: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, one) in problem.measurements.iter().enumerate() {
        let own = || format!("{} in {} at {}", one.observable, one.experiment, one.time);
        let name = one.dataset.clone().unwrap_or_else(own);
        match found.iter_mut().find(|(known, _)| *known == name && one.dataset.is_some()) {
            Some((_, rows)) => rows.push(at),
            None => found.push((name, vec![at])),
        }
    }
    found
}
