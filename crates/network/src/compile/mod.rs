//! From a list of reactions, or a network, to a model that can be fitted.
//!
//! [`problem`] compiles a [`Sketch`] into a reaction network with rate laws, units and parameters, and into a PEtab
//! problem about it: which parameters are estimated, within which bounds, what is observed, under which
//! conditions. [`skeleton`] makes a sketch of a network of signed interactions, and [`instances`] one
//! condition for each sample of an expression table.

mod domain;
mod idle;
mod instances;
mod law;
mod model;
mod names;
mod observe;
mod perturb;
mod place;
mod second;
mod skeleton;
mod symbols;
mod table;
mod unit;

pub use idle::idle;
pub use instances::{Instances, Sample, instances};
pub use second::to_second_version;
pub use skeleton::{Activation, Skeleton, SkeletonOptions, skeleton};

use crate::NetworkError;
use lca_kinetics::petab::Problem;
use lca_kinetics::sketch::Sketch;

/// Compiles a sketch: every template becomes a formula, every role a parameter, and what is not said takes
/// a usual value. The problem is one of PEtab 1.0, without measurements.
///
/// Rates are concentrations per time, times the size of the compartment of what is taken (of what is made,
/// where nothing is taken). A parameter without bounds is estimated on a logarithmic scale from a
/// thousandth of its value to a thousandfold; Hill coefficients from 1 to 4; what is zero, negative or
/// marked as fixed is not estimated.
///
/// # Errors
/// When a formula names what is not there, two things have one name, units do not fit, or a template does
/// not suit a reaction: with the line and the word.
///
/// ```
/// use lca_kinetics::sketch::{Sketch, Step};
/// let decay = Step::new("degrade", &["A"], &[]);
/// let problem = lca_network::compile::problem(&Sketch { steps: vec![decay], ..Sketch::default() }).unwrap();
/// assert_eq!(problem.network.reactions[0].rate.as_ref().unwrap().to_string(), "cell * kf_degrade_A * A");
/// assert_eq!(problem.parameters[0].id, "kf_degrade_A");
/// ```
pub fn problem(sketch: &Sketch) -> Result<Problem, NetworkError> {
    let drafted = model::draft(sketch)?;
    let mut problem = Problem::new(drafted.network);
    problem.parameters = drafted.estimated;
    observe::observables(sketch, &mut problem)?;
    perturb::conditions(sketch, &mut problem)?;
    Ok(problem)
}

/// The place of a line, in words.
fn at(line: u64) -> String {
    if line == 0 { "the model".to_owned() } else { format!("line {line}") }
}

/// What is wrong in a line.
fn wrong(line: u64, why: impl std::fmt::Display) -> NetworkError {
    NetworkError::Argument { what: "reaction list", why: format!("{}: {why}", at(line)) }
}
