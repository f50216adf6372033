use crate::NetworkError;
use lca_numerics::Csr;
use std::collections::BTreeMap;

/// Cells of known types and what they express.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    /// Cells × genes: normalised, log-transformed, not scaled; nothing below zero.
    pub matrix: &'a Csr<f32>,
    /// The gene of each column.
    pub genes: &'a [String],
    /// The type of each cell; cells without one are left out.
    pub labels: &'a [Option<String>],
}

/// The types of cells and which cells are of which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Types {
    /// The types' names, in order.
    pub names: Vec<String>,
    /// How many cells are of each type.
    pub sizes: Vec<usize>,
    /// The rows of the cells that have a type.
    pub rows: Vec<usize>,
    /// The type of each of these rows.
    pub of: Vec<u32>,
}

impl Types {
    /// Every ordered pair of types, each with itself too, the second changing fastest.
    #[must_use]
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let count = self.names.len();
        (0..count).flat_map(|first| (0..count).map(move |second| (first, second))).collect()
    }

    /// Where a type stands.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }
}

/// Refuses what is no share of cells.
pub(super) fn check_share(share: f64) -> Result<(), NetworkError> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    let why = format!("{share} is no share of cells: give a number from 0 to 1");
    Err(NetworkError::Argument { what: "the threshold", why })
}

impl Cells<'_> {
    /// Checks that the parts fit together and sorts the cells by type.
    ///
    /// # Errors
    /// When genes or labels are not as many as columns and rows, values are below zero or no numbers, or no
    /// cell has a type.
    pub fn types(&self) -> Result<Types, NetworkError> {
        self.check()?;
        let labelled =
            || self.labels.iter().enumerate().filter_map(|(row, label)| Some((row, label.as_deref()?)));
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        labelled().for_each(|(_, label)| *sizes.entry(label).or_default() += 1);
        if sizes.is_empty() {
            return Err(NetworkError::TooFew {
                what: "cells that have a type",
                found: 0,
                needed: 1,
                instead: "name the column that says the type of each cell",
            });
        }
        let places: BTreeMap<&str, u32> = sizes.keys().zip(0..).map(|(&name, place)| (name, place)).collect();
        Ok(Types {
            names: sizes.keys().map(|&name| name.to_owned()).collect(),
            rows: labelled().map(|(row, _)| row).collect(),
            of: labelled().filter_map(|(_, label)| places.get(label).copied()).collect(),
            sizes: sizes.into_values().collect(),
        })
    }

    fn check(&self) -> Result<(), NetworkError> {
        let (rows, columns) = self.matrix.shape();
        for (what, found, needed) in
            [("the labels", self.labels.len(), rows), ("the genes' names", self.genes.len(), columns)]
        {
            if found != needed {
                let why = format!("{found} found, but the matrix has {needed}; give one for each");
                return Err(NetworkError::Argument { what, why });
            }
        }
        if let Some(value) = self.matrix.values().iter().find(|value| !value.is_finite() || **value < 0.0) {
            let why = format!(
                "{value} is among its values, so it is scaled or damaged; give counts that are normalised and \
                 log-transformed but not scaled"
            );
            return Err(NetworkError::Argument { what: "the expression matrix", why });
        }
        Ok(())
    }
}
