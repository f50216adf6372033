use lca_core::ElementPath;
use lca_study::{Logged, What};
use std::collections::BTreeSet;

/// The output of one sort that a step gives, or the nearest of those it takes from, however far.
pub(super) fn nearest<'a>(steps: &'a [Logged], from: &'a Logged, what: What) -> Option<&'a ElementPath> {
    let mut level = vec![from];
    let mut seen = BTreeSet::new();
    while !level.is_empty() {
        if let Some(found) = level.iter().find_map(|step| step.record.outputs.get(&what)) {
            return Some(found);
        }
        let inputs = level.iter().flat_map(|step| step.record.inputs.values().flatten());
        let names: BTreeSet<&str> =
            inputs.map(|input| input.step.as_str()).filter(|name| seen.insert(*name)).collect();
        level = steps.iter().filter(|step| names.contains(step.record.step.as_str())).collect();
    }
    None
}
