mod adjoint;
mod columns;
mod crossing;
mod dynamics;
mod events;
mod happening;
mod history;
mod integrate;
mod project;
mod reverse;
mod rodas;
mod steady;
mod stepper;
mod switches;
mod tableau;
mod trail;
mod undo;

pub(crate) use adjoint::{Adjoint, backwards};
pub(crate) use dynamics::Dynamics;
pub(crate) use integrate::{Point, integrate, integrate_recorded};
pub use rodas::Rodas5P;
pub(crate) use steady::{Rest, steady_state, steady_state_recorded};
pub use stepper::{Equations, Stepper, Taken};
pub(crate) use trail::Trail;

/// How exactly equations are solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Error allowed per step, relative to a state.
    pub relative: f64,
    /// Error allowed per step in states near zero.
    pub absolute: f64,
    /// Steps after which to give up.
    pub max_steps: usize,
}

impl Default for Tolerances {
    fn default() -> Self {
        Self { relative: 1e-7, absolute: 1e-11, max_steps: 100_000 }
    }
}

/// Why equations could not be solved.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SolverError {
    /// The initial values or rates are not numbers.
    #[error("the state or its rate is not a finite number at time {0}")]
    NotFinite(f64),
    /// No step is short enough.
    #[error("at time {0} no step is short enough: the equations are too stiff or have a pole")]
    StepTooSmall(f64),
    /// Too many steps.
    #[error("gave up at time {time} after {steps} steps; allow more or loosen the tolerances")]
    TooManySteps {
        /// Time reached.
        time: f64,
        /// Steps taken.
        steps: usize,
    },
    /// A condition switches to and fro.
    #[error("at time {0} a condition of the model switches to and fro without end")]
    Chattering(f64),
    /// An event's delay is no time.
    #[error("at time {0} an event is triggered whose delay is negative or not a number")]
    Delay(f64),
    /// Constraints have no solution.
    #[error("at time {0} no values are found for which the algebraic rules hold and the fast reactions rest")]
    Constraint(f64),
    /// The system never comes to rest.
    #[error("no steady state is reached by time {0}")]
    NoSteadyState(f64),
}
