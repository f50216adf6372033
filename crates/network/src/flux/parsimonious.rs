use super::program::FluxModel;
use super::solve::Solved;
use crate::NetworkError;
use lca_numerics::lp::{LinearProgram, LpStatus, Simplex};

/// Fluxes that keep the objective and are small otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallestFluxes {
    /// The best value of the objective.
    pub best: f64,
    /// The value it has with these fluxes.
    pub value: f64,
    /// The sum of all weights times the sizes of the fluxes.
    pub total: f64,
    /// The flux of each reaction, in the network's order.
    pub fluxes: Vec<(String, f64)>,
}

impl FluxModel {
    /// The fluxes with the least sum of sizes among those that keep at least `fraction` of the best value (parsimonious
    /// flux balance: Lewis et al., Molecular Systems Biology 6, 390, 2010).
    ///
    /// # Errors
    /// When there is no best value, or the fraction is not between 0 and 1.
    pub fn parsimonious(&self, fraction: f64) -> Result<SmallestFluxes, NetworkError> {
        self.smallest(fraction, &vec![1.0; self.reactions.len()])
    }

    /// The same with a weight of each reaction, none less than zero.
    pub(super) fn smallest(&self, fraction: f64, weights: &[f64]) -> Result<SmallestFluxes, NetworkError> {
        let Solved { value: best, .. } = self.kept_solved(fraction)?;
        let (mut simplex, backward) = self.split(weights);
        simplex.set_row_bounds(self.rows.len(), self.kept(best, fraction));
        if simplex.solve()? != LpStatus::Optimal {
            let why = "no fluxes keep it to the last digit; ask for a little less".to_owned();
            return Err(NetworkError::Argument { what: "the fraction of the best value", why });
        }
        let flux = |at: usize| simplex.value(at) - backward[at].map_or(0.0, |other| simplex.value(other));
        let fluxes: Vec<f64> = (0..self.reactions.len()).map(flux).collect();
        Ok(SmallestFluxes {
            best,
            value: self.costs.iter().zip(&fluxes).map(|(cost, flux)| cost * flux).sum(),
            total: weights.iter().zip(&fluxes).map(|(weight, flux)| weight * flux.abs()).sum(),
            fluxes: self.reactions.iter().cloned().zip(fluxes).collect(),
        })
    }

    /// A program that seeks the least weighted sum of sizes: a reaction that may run both ways is split into two, the one
    /// backward in further columns.
    fn split(&self, weights: &[f64]) -> (Simplex, Vec<Option<usize>>) {
        let columns = self.columns();
        let mut program = LinearProgram::new(self.row_bounds());
        let (mut costs, mut backward) = (Vec::new(), vec![None; columns.len()]);
        for (at, (terms, &(lower, upper))) in columns.iter().zip(&self.bounds).enumerate() {
            let both = lower < 0.0 && upper > 0.0;
            program.column(if both { (0.0, upper) } else { (lower, upper) }, terms);
            costs.push((at, if upper <= 0.0 { -weights[at] } else { weights[at] }));
        }
        for (at, (terms, &(lower, upper))) in columns.iter().zip(&self.bounds).enumerate() {
            if lower < 0.0 && upper > 0.0 {
                let turned: Vec<(usize, f64)> = terms.iter().map(|&(row, factor)| (row, -factor)).collect();
                let other = program.column((0.0, -lower), &turned);
                costs.push((other, weights[at]));
                backward[at] = Some(other);
            }
        }
        let mut simplex = Simplex::new(&program);
        simplex.minimize(&costs);
        (simplex, backward)
    }
}
