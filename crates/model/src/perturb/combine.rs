use super::{HillCurve, additive_response, combination_index, fit_hill};
use crate::ModelError;

/// Responses to two substances together, held against what each does alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// The curve of the first alone.
    pub first: HillCurve,
    /// The curve of the second alone.
    pub second: HillCurve,
    /// The response that counts as the whole effect.
    pub whole: f64,
    /// Pairs of positive doses, the second's running fastest.
    pub cells: Vec<CombinationCell>,
}

/// One pair of doses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CombinationCell {
    /// The doses.
    pub doses: [f64; 2],
    /// The response.
    pub response: f64,
    /// The share of the whole effect.
    pub effect: f64,
    /// The effect were the two independent: `a + b - a b` (Bliss 1939).
    pub bliss: f64,
    /// Effect minus that: positive is more than independent.
    pub bliss_excess: f64,
    /// The response by Loewe's additivity; none where the substances act in opposite ways.
    pub loewe: Option<f64>,
    /// The combination index: below 1 is more than additive.
    pub index: Option<f64>,
}

/// Scores a grid of responses, first doses × second doses, both rising from 0. Where `whole` is not
/// given, the whole effect is to bring the response to zero, or for substances that raise it to where
/// the stronger curve ends.
///
/// # Errors
/// When the grid is not complete, does not begin at no dose, or a curve cannot be fitted; when `whole` is not given
/// and the curves do not say it: they go different ways, or rise beyond the doses.
pub fn score_combination(
    first: &[f64],
    second: &[f64],
    responses: &[Vec<f64>],
    whole: Option<f64>,
) -> Result<Combination, ModelError> {
    let rising =
        |doses: &[f64]| doses.first() == Some(&0.0) && doses.windows(2).all(|pair| pair[0] < pair[1]);
    let complete = responses.len() == first.len() && responses.iter().all(|row| row.len() == second.len());
    if !rising(first) || !rising(second) || !complete {
        let why = "give both doses rising from 0, and a response to each pair".to_owned();
        return Err(ModelError::Argument { what: "combination", why });
    }
    let alone: Vec<f64> = responses.iter().map(|row| row[0]).collect();
    let (a, b) = (fit_hill(first, &alone)?, fit_hill(second, &responses[0])?);
    let none = responses[0][0];
    let whole = match whole {
        Some(whole) => whole,
        None => whole_effect((&a, first), (&b, second))?,
    };
    let effect = |response: f64| (none - response) / (none - whole);
    let mut cells = Vec::new();
    for (i, row) in responses.iter().enumerate().skip(1) {
        for (j, &response) in row.iter().enumerate().skip(1) {
            let doses = [first[i], second[j]];
            let (one, other) = (effect(responses[i][0]), effect(responses[0][j]));
            let bliss = one + other - one * other;
            cells.push(CombinationCell {
                doses,
                response,
                effect: effect(response),
                bliss,
                bliss_excess: effect(response) - bliss,
                loewe: additive_response([&a, &b], doses),
                index: combination_index([&a, &b], doses, response),
            });
        }
    }
    Ok(Combination { first: a, second: b, whole, cells })
}

/// Zero for substances that lower a response, and where the stronger curve ends for those that raise it.
fn whole_effect(a: (&HillCurve, &[f64]), b: (&HillCurve, &[f64])) -> Result<f64, ModelError> {
    let unknown = |why: &str| {
        let why = format!("{why}: say which response counts as the whole effect");
        Err(ModelError::Argument { what: "combination", why })
    };
    let (stronger, doses) = if a.0.full > b.0.full { a } else { b };
    match [a, b].map(|(curve, _)| curve.full > curve.zero) {
        [false, false] => Ok(0.0),
        [true, true] if stronger.is_reached(doses) => Ok(stronger.full),
        [true, true] => unknown("the response rises to the last dose"),
        _ => unknown("one substance raises the response and the other lowers it"),
    }
}

impl Combination {
    /// The mean of the Bliss excess over all pairs, and the median of the index where it has one.
    #[must_use]
    pub fn summary(&self) -> (f64, Option<f64>) {
        let excess =
            self.cells.iter().map(|cell| cell.bliss_excess).sum::<f64>() / self.cells.len().max(1) as f64;
        let known: Vec<f64> = self.cells.iter().filter_map(|cell| cell.index).collect();
        (excess, (!known.is_empty()).then(|| lca_numerics::stats::median(&known)))
    }
}
