use super::words::in_words;
use crate::{ModelError, Objective};
use lca_kinetics::petab::{Parameter, Problem};
use lca_numerics::dense::symmetric_eigen;
use lca_numerics::stats::normal_quantile;
use ndarray::Array2;

/// What measurements determine near a point: the eigenvectors of their Fisher information.
#[derive(Debug, Clone, PartialEq)]
pub struct Identification {
    /// Directions, the best determined first.
    pub directions: Vec<Direction>,
    /// Parameters, in the problem's order.
    pub parameters: Vec<ParameterPrecision>,
    /// The largest eigenvalue over the smallest; infinite when that is zero.
    pub condition_number: f64,
    /// What it means that directions are open: as many sentences as there are, each of as few parameters as can be.
    /// Where several are open no single eigenvector of them means anything.
    pub open: Vec<String>,
}

/// A direction in the space of the scaled parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// The information along it.
    pub eigenvalue: f64,
    /// The half width of the confidence interval along it; infinite without information.
    pub spread: f64,
    /// Whether that is less than half of what the bounds leave open along it.
    pub determined: bool,
    /// Parameters and their parts in it, as a unit vector, the largest first.
    pub components: Vec<(String, f64)>,
}

/// How well one parameter is determined, all others being free.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterPrecision {
    /// The parameter.
    pub parameter: String,
    /// The half width of its confidence interval on its scale; infinite without information.
    pub spread: f64,
    /// Whether that is less than half of the distance of its bounds.
    pub determined: bool,
}

/// The least eigenvalue, relative to the largest, that is not rounding.
const ROUNDING: f64 = 1e-11;

/// Eigen-analysis of the Fisher information of the measurements alone, priors left out. Widths are of
/// confidence intervals of this level by the normal approximation, which sees the neighbourhood of
/// the point only: profiles tell more.
///
/// # Errors
/// When the point cannot be simulated or the level is not between 0 and 1.
pub fn identify(objective: &Objective, scaled: &[f64], level: f64) -> Result<Identification, ModelError> {
    if !(level > 0.0 && level < 1.0) {
        let why = format!("{level} is not between 0 and 1");
        return Err(ModelError::Argument { what: "confidence", why });
    }
    let plain = without_priors(objective)?;
    let n = scaled.len();
    let fisher = plain.evaluate(scaled)?.fisher;
    let matrix = Array2::from_shape_fn((n, n), |(i, j)| fisher[i * n + j]);
    let failed = |error: lca_numerics::dense::DenseError| ModelError::Argument {
        what: "Fisher information",
        why: error.to_string(),
    };
    let eigen = symmetric_eigen(&matrix).map_err(failed)?;
    let width = normal_quantile(0.5 + 0.5 * level);
    let largest = eigen.values.first().copied().unwrap_or(0.0);
    let known: Vec<f64> =
        eigen.values.iter().map(|&value| if value > ROUNDING * largest { value } else { 0.0 }).collect();
    let vector = |k: usize| eigen.vectors.column(k).to_vec();
    let directions: Vec<Direction> = (known.iter().enumerate())
        .map(|(k, &value)| direction(objective.parameters(), &vector(k), value, width))
        .collect();
    let loose = (0..n).rev().filter(|&k| !directions[k].determined).map(vector).collect();
    let precision = |(i, parameter): (usize, &Parameter)| {
        let terms = known.iter().enumerate().map(|(k, value)| (eigen.vectors[[i, k]].powi(2), *value));
        let variance: f64 = terms.map(|(part, value)| if part < 1e-9 { 0.0 } else { part / value }).sum();
        let spread = width * variance.sqrt();
        let (lower, upper) = parameter.scaled_bounds();
        ParameterPrecision {
            parameter: parameter.id.clone(),
            spread,
            determined: spread < 0.5 * (upper - lower),
        }
    };
    Ok(Identification {
        open: in_words(objective.parameters(), loose),
        directions,
        parameters: objective.parameters().iter().enumerate().map(precision).collect(),
        condition_number: known.last().map_or(f64::NAN, |least| largest / least),
    })
}

fn without_priors(objective: &Objective) -> Result<Objective, ModelError> {
    let problem = objective.problem();
    let bare = |p: &Parameter| Parameter { objective_prior: None, ..p.clone() };
    let parameters = problem.parameters.iter().map(bare).collect();
    Ok(Objective::new(&Problem { parameters, ..problem.clone() })?.with_tolerances(objective.tolerances()))
}

fn direction(parameters: &[Parameter], vector: &[f64], eigenvalue: f64, width: f64) -> Direction {
    let spread = width / eigenvalue.sqrt();
    // How far one can go along it before a bound is met, from the middle of the bounds.
    let room = parameters.iter().zip(vector).map(|(parameter, part)| {
        let (lower, upper) = parameter.scaled_bounds();
        0.5 * (upper - lower) / part.abs()
    });
    let room = room.fold(f64::INFINITY, f64::min);
    let mut order: Vec<usize> = (0..vector.len()).collect();
    order.sort_by(|&a, &b| vector[b].abs().total_cmp(&vector[a].abs()));
    let parts: Vec<(&Parameter, f64)> = order.iter().map(|&at| (&parameters[at], vector[at])).collect();
    Direction {
        eigenvalue,
        spread,
        determined: spread < room,
        components: parts.iter().map(|(parameter, part)| (parameter.id.clone(), *part)).collect(),
    }
}

impl Identification {
    /// Directions that the measurements do not determine, the least determined first.
    pub fn undetermined(&self) -> impl Iterator<Item = &Direction> {
        self.directions.iter().rev().filter(|direction| !direction.determined)
    }

    /// The verdict in a sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        let loose = self.undetermined().count();
        let all = self.directions.len();
        match loose {
            0 => format!("The measurements determine all {all} directions of the parameters."),
            1 => {
                let words = self.open.first().map_or("", String::as_str);
                format!("The measurements determine all but one of {all} directions: {words}.")
            }
            many => format!("The measurements leave {many} of {all} directions open."),
        }
    }
}
