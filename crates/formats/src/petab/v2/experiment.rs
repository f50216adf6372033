use crate::petab::cells::identifier;
use crate::petab::fault::{Fault, Place};
use crate::petab::table::Row;
use lca_kinetics::petab::{Experiment, Period};

/// One line: the experiment, and which condition, if any, begins when.
pub(in crate::petab) struct Begin {
    experiment: String,
    time: f64,
    condition: Option<String>,
}

pub(in crate::petab) fn begin(row: &Row<'_>) -> Result<Begin, Fault> {
    let time = row.number("time")?;
    if time == f64::INFINITY {
        return Err(row.wrong("time", "`time` is inf; a condition begins at a finite time or at -inf"));
    }
    let condition = row.cell("conditionId").map(str::to_owned);
    Ok(Begin { experiment: identifier(row, "experimentId")?.to_owned(), time, condition })
}

/// Gathers the lines of each experiment, in the order of their first lines, and sorts its times.
pub(in crate::petab) fn experiments(
    begins: Vec<(Place, Begin)>,
    faults: &mut Vec<Fault>,
) -> Vec<(Place, Experiment)> {
    let mut found: Vec<(Place, Experiment)> = Vec::new();
    for (place, Begin { experiment: id, time, condition }) in begins {
        let at = found.iter().position(|(_, known)| known.id == id).unwrap_or_else(|| {
            found.push((place.clone(), Experiment { id: id.clone(), periods: Vec::new() }));
            found.len() - 1
        });
        let periods = &mut found[at].1.periods;
        let period = periods.iter().position(|period| period.time == time).unwrap_or_else(|| {
            periods.push(Period { time, conditions: Vec::new() });
            periods.len() - 1
        });
        let Some(condition) = condition else { continue };
        if periods[period].conditions.contains(&condition) {
            let what = format!("`conditionId` `{condition}` begins twice in `{id}` at time {time}");
            faults.push(Fault { place, column: Some("conditionId".to_owned()), what });
        } else {
            periods[period].conditions.push(condition);
        }
    }
    for (_, experiment) in &mut found {
        experiment.periods.sort_by(|a, b| a.time.total_cmp(&b.time));
    }
    found
}
