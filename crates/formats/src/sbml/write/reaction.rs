use super::flux::{Bounds, association};
use super::math::math;
use super::quantity::parameter;
use super::tag::{Tag, list};
use lca_kinetics::{Expr, Network, Reaction, Rule, Stoichiometry};

pub(super) fn reaction(out: &mut String, network: &Network, reaction: &Reaction, version: u32) {
    let tag = Tag::new("reaction").text("id", &reaction.id).optional("name", reaction.name.as_deref());
    let tag = tag.flag("reversible", reaction.reversible);
    let tag = if version == 1 { tag.flag("fast", reaction.fast) } else { tag };
    let bounds = network.flux.as_ref().map(Bounds::new);
    let tag = if let Some(bounds) = bounds { bounds.attributes(tag, &reaction.id) } else { tag };
    tag.open(out);
    for (name, side, letter) in
        [("listOfReactants", &reaction.reactants, 'r'), ("listOfProducts", &reaction.products, 'p')]
    {
        let numbered: Vec<(usize, &Stoichiometry)> = side.iter().enumerate().collect();
        list(out, name, &numbered, |out, (at, one)| {
            reference(out, one, &reference_id(reaction, one, letter, *at))
        });
    }
    list(out, "listOfModifiers", &reaction.modifiers, |out, modifier| {
        Tag::new("modifierSpeciesReference").text("species", modifier).close(out);
    });
    if let Some(rate) = &reaction.rate {
        out.push_str("<kineticLaw>\n");
        math(out, rate);
        list(out, "listOfLocalParameters", &reaction.local_parameters, |out, local| {
            parameter("localParameter", local, &network.units).close(out);
        });
        out.push_str("</kineticLaw>\n");
    }
    association(out, network, reaction);
    out.push_str("</reaction>\n");
}

/// The identifier of a stoichiometry; one is made up where its number is a formula.
fn reference_id(reaction: &Reaction, one: &Stoichiometry, side: char, at: usize) -> Option<String> {
    let made = || format!("{}_{side}{at}_stoichiometry", reaction.id);
    one.id.clone().or_else(|| (!matches!(one.number, Expr::Number(_))).then(made))
}

fn reference(out: &mut String, one: &Stoichiometry, id: &Option<String>) {
    let number = match one.number {
        Expr::Number(number) if !number.is_nan() => Some(number),
        _ => None,
    };
    let tag = Tag::new("speciesReference").optional("id", id.as_deref()).text("species", &one.species);
    tag.number("stoichiometry", number).flag("constant", id.is_none()).close(out);
}

/// Rules that say what a number of molecules is where it is a formula.
pub(super) fn stoichiometry_rules(reaction: &Reaction) -> Vec<Rule> {
    let sides = [(&reaction.reactants, 'r'), (&reaction.products, 'p')];
    let all = sides
        .into_iter()
        .flat_map(|(side, letter)| side.iter().enumerate().map(move |(at, one)| (one, letter, at)));
    all.filter(|(one, ..)| !matches!(one.number, Expr::Number(_)))
        .filter_map(|(one, letter, at)| {
            let variable = reference_id(reaction, one, letter, at)?;
            Some(Rule::Assignment { variable, value: one.number.clone() })
        })
        .collect()
}
