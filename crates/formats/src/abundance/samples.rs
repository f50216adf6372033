use super::fields::table;
use super::{parse_time, unique};
use crate::FormatError;
use lca_core::Unit;
use std::path::Path;

/// One sample: which cells it is from and when they were taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its name: that of a column of the table.
    pub name: String,
    /// What the cells are, or what was done to them.
    pub condition: Option<String>,
    /// When, in seconds.
    pub time: Option<f64>,
}

/// Which columns of a sheet say what; each left out is found by its usual name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetColumns {
    /// The name of the sample; else `sample`, `sample_id`, `id`, or the first column.
    pub sample: Option<String>,
    /// The condition; else `condition`, `genotype`, `treatment`, `group`.
    pub condition: Option<String>,
    /// The time; else `time`, or `time_UNIT`.
    pub time: Option<String>,
}

/// Reads a sheet of samples: CSV or TSV, one sample in a row. A time is written with its unit (`12 h`), or
/// its column names it (`time_min`).
///
/// # Errors
/// When the file cannot be read, a column asked for is missing, a row has no sample, a time cannot be
/// read, or a sample repeats; each with the line.
pub fn read_samples(path: &Path, columns: &SheetColumns) -> Result<Vec<Sample>, FormatError> {
    let (header, rows) = table(path, "sample sheet")?;
    let place = Places::of(path, &header, columns)?;
    let mut samples = Vec::new();
    for (line, fields) in &rows {
        let name = fields[place.sample].as_str();
        if name.is_empty() {
            return Err(FormatError::line(path, *line, "the row names no sample"));
        }
        let stated = |at: Option<usize>| at.map(|at| fields[at].as_str()).filter(|text| !text.is_empty());
        let read = |text| parse_time(text, place.unit.as_ref());
        let time = stated(place.time).map(read).transpose();
        let time = time.map_err(|what| FormatError::line(path, *line, what))?;
        samples.push(Sample {
            name: name.to_owned(),
            condition: stated(place.condition).map(str::to_owned),
            time,
        });
    }
    unique(path, "sample", samples.iter().map(|one| one.name.as_str()))?;
    Ok(samples)
}

struct Places {
    sample: usize,
    condition: Option<usize>,
    time: Option<usize>,
    unit: Option<Unit>,
}

impl Places {
    fn of(path: &Path, header: &[String], columns: &SheetColumns) -> Result<Self, FormatError> {
        let find = |given: &Option<String>, usual: &[&str]| match given {
            Some(name) => match header.iter().position(|field| field == name) {
                Some(at) => Ok(Some(at)),
                None => Err(FormatError::broken(
                    path,
                    "sample sheet",
                    format!("it has no column `{name}`; there are: {}", header.join(", ")),
                )),
            },
            None => Ok(header.iter().position(|field| usual.contains(&field.to_ascii_lowercase().as_str()))),
        };
        let sample = find(&columns.sample, &["sample", "sample_id", "sample id", "id", ""])?.unwrap_or(0);
        let condition = find(&columns.condition, &["condition", "genotype", "treatment", "group"])?;
        let time = match find(&columns.time, &["time"])? {
            Some(at) => Some(at),
            None => header.iter().position(|field| unit(field).is_some()),
        };
        Ok(Self { sample, condition, time, unit: time.and_then(|at| unit(&header[at])) })
    }
}

/// The unit in `time_min`, `time (h)` or `time [s]`.
fn unit(field: &str) -> Option<Unit> {
    let rest = field.to_ascii_lowercase().strip_prefix("time")?.to_owned();
    rest.trim_matches(|c: char| !c.is_ascii_alphabetic()).parse().ok()
}
