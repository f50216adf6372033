use super::Objective;
use super::build::{Experiment, Setup};
use super::evaluate::{Seed, Values};
use super::jump::Jump;
use super::mapping::Source;
use crate::solver::{Dynamics, Point};
use lca_kinetics::petab::Version;

/// What some states jump to, with the derivatives.
struct Jumped {
    values: Vec<f64>,
    /// Formula, state before and value.
    by_state: Vec<(usize, usize, f64)>,
    /// Formula, estimated parameter and value.
    by_parameter: Vec<(usize, usize, f64)>,
}

impl Objective {
    /// Lets events go on from where the period before left them. In PEtab 1.0 they begin anew.
    pub(super) fn go_on(&self, before: &Dynamics<'_>, after: &mut Dynamics<'_>) {
        if self.problem.version == Version::V2 {
            after.remember(before.memory().cloned());
        }
    }

    /// Lets a period begin where the one before, or rest, ended. `states` and `tangents` are those
    /// at which the model would begin in this period; `seed` gives direction and speed of an estimated
    /// parameter.
    pub(super) fn enter(
        &self,
        experiment: &Experiment,
        before: &Setup,
        (values, seed): (&Values, Seed<'_>),
        end: Point<'_>,
        (states, tangents): (&mut [f64], &mut [f64]),
    ) {
        let width = tangents.len() / states.len().max(1);
        for state in (0..states.len()).filter(|state| !experiment.entry.renewed.contains(state)) {
            states[state] = end.states[state];
            let row = state * width..(state + 1) * width;
            tangents[row.clone()].copy_from_slice(&end.tangents[row]);
        }
        let Some(jump) = &experiment.entry.jump else { return };
        let jumped = self.jump(jump, before, values, end);
        for (&state, value) in jump.states.iter().zip(&jumped.values) {
            states[state] = *value;
            tangents[state * width..(state + 1) * width].fill(0.0);
        }
        if width == 0 {
            return;
        }
        for (formula, by, value) in jumped.by_state {
            let row = jump.states[formula] * width;
            let along = &end.tangents[by * width..(by + 1) * width];
            tangents[row..row + width].iter_mut().zip(along).for_each(|(to, from)| *to += value * from);
        }
        for (formula, at, value) in jumped.by_parameter {
            if let Some((direction, speed)) = seed(at) {
                tangents[jump.states[formula] * width + direction] += value * speed;
            }
        }
    }

    /// The transpose of what [`Self::enter`] does to tangents. Takes from `adjoint`, the derivative of a result
    /// by the states at which a period begins, what comes from the states before and adds it to `at_end`, the
    /// derivative by those, and to `by_parameter`. What is left belongs to the model's own initial values.
    pub(super) fn enter_backwards(
        &self,
        period: &Experiment,
        before: &Setup,
        values: &Values,
        end: Point<'_>,
        (adjoint, at_end): (&mut [f64], &mut [f64]),
        by_parameter: &mut [f64],
    ) {
        if let Some(jump) = &period.entry.jump {
            let weights = jump.states.iter().map(|&state| std::mem::take(&mut adjoint[state]));
            let weights: Vec<f64> = weights.collect();
            let jumped = self.jump(jump, before, values, end);
            for (formula, by, value) in jumped.by_state {
                at_end[by] += value * weights[formula];
            }
            for (formula, at, value) in jumped.by_parameter {
                by_parameter[at] += value * values.slopes[at] * weights[formula];
            }
        }
        for state in (0..adjoint.len()).filter(|state| !period.entry.renewed.contains(state)) {
            at_end[state] += std::mem::take(&mut adjoint[state]);
        }
    }

    /// Evaluates a jump at the end of what was before.
    fn jump(
        &self,
        jump: &Jump,
        Setup { variant, sources }: &Setup,
        values: &Values,
        end: Point<'_>,
    ) -> Jumped {
        let system = &self.variants[*variant].system;
        let function = &system.functions()[jump.function];
        let mut registers = function.registers();
        let parameters: Vec<f64> = sources.iter().map(|source| source.value(&values.linear)).collect();
        function.set_parameters(&mut registers, end.states.len(), &parameters);
        function.set_past(&mut registers, end.past);
        let mut found = vec![f64::NAN; jump.states.len()];
        function.values(&mut registers, end.time, end.states, &mut found);
        let mut derivatives = function.derivatives(&mut registers);
        let by_state = function.by_state().iter().zip(derivatives.by_ref());
        let by_state = by_state.map(|(&(formula, by), value)| (formula as usize, by as usize, value));
        let by_state = by_state.collect();
        let estimated = |(&(formula, k), value): (&(u32, u32), f64)| {
            let Source::Estimated(at) = sources[system.sensitivities()[k as usize]] else { return None };
            Some((formula as usize, at, value))
        };
        let by_parameter = function.by_parameter().iter().zip(derivatives).filter_map(estimated).collect();
        Jumped { values: found, by_state, by_parameter }
    }
}
