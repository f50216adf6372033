use crate::NetworkError;
use lca_kinetics::{CompileOptions, Evaluator, Expr, Network, OdeSystem, Rule, Stoichiometry};
use std::collections::{HashMap, HashSet};

/// Values of formulas at the start.
pub(super) struct Values<'n> {
    plain: HashMap<&'n str, f64>,
    computed: HashMap<String, f64>,
}

impl<'n> Values<'n> {
    /// Values of parameters as the model states them, and of `formulas` that need computing.
    pub(super) fn of(network: &'n Network, formulas: &[Expr]) -> Result<Self, NetworkError> {
        let assigned: HashSet<&str> = network.initial_assignments.iter().map(|(id, _)| id.as_str()).collect();
        let ruled = |rule: &'n Rule| match rule {
            Rule::Assignment { variable, .. } => Some(variable.as_str()),
            Rule::Rate { .. } => None,
        };
        let ruled: HashSet<&str> = network.rules.iter().filter_map(ruled).collect();
        let given = |id: &str| !assigned.contains(id) && !ruled.contains(id);
        let parameters = network.parameters.iter().filter(|parameter| given(&parameter.id));
        let mut plain: HashMap<&str, f64> =
            parameters.filter_map(|parameter| Some((parameter.id.as_str(), parameter.value?))).collect();
        for reference in network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products)) {
            if let (Some(id), Expr::Number(number)) = (&reference.id, &reference.number)
                && given(id)
            {
                plain.insert(id, *number);
            }
        }
        let mut values = Self { plain, computed: HashMap::new() };
        let open = formulas.iter().filter(|formula| values.get(formula).is_none()).cloned();
        let open: Vec<Expr> = open.collect();
        if !open.is_empty() {
            values.computed = computed(network, open)?;
        }
        Ok(values)
    }

    /// The value of a number, a symbol or a formula given at the start.
    pub(super) fn get(&self, formula: &Expr) -> Option<f64> {
        match formula {
            Expr::Number(value) => Some(*value),
            Expr::Symbol(id) if self.plain.contains_key(id.as_str()) => self.plain.get(id.as_str()).copied(),
            _ => self.computed.get(&formula.to_string()).copied(),
        }
    }
}

/// What stands for the number of molecules: its identifier where assignments can set it.
pub(super) fn number(reference: &Stoichiometry) -> Expr {
    match &reference.id {
        Some(id) => Expr::symbol(id),
        None => reference.number.clone(),
    }
}

fn computed(network: &Network, formulas: Vec<Expr>) -> Result<HashMap<String, f64>, NetworkError> {
    let names: Vec<String> = formulas.iter().map(ToString::to_string).collect();
    let system = OdeSystem::compile(
        network,
        &CompileOptions { functions: vec![formulas], ..CompileOptions::default() },
    )?;
    let mut evaluator = Evaluator::new(&system);
    evaluator.set_parameters(system.defaults());
    let mut states = vec![0.0; system.states().len()];
    evaluator.initial(&mut states);
    let mut values = vec![f64::NAN; names.len()];
    if let Some(function) = system.functions().first() {
        let mut registers = function.registers();
        function.set_parameters(&mut registers, states.len(), system.defaults());
        function.values(&mut registers, 0.0, &states, &mut values);
    }
    Ok(names.into_iter().zip(values).collect())
}
