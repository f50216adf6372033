use super::program::{FluxModel, RowOf};
use super::{FluxSolution, diagnose};
use crate::NetworkError;
use lca_numerics::lp::{LinearProgram, LpStatus, Simplex};

/// A model at its best fluxes: where every further question starts.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub(super) simplex: Simplex,
    pub(super) value: f64,
}

impl FluxModel {
    /// The simplex over the fluxes, with the objective as its last row.
    pub(super) fn simplex(&self) -> Simplex {
        let mut program = LinearProgram::new(self.row_bounds());
        for (terms, bounds) in self.columns().iter().zip(&self.bounds) {
            program.column(*bounds, terms);
        }
        Simplex::new(&program)
    }

    pub(super) fn row_bounds(&self) -> Vec<(f64, f64)> {
        let rows = self.rows.iter().map(|row| (row.lower, row.upper));
        rows.chain([(f64::NEG_INFINITY, f64::INFINITY)]).collect()
    }

    /// The factors of each reaction in the rows.
    pub(super) fn columns(&self) -> Vec<Vec<(usize, f64)>> {
        let mut columns = vec![Vec::new(); self.reactions.len()];
        for (at, row) in self.rows.iter().enumerate() {
            row.terms.iter().for_each(|&(reaction, factor)| columns[reaction].push((at, factor)));
        }
        for (column, cost) in columns.iter_mut().zip(&self.costs) {
            if *cost != 0.0 {
                column.push((self.rows.len(), *cost));
            }
        }
        columns
    }

    /// One for an objective to be small, less for one to be large: the simplex seeks the least.
    pub(super) const fn sign(&self) -> f64 {
        if self.maximize { -1.0 } else { 1.0 }
    }

    pub(super) fn seek(&self, simplex: &mut Simplex) {
        let costs: Vec<(usize, f64)> =
            self.costs.iter().enumerate().map(|(at, cost)| (at, self.sign() * cost)).collect();
        simplex.minimize(&costs);
    }

    /// The value of the objective.
    pub(super) fn value(&self, simplex: &Simplex) -> f64 {
        let terms = self.costs.iter().enumerate().filter(|(_, cost)| **cost != 0.0);
        terms.map(|(at, cost)| cost * simplex.value(at)).sum()
    }

    /// What the objective keeps to where `fraction` of its best value is kept.
    pub(super) fn kept(&self, best: f64, fraction: f64) -> (f64, f64) {
        let kept = fraction * best;
        if self.maximize { (kept, f64::INFINITY) } else { (f64::NEG_INFINITY, kept) }
    }

    /// # Errors
    /// Naming what stands in the way.
    pub(super) fn solved(&self) -> Result<Solved, NetworkError> {
        if self.bounds.iter().any(|(lower, upper)| lower > upper) {
            return Err(diagnose::infeasible(self));
        }
        let mut simplex = self.simplex();
        self.seek(&mut simplex);
        match simplex.solve()? {
            LpStatus::Optimal => Ok(Solved { value: self.value(&simplex), simplex }),
            LpStatus::Infeasible => Err(diagnose::infeasible(self)),
            LpStatus::Unbounded => Err(diagnose::unbounded(self)),
        }
    }

    /// The best fluxes and what they cost.
    ///
    /// # Errors
    /// When no fluxes satisfy the bounds, or the objective has no best value; each names the reactions at fault.
    pub fn balance(&self) -> Result<FluxSolution, NetworkError> {
        let Solved { simplex, value } = self.solved()?;
        let sign = self.sign();
        let each = |of: &dyn Fn(usize) -> f64| -> Vec<(String, f64)> {
            self.reactions.iter().enumerate().map(|(at, id)| (id.clone(), of(at))).collect()
        };
        let shadow = self.rows.iter().enumerate().filter_map(|(row, one)| match &one.of {
            RowOf::Species(id) => Some((id.clone(), sign * simplex.dual(row) + 0.0)),
            RowOf::Constraint(_) => None,
        });
        Ok(FluxSolution {
            objective: self.objective.clone(),
            value,
            fluxes: each(&|at| simplex.value(at)),
            reduced_costs: each(&|at| sign * simplex.reduced_cost(at) + 0.0),
            shadow_prices: shadow.collect(),
        })
    }
}
