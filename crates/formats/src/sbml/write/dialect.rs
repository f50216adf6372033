use super::math::{draws, is_number, needs_version_2};
use lca_kinetics::{Expr, Network, Rule};

/// Which version of Level 3 a model is written in.
pub(super) struct Dialect {
    pub(super) version: u32,
    /// Whether Version 1 needs the package with the formulas of Version 2.
    pub(super) extended_math: bool,
    /// Whether a formula draws at random.
    pub(super) distributions: bool,
}

impl Dialect {
    /// Version 1, which most programs read, or 2 where the model needs it. Fast reactions exist in
    /// Version 1 only; there a package adds what formulas need.
    pub(super) fn of(network: &Network) -> Self {
        let fast = network.reactions.iter().any(|reaction| reaction.fast);
        let formula = formulas(network).any(needs_version_2);
        let trigger = network.events.iter().any(|event| event.trigger.as_ref().is_none_or(is_number));
        // Version 1 has no reaction that neither takes nor makes anything.
        let idle = network.reactions.iter().any(|one| one.reactants.is_empty() && one.products.is_empty());
        let version = if !fast && (formula || trigger || idle) { 2 } else { 1 };
        let distributions = formulas(network).any(draws);
        Self { version, extended_math: fast && (formula || trigger), distributions }
    }

    /// Attributes of the root element.
    pub(super) fn root(&self) -> String {
        let version = self.version;
        let core = format!(
            "xmlns=\"http://www.sbml.org/sbml/level3/version{version}/core\" level=\"3\" version=\"{version}\""
        );
        let package = |name: &str| {
            let uri = format!("http://www.sbml.org/sbml/level3/version1/{name}/version1");
            format!(" xmlns:{name}=\"{uri}\" {name}:required=\"true\"")
        };
        let math = if self.extended_math { package("l3v2extendedmath") } else { String::new() };
        let distributions = if self.distributions { package("distrib") } else { String::new() };
        core + &math + &distributions
    }
}

fn formulas(network: &Network) -> impl Iterator<Item = &Expr> {
    let rules = network.rules.iter().map(|rule| match rule {
        Rule::Assignment { value, .. } => value,
        Rule::Rate { rate, .. } => rate,
    });
    let references = network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products));
    let events = network.events.iter().flat_map(|event| {
        let single = [&event.trigger, &event.delay, &event.priority].into_iter().flatten();
        single.chain(event.assignments.iter().map(|(_, value)| value))
    });
    (network.functions.iter().map(|function| &function.body))
        .chain(network.initial_assignments.iter().map(|(_, value)| value))
        .chain(rules)
        .chain(&network.algebraic_rules)
        .chain(network.reactions.iter().filter_map(|reaction| reaction.rate.as_ref()))
        .chain(references.map(|reference| &reference.number))
        .chain(events)
}
