//! Reaction networks, their formulas, and the data they are fitted to: SBML and PEtab as types, and
//! networks as compiled differential equations with exact derivatives.
//!
//! ```
//! use lca_kinetics::parse_math;
//! let formula = parse_math("k1 * A / (Km + A)").unwrap();
//! assert_eq!(formula.symbols().into_iter().collect::<Vec<_>>(), ["A", "Km", "k1"]);
//! ```

mod dag;
mod error;
mod expr;
mod network;
pub mod petab;
mod program;
pub mod sketch;
mod system;
mod tape;
mod value;

pub use error::KineticsError;
pub use expr::{Expr, MathError, Op, parse_math};
pub use network::{
    Compartment, Event, FluxBalance, FluxBounds, FluxConstraint, FluxObjective, Function, GeneAssociation,
    GeneProduct, Initial, Network, Parameter, Reaction, Rule, Species, Stoichiometry, UnitDefinition,
    UnitFactor, Units,
};
pub use program::Program;
pub use system::{
    CompileOptions, ConstraintEquations, DelayEquations, Evaluator, EventEquations, JumpFormulas, JumpSystem,
    OdeSystem, OutputFunction, Switch,
};
