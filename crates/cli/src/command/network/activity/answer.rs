use crate::args::ActivityArgs;
use crate::command::Result;
use crate::command::plot;
use crate::failure::Failure;
use crate::output::Answer;
use lca_network::activity::{Activities, Prior};
use lca_numerics::stats;
use lca_report::{Heatmap, heatmap};
use lca_tables::{Column, DataFrame};
use ndarray::{Array2, Axis};
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A source in numbers: its place, targets, mean activity and spread over samples.
struct Line {
    place: usize,
    targets: usize,
    mean: f64,
    deviation: f64,
    significant: usize,
}

/// Says, writes and draws activities.
pub(super) fn answer(args: &ActivityArgs, found: &Activities, prior: &Prior, counted: bool) -> Result {
    let lines = lines(found, prior);
    let mut text = format!(
        "{} samples, {} sources; left out: {} sources with fewer than {} targets, {} edges to genes not in the \
         table, {} repeats, {} genes and {} samples that are all 0\n\n{:<16} {:>7} {:>9} {:>9} {:>12}\n",
        found.samples.len(),
        found.sources.len(),
        prior.small.len(),
        args.min_targets,
        prior.absent,
        prior.repeats,
        found.empty_genes,
        found.empty_samples.len(),
        "source",
        "targets",
        "mean",
        "deviation",
        "FDR < 0.05",
    );
    if counted {
        text.push_str(
            "(all values are whole numbers: counts should be normalised and log-transformed first)\n",
        );
    }
    for line in lines.iter().take(args.top) {
        let _ = writeln!(
            text,
            "{:<16} {:>7} {:>9.3} {:>9.3} {:>12}",
            found.sources[line.place], line.targets, line.mean, line.deviation, line.significant
        );
    }
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &frame(found, &found.scores)?)?;
        lca_formats::write_table(&beside(path), &frame(found, &found.p_values)?)?;
    }
    draw(args, found, &lines)?;
    let sources = lines.iter().map(|line| {
        json!({
            "source": found.sources[line.place], "targets": line.targets, "mean": line.mean,
            "deviation": line.deviation, "significant": line.significant,
        })
    });
    let json = json!({
        "samples": found.samples.len(), "sources": sources.collect::<Vec<_>>(), "too_few_targets": prior.small,
        "absent_edges": prior.absent, "repeats": prior.repeats, "empty_genes": found.empty_genes,
        "empty_samples": found.empty_samples,
    });
    Ok(Answer::new(text, json))
}

/// The sources, those that differ most between samples first; of one sample, the strongest.
fn lines(found: &Activities, prior: &Prior) -> Vec<Line> {
    let line = |(place, regulon): (usize, &lca_network::activity::Regulon)| {
        let scores = found.scores.column(place).to_vec();
        let deviation = if scores.len() > 1 { stats::variance(&scores).sqrt() } else { 0.0 };
        let significant = found.adjusted.column(place).iter().filter(|rate| **rate < 0.05).count();
        Line { place, targets: regulon.targets.len(), mean: stats::mean(&scores), deviation, significant }
    };
    let mut lines: Vec<Line> = prior.regulons.iter().enumerate().map(line).collect();
    lines.sort_by(|a, b| {
        b.deviation
            .total_cmp(&a.deviation)
            .then(b.mean.abs().total_cmp(&a.mean.abs()))
            .then(a.place.cmp(&b.place))
    });
    lines
}

fn frame(found: &Activities, values: &Array2<f64>) -> std::result::Result<DataFrame, Failure> {
    let columns = values.columns().into_iter().map(|column| Column::Float(column.to_vec()));
    Ok(DataFrame::new(found.samples.clone()).with_columns(found.sources.iter().zip(columns))?)
}

/// `NAME_pvals.EXT` for `NAME.EXT`.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, end) =
        name.split_once('.').map_or((name.as_str(), String::new()), |(a, b)| (a, format!(".{b}")));
    path.with_file_name(format!("{stem}_pvals{end}"))
}

fn draw(args: &ActivityArgs, found: &Activities, lines: &[Line]) -> std::result::Result<(), Failure> {
    if args.plot.is_none() {
        return Ok(());
    }
    let places: Vec<usize> = lines.iter().take(args.top).map(|line| line.place).collect();
    let data = Heatmap {
        title: "Activities that differ most".to_owned(),
        caption: "Each row is a source of the prior network, each column a sample.".to_owned(),
        rows: places.iter().map(|&place| found.sources[place].clone()).collect(),
        columns: found.samples.clone(),
        value: "activity".to_owned(),
        values: found.scores.select(Axis(1), &places).reversed_axes(),
        written: false,
        signed: true,
    };
    plot::save(&heatmap(&data)?, args.plot.as_ref())
}
