use crate::NetworkError;
use crate::infer::Expression;
use std::collections::BTreeMap;

/// The targets of one source (a transcription factor, a pathway) among the genes of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulon {
    /// The source.
    pub source: String,
    /// Its targets by place, in rising order, and their weights, none 0.
    pub targets: Vec<(usize, f64)>,
}

/// A prior network held against the genes of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// The sources with enough targets, in the order of their names.
    pub regulons: Vec<Regulon>,
    /// Sources left out because too few of their targets are measured.
    pub small: Vec<String>,
    /// Edges left out because their target is no gene of the table.
    pub absent: usize,
    /// Edges that came again with the same weight and count once.
    pub repeats: usize,
}

impl Prior {
    /// Takes edges `(source, target, weight)` and keeps sources with at least `least` measured targets.
    ///
    /// # Errors
    /// When an edge comes again with another weight, a weight is not finite, or no source has enough
    /// targets; with names.
    pub fn new(
        expression: &Expression,
        edges: &[(String, String, f64)],
        least: usize,
    ) -> Result<Self, NetworkError> {
        let places = expression.places();
        let mut found: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
        let (mut absent, mut repeats) = (0, 0);
        for (source, target, weight) in edges {
            if !weight.is_finite() {
                return wrong(format!("the weight of `{source}` on `{target}` is missing or infinite"));
            }
            let targets = found.entry(source).or_default();
            let Some(&place) = places.get(target.as_str()) else {
                absent += 1;
                continue;
            };
            match targets.insert(place, *weight) {
                Some(other) if other != *weight => {
                    return wrong(format!(
                        "`{source}` acts on `{target}` with {other} and with {weight}; keep one of the two"
                    ));
                }
                Some(_) => repeats += 1,
                None => {}
            }
        }
        let (mut regulons, mut small) = (Vec::new(), Vec::new());
        for (source, targets) in found {
            let targets: Vec<(usize, f64)> =
                targets.into_iter().filter(|(_, weight)| *weight != 0.0).collect();
            if targets.len() >= least.max(1) {
                regulons.push(Regulon { source: source.to_owned(), targets });
            } else {
                small.push(source.to_owned());
            }
        }
        if regulons.is_empty() {
            return Err(none_left(expression, edges, least));
        }
        Ok(Self { regulons, small, absent, repeats })
    }
}

fn wrong<T>(why: String) -> Result<T, NetworkError> {
    Err(NetworkError::Argument { what: "prior network", why })
}

fn none_left(expression: &Expression, edges: &[(String, String, f64)], least: usize) -> NetworkError {
    let samples: std::collections::HashSet<&String> = expression.samples().iter().collect();
    let turned = edges.iter().find(|(_, target, _)| samples.contains(target));
    let why = match turned {
        Some((_, target, _)) => format!(
            "target `{target}` is a sample of the table: the genes stand on the other axis, so turn --genes-in"
        ),
        None => format!(
            "no source has {least} targets among the table's genes, such as `{}`; are both of one species \
             and one kind of name? --min-targets asks for fewer",
            expression.genes().first().map_or("", String::as_str)
        ),
    };
    NetworkError::Argument { what: "prior network", why }
}
