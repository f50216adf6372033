mod p_values;
mod probability;
mod rank;
mod row;
mod stats;

pub use row::{LianaRow, Side};

use super::bindings::Bindings;
use super::cells::{Cells, Types, check_share};
use super::expression::Expression;
use super::limits::Limits;
use super::permute::Permutations;
use super::quartiles::Rising;
use crate::NetworkError;
use lca_graph::LigandReceptor;
use stats::Stats;

/// What LIANA's scores are asked of.
#[derive(Debug, Clone, PartialEq)]
pub struct LianaOptions {
    /// Share of a type's cells that must express each gene of a partner.
    pub share: f64,
    /// Types of fewer cells are left out.
    pub least_cells: usize,
    /// The permutations behind the p-values.
    pub permutations: Permutations,
    /// Which types can meet.
    pub limits: Limits,
}

impl Default for LianaOptions {
    fn default() -> Self {
        Self { share: 0.1, least_cells: 5, permutations: Permutations::default(), limits: Limits::None }
    }
}

/// LIANA's scores of all bindings that are expressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Liana {
    /// The types of cells that were compared.
    pub types: Types,
    /// The scores, best `magnitude_rank` first.
    pub rows: Vec<LianaRow>,
    /// Mean of all values of the matrix.
    pub mat_mean: f64,
    /// Greatest value of the matrix.
    pub mat_max: f64,
    /// How many bindings of the resource have a gene that is not measured.
    pub unmeasured: usize,
    /// Types that were left out for having too few cells.
    pub small: Vec<String>,
}

/// The scores that LIANA brings together (Dimitrov et al., Nature Communications 2022; Nature Cell Biology 2024), each
/// after its own paper, and their aggregate: see [`LianaRow`]. A complex has the numbers of the subunit whose mean is
/// least. Specificity ranks bring together `cellphone_pvals`, `scaled_weight`, `lr_logfc` and `spec_weight`; magnitude
/// ranks `lr_means`, `expr_prod` and `lrscore`; the steady rank one score of each method.
///
/// # Errors
/// When the cells' parts do not fit, the genes are not those of the resource, fewer than two types are left, or
/// the limits name unknown types.
pub fn liana(
    cells: &Cells<'_>,
    resource: &LigandReceptor,
    options: &LianaOptions,
) -> Result<Liana, NetworkError> {
    check_share(options.share)?;
    let (labels, small) = large(cells, options.least_cells)?;
    let cells = Cells { labels: &labels, ..*cells };
    let types = cells.types()?;
    let pairs = options.limits.without(&small).pairs(&types)?;
    let bindings = Bindings::new(resource, cells.genes)?;
    let expression = Expression::new(&cells, &types, &bindings.columns);
    let (stats, rising) = (Stats::new(&cells, &types, &expression), Rising::new(&expression));
    let mut trimeans = Vec::new();
    rising.trimeans(&types, &types.of, &mut trimeans);
    trimeans.iter_mut().for_each(|value| *value /= stats.largest);
    let mut rows = row::rows(&row::Given {
        resource,
        bindings: &bindings,
        types: &types,
        stats: &stats,
        trimeans: &trimeans,
        pairs: &pairs,
        share: options.share,
        genes: cells.genes,
    });
    p_values::fill(
        &mut rows,
        &p_values::Given {
            resource,
            bindings: &bindings,
            types: &types,
            expression: &expression,
            rising: &rising,
            largest: stats.largest,
            permutations: options.permutations,
        },
    );
    rank::fill(&mut rows);
    Ok(Liana {
        mat_mean: stats.mean,
        mat_max: stats.largest,
        unmeasured: resource.bindings.len() - bindings.tested.len(),
        small,
        types,
        rows,
    })
}

/// The labels of cells of types with at least so many cells, and the names of the other types.
fn large(cells: &Cells<'_>, least: usize) -> Result<(Vec<Option<String>>, Vec<String>), NetworkError> {
    let all = cells.types()?;
    let (large, small): (Vec<usize>, Vec<usize>) =
        (0..all.names.len()).partition(|&at| all.sizes[at] >= least.max(1));
    if large.len() < 2 {
        return Err(NetworkError::TooFew {
            what: "types with enough cells",
            found: large.len(),
            needed: 2,
            instead: "specificity compares types: label more, or lower the least number of cells",
        });
    }
    let kept = |label: &Option<String>| {
        label.clone().filter(|label| large.iter().any(|&at| all.names[at] == *label))
    };
    let labels = cells.labels.iter().map(kept).collect();
    Ok((labels, small.into_iter().map(|at| all.names[at].clone()).collect()))
}
