//! Exact linear algebra on fractions.

use super::ratio::Ratio;

/// Rows in reduced echelon form, and the column of each row's leading one.
pub(super) struct Echelon {
    pub(super) rows: Vec<Vec<Ratio>>,
    pub(super) leading: Vec<usize>,
}

/// Gauss-Jordan elimination; none on overflow.
pub(super) fn echelon(mut rows: Vec<Vec<Ratio>>) -> Option<Echelon> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut leading = Vec::new();
    for column in 0..columns {
        let rank = leading.len();
        let Some(pivot) = (rank..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(rank, pivot);
        let head = rows[rank][column];
        for value in rows[rank].iter_mut().filter(|value| !value.is_zero()) {
            *value = value.divide(head)?;
        }
        let top = rows[rank].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, row)| *at != rank && !row[column].is_zero())
        {
            let factor = row[column];
            for (value, above) in row.iter_mut().zip(&top).filter(|(_, above)| !above.is_zero()) {
                *value = value.subtract(factor.multiply(*above)?)?;
            }
        }
        leading.push(column);
    }
    rows.truncate(leading.len());
    Some(Echelon { rows, leading })
}

/// A basis of the vectors that a matrix, given by its rows, takes to zero; none on overflow.
pub(super) fn kernel(rows: Vec<Vec<Ratio>>, columns: usize) -> Option<Vec<Vec<Ratio>>> {
    let Echelon { rows, leading } = echelon(rows)?;
    let free = (0..columns).filter(|column| !leading.contains(column));
    let basis = free.map(|column| {
        let mut vector = vec![Ratio::ZERO; columns];
        vector[column] = Ratio::ONE;
        for (row, &lead) in rows.iter().zip(&leading) {
            vector[lead] = row[column].negate();
        }
        vector
    });
    Some(basis.collect())
}

/// The rank of a matrix; none on overflow.
pub(super) fn rank(rows: Vec<Vec<Ratio>>) -> Option<usize> {
    echelon(rows).map(|echelon| echelon.leading.len())
}

pub(super) fn transpose(rows: &[Vec<Ratio>], columns: usize) -> Vec<Vec<Ratio>> {
    (0..columns).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}
