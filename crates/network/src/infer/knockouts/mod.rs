mod deviation;
mod reduction;

use super::Expression;
use crate::NetworkError;
use deviation::deviations;
use ndarray::Array2;
use reduction::explained;

/// How knock-outs are read.
#[derive(Debug, Clone, PartialEq)]
pub struct KnockoutParams {
    /// Name of the samples in which nothing is knocked out. Default `WT`.
    pub wild_type: String,
    /// How many standard deviations of a gene count as an effect. Default 2.
    pub threshold: f64,
}

impl Default for KnockoutParams {
    fn default() -> Self {
        Self { wild_type: "WT".to_owned(), threshold: 2.0 }
    }
}

/// What knock-outs say of who acts on whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Knockouts {
    /// Scores of each regulator for each gene, genes × genes: how far, in standard deviations, the gene
    /// departs when the regulator is knocked out; effects that a path of other effects explains come
    /// after all that none explains.
    pub scores: Array2<f64>,
    /// 1 where the gene falls without its regulator, which thus activates it, and −1 where it rises.
    pub signs: Array2<i8>,
    /// How many genes were knocked out.
    pub knocked_out: usize,
    /// How many effects were seen.
    pub effects: usize,
    /// How many of these a path of others explains.
    pub explained: usize,
    /// Whether there was no sample of the wild type, so that the medians of all samples stood in.
    pub medians: bool,
}

/// Which edges are needed to explain knock-outs: of all effects those remain direct that no path of
/// other effects accounts for, in the condensed graph of effects (Wagner 2001); the others are ranked
/// last (Pinna, Soranzo & de la Fuente 2010). Effects within a feedback loop explain one another and
/// all stay. A sample is named for the gene that is knocked out in it, maybe with `_ko` or `-ko` behind.
///
/// # Errors
/// When fewer than two genes of the table are knocked out.
pub fn knockouts(expression: &Expression, params: &KnockoutParams) -> Result<Knockouts, NetworkError> {
    let seen = deviations(expression, &params.wild_type)?;
    let strong = seen.values.mapv(|value| value.abs() >= params.threshold);
    let indirect = explained(&strong);
    let mut scores = seen.values.mapv(f64::abs);
    let below = params.threshold;
    for ((a, b), score) in scores.indexed_iter_mut() {
        *score = match (a == b, strong[[a, b]], indirect[[a, b]]) {
            (true, ..) => 0.0,
            // Between what is no effect and what is a direct one.
            (_, true, true) => below * (1.0 - 0.5 / (1.0 + *score)),
            (_, true, false) => *score,
            (_, false, _) => *score * 0.5,
        };
    }
    Ok(Knockouts {
        scores,
        signs: seen.values.mapv(|value| if value < 0.0 { 1 } else { -i8::from(value > 0.0) }),
        knocked_out: seen.knocked_out,
        effects: count(&strong),
        explained: count(&indirect),
        medians: seen.medians,
    })
}

fn count(edges: &Array2<bool>) -> usize {
    edges.indexed_iter().filter(|((a, b), edge)| a != b && **edge).count()
}
