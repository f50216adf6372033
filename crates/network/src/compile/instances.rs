//! One model for each sample: initial amounts and parameters scaled by measured expression, as Fröhlich et
//! al. 2018 (doi:10.1016/j.cels.2018.10.013) and Imoto et al. 2022 (doi:10.1016/j.isci.2022.103944) do.

use super::{at, names, perturb, wrong};
use crate::NetworkError;
use lca_kinetics::petab::{Condition, Experiment, Override, Period, Problem};
use lca_kinetics::sketch::{Scaled, Sketch};
use lca_kinetics::{Expr, Initial, Network, Parameter};
use lca_tables::DataFrame;
use std::collections::BTreeMap;

/// A problem with a condition for each sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Instances {
    /// The problem: for each sample and condition of before a condition `SAMPLE` or `SAMPLE_CONDITION`.
    pub problem: Problem,
    /// The samples, in the order of the table.
    pub samples: Vec<Sample>,
}

/// What is peculiar to a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The identifier of its condition.
    pub id: String,
    /// Targets with their expression relative to the reference.
    pub factors: Vec<(String, f64)>,
    /// The parameters that stand beside the targets, in the order of `factors`.
    parameters: Vec<String>,
}

impl Sample {
    /// The model as it is for this sample, from that of the problem.
    #[must_use]
    pub fn applied(&self, network: &Network) -> Network {
        let mut network = network.clone();
        for (id, (_, value)) in self.parameters.iter().zip(&self.factors) {
            if let Some(parameter) = network.parameters.iter_mut().find(|one| one.id == *id) {
                parameter.value = Some(*value);
            }
        }
        network
    }
}

/// Scales a problem by the expression of samples.
///
/// `table` has a named row for each molecule ([`DataFrame::names`]) and a column of numbers for each sample. Which
/// target is scaled by which rows is what `@expression TARGET = 0.7 * GENE1 + 0.3 * GENE2` says; where nothing does, every
/// species with an initial amount is scaled by the row of its own name. The factor of a sample is the
/// formula's value there over its value in the reference sample, so that the reference keeps the
/// model's own values and what is estimated is shared by all samples: a parameter `x_TARGET`
/// stands beside the target, and only it differs.
///
/// # Errors
/// When the reference or a row is not in the table, a formula is not positive in the reference or
/// negative in a sample, or a target is neither a species with an amount at the start nor a parameter.
pub fn instances(
    sketch: &Sketch,
    problem: &Problem,
    table: &DataFrame,
    reference: &str,
) -> Result<Instances, NetworkError> {
    let table = Expression::of(table, reference)?;
    let targets = targets(sketch, problem, &table)?;
    let mut problem = problem.clone();
    let mut factors = Vec::new();
    for one in &targets {
        factors.push((factor_of(&mut problem, &one.target, one.line)?, table.relative(one)?));
    }
    let mut names = names::Names::default();
    let samples: Vec<Sample> = (0..table.samples.len())
        .map(|at| Sample {
            id: names.free(names::identifier(&table.samples[at])),
            factors: targets
                .iter()
                .zip(&factors)
                .map(|(one, (_, values))| (one.target.clone(), values[at]))
                .collect(),
            parameters: factors.iter().map(|(id, _)| id.clone()).collect(),
        })
        .collect();
    spread(&mut problem, &samples, &factors);
    perturb::free(&mut problem);
    Ok(Instances { problem, samples })
}

/// An expression table: names of rows, names of samples, a list of numbers for each sample.
struct Expression {
    rows: Vec<String>,
    samples: Vec<String>,
    values: Vec<Vec<f64>>,
    reference: usize,
}

impl Expression {
    fn of(table: &DataFrame, reference: &str) -> Result<Self, NetworkError> {
        let rows = table.names().unwrap_or_else(|| table.index().to_vec());
        let numbers =
            table.columns().iter().filter_map(|(name, column)| Some((name.clone(), column.to_f64()?)));
        let (samples, values): (Vec<String>, Vec<Vec<f64>>) = numbers.unzip();
        let Some(place) = samples.iter().position(|known| known == reference) else {
            let known: Vec<&str> = samples.iter().map(String::as_str).collect();
            let near = lca_core::nearest(reference, known.iter().copied()).map(str::to_owned);
            return Err(NetworkError::Reference {
                place: "--reference".to_owned(),
                id: reference.to_owned(),
                what: "which is no sample of the expression table",
                instead: near.unwrap_or_else(|| known.join(", ")) + " is there",
            });
        };
        let mut seen = std::collections::HashSet::new();
        if let Some(twice) = rows.iter().find(|row| !seen.insert(row.as_str())) {
            let why = format!("`{twice}` has two rows; give each molecule one");
            return Err(NetworkError::Argument { what: "the expression table", why });
        }
        Ok(Self { rows, samples, values, reference: place })
    }

    fn row(&self, name: &str) -> Option<usize> {
        self.rows.iter().position(|known| known == name)
    }

    /// A formula's value in each sample over that in the reference.
    fn relative(&self, one: &Scaled) -> Result<Vec<f64>, NetworkError> {
        for symbol in one.formula.symbols() {
            if self.row(symbol).is_none() {
                let known: Vec<&str> = self.rows.iter().map(String::as_str).collect();
                let near = lca_core::nearest(symbol, known.iter().copied());
                return Err(NetworkError::Reference {
                    place: at(one.line),
                    id: symbol.to_owned(),
                    what: "which is no row of the expression table",
                    instead: near.map_or_else(
                        || "use the names of its first column".to_owned(),
                        |near| format!("is `{near}` meant?"),
                    ),
                });
            }
        }
        let value = |sample: usize| -> Result<f64, NetworkError> {
            let of = |symbol: &str| self.values.get(sample)?.get(self.row(symbol)?).copied();
            let value = one.formula.value(&of).map_err(|error| wrong(one.line, error))?;
            let (target, name) = (&one.target, &self.samples[sample]);
            if value.is_finite() && value >= 0.0 {
                return Ok(value);
            }
            Err(wrong(
                one.line,
                format_args!(
                    "the expression of `{target}` in {name} is {value}; it must be a number from 0 on"
                ),
            ))
        };
        let base = value(self.reference)?;
        if base <= 0.0 {
            let (target, name) = (&one.target, &self.samples[self.reference]);
            let what = format!(
                "`{target}` is not expressed in the reference {name}, so nothing is relative to it; choose another reference"
            );
            return Err(wrong(one.line, what));
        }
        (0..self.samples.len()).map(|sample| Ok(value(sample)? / base)).collect()
    }
}

/// What is scaled: what the sketch says, else species by the rows of their names.
fn targets(sketch: &Sketch, problem: &Problem, table: &Expression) -> Result<Vec<Scaled>, NetworkError> {
    if !sketch.expression.is_empty() {
        return Ok(sketch.expression.clone());
    }
    let present = problem.network.species.iter().filter(|species| match species.initial {
        Initial::Amount(value) | Initial::Concentration(value) => value > 0.0,
        Initial::Unknown => problem.network.initial_assignments.iter().any(|(id, _)| *id == species.id),
    });
    let found: Vec<Scaled> = present
        .filter(|species| table.row(&species.id).is_some())
        .map(|species| Scaled { target: species.id.clone(), formula: Expr::symbol(&species.id), line: 0 })
        .collect();
    if found.is_empty() {
        return Err(NetworkError::TooFew {
            what: "species with an initial amount and a row in the expression table",
            found: 0,
            needed: 1,
            instead: "say what scales what, `@expression ERK = 0.7 * MAPK1 + 0.3 * MAPK3`",
        });
    }
    Ok(found)
}

/// Puts a parameter beside a target by which it is multiplied, and says what that is called.
fn factor_of(problem: &mut Problem, target: &str, line: u64) -> Result<String, NetworkError> {
    let network = &mut problem.network;
    let mut id = format!("x_{target}");
    while network.symbols().any(|known| known == id) {
        id.push('_');
    }
    let times = |value: Expr| super::law::product(vec![Expr::symbol(&id), value]);
    if let Some(species) = network.species.iter_mut().find(|species| species.id == target) {
        let assigned = network.initial_assignments.iter_mut().find(|(known, _)| known == target);
        match (assigned, species.initial) {
            (Some((_, value)), _) => *value = times(value.clone()),
            (None, Initial::Concentration(value) | Initial::Amount(value)) if value > 0.0 => {
                species.initial = Initial::Unknown;
                network.initial_assignments.push((target.to_owned(), times(value.into())));
            }
            _ => {
                let what = format!(
                    "there is no `{target}` at the start, so expression cannot scale it; give it an initial amount"
                );
                return Err(wrong(line, what));
            }
        }
    } else if network.parameters.iter().any(|parameter| parameter.id == target) {
        let replaced = |formula: &Expr| {
            formula.substitute(&|symbol| (symbol == target).then(|| times(Expr::symbol(target))))
        };
        for rate in network.reactions.iter_mut().filter_map(|reaction| reaction.rate.as_mut()) {
            *rate = replaced(rate);
        }
    } else {
        let known: Vec<&str> = network.symbols().collect();
        return Err(super::symbols::unknown(&known, target, line));
    }
    network.parameters.push(Parameter::new(&id, 1.0));
    Ok(id)
}

/// A condition for each sample and each condition that there was.
fn spread(problem: &mut Problem, samples: &[Sample], factors: &[(String, Vec<f64>)]) {
    let before = std::mem::take(&mut problem.conditions);
    let listed = std::mem::take(&mut problem.experiments);
    let plain = before.len() == 1 && before.iter().all(|one| one.changes.is_empty());
    let name =
        |sample: &Sample, id: &str| if plain { sample.id.clone() } else { format!("{}_{id}", sample.id) };
    let mut names = names::Names::default();
    for (at, sample) in samples.iter().enumerate() {
        let ids: BTreeMap<&str, String> =
            before.iter().map(|one| (one.id.as_str(), names.free(name(sample, &one.id)))).collect();
        let own = |id: &str| ids.get(id).cloned().unwrap_or_else(|| name(sample, id));
        for condition in &before {
            let scaled = factors
                .iter()
                .filter_map(|(id, values)| Some((id.clone(), Override::Number(*values.get(at)?))));
            let changes = scaled.chain(condition.changes.iter().cloned()).collect();
            problem.conditions.push(Condition { id: own(&condition.id), name: None, changes });
        }
        for experiment in &listed {
            let periods = experiment.periods.iter().map(|period| Period {
                time: period.time,
                conditions: period.conditions.iter().map(|id| own(id)).collect(),
            });
            problem.experiments.push(Experiment { id: own(&experiment.id), periods: periods.collect() });
        }
    }
}
