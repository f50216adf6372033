use super::place::{Place, Source};
use super::settings::Setting;
use super::words::choice;
use crate::registry::Job;
use serde_json::Value;

/// What cells are filtered by, below `params` of a step `quality`.
const BOUNDS: &str = "keep.max_pct_counts.";

/// Checks that the gene groups that cells are filtered by are among those that are measured.
pub(crate) fn check(
    source: Source<'_>,
    kind: &str,
    job: &dyn Job,
    settings: &[Setting],
) -> Result<(), Place> {
    let bounds = settings.iter().filter(|_| kind == "quality");
    let bounds = bounds.filter_map(|setting| Some((setting.name.strip_prefix(BOUNDS)?, setting)));
    let params = job.params().unwrap_or_default();
    let groups = params.pointer("/measure/groups").and_then(Value::as_array);
    let known: Vec<&str> =
        groups.into_iter().flatten().filter_map(|group| group.get("name")?.as_str()).collect();
    for (group, setting) in bounds {
        if !known.contains(&group) {
            let message = format!("there is no gene group `{group}`");
            let help = format!("{}; others come under `measure.groups`", choice("there are", group, &known));
            return Err(source.place(setting.span.clone(), message, help));
        }
    }
    Ok(())
}
