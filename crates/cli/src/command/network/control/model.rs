use super::{answer, conditions};
use crate::args::ControlArgs;
use crate::command::Result;
use crate::failure::Failure;
use lca_core::{Perturbation, PerturbationKind, Unit};
use lca_kinetics::{Network, Rule};
use lca_model::{ModelError, Simulator, Tolerances};
use lca_network::NetworkError;
use lca_network::control::Rest;
use lca_network::control::{Dynamics, Held};

/// Control of a model between the steady states that it comes to from two starts.
pub(super) fn control(args: &ControlArgs) -> Result {
    let system = Rates::new(lca_formats::read_sbml(&args.file)?)?;
    let rest = |text: &str| -> std::result::Result<Rest, Failure> {
        let changes = conditions(text, &system.ids)?;
        let network = system.starting(&changes);
        Ok(vec![system.rest(&network)?])
    };
    let (from, to) = (rest(&args.from)?, rest(&args.to)?);
    if system.same(&from, &to) {
        let why = "both starts lead to the same steady state; give starts that lead to different ones";
        return Err(Failure::Use(why.to_owned()));
    }
    answer(args, &system, (&from, &to), &[])
}

/// A model's rates of change; its nodes are what reactions or rate rules change.
struct Rates {
    network: Network,
    ids: Vec<String>,
    unit: Unit,
}

impl Rates {
    fn new(network: Network) -> std::result::Result<Self, Failure> {
        let ruled = |id: &str| network.rule(id).is_some();
        let free = network.species.iter().filter(|one| !one.constant && !one.boundary_condition);
        let mut ids: Vec<String> = free.map(|one| one.id.clone()).filter(|id| !ruled(id)).collect();
        let rates = network.rules.iter().filter(|rule| matches!(rule, Rule::Rate { .. }));
        ids.extend(rates.map(|rule| rule.variable().to_owned()));
        if ids.is_empty() {
            return Err(Failure::Use(
                "nothing changes in the model, so there is nothing to control".to_owned(),
            ));
        }
        let unit = "au".parse::<Unit>().map_err(|error| Failure::Use(error.to_string()))?;
        Ok(Self { network, ids, unit })
    }

    /// The model with other initial values.
    fn starting(&self, values: &[(usize, f64)]) -> Network {
        let mut network = self.network.clone();
        for (node, value) in values {
            let id = &self.ids[*node];
            network.initial_assignments.retain(|(known, _)| known != id);
            network.initial_assignments.push((id.clone(), (*value).into()));
        }
        network
    }

    /// Where it comes to rest.
    fn rest(&self, network: &Network) -> std::result::Result<Vec<f64>, ModelError> {
        let outputs: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        let tolerances = Tolerances { relative: 1e-9, absolute: 1e-13, ..Tolerances::default() };
        let simulator = Simulator::new(network, &outputs)?.with_tolerances(tolerances);
        let parameters = simulator.system().defaults();
        let run = simulator.run_from_steady_state(parameters, parameters, &[0.0])?;
        Ok(run.values.into_iter().next().unwrap_or_default())
    }
}

impl Dynamics for Rates {
    fn names(&self) -> Vec<String> {
        self.ids.clone()
    }

    fn settle(&self, start: &[f64], held: &[Held]) -> std::result::Result<Vec<Rest>, NetworkError> {
        let values: Vec<(usize, f64)> = start.iter().copied().enumerate().collect();
        let level = |one: &Held| {
            Perturbation::new(
                self.ids[one.node].clone(),
                PerturbationKind::Step,
                one.value(0),
                self.unit.clone(),
            )
        };
        let steps: Vec<Perturbation> = held.iter().map(level).collect();
        let run =
            lca_model::perturb(&self.starting(&values), &steps, 1.0).and_then(|changed| self.rest(&changed));
        match run {
            Ok(rest) => Ok(vec![vec![rest]]),
            Err(error) => Err(NetworkError::Argument { what: "control", why: error.to_string() }),
        }
    }

    /// Steady states are told apart where a value differs by more than a thousandth, and by more than a
    /// billionth of the greatest value, whatever the unit.
    fn same(&self, a: &Rest, b: &Rest) -> bool {
        let greatest = a.iter().chain(b).flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
        let near = |(x, y): (&f64, &f64)| (x - y).abs() <= 1e-3 * x.abs().max(y.abs()) + 1e-9 * greatest;
        a.iter().flatten().zip(b.iter().flatten()).all(near)
    }
}
