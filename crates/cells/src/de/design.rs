use crate::CellsError;
use crate::error::{at_least, length};
use lca_numerics::dense::Cholesky;
use ndarray::Array2;

/// Which samples share what, and which difference is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Samples × coefficients; the first is the intercept.
    pub matrix: Array2<f64>,
    /// Names of the coefficients.
    pub names: Vec<String>,
    /// The coefficient that is tested.
    pub tested: usize,
}

impl Design {
    /// The condition `treated` against `reference`, with further properties of samples (donor, batch) that may shift
    /// every gene. Each property is a name and a value for each sample; its first value in the alphabet is its base.
    ///
    /// # Errors
    /// [`CellsError::Length`] for properties of another number of samples, [`CellsError::Missing`] for a sample of neither
    /// condition, [`CellsError::TooFew`] unless both conditions have samples, and [`CellsError::Parameter`] where the
    /// condition cannot be told from the other properties.
    pub fn new(
        conditions: &[String],
        (treated, reference): (&str, &str),
        others: &[(String, Vec<String>)],
    ) -> Result<Self, CellsError> {
        let mut columns = vec![vec![1.0; conditions.len()]];
        let mut names = vec!["intercept".to_owned()];
        if let Some(stranger) = conditions.iter().find(|name| *name != treated && *name != reference) {
            let present = format!("{treated}, {reference}");
            return Err(CellsError::Missing { what: "condition", name: stranger.clone(), present });
        }
        let is =
            |name: &str| conditions.iter().map(|own| f64::from(u8::from(own == name))).collect::<Vec<f64>>();
        for name in [treated, reference] {
            at_least("samples of a condition", is(name).iter().filter(|&&yes| yes > 0.0).count(), 1)?;
        }
        columns.push(is(treated));
        names.push(format!("{treated} against {reference}"));
        for (property, values) in others {
            length("a property of samples", values.len(), conditions.len())?;
            let mut known: Vec<&String> = values.iter().collect();
            known.sort_unstable();
            known.dedup();
            for level in known.into_iter().skip(1) {
                columns.push(values.iter().map(|value| f64::from(u8::from(value == level))).collect());
                names.push(format!("{property} {level}"));
            }
        }
        let matrix =
            Array2::from_shape_fn((conditions.len(), columns.len()), |(row, column)| columns[column][row]);
        let products = matrix.t().dot(&matrix);
        let singular = Cholesky::new(&products).map_or(true, |whole| whole.log_determinant() < -18.0);
        if singular {
            return Err(CellsError::Parameter {
                name: "design",
                value: names.join(" + "),
                rule: "the condition cannot be told from the other properties: leave one out",
            });
        }
        Ok(Self { matrix, names, tested: 1 })
    }

    /// The design without the tested coefficient.
    pub(super) fn without(&self) -> Array2<f64> {
        let kept: Vec<usize> = (0..self.matrix.ncols()).filter(|&column| column != self.tested).collect();
        self.matrix.select(ndarray::Axis(1), &kept)
    }

    /// Whether the coefficients are as many as there are kinds of samples, so that means of kinds fit.
    pub(super) fn saturated(&self) -> bool {
        let mut kinds: Vec<Vec<u64>> = self
            .matrix
            .rows()
            .into_iter()
            .map(|row| row.iter().map(|value| value.to_bits()).collect())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len() == self.matrix.ncols()
    }
}
