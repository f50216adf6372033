//! What is said of courses, kept in an atlas and written to files.

use super::Found;
use crate::args::{TableFormat, TracesArgs};
use crate::command::imaging::atlas::{key, record};
use crate::command::median::median;
use crate::command::place::{count, draw, failed};
use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath};
use lca_report::{TraceGroup, Traces};
use lca_store::Atlas;
use lca_tables::{Column, DataFrame};
use lca_track::CourseSummary;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn said(found: &Found, summary: &CourseSummary, all: usize) -> Result<(String, Value), Failure> {
    let cells = &summary.cells;
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, course) in found.courses.iter().enumerate() {
        rows.entry(&course.group).or_default().push(row);
    }
    let mut text = format!(
        "{} of {all}, {} of `{}`\n",
        count(found.courses.len(), "cell"),
        count(summary.pulses.rows(), "pulse"),
        found.measure
    );
    text += &format!(
        "{:>16} {:>6} {:>10} {:>8} {:>10} {:>10} {:>9}  (times in {})\n",
        "group", "cells", "mean", "pulsing", "per cell", "period", "periodic", found.unit
    );
    let mut groups = Vec::new();
    for (group, rows) in rows {
        let of = |name: &str| -> Result<Vec<f64>, Failure> {
            let all = cells.numbers(name)?;
            Ok(rows.iter().map(|&row| all[row]).filter(|value| value.is_finite()).collect())
        };
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (levels, pulses, periods) = (mean(&of("mean")?), of("pulses")?, of("period")?);
        let pulsing = pulses.iter().filter(|count| **count > 0.0).count() as f64 / rows.len() as f64;
        let (per_cell, periodic) = (mean(&pulses), periods.len() as f64 / rows.len() as f64);
        let (period, between, width) = (median(periods), median(of("between")?), median(of("width")?));
        text += &format!(
            "{:>16} {:>6} {levels:>10.4} {:>6.1} % {per_cell:>10.2} {period:>10.2} {:>7.1} %\n",
            if group.is_empty() { "all" } else { group },
            rows.len(),
            100.0 * pulsing,
            100.0 * periodic
        );
        groups.push(json!({
            "group": group, "cells": rows.len(), "mean": levels, "pulsing": pulsing, "pulses_per_cell": per_cell,
            "between_peaks": between, "width": width, "period": period, "periodic": periodic,
        }));
    }
    let json = json!({
        "cells": found.courses.len(), "left_out": all - found.courses.len(), "measure": found.measure,
        "pulses": summary.pulses.rows(), "interval": found.interval, "unit": found.unit, "groups": groups,
    });
    Ok((text, json))
}

/// Keeps cells and pulses beside the traces of an atlas, unless they are there already.
pub(super) fn keep(
    atlas: &Atlas,
    traces: &ElementPath,
    found: &Found,
    summary: &CourseSummary,
    args: &TracesArgs,
) -> Result<Vec<String>, Failure> {
    let params = json!({
        "measure": found.measure, "ratio": args.ratio, "prominence": args.prominence, "distance": args.distance,
        "min_points": args.min_points, "interval": found.interval, "unit": found.unit,
    });
    let key = key(atlas, "traces", &params, &[traces]);
    let path = |part: &str| {
        // What people call a channel may have blanks; elements of an atlas have none.
        let legal = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
        let measure: String = found.measure.chars().map(legal).collect();
        let name = format!("{}.{measure}.{part}", traces.name());
        ElementPath::new(ElementKind::Observations, &name)
            .map_err(|why| failed("cannot keep results in", atlas.path(), &why))
    };
    let mut kept = vec![(path("cells")?, &summary.cells), (path("pulses")?, &summary.pulses)];
    if let Some(full) = &found.traces {
        kept.push((path("followed")?, full));
    }
    let fresh = |path: &ElementPath| !atlas.elements().iter().any(|one| one.path == *path && one.run == key);
    if kept.iter().any(|(path, _)| fresh(path)) {
        let changes = atlas.begin()?;
        for (path, frame) in &kept {
            changes.write_frame(path, frame)?;
        }
        changes.commit(&key, &record("traces", &params, &[traces]))?;
    }
    Ok(kept.into_iter().map(|(path, _)| path.to_string()).collect())
}

/// Writes traces, cells and pulses as tables, and the figure.
pub(super) fn files(
    out: &Path,
    found: &Found,
    summary: &CourseSummary,
    args: &TracesArgs,
) -> Result<(), Failure> {
    let long = match &found.traces {
        Some(traces) => traces.clone(),
        None => long(found)?,
    };
    for (name, table) in [("traces", &long), ("cells", &summary.cells), ("pulses", &summary.pulses)] {
        match args.format {
            TableFormat::Csv => lca_formats::write_table(&out.join(format!("{name}.csv")), table)?,
            TableFormat::Parquet => lca_store::write_parquet(out.join(format!("{name}.parquet")), table)?,
        }
    }
    let mut groups: BTreeMap<&str, TraceGroup> = BTreeMap::new();
    for course in &found.courses {
        let name = if course.group.is_empty() { "all cells" } else { &course.group };
        let group =
            groups.entry(name).or_insert_with(|| TraceGroup { name: name.to_owned(), cells: Vec::new() });
        let line = course.values.iter().enumerate().filter(|(_, value)| value.is_finite());
        group.cells.push(line.map(|(t, value)| (t as f64 * found.interval, *value)).collect());
    }
    let figure = lca_report::traces(&Traces {
        title: format!("Time courses of {}", found.measure),
        caption: "Each thin line is a cell, the thick one their mean.".to_owned(),
        time: format!("time ({})", found.unit),
        value: found.measure.clone(),
        groups: groups.into_values().collect(),
    })?;
    draw(out, "traces.svg", &figure)
}

/// A row per cell and time that has a value.
fn long(found: &Found) -> Result<DataFrame, Failure> {
    let rows: Vec<(&str, &str, usize, f64)> = found
        .courses
        .iter()
        .flat_map(|one| one.values.iter().enumerate().map(move |(t, v)| (&*one.cell, &*one.group, t, *v)))
        .filter(|row| row.3.is_finite())
        .collect();
    let mut table = DataFrame::with_rows(rows.len());
    table.set("cell", Column::Text(rows.iter().map(|row| row.0.to_owned()).collect()))?;
    table.set("group", Column::Text(rows.iter().map(|row| row.1.to_owned()).collect()))?;
    table.set("t", Column::Int(rows.iter().map(|row| row.2 as i64).collect()))?;
    table.set("time", Column::Float(rows.iter().map(|row| row.2 as f64 * found.interval).collect()))?;
    table.set(&found.measure, Column::Float(rows.iter().map(|row| row.3).collect()))?;
    Ok(table)
}
