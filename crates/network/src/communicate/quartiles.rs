use super::cells::Types;
use super::expression::Expression;

/// The values of each gene in rising order, each with its cell: quartiles of any grouping of the cells follow
/// from one pass over them.
#[derive(Debug, Clone)]
pub(super) struct Rising {
    genes: Vec<Vec<(f32, u32)>>,
}

impl Rising {
    pub(super) fn new(expression: &Expression) -> Self {
        let mut genes = vec![Vec::new(); expression.genes()];
        for ((places, values), cell) in expression.cells().zip(0u32..) {
            places.iter().zip(values).for_each(|(&gene, &value)| genes[gene as usize].push((value, cell)));
        }
        let sorted = |mut gene: Vec<(f32, u32)>| {
            gene.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            gene
        };
        Self { genes: genes.into_iter().map(sorted).collect() }
    }

    /// Tukey's trimean, (Q1 + 2 Q2 + Q3) / 4, of each gene in each type, genes × types, with quartiles between
    /// neighbouring values interpolated linearly.
    pub(super) fn trimeans(&self, types: &Types, labels: &[u32], out: &mut Vec<f64>) {
        let mut values: Vec<Vec<f32>> = vec![Vec::new(); types.names.len()];
        out.clear();
        for gene in &self.genes {
            values.iter_mut().for_each(Vec::clear);
            gene.iter().for_each(|&(value, cell)| values[labels[cell as usize] as usize].push(value));
            out.extend(values.iter().zip(&types.sizes).map(|(found, &size)| trimean(found, size)));
        }
    }
}

/// Of `size` values of which those not given are zero, the given ones rising.
fn trimean(found: &[f32], size: usize) -> f64 {
    let zeros = size.saturating_sub(found.len());
    let nth = |rank: usize| match rank.checked_sub(zeros) {
        Some(at) => f64::from(found.get(at).or(found.last()).copied().unwrap_or(0.0)),
        None => 0.0,
    };
    let quantile = |share: f64| {
        let place = share * (size - 1) as f64;
        let (low, rest) = (nth(place as usize), place.fract());
        low + rest * (nth(place as usize + 1) - low)
    };
    0.25 * (quantile(0.25) + 2.0 * quantile(0.5) + quantile(0.75))
}

#[cfg(test)]
mod tests {
    use super::trimean;

    #[test]
    fn zeros_count_as_values() {
        assert_eq!(trimean(&[1.0, 2.0, 3.0, 4.0, 5.0], 5), 3.0);
        assert_eq!(trimean(&[4.0], 5), 0.0);
        assert_eq!(trimean(&[4.0, 8.0], 3), 0.25 * (2.0 + 8.0 + 6.0));
        assert_eq!(trimean(&[7.0], 1), 7.0);
    }
}
