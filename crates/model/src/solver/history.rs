use super::Stepper;
use lca_kinetics::{DelayEquations, Evaluator, OutputFunction};

/// Fractions of a step at which the states are kept: as many as its interpolant of order 4 needs.
const NODES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// A kink in the solution is passed on so many times; each time it is smoother by one order.
const ORDERS: u32 = 5;

/// The solution so far, for equations that look back (the method of steps; Bellen and Zennaro, Numerical
/// Methods for Delay Differential Equations, 2003, section 3).
#[derive(Debug, Clone)]
pub(crate) struct History {
    begin: f64,
    first: Vec<f64>,
    /// Whether it begins with the model's own initial values, whose formulas hold before the start too.
    own: bool,
    segments: Vec<Segment>,
    /// Registers of sources, lags and what was before.
    registers: [Vec<f64>; 3],
    past: Vec<f64>,
    /// Times at which the past has a kink, and how often it was passed on.
    kinks: Vec<(f64, u32)>,
}

/// A step taken.
#[derive(Debug, Clone)]
struct Segment {
    from: f64,
    to: f64,
    samples: Vec<f64>,
}

/// A point from which to look back.
#[derive(Clone, Copy)]
struct Now<'a> {
    time: f64,
    states: &'a [f64],
    /// Whether to see what comes just after a jump of the past, or else just before.
    after: bool,
}

impl Now<'_> {
    /// Whether two times of the past differ by no more than rounding.
    fn near(&self, a: f64, b: f64) -> bool {
        super::events::same_moment(a, b) || (a - b).abs() <= 4.0 * f64::EPSILON * self.time.abs()
    }
}

impl History {
    pub(crate) fn new(delays: &DelayEquations) -> Self {
        Self {
            begin: 0.0,
            own: true,
            first: Vec::new(),
            segments: Vec::new(),
            registers: [delays.sources(), delays.lags(), delays.before()].map(OutputFunction::registers),
            past: vec![0.0; delays.len()],
            kinks: Vec::new(),
        }
    }

    /// Begins anew with states that `given` ones were brought to.
    pub(crate) fn begin(&mut self, evaluator: &Evaluator<'_>, time: f64, states: &[f64], given: &[f64]) {
        let delays = evaluator.system().delays();
        (self.begin, self.first) = (time, states.to_vec());
        let mut initial = vec![f64::NAN; states.len()];
        evaluator.initial(&mut initial);
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        self.own = initial.iter().zip(given).all(same);
        self.segments.clear();
        self.kinks.clear();
        let functions = [delays.sources(), delays.lags(), delays.before()];
        for (function, registers) in functions.into_iter().zip(&mut self.registers) {
            function.set_parameters(registers, states.len(), evaluator.parameters());
        }
        self.kink(delays, time, states);
    }

    /// Keeps the step last tried.
    pub(crate) fn extend(&mut self, stepper: &dyn Stepper, from: f64, to: f64) {
        let n = self.first.len();
        let mut samples = vec![0.0; NODES.len() * n];
        for (node, sample) in NODES.iter().zip(samples.chunks_exact_mut(n.max(1))) {
            stepper.interpolate(*node, sample);
        }
        self.segments.push(Segment { from, to, samples });
    }

    /// Marks that the states or their rates jump.
    pub(crate) fn kink(&mut self, delays: &DelayEquations, time: f64, states: &[f64]) {
        self.pass_on(delays, time, states, 0);
    }

    fn pass_on(&mut self, delays: &DelayEquations, time: f64, states: &[f64], order: u32) {
        let lags = self.lags(delays, time, states);
        let constant = lags.iter().enumerate().filter(|(k, lag)| delays.is_constant(*k) && **lag > 0.0);
        let new: Vec<f64> = constant.map(|(_, lag)| time + lag).collect();
        for at in new {
            if !self.kinks.iter().any(|(known, _)| super::events::same_moment(*known, at)) {
                self.kinks.push((at, order));
            }
        }
    }

    /// The next time at which the past has a kink.
    pub(crate) fn next_kink(&self) -> Option<f64> {
        self.kinks.iter().map(|kink| kink.0).min_by(f64::total_cmp)
    }

    /// Passes the kinks on that are reached.
    pub(crate) fn reach(&mut self, delays: &DelayEquations, time: f64, states: &[f64]) {
        let reached = |at: f64| at <= time || super::events::same_moment(at, time);
        let orders: Vec<u32> = self.kinks.iter().filter(|kink| reached(kink.0)).map(|kink| kink.1).collect();
        self.kinks.retain(|kink| !reached(kink.0));
        if let Some(order) = orders.into_iter().min().filter(|order| order + 1 < ORDERS) {
            self.pass_on(delays, time, states, order + 1);
        }
    }

    /// The shortest lag at a point, which no step should pass.
    pub(crate) fn shortest(&mut self, delays: &DelayEquations, time: f64, states: &[f64]) -> f64 {
        let lags = self.lags(delays, time, states);
        lags.into_iter().filter(|lag| *lag > 0.0).fold(f64::INFINITY, f64::min)
    }

    fn lags(&mut self, delays: &DelayEquations, time: f64, states: &[f64]) -> Vec<f64> {
        let registers = &mut self.registers[1];
        delays.lags().set_past(registers, &self.past);
        let mut lags = vec![f64::NAN; delays.len()];
        delays.lags().values(registers, time, states, &mut lags);
        lags
    }

    /// The values of the past at a point.
    pub(crate) fn past(&mut self, delays: &DelayEquations, time: f64, states: &[f64]) -> &[f64] {
        let end = self.segments.last().map_or(self.begin, |segment| segment.to);
        let now = Now { time, states, after: time <= end };
        self.past = (0..delays.len()).map(|delay| self.value(delays, delay, now)).collect();
        &self.past
    }

    /// What a delay looks back on. A source only uses delays that come before it.
    fn value(&mut self, delays: &DelayEquations, delay: usize, now: Now<'_>) -> f64 {
        if !delays.is_constant(delay) {
            self.past = (0..delay).map(|other| self.value(delays, other, now)).collect();
        }
        let lag = self.lags(delays, now.time, now.states)[delay];
        let time = now.time - lag;
        if lag.is_nan() {
            return f64::NAN;
        }
        let mut values = vec![f64::NAN; delays.len()];
        if self.own && self.is_before(time, now) {
            delays.before().values(&mut self.registers[2], time, &self.first, &mut values);
            return values[delay];
        }
        let states = self.states(time, now);
        let then = Now { time, states: &states, after: now.after };
        let inner: Vec<f64> = (0..delay).map(|other| self.value(delays, other, then)).collect();
        let registers = &mut self.registers[0];
        delays.sources().set_past(registers, &inner);
        delays.sources().values(registers, time, &states, &mut values);
        values[delay]
    }

    /// Whether a time in the past lies before the start.
    fn is_before(&self, time: f64, now: Now<'_>) -> bool {
        let begins = now.near(time, self.begin);
        time < self.begin && !begins || !now.after && begins
    }

    /// The states at a time up to now.
    fn states(&self, time: f64, now: Now<'_>) -> Vec<f64> {
        if self.is_before(time, now) {
            return self.first.clone();
        }
        let end = self.segments.last().map_or(self.begin, |segment| segment.to);
        if time > end && !now.near(time, end) || self.segments.is_empty() || now.after && now.near(time, end)
        {
            return self.between(end, time, now);
        }
        let at = self.segments.partition_point(|segment| match now.after {
            true => segment.to < time || now.near(segment.to, time),
            false => segment.to < time && !now.near(segment.to, time),
        });
        match self.segments.get(at.min(self.segments.len().saturating_sub(1))) {
            Some(segment) => segment.states(time),
            None => now.states.to_vec(),
        }
    }

    /// Within the step under way: on the line from its start to now.
    fn between(&self, end: f64, time: f64, now: Now<'_>) -> Vec<f64> {
        let n = self.first.len();
        let last = match self.segments.last() {
            Some(segment) => &segment.samples[(NODES.len() - 1) * n..],
            None => &self.first,
        };
        let share = if now.time > end { ((time - end) / (now.time - end)).clamp(0.0, 1.0) } else { 1.0 };
        now.states.iter().zip(last).map(|(now, last)| last + share * (now - last)).collect()
    }
}

impl Segment {
    /// By the polynomial through the nodes.
    fn states(&self, time: f64) -> Vec<f64> {
        let n = self.samples.len() / NODES.len();
        let x = ((time - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        let mut states = vec![0.0; n];
        for (j, sample) in self.samples.chunks_exact(n.max(1)).enumerate() {
            let others = NODES.iter().enumerate().filter(|(k, _)| *k != j);
            let weight: f64 = others.map(|(_, node)| (x - node) / (NODES[j] - node)).product();
            states.iter_mut().zip(sample).for_each(|(state, value)| *state += weight * value);
        }
        states
    }
}
