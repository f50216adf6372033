use super::FitOptions;
use super::minimise::{Cost, Minimum, Region, Search};

/// After how many steps the rear of a race is given up, and what share goes on.
const ROUNDS: [(usize, f64); 2] = [(8, 0.3), (15, 0.0)];

/// Minimises from several points at once and gives up those that fall behind, down to one (successive
/// halving: Jamieson & Talwalkar 2016, arXiv:1502.07943). It begins with a rough cost, which is
/// cheap, and goes on with the exact one when the rough has nothing more to say. None when no point
/// has a cost.
pub(super) fn race(
    rough: Cost<'_>,
    exact: Cost<'_>,
    points: &[Vec<f64>],
    region: Region<'_>,
    options: &FitOptions,
) -> Option<Minimum> {
    let mut field: Vec<Search<'_>> =
        points.iter().filter_map(|point| Search::new(rough, point, region)).collect();
    let (mut spent, tolerance) = (points.len() - field.len(), options.tolerance.max(ROUGH));
    for (steps, share) in ROUNDS {
        if field.len() < 2 {
            break;
        }
        field.iter_mut().for_each(|search| {
            search.run(rough, steps, tolerance);
        });
        field.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
        let keep = ((share * points.len() as f64).ceil() as usize).max(1);
        spent += field.iter().skip(keep).map(Search::evaluations).sum::<usize>();
        field.truncate(keep);
    }
    let mut search = field.into_iter().next()?;
    search.run(rough, options.max_iterations, tolerance);
    let mut search = search.go_on_with(exact)?;
    let converged = search.run(exact, options.max_iterations, options.tolerance);
    let found = search.end(converged);
    Some(Minimum { evaluations: found.evaluations + spent, ..found })
}

/// Below this a rough cost is not to be trusted.
const ROUGH: f64 = 1e-3;
