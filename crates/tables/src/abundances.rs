use crate::TableError;
use std::collections::HashSet;

/// How much of each molecule each sample holds: molecules × samples, missing as NaN.
///
/// ```
/// use lca_tables::{Abundances, Measured};
/// let molecules = vec![Measured::new("P28482"), Measured::new("P27361")];
/// let table = Abundances::new(molecules, vec!["s1".into()], vec![2.5, f64::NAN]).unwrap();
/// assert_eq!(table.row(0), [2.5]);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Abundances {
    molecules: Vec<Measured>,
    samples: Vec<String>,
    values: Vec<f64>,
    /// The unit of the values, where the file states one.
    pub unit: Option<String>,
    /// Columns of the file that are neither samples nor anything known of the molecules.
    pub passed_over: Vec<String>,
}

/// A molecule of a table of abundances.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its identifier, unique in the table.
    pub id: String,
    /// The name of its gene, or its own, where the file gives one.
    pub name: Option<String>,
    /// Its mass in dalton.
    pub mass: Option<f64>,
    /// Whether it is a molecule of the cells at all.
    pub mark: Mark,
}

/// What a search engine says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Mark {
    /// A molecule of the cells.
    #[default]
    Target,
    /// A made-up sequence that measures false identifications.
    Decoy,
    /// Brought in by the handling: keratin, trypsin.
    Contaminant,
    /// Known by a modified peptide alone.
    OnlyBySite,
}

impl Mark {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Decoy => "decoy",
            Self::Contaminant => "contaminant",
            Self::OnlyBySite => "only identified by site",
        }
    }
}

impl Measured {
    /// A molecule of which nothing but its identifier is known.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), name: None, mass: None, mark: Mark::Target }
    }
}

impl Abundances {
    /// Joins molecules, samples and values (row by row).
    ///
    /// # Errors
    /// [`TableError::Length`] when there is not one value for each molecule and sample, [`TableError::Duplicate`]
    /// when two samples have one name.
    pub fn new(molecules: Vec<Measured>, samples: Vec<String>, values: Vec<f64>) -> Result<Self, TableError> {
        let expected = molecules.len() * samples.len();
        if values.len() != expected {
            return Err(TableError::Length { what: "values".to_owned(), found: values.len(), expected });
        }
        let mut seen = HashSet::new();
        if let Some(name) = samples.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(TableError::Duplicate { what: "samples".to_owned(), name: name.clone() });
        }
        Ok(Self { molecules, samples, values, ..Self::default() })
    }

    /// The molecules, in the order of the rows.
    #[must_use]
    pub fn molecules(&self) -> &[Measured] {
        &self.molecules
    }

    /// The names of the samples, in the order of the columns.
    #[must_use]
    pub fn samples(&self) -> &[String] {
        &self.samples
    }

    /// The values of one molecule, one for each sample; none where there is no such row.
    #[must_use]
    pub fn row(&self, at: usize) -> &[f64] {
        let width = self.samples.len();
        self.values.get(at * width..(at + 1) * width).unwrap_or_default()
    }

    /// The molecules of the cells alone, and how many entries of each other mark are left out.
    #[must_use]
    pub fn targets(&self) -> (Self, Vec<(Mark, usize)>) {
        let kept: Vec<usize> =
            (0..self.molecules.len()).filter(|&at| self.molecules[at].mark == Mark::Target).collect();
        let count = |mark: Mark| self.molecules.iter().filter(|one| one.mark == mark).count();
        let others = [Mark::Decoy, Mark::Contaminant, Mark::OnlyBySite];
        let left_out = others.into_iter().map(|mark| (mark, count(mark))).filter(|(_, count)| *count > 0);
        (self.select(&kept), left_out.collect())
    }

    /// The given molecules; places that are none are passed over.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let rows = || rows.iter().copied().filter(|&at| at < self.molecules.len());
        Self {
            molecules: rows().map(|at| self.molecules[at].clone()).collect(),
            samples: self.samples.clone(),
            values: rows().flat_map(|at| self.row(at)).copied().collect(),
            unit: self.unit.clone(),
            passed_over: self.passed_over.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoys_are_counted_and_left_out() {
        let mut decoy = Measured::new("REV__P1");
        decoy.mark = Mark::Decoy;
        let molecules = vec![decoy, Measured::new("P1")];
        let table = Abundances::new(molecules, vec!["a".into(), "b".into()], vec![1.0, 2.0, 3.0, 4.0]);
        let (targets, left_out) = table.unwrap().targets();
        assert_eq!((targets.row(0), targets.row(1)), (&[3.0, 4.0][..], &[][..]));
        assert_eq!(left_out, [(Mark::Decoy, 1)]);
        assert!(Abundances::new(Vec::new(), Vec::new(), vec![1.0]).is_err());
    }
}
