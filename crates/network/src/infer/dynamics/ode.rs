use super::Course;
use super::lasso::entries;
use crate::infer::standard::standard;
use ndarray::{Array1, Array2};
use rayon::prelude::*;

/// Scores and signed weights of each regulator (rows) for each gene (columns) by sparse equations of
/// motion: the slope of each gene as a sum of few regulators besides its own decay (after Brunton et al.
/// 2016 with linear terms; the lasso instead of thresholds, Tibshirani 1996). An edge scores the largest
/// penalty at which it is in, from 1 (the strongest possible) to 0.
pub(crate) fn sparse_ode(courses: &[Course], regulators: &[usize]) -> (Array2<f64>, Array2<f64>) {
    let (inputs, slopes) = slopes(courses);
    let columns: Vec<Option<Vec<f64>>> = inputs.columns().into_iter().map(standard).collect();
    let found: Vec<Vec<(f64, f64)>> = (0..slopes.ncols())
        .into_par_iter()
        .map(|gene| of_gene(&columns, slopes.column(gene).to_vec(), regulators, gene))
        .collect();
    let pick = |of: fn(&(f64, f64)) -> f64| {
        Array2::from_shape_fn((regulators.len(), slopes.ncols()), |(at, gene)| of(&found[gene][at]))
    };
    (pick(|pair| pair.0), pick(|pair| pair.1))
}

/// Values half-way between neighbouring times, and the slopes there; steps × genes.
fn slopes(courses: &[Course]) -> (Array2<f64>, Array2<f64>) {
    let genes = courses.first().map_or(0, |course| course.values.ncols());
    let (mut inputs, mut slopes) = (Array2::zeros((0, genes)), Array2::zeros((0, genes)));
    for course in courses {
        for at in 1..course.times.len() {
            let (before, after) = (course.values.row(at - 1), course.values.row(at));
            let middle = (&before + &after) * 0.5;
            let slope: Array1<f64> = (&after - &before) / (course.times[at] - course.times[at - 1]);
            // Rows of the one width there is always fit.
            let _ = inputs.push_row(middle.view());
            let _ = slopes.push_row(slope.view());
        }
    }
    (inputs, slopes)
}

fn of_gene(
    columns: &[Option<Vec<f64>>],
    slope: Vec<f64>,
    regulators: &[usize],
    gene: usize,
) -> Vec<(f64, f64)> {
    let own = columns[gene].as_deref();
    let without_own = |values: &[f64]| standard(ndarray::ArrayView1::from(&residual(values, own)));
    let nothing = vec![(0.0, 0.0); regulators.len()];
    let Some(target) = standard(ndarray::ArrayView1::from(&slope)).and_then(|slope| without_own(&slope))
    else {
        return nothing;
    };
    let inputs: Vec<Option<Vec<f64>>> = regulators
        .iter()
        .map(|&regulator| {
            let column = (regulator != gene).then_some(columns[regulator].as_deref()).flatten();
            column.and_then(without_own)
        })
        .collect();
    entries(&inputs, &target)
}

/// What is left of standardised values when a gene's own are taken off: its decay goes free of penalty.
fn residual(values: &[f64], own: Option<&[f64]>) -> Vec<f64> {
    let Some(own) = own else { return values.to_vec() };
    let along = values.iter().zip(own).map(|(x, y)| x * y).sum::<f64>() / own.len() as f64;
    values.iter().zip(own).map(|(x, y)| x - along * y).collect()
}
