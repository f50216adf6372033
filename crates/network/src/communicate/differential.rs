use super::bindings::Bindings;
use super::cellphonedb::{cross, joint};
use super::cells::{Cells, Types, check_share};
use super::expression::Expression;
use super::limits::Limits;
use super::permute::Permutations;
use crate::NetworkError;
use lca_graph::LigandReceptor;
use lca_numerics::{rng, stats::benjamini_hochberg};
use rand::seq::SliceRandom;
use rayon::prelude::*;

/// Two conditions to compare.
#[derive(Debug, Clone)]
pub struct DifferenceOptions<'a> {
    /// The condition of each row of the data; rows without one are left out.
    pub conditions: &'a [Option<String>],
    /// The sample (donor, dish) of each row; with it whole samples are exchanged, without it single cells.
    pub samples: Option<&'a [Option<String>]>,
    /// The condition that is the base, and the one held against it.
    pub between: (&'a str, &'a str),
    /// Share of a type's cells that each gene of a partner must exceed, in at least one condition.
    pub threshold: f64,
    /// The permutations of the test.
    pub permutations: Permutations,
    /// Which types can meet.
    pub limits: Limits,
}

/// How a binding between two types differs between conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The binding, as its place in the resource.
    pub binding: usize,
    /// The type that gives the ligand, by name.
    pub source: String,
    /// The type that has the receptor, by name.
    pub target: String,
    /// Its mean in the base.
    pub before: f64,
    /// Its mean in the other condition.
    pub after: f64,
    /// (1 + permutations with as large a difference, either way) / (1 + permutations).
    pub p_value: f64,
    /// The false discovery rate at which it would still be called (Benjamini & Hochberg 1995).
    pub false_discovery: f64,
}

/// What differs between two conditions: for each binding and pair of types the difference of CellPhoneDB's means, with
/// a two-sided p-value from permuted conditions. With samples, conditions are exchanged between whole samples, which is
/// right where cells of a sample are alike; without, between cells of one type, which keeps the composition but
/// takes cells as independent.
///
/// # Errors
/// As [`super::cellphonedb()`]; when a condition has no cells, or a sample is in both.
pub fn differential(
    cells: &Cells<'_>,
    resource: &LigandReceptor,
    options: &DifferenceOptions<'_>,
) -> Result<Vec<Difference>, NetworkError> {
    check_share(options.threshold)?;
    cells.types()?;
    let groups = Groups::new(cells, options)?;
    let cells = Cells { labels: &groups.labels, ..*cells };
    let types = cells.types()?;
    let bindings = Bindings::new(resource, cells.genes)?;
    let expression = Expression::new(&cells, &types, &bindings.columns);
    let pairs = options.limits.pairs(&types)?;
    let work = Work { types: &types, bindings: &bindings, expression: &expression };
    let after: Vec<bool> = types.rows.iter().map(|&row| groups.after[row]).collect();
    let samples: Option<Vec<usize>> =
        groups.samples.map(|all| types.rows.iter().map(|&row| all[row]).collect());
    let means = work.means(&after, f64::from);
    let shares = work.means(&after, |value| f64::from(u8::from(value > 0.0)));
    let expressed =
        |&(_, (a, b)): &Tested| shares.iter().any(|shares| shares[a].min(shares[b]) > options.threshold);
    let ends = cross(resource, &bindings, &pairs, types.names.len());
    let tested: Vec<Tested> = ends.into_iter().enumerate().filter(expressed).collect();
    let p_values = work.p_values(&after, samples.as_deref(), &tested, &means, options.permutations);
    let rates = benjamini_hochberg(&p_values);
    let difference = |(((at, (a, b)), p_value), rate): ((&Tested, &f64), f64)| Difference {
        binding: bindings.tested[at / pairs.len()],
        source: types.names[pairs[at % pairs.len()].0].clone(),
        target: types.names[pairs[at % pairs.len()].1].clone(),
        before: joint(means[0][*a], means[0][*b]),
        after: joint(means[1][*a], means[1][*b]),
        p_value: *p_value,
        false_discovery: rate,
    };
    Ok(tested.iter().zip(&p_values).zip(rates).map(difference).collect())
}

/// A binding and pair of types by its place among all, and the places of its two means in a table of partners × types.
type Tested = (usize, (usize, usize));

/// How much a binding's mean grows from before to after.
fn change(means: &[Vec<f64>; 2], (a, b): (usize, usize)) -> f64 {
    joint(means[1][a], means[1][b]) - joint(means[0][a], means[0][b])
}

struct Work<'a> {
    types: &'a Types,
    bindings: &'a Bindings,
    expression: &'a Expression,
}

impl Work<'_> {
    /// (1 + permutations that change as much, either way) / (1 + permutations), for each that is tested.
    fn p_values(
        &self,
        after: &[bool],
        samples: Option<&[usize]>,
        tested: &[Tested],
        means: &[Vec<f64>; 2],
        permutations: Permutations,
    ) -> Vec<f64> {
        let observed: Vec<f64> = tested.iter().map(|(_, ends)| change(means, *ends).abs()).collect();
        let exceed = |at: usize| -> Vec<u32> {
            let shuffled = shuffle(self.types, after, samples, permutations.seed, at as u64);
            let means = self.means(&shuffled, f64::from);
            // Sums in another order may differ in the last bits; what is equal but for these counts as equal.
            let large = |((_, ends), &seen): (&Tested, &f64)| {
                u32::from(change(&means, *ends).abs() >= seen * (1.0 - 1e-12))
            };
            tested.iter().zip(&observed).map(large).collect()
        };
        let none = || vec![0u32; tested.len()];
        let counts = (0..permutations.count).into_par_iter().map(exceed).reduce(none, |mut sum, more| {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            sum
        });
        let total = 1.0 + permutations.count as f64;
        counts.into_iter().map(|count| (1.0 + f64::from(count)) / total).collect()
    }

    /// Partners × types before and after; 0 where a type has no cells in a condition.
    fn means(&self, after: &[bool], of: impl Fn(f32) -> f64) -> [Vec<f64>; 2] {
        let count = self.types.names.len();
        let labels: Vec<u32> =
            self.types.of.iter().zip(after).map(|(&label, &after)| label * 2 + u32::from(after)).collect();
        let mut sizes = vec![0usize; 2 * count];
        labels.iter().for_each(|&label| sizes[label as usize] += 1);
        let mut sums = vec![0.0; self.expression.genes() * 2 * count];
        self.expression.sums(&labels, 2 * count, &mut sums, of);
        [0, 1].map(|side| {
            let genes: Vec<f64> = (0..self.expression.genes() * count)
                .map(|at| (2 * (at / count * count + at % count) + side, sizes[2 * (at % count) + side]))
                .map(|(at, size)| if size == 0 { 0.0 } else { sums[at] / size as f64 })
                .collect();
            let mut partners = vec![0.0; self.bindings.partners.len() * count];
            self.bindings.least(&genes, count, &mut partners);
            partners
        })
    }
}

/// Conditions exchanged between samples, or between the cells of each type.
fn shuffle(types: &Types, after: &[bool], samples: Option<&[usize]>, seed: u64, stream: u64) -> Vec<bool> {
    let mut random = rng(seed, stream);
    let groups = match samples {
        Some(samples) => {
            let count = samples.iter().max().map_or(0, |most| most + 1);
            let mut of_sample = vec![false; count];
            samples.iter().zip(after).for_each(|(&sample, &after)| of_sample[sample] = after);
            of_sample.shuffle(&mut random);
            return samples.iter().map(|&sample| of_sample[sample]).collect();
        }
        None => (0..types.names.len()).map(|kind| {
            let is = |at: &usize| types.of[*at] as usize == kind;
            (0..after.len()).filter(is).collect::<Vec<usize>>()
        }),
    };
    let mut shuffled = after.to_vec();
    for cells in groups {
        let mut own: Vec<bool> = cells.iter().map(|&at| after[at]).collect();
        own.shuffle(&mut random);
        cells.iter().zip(own).for_each(|(&at, after)| shuffled[at] = after);
    }
    shuffled
}

/// The rows of both conditions.
struct Groups {
    labels: Vec<Option<String>>,
    after: Vec<bool>,
    samples: Option<Vec<usize>>,
}

impl Groups {
    fn new(cells: &Cells<'_>, options: &DifferenceOptions<'_>) -> Result<Self, NetworkError> {
        let rows = cells.matrix.shape().0;
        let lists = [Some(options.conditions), options.samples];
        if let Some(list) = lists.into_iter().flatten().find(|list| list.len() != rows) {
            let why = format!("{} given for {rows} cells; give one for each", list.len());
            return Err(NetworkError::Argument { what: "the conditions or samples", why });
        }
        let is = |row: usize, name: &str| options.conditions[row].as_deref() == Some(name);
        for name in [options.between.0, options.between.1] {
            if !(0..rows).any(|row| is(row, name) && cells.labels.get(row).is_some_and(Option::is_some)) {
                let mut known: Vec<&str> = options.conditions.iter().flatten().map(String::as_str).collect();
                known.sort_unstable();
                known.dedup();
                return Err(NetworkError::Reference {
                    place: "the comparison".to_owned(),
                    id: name.to_owned(),
                    what: "which is the condition of no cell that has a type",
                    instead: format!("the conditions are: {}", known.join(", ")),
                });
            }
        }
        let kept = |(row, label): (usize, &Option<String>)| {
            let in_sample = options.samples.is_none_or(|samples| samples[row].is_some());
            let either = is(row, options.between.0) || is(row, options.between.1);
            label.clone().filter(|_| either && in_sample)
        };
        let labels: Vec<Option<String>> = cells.labels.iter().enumerate().map(kept).collect();
        let after: Vec<bool> = (0..rows).map(|row| is(row, options.between.1)).collect();
        let samples = options.samples.map(|samples| numbered(samples, &labels, &after)).transpose()?;
        Ok(Self { labels, after, samples })
    }
}

/// A number for each sample; each must be of one condition, and each condition have two.
fn numbered(
    samples: &[Option<String>],
    labels: &[Option<String>],
    after: &[bool],
) -> Result<Vec<usize>, NetworkError> {
    let mut known: std::collections::BTreeMap<&str, (usize, bool)> = std::collections::BTreeMap::new();
    let mut numbers = vec![0; samples.len()];
    for (row, name) in samples.iter().enumerate().filter(|(row, _)| labels[*row].is_some()) {
        let Some(name) = name.as_deref() else { continue };
        let next = (known.len(), after[row]);
        let &mut (number, condition) = known.entry(name).or_insert(next);
        if condition != after[row] {
            let why = format!(
                "`{name}` has cells of both conditions; compare cells instead by leaving samples out"
            );
            return Err(NetworkError::Argument { what: "the samples", why });
        }
        numbers[row] = number;
    }
    let fewest = [true, false].map(|side| known.values().filter(|(_, after)| *after == side).count());
    if let Some(&found) = fewest.iter().min().filter(|count| **count < 2) {
        let instead = "permuting samples needs at least two of each condition";
        return Err(NetworkError::TooFew { what: "samples of a condition", found, needed: 2, instead });
    }
    Ok(numbers)
}
