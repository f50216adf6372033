//! Metabolism at steady state: which fluxes are best for an objective, how far each may go, and what is lost without a
//! gene or reaction (Orth et al., Nature Biotechnology 28, 245, 2010).

mod diagnose;
mod expression;
mod forced;
mod genes;
mod knockout;
mod parsimonious;
mod program;
mod solve;
mod values;
mod variability;

pub use expression::Measured;
pub use knockout::{Knockout, Knockouts, Target};
pub use parsimonious::SmallestFluxes;
pub use program::FluxModel;
pub use variability::{FluxRange, FluxRanges};

use crate::NetworkError;
use lca_kinetics::Network;

/// The best fluxes of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxSolution {
    /// The identifier of the objective.
    pub objective: String,
    /// Its value.
    pub value: f64,
    /// The flux of each reaction, in the network's order. Only the objective's value is unique:
    /// other fluxes may reach it too.
    pub fluxes: Vec<(String, f64)>,
    /// By how much the objective grows for each unit by which a reaction's flux is forced to grow: zero for
    /// those that are free to change.
    pub reduced_costs: Vec<(String, f64)>,
    /// By how much the objective grows for each unit of a species that may be left over (less than
    /// zero where the species limits it).
    pub shadow_prices: Vec<(String, f64)>,
}

impl FluxSolution {
    /// The flux of a reaction.
    #[must_use]
    pub fn flux(&self, reaction: &str) -> Option<f64> {
        self.fluxes.iter().find(|(id, _)| id == reaction).map(|(_, flux)| *flux)
    }
}

/// Finds fluxes at which no species that reactions change gains or loses, within the network's
/// bounds and those in `changes` (reaction, least and greatest flux), that are best for its active
/// objective.
///
/// # Errors
/// When the network has no objective, a bound or stoichiometry has no value, no fluxes satisfy the
/// bounds, or the objective has no best value; each names the reactions at fault.
///
/// ```
/// use lca_kinetics::*;
/// let mut network = Network::new("chain");
/// network.compartments.push(Compartment::new("cell", 1.0));
/// network.species.push(Species::new("A", "cell", 0.0));
/// for (id, reactants, products) in [("uptake", vec![], vec![("A", 1.0)]), ("growth", vec![("A", 2.0)], vec![])] {
///     network.reactions.push(Reaction::new(id, &reactants, &products, 0.0.into()));
/// }
/// let bounds = |id: &str, upper: f64| FluxBounds {
///     reaction: id.into(),
///     lower: Some(0.0.into()),
///     upper: Some(upper.into()),
/// };
/// network.flux = Some(FluxBalance {
///     bounds: vec![bounds("uptake", 10.0), bounds("growth", 1000.0)],
///     objectives: vec![FluxObjective {
///         id: "most".into(),
///         name: None,
///         maximize: true,
///         terms: vec![("growth".into(), 1.0)],
///     }],
///     ..FluxBalance::default()
/// });
/// let best = lca_network::flux::flux_balance(&network, &[]).unwrap();
/// assert_eq!(best.flux("growth"), Some(5.0));
/// // One more `A` left over is half a growth less.
/// assert_eq!(best.shadow_prices, [("A".to_owned(), -0.5)]);
/// assert_eq!(lca_network::flux::flux_balance(&network, &[("uptake", 0.0, 4.0)]).unwrap().value, 2.0);
/// ```
pub fn flux_balance(network: &Network, changes: &[(&str, f64, f64)]) -> Result<FluxSolution, NetworkError> {
    let mut model = FluxModel::of(network)?;
    for &(reaction, lower, upper) in changes {
        model.set_bounds(reaction, lower, upper)?;
    }
    model.balance()
}
