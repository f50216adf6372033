use super::perturb::{at_amount, list};
use super::plot;
use crate::args::CombineArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_model::{Combination, CombinationCell, HillCurve, respond, score_combination};
use lca_report::{Heatmap, heatmap, significant};
use serde_json::json;
use std::fmt::Write;

/// Simulates a grid of two doses and scores it.
pub(crate) fn combine(args: &CombineArgs) -> Result {
    let network = lca_formats::read_sbml(&args.file)?;
    let first = &args.doses;
    let second = if args.second_doses.is_empty() { first } else { &args.second_doses };
    let response = |a: f64, b: f64| -> std::result::Result<f64, Failure> {
        let mut all = list(&args.with);
        all.extend([at_amount(&args.first, a)?, at_amount(&args.second, b)?]);
        Ok(respond(&network, &all, 1.0, &args.output, args.readout)?)
    };
    let row =
        |&a: &f64| second.iter().map(|&b| response(a, b)).collect::<std::result::Result<Vec<_>, Failure>>();
    let responses = first.iter().map(row).collect::<std::result::Result<Vec<_>, _>>()?;
    let found = score_combination(first, second, &responses, args.whole)?;
    draw(args, &found, (first.as_slice(), second.as_slice()))?;
    let (excess, index) = found.summary();
    let curve = |c: &HillCurve| json!({ "half": c.half, "hill": c.slope, "zero": c.zero, "full": c.full });
    let cell = |c: &CombinationCell| {
        json!({
            "doses": c.doses, "response": c.response, "effect": c.effect, "bliss_expected": c.bliss,
            "bliss_excess": c.bliss_excess, "loewe_expected": c.loewe, "combination_index": c.index,
        })
    };
    let json = json!({
        "first": curve(&found.first), "second": curve(&found.second), "responses": responses,
        "bliss_excess": excess, "combination_index": index,
        "cells": found.cells.iter().map(cell).collect::<Vec<_>>(),
    });
    Ok(Answer::new(table(&found), json))
}

fn table(found: &Combination) -> String {
    let mut text = String::from("first\tsecond\tresponse\teffect\tBliss excess\tcombination index\n");
    for one in &found.cells {
        let index = one.index.map_or_else(|| "-".to_owned(), |index| format!("{index:.4}"));
        let [a, b] = one.doses;
        let _ = writeln!(
            text,
            "{a}\t{b}\t{:.6}\t{:.4}\t{:+.4}\t{index}",
            one.response,
            rounded(one.effect),
            rounded(one.bliss_excess)
        );
    }
    let (excess, index) = found.summary();
    let excess = rounded(excess);
    let word = |more: bool| if more { "more than" } else { "no more than" };
    let _ = writeln!(text, "\nMean Bliss excess {excess:+.4}: {} independent.", word(excess > 0.0));
    if let Some(index) = index {
        let _ = writeln!(text, "Median combination index {index:.4}: {} additive.", word(index < 1.0));
    }
    text
}

/// To four decimals, where rounding leaves no sign of nothing.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

fn draw(
    args: &CombineArgs,
    found: &Combination,
    (first, second): (&[f64], &[f64]),
) -> std::result::Result<(), Failure> {
    let names = |doses: &[f64]| doses.iter().skip(1).map(|&dose| significant(dose, 3)).collect::<Vec<_>>();
    let (rows, columns) = (names(first), names(second));
    let mut values = ndarray::Array2::from_elem((rows.len(), columns.len()), f64::NAN);
    values.iter_mut().zip(&found.cells).for_each(|(value, cell)| *value = cell.bliss_excess);
    let figure = Heatmap {
        title: format!("{} with {}", args.first.0.target, args.second.0.target),
        rows,
        columns,
        value: "Bliss excess".to_owned(),
        values,
        written: true,
        signed: true,
        ..Heatmap::default()
    };
    plot::save(&heatmap(&figure)?, args.plot.as_ref())
}
