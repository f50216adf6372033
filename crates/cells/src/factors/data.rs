use super::FactorParams;
use crate::CellsError;
use crate::error::{at_least, length};
use lca_tables::Categorical;
use ndarray::{Array2, Axis};

/// One omics of the samples.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Its name, such as `rna`.
    pub name: String,
    /// Names of its features.
    pub features: Vec<String>,
    /// Samples × features, on a scale where noise is about normal (logarithms of counts); NaN where missing.
    pub values: Array2<f64>,
}

/// Centred values of all views.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) samples: usize,
    /// The group of each sample.
    pub(super) group: Vec<usize>,
    pub(super) groups: Vec<String>,
    pub(super) views: Vec<Centred>,
}

/// One view without its means; missing is NaN.
#[derive(Debug)]
pub(super) struct Centred {
    /// Samples × features.
    pub(super) by_sample: Array2<f64>,
    /// Features × samples: the same, so that both sides are read in order.
    pub(super) by_feature: Array2<f64>,
    /// Groups × features.
    pub(super) means: Array2<f64>,
    /// Groups × features: how many values there are.
    pub(super) counts: Array2<f64>,
    /// What the view was divided by.
    pub(super) scale: f64,
}

impl Data {
    pub(super) fn new(
        views: &[View],
        groups: Option<&Categorical>,
        params: &FactorParams,
    ) -> Result<Self, CellsError> {
        at_least("views", views.len(), 1)?;
        let samples = views[0].values.nrows();
        at_least("samples", samples, 3)?;
        let (group, groups) = grouped(groups, samples)?;
        let mut centred = Vec::new();
        for view in views {
            length("the samples of a view", view.values.nrows(), samples)?;
            length("the features of a view", view.features.len(), view.values.ncols())?;
            at_least("features of a view", view.features.len(), 1)?;
            centred.push(Centred::new(view, &group, groups.len(), params.scale_views)?);
        }
        let seen = |sample: usize| {
            centred.iter().any(|view| view.by_sample.row(sample).iter().any(|value| !value.is_nan()))
        };
        match (0..samples).find(|&sample| !seen(sample)) {
            Some(sample) => Err(CellsError::Missing {
                what: "any value of sample",
                name: sample.to_string(),
                present: "none in any view; leave the sample out".to_owned(),
            }),
            None => Ok(Self { samples, group, groups, views: centred }),
        }
    }
}

/// The group of each sample and the names of those that have samples.
fn grouped(groups: Option<&Categorical>, samples: usize) -> Result<(Vec<usize>, Vec<String>), CellsError> {
    let Some(groups) = groups else { return Ok((vec![0; samples], vec!["all".to_owned()])) };
    length("the groups of samples", groups.codes.len(), samples)?;
    let mut used: Vec<u32> = groups.codes.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let place = |(sample, code): (usize, &Option<u32>)| {
        let at = code.and_then(|code| used.binary_search(&code).ok());
        at.ok_or_else(|| CellsError::Missing {
            what: "the group of sample",
            name: sample.to_string(),
            present: groups.categories.join(", "),
        })
    };
    let group = groups.codes.iter().enumerate().map(place).collect::<Result<_, _>>()?;
    let name = |&code: &u32| groups.categories.get(code as usize).cloned().unwrap_or_default();
    Ok((group, used.iter().map(name).collect()))
}

impl Centred {
    fn new(view: &View, group: &[usize], groups: usize, scaled: bool) -> Result<Self, CellsError> {
        let features = view.values.ncols();
        let (mut sums, mut counts) =
            (Array2::zeros((groups, features)), Array2::<f64>::zeros((groups, features)));
        for (row, &of) in view.values.rows().into_iter().zip(group) {
            for (feature, &value) in row.iter().enumerate() {
                if value.is_infinite() {
                    return Err(fault(view, feature, "holds an infinite value"));
                }
                if !value.is_nan() {
                    sums[[of, feature]] += value;
                    counts[[of, feature]] += 1.0;
                }
            }
        }
        let means = &sums / &counts.mapv(|count| count.max(1.0));
        let mut by_sample = view.values.as_standard_layout().into_owned();
        for (mut row, &of) in by_sample.rows_mut().into_iter().zip(group) {
            row -= &means.row(of);
        }
        for (feature, column) in by_sample.columns().into_iter().enumerate() {
            let square =
                column.iter().filter(|value| !value.is_nan()).map(|value| value * value).sum::<f64>();
            let size = means.column(feature).iter().fold(0.0_f64, |most, mean| most.max(mean.abs()));
            let count: f64 = counts.column(feature).sum();
            if count < 2.0 || square <= count * (1e-12 * size).powi(2) || square == 0.0 {
                return Err(fault(view, feature, "has no two different values in any group"));
            }
        }
        let scale = if scaled { deviation(&by_sample) } else { 1.0 };
        by_sample /= scale;
        let by_feature = by_sample.t().as_standard_layout().into_owned();
        Ok(Self { by_sample, by_feature, means, counts, scale })
    }

    pub(super) fn features(&self) -> usize {
        self.by_feature.nrows()
    }

    /// Mean square of each feature's values.
    pub(super) fn squares(&self) -> Vec<f64> {
        let mean = |row: ndarray::ArrayView1<f64>| {
            let known = row.iter().filter(|value| !value.is_nan());
            let (sum, count) =
                known.fold((0.0, 0.0), |(sum, count), value| (sum + value * value, count + 1.0));
            sum / f64::max(count, 1.0)
        };
        self.by_feature.axis_iter(Axis(0)).map(mean).collect()
    }
}

/// Root of the mean square of all values.
fn deviation(values: &Array2<f64>) -> f64 {
    let known = values.iter().filter(|value| !value.is_nan());
    let (sum, count) = known.fold((0.0, 0.0), |(sum, count), value| (sum + value * value, count + 1.0));
    (sum / f64::max(count, 1.0)).sqrt()
}

fn fault(view: &View, feature: usize, what: &'static str) -> CellsError {
    let feature = view.features.get(feature).cloned().unwrap_or_default();
    CellsError::Feature { view: view.name.clone(), feature, what }
}
