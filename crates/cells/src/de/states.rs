use super::{DeParams, Design, Expression, differential_expression};
use crate::{CellsError, Pseudobulk};
use ndarray::Axis;
use std::collections::BTreeMap;

/// Differences within one state.
#[derive(Debug, Clone, PartialEq)]
pub struct StateExpression {
    /// The state.
    pub state: String,
    /// The samples used.
    pub samples: Vec<String>,
    /// What was found.
    pub found: Expression,
}

/// Differences within each state.
#[derive(Debug, Clone, PartialEq)]
pub struct StatesExpression {
    /// States that were compared, in their order.
    pub states: Vec<StateExpression>,
    /// States that could not be, and why.
    pub left_out: Vec<(String, String)>,
}

/// Tests, in each state, the samples of condition `treated` against those of `reference`. `condition` and the properties
/// `others` give each sample's value by its name; samples of other conditions are left out. A state needs two samples of
/// each condition at least: with one alone its noise is not known.
///
/// # Errors
/// [`CellsError::Missing`] for a sample without a condition or property, and those of [`differential_expression`] but for
/// states with too few samples or genes, which are left out.
pub fn differ_by_state(
    bulk: &Pseudobulk,
    condition: &BTreeMap<String, String>,
    contrast: (&str, &str),
    others: &[(String, BTreeMap<String, String>)],
    params: &DeParams,
) -> Result<StatesExpression, CellsError> {
    let value = |of: &BTreeMap<String, String>, sample: &String| {
        of.get(sample).cloned().ok_or_else(|| CellsError::Missing {
            what: "condition of sample",
            name: sample.clone(),
            present: of.keys().cloned().collect::<Vec<_>>().join(", "),
        })
    };
    let mut found = StatesExpression { states: Vec::new(), left_out: Vec::new() };
    let mut names: Vec<&String> = bulk.states.iter().collect();
    names.dedup();
    for state in names {
        let mut rows = Vec::new();
        let mut conditions = Vec::new();
        for row in (0..bulk.states.len()).filter(|&row| bulk.states[row] == *state) {
            let own = value(condition, &bulk.samples[row])?;
            if own == contrast.0 || own == contrast.1 {
                rows.push(row);
                conditions.push(own);
            }
        }
        let count = |name: &str| conditions.iter().filter(|own| *own == name).count();
        let (treated, reference) = (count(contrast.0), count(contrast.1));
        if treated < 2 || reference < 2 {
            let why = format!(
                "{treated} samples of {} and {reference} of {}; 2 of each are needed",
                contrast.0, contrast.1
            );
            found.left_out.push((state.clone(), why));
            continue;
        }
        let samples: Vec<String> = rows.iter().map(|&row| bulk.samples[row].clone()).collect();
        let property = |(name, of): &(String, BTreeMap<String, String>)| {
            Ok((name.clone(), samples.iter().map(|sample| value(of, sample)).collect::<Result<Vec<_>, _>>()?))
        };
        let properties = others.iter().map(property).collect::<Result<Vec<_>, CellsError>>()?;
        let design = Design::new(&conditions, contrast, &properties)?;
        match differential_expression(&bulk.counts.select(Axis(0), &rows), &design, params) {
            Ok(expression) => {
                found.states.push(StateExpression { state: state.clone(), samples, found: expression });
            }
            Err(CellsError::TooFew { what, found: has, needed }) => {
                found.left_out.push((state.clone(), format!("{what}: {has} found, {needed} are needed")));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}
