use super::sequence::Sequence;
use crate::ModelError;
use rayon::prelude::*;

/// How Sobol' indices are estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SobolOptions {
    /// Base points, rounded up to a power of two; the function is called once more for each input
    /// and twice over.
    pub samples: u32,
    /// Seed of the points' shift.
    pub seed: u64,
}

impl Default for SobolOptions {
    fn default() -> Self {
        Self { samples: 1024, seed: 1 }
    }
}

/// The share of an output's variance that each input explains. Rows are inputs, columns outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolIndices {
    /// The share that varying the input alone explains.
    pub first: Vec<Vec<f64>>,
    /// The share in which the input has any part.
    pub total: Vec<Vec<f64>>,
    /// For each input the same of all outputs together, each with the weight of its variance (Gamboa
    /// et al. 2014, doi:10.1214/14-EJS895): first, total, and their standard errors, which are of
    /// points drawn at random, so larger than those of this sequence.
    pub overall: Vec<[f64; 4]>,
    /// The variance of each output.
    pub variance: Vec<f64>,
    /// Base points left out because the function had no value at one that belongs to them.
    pub failed: usize,
}

/// Values of a base point: at A, at B, and at A with one coordinate of B each.
type Row = Vec<Vec<f64>>;

/// First-order and total Sobol' indices of a function on the unit cube, with inputs independent and
/// uniform. Points are Sobol's; estimators are Saltelli's for the first order (Saltelli et al. 2010,
/// doi:10.1016/j.cpc.2009.09.018, table 2 b) and Jansen's for the total (the same, f). The function
/// gives the same number of outputs everywhere, or none where it has no value. The result does not
/// depend on the number of threads.
///
/// # Errors
/// When there is no input, or fewer than two base points have values.
pub fn sobol_indices(
    inputs: usize,
    options: &SobolOptions,
    function: &(dyn Fn(&[f64]) -> Option<Vec<f64>> + Sync),
) -> Result<SobolIndices, ModelError> {
    if inputs == 0 {
        return Err(ModelError::Argument {
            what: "global sensitivity",
            why: "there is nothing to vary".to_owned(),
        });
    }
    let samples = options.samples.clamp(2, 1 << 24).next_power_of_two();
    let sequence = Sequence::new(2 * inputs, options.seed);
    let row = |at: u32| -> Option<Row> {
        let point = sequence.point(at);
        let (a, b) = point.split_at(inputs);
        let mixed = (0..inputs).map(|k| {
            let mut x = a.to_vec();
            x[k] = b[k];
            x
        });
        let all = [a.to_vec(), b.to_vec()].into_iter().chain(mixed);
        let values = all.map(|x| function(&x)).collect::<Option<Row>>()?;
        values.iter().flatten().all(|value| value.is_finite()).then_some(values)
    };
    let rows: Vec<Option<Row>> = (0..samples).into_par_iter().map(row).collect();
    let known: Vec<&Row> = rows.iter().flatten().collect();
    let outputs = known.first().map_or(0, |row| row[0].len());
    if known.len() < 2 || known.iter().any(|row| row.iter().any(|v| v.len() != outputs)) {
        let why = format!("{} of {samples} points have values, for {inputs} inputs", known.len());
        return Err(ModelError::Argument { what: "global sensitivity", why });
    }
    Ok(indices(&known, inputs, outputs, rows.len() - known.len()))
}

fn indices(rows: &[&Row], inputs: usize, outputs: usize, failed: usize) -> SobolIndices {
    let n = rows.len() as f64;
    let mean = |o: usize| rows.iter().map(|row| row[0][o] + row[1][o]).sum::<f64>() / (2.0 * n);
    let means: Vec<f64> = (0..outputs).map(mean).collect();
    // Per point and output what the means of are variance, first-order and total parts of it.
    let spread =
        |row: &Row, o: usize| 0.5 * ((row[0][o] - means[o]).powi(2) + (row[1][o] - means[o]).powi(2));
    let alone = |row: &Row, k: usize, o: usize| (row[1][o] - means[o]) * (row[k + 2][o] - row[0][o]);
    let any = |row: &Row, k: usize, o: usize| 0.5 * (row[0][o] - row[k + 2][o]).powi(2);
    let average = |of: &dyn Fn(&Row) -> f64| rows.iter().map(|row| of(row)).sum::<f64>() / n;
    let variance: Vec<f64> = (0..outputs).map(|o| average(&|row| spread(row, o))).collect();
    let share = |part: &dyn Fn(&Row, usize, usize) -> f64| {
        let of = |k: usize| (0..outputs).map(|o| average(&|row| part(row, k, o)) / variance[o]).collect();
        (0..inputs).map(of).collect::<Vec<Vec<f64>>>()
    };
    let sum = |of: &dyn Fn(usize) -> f64| (0..outputs).map(of).sum::<f64>();
    let whole: f64 = variance.iter().sum();
    let overall = |k: usize, part: &dyn Fn(&Row, usize, usize) -> f64| {
        let index = average(&|row| sum(&|o| part(row, k, o))) / whole;
        // The error of a ratio of means.
        let rest = average(&|row| sum(&|o| part(row, k, o) - index * spread(row, o)).powi(2));
        (index, (rest / n).sqrt() / whole)
    };
    let both = |k: usize| {
        let ((first, first_error), (total, total_error)) = (overall(k, &alone), overall(k, &any));
        [first, total, first_error, total_error]
    };
    let (first, total) = (share(&alone), share(&any));
    SobolIndices { first, total, overall: (0..inputs).map(both).collect(), variance, failed }
}
