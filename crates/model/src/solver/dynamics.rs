use super::events::Memory;
use super::history::History;
use super::{Equations, Stepper};
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
    /// The solution so far, where the equations look back.
    history: Option<History>,
    /// What events carry over from the period before.
    memory: Option<Memory>,
    /// Whether the end belongs to the next period, so that nothing happens there yet.
    open: bool,
}

impl<'s> Dynamics<'s> {
    /// `seeds` has one entry per sensitivity parameter of the system.
    pub(crate) fn new(evaluator: Evaluator<'s>, directions: usize, seeds: Vec<Option<(usize, f64)>>) -> Self {
        let n = evaluator.system().states().len();
        let pattern = evaluator.jacobian_pattern().to_vec();
        let entries = pattern.len();
        let delays = evaluator.system().delays();
        let history = (!delays.is_empty()).then(|| History::new(delays));
        Self {
            history,
            memory: None,
            open: false,
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

    /// What events carry over from the period before; none: they begin.
    pub(crate) const fn memory(&self) -> Option<&Memory> {
        self.memory.as_ref()
    }

    /// Lets events go on from where another period, or this one, left them.
    pub(crate) fn remember(&mut self, memory: Option<Memory>) {
        self.memory = memory;
    }

    /// Whether the end belongs to the next period.
    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// Says whether the end belongs to the next period.
    pub(crate) const fn end_open(&mut self, open: bool) {
        self.open = open;
    }

    /// The roots of the frozen comparisons.
    pub(crate) fn roots(&mut self, time: f64, states: &[f64], out: &mut [f64]) {
        self.look_back(time, states);
        self.evaluator.roots(time, states, out);
    }

    /// Whether the trigger of each event holds.
    pub(crate) fn triggers(&mut self, time: f64, states: &[f64], out: &mut [bool]) {
        self.look_back(time, states);
        self.evaluator.triggers(time, states, out);
    }

    /// Whether constraints hold beside the rates.
    pub(crate) fn is_constrained(&self) -> bool {
        !self.evaluator.system().constraints().is_empty()
    }

    /// Whether the equations use values of the past.
    pub(crate) fn looks_back(&self) -> bool {
        self.history.is_some()
    }

    /// The values of the past that belong to a point.
    pub(crate) fn past(&mut self, time: f64, states: &[f64]) -> &[f64] {
        let delays = self.evaluator.system().delays();
        self.history.as_mut().map_or(&[], |history| history.past(delays, time, states))
    }

    fn look_back(&mut self, time: f64, states: &[f64]) {
        if let Some(history) = &mut self.history {
            let past = history.past(self.evaluator.system().delays(), time, states);
            self.evaluator.set_past(past);
        }
    }

    /// Begins the history anew with states that `given` ones were brought to.
    pub(crate) fn begin(&mut self, time: f64, states: &[f64], given: &[f64]) {
        if let Some(history) = &mut self.history {
            history.begin(&self.evaluator, time, states, given);
        }
    }

    /// Keeps the step last tried, and passes on the kinks that it reached or made.
    pub(crate) fn keep(&mut self, stepper: &dyn Stepper, from: f64, to: f64, states: &[f64]) {
        let delays = self.evaluator.system().delays();
        if let Some(history) = &mut self.history {
            history.extend(stepper, from, to);
            history.reach(delays, to, states);
        }
    }

    /// Marks that the states or their rates jump.
    pub(crate) fn kink(&mut self, time: f64, states: &[f64]) {
        let delays = self.evaluator.system().delays();
        if let Some(history) = &mut self.history {
            history.kink(delays, time, states);
        }
    }

    /// The next time that a step should end at, and the longest that it should be.
    pub(crate) fn bounds(&mut self, time: f64, states: &[f64]) -> (f64, f64) {
        let delays = self.evaluator.system().delays();
        self.history.as_mut().map_or((f64::INFINITY, f64::INFINITY), |history| {
            let kink = history.next_kink().unwrap_or(f64::INFINITY);
            (kink, history.shortest(delays, time, states))
        })
    }

    /// The derivative of the rates by time that comes from the past alone, by a difference.
    fn add_rates_of_past(&mut self, time: f64, states: &[f64], rates: &[f64], by_time: &mut [f64]) {
        let lag = self.bounds(time, states).1;
        if self.history.is_none() || !lag.is_finite() {
            return;
        }
        let step = 1e-6 * lag;
        self.look_back(time + step, states);
        let mut moved = vec![0.0; self.n];
        self.evaluator.rates(time, states, &mut moved);
        for ((by_time, moved), rate) in by_time.iter_mut().zip(&moved).zip(rates) {
            *by_time += (moved - rate) / step;
        }
        self.look_back(time, states);
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
        self.look_back(time, states);
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
        self.look_back(time, states);
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
        self.add_rates_of_past(time, states, rates, by_time);
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
