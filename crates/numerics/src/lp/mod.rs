//! Linear programs with sparse rows: a simplex that starts from where the last one ended.
//!
//! After a change of bounds the dual simplex, which keeps prices and mends values; then, and after a change of
//! the objective, the primal simplex, with bounds on all variables, in the revised form: devex prices (Harris, Mathematical
//! Programming 5, 1, 1973), her ratio test of two passes, variables that go from bound to bound without
//! a change of basis, and a first phase that lessens the sum of all that is out of bounds and passes over
//! several breakpoints at once (Maros, Computational Techniques of the Simplex Method, 2003, chapter 9).
//! Where it does not move for long, bounds are widened by a little, and taken back at the end. Nothing is
//! random: the same program, objectives and bounds in the same order give the same bits.

mod check;
mod dual;
mod factor;
mod matrix;
mod order;
mod perturb;
mod price;
mod program;
mod ratio;
mod simplex;
mod state;

pub use program::LinearProgram;
pub use simplex::Simplex;

use thiserror::Error;

/// What a linear program comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LpStatus {
    /// The best values are found.
    Optimal,
    /// No values keep all bounds.
    Infeasible,
    /// The objective falls without end.
    Unbounded,
}

/// Why a linear program was not solved.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum LpError {
    /// It came to no end.
    #[error("the linear program was not solved in {0} steps of the simplex")]
    Steps(usize),
    /// What came out does not keep to the program as it is written.
    #[error(
        "the linear program is too ill-conditioned: its solution breaks a row or bound by {0:e}; bring its factors and bounds nearer to one another in size"
    )]
    Inexact(f64),
}
