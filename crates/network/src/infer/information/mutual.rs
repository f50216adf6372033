use ndarray::Array2;
use rayon::prelude::*;

/// Mutual information in nats of all pairs of columns, each cut into bins that hold as many samples
/// each (ties stay together), so that it does not depend on the scale; 0 on the diagonal. The bias of
/// the estimate is taken off (Miller 1955): half the degrees of freedom over the number of samples.
#[must_use]
pub fn mutual_information(values: &Array2<f64>, bins: usize) -> Array2<f64> {
    let genes = values.ncols();
    let columns: Vec<Binned> =
        (0..genes).into_par_iter().map(|gene| Binned::new(&values.column(gene).to_vec(), bins)).collect();
    let rows: Vec<Vec<f64>> = (0..genes)
        .into_par_iter()
        .map(|a| (0..a).map(|b| columns[a].shared(&columns[b])).collect())
        .collect();
    Array2::from_shape_fn((genes, genes), |(a, b)| match a.cmp(&b) {
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => rows[a][b],
        std::cmp::Ordering::Less => rows[b][a],
    })
}

/// How many bins suit a number of samples: about the cube root of twice their number, at least 2 and
/// at most 20, so that a cell of two genes' table holds several samples.
#[must_use]
pub fn bins_for(samples: usize) -> usize {
    ((2.0 * samples as f64).cbrt().round() as usize).clamp(2, 20)
}

/// A column cut into bins.
struct Binned {
    at: Vec<usize>,
    count: Vec<f64>,
}

impl Binned {
    fn new(column: &[f64], bins: usize) -> Self {
        let mut order: Vec<usize> = (0..column.len()).collect();
        order.sort_by(|&a, &b| column[a].total_cmp(&column[b]));
        let (mut at, mut count, mut done) = (vec![0; column.len()], Vec::new(), 0);
        let mut last = usize::MAX;
        for ties in order.chunk_by(|&a, &b| column[a] == column[b]) {
            // Where the middle of the ties falls.
            let bin = (2 * done + ties.len()) * bins / (2 * column.len());
            if bin != last {
                count.push(0.0);
                last = bin;
            }
            let place = count.len() - 1;
            count[place] += ties.len() as f64;
            ties.iter().for_each(|&row| at[row] = place);
            done += ties.len();
        }
        Self { at, count }
    }

    fn shared(&self, other: &Self) -> f64 {
        let (width, total) = (other.count.len(), self.at.len() as f64);
        let mut table = vec![0.0; self.count.len() * width];
        self.at.iter().zip(&other.at).for_each(|(a, b)| table[a * width + b] += 1.0);
        let mut sum = 0.0;
        for (row, a) in table.chunks(width.max(1)).zip(&self.count) {
            for (both, b) in row.iter().zip(&other.count).filter(|(both, _)| **both > 0.0) {
                sum += both * (both * total / (a * b)).ln();
            }
        }
        let freedom = (self.count.len().saturating_sub(1) * width.saturating_sub(1)) as f64;
        ((sum - 0.5 * freedom) / total).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    #[test]
    fn copies_share_all_and_strangers_nothing() {
        let mut random = rng(4, 0);
        let mut values = Array2::from_shape_fn((4000, 3), |_| random.random::<f64>());
        for mut row in values.rows_mut() {
            row[1] = row[0] * row[0];
        }
        let found = mutual_information(&values, 8);
        let most = 8.0_f64.ln() - 0.5 * 49.0 / 4000.0;
        assert!((found[[0, 1]] - most).abs() < 1e-9, "{found}");
        assert!(found[[0, 2]] < 0.004 && found[[2, 2]] == 0.0, "{found}");
        assert_eq!(found[[0, 1]], found[[1, 0]]);
    }

    #[test]
    fn ties_stay_together() {
        let binned = Binned::new(&[0.0, 0.0, 0.0, 1.0, 2.0], 5);
        assert_eq!(binned.at, [0, 0, 0, 1, 2]);
        let constant = Array2::from_elem((9, 2), 3.0);
        assert_eq!(mutual_information(&constant, 4)[[0, 1]], 0.0);
        assert_eq!([bins_for(1), bins_for(100), bins_for(2000), bins_for(1 << 30)], [2, 6, 16, 20]);
    }
}
