use super::contrast::{Contrasts, Estimate, Test};
use super::scale::logarithms;
use super::{MeasuredLayer, Onset, VariancePrior};
use crate::NetworkError;
use lca_graph::Layer;
use lca_numerics::stats::{benjamini_hochberg, student_two_sided, variance_ratio_sf};

/// How changes are found.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeOptions {
    /// The test.
    pub test: Test,
    /// The false discovery rate up to which a molecule counts as changed, in each layer on its own.
    pub rate: f64,
    /// The smallest change that counts, as a logarithm to base 2.
    pub least_change: f64,
    /// How many values a group needs to be compared.
    pub least_values: usize,
}

impl Default for ChangeOptions {
    fn default() -> Self {
        Self { test: Test::Moderated, rate: 0.05, least_change: 0.0, least_values: 2 }
    }
}

/// What a layer's molecules did.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerChange {
    /// Which layer.
    pub layer: Layer,
    /// The times at which changes are known, in seconds.
    pub times: Vec<f64>,
    /// One for each molecule of the table, in its order.
    pub responses: Vec<Response>,
    /// The layer's share in each variance; 0 degrees of freedom for Welch's test.
    pub prior_freedom: f64,
    /// How many values of the samples used are missing.
    pub missing: usize,
    /// How many values there could be.
    pub possible: usize,
}

/// What one molecule did.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its identifier in the table.
    pub id: String,
    /// Its name, where the table gives one.
    pub name: Option<String>,
    /// Its change at each time, as a logarithm to base 2; NaN where it cannot be compared.
    pub course: Vec<f64>,
    /// The standard error of each change.
    pub errors: Vec<f64>,
    /// The P value of each change.
    pub p_values: Vec<f64>,
    /// The P value of any change at all.
    pub p_value: f64,
    /// The false discovery rate at which it would just be called changed.
    pub q_value: f64,
    /// Its largest change, as a logarithm to base 2.
    pub largest: f64,
    /// When it responded.
    pub onset: Option<Onset>,
    /// Whether it counts as changed.
    pub changed: bool,
    /// Why it could not be tested.
    pub untested: Option<Untested>,
}

/// Why a molecule could not be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Untested {
    /// Its counts are too few.
    FewCounts,
    /// No time has enough values in both groups.
    Missing,
}

/// Finds which molecules of a layer change, when and by how much.
///
/// # Errors
/// [`NetworkError::Argument`] when the layer has nothing to compare, no replicates or no values, or an
/// option is out of its range.
pub fn changes(layer: &MeasuredLayer, options: &ChangeOptions) -> Result<LayerChange, NetworkError> {
    layer.check()?;
    if !(options.rate > 0.0 && options.rate <= 1.0) {
        let why = format!("{} is no rate: give a number above 0, at most 1", options.rate);
        return Err(NetworkError::Argument { what: "the false discovery rate", why });
    }
    if !(options.least_change >= 0.0 && options.least_change.is_finite()) {
        let why = format!("{} is no size of a change: give a number from 0 on", options.least_change);
        return Err(NetworkError::Argument { what: "the smallest change", why });
    }
    let contrasts = Contrasts::of(layer.cells());
    let logs = logarithms(layer);
    let estimates: Vec<Option<Estimate>> =
        logs.iter().map(|row| row.as_ref().map(|row| Estimate::of(row, &contrasts.cells))).collect();
    let prior = prior(&estimates, layer.scale == super::Scale::Counts, options.test);
    let molecules = layer.table.molecules().iter();
    let mut responses: Vec<Response> = molecules
        .zip(&estimates)
        .enumerate()
        .map(|(at, (molecule, estimate))| {
            let mut response = blank(&molecule.id, molecule.name.as_ref(), contrasts.times.len());
            match estimate {
                None => response.untested = Some(Untested::FewCounts),
                Some(estimate) => test(&mut response, estimate, &contrasts, (&prior, at), options),
            }
            response
        })
        .collect();
    call(&mut responses, options);
    let used: Vec<usize> = contrasts.cells.iter().flat_map(|cell| cell.samples.clone()).collect();
    let kept: Vec<&Vec<f64>> = logs.iter().flatten().collect();
    let missing = kept.iter().map(|row| used.iter().filter(|&&at| !row[at].is_finite()).count()).sum();
    Ok(LayerChange {
        layer: layer.layer,
        times: contrasts.times,
        responses,
        prior_freedom: prior.freedom,
        missing,
        possible: kept.len() * used.len(),
    })
}

fn prior(estimates: &[Option<Estimate>], counts: bool, test: Test) -> VariancePrior {
    let of = |get: fn(&Estimate) -> f64| -> Vec<f64> {
        estimates.iter().map(|one| one.as_ref().map_or(f64::NAN, get)).collect()
    };
    if test == Test::Welch {
        return VariancePrior { freedom: 0.0, variance: Vec::new() };
    }
    let levels = of(|one| one.level);
    VariancePrior::estimate(
        &of(|one| one.variance),
        &of(|one| one.freedom),
        counts.then_some(levels.as_slice()),
    )
}

fn blank(id: &str, name: Option<&String>, times: usize) -> Response {
    Response {
        id: id.to_owned(),
        name: name.cloned(),
        course: vec![f64::NAN; times],
        errors: vec![f64::NAN; times],
        p_values: vec![f64::NAN; times],
        p_value: f64::NAN,
        q_value: f64::NAN,
        largest: f64::NAN,
        onset: None,
        changed: false,
        untested: None,
    }
}

fn test(
    response: &mut Response,
    estimate: &Estimate,
    contrasts: &Contrasts,
    (prior, at): (&VariancePrior, usize),
    options: &ChangeOptions,
) {
    let (variance, freedom) = prior.posterior(at, estimate.variance, estimate.freedom);
    for (place, &pair) in contrasts.pairs.iter().enumerate() {
        if !estimate.complete(pair, options.least_values) {
            continue;
        }
        let (difference, factor) = estimate.difference(pair);
        let (error, freedom) = match options.test {
            Test::Moderated => ((variance * factor).sqrt(), freedom),
            Test::Welch => welch(estimate, pair),
        };
        response.course[place] = difference;
        response.errors[place] = error;
        response.p_values[place] = two_sided(difference / error, freedom);
    }
    response.p_value = match options.test {
        Test::Moderated => joint(response, estimate, contrasts, (variance, freedom), options.least_values),
        Test::Welch => least(&response.p_values),
    };
    if let Some((onset, largest)) = Onset::of(&contrasts.times, &response.course) {
        (response.onset, response.largest) = (Some(onset), largest);
    }
    if response.p_value.is_nan() {
        response.untested = Some(Untested::Missing);
    }
}

fn two_sided(t: f64, freedom: f64) -> f64 {
    if t.is_nan() {
        f64::NAN
    } else if freedom.is_infinite() {
        lca_numerics::stats::chi2_sf(t * t, 1.0)
    } else {
        student_two_sided(t, freedom)
    }
}

/// The standard error and degrees of freedom of Welch and Satterthwaite.
fn welch(estimate: &Estimate, (a, b): (usize, usize)) -> (f64, f64) {
    let part = |cell: usize| estimate.variances[cell] / estimate.counts[cell] as f64;
    let (x, y) = (part(a), part(b));
    let share = |part: f64, cell: usize| part * part / (estimate.counts[cell] as f64 - 1.0);
    ((x + y).sqrt(), (x + y) * (x + y) / (share(x, a) + share(y, b)))
}

/// The smallest P value times their number (Bonferroni); NaN of none.
fn least(p_values: &[f64]) -> f64 {
    let known: Vec<f64> = p_values.iter().copied().filter(|p| !p.is_nan()).collect();
    known.iter().copied().reduce(f64::min).map_or(f64::NAN, |p| (p * known.len() as f64).min(1.0))
}

/// The P value of any change at all: the variance between what is compared over that within.
fn joint(
    response: &Response,
    estimate: &Estimate,
    contrasts: &Contrasts,
    (variance, freedom): (f64, f64),
    least_values: usize,
) -> f64 {
    let compared: Vec<usize> =
        (0..contrasts.pairs.len()).filter(|&at| !response.course[at].is_nan()).collect();
    if compared.is_empty() {
        return f64::NAN;
    }
    let squares: f64 = if contrasts.shared {
        let mut cells: Vec<usize> = compared.iter().map(|&at| contrasts.pairs[at].0).collect();
        cells.push(0);
        cells.retain(|&cell| estimate.counts[cell] >= least_values);
        let weight = |cell: usize| estimate.counts[cell] as f64;
        let total: f64 = cells.iter().map(|&cell| weight(cell)).sum();
        let centre = cells.iter().map(|&cell| weight(cell) * estimate.means[cell]).sum::<f64>() / total;
        cells.iter().map(|&cell| weight(cell) * (estimate.means[cell] - centre).powi(2)).sum()
    } else {
        let pair = |&at: &usize| {
            let (difference, factor) = estimate.difference(contrasts.pairs[at]);
            difference * difference / factor
        };
        compared.iter().map(pair).sum()
    };
    let count = compared.len() as f64;
    variance_ratio_sf(squares / count / variance, count, freedom)
}

/// Calls molecules changed, by the false discovery rate among those tested and the size of the change.
fn call(responses: &mut [Response], options: &ChangeOptions) {
    let tested: Vec<usize> = (0..responses.len()).filter(|&at| responses[at].untested.is_none()).collect();
    let p_values: Vec<f64> = tested.iter().map(|&at| responses[at].p_value).collect();
    for (&at, q) in tested.iter().zip(benjamini_hochberg(&p_values)) {
        let response = &mut responses[at];
        response.q_value = q;
        response.changed = q <= options.rate && response.largest.abs() >= options.least_change;
    }
}
