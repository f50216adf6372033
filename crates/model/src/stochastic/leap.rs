use super::exact::{cross, refresh, step};
use super::plan::Plan;
use super::select::Select;
use super::state::Run;
use crate::ModelError;
use rand::RngExt;
use rand_distr::{Distribution, Exp1, Poisson};

/// Propensities change by about this share in one leap.
const EPSILON: f64 = 0.03;

/// At most this share of a number is consumed in one leap. Near a balance of production and consumption the
/// condition on propensities alone allows leaps so long that the explicit method is unstable and fluctuations
/// grow (Rathinam, Petzold, Cao and Gillespie 2003).
const CONSUMED: f64 = 0.1;

/// A reaction that may use up what it takes within so many times happens at most once in a leap.
const CRITICAL: f64 = 10.0;

/// Leaps shorter than so many mean waiting times are not worth it …
const SHORT: f64 = 10.0;

/// … and give way to so many exact steps.
const EXACT_STEPS: usize = 100;

/// Follows a run to a time by leaps over many reactions (Cao, Gillespie and Petzold 2006), approximately
/// and the faster the more molecules there are. Numbers never become negative; events triggered by
/// numbers of molecules happen at the end of the leap that triggers them.
pub(super) fn by_leaps<S: Select>(
    run: &mut Run<'_>,
    select: &mut S,
    orders: &Orders,
    until: f64,
    max_steps: u64,
) -> Result<(), ModelError> {
    let mut leap = Leap::new(run.plan);
    loop {
        if run.time >= until && !cross(run, until)? {
            return Ok(());
        }
        refresh(run, select)?;
        let limit = until.min(run.crossing);
        leap.prepare(run)?;
        let longest = leap.longest(run, orders);
        if longest * leap.total < SHORT {
            if some_exact_steps(run, select, limit, max_steps)? && !cross(run, until)? {
                return Ok(());
            }
        } else {
            run.count_step(max_steps)?;
            leap.make(run, longest, limit)?;
        }
    }
}

/// Whether the limit was reached.
fn some_exact_steps<S: Select>(
    run: &mut Run<'_>,
    select: &mut S,
    limit: f64,
    max_steps: u64,
) -> Result<bool, ModelError> {
    for _ in 0..EXACT_STEPS {
        if !step(run, select, limit, max_steps)? {
            return Ok(true);
        }
        if run.stale {
            break;
        }
    }
    Ok(false)
}

/// For each variable that rates read: the orders of reactions in it, each with how many molecules of it
/// take part.
pub(super) struct Orders(Vec<(u32, Vec<(f64, f64)>)>);

impl Orders {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut found: Vec<(u32, Vec<(f64, f64)>)> =
            plan.counts.iter().map(|&slot| (slot, Vec::new())).collect();
        for channel in &plan.channels {
            let reads = &channel.reads;
            let taken = |slot: u32| channel.takes.iter().find(|take| take.0 == slot).map_or(0.0, |t| t.1);
            let others = reads.iter().filter(|&&slot| taken(slot) == 0.0 && plan.counts.contains(&slot));
            let order = channel.takes.iter().map(|take| take.1).sum::<f64>() + others.count() as f64;
            for (slot, orders) in &mut found {
                if taken(*slot) > 0.0 || reads.contains(slot) {
                    orders.push((order, taken(*slot).max(1.0)));
                }
            }
        }
        for (_, orders) in &mut found {
            orders.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            orders.dedup();
        }
        found.retain(|(_, orders)| !orders.is_empty());
        Self(found)
    }
}

/// How much the relative change of a number is to be smaller than that of propensities, which depend on
/// it in this order (equation 27 and the paragraph before of Cao, Gillespie and Petzold 2006).
fn factor(order: f64, taken: f64, number: f64) -> f64 {
    let mut sum = 0.0;
    for k in 1..taken as u32 {
        sum += f64::from(k) / (number - f64::from(k)).max(1.0);
    }
    order * (1.0 + sum / taken)
}

/// Working memory of leaps.
struct Leap {
    propensities: Vec<f64>,
    critical: Vec<bool>,
    total: f64,
    critical_total: f64,
    mean: Vec<f64>,
    variance: Vec<f64>,
    consumed: Vec<f64>,
    before: Vec<f64>,
}

impl Leap {
    fn new(plan: &Plan) -> Self {
        let (reactions, slots) = (plan.channels.len(), plan.system.variables().len() + 1);
        Self {
            propensities: vec![0.0; reactions],
            critical: vec![false; reactions],
            total: 0.0,
            critical_total: 0.0,
            mean: vec![0.0; slots],
            variance: vec![0.0; slots],
            consumed: vec![0.0; slots],
            before: Vec::new(),
        }
    }

    /// Propensities, and which reactions are critical.
    fn prepare(&mut self, run: &mut Run<'_>) -> Result<(), ModelError> {
        (self.total, self.critical_total) = (0.0, 0.0);
        self.mean.fill(0.0);
        self.variance.fill(0.0);
        self.consumed.fill(0.0);
        for reaction in 0..self.propensities.len() {
            let propensity = run.propensity(reaction)?;
            self.propensities[reaction] = propensity;
            self.total += propensity;
            let changes = &run.plan.channels[reaction].changes;
            let times = |&(slot, change): &(u32, f64)| match change < 0.0 {
                true => (run.registers[slot as usize] / -change).floor(),
                false => f64::INFINITY,
            };
            let possible = changes.iter().map(times).fold(f64::INFINITY, f64::min);
            self.critical[reaction] = propensity > 0.0 && possible < CRITICAL;
            if self.critical[reaction] {
                self.critical_total += propensity;
                continue;
            }
            for &(slot, change) in changes {
                self.mean[slot as usize] += change * propensity;
                self.variance[slot as usize] += change * change * propensity;
                self.consumed[slot as usize] += (-change).max(0.0) * propensity;
            }
        }
        Ok(())
    }

    /// The longest leap that leaves all propensities nearly as they are.
    fn longest(&self, run: &Run<'_>, orders: &Orders) -> f64 {
        let mut longest = f64::INFINITY;
        for (slot, orders) in &orders.0 {
            let (mean, variance) = (self.mean[*slot as usize].abs(), self.variance[*slot as usize]);
            let number = run.registers[*slot as usize];
            let strictest = orders.iter().map(|&(order, taken)| factor(order, taken, number));
            let change = (EPSILON * number / strictest.fold(1.0, f64::max)).max(1.0);
            if mean > 0.0 {
                longest = longest.min(change / mean);
            }
            if variance > 0.0 {
                longest = longest.min(change * change / variance);
            }
            let consumed = self.consumed[*slot as usize];
            if consumed > 0.0 {
                longest = longest.min((CONSUMED * number).max(1.0) / consumed);
            }
        }
        longest
    }

    /// Leaps at most so long, and not beyond a time.
    fn make(&mut self, run: &mut Run<'_>, longest: f64, limit: f64) -> Result<(), ModelError> {
        (run.next, run.stale) = (None, true);
        self.before.clone_from(&run.registers);
        let mut longest = longest;
        loop {
            let wait = match self.critical_total > 0.0 {
                true => run.rng.sample::<f64, _>(Exp1) / self.critical_total,
                false => f64::INFINITY,
            };
            let end = run.time + longest.min(wait);
            let length = longest.min(wait).min(limit - run.time);
            self.fire(run, length)?;
            if wait <= longest && end <= limit {
                self.fire_critical(run);
            }
            if run.plan.counts.iter().all(|&slot| run.registers[slot as usize] >= 0.0) {
                run.time = end.min(limit);
                return run.settle();
            }
            run.registers.clone_from(&self.before);
            longest = 0.5 * length;
        }
    }

    fn fire(&self, run: &mut Run<'_>, length: f64) -> Result<(), ModelError> {
        for reaction in 0..self.propensities.len() {
            let mean = self.propensities[reaction] * length;
            if self.critical[reaction] || mean <= 0.0 {
                continue;
            }
            let poisson = Poisson::new(mean).map_err(|error| {
                let element = format!("reaction `{}`", run.plan.channels[reaction].id);
                run.failed(element, format!("it would happen {mean} times in one leap: {error}"))
            })?;
            let times = poisson.sample(&mut run.rng);
            run.fire(reaction, times);
        }
        Ok(())
    }

    /// One of the critical reactions happens once.
    fn fire_critical(&self, run: &mut Run<'_>) {
        let mut left = run.rng.random::<f64>() * self.critical_total;
        let mut chosen = None;
        for reaction in (0..self.propensities.len()).filter(|&reaction| self.critical[reaction]) {
            chosen = Some(reaction);
            if left < self.propensities[reaction] {
                break;
            }
            left -= self.propensities[reaction];
        }
        if let Some(reaction) = chosen {
            run.fire(reaction, 1.0);
        }
    }
}
