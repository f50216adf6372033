//! Where a study went on the circle from measurement to model and back, drawn from the run records.

use crate::record::Record;
use lca_report::{Circle, Figure, STATIONS, Station, StationState, circle, number, percent};
use serde_json::Value;

/// The picture of the circle for these records, in the study's order.
pub(super) fn drawn(records: &[&Record]) -> Figure {
    circle(&Circle {
        title: "The circle".into(),
        caption: "From measurement to model and back. Blue stations were part of this study; a cross marks a \
                  prediction that did no better than what needs no model; hollow stations were not part of it."
            .into(),
        stations: stations(records),
    })
}

/// What came out at each station, for these records in the study's order.
pub(crate) fn stations(records: &[&Record]) -> Vec<Station> {
    let station = |(name, (kinds, look)): (&&str, (&[&str], Looker))| {
        let there: Vec<&Record> = records.iter().copied().filter(|one| kinds.contains(&&*one.kind)).collect();
        match look(&there) {
            None => Station::new(*name, "", StationState::Absent),
            Some(Look { figure, fell_short: false }) => Station::new(*name, figure, StationState::Done),
            Some(Look { figure, fell_short: true }) => Station::new(*name, figure, StationState::Missed),
        }
    };
    STATIONS.iter().zip(STOPS).map(station).collect()
}

/// The kinds of steps that a station's figure is told of.
#[must_use]
pub fn kinds_at(station: &str) -> &'static [&'static str] {
    STATIONS.iter().position(|name| *name == station).map_or(&[], |at| STOPS[at].0)
}

/// Of each station the kinds of steps that belong to it, and what looks at their records.
const STOPS: [(&[&str], Looker); 7] = [
    (&["import-counts", "quality", "import-petab", "observe"], measured),
    (&["leiden", "markers", "annotate"], key_molecules),
    (&["track", "apply-corrections"], followed),
    (&["fit"], fitted),
    (&["predict"], predicted),
    (&["compare"], compared),
    (&["next-experiment"], next),
];

/// Finds what came out at one station, of the records of its steps; none where the study has no such step.
type Looker = fn(&[&Record]) -> Option<Look>;

/// What came out at a station.
struct Look {
    figure: String,
    fell_short: bool,
}

fn look(figure: String) -> Option<Look> {
    Some(Look { figure, fell_short: false })
}

/// The sum of one figure over all steps of a kind; none where no step of the kind has it.
fn total(records: &[&Record], kind: &str, name: &str) -> Option<f64> {
    let of_kind = records.iter().filter(|record| record.kind == kind);
    let values = of_kind.filter_map(|record| record.values.get(name)?.as_f64());
    values.reduce(|a, b| a + b)
}

fn measured(records: &[&Record]) -> Option<Look> {
    let cells = total(records, "quality", "cells").or_else(|| total(records, "import-counts", "cells"));
    let points = total(records, "observe", "measurements")
        .or_else(|| total(records, "import-petab", "measurements"))
        .filter(|points| *points > 0.0);
    match (cells, points) {
        (None, None) => None,
        (Some(cells), None) => look(format!("{} cells sequenced", number(cells))),
        (None, Some(points)) => look(format!("{} measurements", number(points))),
        (Some(cells), Some(points)) => {
            look(format!("{} cells sequenced, {} measurements", number(cells), number(points)))
        }
    }
}

fn key_molecules(records: &[&Record]) -> Option<Look> {
    let states = total(records, "leiden", "states")?;
    look(format!("{} states and their markers", number(states)))
}

fn followed(records: &[&Record]) -> Option<Look> {
    let tracks = total(records, "track", "tracks")?;
    let divisions = total(records, "track", "divisions").unwrap_or(0.0);
    look(format!("{} tracks, {} divisions", number(tracks), number(divisions)))
}

fn fitted(records: &[&Record]) -> Option<Look> {
    let first = records.first()?;
    let value = |name: &str| first.values.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let others = if records.len() > 1 { format!(", {} fits in all", records.len()) } else { String::new() };
    look(format!(
        "log-likelihood {}, found by {} of {} starts{others}",
        number(value("log_likelihood")),
        number(value("starts_at_best")),
        number(value("starts"))
    ))
}

fn predicted(records: &[&Record]) -> Option<Look> {
    let points = total(records, "predict", "points")?;
    look(format!("{} points kept out of the fit", number(points)))
}

fn compared(records: &[&Record]) -> Option<Look> {
    let inside = records.iter().filter_map(|record| record.values.get("coverage")?.as_f64()).map(percent);
    let inside: Vec<String> = inside.collect();
    let figure = format!("inside the intervals: {}", inside.join(", "));
    let fell_short = records.iter().any(|record| !beats_baselines(record));
    (!records.is_empty()).then_some(Look { figure, fell_short })
}

/// Whether the model errs less than everything that needs no model.
fn beats_baselines(record: &Record) -> bool {
    let Some(own) = record.values.get("rmse").and_then(Value::as_f64) else { return false };
    let mut baselines = record.values.iter().filter(|(name, _)| name.starts_with("rmse_"));
    baselines.all(|(_, value)| value.as_f64().is_none_or(|value| own < value))
}

fn next(records: &[&Record]) -> Option<Look> {
    let best = records.first()?.values.get("best").and_then(Value::as_str);
    look(best.map_or_else(|| "none would tell more".to_owned(), ToOwned::to_owned))
}
