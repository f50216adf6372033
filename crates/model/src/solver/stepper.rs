/// What a solver needs to know of equations `dy/dt = f(t, y)` and of the derivatives of their
/// solution in some directions of parameter space.
///
/// Matrices are dense and row-major. Derivatives of the states ("tangents") are a matrix with one
/// row per state and one column per direction.
pub trait Equations {
    /// Number of states.
    fn dimension(&self) -> usize;

    /// Number of directions.
    fn directions(&self) -> usize;

    /// The rates.
    fn rates(&mut self, time: f64, states: &[f64], out: &mut [f64]);

    /// The rates, the Jacobian, and the derivative of the rates by time.
    fn linearise(
        &mut self,
        time: f64,
        states: &[f64],
        rates: &mut [f64],
        jacobian: &mut [f64],
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
}

/// A one-step method: the seam at which solvers are exchanged.
pub trait Stepper {
    /// Goes to a new starting point.
    fn start(&mut self, equations: &mut dyn Equations, time: f64, states: &[f64], tangents: &[f64]);

    /// Tries a step of length `h` from the starting point and returns the states there and the
    /// estimated error of each, or none where the step is too long to be computed.
    fn attempt(&mut self, equations: &mut dyn Equations, h: f64) -> Option<(&[f64], &[f64])>;

    /// Computes the tangents at the end of the step last tried and returns them.
    fn tangents(&mut self, equations: &mut dyn Equations) -> &[f64];

    /// States at a fraction of the step last tried.
    fn interpolate(&self, fraction: f64, states: &mut [f64]);

    /// Tangents at a fraction of the step, after [`Self::tangents`].
    fn interpolate_tangents(&self, fraction: f64, tangents: &mut [f64]);

    /// The order of the error estimate.
    fn error_order(&self) -> f64;
}
