use super::data::Data;
use super::table::label;
use crate::args::CommunicateArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_graph::LigandReceptor;
use lca_network::communicate::{Difference, DifferenceOptions, Limits, differential};
use lca_tables::{Column, DataFrame};
use serde_json::json;
use std::fmt::Write;

/// Says what differs between two conditions.
pub(super) fn compare(
    args: &CommunicateArgs,
    data: &Data,
    resource: &LigandReceptor,
    limits: Limits,
    between: &[String],
) -> Result {
    let [before, after] = between else {
        return Err(Failure::Use("--between takes two conditions: --between control,treated".to_owned()));
    };
    let key = args.condition.as_deref().unwrap_or_default();
    let conditions = data.texts(key, &args.data)?;
    let samples = args.samples.as_deref().map(|key| data.texts(key, &args.data)).transpose()?;
    let mut found = differential(
        &data.cells(),
        resource,
        &DifferenceOptions {
            conditions: &conditions,
            samples: samples.as_deref(),
            between: (before, after),
            threshold: args.threshold,
            permutations: super::permutations(args),
            limits,
        },
    )?;
    let size = |one: &Difference| (one.after - one.before).abs();
    found.sort_by(|a, b| a.p_value.total_cmp(&b.p_value).then(size(b).total_cmp(&size(a))));
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &table(&found, resource)?)?;
    }
    let exchanged = if samples.is_some() { "whole samples" } else { "cells of one type" };
    let mut text = said(&found, resource, (before, after), exchanged);
    if let Some(samples) = &samples {
        text.push_str(&least(samples, &conditions, (before, after)));
    }
    let listed = |one: &Difference| {
        json!({
            "source": one.source, "target": one.target, "interaction": label(resource, one.binding),
            "before": one.before, "after": one.after, "p_value": one.p_value, "fdr": one.false_discovery,
        })
    };
    Ok(Answer::new(
        text,
        json!({
            "before": before, "after": after, "exchanged": exchanged, "compared": found.len(),
            "differences": found.iter().map(listed).collect::<Vec<_>>(),
        }),
    ))
}

/// How small a p-value can be, as few samples can be exchanged in few ways only.
fn least(samples: &[Option<String>], conditions: &[Option<String>], (before, after): (&str, &str)) -> String {
    let mut of: std::collections::BTreeMap<&str, bool> = std::collections::BTreeMap::new();
    for (sample, condition) in samples.iter().zip(conditions) {
        let (Some(sample), Some(condition)) = (sample, condition) else { continue };
        if condition == before || condition == after {
            of.insert(sample, condition == before);
        }
    }
    let first = of.values().filter(|one| **one).count();
    let ways: f64 = (0..first).map(|k| (of.len() - k) as f64 / (first - k) as f64).product();
    if ways > 1000.0 {
        return String::new();
    }
    format!(
        "{} samples can be exchanged in {ways:.0} ways, so that no p-value comes below about {:.3}\n",
        of.len(),
        1.0 / ways
    )
}

/// What people read: the differences that chance gives least.
fn said(
    found: &[Difference],
    resource: &LigandReceptor,
    (before, after): (&str, &str),
    exchanged: &str,
) -> String {
    let mut text = format!(
        "{} interactions compared, {after} against {before}; conditions exchanged between {exchanged}\n\n",
        found.len(),
    );
    let _ = writeln!(text, "{before:>10}  {after:>10}     p-value         fdr  from -> to: by");
    for one in found.iter().take(super::LISTED) {
        let _ = writeln!(
            text,
            "{:>10.4}  {:>10.4}  {:>10.4}  {:>10.4}  {} -> {}: {}",
            one.before,
            one.after,
            one.p_value,
            one.false_discovery,
            one.source,
            one.target,
            label(resource, one.binding),
        );
    }
    text
}

fn table(found: &[Difference], resource: &LigandReceptor) -> std::result::Result<DataFrame, Failure> {
    let texts = |of: &dyn Fn(&Difference) -> String| Column::Text(found.iter().map(of).collect());
    let numbers = |of: &dyn Fn(&Difference) -> f64| Column::Float(found.iter().map(of).collect());
    let columns = [
        ("source", texts(&|one| one.source.clone())),
        ("target", texts(&|one| one.target.clone())),
        ("interacting_pair", texts(&|one| label(resource, one.binding))),
        ("before", numbers(&|one| one.before)),
        ("after", numbers(&|one| one.after)),
        ("difference", numbers(&|one| one.after - one.before)),
        ("pvalue", numbers(&|one| one.p_value)),
        ("fdr", numbers(&|one| one.false_discovery)),
    ];
    Ok(DataFrame::with_rows(found.len()).with_columns(columns)?)
}
