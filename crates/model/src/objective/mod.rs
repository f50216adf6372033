mod adjoint;
mod build;
mod enter;
mod evaluate;
mod held;
mod jump;
mod likelihood;
mod mapping;
mod outputs;
mod passed;
mod replay;
mod rests;
mod stages;
mod variants;
mod visit;

pub use likelihood::Evaluation;
pub(crate) use replay::Recorded;

use crate::ModelError;
use crate::solver::Tolerances;
use build::Experiment;
use lca_kinetics::petab::{Parameter, Problem};
use mapping::Known;
use variants::Variant;

/// A parameter estimation problem, compiled: its log-likelihood and log-posterior with exact
/// gradient and Fisher information, as functions of the estimated parameters on their scales
/// ([`Objective::parameters`] gives the order).
///
/// The Fisher information is the expected one of the noise model: for a normal row with mean `y`
/// and deviation `s` it is `dy dyᵀ / s² + 2 ds dsᵀ / s²`, so noise parameters are estimated like all
/// others.
#[derive(Debug, Clone)]
pub struct Objective {
    problem: Problem,
    estimated: Vec<Parameter>,
    variants: Vec<Variant>,
    experiments: Vec<Experiment>,
    tolerances: Tolerances,
}

/// What a measurement should have been, and its noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The observable, on linear scale.
    pub value: f64,
    /// The noise's standard deviation (normal) or scale (Laplace), on the observable's scale.
    pub noise: f64,
}

/// How a gradient is computed. All ways are exact derivatives of the same steps of the solver and
/// agree but for rounding. All go through events, through periods with what jumps at their start, and through
/// fast reactions and algebraic rules; none can differentiate a model with `delay`, which is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gradient {
    /// By sensitivities, whose work grows with the number of parameters; they give the Fisher
    /// information too.
    Forward,
    /// By the adjoint of the solver's steps, whose work hardly depends on the number of parameters. It keeps the
    /// stages of all steps of one experiment at a time (nine numbers for each state), and the states at each
    /// moment at which something happens. Such a moment is gone through three times, the last time with one
    /// tangent for each state and parameter that its triggers and formulas depend on.
    Adjoint,
}

impl Objective {
    /// Compiles a problem. Every parameter with `estimate` set becomes an argument.
    ///
    /// # Errors
    /// When the network is wrong or something refers to what is not there.
    pub fn new(problem: &Problem) -> Result<Self, ModelError> {
        let known = Known::new(problem);
        let (variants, experiments) = build::build(problem, &known)?;
        Ok(Self {
            estimated: problem.parameters.iter().filter(|p| p.estimate).cloned().collect(),
            problem: problem.clone(),
            variants,
            experiments,
            tolerances: Tolerances::default(),
        })
    }

    /// The same with other tolerances.
    #[must_use]
    pub const fn with_tolerances(mut self, tolerances: Tolerances) -> Self {
        self.tolerances = tolerances;
        self
    }

    /// How exactly the equations are solved.
    #[must_use]
    pub const fn tolerances(&self) -> Tolerances {
        self.tolerances
    }

    /// The problem as given.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The estimated parameters, in the order of all vectors here.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.estimated
    }

    /// Nominal values on the parameters' scales.
    #[must_use]
    pub fn nominal(&self) -> Vec<f64> {
        self.estimated.iter().map(|p| p.scale.scale(p.nominal)).collect()
    }

    /// Lower and upper bounds on the parameters' scales.
    #[must_use]
    pub fn bounds(&self) -> (Vec<f64>, Vec<f64>) {
        self.estimated.iter().map(Parameter::scaled_bounds).unzip()
    }

    fn check(&self, scaled: &[f64]) -> Result<(), ModelError> {
        if scaled.len() != self.estimated.len() {
            let why = format!("{} values for {} parameters", scaled.len(), self.estimated.len());
            return Err(ModelError::Argument { what: "parameters", why });
        }
        // Minus infinity is where a logarithmic scale has its 0.
        let known = |parameter: &Parameter, value: f64| {
            value.is_finite() || (value == f64::NEG_INFINITY && parameter.scale.unscale(value) == 0.0)
        };
        match self.estimated.iter().zip(scaled).find(|(parameter, value)| !known(parameter, **value)) {
            Some((parameter, _)) => Err(ModelError::NoValue(parameter.id.clone())),
            None => Ok(()),
        }
    }
}
