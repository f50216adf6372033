use super::{Prior, multivariate, univariate, viper};
use crate::NetworkError;
use crate::infer::Expression;
use lca_numerics::stats;
use ndarray::{Array2, Axis};

/// How activities are estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityMethod {
    /// For each source alone: the t value of the slope of expression on the source's weights.
    Ulm,
    /// For all sources at once: the t value of each source's slope.
    Mlm,
    /// Analytic rank-based enrichment with correction for shared targets (Alvarez et al. 2016).
    Viper,
}

/// Activities of sources in samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Activities {
    /// Names of the samples that are not empty.
    pub samples: Vec<String>,
    /// Names of the sources.
    pub sources: Vec<String>,
    /// Samples × sources: positive is active. t values, for `Viper` normal scores.
    pub scores: Array2<f64>,
    /// Two-sided p values of no activity, samples × sources.
    pub p_values: Array2<f64>,
    /// These as false discovery rates within each sample (Benjamini & Hochberg 1995).
    pub adjusted: Array2<f64>,
    /// Samples in which every gene is 0: left out.
    pub empty_samples: Vec<String>,
    /// Genes that are 0 in every sample: left out, as if not measured.
    pub empty_genes: usize,
}

/// The activity of each source of the edges `(source, target, weight)` in each sample. All genes of the
/// table that are not 0 in every sample count, targets or not. Also gives the prior network as it was used.
///
/// # Errors
/// Those of [`Prior::new`]; when too few genes are left for the number of sources, or sources have the
/// same targets (`Mlm`); with the source.
pub fn activities(
    expression: &Expression,
    edges: &[(String, String, f64)],
    method: ActivityMethod,
    least: usize,
) -> Result<(Activities, Prior), NetworkError> {
    let values = expression.values();
    let filled = |axis: usize| -> Vec<usize> {
        let lanes = values.axis_iter(Axis(axis)).enumerate();
        lanes.filter(|(_, lane)| lane.iter().any(|value| *value != 0.0)).map(|(place, _)| place).collect()
    };
    let (rows, columns) = (filled(0), filled(1));
    let names = |places: &[usize], of: &[String]| places.iter().map(|&at| of[at].clone()).collect::<Vec<_>>();
    let used = Expression::new(
        names(&rows, expression.samples()),
        names(&columns, expression.genes()),
        values.select(Axis(0), &rows).select(Axis(1), &columns),
    )?;
    if used.samples().is_empty() {
        let instead = "every value of the table is 0";
        return Err(NetworkError::TooFew {
            what: "samples that are not empty",
            found: 0,
            needed: 1,
            instead,
        });
    }
    let prior = Prior::new(&used, edges, least)?;
    let (scores, p_values) = match method {
        ActivityMethod::Ulm => univariate::ulm(used.values(), &prior.regulons)?,
        ActivityMethod::Mlm => multivariate::mlm(used.values(), &prior.regulons)?,
        ActivityMethod::Viper => viper::viper(used.values(), &prior.regulons),
    };
    let empty = (0..expression.samples().len()).filter(|row| rows.binary_search(row).is_err());
    let found = Activities {
        samples: used.samples().to_vec(),
        sources: prior.regulons.iter().map(|regulon| regulon.source.clone()).collect(),
        adjusted: adjust(&p_values),
        scores,
        p_values,
        empty_samples: empty.map(|row| expression.samples()[row].clone()).collect(),
        empty_genes: expression.genes().len() - columns.len(),
    };
    Ok((found, prior))
}

fn adjust(p_values: &Array2<f64>) -> Array2<f64> {
    let mut adjusted = p_values.clone();
    for mut row in adjusted.rows_mut() {
        let rates = stats::benjamini_hochberg(&row.to_vec());
        row.iter_mut().zip(rates).for_each(|(value, rate)| *value = rate);
    }
    adjusted
}
