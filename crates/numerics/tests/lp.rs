//! Linear programs against all their corners, and warm starts against cold ones.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_numerics::lp::{LinearProgram, LpStatus, Simplex};
use lca_numerics::rng;
use rand::RngExt;

const COLUMNS: usize = 4;
const ROWS: usize = 3;

struct Made {
    rows: Vec<(f64, f64)>,
    columns: Vec<(f64, f64)>,
    factors: [[f64; COLUMNS]; ROWS],
    costs: [f64; COLUMNS],
}

fn made(seed: u64) -> Made {
    let mut rng = rng(seed, 0);
    let mut whole = |least: i32, greatest: i32| f64::from(rng.random_range(least..=greatest));
    let mut range = |equal: bool| {
        let (a, b) = (whole(-4, 4), whole(-4, 4));
        if equal { (a, a) } else { (a.min(b), a.max(b)) }
    };
    let rows = vec![range(true), range(seed.is_multiple_of(2)), range(false)];
    let columns = (0..COLUMNS).map(|_| range(false)).collect();
    let factors = std::array::from_fn(|_| std::array::from_fn(|_| whole(-3, 3)));
    let costs = std::array::from_fn(|_| whole(-5, 5));
    Made { rows, columns, factors, costs }
}

fn program(made: &Made) -> LinearProgram {
    let mut program = LinearProgram::new(made.rows.clone());
    for (column, bounds) in made.columns.iter().enumerate() {
        let terms: Vec<(usize, f64)> = (0..ROWS).map(|row| (row, made.factors[row][column])).collect();
        program.column(*bounds, &terms);
    }
    program
}

fn costs(made: &Made) -> Vec<(usize, f64)> {
    made.costs.iter().copied().enumerate().collect()
}

/// The least objective over all corners: each choice of as many bounds held as there are columns.
fn least(made: &Made) -> Option<f64> {
    let planes: Vec<([f64; COLUMNS], (f64, f64))> = (0..COLUMNS)
        .map(|at| (std::array::from_fn(|k| f64::from(u8::from(k == at))), made.columns[at]))
        .chain((0..ROWS).map(|row| (made.factors[row], made.rows[row])))
        .collect();
    let mut best: Option<f64> = None;
    for chosen in 0_u32..1 << planes.len() {
        if chosen.count_ones() as usize != COLUMNS {
            continue;
        }
        let held: Vec<usize> = (0..planes.len()).filter(|at| chosen >> at & 1 == 1).collect();
        for sides in 0..1 << COLUMNS {
            let side = |k: usize| if sides >> k & 1 == 1 { planes[held[k]].1.1 } else { planes[held[k]].1.0 };
            let matrix: Vec<f64> = held.iter().flat_map(|&at| planes[at].0).collect();
            let Some(x) = corner(&matrix, &(0..COLUMNS).map(side).collect::<Vec<_>>()) else { continue };
            let within = planes.iter().all(|(plane, (lower, upper))| {
                let value: f64 = plane.iter().zip(&x).map(|(a, b)| a * b).sum();
                value >= lower - 1e-9 && value <= upper + 1e-9
            });
            if within {
                let value = made.costs.iter().zip(&x).map(|(cost, value)| cost * value).sum();
                best = Some(best.map_or(value, |best: f64| best.min(value)));
            }
        }
    }
    best
}

/// Gauss with the greatest pivots; none where planes are parallel.
fn corner(matrix: &[f64], right: &[f64]) -> Option<Vec<f64>> {
    let (mut a, mut b) = (matrix.to_vec(), right.to_vec());
    for k in 0..COLUMNS {
        let pivot =
            (k..COLUMNS).max_by(|&i, &j| a[i * COLUMNS + k].abs().total_cmp(&a[j * COLUMNS + k].abs()))?;
        if a[pivot * COLUMNS + k].abs() < 1e-9 {
            return None;
        }
        (0..COLUMNS).for_each(|j| a.swap(k * COLUMNS + j, pivot * COLUMNS + j));
        b.swap(k, pivot);
        for i in (0..COLUMNS).filter(|&i| i != k) {
            let factor = a[i * COLUMNS + k] / a[k * COLUMNS + k];
            (0..COLUMNS).for_each(|j| a[i * COLUMNS + j] -= factor * a[k * COLUMNS + j]);
            b[i] -= factor * b[k];
        }
    }
    Some((0..COLUMNS).map(|k| b[k] / a[k * COLUMNS + k]).collect())
}

fn value(simplex: &Simplex, made: &Made) -> f64 {
    made.costs.iter().enumerate().map(|(at, cost)| cost * simplex.value(at)).sum()
}

fn judge(simplex: &mut Simplex, made: &Made, what: &str) -> bool {
    let status = simplex.solve().unwrap();
    match least(made) {
        Some(best) => {
            assert_eq!(status, LpStatus::Optimal, "{what}");
            assert!(
                (value(simplex, made) - best).abs() < 1e-7,
                "{what}: {} against {best}",
                value(simplex, made)
            );
            assert!(simplex.error() < 1e-9, "{what}");
            true
        }
        None => {
            assert_eq!(status, LpStatus::Infeasible, "{what}");
            false
        }
    }
}

#[test]
fn the_best_corner_is_found() {
    let solved = (0..400).filter(|&seed| {
        let made = made(seed);
        let mut simplex = Simplex::new(&program(&made));
        simplex.minimize(&costs(&made));
        judge(&mut simplex, &made, &format!("seed {seed}"))
    });
    let solved = solved.count();
    assert!((50..350).contains(&solved), "{solved} of 400 have a solution: the test sees both kinds");
}

#[test]
fn other_objectives_and_bounds_start_from_the_last_basis() {
    for seed in 0..200 {
        let mut made = made(seed);
        let mut simplex = Simplex::new(&program(&made));
        for turn in 0..6 {
            let other = self::made(10_000 + 10 * seed + turn);
            if turn % 2 == 0 {
                made.costs = other.costs;
                simplex.minimize(&costs(&made));
            } else {
                let at = turn as usize % COLUMNS;
                made.columns[at] = other.columns[at];
                simplex.set_bounds(at, other.columns[at]);
                made.rows[2] = other.rows[2];
                simplex.set_row_bounds(2, other.rows[2]);
            }
            judge(&mut simplex, &made, &format!("seed {seed}, turn {turn}"));
        }
    }
}

#[test]
fn duals_say_what_a_row_is_worth() {
    for seed in 0..100 {
        let mut made = made(seed);
        let mut simplex = Simplex::new(&program(&made));
        simplex.minimize(&costs(&made));
        if simplex.solve().unwrap() != LpStatus::Optimal {
            continue;
        }
        let (before, dual) = (value(&simplex, &made), simplex.dual(0));
        // A little more or less: the change is at least what the dual says, since the least value is convex.
        for change in [1e-3, -1e-3] {
            made.rows[0] = (made.rows[0].0 + change, made.rows[0].1 + change);
            simplex.set_row_bounds(0, made.rows[0]);
            if simplex.solve().unwrap() == LpStatus::Optimal {
                assert!(value(&simplex, &made) >= before + dual * change - 1e-9, "seed {seed}");
            }
            made.rows[0] = (made.rows[0].0 - change, made.rows[0].1 - change);
        }
    }
}

#[test]
fn what_falls_without_end_is_told() {
    let mut program = LinearProgram::new(vec![(0.0, 0.0)]);
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let (x, y) = (program.column(free, &[(0, 1.0)]), program.column((0.0, f64::INFINITY), &[(0, -1.0)]));
    let mut simplex = Simplex::new(&program);
    simplex.minimize(&[(x, -1.0)]);
    assert_eq!(simplex.solve().unwrap(), LpStatus::Unbounded);
    simplex.minimize(&[(y, 1.0)]);
    assert_eq!(simplex.solve().unwrap(), LpStatus::Optimal);
    assert_eq!(simplex.value(x), 0.0);
}

/// The cycle of Beale (Naval Research Logistics Quarterly 2, 269, 1955) in which the plain rule never ends.
#[test]
fn beales_example_ends() {
    let below = (f64::NEG_INFINITY, 0.0);
    let mut program = LinearProgram::new(vec![below, below, (f64::NEG_INFINITY, 1.0)]);
    let up = (0.0, f64::INFINITY);
    program.column(up, &[(0, 0.25), (1, 0.5)]);
    program.column(up, &[(0, -60.0), (1, -90.0)]);
    program.column(up, &[(0, -1.0 / 25.0), (1, -1.0 / 50.0), (2, 1.0)]);
    program.column(up, &[(0, 9.0), (1, 3.0)]);
    let mut simplex = Simplex::new(&program);
    simplex.minimize(&[(0, -0.75), (1, 150.0), (2, -0.02), (3, 6.0)]);
    assert_eq!(simplex.solve().unwrap(), LpStatus::Optimal);
    let value = -0.75 * simplex.value(0) + 150.0 * simplex.value(1) - 0.02 * simplex.value(2)
        + 6.0 * simplex.value(3);
    assert!((value + 0.05).abs() < 1e-12, "{value}");
}
