use super::crossing::Crossing;
use super::events::{Events, Place, same_moment};
use super::happening::{Before, Happening};
use super::project::project_first;
use super::switches::Switches;
use super::trail::Trail;
use super::{Dynamics, Equations, Rodas5P, SolverError, Stepper, Tolerances};

/// States and tangents at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point<'a> {
    pub(crate) time: f64,
    pub(crate) states: &'a [f64],
    pub(crate) tangents: &'a [f64],
    /// The values of the past that outputs use.
    pub(crate) past: &'a [f64],
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
    let run = Run::new(dynamics, tolerances, start, None)?;
    follow(run, dynamics, times, visit).map(|_| ())
}

/// As [`integrate`], and tells what happened.
pub(crate) fn integrate_recorded(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
    times: &[f64],
    visit: &mut dyn FnMut(usize, Point<'_>),
) -> Result<Trail, SolverError> {
    let run = Run::new(dynamics, tolerances, start, Some(Trail::default()))?;
    follow(run, dynamics, times, visit).map(|run| run.trail.unwrap_or_default())
}

fn follow(
    mut run: Run,
    dynamics: &mut Dynamics<'_>,
    times: &[f64],
    visit: &mut dyn FnMut(usize, Point<'_>),
) -> Result<Run, SolverError> {
    let Some(&end) = times.last() else { return Ok(run) };
    let mut next = run.visit(dynamics, times, 0, visit);
    run.leave(dynamics)?;
    let (mut states, mut tangents) = (run.states.clone(), run.tangents.clone());
    while run.time < end {
        let from = run.time;
        run.step(dynamics, end)?;
        let last = dynamics.is_open() && run.time >= end;
        // What happens at the end of the step counts at its very time already, but not if that is
        // where the next period begins.
        let moment = !last && run.is_moment();
        let to = run.time;
        let inside = |time: f64| time <= to && !(moment && same_moment(time, to));
        while let Some(&time) = times.get(next).filter(|&&time| inside(time)) {
            let fraction = ((time - from) / run.taken).clamp(0.0, 1.0);
            run.record(|trail, _| trail.seen(next, fraction));
            run.stepper.interpolate(fraction, &mut states);
            run.stepper.interpolate_tangents(fraction, &mut tangents);
            let past = dynamics.past(time, &states);
            visit(next, Point { time, states: &states, tangents: &tangents, past });
            next += 1;
        }
        if last {
            dynamics.remember(Some(run.events.memory()));
            return Ok(run);
        }
        run.happen(dynamics)?;
        next = run.visit(dynamics, times, next, visit);
        run.leave(dynamics)?;
    }
    Ok(run)
}

/// So often a step to a turn is made longer by a little, for the comparison to have turned at its end.
const NUDGES: i32 = 6;

/// An integration under way.
pub(super) struct Run {
    pub(super) tolerances: Tolerances,
    pub(super) stepper: Box<dyn Stepper>,
    switches: Switches,
    pub(super) events: Events,
    turning: Option<Crossing>,
    /// Whether states or rates jumped, so that the next step is chosen anew.
    jumped: bool,
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
    /// Begins at a point; `trail` is to tell what happens.
    pub(super) fn new(
        dynamics: &mut Dynamics<'_>,
        tolerances: Tolerances,
        start: Point<'_>,
        mut trail: Option<Trail>,
    ) -> Result<Self, SolverError> {
        let (mut states, mut tangents) = (start.states.to_vec(), start.tangents.to_vec());
        if let Some(trail) = trail.as_mut().filter(|_| dynamics.is_constrained()) {
            trail.brought(start.time, &states);
        }
        let place = Place { time: start.time, states: &mut states, tangents: &mut tangents };
        project_first(dynamics, place)?;
        dynamics.begin(start.time, &states, start.states);
        let mut run = Self {
            tolerances,
            stepper: Box::new(Rodas5P::new(dynamics)),
            switches: Switches::new(dynamics, start.time, &states),
            events: Events::new(dynamics).resume(dynamics),
            turning: None,
            jumped: true,
            time: start.time,
            states,
            tangents,
            h: 0.0,
            taken: 0.0,
            steps: 0,
            trail,
        };
        run.happen(dynamics)?;
        Ok(run)
    }

    /// Visits the times that are now; gives the next.
    fn visit(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        times: &[f64],
        mut next: usize,
        visit: &mut dyn FnMut(usize, Point<'_>),
    ) -> usize {
        let here = self.time;
        let now = |time: f64| time <= here || same_moment(time, here);
        while let Some(&time) = times.get(next).filter(|&&time| now(time)) {
            self.record(|trail, _| trail.here(next));
            let past = dynamics.past(time, &self.states);
            visit(next, Point { time, states: &self.states, tangents: &self.tangents, past });
            next += 1;
        }
        next
    }

    /// Whether something happens at the end of the step.
    fn is_moment(&self) -> bool {
        self.turning.is_some() || self.events.is_due(self.time)
    }

    fn weight(&self, state: f64) -> f64 {
        self.tolerances.absolute + self.tolerances.relative * state.abs()
    }

    /// Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, section II.4, the
    /// part that needs one evaluation.
    fn first_step(&self, dynamics: &mut Dynamics<'_>) -> Result<f64, SolverError> {
        let mut rates = vec![0.0; self.states.len()];
        dynamics.rates(self.time, &self.states, &mut rates);
        // What does not change may be infinite or unknown.
        let unsound = |(rate, state): (&f64, &f64)| *rate != 0.0 && !(rate.is_finite() && state.is_finite());
        if rates.iter().zip(&self.states).any(unsound) {
            return Err(SolverError::NotFinite(self.time));
        }
        let norm = |values: &[f64]| {
            let known = values.iter().zip(&self.states).filter(|(_, state)| state.is_finite());
            let terms = known.map(|(v, &s)| (v / self.weight(s)).powi(2));
            (terms.sum::<f64>() / values.len().max(1) as f64).sqrt()
        };
        let (size, speed) = (norm(&self.states), norm(&rates));
        if speed == 0.0 && self.h > 0.0 {
            return Ok(self.h);
        }
        Ok(if size < 1e-5 || speed < 1e-5 { 1e-6 } else { 0.01 * size / speed })
    }

    /// Where the next step ends at most: at `limit`, the next event or the next kink of the past.
    fn end(&self, dynamics: &mut Dynamics<'_>, limit: f64) -> f64 {
        let (kink, _) = dynamics.bounds(self.time, &self.states);
        self.events.due().map_or(limit, |due| limit.min(due)).min(kink)
    }

    fn next_step(&self, dynamics: &mut Dynamics<'_>, limit: f64) -> f64 {
        let longest = self.end(dynamics, limit) - self.time;
        let h = self.h.min(dynamics.bounds(self.time, &self.states).1);
        if 1.1 * h > longest { longest } else { h }
    }

    /// Takes one step that does not pass `limit`; it stays open for interpolation until
    /// [`Self::settle`].
    pub(super) fn step(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) -> Result<(), SolverError> {
        let mut h = self.next_step(dynamics, limit);
        let (mut rejected, mut nudges) = (false, 0);
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
            if let Some(crossing) = &self.turning
                && nudges < NUDGES
                && self.switches.lag(dynamics, self.stepper.as_ref(), (self.time, h), &crossing.which)
            {
                nudges += 1;
                h += self.time.abs().max(h) * f64::EPSILON * 4f64.powi(nudges);
                continue;
            }
            self.taken = h;
            let end = self.end(dynamics, limit);
            self.accept(dynamics, end);
            return Ok(());
        }
    }

    /// Turns at the start of a step what turns at once, and gives the length of the next.
    fn turn_here(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) -> Result<f64, SolverError> {
        self.settle(dynamics)?;
        Ok(self.next_step(dynamics, limit))
    }

    fn record(&mut self, what: impl FnOnce(&mut Trail, &dyn Stepper)) {
        if let Some(trail) = &mut self.trail {
            what(trail, self.stepper.as_ref());
        }
    }

    fn accept(&mut self, dynamics: &mut Dynamics<'_>, limit: f64) {
        self.record(|trail, stepper| trail.step(stepper.taken()));
        self.stepper.interpolate(1.0, &mut self.states);
        self.tangents.copy_from_slice(self.stepper.tangents(dynamics).0);
        let (from, end) = (self.time, self.time + self.taken);
        self.time = if end > limit || limit - end <= f64::EPSILON * limit.abs() { limit } else { end };
        dynamics.keep(self.stepper.as_ref(), from, self.time, &self.states);
    }

    /// The error of a step over what is allowed, NaN where the step cannot be computed.
    fn error(&mut self, dynamics: &mut Dynamics<'_>, h: f64) -> f64 {
        let Tolerances { relative, absolute, .. } = self.tolerances;
        let Some((end, error)) = self.stepper.attempt(dynamics, h) else { return f64::NAN };
        let known = end.iter().zip(error).zip(&self.states).filter(|(_, start)| start.is_finite());
        let terms = known.map(|((end, error), start)| {
            (error / (absolute + relative * start.abs().max(end.abs()))).powi(2)
        });
        let norm = (terms.sum::<f64>() / end.len().max(1) as f64).sqrt();
        let norm = if norm <= 1.0 { norm.max(self.probe_error(dynamics)) } else { norm };
        // Not below what rounding leaves, so that the step stays finite.
        if norm < 1e-10 { 1e-10 } else { norm }
    }

    /// The error of the probed mix of tangents over what is allowed, which is measured beside the states too.
    fn probe_error(&mut self, dynamics: &mut Dynamics<'_>) -> f64 {
        let d = dynamics.probe().len();
        if d == 0 {
            return 0.0;
        }
        let Tolerances { relative, absolute, .. } = self.tolerances;
        let (ends, errors) = self.stepper.tangents(dynamics);
        let mix = |row: &[f64]| row.iter().zip(dynamics.probe()).map(|(v, w)| v * w).sum::<f64>();
        let rows = ends.chunks_exact(d).zip(errors.chunks_exact(d)).zip(&self.states);
        let terms = rows.filter(|(_, state)| state.is_finite()).map(|((end, error), state)| {
            (mix(error) / (absolute + relative * mix(end).abs().max(state.abs()))).powi(2)
        });
        (terms.sum::<f64>() / self.states.len().max(1) as f64).sqrt()
    }

    /// Closes the step: turns what turned, lets happen what is due and prepares the next.
    pub(super) fn settle(&mut self, dynamics: &mut Dynamics<'_>) -> Result<(), SolverError> {
        self.happen(dynamics)?;
        self.leave(dynamics)
    }

    /// What happens at this very time.
    fn happen(&mut self, dynamics: &mut Dynamics<'_>) -> Result<(), SolverError> {
        let turning = self.turning.take().map(|crossing| crossing.which).unwrap_or_default();
        let before = self.before(dynamics, &turning);
        let (switches, events) = (&mut self.switches, &mut self.events);
        let place = Place { time: self.time, states: &mut self.states, tangents: &mut self.tangents };
        self.jumped |= Happening { switches, events, turning: &turning }.pass(dynamics, place)?;
        if let (Some(trail), Some(mut before)) = (&mut self.trail, before) {
            before.touched = self.events.touched().to_vec();
            trail.happening(before);
        }
        Ok(())
    }

    /// What the adjoint will need to know of this time, if something happens.
    fn before(&self, dynamics: &mut Dynamics<'_>, turning: &[usize]) -> Option<Before> {
        self.trail.as_ref()?;
        if turning.is_empty() && self.events.are_quiet(dynamics, self.time, &self.states) {
            return None;
        }
        Some(Before {
            time: self.time,
            states: self.states.clone(),
            switches: self.switches.clone(),
            queue: self.events.queue.clone(),
            turning: turning.to_vec(),
            touched: Vec::new(),
        })
    }

    /// Leaves this time: what is just equal parts, and the next step begins.
    pub(super) fn leave(&mut self, dynamics: &mut Dynamics<'_>) -> Result<(), SolverError> {
        let parting = self.switches.about_to_turn(dynamics, self.time, &self.states);
        if !parting.is_empty() {
            self.turning = Some(Crossing { fraction: 0.0, which: parting });
            self.happen(dynamics)?;
        }
        if self.jumped {
            self.jumped = false;
            dynamics.kink(self.time, &self.states);
            let h = self.first_step(dynamics)?;
            self.h = if self.taken > 0.0 { h.min(self.h) } else { h };
        }
        self.stepper.start(dynamics, self.time, &self.states, &self.tangents);
        Ok(())
    }
}
