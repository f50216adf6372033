use super::switches::{Crossing, Switches};
use super::trail::Trail;
use super::{Dynamics, Equations, Rodas5P, SolverError, Stepper, Tolerances};

/// States and tangents at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point<'a> {
    pub(crate) time: f64,
    pub(crate) states: &'a [f64],
    pub(crate) tangents: &'a [f64],
}

/// Solves from `start` to the last of `times`, which rise, and calls `visit` at each of them. Steps
/// do not depend on the times but for the last.
pub(crate) fn integrate(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
    times: &[f64],
    visit: &mut dyn FnMut(usize, Point<'_>),
) -> Result<(), SolverError> {
    let run = Run::new(dynamics, tolerances, start)?;
    follow(run, dynamics, start, times, visit).map(|_| ())
}

/// As [`integrate`], and tells what happened.
pub(crate) fn integrate_recorded(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
    times: &[f64],
    visit: &mut dyn FnMut(usize, Point<'_>),
) -> Result<Trail, SolverError> {
    let mut run = Run::new(dynamics, tolerances, start)?;
    run.trail = Some(Trail::default());
    follow(run, dynamics, start, times, visit).map(|run| run.trail.unwrap_or_default())
}

fn follow(
    mut run: Run,
    dynamics: &mut Dynamics<'_>,
    start: Point<'_>,
    times: &[f64],
    visit: &mut dyn FnMut(usize, Point<'_>),
) -> Result<Run, SolverError> {
    let Some(&end) = times.last() else { return Ok(run) };
    let mut next = 0;
    while times.get(next).is_some_and(|&time| time <= start.time) {
        run.record(|trail, _| trail.seen(next, 0.0));
        visit(next, start);
        next += 1;
    }
    let (mut states, mut tangents) = (run.states.clone(), run.tangents.clone());
    while run.time < end {
        let from = run.time;
        run.step(dynamics, end)?;
        while let Some(&time) = times.get(next).filter(|&&time| time <= run.time) {
            let fraction = ((time - from) / run.taken).clamp(0.0, 1.0);
            run.record(|trail, _| trail.seen(next, fraction));
            run.stepper.interpolate(fraction, &mut states);
            run.stepper.interpolate_tangents(fraction, &mut tangents);
            visit(next, Point { time, states: &states, tangents: &tangents });
            next += 1;
        }
        run.settle(dynamics)?;
    }
    Ok(run)
}

/// An integration under way.
pub(super) struct Run {
    pub(super) tolerances: Tolerances,
    pub(super) stepper: Box<dyn Stepper>,
    switches: Switches,
    turning: Option<Crossing>,
    pub(super) time: f64,
    pub(super) states: Vec<f64>,
    pub(super) tangents: Vec<f64>,
    h: f64,
    taken: f64,
    steps: usize,
    /// What happens, where the adjoint will need it.
    pub(super) trail: Option<Trail>,
}

impl Run {
    pub(super) fn new(
        dynamics: &mut Dynamics<'_>,
        tolerances: Tolerances,
        start: Point<'_>,
    ) -> Result<Self, SolverError> {
        let switches = Switches::new(dynamics, start.time, start.states);
        let mut run = Self {
            tolerances,
            stepper: Box::new(Rodas5P::new(dynamics)),
            switches,
            turning: None,
            time: start.time,
            states: start.states.to_vec(),
            tangents: start.tangents.to_vec(),
            h: 0.0,
            taken: 0.0,
            steps: 0,
            trail: None,
        };
        run.h = run.first_step(dynamics)?;
        run.stepper.start(dynamics, run.time, &run.states, &run.tangents);
        Ok(run)
    }

    fn weight(&self, state: f64) -> f64 {
        self.tolerances.absolute + self.tolerances.relative * state.abs()
    }

    /// Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, section II.4, the
    /// part that needs one evaluation.
    fn first_step(&self, dynamics: &mut Dynamics<'_>) -> Result<f64, SolverError> {
        let mut rates = vec![0.0; self.states.len()];
        dynamics.rates(self.time, &self.states, &mut rates);
        if rates.iter().chain(&self.states).any(|value| !value.is_finite()) {
            return Err(SolverError::NotFinite(self.time));
        }
        let norm = |values: &[f64]| {
            let terms = values.iter().zip(&self.states).map(|(v, &s)| (v / self.weight(s)).powi(2));
            (terms.sum::<f64>() / values.len().max(1) as f64).sqrt()
        };
        let (size, speed) = (norm(&self.states), norm(&rates));
        Ok(if size < 1e-5 || speed < 1e-5 { 1e-6 } else { 0.01 * size / speed })
    }

    /// Takes one step that does not pass `limit`; it stays open for interpolation until
    /// [`Self::settle`].
    pub(super) fn step(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) -> Result<(), SolverError> {
        let mut h = self.h.min(limit - self.time);
        if self.time + 1.1 * h > limit {
            h = limit - self.time;
        }
        let mut rejected = false;
        self.turning = None;
        loop {
            self.steps += 1;
            if self.steps > self.tolerances.max_steps {
                return Err(SolverError::TooManySteps { time: self.time, steps: self.steps });
            }
            if h <= f64::EPSILON * self.time.abs() || h < 1e-300 {
                return Err(SolverError::StepTooSmall(self.time));
            }
            let error = self.error(dynamics, h);
            let order = self.stepper.error_order() + 1.0;
            let factor = (0.9 * error.powf(-1.0 / order)).clamp(0.1, 6.0);
            if error.is_nan() || error > 1.0 {
                h *= if error.is_nan() { 0.1 } else { factor.min(0.9) };
                (rejected, self.turning) = (true, None);
                continue;
            }
            if self.turning.is_none() {
                self.h = h * if rejected { factor.min(1.0) } else { factor };
                self.turning = self.switches.crossing(dynamics, self.stepper.as_ref(), self.time, h);
                if let Some(crossing) = &self.turning
                    && crossing.fraction < 1.0
                {
                    h *= crossing.fraction;
                    if h <= f64::EPSILON * self.time.abs() || h < 1e-300 {
                        h = self.turn_here(dynamics, limit)?;
                    }
                    continue;
                }
            }
            self.taken = h;
            self.accept(dynamics, limit);
            return Ok(());
        }
    }

    /// Turns at the start of a step what turns at once, and gives the length of the next.
    fn turn_here(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) -> Result<f64, SolverError> {
        self.settle(dynamics)?;
        Ok(self.h.min(limit - self.time))
    }

    fn record(&mut self, what: impl FnOnce(&mut Trail, &dyn Stepper)) {
        if let Some(trail) = &mut self.trail {
            what(trail, self.stepper.as_ref());
        }
    }

    fn accept(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) {
        self.record(|trail, stepper| trail.step(stepper.taken()));
        self.stepper.interpolate(1.0, &mut self.states);
        self.tangents.copy_from_slice(self.stepper.tangents(dynamics));
        let end = self.time + self.taken;
        self.time = if end > limit || limit - end <= f64::EPSILON * limit.abs() { limit } else { end };
    }

    /// The error of a step over what is allowed, NaN where the step cannot be computed.
    fn error(&mut self, dynamics: &mut Dynamics<'_>, h: f64) -> f64 {
        let Tolerances { relative, absolute, .. } = self.tolerances;
        let Some((end, error)) = self.stepper.attempt(dynamics, h) else { return f64::NAN };
        let terms = end.iter().zip(error).zip(&self.states).map(|((end, error), start)| {
            (error / (absolute + relative * start.abs().max(end.abs()))).powi(2)
        });
        let norm = (terms.sum::<f64>() / end.len().max(1) as f64).sqrt();
        // Not below what rounding leaves, so that the step stays finite.
        if norm < 1e-10 { 1e-10 } else { norm }
    }

    /// Closes the step: turns what turned and prepares the next.
    pub(super) fn settle(&mut self, dynamics: &mut Dynamics<'_>) -> Result<(), SolverError> {
        if let Some(crossing) = self.turning.take() {
            if let Some(trail) = &mut self.trail {
                crossing.which.iter().for_each(|&root| trail.turn(root, self.time, &self.states));
            }
            let (states, tangents) = (&self.states, &mut self.tangents);
            self.switches.turn(dynamics, &crossing.which, self.time, states, tangents)?;
            self.h = self.first_step(dynamics)?.min(self.h);
        }
        self.stepper.start(dynamics, self.time, &self.states, &self.tangents);
        Ok(())
    }
}
