use crate::ModelError;
use lca_numerics::rng;
use rand::RngExt;
use rayon::prelude::*;

/// How inputs are screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MorrisOptions {
    /// Paths through the cube; each calls the function once more than there are inputs.
    pub paths: u64,
    /// Levels of each input, an even number.
    pub levels: u32,
    /// Seed of the paths.
    pub seed: u64,
}

impl Default for MorrisOptions {
    fn default() -> Self {
        Self { paths: 30, levels: 4, seed: 1 }
    }
}

/// Elementary effects: changes of an output per change of one input across its range. Rows are
/// inputs, columns outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct MorrisEffects {
    /// Mean effect.
    pub mean: Vec<Vec<f64>>,
    /// Mean of the effects' magnitudes, often called μ*.
    pub mean_magnitude: Vec<Vec<f64>>,
    /// Standard deviation of the effects: large where the input acts together with others.
    pub deviation: Vec<Vec<f64>>,
    /// Paths left out because the function had no value on them.
    pub failed: usize,
}

/// Screens the inputs of a function on the unit cube by elementary effects (Morris 1991,
/// doi:10.1080/00401706.1991.10484804; the magnitudes after Campolongo et al. 2007,
/// doi:10.1016/j.envsoft.2006.10.004).
///
/// # Errors
/// When there is no input, the levels are odd or fewer than two, or fewer than two paths have values.
pub fn morris_effects(
    inputs: usize,
    options: &MorrisOptions,
    function: &(dyn Fn(&[f64]) -> Option<Vec<f64>> + Sync),
) -> Result<MorrisEffects, ModelError> {
    if inputs == 0 || options.levels < 2 || options.levels % 2 == 1 {
        let why = "give at least one input and an even number of levels".to_owned();
        return Err(ModelError::Argument { what: "screening", why });
    }
    let paths: Vec<Option<Vec<Vec<f64>>>> =
        (0..options.paths).into_par_iter().map(|path| effects(inputs, options, path, function)).collect();
    let known: Vec<&Vec<Vec<f64>>> = paths.iter().flatten().collect();
    if known.len() < 2 {
        let why = format!("{} of {} paths have values", known.len(), paths.len());
        return Err(ModelError::Argument { what: "screening", why });
    }
    let outputs = known[0][0].len();
    let n = known.len() as f64;
    let over = |of: &dyn Fn(usize, usize, f64) -> f64| {
        let mean = |k: usize, o: usize| known.iter().map(|path| of(k, o, path[k][o])).sum::<f64>() / n;
        (0..inputs).map(|k| (0..outputs).map(|o| mean(k, o)).collect()).collect::<Vec<Vec<f64>>>()
    };
    let mean = over(&|_, _, effect| effect);
    let squares = over(&|k, o, effect| (effect - mean[k][o]).powi(2));
    let deviation = squares.into_iter().map(|row| row.iter().map(|v| (v * n / (n - 1.0)).sqrt()).collect());
    Ok(MorrisEffects {
        mean_magnitude: over(&|_, _, effect| effect.abs()),
        deviation: deviation.collect(),
        mean,
        failed: paths.len() - known.len(),
    })
}

/// The effect of each input along one path, in which each moves once, in random order.
fn effects(
    inputs: usize,
    options: &MorrisOptions,
    path: u64,
    function: &(dyn Fn(&[f64]) -> Option<Vec<f64>> + Sync),
) -> Option<Vec<Vec<f64>>> {
    let mut rng = rng(options.seed, path);
    let half = options.levels / 2;
    let steps = f64::from(options.levels - 1);
    let step = f64::from(half) / steps;
    let mut x: Vec<f64> = Vec::with_capacity(inputs);
    let mut moves: Vec<f64> = Vec::with_capacity(inputs);
    for _ in 0..inputs {
        let low = f64::from(rng.random_range(0..half)) / steps;
        let up = rng.random::<bool>();
        x.push(if up { low } else { low + step });
        moves.push(if up { step } else { -step });
    }
    let mut order: Vec<usize> = (0..inputs).collect();
    for at in (1..inputs).rev() {
        order.swap(at, rng.random_range(0..=at));
    }
    let finite = |values: Vec<f64>| values.iter().all(|value| value.is_finite()).then_some(values);
    let mut found = vec![Vec::new(); inputs];
    let mut before = finite(function(&x)?)?;
    for k in order {
        x[k] += moves[k];
        let after = finite(function(&x)?)?;
        found[k] = after.iter().zip(&before).map(|(a, b)| (a - b) / moves[k]).collect();
        before = after;
    }
    Some(found)
}
