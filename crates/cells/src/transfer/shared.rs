use super::{Measured, TransferParams};
use crate::CellsError;
use crate::error::{at_least, length};
use crate::harmony::{HarmonyParams, harmony};
use crate::matrix::FINITE;
use crate::pca::{PcaParams, pca};
use lca_numerics::{Csr, sparse};
use lca_tables::Categorical;
use ndarray::{Array2, Axis, s};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How two data sets are brought together in the space of their components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Not at all: they come from one technique.
    None,
    /// Each is centred: they hold the same types in like shares.
    Center,
    /// Harmony.
    #[default]
    Harmony,
}

/// Two data sets in one space.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedSpace {
    /// Cells of the query × components.
    pub query: Array2<f32>,
    /// Cells of the reference × components.
    pub reference: Array2<f32>,
    /// The genes used, by name.
    pub genes: Vec<String>,
}

/// Lays two data sets into the principal components of both together, over their most variable shared genes.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two shared genes that vary, [`CellsError::Length`] and [`CellsError::Value`]
/// when the input does not fit.
pub fn shared_space(
    query: Measured<'_>,
    reference: Measured<'_>,
    params: &TransferParams,
) -> Result<SharedSpace, CellsError> {
    for set in [query, reference] {
        length("the gene names", set.genes.len(), set.x.shape().1)?;
        FINITE.block(0, set.x)?;
    }
    let pairs = common(query.genes, reference.genes);
    at_least("genes that both data sets have", pairs.len(), 2)?;
    let (own, theirs): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
    let (mut first, mut second) = (query.x.select_columns(&own), reference.x.select_columns(&theirs));
    let variances = [&first, &second].map(|x| sparse::column_moments(x).variances);
    let chosen = most_variable(&variances, params.n_genes);
    at_least("shared genes that vary in both data sets", chosen.len(), 2)?;
    (first, second) = (first.select_columns(&chosen), second.select_columns(&chosen));
    if params.scale {
        for (x, variances) in [&mut first, &mut second].into_iter().zip(&variances) {
            let scales: Vec<f32> = chosen.iter().map(|&gene| 1.0 / variances[gene].sqrt() as f32).collect();
            let columns = x.indices().to_vec();
            x.values_mut()
                .iter_mut()
                .zip(columns)
                .for_each(|(value, column)| *value *= scales[column as usize]);
        }
    }
    let cells = first.shape().0;
    let found =
        pca(&stacked(&first, &second)?, None, &PcaParams { n_comps: params.n_comps, seed: params.seed })?;
    let scores = aligned(found.scores, cells, params)?;
    Ok(SharedSpace {
        query: scores.slice(s![..cells, ..]).to_owned(),
        reference: scores.slice(s![cells.., ..]).to_owned(),
        genes: chosen.iter().map(|&gene| query.genes[own[gene]].clone()).collect(),
    })
}

/// The places of each gene in both, in the order of the first; of a name that occurs twice, the first.
pub(crate) fn common(query: &[String], reference: &[String]) -> Vec<(usize, usize)> {
    let places = |genes: &[String]| {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        genes.iter().enumerate().for_each(|(at, gene)| {
            places.entry(gene.clone()).or_insert(at);
        });
        places
    };
    let (own, theirs) = (places(query), places(reference));
    let pair =
        |(at, gene): (usize, &String)| (own.get(gene) == Some(&at)).then(|| Some((at, *theirs.get(gene)?)));
    query.iter().enumerate().filter_map(|gene| pair(gene).flatten()).collect()
}

/// Genes that vary in both, those of the largest sum of variances (each as a share of its data set's), in their order.
pub(crate) fn most_variable(variances: &[Vec<f64>; 2], count: usize) -> Vec<usize> {
    let totals = variances.each_ref().map(|of| of.iter().sum::<f64>().max(f64::MIN_POSITIVE));
    let share = |gene: usize| variances[0][gene] / totals[0] + variances[1][gene] / totals[1];
    let varies = |gene: &usize| variances.iter().all(|of| of[*gene] > 0.0);
    let mut genes: Vec<usize> = (0..variances[0].len()).filter(varies).collect();
    genes.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
    genes.truncate(count);
    genes.sort_unstable();
    genes
}

/// One matrix below the other.
fn stacked(first: &Csr<f32>, second: &Csr<f32>) -> Result<Csr<f32>, CellsError> {
    let offset = first.values().len() as u64;
    let indptr = first.indptr().iter().copied().chain(second.indptr()[1..].iter().map(|end| offset + end));
    let rows = first.shape().0 + second.shape().0;
    let indices = [first.indices(), second.indices()].concat();
    let values = [first.values(), second.values()].concat();
    Ok(Csr::new(rows, first.shape().1, indptr.collect(), indices, values)?)
}

fn aligned(
    mut scores: Array2<f32>,
    cells: usize,
    params: &TransferParams,
) -> Result<Array2<f32>, CellsError> {
    match params.align {
        Align::None => Ok(scores),
        Align::Center => {
            let (mut first, mut second) = scores.view_mut().split_at(Axis(0), cells);
            for part in [&mut first, &mut second] {
                if let Some(mean) = part.mean_axis(Axis(0)) {
                    part.rows_mut().into_iter().for_each(|mut row| row -= &mean);
                }
            }
            Ok(scores)
        }
        Align::Harmony => {
            let set = |row: usize| if row < cells { "query" } else { "reference" };
            let sets: Vec<&str> = (0..scores.nrows()).map(set).collect();
            let harmonised = HarmonyParams { seed: params.seed, ..HarmonyParams::default() };
            Ok(harmony(scores.view(), &Categorical::from_texts(&sets), &harmonised)?.scores)
        }
    }
}
