use super::Batches;
use crate::CellsError;
use lca_numerics::dense::Lu;
use ndarray::{Array2, ArrayView1};

/// Takes from each cell what its batch adds in the clusters it belongs to: in each cluster a ridge
/// regression of the coordinates on the batch, weighted by the cells' shares, whose intercept stays.
pub(super) fn correct(
    original: &Array2<f64>,
    shares: &Array2<f64>,
    batches: &Batches,
    ridge: f64,
) -> Result<Array2<f64>, CellsError> {
    let mut corrected = original.clone();
    for share in shares.columns() {
        let effects = effects(original, share, batches, ridge)?;
        for ((mut row, share), &batch) in corrected.outer_iter_mut().zip(share).zip(&batches.of) {
            row.scaled_add(-share, &effects.row(batch));
        }
    }
    Ok(corrected)
}

/// Batches × dimensions: what each batch adds in one cluster.
fn effects(
    original: &Array2<f64>,
    share: ArrayView1<f64>,
    batches: &Batches,
    ridge: f64,
) -> Result<Array2<f64>, CellsError> {
    let (size, dims) = (batches.count + 1, original.ncols());
    // Row 0 is the intercept, which is not penalised.
    let mut normal = Array2::<f64>::zeros((size, size));
    let mut right = Array2::<f64>::zeros((size, dims));
    for ((row, &share), &batch) in original.outer_iter().zip(share).zip(&batches.of) {
        let at = batch + 1;
        for place in [[0, 0], [0, at], [at, 0], [at, at]] {
            normal[place] += share;
        }
        right.row_mut(0).scaled_add(share, &row);
        right.row_mut(at).scaled_add(share, &row);
    }
    for at in 1..size {
        normal[[at, at]] += ridge;
    }
    // A cluster that holds no cell corrects none.
    if normal[[0, 0]] < 1e-12 {
        return Ok(Array2::zeros((batches.count, dims)));
    }
    let solver = Lu::new(&normal)?;
    let mut effects = Array2::zeros((batches.count, dims));
    for (dim, column) in right.columns().into_iter().enumerate() {
        let mut solution = column.to_vec();
        solver.solve(&mut solution);
        effects.column_mut(dim).assign(&ndarray::aview1(&solution[1..]));
    }
    Ok(effects)
}
