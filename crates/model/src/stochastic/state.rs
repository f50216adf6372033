use super::distribution::Distribution;
use super::event::EventPlan;
use super::plan::Plan;
use super::request::{Draw, Timed};
use super::strata::Strata;
use crate::ModelError;
use lca_kinetics::Program;
use lca_numerics::Rng;
use rand::RngExt;

/// One run: where it is.
pub(super) struct Run<'p> {
    pub(super) plan: &'p Plan,
    pub(super) rng: Rng,
    /// Where draws of distributions lie, if they are not independent between runs.
    strata: Option<Strata>,
    pub(super) time: f64,
    pub(super) registers: Vec<f64>,
    /// Jumps made so far.
    pub(super) steps: u64,
    /// When the next reaction happens, where that is drawn already.
    pub(super) next: Option<f64>,
    /// When triggers may turn, or a delayed event is due, without a jump; never before `time`.
    pub(super) crossing: f64,
    /// The switch that turns then, if it is one.
    pub(super) crosses: Option<usize>,
    /// Whether propensities must be computed anew.
    pub(super) stale: bool,
    pub(super) clocks: Vec<Clock>,
    pub(super) triggers: Vec<bool>,
    pub(super) pending: Vec<Pending>,
}

/// A variable that rises linearly: its value at `since` and its change per time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    pub(super) since: f64,
    pub(super) value: f64,
    pub(super) rate: f64,
}

/// An event that is due.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) event: usize,
    pub(super) due: f64,
    /// The new values where they were computed when it was triggered.
    pub(super) values: Option<Vec<f64>>,
}

impl<'p> Run<'p> {
    /// A run at time 0, before events that are triggered there.
    pub(super) fn start(plan: &'p Plan, rng: Rng, strata: Option<Strata>) -> Result<Self, ModelError> {
        let mut run = Self {
            plan,
            rng,
            strata,
            time: 0.0,
            registers: plan.system.registers(),
            steps: 0,
            next: None,
            crossing: f64::INFINITY,
            crosses: None,
            stale: true,
            clocks: vec![Clock::default(); plan.system.clocks().len()],
            triggers: plan.events.iter().map(|event| event.initial_value).collect(),
            pending: Vec::new(),
        };
        run.place_initial_values()?;
        run.settle()?;
        Ok(run)
    }

    fn place_initial_values(&mut self) -> Result<(), ModelError> {
        let plan = self.plan;
        self.registers[0] = 0.0;
        for draw in &plan.draws {
            self.draw(draw, "an initial assignment")?;
        }
        for (at, &program) in plan.system.initial().iter().enumerate() {
            let value = self.value(program);
            let id = &plan.system.variables()[at];
            if !value.is_finite() {
                return Err(ModelError::NoValue(id.clone()));
            }
            self.set(1 + at as u32, value).map_err(|what| self.failed(format!("species `{id}`"), what))?;
        }
        for (clock, &(slot, _)) in self.clocks.iter_mut().zip(plan.system.clocks()) {
            clock.value = self.registers[slot as usize];
        }
        Ok(())
    }

    pub(super) fn failed(&self, element: String, what: String) -> ModelError {
        ModelError::Jump { element, time: self.time, what }
    }

    #[inline]
    pub(super) fn value(&mut self, program: Program) -> f64 {
        self.plan.system.value(program, &mut self.registers)
    }

    /// The value of a formula after its draws.
    pub(super) fn timed(&mut self, formula: &Timed, place: &str) -> Result<f64, ModelError> {
        for draw in &formula.draws {
            self.draw(draw, place)?;
        }
        Ok(self.value(formula.value))
    }

    fn draw(&mut self, draw: &Draw, place: &str) -> Result<(), ModelError> {
        let operands: Vec<f64> = draw.operands.iter().map(|&operand| self.value(operand)).collect();
        let failed = |this: &Self, what| this.failed(place.to_owned(), what);
        let distribution = Distribution::new(draw.op, &operands).map_err(|what| failed(self, what))?;
        let uniform = self.uniform();
        let share = self.strata.as_mut().map_or(uniform, |strata| strata.place(uniform));
        let value = distribution.quantile(share);
        let name = draw.op.name();
        let none = || failed(self, format!("the bounds of `{name}` leave nothing of the distribution"));
        self.registers[draw.slot as usize] = value.ok_or_else(none)?;
        Ok(())
    }

    /// A uniform number above 0 and below 1.
    fn uniform(&mut self) -> f64 {
        (self.rng.random::<u64>() >> 12) as f64 * 2f64.powi(-52) + 2f64.powi(-53)
    }

    /// Sets a variable; what is wrong if it counts molecules and the value is no count.
    pub(super) fn set(&mut self, slot: u32, value: f64) -> Result<(), String> {
        let mut value = value;
        if self.plan.counts.binary_search(&slot).is_ok() {
            let whole = value.round();
            if (value - whole).abs() > 1e-9 * whole.abs().max(1.0) || !(0.0..=MOST).contains(&whole) {
                return Err(format!(
                    "there would be {value} molecules, but what reacts must be whole, not negative and at most {MOST}; \
                     state amounts in molecules"
                ));
            }
            value = whole;
        }
        self.registers[slot as usize] = value;
        Ok(())
    }

    /// Puts time and clocks into their registers.
    pub(super) fn at(&mut self, time: f64) {
        self.registers[0] = time;
        for (clock, &(slot, _)) in self.clocks.iter().zip(self.plan.system.clocks()) {
            self.registers[slot as usize] = clock.value + clock.rate * (time - clock.since);
        }
    }

    /// The values of the outputs at a time before the next jump and crossing.
    pub(super) fn outputs(&mut self, time: f64, out: &mut [f64]) {
        let plan = self.plan;
        if plan.outputs_move {
            self.at(time);
        }
        for (value, &program) in out.iter_mut().zip(&plan.outputs) {
            *value = plan.system.value(program, &mut self.registers);
        }
    }

    /// The propensity of a reaction, which must be finite and not negative. It is 0 where there are
    /// fewer molecules than the reaction takes.
    #[inline]
    pub(super) fn propensity(&mut self, reaction: usize) -> Result<f64, ModelError> {
        let channel = &self.plan.channels[reaction];
        for &(slot, number) in &channel.guards {
            if self.registers[slot as usize] < number {
                return Ok(0.0);
            }
        }
        let value = self.plan.system.value(channel.law, &mut self.registers);
        if (0.0..=MOST_OFTEN).contains(&value) {
            return Ok(value);
        }
        Err(self.bad_rate(reaction, value))
    }

    #[cold]
    fn bad_rate(&self, reaction: usize, value: f64) -> ModelError {
        let what = if value < 0.0 {
            "a reaction happens forwards only; split it into two that each have a rate of their own"
        } else {
            "it must be a number and not so large"
        };
        let element = format!("reaction `{}`", self.plan.channels[reaction].id);
        self.failed(element, format!("its rate is {value}; {what}"))
    }

    /// Lets a reaction happen so many times.
    #[inline]
    pub(super) fn fire(&mut self, reaction: usize, times: f64) {
        for &(slot, change) in &self.plan.channels[reaction].changes {
            self.registers[slot as usize] += change * times;
        }
    }

    pub(super) fn event(&self, at: usize) -> &'p EventPlan {
        &self.plan.events[at]
    }
}

/// More molecules than this are no longer counted exactly.
const MOST: f64 = 9e15;

/// Rates above this are taken for infinite.
const MOST_OFTEN: f64 = 1e300;
