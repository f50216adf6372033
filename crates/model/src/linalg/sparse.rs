use super::order::{Elimination, eliminate};
use super::{Lu, axpy, wide};
use std::sync::Arc;

/// Share of a full matrix above which sparse factors do not pay.
const FULL: f64 = 0.6;

/// Steps of an elimination that are worth writing down.
const LONGEST: usize = 2_000_000;

/// What must be left of a pivot after cancellation, or rows must be exchanged. It is measured on the
/// diagonal, where the units of the states do not matter. Fast reversible reactions cancel much.
const LEFT: f64 = 1e-10;

/// What an entry of the diagonal must be of the pivot it grows to.
const GROWN: f64 = 1e-6;

/// Where the entries of a matrix `a - J` lie, and how it is eliminated.
#[derive(Debug)]
pub struct Structure {
    n: usize,
    /// Row and column of each entry of `J`.
    entries: Vec<(u32, u32)>,
    plan: Option<Plan>,
}

/// Elimination row by row, in an order in which few entries arise. All places are in one list of
/// the factors' entries, row by row.
#[derive(Debug)]
struct Plan {
    order: Vec<u32>,
    /// For each entry of `J` its place.
    places: Vec<u32>,
    /// For each row where it starts; its entries below the diagonal, the diagonal, those above.
    starts: Vec<u32>,
    diagonal: Vec<u32>,
    columns: Vec<u32>,
    /// For each entry below the diagonal, in order: the steps `to -= factor * from`.
    steps: Vec<(u32, u32)>,
    /// For each such entry where its steps end.
    ends: Vec<u32>,
}

impl Structure {
    /// For `n` rows and the row and column of each entry of `J` that may differ from zero; those of
    /// columns from `n` on are left out.
    #[must_use]
    pub fn new(n: usize, entries: &[(u32, u32)]) -> Self {
        let entries = entries.to_vec();
        let inside = entries.iter().filter(|(_, column)| (*column as usize) < n);
        let pairs = inside.map(|&(row, column)| (row as usize, column as usize));
        let Elimination { order, rows } = eliminate(n, pairs);
        let count: usize = rows.iter().map(Vec::len).sum();
        let sparse = n > 2 && (count as f64) < FULL * (n * n) as f64;
        let plan = if sparse { Plan::new(n, &entries, &order, &rows) } else { None };
        Self { n, entries, plan }
    }
}

impl Plan {
    fn new(n: usize, entries: &[(u32, u32)], order: &[usize], rows: &[Vec<usize>]) -> Option<Self> {
        let mut rank = vec![0; n];
        order.iter().enumerate().for_each(|(place, &row)| rank[row] = place);
        let mut starts = vec![0];
        rows.iter().for_each(|row| starts.push(starts[starts.len() - 1] + row.len() as u32));
        let find = |row: usize, column: usize| {
            let at = rows[row].binary_search(&column).ok()?;
            Some(starts[row] + at as u32)
        };
        let (mut steps, mut ends) = (Vec::new(), Vec::new());
        for (row, columns) in rows.iter().enumerate() {
            for &pivot in columns.iter().take_while(|&&column| column < row) {
                for &column in rows[pivot].iter().filter(|&&column| column > pivot) {
                    steps.push((find(row, column)?, find(pivot, column)?));
                }
                ends.push(steps.len() as u32);
            }
            if steps.len() > LONGEST {
                return None;
            }
        }
        let place = |&(row, column): &(u32, u32)| match rank.get(column as usize) {
            Some(&column) => find(rank[row as usize], column),
            None => Some(u32::MAX),
        };
        Some(Self {
            places: entries.iter().map(place).collect::<Option<_>>()?,
            diagonal: (0..n).map(|row| find(row, row)).collect::<Option<_>>()?,
            order: order.iter().map(|&row| row as u32).collect(),
            columns: rows.iter().flatten().map(|&column| column as u32).collect(),
            starts,
            steps,
            ends,
        })
    }
}

/// The factors of `a - J` for one structure and changing values.
#[derive(Debug, Clone)]
pub(crate) struct ShiftedLu {
    structure: Arc<Structure>,
    factors: Vec<f64>,
    inverse: Vec<f64>,
    work: Vec<f64>,
    dense: Lu,
    /// Whether the sparse factors hold.
    sparse: bool,
}

impl ShiftedLu {
    pub(crate) fn new(structure: Arc<Structure>) -> Self {
        let n = structure.n;
        let count = structure.plan.as_ref().map_or(0, |plan| plan.columns.len());
        Self {
            factors: vec![0.0; count],
            inverse: vec![0.0; n],
            work: Vec::new(),
            // Made when it is needed.
            dense: Lu::default(),
            sparse: false,
            structure,
        }
    }

    /// Factorises `shift - J`, given the entries of `J`; false when singular.
    pub(crate) fn factorise(&mut self, shift: f64, entries: &[f64]) -> bool {
        let structure = Arc::clone(&self.structure);
        self.sparse = structure.plan.as_ref().is_some_and(|plan| self.eliminate(plan, shift, entries));
        self.sparse || self.factorise_dense(&structure, shift, entries)
    }

    fn factorise_dense(&mut self, structure: &Structure, shift: f64, entries: &[f64]) -> bool {
        let n = structure.n;
        if self.dense.rows() != n {
            self.dense = Lu::new(n);
        }
        let matrix = self.dense.matrix();
        matrix.fill(0.0);
        for (&(row, column), value) in structure.entries.iter().zip(entries) {
            if (column as usize) < n {
                matrix[row as usize * n + column as usize] = -value;
            }
        }
        (0..n).for_each(|k| matrix[k * n + k] += shift);
        self.dense.factorise()
    }

    /// False where a pivot cannot be trusted.
    fn eliminate(&mut self, plan: &Plan, shift: f64, entries: &[f64]) -> bool {
        let factors = &mut self.factors;
        factors.fill(0.0);
        for (&place, value) in plan.places.iter().zip(entries) {
            if let Some(to) = factors.get_mut(place as usize) {
                *to = -value;
            }
        }
        plan.diagonal.iter().for_each(|&place| factors[place as usize] += shift);
        let (mut from, mut ends) = (0, plan.ends.iter());
        for (row, &diagonal) in plan.diagonal.iter().enumerate() {
            let diagonal = diagonal as usize;
            let before = factors[diagonal];
            let mut moved = 0.0_f64;
            for place in plan.starts[row] as usize..diagonal {
                let factor = factors[place] * self.inverse[plan.columns[place] as usize];
                factors[place] = factor;
                let end = ends.next().map_or(from, |&end| end as usize);
                let last = factors[diagonal];
                for &(to, source) in &plan.steps[from..end] {
                    factors[to as usize] -= factor * factors[source as usize];
                }
                moved += (factors[diagonal] - last).abs();
                from = end;
            }
            let (pivot, size) = (factors[diagonal], before.abs() + moved);
            let trusted = pivot.abs() > LEFT * size && before.abs() > GROWN * size;
            if !(trusted && size.is_finite()) {
                return false;
            }
            self.inverse[row] = 1.0 / pivot;
        }
        true
    }

    /// Solves for one right-hand side in place.
    pub(crate) fn solve(&mut self, x: &mut [f64]) {
        self.solve_many(x, 1);
    }

    /// Solves for `columns` right-hand sides in place, the rows of a row-major matrix.
    pub(crate) fn solve_many(&mut self, x: &mut [f64], columns: usize) {
        let structure = Arc::clone(&self.structure);
        match &structure.plan {
            Some(plan) if self.sparse && columns == 1 => self.solve_one(plan, x),
            Some(plan) if self.sparse => wide(|| self.solve_rows(plan, x, columns)),
            _ if columns == 1 => self.dense.solve(x),
            _ => wide(|| self.dense.solve_many(x, columns)),
        }
    }

    fn solve_one(&mut self, plan: &Plan, x: &mut [f64]) {
        let Self { factors, inverse, work, .. } = self;
        work.clear();
        for (row, &from) in plan.order.iter().enumerate() {
            let mut value = x[from as usize];
            for place in plan.starts[row] as usize..plan.diagonal[row] as usize {
                value -= factors[place] * work[plan.columns[place] as usize];
            }
            work.push(value);
        }
        for (row, &to) in plan.order.iter().enumerate().rev() {
            let mut value = work[row];
            for place in plan.diagonal[row] as usize + 1..plan.starts[row + 1] as usize {
                value -= factors[place] * work[plan.columns[place] as usize];
            }
            value *= inverse[row];
            work[row] = value;
            x[to as usize] = value;
        }
    }

    #[inline(always)]
    fn solve_rows(&mut self, plan: &Plan, x: &mut [f64], d: usize) {
        let Self { factors, inverse, work, .. } = self;
        work.clear();
        for (row, &from) in plan.order.iter().enumerate() {
            work.extend_from_slice(&x[from as usize * d..(from as usize + 1) * d]);
            let (known, own) = work.split_at_mut(row * d);
            let left = plan.starts[row] as usize..plan.diagonal[row] as usize;
            for (factor, &column) in factors[left.clone()].iter().zip(&plan.columns[left]) {
                let column = column as usize;
                axpy(-factor, &known[column * d..(column + 1) * d], own);
            }
        }
        for (row, &to) in plan.order.iter().enumerate().rev() {
            let (rest, known) = work.split_at_mut((row + 1) * d);
            let own = &mut rest[row * d..];
            let right = plan.diagonal[row] as usize + 1..plan.starts[row + 1] as usize;
            for (factor, &column) in factors[right.clone()].iter().zip(&plan.columns[right]) {
                let column = column as usize - row - 1;
                axpy(-factor, &known[column * d..(column + 1) * d], own);
            }
            own.iter_mut().for_each(|value| *value *= inverse[row]);
            x[to as usize * d..(to as usize + 1) * d].copy_from_slice(own);
        }
    }

    /// Solves with the transposed matrix for one right-hand side in place.
    pub(crate) fn solve_transposed(&mut self, x: &mut [f64]) {
        let structure = Arc::clone(&self.structure);
        let Some(plan) = structure.plan.as_ref().filter(|_| self.sparse) else {
            return self.dense.solve_transposed(x);
        };
        let Self { factors, inverse, work, .. } = self;
        work.clear();
        work.extend(plan.order.iter().map(|&from| x[from as usize]));
        for row in 0..structure.n {
            let value = work[row] * inverse[row];
            work[row] = value;
            for place in plan.diagonal[row] as usize + 1..plan.starts[row + 1] as usize {
                work[plan.columns[place] as usize] -= factors[place] * value;
            }
        }
        for (row, &to) in plan.order.iter().enumerate().rev() {
            let value = work[row];
            x[to as usize] = value;
            for place in plan.starts[row] as usize..plan.diagonal[row] as usize {
                work[plan.columns[place] as usize] -= factors[place] * value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A structure of 12 rows with a third of the entries, and values of it.
    fn example(diagonal: f64) -> (Arc<Structure>, Vec<f64>) {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64
        };
        let (mut entries, mut values) = (Vec::new(), Vec::new());
        for row in 0..12 {
            for column in 0..13 {
                if row == column || next() < 0.12 {
                    entries.push((row, column));
                    values.push(if row == column { diagonal - next() } else { next() - 0.5 });
                }
            }
        }
        (Arc::new(Structure::new(12, &entries)), values)
    }

    /// `shift - J` times `x`, or its transpose.
    fn times(structure: &Structure, values: &[f64], shift: f64, x: &[f64], transposed: bool) -> Vec<f64> {
        let mut out: Vec<f64> = x.iter().map(|value| shift * value).collect();
        for (&(row, column), value) in
            structure.entries.iter().zip(values).filter(|(e, _)| (e.1 as usize) < x.len())
        {
            let (to, from) = if transposed { (column, row) } else { (row, column) };
            out[to as usize] -= value * x[from as usize];
        }
        out
    }

    fn check(diagonal: f64, sparse: bool) {
        let (structure, values) = example(diagonal);
        assert!(structure.plan.is_some());
        let mut lu = ShiftedLu::new(Arc::clone(&structure));
        assert!(lu.factorise(0.25, &values));
        assert_eq!(lu.sparse, sparse);
        let expected: Vec<f64> = (0..12).map(|k| f64::from(k) - 3.5).collect();
        for transposed in [false, true] {
            let mut x = times(&structure, &values, 0.25, &expected, transposed);
            let twice: Vec<f64> = x.iter().flat_map(|value| [*value, 2.0 * value]).collect();
            if transposed {
                lu.solve_transposed(&mut x)
            } else {
                lu.solve(&mut x)
            }
            let near = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
            assert!(x.iter().zip(&expected).all(|(found, known)| near(*found, *known)), "{x:?}");
            if !transposed {
                let mut many = twice;
                lu.solve_many(&mut many, 2);
                let all = many.chunks(2).zip(&expected);
                assert!(all.into_iter().all(|(pair, x)| near(pair[0], *x) && near(pair[1], 2.0 * x)));
            }
        }
    }

    #[test]
    fn sparse_factors_solve() {
        check(-2.0, true);
    }

    #[test]
    fn rows_are_exchanged_where_a_pivot_vanishes() {
        // Three diagonals; the first pivot of every order is zero.
        let entries: Vec<(u32, u32)> = (0..6_u32)
            .flat_map(|row| (0..6).map(move |column| (row, column)))
            .filter(|(row, column)| row.abs_diff(*column) < 2)
            .collect();
        let value = |&(row, column): &(u32, u32)| match (row, row == column) {
            (0 | 5, true) => 0.25,
            (_, true) => -2.0,
            _ => -1.0,
        };
        let values: Vec<f64> = entries.iter().map(value).collect();
        let structure = Arc::new(Structure::new(6, &entries));
        assert!(structure.plan.is_some());
        let mut lu = ShiftedLu::new(Arc::clone(&structure));
        assert!(lu.factorise(0.25, &values));
        assert!(!lu.sparse);
        let expected: Vec<f64> = (0..6).map(|k| 1.0 - f64::from(k)).collect();
        let mut x = times(&structure, &values, 0.25, &expected, false);
        lu.solve(&mut x);
        assert!(x.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-8), "{x:?}");
    }
}
