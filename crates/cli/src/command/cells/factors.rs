use crate::args::{Axis, FactorsArgs};
use crate::command::place::failed;
use crate::command::{Result, place, plot};
use crate::failure::Failure;
use crate::output::Answer;
use lca_cells::{FactorParams, Factors, View};
use lca_report::{Heatmap, heatmap};
use lca_tables::{Categorical, Column, DataFrame};
use ndarray::Array2;
use serde_json::json;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// Finds the factors of several views, and how much of each they explain.
pub(crate) fn factors(args: &FactorsArgs) -> Result {
    let tables = args.views.iter().map(|(name, path)| read(name, path, args.features_in));
    let tables = tables.collect::<std::result::Result<Vec<_>, _>>()?;
    let samples = met(&tables);
    let views: Vec<View> = tables.into_iter().map(|table| table.view(&samples)).collect();
    let groups = args.groups.as_ref().map(|path| groups(path, &samples)).transpose()?;
    let params = FactorParams {
        n_factors: args.factors,
        min_variance: args.min_variance,
        scale_views: args.scale_views,
        seed: args.seed,
        ..FactorParams::default()
    };
    let found = lca_cells::factors(&views, groups.as_ref(), &params)?;
    if let Some(out) = &args.out {
        write(out, &found, &samples, &views)?;
    }
    draw(args, &found)?;
    Ok(answer(&found, &samples, &views))
}

/// A view as its table has it.
struct Read {
    name: String,
    samples: Vec<String>,
    features: Vec<String>,
    /// Samples × features.
    values: Array2<f64>,
}

fn read(name: &str, path: &Path, features_in: Axis) -> std::result::Result<Read, Failure> {
    let table = lca_formats::read_table(path)?;
    let file = |why: &dyn std::fmt::Display| failed("cannot use", path, why);
    let (rows, others) = table.named_columns().ok_or_else(|| file(&"its first column must hold names"))?;
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for (column, held) in others {
        let numbers =
            held.to_f64().ok_or_else(|| file(&format!("column `{column}` holds texts, not numbers")))?;
        columns.push(column.clone());
        values.push(numbers);
    }
    let whole = Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| values[column][row]);
    let (samples, features, values) = match features_in {
        Axis::Columns => (rows, columns, whole),
        Axis::Rows => (columns, rows, whole.reversed_axes()),
    };
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = samples.iter().find(|sample| !seen.insert(sample.as_str())) {
        return Err(file(&format!("sample `{twice}` occurs twice")));
    }
    Ok(Read { name: name.to_owned(), samples, features, values })
}

/// All samples of the views, in the order in which they are first met.
fn met(tables: &[Read]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let all = tables.iter().flat_map(|table| &table.samples);
    all.filter(|sample| seen.insert(sample.as_str())).cloned().collect()
}

impl Read {
    /// The view of all samples; one that it lacks has no values.
    fn view(self, samples: &[String]) -> View {
        let places: HashMap<&str, usize> =
            self.samples.iter().enumerate().map(|(row, sample)| (sample.as_str(), row)).collect();
        let rows: Vec<Option<usize>> =
            samples.iter().map(|sample| places.get(sample.as_str()).copied()).collect();
        let values = Array2::from_shape_fn((samples.len(), self.features.len()), |(sample, feature)| {
            rows[sample].map_or(f64::NAN, |row| self.values[[row, feature]])
        });
        View { name: self.name, features: self.features, values }
    }
}

fn groups(path: &Path, samples: &[String]) -> std::result::Result<Categorical, Failure> {
    let file = |why: &dyn std::fmt::Display| failed("cannot use", path, why);
    let table = lca_formats::read_table(path)?;
    let (names, _) = table.named_columns().ok_or_else(|| file(&"its first column must name the samples"))?;
    let column = table.column("group").map_err(|error| file(&error))?;
    let groups = column.to_labels().ok_or_else(|| file(&"column `group` holds numbers, not names"))?;
    let of: HashMap<&str, &String> = names
        .iter()
        .zip(&groups)
        .filter_map(|(name, group)| Some((name.as_str(), group.as_ref()?)))
        .collect();
    let group = |sample: &String| {
        of.get(sample.as_str()).copied().ok_or_else(|| file(&format!("sample `{sample}` has no group")))
    };
    Ok(Categorical::from_texts(&samples.iter().map(group).collect::<std::result::Result<Vec<_>, _>>()?))
}

fn factor(at: usize) -> String {
    format!("Factor{}", at + 1)
}

fn frame(index: Vec<String>, values: &Array2<f64>) -> std::result::Result<DataFrame, Failure> {
    let columns = values.columns().into_iter().enumerate();
    let columns = columns.map(|(at, column)| (factor(at), Column::Float(column.to_vec())));
    Ok(DataFrame::new(index).with_columns(columns)?)
}

/// The share of variance each factor explains: a row for each group and view.
fn variance(found: &Factors) -> (Vec<String>, Array2<f64>) {
    let (groups, views, factors) = (found.groups.len(), found.views.len(), found.scores.ncols());
    let name = |group: usize, view: usize| match groups {
        1 => found.views[view].clone(),
        _ => format!("{}, {}", found.views[view], found.groups[group]),
    };
    let names = (0..groups).flat_map(|group| (0..views).map(move |view| (group, view)));
    let names = names.map(|(group, view)| name(group, view)).collect();
    let values = Array2::from_shape_fn((groups * views, factors), |(row, factor)| {
        found.variance[row / views][[row % views, factor]]
    });
    (names, values)
}

fn write(
    out: &Path,
    found: &Factors,
    samples: &[String],
    views: &[View],
) -> std::result::Result<(), Failure> {
    let folder = place::folder(out)?;
    lca_formats::write_table(&folder.join("factors.csv"), &frame(samples.to_vec(), &found.scores)?)?;
    for (view, weights) in views.iter().zip(&found.weights) {
        let path = folder.join(format!("weights_{}.csv", view.name));
        lca_formats::write_table(&path, &frame(view.features.clone(), weights)?)?;
    }
    let (names, values) = variance(found);
    Ok(lca_formats::write_table(&folder.join("variance.csv"), &frame(names, &values)?)?)
}

fn draw(args: &FactorsArgs, found: &Factors) -> std::result::Result<(), Failure> {
    let (rows, values) = variance(found);
    let figure = heatmap(&Heatmap {
        title: "Variance explained".to_owned(),
        caption: "Share of each view's variance that a factor alone explains.".to_owned(),
        rows,
        columns: (0..found.scores.ncols()).map(factor).collect(),
        value: "share of variance".to_owned(),
        values,
        written: true,
        signed: false,
    })?;
    plot::save(&figure, args.plot.as_ref())
}

fn answer(found: &Factors, samples: &[String], views: &[View]) -> Answer {
    let (rows, values) = variance(found);
    let factors = found.scores.ncols();
    let mut text = format!("{} samples, {factors} factors, {} dropped\n", samples.len(), found.dropped);
    if !found.converged {
        let _ = writeln!(text, "not settled after {} rounds", found.bound.len());
    }
    let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0).max(5);
    let _ = write!(text, "\n{:width$}  {:>8}", "R² %", "all");
    for at in 0..factors {
        let _ = write!(text, "  {:>8}", factor(at));
    }
    text.push('\n');
    let totals: Vec<f64> = found.variance_total.iter().copied().collect();
    for ((name, row), total) in rows.iter().zip(values.rows()).zip(&totals) {
        let _ = write!(text, "{name:width$}  {:>8.1}", 100.0 * total);
        for share in row {
            let _ = write!(text, "  {:>8.1}", 100.0 * share);
        }
        text.push('\n');
    }
    let lists = |values: &Array2<f64>| values.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>();
    let weights: serde_json::Map<String, serde_json::Value> = views
        .iter()
        .zip(&found.weights)
        .map(|(view, weights)| {
            (view.name.clone(), json!({ "features": view.features, "weights": lists(weights) }))
        })
        .collect();
    Answer::new(
        text,
        json!({
            "samples": samples, "factors": factors, "dropped": found.dropped, "converged": found.converged,
            "rounds": found.bound.len(), "rows": rows, "variance": lists(&values), "variance_total": totals,
            "scores": lists(&found.scores), "views": weights,
        }),
    )
}
