use super::probability;
use super::stats::Stats;
use crate::communicate::bindings::Bindings;
use crate::communicate::cells::Types;
use lca_graph::LigandReceptor;

/// One end of a binding: the subunit whose mean is least in the type.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The subunit's gene, as the data name it.
    pub gene: String,
    /// Its mean in the type.
    pub mean: f64,
    /// Share of the type's cells that express it.
    pub share: f64,
    /// Binary logarithm of its change between the type and all other cells.
    pub logfc: f64,
    /// Mean of its standardised values.
    pub zscore: f64,
    /// Trimean of its values over the matrix's greatest.
    pub trimean: f64,
    /// How high its mean lies among means of the type's genes.
    pub cdf: f64,
    /// Sum of its means over all types.
    pub sum: f64,
}

/// The scores of one binding between two types of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct LianaRow {
    /// The binding, as its place in the resource.
    pub binding: usize,
    /// The type that gives the ligand.
    pub source: usize,
    /// The type that has the receptor.
    pub target: usize,
    /// The ligand's end.
    pub ligand: Side,
    /// The receptor's end.
    pub receptor: Side,
    /// The least share of cells that express a gene of either partner.
    pub share: f64,
    /// CellPhoneDB's magnitude: mean of both means.
    pub lr_means: f64,
    /// CellPhoneDB's specificity: share of permutations with a mean as high; NaN without permutations.
    pub cellphone_pvals: f64,
    /// Connectome's (Raredon 2022) and NATMI's (Hou 2020) magnitude: product of both means.
    pub expr_prod: f64,
    /// Connectome's specificity: mean of both standardised means.
    pub scaled_weight: f64,
    /// Mean of both changes to all other cells.
    pub lr_logfc: f64,
    /// NATMI's specificity: product of each mean's share of its sum over types.
    pub spec_weight: f64,
    /// SingleCellSignalR's magnitude (Cabello-Aguilar 2020): √(l·r) / (√(l·r) + mean of the matrix).
    pub lrscore: f64,
    /// CellChat's magnitude (Jin 2021): L·R / (½ + L·R) of trimeans, times the effects of cofactors.
    pub lr_probs: f64,
    /// CellChat's specificity: share of permutations with as high a probability; NaN without permutations.
    pub cellchat_pvals: f64,
    /// scSeqComm's magnitude (Baruzzo 2022): the lesser of both `cdf`.
    pub inter_score: f64,
    /// Aggregate of magnitudes.
    pub magnitude_rank: f64,
    /// Aggregate of specificities.
    pub specificity_rank: f64,
    /// Aggregate of one score of each method.
    pub steady_rank: f64,
}

/// What rows are made of.
pub(super) struct Given<'a> {
    pub(super) resource: &'a LigandReceptor,
    pub(super) bindings: &'a Bindings,
    pub(super) types: &'a Types,
    pub(super) stats: &'a Stats,
    pub(super) trimeans: &'a [f64],
    pub(super) pairs: &'a [(usize, usize)],
    pub(super) share: f64,
    pub(super) genes: &'a [String],
}

/// A row for each binding and pair of types in which every gene is expressed by enough cells.
pub(super) fn rows(given: &Given<'_>) -> Vec<LianaRow> {
    let mut rows = Vec::new();
    for &binding in &given.bindings.tested {
        let (ligand, receptor) =
            (given.resource.bindings[binding].ligand, given.resource.bindings[binding].receptor);
        for &(source, target) in given.pairs {
            let share = least_share(given, ligand, source).min(least_share(given, receptor, target));
            if share < given.share {
                continue;
            }
            if let (Some(one), Some(other)) = (side(given, ligand, source), side(given, receptor, target)) {
                rows.push(row(given, (binding, source, target), one, other, share));
            }
        }
    }
    rows
}

fn genes<'a>(given: &'a Given<'_>, partner: usize) -> &'a [usize] {
    given.bindings.partners.get(partner).and_then(Option::as_deref).unwrap_or_default()
}

fn least_share(given: &Given<'_>, partner: usize, kind: usize) -> f64 {
    let count = given.types.names.len();
    let shares = genes(given, partner).iter().map(|gene| given.stats.shares[gene * count + kind]);
    shares.fold(f64::INFINITY, f64::min)
}

fn side(given: &Given<'_>, partner: usize, kind: usize) -> Option<Side> {
    let (count, stats) = (given.types.names.len(), given.stats);
    let at = |gene: usize| gene * count + kind;
    let least = |a: &&usize, b: &&usize| stats.means[at(**a)].total_cmp(&stats.means[at(**b)]);
    let &gene = genes(given, partner).iter().min_by(least)?;
    Some(Side {
        gene: given.genes[given.bindings.columns[gene]].clone(),
        mean: stats.means[at(gene)],
        share: stats.shares[at(gene)],
        logfc: stats.change[at(gene)],
        zscore: stats.z[at(gene)],
        trimean: given.trimeans[at(gene)],
        cdf: stats.cdf[at(gene)],
        sum: stats.sums[gene],
    })
}

fn row(
    given: &Given<'_>,
    (binding, source, target): (usize, usize, usize),
    ligand: Side,
    receptor: Side,
    share: f64,
) -> LianaRow {
    let product = ligand.mean * receptor.mean;
    let root = product.sqrt();
    LianaRow {
        binding,
        source,
        target,
        share,
        lr_means: 0.5 * (ligand.mean + receptor.mean),
        cellphone_pvals: f64::NAN,
        expr_prod: product,
        scaled_weight: 0.5 * (ligand.zscore + receptor.zscore),
        lr_logfc: 0.5 * (ligand.logfc + receptor.logfc),
        spec_weight: (ligand.mean / ligand.sum) * (receptor.mean / receptor.sum),
        lrscore: root / (root + given.stats.mean),
        lr_probs: probability::of(
            given.resource,
            given.bindings,
            given.types.names.len(),
            given.trimeans,
            (binding, source, target),
        ),
        cellchat_pvals: f64::NAN,
        inter_score: ligand.cdf.min(receptor.cdf),
        magnitude_rank: f64::NAN,
        specificity_rank: f64::NAN,
        steady_rank: f64::NAN,
        ligand,
        receptor,
    }
}
