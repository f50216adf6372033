use super::dispersion::{self, FLOOR};
use super::{Design, Tested, each, glm};
use crate::CellsError;
use lca_numerics::stats;

/// One gene: effect, its error, statistic and p value.
pub(super) type Gene = (f64, f64, f64, f64);

/// Wald's test with shrunken dispersions.
pub(super) fn wald(
    rows: &[Vec<f64>],
    sizes: &[f64],
    base: &[f64],
    design: &Design,
) -> Result<Tested, CellsError> {
    let x = design.matrix.view();
    let fitted = dispersion::fit(rows, sizes, base, design)?;
    let genes = each(rows, |gene, y| {
        let dispersion = fitted.shrunken[gene];
        let found = glm::fit(y, sizes, x, dispersion, FLOOR)?;
        let error = glm::error(x, &found.means, dispersion, design.tested)?;
        let effect = found.coefficients[design.tested];
        let z = effect / error;
        Ok((effect, error, z, 2.0 * stats::normal_sf(z.abs())))
    })?;
    Ok(tested(genes, fitted.shrunken, fitted.prior))
}

/// What is said of all genes.
pub(super) fn tested(genes: Vec<Gene>, dispersion: Vec<f64>, prior: f64) -> Tested {
    let of = |what: fn(&Gene) -> f64| genes.iter().map(what).collect::<Vec<f64>>();
    Tested { effect: of(|g| g.0), error: of(|g| g.1), stat: of(|g| g.2), p: of(|g| g.3), dispersion, prior }
}
