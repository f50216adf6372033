use crate::NetworkError;
use ndarray::{Array2, Axis};
use std::collections::{HashMap, HashSet};

/// Measured amounts of genes, or of other molecules: samples (or cells) × genes, none missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    samples: Vec<String>,
    genes: Vec<String>,
    values: Array2<f64>,
}

impl Expression {
    /// Takes a table of samples × genes. Samples may share a name (repeats of one knock-out), genes may not.
    ///
    /// # Errors
    /// When names and values do not match, a gene occurs twice, or a value is missing or infinite; with
    /// the gene and the sample.
    pub fn new(samples: Vec<String>, genes: Vec<String>, values: Array2<f64>) -> Result<Self, NetworkError> {
        if values.dim() != (samples.len(), genes.len()) {
            let (rows, columns) = values.dim();
            let why = format!(
                "{rows} × {columns} values for {} samples and {} genes; give one value for each",
                samples.len(),
                genes.len()
            );
            return Err(NetworkError::Argument { what: "expression", why });
        }
        let mut seen = HashSet::new();
        if let Some(gene) = genes.iter().find(|gene| !seen.insert(gene.as_str())) {
            let why = format!("gene `{gene}` occurs twice; rename or join the two");
            return Err(NetworkError::Argument { what: "expression", why });
        }
        let bad = values.indexed_iter().find(|(_, value)| !value.is_finite());
        if let Some(((sample, gene), value)) = bad {
            let why = format!(
                "gene `{}` is {} in sample `{}`; fill it in, or leave the gene or the sample out",
                genes[gene],
                if value.is_nan() { "missing" } else { "infinite" },
                samples[sample]
            );
            return Err(NetworkError::Argument { what: "expression", why });
        }
        Ok(Self { samples, genes, values })
    }

    /// Names of the samples.
    #[must_use]
    pub fn samples(&self) -> &[String] {
        &self.samples
    }

    /// Names of the genes.
    #[must_use]
    pub fn genes(&self) -> &[String] {
        &self.genes
    }

    /// The values, samples × genes.
    #[must_use]
    pub const fn values(&self) -> &Array2<f64> {
        &self.values
    }

    /// Where each gene stands.
    #[must_use]
    pub fn places(&self) -> HashMap<&str, usize> {
        self.genes.iter().enumerate().map(|(place, gene)| (gene.as_str(), place)).collect()
    }

    /// The genes that have the same value in every sample: nothing can be inferred of them.
    #[must_use]
    pub fn constant(&self) -> Vec<usize> {
        let same = |gene: &usize| {
            let column = self.values.column(*gene);
            column.first().is_none_or(|first| column.iter().all(|value| value == first))
        };
        (0..self.genes.len()).filter(same).collect()
    }

    /// Some of the samples, in the order given.
    pub(crate) fn select(&self, samples: &[usize]) -> Self {
        Self {
            samples: samples.iter().map(|&sample| self.samples[sample].clone()).collect(),
            genes: self.genes.clone(),
            values: self.values.select(Axis(0), samples),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let twice = Expression::new(names(&["s"]), names(&["A", "A"]), array![[1.0, 2.0]]).unwrap_err();
        assert!(twice.to_string().contains("`A` occurs twice"), "{twice}");
        let missing =
            Expression::new(names(&["s", "t"]), names(&["A", "B"]), array![[1.0, 2.0], [3.0, f64::NAN]]);
        let missing = missing.unwrap_err().to_string();
        assert!(missing.contains("`B` is missing in sample `t`"), "{missing}");
        assert!(Expression::new(names(&["s"]), names(&["A"]), array![[1.0, 2.0]]).is_err());
    }

    #[test]
    fn constant_genes_are_found() {
        let table = Expression::new(names(&["s", "t"]), names(&["A", "B"]), array![[1.0, 2.0], [1.0, 3.0]]);
        assert_eq!(table.unwrap().constant(), [0]);
    }
}
