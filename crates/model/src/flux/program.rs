use super::FluxSolution;
use super::values::{Values, number};
use crate::ModelError;
use lca_kinetics::{Expr, FluxBalance, FluxObjective, Network, Rule};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A linear program over fluxes.
pub(super) struct Program {
    pub(super) objective: FluxObjective,
    pub(super) reactions: Vec<String>,
    /// Least and greatest flux of each reaction.
    pub(super) bounds: Vec<(f64, f64)>,
    /// Factor of each reaction in the objective.
    pub(super) costs: Vec<f64>,
    pub(super) rows: Vec<Row>,
}

/// A combination of fluxes, by their places, between two values.
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// Of a constraint of the model, what it is called; none: the balance of a species.
    pub(super) constraint: Option<String>,
}

/// What a linear program comes to.
pub(super) enum Outcome {
    /// The value of each variable.
    Optimal(Vec<f64>),
    Infeasible,
    Unbounded,
}

impl Program {
    pub(super) fn of(network: &Network, changes: &[(&str, f64, f64)]) -> Result<Self, ModelError> {
        let missing =
            |what: &'static str| ModelError::Unsupported { place: format!("model `{}`", network.id), what };
        let flux =
            network.flux.as_ref().ok_or_else(|| missing("flux balance without bounds and objectives"))?;
        let objective = flux.objective().ok_or_else(|| missing("flux balance without an objective"))?;
        let values = Values::of(network, &formulas(network, flux))?;
        let reactions: Vec<String> = network.reactions.iter().map(|reaction| reaction.id.clone()).collect();
        let places: HashMap<&str, usize> =
            reactions.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let bounds = bounds(flux, &values, &places, reactions.len(), changes)?;
        let mut costs = vec![0.0; reactions.len()];
        for (reaction, factor) in &objective.terms {
            let place = place(&places, reaction, || format!("objective `{}`", objective.id))?;
            costs[place] += factor;
        }
        let mut rows = balances(network, &values)?;
        rows.extend(constraints(flux, &values, &places)?);
        Ok(Self { objective: objective.clone(), reactions, bounds, costs, rows })
    }

    pub(super) fn solve(&self) -> Result<Outcome, ModelError> {
        if self.bounds.iter().any(|(lower, upper)| lower > upper) {
            return Ok(Outcome::Infeasible);
        }
        solve(self.objective.maximize, &self.costs, &self.bounds, &self.rows)
    }

    pub(super) fn solution(&self, fluxes: Vec<f64>) -> FluxSolution {
        let value = self.costs.iter().zip(&fluxes).map(|(cost, flux)| cost * flux).sum();
        let fluxes = self.reactions.iter().cloned().zip(fluxes).collect();
        FluxSolution { objective: self.objective.id.clone(), value, fluxes }
    }
}

/// Solves `best costs·x` with `x` and each row within bounds.
pub(super) fn solve(
    maximize: bool,
    costs: &[f64],
    bounds: &[(f64, f64)],
    rows: &[Row],
) -> Result<Outcome, ModelError> {
    let direction = if maximize { OptimizationDirection::Maximize } else { OptimizationDirection::Minimize };
    let mut problem = Problem::new(direction);
    let variables: Vec<Variable> =
        costs.iter().zip(bounds).map(|(&cost, &bounds)| problem.add_var(cost, bounds)).collect();
    for row in rows {
        let terms: Vec<(Variable, f64)> =
            row.terms.iter().map(|&(at, factor)| (variables[at], factor)).collect();
        if row.lower == row.upper {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, row.lower);
            continue;
        }
        if row.lower > f64::NEG_INFINITY {
            problem.add_constraint(&terms[..], ComparisonOp::Ge, row.lower);
        }
        if row.upper < f64::INFINITY {
            problem.add_constraint(&terms[..], ComparisonOp::Le, row.upper);
        }
    }
    let failed = |why: String| ModelError::Argument { what: "flux balance", why };
    match problem.solve() {
        Ok(outcome) => {
            let solution = outcome.into_solution();
            let solution = solution.map_err(|_| failed("the linear program was not solved".to_owned()))?;
            Ok(Outcome::Optimal(variables.iter().map(|&variable| solution.var_value(variable)).collect()))
        }
        Err(Error::Infeasible) => Ok(Outcome::Infeasible),
        Err(Error::Unbounded) => Ok(Outcome::Unbounded),
        Err(other) => Err(failed(format!("the linear program was not solved: {other}"))),
    }
}

/// Every formula whose value the program needs.
fn formulas(network: &Network, flux: &FluxBalance) -> Vec<Expr> {
    let bounds = flux.bounds.iter().flat_map(|bounds| [&bounds.lower, &bounds.upper].into_iter().flatten());
    let constraints = flux.constraints.iter().flat_map(|one| {
        [&one.lower, &one.upper].into_iter().chain(one.terms.iter().map(|(_, factor)| factor))
    });
    let references = network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products));
    bounds.chain(constraints).cloned().chain(references.map(number)).collect()
}

fn place(
    places: &HashMap<&str, usize>,
    reaction: &str,
    who: impl Fn() -> String,
) -> Result<usize, ModelError> {
    places.get(reaction).copied().ok_or_else(|| ModelError::Reference {
        place: who(),
        id: reaction.to_owned(),
        what: "is no reaction",
    })
}

fn value(values: &Values<'_>, formula: &Expr) -> Result<f64, ModelError> {
    let value = values.get(formula).filter(|value| !value.is_nan());
    value.ok_or_else(|| ModelError::NoValue(formula.to_string()))
}

fn bounds(
    flux: &FluxBalance,
    values: &Values<'_>,
    places: &HashMap<&str, usize>,
    count: usize,
    changes: &[(&str, f64, f64)],
) -> Result<Vec<(f64, f64)>, ModelError> {
    let mut all = vec![(f64::NEG_INFINITY, f64::INFINITY); count];
    for one in &flux.bounds {
        let at = place(places, &one.reaction, || "a flux bound".to_owned())?;
        let or =
            |bound: &Option<Expr>, free: f64| bound.as_ref().map_or(Ok(free), |bound| value(values, bound));
        all[at] = (or(&one.lower, f64::NEG_INFINITY)?, or(&one.upper, f64::INFINITY)?);
    }
    for &(reaction, lower, upper) in changes {
        all[place(places, reaction, || "a change of bounds".to_owned())?] = (lower, upper);
    }
    Ok(all)
}

/// One row for each species that reactions change and that nothing else determines.
fn balances(network: &Network, values: &Values<'_>) -> Result<Vec<Row>, ModelError> {
    let ruled: HashSet<&str> = network.rules.iter().map(Rule::variable).collect();
    let free = network.species.iter().filter(|species| {
        !species.boundary_condition && !species.constant && !ruled.contains(species.id.as_str())
    });
    let mut sums: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    let rows: HashMap<&str, usize> =
        free.enumerate().map(|(at, species)| (species.id.as_str(), at)).collect();
    for (at, reaction) in network.reactions.iter().enumerate() {
        let sides = [(&reaction.reactants, -1.0), (&reaction.products, 1.0)];
        for (reference, sign) in
            sides.into_iter().flat_map(|(side, sign)| side.iter().map(move |one| (one, sign)))
        {
            let Some(&row) = rows.get(reference.species.as_str()) else { continue };
            *sums.entry(row).or_default().entry(at).or_default() += sign * value(values, &number(reference))?;
        }
    }
    let row = |terms: BTreeMap<usize, f64>| {
        let terms = terms.into_iter().filter(|(_, factor)| *factor != 0.0).collect();
        Row { terms, lower: 0.0, upper: 0.0, constraint: None }
    };
    Ok(sums.into_values().map(row).filter(|row| !row.terms.is_empty()).collect())
}

fn constraints(
    flux: &FluxBalance,
    values: &Values<'_>,
    places: &HashMap<&str, usize>,
) -> Result<Vec<Row>, ModelError> {
    let mut rows = Vec::new();
    for (at, one) in flux.constraints.iter().enumerate() {
        let name = one.id.clone().unwrap_or_else(|| format!("number {}", at + 1));
        let mut terms = BTreeMap::new();
        for (reaction, factor) in &one.terms {
            let place = place(places, reaction, || format!("flux constraint `{name}`"))?;
            *terms.entry(place).or_insert(0.0) += value(values, factor)?;
        }
        let (lower, upper) = (value(values, &one.lower)?, value(values, &one.upper)?);
        rows.push(Row { terms: terms.into_iter().collect(), lower, upper, constraint: Some(name) });
    }
    Ok(rows)
}
