use super::cells::{Cells, Types};

/// The columns in use of the cells that have a type, in compressed rows.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    genes: usize,
    ends: Vec<usize>,
    places: Vec<u32>,
    values: Vec<f32>,
}

impl Expression {
    pub(super) fn new(cells: &Cells<'_>, types: &Types, columns: &[usize]) -> Self {
        let mut places = vec![u32::MAX; cells.matrix.shape().1];
        columns.iter().zip(0..).for_each(|(&column, place)| places[column] = place);
        let mut kept = Self { genes: columns.len(), ends: vec![0], places: Vec::new(), values: Vec::new() };
        for &row in &types.rows {
            let (genes, found) = cells.matrix.row(row);
            for (&gene, &value) in genes.iter().zip(found) {
                let place = places[gene as usize];
                if place != u32::MAX && value != 0.0 {
                    kept.places.push(place);
                    kept.values.push(value);
                }
            }
            kept.ends.push(kept.values.len());
        }
        kept
    }

    /// How many genes there are.
    pub(super) const fn genes(&self) -> usize {
        self.genes
    }

    /// Genes and values of each cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&[u32], &[f32])> {
        self.ends.windows(2).map(|pair| (&self.places[pair[0]..pair[1]], &self.values[pair[0]..pair[1]]))
    }

    /// For each gene and type the sum of `of` over the cells of the type, genes × types, written into
    /// `sums`. Sums of single-precision numbers in double precision are exact but for extreme ranges, so
    /// they do not depend on the order of the cells.
    pub(super) fn sums(&self, labels: &[u32], types: usize, sums: &mut [f64], of: impl Fn(f32) -> f64) {
        sums.fill(0.0);
        for ((genes, values), &label) in self.cells().zip(labels) {
            for (&gene, &value) in genes.iter().zip(values) {
                sums[gene as usize * types + label as usize] += of(value);
            }
        }
    }

    /// The mean of `of` for each gene and type, genes × types.
    pub(super) fn means(&self, types: &Types, of: impl Fn(f32) -> f64) -> Vec<f64> {
        let mut means = vec![0.0; self.genes * types.names.len()];
        self.sums(&types.of, types.names.len(), &mut means, of);
        divide(&mut means, &types.sizes);
        means
    }
}

/// Turns sums (anything × types) into means.
pub(super) fn divide(sums: &mut [f64], sizes: &[usize]) {
    for row in sums.chunks_exact_mut(sizes.len()) {
        row.iter_mut().zip(sizes).for_each(|(sum, &size)| *sum /= size as f64);
    }
}
