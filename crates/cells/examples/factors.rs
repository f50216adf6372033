//! Factors of text matrices, to be held against mofapy2 (`benches/factors.py`): `factors OUT FACTORS START SEED TOLERANCE VIEW.txt…`.
//! A view is samples × features, blanks between values, `nan` where missing. Writes scores and reconstructions to OUT.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example that prints")]

use lca_cells::{FactorParams, FactorStart, View, factors};
use ndarray::Array2;
use std::fmt::Write;
use std::{env, fs};

fn read(path: &str) -> View {
    let text = fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<f64>> = text
        .lines()
        .map(|line| line.split_whitespace().map(|field| field.parse().unwrap()).collect())
        .collect();
    let shape = (rows.len(), rows[0].len());
    let values = Array2::from_shape_vec(shape, rows.concat()).unwrap();
    View { name: path.to_owned(), features: (0..shape.1).map(|at| format!("f{at}")).collect(), values }
}

fn write(path: &str, matrix: &Array2<f64>) {
    let mut text = String::new();
    for row in matrix.rows() {
        let fields: Vec<String> = row.iter().map(f64::to_string).collect();
        writeln!(text, "{}", fields.join(" ")).unwrap();
    }
    fs::write(path, text).unwrap();
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let [out, count, start, seed, tolerance, paths @ ..] = words.as_slice() else { return };
    let views: Vec<View> = paths.iter().map(|path| read(path)).collect();
    let start = if start == "random" { FactorStart::Random } else { FactorStart::Components };
    let params = FactorParams {
        n_factors: count.parse().unwrap(),
        seed: seed.parse().unwrap(),
        start,
        tolerance: tolerance.parse().unwrap(),
        max_iter: 10_000,
        ..FactorParams::default()
    };
    let found = factors(&views, None, &params).unwrap();
    write(&format!("{out}/scores.txt"), &found.scores);
    for view in 0..views.len() {
        write(&format!("{out}/view{view}.txt"), &found.reconstruct(view).unwrap());
    }
    let total: Vec<f64> = found.variance_total.iter().copied().collect();
    let each: Vec<Vec<f64>> = found.variance[0].rows().into_iter().map(|row| row.to_vec()).collect();
    println!(
        "{{\"rounds\": {}, \"converged\": {}, \"dropped\": {}, \"bound\": {:?}, \"total\": {total:?}, \"variance\": {each:?}}}",
        found.bound.len(),
        found.converged,
        found.dropped,
        found.bound.last().unwrap()
    );
}
