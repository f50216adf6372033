mod algebraic;
mod compile;
mod constraints;
mod delays;
mod evaluate;
mod events;
mod freeze;
mod function;
mod inputs;
mod jumps;
mod lower;
mod matching;
mod rates;
mod scope;

pub use constraints::ConstraintEquations;
pub use delays::DelayEquations;
pub use evaluate::Evaluator;
pub use events::EventEquations;
pub use function::OutputFunction;
pub use jumps::{JumpFormulas, JumpSystem, Switch};

use crate::tape::Tape;
use crate::{Expr, KineticsError, Network};

/// What to compile beside the equations themselves.
#[derive(Debug, Clone, Default)]
pub struct CompileOptions {
    /// Identifiers whose initial value is given from outside in the unit of their symbol, in place
    /// of what the model says.
    pub overrides: Vec<String>,
    /// Further parameters, which only `functions` use.
    pub extra: Vec<String>,
    /// Those of `extra` that may change between calls of one [`OutputFunction`] without setting all
    /// parameters anew.
    pub placeholders: Vec<String>,
    /// Settable values to differentiate by; see [`OdeSystem::parameters`].
    pub sensitivities: Vec<String>,
    /// Groups of output formulas, one [`OutputFunction`] each.
    pub functions: Vec<Vec<Expr>>,
    /// The time at the start, which formulas for the start may use.
    pub start: f64,
}

/// A network as ordinary differential equations `dy/dt = f(t, y, p)`, compiled with exact
/// derivatives.
///
/// States are the amounts of species that reactions change, the symbols that rate rules change, and what
/// only events change. What algebraic rules determine is solved for. Comparisons in `f` that involve time or states are *frozen*: they enter as truth values
/// which the solver switches where a *root* crosses zero, so `f` is smooth between switches.
#[derive(Debug, Clone)]
pub struct OdeSystem {
    states: Vec<String>,
    divisors: Vec<Option<String>>,
    parameters: Vec<String>,
    defaults: Vec<f64>,
    sensitivities: Vec<usize>,
    functions: Vec<OutputFunction>,
    initial: Tape,
    /// State and index of sensitivity parameter of each derivative of the initial values.
    initial_pattern: Vec<(u32, u32)>,
    rates: Tape,
    /// Row and column of each entry of the Jacobian; column `states` is time.
    jacobian: Vec<(u32, u32)>,
    /// State and index of sensitivity parameter of each derivative of the rates.
    parameter_pattern: Vec<(u32, u32)>,
    /// Entry of the Jacobian and column by which it is differentiated once more.
    curvature: Vec<(u32, u32)>,
    /// Entry of the Jacobian and index of sensitivity parameter.
    parameter_curvature: Vec<(u32, u32)>,
    roots: Tape,
    inclusive: Vec<bool>,
    /// Root and column: states, then time, then sensitivity parameters.
    root_pattern: Vec<(u32, u32)>,
    bent_roots: bool,
    /// The first input that is a value of the past.
    first_past: usize,
    first_switch: usize,
    triggers: Tape,
    events: Vec<EventEquations>,
    delays: DelayEquations,
    constraints: ConstraintEquations,
}

impl OdeSystem {
    /// Compiles a network.
    ///
    /// # Errors
    /// [`KineticsError`] naming the element that is wrong.
    ///
    /// ```
    /// use lca_kinetics::*;
    /// let mut network = Network::new("decay");
    /// network.compartments.push(Compartment::new("cell", 1.0));
    /// network.species.push(Species::new("A", "cell", 2.0));
    /// network.parameters.push(Parameter::new("k", 0.5));
    /// let rate = parse_math("cell * k * A").unwrap();
    /// network.reactions.push(Reaction::new("decay", &[("A", 1.0)], &[], rate));
    /// let system = OdeSystem::compile(&network, &CompileOptions::default()).unwrap();
    /// let mut evaluator = Evaluator::new(&system);
    /// evaluator.set_parameters(system.defaults());
    /// let mut rate = [0.0];
    /// evaluator.rates(0.0, &[2.0], &mut rate);
    /// assert_eq!(rate, [-1.0]);
    /// ```
    pub fn compile(network: &Network, options: &CompileOptions) -> Result<Self, KineticsError> {
        compile::compile(network, options)
    }

    /// Identifiers of the states, in order.
    #[must_use]
    pub fn states(&self) -> &[String] {
        &self.states
    }

    /// The compartment by whose size a state is divided to give the value of its symbol; none: the
    /// state is that value. `state` is its place in [`Self::states`].
    #[must_use]
    pub fn divisor(&self, state: usize) -> Option<&str> {
        self.divisors.get(state)?.as_deref()
    }

    /// Identifiers of the values that can be set: parameters, compartment sizes, and initial values
    /// of species (as amount or concentration, whichever the model gives). A parameter `k` local to
    /// reaction `r` is `r.k`.
    #[must_use]
    pub fn parameters(&self) -> &[String] {
        &self.parameters
    }

    /// The model's own values of the parameters; NaN where it gives none.
    #[must_use]
    pub fn defaults(&self) -> &[f64] {
        &self.defaults
    }

    /// The place of a parameter.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<usize> {
        self.parameters.iter().position(|known| known == id)
    }

    /// The places of the parameters it is differentiated by, as asked for.
    #[must_use]
    pub fn sensitivities(&self) -> &[usize] {
        &self.sensitivities
    }

    /// The compiled groups of output formulas.
    #[must_use]
    pub fn functions(&self) -> &[OutputFunction] {
        &self.functions
    }

    /// Row and column of each entry of the Jacobian that is not always zero; column `states` is time.
    #[must_use]
    pub fn jacobian_pattern(&self) -> &[(u32, u32)] {
        &self.jacobian
    }

    /// The events that have a trigger.
    #[must_use]
    pub fn events(&self) -> &[EventEquations] {
        &self.events
    }

    /// The values of the past that rates, triggers and outputs use.
    #[must_use]
    pub const fn delays(&self) -> &DelayEquations {
        &self.delays
    }

    /// What holds all the time beside the rates.
    #[must_use]
    pub const fn constraints(&self) -> &ConstraintEquations {
        &self.constraints
    }

    /// Whether some root is no straight line in time alone, so that it may cross zero to and fro.
    #[must_use]
    pub const fn has_bent_roots(&self) -> bool {
        self.bent_roots
    }

    /// How many comparisons are frozen.
    #[must_use]
    pub const fn roots(&self) -> usize {
        self.inclusive.len()
    }

    /// Whether a frozen comparison holds where its root is zero and stays so.
    #[must_use]
    pub fn holds_at_zero(&self, root: usize) -> bool {
        self.inclusive[root]
    }

    /// Which parameters of [`Self::sensitivities`] the equations or initial values depend on.
    #[must_use]
    pub fn dynamic_sensitivities(&self) -> Vec<bool> {
        let mut found = vec![false; self.sensitivities.len()];
        for &(_, k) in self.initial_pattern.iter().chain(&self.parameter_pattern) {
            found[k as usize] = true;
        }
        for event in &self.events {
            let functions = [event.timing(), event.values(), event.sizes()];
            for &(_, k) in functions.iter().flat_map(|function| function.by_parameter()) {
                found[k as usize] = true;
            }
        }
        for &(_, column) in &self.root_pattern {
            if let Some(k) = (column as usize).checked_sub(self.states.len() + 1) {
                found[k] = true;
            }
        }
        found
    }
}
