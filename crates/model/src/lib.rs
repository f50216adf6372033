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

mod error;
mod fit;
mod flux;
mod judge;
mod linalg;
mod objective;
mod sample;
mod simulate;
mod solver;

pub use error::ModelError;
pub use fit::{
    FitOptions, FitResult, Identifiability, Outcome, Profile, ProfileOptions, StartResult, fit, fit_from,
    latin_hypercube, profile, profiles,
};
pub use flux::{FluxSolution, flux_balance};
pub use judge::{
    Baseline, Comparison, ExperimentScore, LeftOut, ObservableComparison, ParameterInfluence, PredictOptions,
    PredictedRow, Prediction, baseline_condition, baseline_mean, baseline_observable, compare, leave_out,
    nearest, predict, rank_experiments, rank_parameters,
};
pub use linalg::Structure;
pub use objective::{Evaluation, Gradient, Objective, Simulated};
pub use sample::{Ensemble, EnsembleOptions, ensemble, split_r_hat};
pub use simulate::{Simulation, Simulator};
pub use solver::{Equations, Rodas5P, SolverError, Stepper, Taken, Tolerances};
