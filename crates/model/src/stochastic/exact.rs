use super::select::Select;
use super::state::Run;
use crate::ModelError;
use rand::RngExt;
use rand_distr::Exp1;

/// A crossing so close after a time (relative) counts as being at it.
const SAME: f64 = 1e-14;

/// Follows a run to a time by the direct method (Gillespie 1977), exactly: every reaction is simulated.
/// Jumps and events of that time are over then.
pub(super) fn exactly<S: Select>(
    run: &mut Run<'_>,
    select: &mut S,
    until: f64,
    max_steps: u64,
) -> Result<(), ModelError> {
    loop {
        refresh(run, select)?;
        while step(run, select, until.min(run.crossing), max_steps)? && !run.stale {}
        if !run.stale && !cross(run, until)? {
            return Ok(());
        }
    }
}

/// At the limit of a step: goes through the crossing there, or else to `until`, which ends the way.
pub(super) fn cross(run: &mut Run<'_>, until: f64) -> Result<bool, ModelError> {
    if run.crossing > until + SAME * until {
        run.time = until;
        return Ok(false);
    }
    // Waiting times have no memory, so the next one is drawn anew.
    run.next = None;
    run.time = run.crossing;
    run.settle()?;
    Ok(true)
}

/// Lets the next reaction happen if it comes before a time.
#[inline]
pub(super) fn step<S: Select>(
    run: &mut Run<'_>,
    select: &mut S,
    limit: f64,
    max_steps: u64,
) -> Result<bool, ModelError> {
    let total = select.total();
    let next = match run.next.take() {
        Some(next) => next,
        None if total > 0.0 => run.time + run.rng.sample::<f64, _>(Exp1) / total,
        None => f64::INFINITY,
    };
    if next > limit || total <= 0.0 {
        run.next = Some(next);
        return Ok(false);
    }
    run.time = next;
    run.count_step(max_steps)?;
    let reaction = select.pick(total, &mut run.rng);
    run.fire(reaction, 1.0);
    let plan = run.plan;
    for &dependent in &plan.dependents[reaction] {
        let propensity = run.propensity(dependent as usize)?;
        select.set(dependent as usize, propensity);
    }
    if plan.settles[reaction] {
        run.settle()?;
    }
    Ok(true)
}

/// Computes all propensities anew where an event or switch may have changed any.
pub(super) fn refresh<S: Select>(run: &mut Run<'_>, select: &mut S) -> Result<(), ModelError> {
    if !run.stale {
        return Ok(());
    }
    run.stale = false;
    run.next = None;
    for reaction in 0..run.plan.channels.len() {
        let propensity = run.propensity(reaction)?;
        select.set(reaction, propensity);
    }
    Ok(())
}

impl Run<'_> {
    #[inline]
    pub(super) fn count_step(&mut self, max_steps: u64) -> Result<(), ModelError> {
        self.steps += 1;
        if self.steps > max_steps {
            return Err(self.too_long(max_steps));
        }
        Ok(())
    }

    #[cold]
    fn too_long(&self, max_steps: u64) -> ModelError {
        let what = format!(
            "{max_steps} steps were made before the end; numbers may grow without bound; allow more steps, or leap \
             over many reactions at once by the method tau"
        );
        self.failed("the simulation".to_owned(), what)
    }
}
