use super::field::{PRIME, add, element, inverse, multiply, negate};
use super::network::NetworkStructure;
use super::ratio::Ratio;
use crate::ModelError;
use lca_numerics::rng;
use rand::RngExt;

/// Which steady-state amounts and fluxes a change of a rate or of a conserved total can move, for
/// every rate law with these dependences (Mochizuki & Fiedler 2015, doi:10.1016/j.jtbi.2014.10.025).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructuralSensitivity {
    /// For each reaction, then each conserved sum: whether each species' amount responds.
    pub species: Vec<Vec<bool>>,
    /// The same for each reaction's flux.
    pub fluxes: Vec<Vec<bool>>,
}

impl NetworkStructure {
    /// The responses to a change of each reaction and each of [`Self::moieties`]; none where the
    /// structure allows no isolated steady state.
    ///
    /// With `A = (∂r/∂x  -c; d 0)`, where columns `c` are a basis of steady fluxes and rows `d` one
    /// of conserved sums, the responses are those of `A⁻¹`.
    ///
    /// # Errors
    /// As [`Self::rank`].
    pub fn sensitivity(&self) -> Result<Option<StructuralSensitivity>, ModelError> {
        let cycles: Vec<Vec<u64>> =
            self.cycles()?.iter().map(|cycle| cycle.iter().map(|&v| element(v)).collect()).collect();
        let conserved = self.moiety_rows()?;
        let (m, n) = (self.species.len(), self.reactions.len());
        let mut matrix = vec![vec![0; m + cycles.len()]; n + conserved.len()];
        let mut rng = rng(0, 0);
        for (row, (depends, reaction)) in matrix.iter_mut().zip(self.depends.iter().zip(0..n)) {
            depends.iter().for_each(|&species| row[species] = rng.random_range(1..PRIME));
            cycles.iter().enumerate().for_each(|(k, cycle)| row[m + k] = negate(cycle[reaction]));
        }
        for (row, sum) in matrix[n..].iter_mut().zip(&conserved) {
            let whole = |&numerator: &i128| element(Ratio { numerator, denominator: 1 });
            row.iter_mut().zip(sum).for_each(|(value, coefficient)| *value = whole(coefficient));
        }
        let Some(inverse) = inverse(matrix) else { return Ok(None) };
        let causes = 0..n + conserved.len();
        let species = causes.clone().map(|cause| (0..m).map(|row| inverse[row][cause] != 0).collect());
        let flux = |cause: usize, reaction: usize| {
            let terms =
                cycles.iter().enumerate().map(|(k, cycle)| multiply(cycle[reaction], inverse[m + k][cause]));
            terms.fold(0, add) != 0
        };
        let fluxes = causes.map(|cause| (0..n).map(|reaction| flux(cause, reaction)).collect());
        Ok(Some(StructuralSensitivity { species: species.collect(), fluxes: fluxes.collect() }))
    }
}
