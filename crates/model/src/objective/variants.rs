use super::mapping::Known;
use crate::ModelError;
use crate::linalg::Structure;
use lca_kinetics::petab::{Condition, Observable, Problem};
use lca_kinetics::{CompileOptions, Expr, OdeSystem};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The equations for conditions that replace the same initial values.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) system: OdeSystem,
    pub(super) structure: Arc<Structure>,
    overrides: Vec<String>,
}

/// The variants made so far.
pub(super) struct Variants<'p> {
    problem: &'p Problem,
    known: &'p Known<'p>,
    extra: Vec<String>,
    sensitivities: Vec<String>,
    functions: Vec<Vec<Expr>>,
    pub(super) made: Vec<Variant>,
}

impl<'p> Variants<'p> {
    pub(super) fn new(problem: &'p Problem, known: &'p Known<'p>) -> Self {
        let functions: Vec<Vec<Expr>> = problem.observables.iter().map(formulas).collect();
        let model: BTreeSet<&str> = problem.network.symbols().collect();
        let symbols: BTreeSet<&str> = functions.iter().flatten().flat_map(Expr::symbols).collect();
        let extra = symbols.difference(&model).map(|&id| id.to_owned()).collect();
        let sensitivities = estimated_targets(problem, known, &symbols);
        Self { problem, known, extra, sensitivities, functions, made: Vec::new() }
    }

    /// The place of the variant for a condition.
    pub(super) fn of(&mut self, condition: &Condition) -> Result<usize, ModelError> {
        let network = &self.problem.network;
        let assigned = |id: &str| network.initial_assignments.iter().any(|(known, _)| known == id);
        let changed = condition.changes.iter().map(|(id, _)| id.as_str());
        let replaced = changed.filter(|id| network.species(id).is_some() || assigned(id));
        let overrides: BTreeSet<&str> = replaced.chain(self.known.ids().filter(|id| assigned(id))).collect();
        let overrides: Vec<String> = overrides.into_iter().map(str::to_owned).collect();
        if let Some(at) = self.made.iter().position(|variant| variant.overrides == overrides) {
            return Ok(at);
        }
        let mut options = CompileOptions {
            overrides: overrides.clone(),
            extra: self.extra.clone(),
            placeholders: self.extra.iter().filter(|id| is_placeholder(id)).cloned().collect(),
            sensitivities: Vec::new(),
            functions: self.functions.clone(),
        };
        // Not every target is an input in every variant: species may keep an assigned start.
        let plain =
            OdeSystem::compile(network, &CompileOptions { functions: Vec::new(), ..options.clone() })?;
        options.sensitivities =
            self.sensitivities.iter().filter(|id| plain.parameter(id).is_some()).cloned().collect();
        let system = OdeSystem::compile(network, &options)?;
        let structure = Arc::new(Structure::new(system.states().len(), system.jacobian_pattern()));
        self.made.push(Variant { system, structure, overrides });
        Ok(self.made.len() - 1)
    }
}

/// The observable's value and its noise. The noise may refer to the observable by name.
fn formulas(observable: &Observable) -> Vec<Expr> {
    let own = |id: &str| (id == observable.id).then(|| observable.formula.clone());
    vec![observable.formula.clone(), observable.noise_formula.substitute(&own)]
}

fn is_placeholder(id: &str) -> bool {
    id.starts_with("observableParameter") || id.starts_with("noiseParameter")
}

/// Identifiers of inputs that an estimated parameter may set.
fn estimated_targets(problem: &Problem, known: &Known<'_>, symbols: &BTreeSet<&str>) -> Vec<String> {
    let estimated = |one: &lca_kinetics::petab::Override| {
        !matches!(known.replacement(one, ""), Ok(super::mapping::Source::Number(_)))
    };
    let mut targets: BTreeSet<&str> = known
        .ids()
        .filter(|id| matches!(known.get(id), Some(super::mapping::Source::Estimated(_))))
        .collect();
    for (target, one) in problem.conditions.iter().flat_map(|condition| &condition.changes) {
        if estimated(one) {
            targets.insert(target);
        }
    }
    targets.extend(symbols.iter().filter(|id| is_placeholder(id)));
    targets.into_iter().map(str::to_owned).collect()
}
