use super::Equations;
use lca_kinetics::Evaluator;

/// The equations of a compiled network at one parameter vector, with directions in the space of
/// estimated parameters.
pub(crate) struct Dynamics<'s> {
    evaluator: Evaluator<'s>,
    n: usize,
    directions: usize,
    /// For each sensitivity parameter the direction that moves it, and how fast.
    seeds: Vec<Option<(usize, f64)>>,
    pattern: Vec<(u32, u32)>,
    jacobian: Vec<f64>,
    by_parameter: Vec<f64>,
    /// Derivatives of the entries of the Jacobian: one row per entry, one column per direction.
    curvature: Vec<f64>,
}

impl<'s> Dynamics<'s> {
    /// `seeds` has one entry per sensitivity parameter of the system.
    pub(crate) fn new(evaluator: Evaluator<'s>, directions: usize, seeds: Vec<Option<(usize, f64)>>) -> Self {
        let n = evaluator.system().states().len();
        let pattern = evaluator.jacobian_pattern().to_vec();
        let entries = pattern.len();
        Self {
            evaluator,
            n,
            directions,
            seeds,
            pattern,
            jacobian: vec![0.0; entries],
            by_parameter: vec![0.0; n * directions],
            curvature: vec![0.0; entries * directions],
        }
    }

    /// States and tangents at the start.
    pub(crate) fn initial(&self) -> (Vec<f64>, Vec<f64>) {
        let mut states = vec![0.0; self.n];
        let mut tangents = vec![0.0; self.n * self.directions];
        self.evaluator.initial(&mut states);
        for (state, k, value) in self.evaluator.initial_derivatives() {
            if let Some((direction, speed)) = self.seeds.get(k).copied().flatten() {
                tangents[state * self.directions + direction] += value * speed;
            }
        }
        (states, tangents)
    }

    pub(crate) fn evaluator(&mut self) -> &mut Evaluator<'s> {
        &mut self.evaluator
    }

    /// The roots of the frozen comparisons.
    pub(crate) fn roots(&mut self, time: f64, states: &[f64], out: &mut [f64]) {
        self.evaluator.roots(time, states, out);
    }

    /// Whether the trigger of each event holds.
    pub(crate) fn triggers(&mut self, time: f64, states: &[f64], out: &mut [bool]) {
        self.evaluator.triggers(time, states, out);
    }

    /// Whether the equations use values of the past.
    pub(crate) fn looks_back(&self) -> bool {
        !self.evaluator.system().delays().is_empty()
    }

    /// The values of the past that belong to a point.
    pub(crate) fn past(&mut self, _time: f64, _states: &[f64]) -> &[f64] {
        &[]
    }

    pub(crate) fn holds_at_zero(&self, root: usize) -> bool {
        self.evaluator.system().holds_at_zero(root)
    }

    pub(crate) fn root_count(&self) -> usize {
        self.evaluator.system().roots()
    }

    /// The derivative of a sensitivity parameter along a direction.
    pub(crate) fn seed(&self, k: usize) -> Option<(usize, f64)> {
        self.seeds.get(k).copied().flatten()
    }
}

impl Equations for Dynamics<'_> {
    fn dimension(&self) -> usize {
        self.n
    }

    fn directions(&self) -> usize {
        self.directions
    }

    fn rates(&mut self, time: f64, states: &[f64], out: &mut [f64]) {
        self.evaluator.rates(time, states, out);
    }

    fn linearise(
        &mut self,
        time: f64,
        states: &[f64],
        rates: &mut [f64],
        jacobian: &mut [f64],
        by_time: &mut [f64],
    ) {
        self.evaluator.rates(time, states, rates);
        jacobian.fill(0.0);
        by_time.fill(0.0);
        let n = self.n;
        for (row, column, value) in self.evaluator.jacobian() {
            if column == n {
                by_time[row] = value;
            } else {
                jacobian[row * n + column] = value;
            }
        }
    }

    fn prepare_tangents(&mut self, time: f64, states: &[f64]) {
        // The rates come first because each level of the tape builds on the one below.
        let mut ignored: [f64; 0] = [];
        self.evaluator.rates(time, states, &mut ignored);
        for (to, (.., value)) in self.jacobian.iter_mut().zip(self.evaluator.jacobian()) {
            *to = value;
        }
        self.by_parameter.fill(0.0);
        for (state, k, value) in self.evaluator.parameter_derivatives() {
            if let Some((direction, speed)) = self.seeds[k] {
                self.by_parameter[state * self.directions + direction] += value * speed;
            }
        }
    }

    fn tangent_rates(&self, tangents: &[f64], out: &mut [f64]) {
        let d = self.directions;
        out.copy_from_slice(&self.by_parameter);
        for (&(row, column), value) in self.pattern.iter().zip(&self.jacobian) {
            let (row, column) = (row as usize, column as usize);
            if column < self.n {
                axpy(*value, &tangents[column * d..(column + 1) * d], &mut out[row * d..(row + 1) * d]);
            }
        }
    }

    fn prepare_curvature(&mut self, tangents: &[f64]) {
        let (n, d) = (self.n, self.directions);
        self.evaluator.prepare_curvature();
        self.curvature.fill(0.0);
        for (entry, column, value) in self.evaluator.curvature().filter(|(_, column, _)| *column < n) {
            let row = &tangents[column * d..(column + 1) * d];
            axpy(value, row, &mut self.curvature[entry * d..(entry + 1) * d]);
        }
        for (entry, k, value) in self.evaluator.parameter_curvature() {
            if let Some((direction, speed)) = self.seeds[k] {
                self.curvature[entry * d + direction] += value * speed;
            }
        }
    }

    fn add_curvature(&self, vector: &[f64], weight: f64, out: &mut [f64]) {
        let d = self.directions;
        for (&(row, column), values) in self.pattern.iter().zip(self.curvature.chunks_exact(d.max(1))) {
            let factor = vector.get(column as usize).copied().unwrap_or(weight);
            axpy(factor, values, &mut out[row as usize * d..(row as usize + 1) * d]);
        }
    }
}

fn axpy(factor: f64, x: &[f64], y: &mut [f64]) {
    y.iter_mut().zip(x).for_each(|(to, from)| *to += factor * from);
}
