use super::Course;
use crate::infer::forest::{Trees, forest};
use ndarray::{Array2, Axis, concatenate};

/// Least share of a gene's highest value to which it is taken to decay.
const LEAST: f64 = 0.05;

/// Scores of each regulator (rows) for each gene (columns) by random forests that predict from all
/// regulators at one time how fast a gene is made then: the slope to the next time plus its decay
/// (dynGENIE3; Huynh-Thu & Geurts 2018). Where no rate of decay is given, that of a gene is the one at
/// which its highest value falls to its lowest (or a twentieth) in the time between the two.
pub(crate) fn dyngenie(
    courses: &[Course],
    regulators: &[usize],
    trees: &Trees,
    decay: Option<f64>,
    seed: u64,
) -> Array2<f64> {
    let genes = courses.first().map_or(0, |course| course.values.ncols());
    let decay: Vec<f64> = (0..genes).map(|gene| decay.unwrap_or_else(|| rate(courses, gene))).collect();
    let parts: Vec<(Array2<f64>, Array2<f64>)> = courses.iter().map(|course| steps(course, &decay)).collect();
    let join = |views: Vec<_>| concatenate(Axis(0), &views).unwrap_or_else(|_| Array2::zeros((0, genes)));
    let inputs = join(parts.iter().map(|part| part.0.view()).collect());
    let targets = join(parts.iter().map(|part| part.1.view()).collect());
    forest(&inputs, &targets, regulators, trees, seed)
}

/// The values at all times but the last, and what is made of each gene there.
fn steps(course: &Course, decay: &[f64]) -> (Array2<f64>, Array2<f64>) {
    let count = course.times.len() - 1;
    let inputs = course.values.select(Axis(0), &(0..count).collect::<Vec<_>>());
    let made = Array2::from_shape_fn(inputs.dim(), |(at, gene)| {
        let (now, next) = (course.values[[at, gene]], course.values[[at + 1, gene]]);
        (next - now) / (course.times[at + 1] - course.times[at]) + decay[gene] * now
    });
    (inputs, made)
}

fn rate(courses: &[Course], gene: usize) -> f64 {
    let of_course = |course: &Course| {
        let column = course.values.column(gene);
        let by = |a: &usize, b: &usize| column[*a].total_cmp(&column[*b]);
        let high = (0..column.len()).max_by(by)?;
        let low = (0..column.len()).min_by(by)?;
        let span = (course.times[high] - course.times[low]).abs();
        let share = (column[low] / column[high]).clamp(LEAST, 1.0);
        (span > 0.0 && column[high] > 0.0).then(|| -share.ln() / span)
    };
    courses.iter().filter_map(of_course).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decay_is_read_off_an_exponential() {
        let times: Vec<f64> = (0..20).map(|at| 0.1 * f64::from(at)).collect();
        let values = Array2::from_shape_fn((20, 1), |(at, _)| 7.0 * (-0.5 * times[at]).exp());
        let course = Course { times, values };
        assert!((rate(std::slice::from_ref(&course), 0) - 0.5).abs() < 1e-12);
        // A gene that only decays is made nowhere, but for the error of a step.
        let (_, made) = steps(&course, &[0.5]);
        assert!(made.iter().all(|value| value.abs() < 0.1), "{made}");
    }
}
