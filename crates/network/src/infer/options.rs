use super::score::unmatched;
use super::{Boosting, Expression, KnockoutParams, Method, Order, Scale, Trees};
use crate::NetworkError;

/// How [`super::infer`] goes about it.
#[derive(Debug, Clone, PartialEq)]
pub struct InferOptions {
    /// The method.
    pub method: Method,
    /// The genes that may regulate, by their places, in rising order; none: all.
    pub regulators: Option<Vec<usize>>,
    /// On which scale expressions are taken; none: ranks, but values along time. `consensus` has its own.
    pub scale: Option<Scale>,
    /// When the samples were taken; `dyngenie3` and `ode` need it.
    pub order: Option<Order>,
    /// Seed of all that is drawn.
    pub seed: u64,
    /// Trees grown apart.
    pub trees: Trees,
    /// Boosted trees.
    pub boosting: Boosting,
    /// Bins of each gene for mutual information; none: by the number of samples.
    pub bins: Option<usize>,
    /// By which share a pair must share less than two others to be cut (`aracne`).
    pub tolerance: f64,
    /// Into how many windows each branch of ordered cells is cut.
    pub windows: usize,
    /// Rate of decay of every gene (`dyngenie3`); none: each gene's own, read off its course.
    pub decay: Option<f64>,
    /// How knock-outs are read.
    pub knockouts: KnockoutParams,
}

impl InferOptions {
    /// The defaults of a method.
    #[must_use]
    pub fn new(method: Method) -> Self {
        Self {
            method,
            regulators: None,
            scale: None,
            order: None,
            seed: 1,
            trees: Trees::default(),
            boosting: Boosting::default(),
            bins: None,
            tolerance: 0.1,
            windows: 60,
            decay: None,
            knockouts: KnockoutParams::default(),
        }
    }

    pub(crate) fn check(&self, expression: &Expression) -> Result<(), NetworkError> {
        let wrong = |what, why: String| Err(NetworkError::Argument { what, why });
        let samples = expression.samples().len();
        if samples < self.method.least() {
            return Err(NetworkError::TooFew {
                what: "samples",
                found: samples,
                needed: self.method.least(),
                instead: "measure more, or check on which axis the genes stand",
            });
        }
        if expression.genes().len() < 2 {
            return Err(NetworkError::TooFew {
                what: "genes",
                found: expression.genes().len(),
                needed: 2,
                instead: "check on which axis the genes stand",
            });
        }
        let genes = expression.genes().len();
        if let Some(places) = &self.regulators
            && (places.iter().any(|&at| at >= genes) || places.windows(2).any(|pair| pair[0] >= pair[1]))
        {
            return wrong("regulators", format!("give rising places among the {genes} genes, each once"));
        }
        if self.trees.count == 0 || self.trees.leaf == 0 {
            return wrong("trees", "there must be one tree and one sample in a leaf at least".to_owned());
        }
        if !(0.0..1.0).contains(&self.tolerance) {
            return wrong("tolerance", format!("{} is no share from 0 to below 1", self.tolerance));
        }
        if self.bins.is_some_and(|bins| bins < 2) {
            return wrong("bins", "at least 2 are needed".to_owned());
        }
        if self.method == Method::Consensus && self.scale.is_some() {
            return wrong(
                "scale",
                "consensus takes expressions as ranks and as values; leave it out".to_owned(),
            );
        }
        match &self.order {
            None if self.method.needs_order() => {
                wrong("times", format!("{} needs to know when each sample was taken", self.method))
            }
            Some(order) if order.samples() != samples => {
                wrong("times", format!("{} for {samples} samples; give one for each", order.samples()))
            }
            _ => Ok(()),
        }
    }
}

/// The places of regulators listed by name, in rising order, and the names that are no gene of the
/// table: lists name all factors of a species, few of which a table need have.
///
/// # Errors
/// When none of them is a gene of the table.
pub fn regulators(
    expression: &Expression,
    names: &[String],
) -> Result<(Vec<usize>, Vec<String>), NetworkError> {
    let places = expression.places();
    let mut found: Vec<usize> = names.iter().filter_map(|name| places.get(name.as_str()).copied()).collect();
    found.sort_unstable();
    found.dedup();
    let absent: Vec<String> =
        names.iter().filter(|name| !places.contains_key(name.as_str())).cloned().collect();
    if found.is_empty() {
        return Err(unmatched(expression, absent.first(), "the list of regulators"));
    }
    Ok((found, absent))
}
