use crate::NetworkError;
use crate::infer::Expression;
use lca_numerics::stats;
use ndarray::Array2;

/// How far each gene departs in each knock-out.
pub(super) struct Deviations {
    /// Knocked-out genes × genes, in standard deviations of the gene; 0 for genes not knocked out.
    pub(super) values: Array2<f64>,
    pub(super) knocked_out: usize,
    pub(super) medians: bool,
}

/// Departures from the wild type, over the standard deviation of the gene in all knock-outs of others.
pub(super) fn deviations(expression: &Expression, wild_type: &str) -> Result<Deviations, NetworkError> {
    let genes = expression.genes().len();
    let places = expression.places();
    let mut repeats: Vec<Vec<usize>> = vec![Vec::new(); genes];
    let mut wild = Vec::new();
    for (sample, name) in expression.samples().iter().enumerate() {
        if name.eq_ignore_ascii_case(wild_type) {
            wild.push(sample);
        } else if let Some(&gene) = places.get(name.as_str()).or_else(|| places.get(stem(name))) {
            repeats[gene].push(sample);
        }
    }
    let knocked_out = repeats.iter().filter(|samples| !samples.is_empty()).count();
    if knocked_out < 2 {
        return Err(NetworkError::TooFew {
            what: "knocked-out genes",
            found: knocked_out,
            needed: 2,
            instead: "name each sample for the gene knocked out in it, as in the table's genes",
        });
    }
    let medians = wild.is_empty();
    let mut values = Array2::zeros((genes, genes));
    for gene in 0..genes {
        let column = expression.values().column(gene);
        let mean_of = |samples: &[usize]| {
            stats::mean(&samples.iter().map(|&sample| column[sample]).collect::<Vec<f64>>())
        };
        let base = if medians { stats::median(&column.to_vec()) } else { mean_of(&wild) };
        let departures: Vec<(usize, f64)> = (0..genes)
            .filter(|&other| !repeats[other].is_empty())
            .map(|other| (other, mean_of(&repeats[other]) - base))
            .collect();
        let others: Vec<f64> =
            departures.iter().filter(|(other, _)| *other != gene).map(|one| one.1).collect();
        let spread =
            (others.iter().map(|value| value * value).sum::<f64>() / others.len().max(1) as f64).sqrt();
        if spread > 0.0 {
            departures.iter().for_each(|(other, value)| values[[*other, gene]] = value / spread);
        }
    }
    Ok(Deviations { values, knocked_out, medians })
}

/// A sample's name without what says that it is a knock-out.
fn stem(name: &str) -> &str {
    ["_ko", "-ko", "_KO", "-KO"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}
