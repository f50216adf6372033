use super::freeze::rebuild;
use super::lower::Lowering;
use super::matching::rule_place;
use super::scope::When;
use crate::dag::{Bin, Dag, Id, Node, Un};
use crate::{Expr, KineticsError};
use std::collections::{BTreeMap, HashMap};

/// The symbols that algebraic rules determine, and inputs that stand for them while the rules are solved.
pub(super) type Unknowns = Vec<(String, Id)>;

impl<'n> Lowering<'n> {
    /// Solves the algebraic rules for what they determine. Where they are linear in it, as one by one or as a
    /// whole, the solution is a formula like that of an assignment rule; where they are not, says no.
    pub(super) fn solve_rules(
        &mut self,
        dag: &mut Dag,
        when: When,
        unknowns: &Unknowns,
    ) -> Result<bool, KineticsError> {
        if unknowns.is_empty() {
            return Ok(true);
        }
        let residuals = self.residuals(dag, when, unknowns)?;
        let inputs: Vec<Id> = unknowns.iter().map(|unknown| unknown.1).collect();
        let mut system = LinearRules { residuals, open: inputs.clone(), solved: HashMap::new() };
        system.one_by_one(dag);
        if system.all_at_once(dag).is_err() {
            return Ok(false);
        }
        for (id, input) in unknowns {
            let Some((&id, _)) = self.items.get_key_value(id.as_str()) else { continue };
            self.known.insert((when, id), system.solved.get(input).copied());
        }
        for delay in &mut self.delays {
            let rebuilt = rebuild(dag, &[delay.source, delay.lag, delay.before], &system.solved);
            (delay.source, delay.lag, delay.before) = (rebuilt[0], rebuilt[1], rebuilt[2]);
        }
        Ok(true)
    }

    /// The rules' formulas with inputs in place of what they determine.
    fn residuals(
        &mut self,
        dag: &mut Dag,
        when: When,
        unknowns: &Unknowns,
    ) -> Result<Vec<Id>, KineticsError> {
        let before = self.known.clone();
        for (id, input) in unknowns {
            if let Some((&id, _)) = self.items.get_key_value(id.as_str()) {
                self.known.insert((when, id), Some(*input));
            }
        }
        let network = self.network;
        let one = |rule: &Expr| self.formula(dag, when, rule, &rule_place(network, rule), None);
        let residuals = network.algebraic_rules.iter().map(one).collect();
        self.known = before;
        residuals
    }
}

struct LinearRules {
    residuals: Vec<Id>,
    /// What is not yet solved for.
    open: Vec<Id>,
    solved: HashMap<Id, Id>,
}

impl LinearRules {
    /// Solves rules that have one unknown left, as long as there are such.
    fn one_by_one(&mut self, dag: &mut Dag) {
        let mut left: Vec<usize> = (0..self.residuals.len()).collect();
        while let Some((place, unknown, solution)) = left.iter().enumerate().find_map(|(place, &rule)| {
            let (unknown, solution) = self.single(dag, self.residuals[rule])?;
            Some((place, unknown, solution))
        }) {
            left.remove(place);
            self.take(dag, BTreeMap::from([(unknown, solution)]));
        }
        self.residuals = left.iter().map(|&rule| self.residuals[rule]).collect();
    }

    /// The only unknown of a rule and its value, if the rule is linear in it.
    fn single(&self, dag: &mut Dag, residual: Id) -> Option<(Id, Id)> {
        let needed = dag.reachable(&[residual]);
        let mut used = self.open.iter().filter(|input| needed.get(input.index()) == Some(&true));
        let (&unknown, None) = (used.next()?, used.next()) else { return None };
        let slope = self.slopes(dag, residual, &[unknown])?.remove(0);
        let rest = self.rest(dag, residual);
        let (rest, zero) = (dag.un(Un::Neg, rest), dag.constant(0.0));
        (slope != zero).then(|| (unknown, dag.div(rest, slope)))
    }

    /// The derivatives of a rule by unknowns; none where they depend on unknowns.
    fn slopes(&self, dag: &mut Dag, residual: Id, unknowns: &[Id]) -> Option<Vec<Id>> {
        let slot = |dag: &Dag, id: Id| match dag.node(id) {
            Node::Input(slot) => slot,
            _ => u32::MAX,
        };
        let all: Vec<u32> = self.open.iter().map(|&id| slot(dag, id)).collect();
        let mut slopes = Vec::new();
        for &unknown in unknowns {
            let by = slot(dag, unknown);
            slopes.push(dag.derivatives(&[residual], by)[0]);
        }
        let depends = dag.dependent(|slot| all.contains(&slot));
        // A condition on an unknown has no slope but bends the rule all the same.
        let bent = conditions(dag, residual).into_iter().any(|id| depends[id.index()]);
        (!bent && slopes.iter().all(|slope| !depends[slope.index()])).then_some(slopes)
    }

    /// What is left of a rule where all unknowns are zero.
    fn rest(&self, dag: &mut Dag, residual: Id) -> Id {
        let zero = dag.constant(0.0);
        let zeros = self.open.iter().map(|&id| (id, zero)).collect();
        rebuild(dag, &[residual], &zeros)[0]
    }

    fn take(&mut self, dag: &mut Dag, found: BTreeMap<Id, Id>) {
        let found: HashMap<Id, Id> = found.into_iter().collect();
        self.open.retain(|id| !found.contains_key(id));
        self.residuals = rebuild(dag, &self.residuals, &found);
        self.solved.extend(found);
    }

    /// Solves what is left by Gaussian elimination; an error is the rule that cannot be solved.
    fn all_at_once(&mut self, dag: &mut Dag) -> Result<(), usize> {
        let unknowns = self.open.clone();
        let mut rows = Vec::new();
        for (at, &residual) in self.residuals.iter().enumerate() {
            let mut row = self.slopes(dag, residual, &unknowns).ok_or(at)?;
            let rest = self.rest(dag, residual);
            row.push(dag.un(Un::Neg, rest));
            rows.push(row);
        }
        eliminate(dag, &mut rows, false)?;
        let values = rows.iter().map(|row| row[unknowns.len()]);
        let found = unknowns.iter().copied().zip(values).collect();
        self.take(dag, found);
        Ok(())
    }
}

/// Gauss-Jordan elimination of rows that end with the right-hand side; numbers are preferred as pivots.
/// Where a pivot turns out to be zero, its unknown is zero if `rests`.
pub(super) fn eliminate(dag: &mut Dag, rows: &mut [Vec<Id>], rests: bool) -> Result<(), usize> {
    for k in 0..rows.len() {
        let usable = |&row: &usize| !dag.is(rows[row][k], 0.0);
        let pivot = (k..rows.len()).filter(usable).max_by_key(|&row| dag.value(rows[row][k]).is_some());
        rows.swap(k, pivot.ok_or(k)?);
        let head = rows[k][k];
        for entry in &mut rows[k] {
            *entry = if rests { or_zero(dag, *entry, head) } else { dag.div(*entry, head) };
        }
        let pivot_row = rows[k].clone();
        for row in (0..rows.len()).filter(|&row| row != k) {
            let factor = rows[row][k];
            for (entry, &above) in rows[row].iter_mut().zip(&pivot_row) {
                let part = dag.mul(factor, above);
                *entry = dag.bin(Bin::Sub, *entry, part);
            }
        }
    }
    Ok(())
}

/// A quotient, or 0 where the divisor is 0.
fn or_zero(dag: &mut Dag, above: Id, below: Id) -> Id {
    let (zero, one) = (dag.constant(0.0), dag.constant(1.0));
    let none = dag.bin(Bin::Eq, below, zero);
    let sound = dag.select(none, one, below);
    let quotient = dag.div(above, sound);
    dag.select(none, zero, quotient)
}

/// The conditions that a formula depends on.
fn conditions(dag: &Dag, root: Id) -> Vec<Id> {
    let needed = dag.reachable(&[root]);
    let condition = |id: Id| match dag.node(id) {
        Node::Select(condition, ..) => Some(condition),
        Node::Binary(Bin::Lt | Bin::Le | Bin::Eq | Bin::And | Bin::Or, ..) => Some(id),
        Node::Unary(Un::Sign | Un::Floor | Un::Ceil | Un::Not | Un::Factorial, _) => Some(id),
        _ => None,
    };
    dag.ids().filter(|id| needed[id.index()]).filter_map(condition).collect()
}
