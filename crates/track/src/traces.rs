use crate::TrackError;
use lca_graph::{Detection, Tracks};
use lca_tables::{Column, DataFrame};
use std::collections::{BTreeMap, HashMap};

/// Joins tracks and each frame's measurements into one long table: a row per detection, sorted by track,
/// then frame, named `TRACK_T`.
///
/// Columns: `track`, `parent` (missing where none), `t` (frame), `time_s` (not a number when
/// `frame_interval_s` is none), `label`, and every other column of numbers that all frames' tables
/// share, such as those of `lca_image::measure`.
///
/// # Errors
/// [`TrackError`] when there are fewer tables than frames, or one lacks `label` or a tracked label.
pub fn traces(
    tracks: &Tracks,
    tables: &[DataFrame],
    frame_interval_s: Option<f64>,
) -> Result<DataFrame, TrackError> {
    let frames = tracks.detections().last().map_or(0, |last| last.t as usize + 1);
    if tables.len() < frames {
        let what = "measurements";
        return Err(TrackError::Frames { what, found: tables.len(), expected: frames });
    }
    let mut rows: Vec<&Detection> = tracks.detections().iter().collect();
    rows.sort_unstable_by_key(|seen| (seen.track, seen.t));
    let mut out = DataFrame::new(rows.iter().map(|seen| format!("{}_{}", seen.track, seen.t)).collect());
    let ints =
        |value: fn(&Detection) -> u32| Column::Int(rows.iter().map(|seen| i64::from(value(seen))).collect());
    let parent = |seen: &&Detection| tracks.track(seen.track)?.parent.map(i64::from);
    let time = |seen: &&Detection| frame_interval_s.map_or(f64::NAN, |step| step * f64::from(seen.t));
    out.set("track", ints(|seen| seen.track))?;
    out.set("parent", Column::NullableInt(rows.iter().map(parent).collect()))?;
    out.set("t", ints(|seen| seen.t))?;
    out.set("time_s", Column::Float(rows.iter().map(time).collect()))?;
    out.set("label", ints(|seen| seen.label))?;
    let places = places(&rows, tables)?;
    for name in shared(&tables[..frames]) {
        let columns: Vec<Vec<f64>> =
            tables[..frames].iter().map(|table| table.numbers(&name)).collect::<Result<_, _>>()?;
        out.set(&name, Column::Float(places.iter().map(|&(t, row)| columns[t][row]).collect()))?;
    }
    Ok(out)
}

/// Frame and row of the table for each detection.
fn places(rows: &[&Detection], tables: &[DataFrame]) -> Result<Vec<(usize, usize)>, TrackError> {
    let mut row_of = Vec::with_capacity(tables.len());
    for table in tables {
        let labels = table.numbers("label")?;
        row_of.push(
            labels.iter().enumerate().map(|(row, &label)| (label as u32, row)).collect::<HashMap<_, _>>(),
        );
    }
    let place = |seen: &&Detection| {
        let t = seen.t as usize;
        let row = row_of[t].get(&seen.label).copied();
        row.map(|row| (t, row)).ok_or(TrackError::Missing { t: seen.t, label: seen.label })
    };
    rows.iter().map(place).collect()
}

/// Names of the columns of numbers that every table has, in the order of the first.
fn shared(tables: &[DataFrame]) -> Vec<String> {
    let Some((first, rest)) = tables.split_first() else { return Vec::new() };
    let is_new = |name: &str| !["track", "parent", "t", "time_s", "label"].contains(&name);
    let names = first.columns().iter().map(|(name, _)| name).filter(|name| is_new(name));
    let everywhere = names
        .filter(|name| first.numbers(name).is_ok() && rest.iter().all(|table| table.numbers(name).is_ok()));
    everywhere.cloned().collect()
}

/// Mean and spread of the population in each frame: from a table as [`traces`] makes it, a row per
/// frame that has cells, named by the frame. Columns: `t`, `time_s`, `cells` (rows there), and for each
/// of `variables` `NAME_mean`, `NAME_sd` (of the sample, not a number below two values) and `NAME_n`
/// (values that are numbers).
///
/// # Errors
/// [`TrackError::Table`] when a column is missing or holds texts.
pub fn population(traces: &DataFrame, variables: &[&str]) -> Result<DataFrame, TrackError> {
    let (frame, time) = (traces.numbers("t")?, traces.numbers("time_s")?);
    let mut groups: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (row, &t) in frame.iter().enumerate() {
        groups.entry(t as i64).or_default().push(row);
    }
    let mut out = DataFrame::new(groups.keys().map(i64::to_string).collect());
    out.set("t", Column::Int(groups.keys().copied().collect()))?;
    out.set("time_s", Column::Float(groups.values().map(|rows| time[rows[0]]).collect()))?;
    out.set("cells", Column::Int(groups.values().map(|rows| rows.len() as i64).collect()))?;
    for name in variables {
        let values = traces.numbers(name)?;
        let stats: Vec<[f64; 3]> = groups.values().map(|rows| spread(&values, rows)).collect();
        let part = |at: usize| stats.iter().map(|stat| stat[at]).collect::<Vec<f64>>();
        out.set(&format!("{name}_mean"), Column::Float(part(0)))?;
        out.set(&format!("{name}_sd"), Column::Float(part(1)))?;
        out.set(&format!("{name}_n"), Column::Int(part(2).into_iter().map(|n| n as i64).collect()))?;
    }
    Ok(out)
}

/// Mean, standard deviation and number of the values that are numbers.
fn spread(values: &[f64], rows: &[usize]) -> [f64; 3] {
    let own: Vec<f64> = rows.iter().map(|&row| values[row]).filter(|value| value.is_finite()).collect();
    let n = own.len() as f64;
    let mean = own.iter().sum::<f64>() / n;
    let sum: f64 = own.iter().map(|value| (value - mean).powi(2)).sum();
    [mean, if own.len() > 1 { (sum / (n - 1.0)).sqrt() } else { f64::NAN }, n]
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_graph::Track;

    fn table(labels: &[i64], area: &[f64]) -> DataFrame {
        let mut table = DataFrame::with_rows(labels.len());
        table.set("label", Column::Int(labels.to_vec())).unwrap();
        table.set("area", Column::Float(area.to_vec())).unwrap();
        table
    }

    fn two_tracks() -> Tracks {
        let seen = |t, label, track| Detection { t, label, track, centre: [0.0; 3] };
        let track = |id| Track { id, begin: 0, end: 1, parent: None };
        let detections = vec![seen(0, 1, 1), seen(0, 2, 2), seen(1, 5, 1), seen(1, 4, 2)];
        Tracks::new(detections, vec![track(1), track(2)]).unwrap()
    }

    #[test]
    fn each_cell_keeps_its_values_through_changing_labels() {
        let tables = [table(&[2, 1], &[20.0, 10.0]), table(&[4, 5], &[22.0, 12.0])];
        let long = traces(&two_tracks(), &tables, Some(300.0)).unwrap();
        assert_eq!(long.index(), ["1_0", "1_1", "2_0", "2_1"]);
        assert_eq!(long.numbers("area").unwrap(), [10.0, 12.0, 20.0, 22.0]);
        assert_eq!(long.numbers("time_s").unwrap(), [0.0, 300.0, 0.0, 300.0]);
        let means = population(&long, &["area"]).unwrap();
        assert_eq!(means.numbers("area_mean").unwrap(), [15.0, 17.0]);
        assert_eq!(means.numbers("cells").unwrap(), [2.0, 2.0]);
        assert!((means.numbers("area_sd").unwrap()[0] - 50.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_missing_label_or_frame_is_named() {
        let tables = [table(&[2, 1], &[20.0, 10.0]), table(&[4], &[22.0])];
        assert!(traces(&two_tracks(), &tables, None).unwrap_err().to_string().contains("label 5"));
        assert!(traces(&two_tracks(), &tables[..1], None).is_err());
    }
}
