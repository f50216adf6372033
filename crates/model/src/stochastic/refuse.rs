use crate::ModelError;
use lca_kinetics::{Expr, Network, Op};

/// Refuses what cannot be simulated molecule by molecule, as far as the network's form tells.
pub(super) fn refuse(network: &Network) -> Result<(), ModelError> {
    if let Some(rule) = network.algebraic_rules.first() {
        return Err(not(
            format!("algebraic rule `0 = {rule}`"),
            "solve it for a symbol and give it by a rule",
        ));
    }
    for reaction in &network.reactions {
        let element = || format!("reaction `{}`", reaction.id);
        if reaction.fast {
            return Err(not(element(), "it is marked as fast; give it a rate and unmark it"));
        }
        if reaction.rate.as_ref().is_some_and(has_delay) {
            return Err(not(element(), "its rate looks back in time by `delay`, or uses `rateOf`"));
        }
    }
    for rule in &network.rules {
        let (lca_kinetics::Rule::Assignment { value, .. } | lca_kinetics::Rule::Rate { rate: value, .. }) =
            rule;
        if has_delay(value) {
            return Err(not(format!("rule for `{}`", rule.variable()), "it uses `delay` or `rateOf`"));
        }
    }
    Ok(())
}

pub(super) fn not(element: String, why: &str) -> ModelError {
    ModelError::NotStochastic { element, why: why.to_owned() }
}

fn has_delay(expr: &Expr) -> bool {
    let here = matches!(expr, Expr::Apply(Op::Delay | Op::RateOf, _));
    here || expr.children().into_iter().any(has_delay)
}
