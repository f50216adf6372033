use super::variable;
use crate::{CellsError, NormalizeParams, log1p, normalize_total};
use lca_numerics::{Csr, rng, sparse};
use rand::RngExt;
use rayon::prelude::*;

/// Cells in the space in which they are compared with made doublets.
pub(super) struct Scaled<'a> {
    counts: &'a Csr<f32>,
    totals: Vec<f64>,
    target: f64,
    /// For each gene its place among the variable ones.
    place: Vec<Option<u32>>,
    /// One over the standard deviation of each variable gene.
    scale: Vec<f64>,
    /// Cells × variable genes: normalised and scaled. Not logged, so that a doublet lies between its two cells.
    pub(super) cells: Csr<f32>,
}

impl<'a> Scaled<'a> {
    pub(super) fn new(counts: &'a Csr<f32>, top: usize) -> Result<Self, CellsError> {
        let totals = sparse::row_sums(counts);
        let mut normal = counts.clone();
        let target = normalize_total(&mut normal, &NormalizeParams::default())?;
        let mut logged = normal.clone();
        log1p(&mut logged)?;
        let genes = variable(&logged, top)?;
        drop(logged);
        crate::error::at_least("variable genes", genes.len(), 2)?;
        let mut cells = normal.select_columns(&genes);
        let spread = sparse::column_moments(&cells).variances;
        let scale: Vec<f64> =
            spread.iter().map(|variance| if *variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 }).collect();
        let columns = cells.indices().to_vec();
        for (value, column) in cells.values_mut().iter_mut().zip(columns) {
            *value = (f64::from(*value) * scale[column as usize]) as f32;
        }
        let mut place = vec![None; counts.shape().1];
        for (at, &gene) in genes.iter().enumerate() {
            place[gene] = Some(at as u32);
        }
        Ok(Self { counts, totals, target, place, scale, cells })
    }

    /// So many doublets, each the sum of two cells drawn at random, in the same space. Each draws from its own stream.
    pub(super) fn made(&self, number: usize, seed: u64) -> Result<Csr<f32>, CellsError> {
        let rows: Vec<Vec<(u32, f32)>> =
            (0..number).into_par_iter().map(|doublet| self.doublet(doublet, seed)).collect();
        let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
        for row in rows {
            for (column, value) in row {
                indices.push(column);
                values.push(value);
            }
            indptr.push(values.len() as u64);
        }
        Ok(Csr::new(number, self.scale.len(), indptr, indices, values)?)
    }

    fn doublet(&self, doublet: usize, seed: u64) -> Vec<(u32, f32)> {
        let mut random = rng(seed, doublet as u64);
        let cells = self.totals.len();
        let (one, two) = (random.random_range(0..cells), random.random_range(0..cells));
        let total = self.totals[one] + self.totals[two];
        if total <= 0.0 {
            return Vec::new();
        }
        let mut sums: Vec<(u32, f64)> = Vec::new();
        for cell in [one, two] {
            let (columns, counted) = self.counts.row(cell);
            sums.extend(
                columns
                    .iter()
                    .zip(counted)
                    .filter_map(|(&gene, &count)| Some((self.place[gene as usize]?, f64::from(count)))),
            );
        }
        sums.sort_by_key(|(place, _)| *place);
        sums.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let value = |(place, sum): (u32, f64)| {
            (place, (sum * self.target / total * self.scale[place as usize]) as f32)
        };
        sums.into_iter().map(value).collect()
    }
}
