use super::network::{NetworkStructure, too_large};
use super::ratio::{Ratio, reduce, whole};
use super::space::rank;
use crate::ModelError;

/// A weighted sum of species that no reaction changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moiety {
    /// Species and their whole coefficients, in the network's order.
    pub species: Vec<(String, i128)>,
}

impl Moiety {
    /// Whether no coefficient is negative, so that it can be the total of a molecule.
    #[must_use]
    pub fn is_non_negative(&self) -> bool {
        self.species.iter().all(|(_, coefficient)| *coefficient > 0)
    }

    /// As a sum, such as `E + 2 ES`.
    #[must_use]
    pub fn formula(&self) -> String {
        let mut text = String::new();
        for (id, coefficient) in &self.species {
            let sign = match (text.is_empty(), *coefficient < 0) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            text.push_str(sign);
            match coefficient.unsigned_abs() {
                1 => text.push_str(id),
                many => text.push_str(&format!("{many} {id}")),
            }
        }
        text
    }
}

/// Most rows of the search for non-negative sums, whose number can grow beyond all bounds.
const MOST: usize = 3000;

impl NetworkStructure {
    /// A basis of the conserved sums: non-negative ones of fewest species as far as these reach, the
    /// rest by elimination. The non-negative ones are the extreme ones (Schuster & Höfer 1991,
    /// doi:10.1039/FT9918702561).
    ///
    /// # Errors
    /// As [`Self::rank`].
    pub fn moieties(&self) -> Result<Vec<Moiety>, ModelError> {
        Ok(self.moiety_rows()?.iter().map(|row| self.moiety(row)).collect())
    }

    fn moiety(&self, row: &[i128]) -> Moiety {
        let named = self.species.iter().zip(row).filter(|(_, coefficient)| **coefficient != 0);
        Moiety { species: named.map(|(id, coefficient)| (id.clone(), *coefficient)).collect() }
    }

    /// The basis over the species.
    pub(super) fn moiety_rows(&self) -> Result<Vec<Vec<i128>>, ModelError> {
        let general = self.conserved()?;
        let wanted = general.len();
        let general =
            general.iter().map(|row| whole(row)).collect::<Option<Vec<_>>>().ok_or_else(too_large)?;
        let mut offered = if wanted == 0 { Vec::new() } else { self.extreme_rows().unwrap_or_default() };
        offered
            .sort_by_key(|row| (row.iter().filter(|v| **v != 0).count(), row.iter().position(|v| *v != 0)));
        let mut chosen: Vec<Vec<i128>> = Vec::new();
        for row in offered.into_iter().chain(general) {
            if chosen.len() == wanted {
                break;
            }
            chosen.push(row);
            if rank(fractions(&chosen)).ok_or_else(too_large)? < chosen.len() {
                chosen.pop();
            }
        }
        chosen.sort_by_key(|row| row.iter().position(|v| *v != 0));
        Ok(chosen)
    }

    /// The non-negative sums that are not sums of others; none where there are too many.
    fn extreme_rows(&self) -> Option<Vec<Vec<i128>>> {
        let species = self.species.len();
        let mut rows: Vec<Vec<i128>> = Vec::new();
        for (at, changes) in self.stoichiometry.iter().enumerate() {
            // A species' row: its own unit vector, then its changes in all reactions.
            let mut row = vec![Ratio::ZERO; species];
            row[at] = Ratio::ONE;
            row.extend(changes);
            let row = whole(&row)?;
            rows.push(row);
        }
        for column in species..species + self.reactions.len() {
            rows = combine(rows, species, column)?;
        }
        rows.iter_mut().for_each(|row| row.truncate(species));
        Some(rows)
    }
}

/// Rows that are zero in a column: those that were, and all sums of two of opposite sign whose
/// support holds no other's.
fn combine(rows: Vec<Vec<i128>>, species: usize, column: usize) -> Option<Vec<Vec<i128>>> {
    let (mut kept, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row[column] == 0);
    let (up, down): (Vec<_>, Vec<_>) = rest.into_iter().partition(|row| row[column] > 0);
    for a in &up {
        for b in &down {
            let sum =
                |(x, y): (&i128, &i128)| x.checked_mul(-b[column])?.checked_add(y.checked_mul(a[column])?);
            let mut row = a.iter().zip(b).map(sum).collect::<Option<Vec<_>>>()?;
            reduce(&mut row);
            let within = |small: &[i128], large: &[i128]| {
                small[..species].iter().zip(&large[..species]).all(|(s, l)| *s == 0 || *l != 0)
            };
            if !kept.iter().any(|known| within(known, &row)) {
                kept.retain(|known| !within(&row, known));
                kept.push(row);
            }
        }
        if kept.len() > MOST {
            return None;
        }
    }
    Some(kept)
}

pub(super) fn fractions(rows: &[Vec<i128>]) -> Vec<Vec<Ratio>> {
    let fraction = |&numerator: &i128| Ratio { numerator, denominator: 1 };
    rows.iter().map(|row| row.iter().map(fraction).collect()).collect()
}
