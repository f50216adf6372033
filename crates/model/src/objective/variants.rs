use super::mapping::{Known, Source};
use crate::ModelError;
use crate::linalg::Structure;
use lca_kinetics::petab::{Observable, Override, Problem};
use lca_kinetics::{CompileOptions, Expr, Network, OdeSystem, Parameter};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The equations for periods that replace the same initial values.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) system: OdeSystem,
    pub(super) structure: Arc<Structure>,
    key: Key,
}

/// What equations of variants differ in.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    /// Initial values given from outside.
    overrides: Vec<String>,
    /// Values given by a formula of parameters.
    formulas: Vec<(String, Expr)>,
    /// Formulas for the states at the beginnings of later periods.
    jumps: Vec<Vec<Expr>>,
    start: f64,
}

/// The variants made so far.
pub(super) struct Variants<'p> {
    known: &'p Known<'p>,
    network: &'p Network,
    placeholders: BTreeSet<&'p str>,
    targets: BTreeSet<String>,
    functions: Vec<Vec<Expr>>,
    timed: bool,
    pub(super) made: Vec<Variant>,
}

impl<'p> Variants<'p> {
    pub(super) fn new(problem: &'p Problem, network: &'p Network, known: &'p Known<'p>) -> Self {
        let placeholders =
            problem.observables.iter().flat_map(|o| o.placeholders.iter().chain(&o.noise_placeholders));
        Self {
            known,
            network,
            placeholders: placeholders.map(String::as_str).collect(),
            targets: estimated_targets(problem, known),
            functions: problem.observables.iter().map(formulas).collect(),
            timed: network.initial_assignments.iter().any(|(_, value)| value.at_time(0.0) != *value),
            made: Vec::new(),
        }
    }

    /// How many functions of a variant are observables; jumps come after.
    pub(super) fn observables(&self) -> usize {
        self.functions.len()
    }

    /// The place of the variant in which these changes hold from the start on, with functions for
    /// `jumps`.
    pub(super) fn of(
        &mut self,
        changes: &[(String, Override)],
        jumps: &[Vec<Expr>],
        start: f64,
    ) -> Result<usize, ModelError> {
        let key = self.key(changes, jumps, start);
        if let Some(at) = self.made.iter().position(|variant| variant.key == key) {
            return Ok(at);
        }
        let network = with_formulas(self.network, &key.formulas);
        let functions = [self.functions.as_slice(), jumps].concat();
        let extra = self.extra(&network, &functions, &key.formulas);
        let placeholders =
            extra.iter().filter(|id| self.placeholders.contains(id.as_str())).cloned().collect();
        let mut options = CompileOptions {
            overrides: key.overrides.clone(),
            extra,
            placeholders,
            sensitivities: Vec::new(),
            functions,
            start: key.start,
        };
        // Not every target is an input in every variant: species may keep an assigned start.
        let plain =
            OdeSystem::compile(&network, &CompileOptions { functions: Vec::new(), ..options.clone() })?;
        let wanted = self.targets.iter().map(String::as_str).chain(self.placeholders.iter().copied());
        let wanted: BTreeSet<&str> = wanted.filter(|id| plain.parameter(id).is_some()).collect();
        options.sensitivities = wanted.into_iter().map(str::to_owned).collect();
        let system = OdeSystem::compile(&network, &options)?;
        let structure = Arc::new(Structure::new(system.states().len(), system.jacobian_pattern()));
        self.made.push(Variant { system, structure, key });
        Ok(self.made.len() - 1)
    }

    fn key(&self, changes: &[(String, Override)], jumps: &[Vec<Expr>], start: f64) -> Key {
        let assigned = |id: &str| self.network.initial_assignments.iter().any(|(known, _)| known == id);
        let (mut formulas, mut overrides) = (Vec::new(), BTreeSet::new());
        for (id, value) in changes {
            match value {
                Override::Formula(formula) => formulas.push((id.clone(), formula.clone())),
                _ if self.network.species(id).is_some() || assigned(id) => {
                    overrides.insert(id.as_str());
                }
                _ => {}
            }
        }
        overrides.extend(self.known.ids().filter(|id| assigned(id)));
        Key {
            overrides: overrides.into_iter().map(str::to_owned).collect(),
            formulas,
            jumps: jumps.to_vec(),
            start: if self.timed && start.is_finite() { start } else { 0.0 },
        }
    }

    /// Symbols that the network does not define.
    fn extra(&self, network: &Network, functions: &[Vec<Expr>], formulas: &[(String, Expr)]) -> Vec<String> {
        let model: BTreeSet<&str> = network.symbols().collect();
        let all = functions.iter().flatten().chain(formulas.iter().map(|(_, formula)| formula));
        let symbols: BTreeSet<&str> = all.flat_map(Expr::symbols).collect();
        symbols.difference(&model).map(|&id| id.to_owned()).collect()
    }
}

/// The network with values given by formulas at the start.
fn with_formulas(network: &Network, formulas: &[(String, Expr)]) -> Network {
    let mut network = network.clone();
    for (id, formula) in formulas {
        network.initial_assignments.retain(|(known, _)| known != id);
        network.initial_assignments.push((id.clone(), formula.clone()));
        if !network.symbols().any(|symbol| symbol == id) {
            // Only observables use it.
            network.parameters.push(Parameter { value: None, ..Parameter::new(id, 0.0) });
        }
    }
    network
}

/// The observable's value and its noise. The noise may refer to the observable by name.
fn formulas(observable: &Observable) -> Vec<Expr> {
    let own = |id: &str| (id == observable.id).then(|| observable.formula.clone());
    vec![observable.formula.clone(), observable.noise_formula.substitute(&own)]
}

/// Identifiers of inputs that an estimated parameter may set, placeholders aside.
fn estimated_targets(problem: &Problem, known: &Known<'_>) -> BTreeSet<String> {
    let estimated = |id: &str| matches!(known.get(id), Some(Source::Estimated(_)));
    let mut targets: BTreeSet<String> = known.ids().filter(|id| estimated(id)).map(str::to_owned).collect();
    for (target, value) in problem.conditions.iter().flat_map(|condition| &condition.changes) {
        if matches!(value, Override::Parameter(id) if estimated(id)) {
            targets.insert(target.clone());
        }
        // A formula may turn out to be a parameter once fixed ones are put in.
        if matches!(value, Override::Formula(_)) {
            targets.insert(target.clone());
        }
    }
    targets
}
