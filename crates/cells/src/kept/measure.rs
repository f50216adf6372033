use super::BeforeAfter;
use lca_numerics::{Knn, KnnParams, nearest, nearest_approximate};
use lca_tables::Categorical;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;

/// Up to this many cells of a batch neighbours are exact.
const EXACT: usize = 16_384;

/// One batch by itself, before and after.
pub(super) struct Within {
    /// Its cells among all.
    pub(super) cells: Vec<usize>,
    /// Of each cell, the share of neighbours kept.
    pub(super) kept: Vec<f64>,
    /// Of each cell, the share of neighbours of its state; NaN without a state.
    pub(super) purity: [Vec<f64>; 2],
    /// Of each cell; NaN without a state or another one.
    pub(super) silhouette: [Vec<f64>; 2],
    /// Share of the variance between states.
    pub(super) explained: BeforeAfter,
    /// Share of neighbours kept by chance.
    pub(super) chance: f64,
}

impl Within {
    pub(super) fn new(cells: Vec<usize>, points: &[Array2<f32>; 2], states: &Categorical, k: usize) -> Self {
        let k = k.min(cells.len() / 3).max(1);
        let found = points.each_ref().map(|points| neighbours(points, k));
        let of: Vec<Option<u32>> = cells.iter().map(|&cell| states.codes[cell]).collect();
        let both = |cell: usize| {
            let [before, after] = found.each_ref().map(|found| found.indices.row(cell));
            before.iter().filter(|&near| after.iter().any(|other| other == near)).count() as f64 / k as f64
        };
        let kept = (0..cells.len()).into_par_iter().map(both).collect();
        let purity = found.each_ref().map(|found| purity(found, &of));
        let centres = points.each_ref().map(|points| Centres::new(points, &of, states.categories.len()));
        let silhouette = [0, 1].map(|at| centres[at].silhouette(&points[at], &of));
        let explained = BeforeAfter {
            before: centres[0].explained(&points[0], &of),
            after: centres[1].explained(&points[1], &of),
        };
        let chance = k as f64 / (cells.len() - 1) as f64;
        Self { cells, kept, purity, silhouette, explained, chance }
    }
}

fn neighbours(points: &Array2<f32>, k: usize) -> Knn {
    match points.nrows() <= EXACT {
        true => nearest(points.view(), k),
        false => nearest_approximate(points.view(), k, &KnnParams::default()),
    }
}

fn purity(found: &Knn, of: &[Option<u32>]) -> Vec<f64> {
    let one = |(cell, near): (usize, ArrayView1<'_, u32>)| {
        let same = near.iter().filter(|&&other| of[other as usize] == of[cell]).count();
        of[cell].map_or(f64::NAN, |_| same as f64 / near.len() as f64)
    };
    found.indices.rows().into_iter().enumerate().map(one).collect()
}

/// The centres of states; none for one without cells.
struct Centres(Vec<Option<Array1<f64>>>);

impl Centres {
    fn new(points: &Array2<f32>, of: &[Option<u32>], states: usize) -> Self {
        let mut sums = vec![(Array1::<f64>::zeros(points.ncols()), 0.0); states];
        for (row, code) in points.rows().into_iter().zip(of) {
            if let Some(sum) = code.and_then(|code| sums.get_mut(code as usize)) {
                sum.0.zip_mut_with(&row, |sum, value| *sum += f64::from(*value));
                sum.1 += 1.0;
            }
        }
        Self(sums.into_iter().map(|(sum, count)| (count > 0.0).then(|| sum / count)).collect())
    }

    fn own(&self, code: Option<u32>) -> Option<(usize, &Array1<f64>)> {
        let code = code? as usize;
        Some((code, self.0.get(code)?.as_ref()?))
    }

    fn silhouette(&self, points: &Array2<f32>, of: &[Option<u32>]) -> Vec<f64> {
        let one = |(row, &code): (ArrayView1<'_, f32>, &Option<u32>)| {
            let Some((state, centre)) = self.own(code) else { return f64::NAN };
            let others = self.0.iter().enumerate().filter(|(other, _)| *other != state);
            let near = others.filter_map(|(_, centre)| Some(square(row, centre.as_ref()?).sqrt()));
            let (own, other) = (square(row, centre).sqrt(), near.fold(f64::INFINITY, f64::min));
            let most = own.max(other);
            if other.is_infinite() || most <= 0.0 { f64::NAN } else { (other - own) / most }
        };
        points.rows().into_iter().zip(of).map(one).collect()
    }

    /// The share of the squares about the centre of all that lies between states, of cells that have one.
    fn explained(&self, points: &Array2<f32>, of: &[Option<u32>]) -> f64 {
        let known: Vec<(ArrayView1<'_, f32>, &Array1<f64>)> = points
            .rows()
            .into_iter()
            .zip(of)
            .filter_map(|(row, &code)| Some((row, self.own(code)?.1)))
            .collect();
        let mut centre = Array1::<f64>::zeros(points.ncols());
        known.iter().for_each(|(row, _)| centre.zip_mut_with(row, |sum, value| *sum += f64::from(*value)));
        centre /= known.len().max(1) as f64;
        let within: f64 = known.iter().map(|(row, own)| square(*row, own)).sum();
        let total: f64 = known.iter().map(|(row, _)| square(*row, &centre)).sum();
        if total > 0.0 { 1.0 - within / total } else { f64::NAN }
    }
}

fn square(row: ArrayView1<'_, f32>, centre: &Array1<f64>) -> f64 {
    row.iter().zip(centre).map(|(&value, centre)| (f64::from(value) - centre).powi(2)).sum()
}
