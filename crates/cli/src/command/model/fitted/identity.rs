//! Of which problem a fit is: a digest of each part that can change the objective.

use lca_core::Digest;
use lca_kinetics::petab::{Parameter, Problem};
use serde_json::{Value, json};
use std::fmt::Debug;

const PARTS: [&str; 5] = ["model", "parameters", "conditions", "observables", "measurements"];

/// Digests of the parts of a problem. Nominal values of what is estimated are left out: a fit does not
/// look at them, and one may write the fitted values there.
pub(in super::super) fn digests(problem: &Problem) -> Value {
    let blank = |one: &Parameter| Parameter {
        nominal: if one.estimate { f64::NAN } else { one.nominal },
        ..one.clone()
    };
    let parameters: Vec<Parameter> = problem.parameters.iter().map(blank).collect();
    json!({
        "model": digest(&problem.network),
        "parameters": digest(&parameters),
        "conditions": digest(&(problem.version, &problem.conditions, &problem.experiments)),
        "observables": digest(&problem.observables),
        "measurements": digest(&problem.measurements),
    })
}

/// `Debug` writes each number with all digits that tell it from others.
fn digest(part: &impl Debug) -> Value {
    json!(Digest::of(format!("{part:?}").as_bytes()))
}

/// In which parts two problems differ, in words; none where they are the same.
pub(in super::super) fn difference(kept: &Value, now: &Value) -> Option<String> {
    if !kept.is_object() {
        return Some("an earlier version of lca wrote it, which does not say of which problem".to_owned());
    }
    let differ: Vec<&str> = PARTS.into_iter().filter(|part| kept[part] != now[part]).collect();
    let (last, before) = differ.split_last()?;
    Some(match before {
        [] => format!("the {last} {} changed", if last.ends_with('s') { "have" } else { "has" }),
        _ => format!("the {} and {last} have changed", before.join(", ")),
    })
}
