use ndarray::Array2;

/// Sweeps over all pairs of columns, at most.
const SWEEPS: usize = 100;

/// Turns orthogonal scores (samples × factors) so that each of their loadings (features × factors) is either large or
/// nearly nothing: varimax by plane rotations (Kaiser 1958, doi:10.1007/BF02289233).
pub(super) fn varimax(scores: &mut Array2<f64>, loadings: &mut Array2<f64>) {
    let factors = loadings.ncols();
    for _ in 0..SWEEPS {
        let mut largest = 0.0_f64;
        for one in 0..factors {
            for other in one + 1..factors {
                let angle = best(loadings, one, other);
                largest = largest.max(angle.abs());
                turn(loadings, (one, other), angle);
                turn(scores, (one, other), angle);
            }
        }
        if largest < 1e-6 {
            break;
        }
    }
}

/// The angle by which two columns are turned so that the variance of their squares is largest.
fn best(loadings: &Array2<f64>, one: usize, other: usize) -> f64 {
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for row in loadings.rows() {
        let (x, y) = (row[one], row[other]);
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    let count = loadings.nrows() as f64;
    (d - 2.0 * a * b / count).atan2(c - (a * a - b * b) / count) / 4.0
}

fn turn(matrix: &mut Array2<f64>, (one, other): (usize, usize), angle: f64) {
    let (sin, cos) = angle.sin_cos();
    for mut row in matrix.rows_mut() {
        let (x, y) = (row[one], row[other]);
        row[one] = cos * x + sin * y;
        row[other] = cos * y - sin * x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_turned_simple_structure_is_turned_back() {
        let simple = array![[2.0, 0.0], [1.5, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -2.0], [0.0, 1.2]];
        let (mut loadings, mut scores) = (simple.clone(), array![[1.0, 0.0], [0.0, 1.0]]);
        turn(&mut loadings, (0, 1), 0.6);
        turn(&mut scores, (0, 1), 0.6);
        varimax(&mut scores, &mut loadings);
        assert!(
            loadings.iter().zip(&simple).all(|(got, want)| (got.abs() - want.abs()).abs() < 1e-6),
            "{loadings}"
        );
        assert!((scores.dot(&scores.t()) - Array2::<f64>::eye(2)).iter().all(|error| error.abs() < 1e-12));
    }
}
