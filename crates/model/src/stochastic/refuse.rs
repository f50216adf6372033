use crate::ModelError;
use lca_kinetics::{Expr, Network, Op, Rule};

/// Refuses what cannot be simulated molecule by molecule, as far as the network's form tells.
pub(super) fn refuse(network: &Network) -> Result<(), ModelError> {
    if let Some(rule) = network.algebraic_rules.first() {
        return Err(not(
            format!("algebraic rule `0 = {rule}`"),
            "solve it for a symbol and give it by a rule",
        ));
    }
    if let Some(reaction) = network.reactions.iter().find(|reaction| reaction.fast) {
        return Err(not(
            format!("reaction `{}`", reaction.id),
            "it is marked as fast; give it a rate and unmark it",
        ));
    }
    match formulas(network).find(|(_, formula)| looks_around(formula)) {
        Some((element, _)) => Err(not(element, "it uses `delay` or `rateOf`, which a jump process has not")),
        None => Ok(()),
    }
}

/// All formulas but stoichiometries, with whose they are.
fn formulas(network: &Network) -> impl Iterator<Item = (String, &Expr)> {
    let functions =
        network.functions.iter().map(|function| (format!("function `{}`", function.id), &function.body));
    let reactions = network
        .reactions
        .iter()
        .filter_map(|reaction| Some((format!("reaction `{}`", reaction.id), reaction.rate.as_ref()?)));
    let rules = network.rules.iter().map(|rule| {
        let (Rule::Assignment { value, .. } | Rule::Rate { rate: value, .. }) = rule;
        (format!("rule for `{}`", rule.variable()), value)
    });
    let starts = network.initial_assignments.iter();
    let starts = starts.map(|(id, value)| (format!("initial assignment to `{id}`"), value));
    let events = network.events.iter().enumerate().flat_map(move |(at, event)| {
        let single = [&event.trigger, &event.delay, &event.priority].into_iter().flatten();
        let all = single.chain(event.assignments.iter().map(|(_, value)| value));
        all.map(move |formula| (super::event::name(network, at), formula))
    });
    functions.chain(reactions).chain(rules).chain(starts).chain(events)
}

pub(super) fn not(element: String, why: &str) -> ModelError {
    ModelError::NotStochastic { element, why: why.to_owned() }
}

fn looks_around(expr: &Expr) -> bool {
    let here = matches!(expr, Expr::Apply(Op::Delay | Op::RateOf, _));
    here || expr.children().into_iter().any(looks_around)
}
