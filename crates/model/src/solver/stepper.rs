use crate::linalg::Structure;
use std::sync::Arc;

/// What a solver needs to know of equations `dy/dt = f(t, y)` and of the derivatives of their
/// solution in some directions of parameter space.
///
/// The Jacobian is sparse: its entries lie where [`Self::pattern`] says. Derivatives of the states ("tangents") are a matrix with one
/// row per state and one column per direction.
pub trait Equations {
    /// Number of states.
    fn dimension(&self) -> usize;

    /// Number of directions.
    fn directions(&self) -> usize;

    /// The rates.
    fn rates(&mut self, time: f64, states: &[f64], out: &mut [f64]);

    /// The rates, the entries of the Jacobian in the order of [`Self::pattern`], and the derivative
    /// of the rates by time.
    fn linearise(
        &mut self,
        time: f64,
        states: &[f64],
        rates: &mut [f64],
        entries: &mut [f64],
        by_time: &mut [f64],
    );

    /// Prepares [`Self::tangent_rates`] at a point.
    fn prepare_tangents(&mut self, time: f64, states: &[f64]);

    /// The rates of tangents at the prepared point: Jacobian times tangents plus the derivatives of
    /// the rates in the directions of parameter space.
    fn tangent_rates(&self, tangents: &[f64], out: &mut [f64]);

    /// Prepares [`Self::add_curvature`] at the point where [`Self::prepare_tangents`] was last
    /// called, with these tangents.
    fn prepare_curvature(&mut self, tangents: &[f64]);

    /// Adds to each column of `out` the derivative of the Jacobian in that direction times `vector`,
    /// and `weight` times that of the derivative by time.
    fn add_curvature(&self, vector: &[f64], weight: f64, out: &mut [f64]);

    /// Adds to `by_state` the transposed Jacobian at the point of [`Self::prepare_tangents`] times
    /// `weights`, one per rate, and to `by_parameter` the transposed derivatives of the rates in the
    /// directions of parameter space.
    fn pull_rates(&self, weights: &[f64], by_state: &mut [f64], by_parameter: &mut [f64]);

    /// Row and column of each entry of the Jacobian that is not always zero; the column after the
    /// last state is time.
    fn pattern(&self) -> &[(u32, u32)];

    /// How a matrix with this pattern is factorised.
    fn structure(&self) -> &Arc<Structure>;

    /// Adds to `by_state` and `by_parameter` the derivatives of the sum of the entries of the
    /// Jacobian, each times its weight, at the point of [`Self::prepare_tangents`].
    fn pull_curvature(&mut self, weights: &[f64], by_state: &mut [f64], by_parameter: &mut [f64]);
}

/// A one-step method: the seam at which solvers are exchanged.
pub trait Stepper {
    /// Goes to a new starting point.
    fn start(&mut self, equations: &mut dyn Equations, time: f64, states: &[f64], tangents: &[f64]);

    /// Tries a step of length `h` from the starting point and returns the states there and the
    /// estimated error of each, or none where the step is too long to be computed.
    fn attempt(&mut self, equations: &mut dyn Equations, h: f64) -> Option<(&[f64], &[f64])>;

    /// Computes the tangents at the end of the step last tried and returns them with the estimated
    /// error of each.
    fn tangents(&mut self, equations: &mut dyn Equations) -> (&[f64], &[f64]);

    /// States at a fraction of the step last tried.
    fn interpolate(&self, fraction: f64, states: &mut [f64]);

    /// Tangents at a fraction of the step, after [`Self::tangents`].
    fn interpolate_tangents(&self, fraction: f64, tangents: &mut [f64]);

    /// The order of the error estimate.
    fn error_order(&self) -> f64;

    /// The step last tried, for its adjoint: the time and the states it starts from, its length and
    /// its stages.
    fn taken(&self) -> Taken<'_>;
}

/// A step of a one-step method.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'s> {
    /// Where it starts.
    pub time: f64,
    /// Its length.
    pub h: f64,
    /// The states at its start.
    pub start: &'s [f64],
    /// Its stages, one after the other.
    pub stages: &'s [f64],
}
