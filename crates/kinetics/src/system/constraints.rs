use super::OutputFunction;
use super::algebraic::eliminate;
use super::compile::Columns;
use super::lower::Lowering;
use super::matching::rule_place;
use super::scope::When;
use crate::dag::{Dag, Id, Un};
use crate::{KineticsError, Reaction};

/// What holds all the time beside the rates: fast reactions are at equilibrium, and algebraic rules hold
/// that are not linear in what they determine. The rates keep it so; where states jump, they must be
/// brought back along the directions.
#[derive(Debug, Clone)]
pub struct ConstraintEquations {
    pub(super) residuals: OutputFunction,
    pub(super) directions: OutputFunction,
    pub(super) pattern: Vec<(usize, usize)>,
    pub(super) amounts: Vec<bool>,
}

impl ConstraintEquations {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.residuals.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is zero where the constraints hold. Comparisons are frozen as in the rates, so that both turn at one
    /// moment: see [`super::Evaluator::copy_switches`].
    #[must_use]
    pub const fn residuals(&self) -> &OutputFunction {
        &self.residuals
    }

    /// How the states move along the direction of a constraint, in the order of [`Self::pattern`].
    #[must_use]
    pub const fn directions(&self) -> &OutputFunction {
        &self.directions
    }

    /// State and constraint of each entry of the directions that is not always zero.
    #[must_use]
    pub fn pattern(&self) -> &[(usize, usize)] {
        &self.pattern
    }

    /// Whether the direction of a constraint moves amounts, which do not become negative.
    #[must_use]
    pub fn moves_amounts(&self, constraint: usize) -> bool {
        self.amounts.get(constraint).copied().unwrap_or(false)
    }
}

/// Constraints as nodes.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    places: Vec<String>,
    residuals: Vec<Id>,
    /// State, constraint and how the state moves along its direction.
    directions: Vec<(usize, usize, Id)>,
    amounts: Vec<bool>,
}

impl Constraints {
    /// The fast reactions, and the algebraic rules that determine the states `determined`.
    pub(super) fn lower(
        lowering: &mut Lowering<'_>,
        dag: &mut Dag,
        determined: &[String],
    ) -> Result<Self, KineticsError> {
        let network = lowering.network;
        let mut found = Self::default();
        for reaction in network.reactions.iter().filter(|reaction| reaction.fast && reaction.rate.is_some()) {
            found.fast(lowering, dag, reaction)?;
        }
        for (rule, id) in network.algebraic_rules.iter().zip(determined) {
            let place = rule_place(network, rule);
            let residual = lowering.formula(dag, When::Now, rule, &place, None)?;
            let one = dag.constant(1.0);
            let constraint = found.residuals.len();
            found.directions.extend(lowering.inputs.state_place(id).map(|state| (state, constraint, one)));
            found.residuals.push(residual);
            found.places.push(place);
            found.amounts.push(false);
        }
        Ok(found)
    }

    fn fast<'n>(
        &mut self,
        lowering: &mut Lowering<'n>,
        dag: &mut Dag,
        reaction: &'n Reaction,
    ) -> Result<(), KineticsError> {
        let place = format!("fast reaction `{}`", reaction.id);
        let constraint = self.residuals.len();
        let residual = lowering.required(dag, When::Now, &reaction.id, &place)?;
        if dag.is(residual, 0.0) {
            return Ok(());
        }
        self.residuals.push(residual);
        let states: Vec<String> = lowering.inputs.states.iter().map(|state| state.0.clone()).collect();
        for (state, id) in states.iter().enumerate() {
            let change = lowering.extent(dag, id, reaction)?;
            if !dag.is(change, 0.0) {
                self.directions.push((state, constraint, change));
            }
        }
        self.places.push(place);
        self.amounts.push(true);
        Ok(())
    }

    /// Adds to rates that know nothing of the constraints what keeps these: along the solution the
    /// residuals do not change.
    pub(super) fn keep(
        &self,
        lowering: &Lowering<'_>,
        dag: &mut Dag,
        rates: &mut [Id],
    ) -> Result<(), KineticsError> {
        let m = self.residuals.len();
        let mut rows = Vec::new();
        for &residual in &self.residuals {
            let slopes: Vec<Id> =
                (lowering.inputs.states.iter()).map(|state| lowering.along(dag, residual, state.2)).collect();
            let mut row = vec![dag.constant(0.0); m];
            for &(state, constraint, change) in &self.directions {
                let term = dag.mul(slopes[state], change);
                row[constraint] = dag.add(row[constraint], term);
            }
            let mut free = lowering.along(dag, residual, lowering.inputs.time);
            for (&slope, &rate) in slopes.iter().zip(rates.iter()) {
                let term = dag.mul(slope, rate);
                free = dag.add(free, term);
            }
            row.push(dag.un(Un::Neg, free));
            rows.push(row);
        }
        // A fast reaction that rests whatever the amounts are does not move them.
        let rests = self.amounts.iter().any(|&amounts| amounts);
        eliminate(dag, &mut rows, rests).map_err(|at| KineticsError::Formula {
            place: self.places.get(at).cloned().unwrap_or_default(),
            what: "it does not determine anything beside the other rules and fast reactions".to_owned(),
        })?;
        for &(state, constraint, change) in &self.directions {
            let term = dag.mul(change, rows[constraint][m]);
            rates[state] = dag.add(rates[state], term);
        }
        Ok(())
    }

    /// All that is computed of them: the residuals, then the directions.
    pub(super) fn formulas(&self) -> Vec<Id> {
        self.residuals.iter().copied().chain(self.directions.iter().map(|direction| direction.2)).collect()
    }

    /// `frozen` are [`Self::formulas`] with truth values in place of comparisons. A comparison that turns is on
    /// one side or the other by rounding, so that evaluated once more it might say what it was before.
    pub(super) fn compile(self, dag: &mut Dag, frozen: &[Id], columns: &Columns) -> ConstraintEquations {
        let (residuals, directions) = frozen.split_at(self.residuals.len());
        ConstraintEquations {
            residuals: OutputFunction::new(dag, residuals, &columns.variables, columns),
            directions: OutputFunction::new(dag, directions, &columns.variables, columns),
            pattern: self.directions.iter().map(|&(state, constraint, _)| (state, constraint)).collect(),
            amounts: self.amounts,
        }
    }
}
