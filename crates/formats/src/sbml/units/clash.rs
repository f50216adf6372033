use super::definition::{Unit, Units};
use super::infer::Inference;
use crate::sbml::element::Element;
use lca_kinetics::{Expr, Network, Reaction, Rule};
use std::collections::HashMap;

/// Formulas that mix units, in words. Where a unit is not stated nothing is said.
pub(in super::super) fn clashes(network: &Network, model: &Element, level: u32) -> Vec<String> {
    let scope = Scope::of(network, model, level);
    let mut found = Vec::new();
    for reaction in &network.reactions {
        let rate = scope.extent.zip(scope.time).map(|(extent, time)| extent.times(time, -1.0));
        if let Some(law) = &reaction.rate {
            scope.judge(
                &mut found,
                &format!("the rate of reaction `{}`", reaction.id),
                law,
                rate,
                Some(reaction),
            );
        }
    }
    for rule in &network.rules {
        let unit = scope.symbols.get(rule.variable()).copied().flatten();
        let (formula, unit) = match rule {
            Rule::Assignment { value, .. } => (value, unit),
            Rule::Rate { rate, .. } => {
                (rate, unit.zip(scope.time).map(|(unit, time)| unit.times(time, -1.0)))
            }
        };
        scope.judge(&mut found, &format!("the rule for `{}`", rule.variable()), formula, unit, None);
    }
    for (id, value) in &network.initial_assignments {
        let unit = scope.symbols.get(id.as_str()).copied().flatten();
        scope.judge(&mut found, &format!("the initial assignment for `{id}`"), value, unit, None);
    }
    for (at, event) in network.events.iter().enumerate() {
        let name = event.id.clone().unwrap_or_else(|| format!("number {}", at + 1));
        for (id, value) in &event.assignments {
            let unit = scope.symbols.get(id.as_str()).copied().flatten();
            scope.judge(&mut found, &format!("what event `{name}` assigns to `{id}`"), value, unit, None);
        }
        for (part, unit) in [(&event.trigger, None), (&event.delay, scope.time)] {
            if let Some(part) = part {
                scope.judge(&mut found, &format!("event `{name}`"), part, unit, None);
            }
        }
    }
    found
}

/// The units of everything that has one.
struct Scope<'n> {
    symbols: HashMap<&'n str, Option<Unit>>,
    locals: HashMap<(&'n str, &'n str), Option<Unit>>,
    time: Option<Unit>,
    extent: Option<Unit>,
}

impl<'n> Scope<'n> {
    fn of(network: &'n Network, model: &Element, level: u32) -> Self {
        let units = Units::of(model, level);
        // Level 3 states units for all at the model; before, names were predefined.
        let default = |attribute: &str, older: &str| match level {
            3 => model.attribute(attribute).and_then(|name| units.named(name)),
            _ => units.named(older),
        };
        let own = |name: &Option<String>, default: Option<Unit>| {
            name.as_deref().map_or(default, |name| units.named(name))
        };
        let (time, substance) = (default("timeUnits", "time"), default("substanceUnits", "substance"));
        let extent = default("extentUnits", "substance");
        let mut symbols: HashMap<&str, Option<Unit>> = HashMap::new();
        for compartment in &network.compartments {
            let size = match compartment.dimensions {
                3.0 => default("volumeUnits", "volume"),
                2.0 => default("areaUnits", "area"),
                1.0 => default("lengthUnits", "length"),
                _ => None,
            };
            symbols.insert(&compartment.id, own(&compartment.unit, size));
        }
        for species in &network.species {
            let amount = own(&species.unit, substance);
            let size = symbols.get(species.compartment.as_str()).copied().flatten();
            let concentration = amount.zip(size).map(|(amount, size)| amount.times(size, -1.0));
            symbols
                .insert(&species.id, if species.has_only_substance_units { amount } else { concentration });
        }
        symbols.extend(network.parameters.iter().map(|one| (one.id.as_str(), own(&one.unit, None))));
        let rate = extent.zip(time).map(|(extent, time)| extent.times(time, -1.0));
        symbols.extend(network.reactions.iter().map(|reaction| (reaction.id.as_str(), rate)));
        let locals = network
            .reactions
            .iter()
            .flat_map(|reaction| reaction.local_parameters.iter().map(|one| (reaction.id.as_str(), one)));
        let locals = locals.map(|(id, one)| ((id, one.id.as_str()), own(&one.unit, None))).collect();
        Self { symbols, locals, time, extent }
    }

    fn judge(
        &self,
        found: &mut Vec<String>,
        place: &str,
        formula: &Expr,
        expected: Option<Unit>,
        reaction: Option<&Reaction>,
    ) {
        let symbol = |id: &str| {
            let local = reaction.and_then(|reaction| self.locals.get(&(reaction.id.as_str(), id)));
            local.or_else(|| self.symbols.get(id)).copied().flatten()
        };
        let mut inference = Inference { symbol: &symbol, time: self.time, clashes: Vec::new() };
        let unit = inference.unit(formula);
        found.extend(inference.clashes.iter().map(|clash| format!("{place}: {clash}")));
        if let (Some(unit), Some(expected)) = (unit, expected)
            && !unit.is(expected)
        {
            found.push(format!("{place} is in {unit}, but should be in {expected}"));
        }
    }
}
