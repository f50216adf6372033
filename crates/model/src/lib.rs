//! Reaction networks that predict: simulation with exact sensitivities, fitting to measurements,
//! what the measurements determine, and predictions with intervals held against new measurements.
//!
//! ```
//! use lca_kinetics::{Network, Parameter, Rule, parse_math};
//! use lca_model::Simulator;
//! let mut network = Network::new("growth");
//! network.parameters.push(Parameter { constant: false, ..Parameter::new("x", 1.0) });
//! network.rules.push(Rule::Rate { variable: "x".into(), rate: parse_math("0.1 * x").unwrap() });
//! let run = Simulator::new(&network, &["x"]).unwrap().run(&[], &[10.0]).unwrap();
//! assert!((run.values[0][0] - 1f64.exp()).abs() < 1e-6);
//! ```

mod design;
mod error;
mod fit;
mod judge;
mod linalg;
mod objective;
mod perturb;
mod sample;
mod sensitivity;
mod simulate;
mod solver;
mod stochastic;
mod structure;

pub use design::{
    Aim, Criterion, Design, ExperimentScore, Gain, Plan, PlanOptions, PlanRow, plan, rank_experiments,
};
pub use error::ModelError;
pub use fit::{
    FitOptions, FitResult, Fitter, Identifiability, Optimizer, Outcome, Profile, ProfileOptions, Profiled,
    StartResult, Starting, fit, fit_from, latin_hypercube, profiles, profiles_of,
};
pub use judge::{
    Baseline, Comparison, CrossOptions, CrossRow, LeftOut, ObservableComparison, PredictOptions,
    PredictedRow, Prediction, baseline_condition, baseline_mean, baseline_observable, compare, grid,
    leave_each_out, leave_out, nearest, predict, same_curve,
};
pub use linalg::Structure;
pub use objective::{Evaluation, Gradient, Objective, Simulated};
pub use perturb::{
    Combination, CombinationCell, HillCurve, Readout, additive_response, combination_index, fit_hill,
    isobole, perturb, respond, score_combination,
};
pub use sample::{
    Ensemble, EnsembleOptions, LogDensity, effective_sample_size, ensemble, sample, split_r_hat,
};
pub use sensitivity::{
    Direction, Identification, LocalSensitivity, MorrisEffects, MorrisOptions, OutputSensitivity,
    ParameterControl, ParameterInfluence, ParameterPrecision, Range, SobolIndices, SobolOptions, courses,
    identify, local_sensitivity, morris_effects, rank_parameters, sobol_indices,
};
pub use simulate::{Simulation, Simulator};
pub use solver::{Equations, Rodas5P, SolverError, Stepper, Taken, Tolerances};
pub use stochastic::{Method, Moments, Sampling, StochasticOptions, StochasticSimulator};
pub use structure::{BufferingStructure, Moiety, NetworkStructure, StructuralSensitivity};
