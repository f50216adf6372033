//! Courses that another program made, as a table: a row per cell and time, or a column per time.

use super::Found;
use crate::args::TracesArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_tables::DataFrame;
use lca_track::Course;
use std::collections::BTreeMap;

pub(super) fn read(args: &TracesArgs) -> Result<Found, Failure> {
    let path = &args.source;
    let ends = |ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    let table = if ends("zip") {
        lca_formats::read_codex(path)?
    } else if ends("parquet") {
        lca_store::read_parquet(path)?
    } else {
        lca_formats::read_table(path)?
    };
    let found = if args.time.is_some() { long(args, &table) } else { wide(args, &table) };
    found.map_err(|why| failed("cannot read courses from", path, &why))
}

/// A column by its name, blanks around it left out.
fn name<'a>(table: &'a DataFrame, wanted: &str) -> Result<&'a str, String> {
    let names = || table.columns().iter().map(|(name, _)| name.as_str());
    names().find(|name| name.trim() == wanted.trim()).ok_or_else(|| {
        let there: Vec<&str> = names().map(str::trim).take(12).collect();
        format!("it has no column `{wanted}`; there are: {}", there.join(", "))
    })
}

fn texts(table: &DataFrame, wanted: &str) -> Result<Vec<String>, String> {
    let column = table.column(name(table, wanted)?).map_err(|why| why.to_string())?;
    let texts = column.to_texts().or_else(|| {
        let values = column.to_f64()?;
        Some(values.into_iter().map(|value| value.is_finite().then(|| value.to_string())).collect())
    });
    let texts = texts.ok_or_else(|| format!("column `{wanted}` names nothing"))?;
    Ok(texts.into_iter().map(|text| text.unwrap_or_default().trim().to_owned()).collect())
}

/// The name of each row's cell: the columns named, joined by `_`.
fn cells(args: &TracesArgs, table: &DataFrame, usual: &[&str]) -> Result<Vec<String>, String> {
    let given: Vec<&str> = args.cell.iter().map(String::as_str).collect();
    let one = usual.iter().copied().find(|wanted| name(table, wanted).is_ok());
    let columns = match (given.is_empty(), one) {
        (false, _) => given,
        (true, Some(one)) => vec![one],
        (true, None) => return Ok(table.index().to_vec()),
    };
    let parts: Vec<Vec<String>> =
        columns.iter().map(|column| texts(table, column)).collect::<Result<_, _>>()?;
    let join = |row: usize| parts.iter().map(|part| part[row].as_str()).collect::<Vec<_>>().join("_");
    Ok((0..table.rows()).map(join).collect())
}

fn groups(args: &TracesArgs, table: &DataFrame) -> Result<Vec<String>, String> {
    let none = || vec![String::new(); table.rows()];
    args.group.as_deref().map_or_else(|| Ok(none()), |column| texts(table, column))
}

/// A row per cell and time. The times of all cells are the frames; a cell without a row has no value there.
fn long(args: &TracesArgs, table: &DataFrame) -> Result<Found, String> {
    let measure = args.measure.as_deref().ok_or("name the column that is followed with --measure")?;
    let numbers = |wanted: &str| table.numbers(name(table, wanted)?).map_err(|why| why.to_string());
    let (values, times) = (numbers(measure)?, numbers(args.time.as_deref().unwrap_or_default())?);
    let (cells, groups) = (cells(args, table, &["ID", "id", "track", "cell"])?, groups(args, table)?);
    if let Some(row) = times.iter().position(|time| !time.is_finite()) {
        return Err(format!("row {}: the time is missing", row + 1));
    }
    let mut distinct = times.clone();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup();
    let mut courses: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for (row, time) in times.iter().enumerate() {
        let frame = distinct.partition_point(|other| other < time);
        let course = courses
            .entry((&groups[row], &cells[row]))
            .or_insert_with(|| vec![f64::NAN; distinct.len()]);
        if course[frame].is_finite() {
            let what = format!("cell `{}` has two values at time {time}", cells[row]);
            return Err(format!("{what}; name all columns that tell cells apart with --cell"));
        }
        course[frame] = values[row];
    }
    let course = |((group, cell), values): ((&str, &str), Vec<f64>)| Course {
        cell: cell.to_owned(),
        group: group.to_owned(),
        values,
    };
    let mut steps: Vec<f64> = distinct.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable_by(f64::total_cmp);
    let interval = steps.get(steps.len() / 2).copied().unwrap_or(1.0);
    let unit = "units of time";
    let courses = courses.into_iter().map(course).collect();
    Ok(Found { courses, measure: measure.to_owned(), interval, unit, traces: None, atlas: None })
}

/// A row per cell, a column per time: `NAME_0`, `NAME_1`, … or plain numbers.
fn wide(args: &TracesArgs, table: &DataFrame) -> Result<Found, String> {
    let parts = |name: &str| -> Option<(String, f64)> {
        let name = name.trim();
        let (stem, number) = name.rsplit_once('_').map_or(("", name), |(stem, number)| (stem, number));
        Some((stem.to_owned(), number.parse().ok()?))
    };
    let all: Vec<(String, f64, &str)> = table
        .columns()
        .iter()
        .filter_map(|(name, _)| parts(name).map(|(stem, number)| (stem, number, name.as_str())))
        .collect();
    let mut stems: Vec<&str> = all.iter().map(|one| one.0.as_str()).collect();
    stems.dedup();
    let wanted = match (args.measure.as_deref(), stems.as_slice()) {
        (Some(measure), _) => measure,
        (None, [one]) => one,
        (None, []) => return Err("it has no column per time; of a table with a row per time say --time".into()),
        (None, several) => return Err(format!("say with --measure which is meant: {}", several.join(", "))),
    };
    let mut columns: Vec<(f64, &str)> =
        all.iter().filter(|one| one.0 == wanted).map(|one| (one.1, one.2)).collect();
    columns.sort_by(|a, b| a.0.total_cmp(&b.0));
    if columns.is_empty() {
        return Err(format!("it has no columns `{wanted}_0`, `{wanted}_1`, …"));
    }
    let (cells, groups) = (cells(args, table, &["ID", "id", "cell"])?, groups(args, table)?);
    let numbers: Vec<Vec<f64>> = columns
        .iter()
        .map(|(_, name)| table.numbers(name).map_err(|why| why.to_string()))
        .collect::<Result<_, _>>()?;
    let course = |row: usize| Course {
        cell: cells[row].clone(),
        group: groups[row].clone(),
        values: numbers.iter().map(|column| column[row]).collect(),
    };
    let (interval, unit) = args.frame_interval.map_or((1.0, "frames"), |seconds| (seconds / 60.0, "min"));
    let courses = (0..table.rows()).map(course).collect();
    let measure = if wanted.is_empty() { "value".to_owned() } else { wanted.to_owned() };
    Ok(Found { courses, measure, interval, unit, traces: None, atlas: None })
}
