use super::novelty::nearest_of;
use super::{TransferMethod, TransferParams};
use crate::CellsError;
use crate::logistic::{LogisticParams, logistic};
use lca_numerics::sparse;
use ndarray::{Array2, ArrayView2, Axis};

/// Learns types from cells of known type.
pub(super) struct Learn<'a> {
    pub(super) codes: &'a [usize],
    pub(super) types: usize,
    pub(super) params: &'a TransferParams,
}

impl Learn<'_> {
    /// Probabilities of types for `asked`, learnt from `points` with their `codes`.
    pub(super) fn probabilities(
        &self,
        points: ArrayView2<f32>,
        codes: &[usize],
        asked: ArrayView2<f32>,
    ) -> Result<Array2<f64>, CellsError> {
        match self.params.method {
            TransferMethod::Knn => Ok(self.votes(points, codes, asked)),
            TransferMethod::Logistic => self.regression(points, codes, asked),
        }
    }

    /// Each cell of the reference, learnt from the other parts.
    pub(super) fn left_out(&self, points: &Array2<f32>, folds: &[usize]) -> Result<Array2<f64>, CellsError> {
        let mut out = Array2::zeros((points.nrows(), self.types));
        for fold in 0..self.params.folds {
            let rows = |inside: bool| {
                (0..folds.len()).filter(|&row| (folds[row] == fold) == inside).collect::<Vec<_>>()
            };
            let (asked, known) = (rows(true), rows(false));
            let codes: Vec<usize> = known.iter().map(|&row| self.codes[row]).collect();
            let (known, points) = (points.select(Axis(0), &known), points.select(Axis(0), &asked));
            let found = self.probabilities(known.view(), &codes, points.view())?;
            asked.iter().zip(found.rows()).for_each(|(&row, found)| out.row_mut(row).assign(&found));
        }
        Ok(out)
    }

    /// Shares of types among the nearest; one vote more is cast by the types' shares among all, so that none is 0.
    fn votes(&self, points: ArrayView2<f32>, codes: &[usize], asked: ArrayView2<f32>) -> Array2<f64> {
        let mut prior = vec![0.5; self.types];
        codes.iter().for_each(|&code| prior[code] += 1.0);
        let total: f64 = prior.iter().sum();
        let found = nearest_of(asked, points, self.params.k);
        let mut out = Array2::zeros((asked.nrows(), self.types));
        for (near, mut row) in found.iter().zip(out.rows_mut()) {
            row.iter_mut().zip(&prior).for_each(|(into, prior)| *into = prior / total);
            near.iter().for_each(|&(_, at)| row[codes[at]] += 1.0);
            let sum = row.sum();
            row.mapv_inplace(|votes| votes / sum);
        }
        out
    }

    fn regression(
        &self,
        points: ArrayView2<f32>,
        codes: &[usize],
        asked: ArrayView2<f32>,
    ) -> Result<Array2<f64>, CellsError> {
        // A part may lack a type altogether.
        let mut used: Vec<usize> = codes.to_vec();
        used.sort_unstable();
        used.dedup();
        let labels: Vec<usize> =
            codes.iter().map(|code| used.binary_search(code).unwrap_or_default()).collect();
        let scale = spread(points);
        let scaled = |of: ArrayView2<f32>| sparse::from_dense(of.mapv(|value| value / scale).view());
        let fit = logistic(&scaled(points), &labels, used.len(), &LogisticParams::default())?;
        let found = fit.probabilities(&scaled(asked))?;
        let mut out = Array2::from_elem((asked.nrows(), self.types), 1e-9);
        for (place, &code) in used.iter().enumerate() {
            out.column_mut(code).zip_mut_with(&found.column(place), |into, p| *into += p);
        }
        out.rows_mut().into_iter().for_each(|mut row| {
            let sum = row.sum();
            row.mapv_inplace(|p| p / sum);
        });
        Ok(out)
    }
}

/// The root mean square of the first component, by which the penalty means the same whatever the unit.
fn spread(points: ArrayView2<f32>) -> f32 {
    let Some(first) = points.axis_iter(Axis(1)).next() else { return 1.0 };
    let square = first.iter().map(|value| value * value).sum::<f32>() / first.len().max(1) as f32;
    square.sqrt().max(f32::MIN_POSITIVE)
}
