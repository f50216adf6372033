use super::Objective;
use super::build::{Experiment, Setup};
use super::evaluate::Values;
use super::jump::Jump;
use super::mapping::Source;
use crate::solver::{Dynamics, Point};
use lca_kinetics::petab::Version;

impl Objective {
    /// Lets events go on from where the period before left them. In PEtab 1.0 they begin anew.
    pub(super) fn go_on(&self, before: &Dynamics<'_>, after: &mut Dynamics<'_>) {
        if self.problem.version == Version::V2 {
            after.remember(before.memory().cloned());
        }
    }

    /// Lets a period begin where the one before, or rest, ended. `states` and `tangents` are those
    /// at which the model would begin in this period.
    pub(super) fn enter(
        &self,
        experiment: &Experiment,
        before: &Setup,
        values: &Values,
        end: Point<'_>,
        (states, tangents): (&mut [f64], &mut [f64]),
    ) {
        let width = tangents.len() / states.len().max(1);
        for state in (0..states.len()).filter(|state| !experiment.entry.renewed.contains(state)) {
            states[state] = end.states[state];
            let row = state * width..(state + 1) * width;
            tangents[row.clone()].copy_from_slice(&end.tangents[row]);
        }
        if let Some(jump) = &experiment.entry.jump {
            let directions = if width == 0 { &[] } else { experiment.directions.as_slice() };
            self.jump(jump, before, values, directions, end, (states, tangents));
        }
    }

    fn jump(
        &self,
        jump: &Jump,
        Setup { variant, sources }: &Setup,
        values: &Values,
        directions: &[usize],
        end: Point<'_>,
        (states, tangents): (&mut [f64], &mut [f64]),
    ) {
        let system = &self.variants[*variant].system;
        let function = &system.functions()[jump.function];
        let mut registers = function.registers();
        let parameters: Vec<f64> = sources.iter().map(|source| source.value(&values.linear)).collect();
        function.set_parameters(&mut registers, states.len(), &parameters);
        function.set_past(&mut registers, end.past);
        let mut found = vec![f64::NAN; jump.states.len()];
        function.values(&mut registers, end.time, end.states, &mut found);
        for (&state, value) in jump.states.iter().zip(&found) {
            states[state] = *value;
        }
        let width = directions.len();
        if width == 0 {
            return;
        }
        for &state in &jump.states {
            tangents[state * width..(state + 1) * width].fill(0.0);
        }
        let mut derivatives = function.derivatives(&mut registers);
        for (&(formula, by), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            let row = jump.states[formula as usize] * width;
            let along = &end.tangents[by as usize * width..(by as usize + 1) * width];
            tangents[row..row + width].iter_mut().zip(along).for_each(|(to, from)| *to += value * from);
        }
        for (&(formula, k), value) in function.by_parameter().iter().zip(derivatives) {
            let Source::Estimated(at) = sources[system.sensitivities()[k as usize]] else { continue };
            if let Ok(direction) = directions.binary_search(&at) {
                tangents[jump.states[formula as usize] * width + direction] += value * values.slopes[at];
            }
        }
    }
}
