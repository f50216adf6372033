use crate::ModelError;
use crate::linalg::Structure;
use crate::solver::{Dynamics, Point, Tolerances, integrate, steady_state};
use lca_kinetics::{CompileOptions, Evaluator, Expr, Network, OdeSystem};
use std::sync::Arc;

/// Simulates a network again and again, with other values of its parameters each time. Compile
/// once, simulate from as many threads as there are.
///
/// ```
/// use lca_kinetics::{Compartment, Network, Parameter, Reaction, Species, parse_math};
/// use lca_model::Simulator;
/// let mut network = Network::new("decay");
/// network.compartments.push(Compartment::new("cell", 1.0));
/// network.species.push(Species::new("A", "cell", 2.0));
/// network.parameters.push(Parameter::new("k", 0.5));
/// let rate = parse_math("cell * k * A").unwrap();
/// network.reactions.push(Reaction::new("decay", &[("A", 1.0)], &[], rate));
/// let simulator = Simulator::new(&network, &["A"]).unwrap();
/// let run = simulator.run(&[("k", 1.0)], &[0.0, 1.0]).unwrap();
/// assert!((run.values[1][0] - 2.0 * (-1.0f64).exp()).abs() < 1e-7);
/// ```
#[derive(Debug, Clone)]
pub struct Simulator {
    system: OdeSystem,
    structure: Arc<Structure>,
    outputs: Vec<String>,
    tolerances: Tolerances,
}

/// Values of outputs at times.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// The times.
    pub times: Vec<f64>,
    /// For each time the value of each output.
    pub values: Vec<Vec<f64>>,
}

impl Simulator {
    /// A simulator whose outputs are the values of these symbols or formulas.
    ///
    /// # Errors
    /// When the network or an output is wrong.
    pub fn new(network: &Network, outputs: &[&str]) -> Result<Self, ModelError> {
        let formulas = outputs.iter().map(|text| {
            if network.symbols().any(|symbol| symbol == *text) {
                return Ok(Expr::symbol(text));
            }
            lca_kinetics::parse_math(text)
                .map_err(|error| ModelError::Argument { what: "output", why: error.to_string() })
        });
        Self::with_formulas(network, outputs, formulas.collect::<Result<_, _>>()?)
    }

    fn with_formulas(network: &Network, outputs: &[&str], formulas: Vec<Expr>) -> Result<Self, ModelError> {
        let options = CompileOptions { functions: vec![formulas], ..CompileOptions::default() };
        let system = OdeSystem::compile(network, &options)?;
        let outputs = outputs.iter().map(|&output| output.to_owned()).collect();
        let structure = Arc::new(Structure::new(system.states().len(), system.jacobian_pattern()));
        Ok(Self { system, structure, outputs, tolerances: Tolerances::default() })
    }

    /// The same with other tolerances.
    #[must_use]
    pub const fn with_tolerances(mut self, tolerances: Tolerances) -> Self {
        self.tolerances = tolerances;
        self
    }

    /// The compiled equations; [`OdeSystem::parameters`] lists what can be set.
    #[must_use]
    pub const fn system(&self) -> &OdeSystem {
        &self.system
    }

    /// The outputs' names.
    #[must_use]
    pub fn outputs(&self) -> &[String] {
        &self.outputs
    }

    /// Parameters with some replaced by name.
    ///
    /// # Errors
    /// When a name is not a settable value.
    pub fn parameters(&self, changes: &[(&str, f64)]) -> Result<Vec<f64>, ModelError> {
        let mut values = self.system.defaults().to_vec();
        for &(id, value) in changes {
            let at = self.system.parameter(id);
            let at = at.ok_or_else(|| lca_kinetics::KineticsError::NotSettable(id.to_owned()))?;
            values[at] = value;
        }
        Ok(values)
    }

    /// Simulates from time 0 with some parameters changed; the times are rising and not negative.
    ///
    /// # Errors
    /// When a name is not a settable value or the equations cannot be solved.
    pub fn run(&self, changes: &[(&str, f64)], times: &[f64]) -> Result<Simulation, ModelError> {
        self.run_with(&self.parameters(changes)?, times)
    }

    /// Simulates with all parameters given, in the order of [`OdeSystem::parameters`].
    ///
    /// # Errors
    /// When the times fall or the equations cannot be solved.
    pub fn run_with(&self, parameters: &[f64], times: &[f64]) -> Result<Simulation, ModelError> {
        self.check(parameters, times)?;
        let mut evaluator = Evaluator::new(&self.system);
        evaluator.set_parameters(parameters);
        let mut dynamics = Dynamics::new(evaluator, &self.structure, 0, Vec::new());
        let (states, _) = dynamics.initial();
        self.follow(&mut dynamics, parameters, &states, times)
    }

    /// As [`Self::run_with`], but from the steady state reached with `before`, its time set to 0.
    ///
    /// # Errors
    /// As [`Self::run_with`], and when there is no steady state.
    pub fn run_from_steady_state(
        &self,
        before: &[f64],
        parameters: &[f64],
        times: &[f64],
    ) -> Result<Simulation, ModelError> {
        self.check(before, &[])?;
        self.check(parameters, times)?;
        let mut evaluator = Evaluator::new(&self.system);
        evaluator.set_parameters(before);
        let mut dynamics = Dynamics::new(evaluator, &self.structure, 0, Vec::new());
        let (states, _) = dynamics.initial();
        let start = Point { time: 0.0, states: &states, tangents: &[], past: &[] };
        let (rest, _) = steady_state(&mut dynamics, self.tolerances, start).map_err(failed)?;
        dynamics.evaluator().set_parameters(parameters);
        dynamics.remember(None);
        self.follow(&mut dynamics, parameters, &rest, times)
    }

    fn check(&self, parameters: &[f64], times: &[f64]) -> Result<(), ModelError> {
        if parameters.len() != self.system.parameters().len() {
            let why =
                format!("{} values for {} parameters", parameters.len(), self.system.parameters().len());
            return Err(ModelError::Argument { what: "parameters", why });
        }
        let rising = times.windows(2).all(|pair| pair[0] <= pair[1]);
        if !rising || times.iter().any(|&time| !(time.is_finite() && time >= 0.0)) {
            let why = "must be finite, not negative, and rise".to_owned();
            return Err(ModelError::Argument { what: "times", why });
        }
        Ok(())
    }

    fn follow(
        &self,
        dynamics: &mut Dynamics<'_>,
        parameters: &[f64],
        states: &[f64],
        times: &[f64],
    ) -> Result<Simulation, ModelError> {
        let function = &self.system.functions()[0];
        let mut registers = function.registers();
        function.set_parameters(&mut registers, states.len(), parameters);
        let mut values = vec![vec![0.0; function.len()]; times.len()];
        let start = Point { time: 0.0, states, tangents: &[], past: &[] };
        integrate(dynamics, self.tolerances, start, times, &mut |at, point| {
            function.set_past(&mut registers, point.past);
            function.values(&mut registers, point.time, point.states, &mut values[at]);
        })
        .map_err(failed)?;
        Ok(Simulation { times: times.to_vec(), values })
    }
}

fn failed(cause: crate::solver::SolverError) -> ModelError {
    ModelError::Solver { condition: "simulation".to_owned(), cause }
}
