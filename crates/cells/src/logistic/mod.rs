//! Multinomial logistic regression with a ridge penalty, as genes' markers and as a classifier of cells.

mod descent;
mod loss;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::check_finite;
use lca_numerics::Csr;
use loss::Loss;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// How the regression is fitted; defaults as scikit-learn's, but run to the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogisticParams {
    /// Inverse of the penalty on weights; the intercepts are free. Default 1.
    pub c: f64,
    /// Rounds at most. Default 2000.
    pub max_iter: usize,
    /// Largest slope of the mean loss at which it has settled. Default 1e-8.
    pub tolerance: f64,
}

impl Default for LogisticParams {
    fn default() -> Self {
        Self { c: 1.0, max_iter: 2000, tolerance: 1e-8 }
    }
}

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Classes × features. With two classes the second's is the regression's and the first's its negative.
    pub weights: Array2<f64>,
    /// One for each class.
    pub intercepts: Vec<f64>,
    /// Rounds taken.
    pub rounds: usize,
    /// Whether the slope fell below the tolerance.
    pub converged: bool,
}

/// Fits the probability of each of `classes` from the rows of `x`; `labels` holds each row's class. The loss is the sum
/// of the rows' negative log-likelihoods and half the squared weights over `c`, minimised by limited-memory BFGS
/// (Liu and Nocedal 1989). Memory: `x` twice, rows × classes, and 24 × features × classes numbers.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two classes or one without rows, [`CellsError::Length`] for labels of another
/// number of rows, [`CellsError::Parameter`] for a penalty or label out of range, [`CellsError::Value`] for NaN.
pub fn logistic(
    x: &Csr<f32>,
    labels: &[usize],
    classes: usize,
    params: &LogisticParams,
) -> Result<Logistic, CellsError> {
    length("the labels", labels.len(), x.shape().0)?;
    check_finite(x)?;
    parameter("c", params.c, "give a number above 0", params.c.is_finite() && params.c > 0.0)?;
    let top = labels.iter().copied().max().unwrap_or(0);
    parameter("labels", top, "give labels below the number of classes", top < classes)?;
    at_least("classes", classes, 2)?;
    for class in 0..classes {
        at_least("cells of a class", labels.iter().filter(|&&label| label == class).count(), 1)?;
    }
    // Two classes share one vector of weights in the usual form, so that here each has half of it.
    let penalty = if classes == 2 { 2.0 / params.c } else { 1.0 / params.c };
    let loss = Loss::new(x, labels, classes, penalty);
    let found = descent::minimise(&loss, params);
    let features = x.shape().1;
    let scale = if classes == 2 { 2.0 } else { 1.0 };
    Ok(Logistic {
        weights: Array2::from_shape_fn((classes, features), |(class, feature)| {
            scale * found.at[feature * classes + class]
        }),
        intercepts: found.at[features * classes..].iter().map(|value| scale * value).collect(),
        rounds: found.rounds,
        converged: found.converged,
    })
}

impl Logistic {
    /// The probability of each class for each row of `x`: rows × classes.
    ///
    /// # Errors
    /// [`CellsError::Length`] when `x` has another number of features.
    pub fn probabilities(&self, x: &Csr<f32>) -> Result<Array2<f64>, CellsError> {
        length("the features", x.shape().1, self.weights.ncols())?;
        let classes = self.intercepts.len();
        let half = if classes == 2 { 0.5 } else { 1.0 };
        let mut out = Array2::zeros((x.shape().0, classes));
        for (row, mut into) in out.rows_mut().into_iter().enumerate() {
            let (columns, values) = x.row(row);
            for (class, into) in into.iter_mut().enumerate() {
                let product = columns
                    .iter()
                    .zip(values)
                    .map(|(&at, &value)| self.weights[[class, at as usize]] * f64::from(value));
                *into = half * (self.intercepts[class] + product.sum::<f64>());
            }
            loss::softmax(into.as_slice_mut().unwrap_or_default());
        }
        Ok(out)
    }
}
