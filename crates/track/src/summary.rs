use crate::{Pulse, PulseParams, TrackError, period, pulses};
use lca_tables::{Column, DataFrame};

/// The time course of one cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// Its name.
    pub cell: String,
    /// What was done to it, or where it lay; empty where there is nothing to tell.
    pub group: String,
    /// One value per frame from frame 0; not a number where it was not seen.
    pub values: Vec<f64>,
}

/// What courses show, in the unit of time of `interval` (frames where that is 1).
#[derive(Debug, Clone, PartialEq)]
pub struct CourseSummary {
    /// A row per cell, named by it: `group`, `points` (values there are), `first` and `last` (when), `mean`,
    /// `sd`, `min`, `max`, `pulses`, `pulse_rate` (per unit of time), `prominence` (mean of its pulses),
    /// `width` (mean, at half prominence), `first_peak`, `between` (mean time between peaks), `period` and
    /// `period_strength` (autocorrelation); not a number where there is none.
    pub cells: DataFrame,
    /// A row per pulse: `cell`, `group`, `peak`, `begin`, `end` (when), `value`, `prominence`.
    pub pulses: DataFrame,
}

/// Summarises courses: their levels, pulses and periods.
///
/// # Errors
/// [`TrackError::Parameter`] when a parameter is out of range.
pub fn summary(courses: &[Course], params: &PulseParams, interval: f64) -> Result<CourseSummary, TrackError> {
    if !(interval.is_finite() && interval > 0.0) {
        let need = "a finite number above 0";
        return Err(TrackError::Parameter { name: "interval", value: interval, need });
    }
    let found: Vec<Vec<Pulse>> =
        courses.iter().map(|course| pulses(&course.values, params)).collect::<Result<_, _>>()?;
    Ok(CourseSummary { cells: cells(courses, &found, interval)?, pulses: each(courses, &found, interval)? })
}

/// Names of the columns of numbers of [`CourseSummary::cells`], as [`numbers`] gives them.
const NUMBERS: [&str; 15] = [
    "points",
    "first",
    "last",
    "mean",
    "sd",
    "min",
    "max",
    "pulses",
    "pulse_rate",
    "prominence",
    "width",
    "first_peak",
    "between",
    "period",
    "period_strength",
];

fn cells(courses: &[Course], found: &[Vec<Pulse>], interval: f64) -> Result<DataFrame, TrackError> {
    let rows: Vec<[f64; 15]> =
        courses.iter().zip(found).map(|(course, pulses)| numbers(course, pulses, interval)).collect();
    let mut table = DataFrame::new(courses.iter().map(|course| course.cell.clone()).collect());
    table.set("group", Column::Text(courses.iter().map(|course| course.group.clone()).collect()))?;
    for (at, name) in NUMBERS.into_iter().enumerate() {
        let values = rows.iter().map(|row| row[at]);
        let whole = ["points", "pulses"].contains(&name);
        let whole = whole.then(|| Column::Int(values.clone().map(|value| value as i64).collect()));
        table.set(name, whole.unwrap_or_else(|| Column::Float(values.collect())))?;
    }
    Ok(table)
}

fn numbers(course: &Course, pulses: &[Pulse], interval: f64) -> [f64; 15] {
    let seen: Vec<(usize, f64)> =
        course.values.iter().copied().enumerate().filter(|(_, value)| value.is_finite()).collect();
    let when = |at: Option<&(usize, f64)>| at.map_or(f64::NAN, |(t, _)| *t as f64 * interval);
    let middle = mean(seen.iter().map(|one| one.1));
    let square: f64 = seen.iter().map(|one| (one.1 - middle).powi(2)).sum();
    let sd = if seen.len() > 1 { (square / (seen.len() - 1) as f64).sqrt() } else { f64::NAN };
    let end = |pick: fn(f64, f64) -> f64| seen.iter().map(|one| one.1).fold(f64::NAN, pick);
    let span = seen.last().zip(seen.first()).map_or(0, |(last, first)| last.0 - first.0);
    let rate = pulses.len() as f64 / (span as f64 * interval);
    let period = period(&course.values);
    [
        seen.len() as f64,
        when(seen.first()),
        when(seen.last()),
        middle,
        sd,
        end(f64::min),
        end(f64::max),
        pulses.len() as f64,
        if span > 0 { rate } else { f64::NAN },
        mean(pulses.iter().map(|pulse| pulse.prominence)),
        mean(pulses.iter().map(|pulse| pulse.end - pulse.begin)) * interval,
        pulses.first().map_or(f64::NAN, |pulse| pulse.peak as f64 * interval),
        mean(pulses.windows(2).map(|pair| (pair[1].peak - pair[0].peak) as f64)) * interval,
        period.map_or(f64::NAN, |period| period.frames * interval),
        period.map_or(f64::NAN, |period| period.strength),
    ]
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}

fn each(courses: &[Course], found: &[Vec<Pulse>], interval: f64) -> Result<DataFrame, TrackError> {
    let all: Vec<(&Course, &Pulse)> = courses
        .iter()
        .zip(found)
        .flat_map(|(course, pulses)| pulses.iter().map(move |one| (course, one)))
        .collect();
    let texts = |of: fn(&Course) -> &String| Column::Text(all.iter().map(|one| of(one.0).clone()).collect());
    let floats = |of: &dyn Fn(&Pulse) -> f64| Column::Float(all.iter().map(|one| of(one.1)).collect());
    let mut table = DataFrame::with_rows(all.len());
    table.set("cell", texts(|course| &course.cell))?;
    table.set("group", texts(|course| &course.group))?;
    table.set("peak", floats(&|pulse| pulse.peak as f64 * interval))?;
    table.set("begin", floats(&|pulse| pulse.begin * interval))?;
    table.set("end", floats(&|pulse| pulse.end * interval))?;
    table.set("value", floats(&|pulse| pulse.value))?;
    table.set("prominence", floats(&|pulse| pulse.prominence))?;
    Ok(table)
}

/// The courses of one measure of traces, as [`crate::traces`] makes them: one for each track, by its number.
///
/// # Errors
/// [`TrackError::Table`] when a column is missing.
pub fn courses(traces: &DataFrame, measure: &str) -> Result<Vec<Course>, TrackError> {
    let (track, t, value) = (traces.numbers("track")?, traces.numbers("t")?, traces.numbers(measure)?);
    let mut courses: std::collections::BTreeMap<u64, Vec<f64>> = std::collections::BTreeMap::new();
    for ((track, t), value) in track.into_iter().zip(t).zip(value) {
        let values = courses.entry(track as u64).or_default();
        let t = t as usize;
        values.resize(values.len().max(t + 1), f64::NAN);
        values[t] = value;
    }
    let course = |(cell, values): (u64, _)| Course { cell: cell.to_string(), group: String::new(), values };
    Ok(courses.into_iter().map(course).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courses_are_summarised_in_their_unit_of_time() {
        // Its crests fall upon frames.
        let wave = |t: usize| -(std::f64::consts::TAU * t as f64 / 10.0).cos();
        let course = Course { cell: "a".into(), group: "x".into(), values: (0..60).map(wave).collect() };
        let none = Course { cell: "b".into(), values: vec![f64::NAN, 1.0], ..Course::default() };
        let params = PulseParams { min_prominence: Some(0.5), min_distance: 0.0 };
        let found = summary(&[course, none], &params, 2.0).unwrap();
        let of = |name: &str| found.cells.numbers(name).unwrap();
        assert_eq!(of("pulses"), [6.0, 0.0]);
        assert_eq!(of("points"), [60.0, 1.0]);
        assert!((of("between")[0] - 20.0).abs() < 1e-9 && (of("period")[0] - 20.0).abs() < 0.5);
        assert!(of("period")[1].is_nan() && of("first")[1] == 2.0 && of("pulse_rate")[1].is_nan());
        assert_eq!(found.pulses.rows(), 6);
        assert!(summary(&[], &params, 0.0).is_err());
        assert_eq!(summary(&[], &params, 1.0).unwrap().cells.rows(), 0);
    }

    #[test]
    fn a_measure_of_traces_becomes_a_course_for_each_track() {
        let mut table = DataFrame::with_rows(3);
        for (name, values) in
            [("track", vec![2.0, 2.0, 5.0]), ("t", vec![1.0, 3.0, 0.0]), ("m", vec![7.0, 8.0, 9.0])]
        {
            table.set(name, Column::Float(values)).unwrap();
        }
        let found = courses(&table, "m").unwrap();
        assert_eq!((found[0].cell.as_str(), found[0].values.len(), found[0].values[3]), ("2", 4, 8.0));
        assert!(found[0].values[0].is_nan() && found[1].values == [9.0]);
        assert!(courses(&table, "absent").is_err());
    }
}
