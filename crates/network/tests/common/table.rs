use lca_network::infer::Expression;
use lca_numerics::rng;
use ndarray::Array2;
use rand::RngExt;
use std::path::PathBuf;

pub(crate) fn names(letter: char, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{letter}{at}")).collect()
}

/// The lines of a text file in fields.
pub(crate) fn fields(path: PathBuf, delimiter: char) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split(delimiter).map(str::to_owned).collect()).collect()
}

/// A cascade g0 → g1 → g2 ⊣ g3, with a stranger g4, by stochastic simulation of their making and decay
/// (Euler-Maruyama steps of the chemical Langevin equation); one sample is one cell with a maximal rate
/// of its own for g0 and g4.
pub(crate) fn cascade(samples: usize, seed: u64) -> Expression {
    let mut random = rng(seed, 0);
    let mut values = Array2::zeros((samples, 5));
    for mut row in values.rows_mut() {
        let input = [random.random_range(2.0..40.0), random.random_range(2.0..40.0)];
        let mut x = [20.0_f64; 5];
        for _ in 0..600 {
            let up = |value: f64| 40.0 * value * value / (400.0 + value * value);
            let made = [input[0], up(x[0]), up(x[1]), 40.0 - up(x[2]), input[1]];
            for gene in 0..5 {
                let noise = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
                let spread = 0.3 * (0.05 * (made[gene] + x[gene])).sqrt();
                x[gene] = (x[gene] + 0.05 * (made[gene] - x[gene]) + spread * noise).max(0.0);
            }
        }
        (0..5).for_each(|gene| row[gene] = x[gene]);
    }
    Expression::new(names('s', samples), names('g', 5), values).unwrap()
}
