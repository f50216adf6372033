//! Stochastic simulation: networks as jumps of whole numbers of molecules, exactly or by leaps.

mod channel;
mod derive;
mod distribution;
mod draws;
mod ensemble;
mod event;
mod exact;
mod leap;
mod moments;
mod plan;
mod refuse;
mod request;
mod select;
mod settle;
mod state;
mod strata;

pub use moments::Moments;
pub use strata::Sampling;

use crate::{ModelError, Simulation};
use lca_core::Progress;
use lca_kinetics::{Expr, Initial, KineticsError, Network};
use plan::Plan;

/// How reactions are simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Every reaction by itself, without approximation: the direct method (Gillespie 1977) with sorted
    /// search (McCollum et al. 2006), or composition and rejection (Slepoy et al. 2008) for many reactions.
    #[default]
    Exact,
    /// Many reactions at once where there are many molecules: tau-leaping (Cao, Gillespie and Petzold 2006).
    Tau,
}

/// How an ensemble is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StochasticOptions {
    /// How many runs.
    pub runs: u64,
    /// Run `i` takes stream `i` of the random numbers of this seed.
    pub seed: u64,
    /// How reactions are simulated.
    pub method: Method,
    /// How draws of distributions are spread over the runs.
    pub sampling: Sampling,
    /// A run that takes more reactions or leaps is given up with an error.
    pub max_steps: u64,
}

impl Default for StochasticOptions {
    fn default() -> Self {
        let (method, sampling) = (Method::default(), Sampling::default());
        Self { runs: 1000, seed: 1, method, sampling, max_steps: 1_000_000_000 }
    }
}

/// Simulates a network molecule by molecule: amounts are numbers of molecules, and the rate of a
/// reaction is its propensity, the mean number of times it happens in a unit of time.
///
/// ```
/// use lca_kinetics::{Compartment, Initial, Network, Parameter, Reaction, Species, parse_math};
/// use lca_model::{StochasticOptions, StochasticSimulator};
/// let mut network = Network::new("decay");
/// network.compartments.push(Compartment::new("cell", 1.0));
/// let molecules = Species { initial: Initial::Amount(1000.0), ..Species::new("A", "cell", 0.0) };
/// network.species.push(molecules);
/// network.reactions.push(Reaction::new("decay", &[("A", 1.0)], &[], parse_math("0.5 * A").unwrap()));
/// let simulator = StochasticSimulator::new(&network, &["A"]).unwrap();
/// let moments = simulator.ensemble(&[0.0, 2.0], StochasticOptions::default()).unwrap();
/// assert_eq!((moments.mean[0][0], moments.sd[0][0]), (1000.0, 0.0));
/// assert!((moments.mean[1][0] - 1000.0 * (-1.0f64).exp()).abs() < 5.0);
/// ```
#[derive(Debug, Clone)]
pub struct StochasticSimulator {
    plan: Plan,
    outputs: Vec<String>,
}

impl StochasticSimulator {
    /// A simulator whose outputs are the values of these symbols or formulas.
    ///
    /// # Errors
    /// When the network or an output is wrong, or cannot be simulated exactly, naming the element: rates that
    /// change continuously with time, algebraic rules, delays in formulas, stoichiometries that are no whole
    /// numbers, fast reactions.
    pub fn new(network: &Network, outputs: &[&str]) -> Result<Self, ModelError> {
        let formula = |text: &&str| {
            if network.symbols().any(|symbol| symbol == *text) {
                return Ok(((*text).to_owned(), Expr::symbol(text)));
            }
            let wrong = |error: lca_kinetics::MathError| ModelError::Argument {
                what: "output",
                why: error.to_string(),
            };
            Ok(((*text).to_owned(), lca_kinetics::parse_math(text).map_err(wrong)?))
        };
        let formulas = outputs.iter().map(formula).collect::<Result<Vec<_>, ModelError>>()?;
        let plan = Plan::new(network, &formulas)?;
        Ok(Self { plan, outputs: outputs.iter().map(|&output| output.to_owned()).collect() })
    }

    /// As [`Self::new`], with some of the network's values replaced by name: parameters, sizes, and initial
    /// values of species in the unit in which the model gives them.
    ///
    /// # Errors
    /// As [`Self::new`], and when a name is not a settable value.
    pub fn with_values(
        network: &Network,
        changes: &[(&str, f64)],
        outputs: &[&str],
    ) -> Result<Self, ModelError> {
        let mut changed = network.clone();
        for &(id, value) in changes {
            let given = network.initial_assignments.iter().any(|(known, _)| known == id)
                || matches!(network.rule(id), Some(lca_kinetics::Rule::Assignment { .. }));
            if given || !set(&mut changed, id, value) {
                return Err(KineticsError::NotSettable(id.to_owned()).into());
            }
        }
        Self::new(&changed, outputs)
    }

    /// The outputs' names.
    #[must_use]
    pub fn outputs(&self) -> &[String] {
        &self.outputs
    }

    /// Simulates the run of that number; the times are rising and not negative.
    ///
    /// # Errors
    /// When the times fall, or the run comes to a point from which it cannot go on.
    pub fn run(
        &self,
        times: &[f64],
        number: u64,
        options: StochasticOptions,
    ) -> Result<Simulation, ModelError> {
        self.one_run(times, number, options)
    }

    /// Means and standard deviations over many runs, side by side. Memory does not grow with the number of
    /// runs, and the result does not depend on the number of threads.
    ///
    /// # Errors
    /// As [`Self::run`]; of the runs that fail the first is told.
    pub fn ensemble(&self, times: &[f64], options: StochasticOptions) -> Result<Moments, ModelError> {
        self.ensemble_with(times, options, &lca_core::NoProgress)
    }

    /// As [`Self::ensemble`], telling how many runs are done.
    ///
    /// # Errors
    /// As [`Self::ensemble`], and [`ModelError::Cancelled`].
    pub fn ensemble_with(
        &self,
        times: &[f64],
        options: StochasticOptions,
        progress: &dyn Progress,
    ) -> Result<Moments, ModelError> {
        self.moments(times, options, progress)
    }
}

/// Replaces a value; false if nothing has that name.
fn set(network: &mut Network, id: &str, value: f64) -> bool {
    if let Some(parameter) = network.parameters.iter_mut().find(|parameter| parameter.id == id) {
        parameter.value = Some(value);
    } else if let Some(compartment) = network.compartments.iter_mut().find(|c| c.id == id) {
        compartment.size = Some(value);
    } else if let Some(species) = network.species.iter_mut().find(|species| species.id == id) {
        species.initial = match species.initial {
            Initial::Concentration(_) => Initial::Concentration(value),
            Initial::Amount(_) => Initial::Amount(value),
            Initial::Unknown if species.has_only_substance_units => Initial::Amount(value),
            Initial::Unknown => Initial::Concentration(value),
        };
    } else {
        let locals = network.reactions.iter_mut().flat_map(|reaction| {
            let of = reaction.id.clone();
            reaction.local_parameters.iter_mut().map(move |local| (format!("{of}.{}", local.id), local))
        });
        let mut named = locals.filter(|(name, _)| name == id);
        let Some((_, local)) = named.next() else { return false };
        local.value = Some(value);
    }
    true
}
