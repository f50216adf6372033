//! What is found of fluxes, as text, JSON, table and figure.

use crate::args::FbaArgs;
use crate::command::Result;
use crate::command::plot;
use crate::failure::Failure;
use crate::output::Answer;
use lca_network::flux::{FluxModel, FluxRanges, FluxSolution, Knockout, Knockouts, Measured, SmallestFluxes};
use lca_report::{Bar, Bars, Figure, IntervalRow, Intervals, bars, intervals};
use lca_tables::{Column, DataFrame};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// How many lines a figure shows.
const SHOWN: usize = 30;

/// An answer with its table and figure.
pub(super) struct Found {
    text: String,
    json: Value,
    table: DataFrame,
    figure: Figure,
}

impl Found {
    /// Says how many genes of a table are in the model.
    pub(super) fn note(&mut self, measured: &Measured) {
        let (genes, strangers) = (measured.genes, measured.strangers);
        let _ = writeln!(
            self.text,
            "{genes} of {} genes of the model measured, the others do not count; {strangers} of the table are not in it",
            measured.known
        );
        self.json["genes_measured"] = json!(genes);
        self.json["genes_not_in_model"] = json!(strangers);
    }

    /// Writes the files asked for.
    pub(super) fn finish(self, args: &FbaArgs) -> Result {
        if let Some(path) = &args.out {
            lca_formats::write_table(path, &self.table)?;
        }
        plot::save(&self.figure, args.plot.as_ref())?;
        Ok(Answer::new(self.text, self.json))
    }
}

type Finding = std::result::Result<Found, Failure>;

fn object(values: &[(String, f64)]) -> Value {
    values.iter().map(|(id, value)| (id.clone(), json!(value))).collect::<Map<_, _>>().into()
}

fn numbers(values: &[(String, f64)]) -> Column {
    Column::Float(values.iter().map(|(_, value)| *value).collect())
}

fn table(index: Vec<String>, columns: Vec<(&str, Column)>) -> std::result::Result<DataFrame, Failure> {
    Ok(DataFrame::new(index).with_columns(columns)?)
}

fn ids(values: &[(String, f64)]) -> Vec<String> {
    values.iter().map(|(id, _)| id.clone()).collect()
}

/// Fluxes that are not zero, in columns.
fn lines(text: &mut String, fluxes: &[(String, f64)]) {
    let width = fluxes.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    for (id, flux) in fluxes.iter().filter(|(_, flux)| flux.abs() > 1e-9) {
        let _ = writeln!(text, "{id:<width$}  {flux:>14.6}");
    }
}

fn largest(title: &str, fluxes: &[(String, f64)]) -> std::result::Result<Figure, Failure> {
    let mut order: Vec<&(String, f64)> = fluxes.iter().filter(|(_, flux)| flux.abs() > 1e-9).collect();
    order.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let bar = |(id, flux): &&(String, f64)| Bar { name: id.clone(), value: flux.abs(), ours: *flux > 0.0 };
    Ok(bars(&Bars {
        title: title.to_owned(),
        caption: format!(
            "The {SHOWN} largest fluxes by size; those that run backward (below zero) are grey."
        ),
        value: "size of the flux".to_owned(),
        bars: order.iter().take(SHOWN).map(bar).collect(),
    })?)
}

/// The best fluxes.
pub(super) fn best(found: &FluxSolution) -> Finding {
    let mut text = format!("{}  {}\n", found.objective, found.value);
    lines(&mut text, &found.fluxes);
    Ok(Found {
        text,
        json: json!({
            "objective": found.objective, "value": found.value, "fluxes": object(&found.fluxes),
            "reduced_costs": object(&found.reduced_costs), "shadow_prices": object(&found.shadow_prices),
        }),
        table: table(
            ids(&found.fluxes),
            vec![("flux", numbers(&found.fluxes)), ("reduced_cost", numbers(&found.reduced_costs))],
        )?,
        figure: largest(&format!("Best fluxes for {}", found.objective), &found.fluxes)?,
    })
}

/// The smallest of the best fluxes; `total` is what was made least.
pub(super) fn smallest(model: &FluxModel, found: &SmallestFluxes, total: &str) -> Finding {
    let mut text = format!("{}  {}\n{total}  {}\n", model.objective(), found.value, found.total);
    lines(&mut text, &found.fluxes);
    Ok(Found {
        text,
        json: json!({
            "objective": model.objective(), "best": found.best, "value": found.value, "total": found.total,
            "fluxes": object(&found.fluxes),
        }),
        table: table(ids(&found.fluxes), vec![("flux", numbers(&found.fluxes))])?,
        figure: largest(&format!("Smallest fluxes for {}", model.objective()), &found.fluxes)?,
    })
}

/// The range of each flux. A range without end is `null` in JSON.
pub(super) fn ranges(model: &FluxModel, found: &FluxRanges) -> Finding {
    let width = found.ranges.iter().map(|one| one.reaction.len()).max().unwrap_or(0);
    let mut text = format!("{}  {}\n", model.objective(), found.best);
    for one in &found.ranges {
        let _ = writeln!(text, "{:<width$}  {:>14.6}  {:>14.6}", one.reaction, one.least, one.greatest);
    }
    let each = found.ranges.iter().map(|one| (one.reaction.clone(), json!([one.least, one.greatest])));
    let mut wide: Vec<_> = found.ranges.iter().filter(|one| one.greatest - one.least > 1e-6).collect();
    wide.sort_by(|a, b| (b.greatest - b.least).total_cmp(&(a.greatest - a.least)));
    let row = |one: &&lca_network::flux::FluxRange| IntervalRow {
        name: one.reaction.clone(),
        estimate: f64::midpoint(one.least, one.greatest),
        lower: one.least,
        upper: one.greatest,
        truth: None,
        identifiable: true,
    };
    let figure = intervals(&Intervals {
        title: format!("How far fluxes go at {} of {}", found.fraction, model.objective()),
        caption: format!("The {SHOWN} widest ranges; the dot is only their middle, not the best flux."),
        value: "flux".to_owned(),
        log: false,
        rows: wide.iter().take(SHOWN).map(row).collect(),
    })?;
    let column =
        |of: fn(&lca_network::flux::FluxRange) -> f64| Column::Float(found.ranges.iter().map(of).collect());
    Ok(Found {
        text,
        json: json!({
            "objective": model.objective(), "value": found.best, "fraction": found.fraction,
            "ranges": each.collect::<Map<_, _>>(),
        }),
        table: table(
            found.ranges.iter().map(|one| one.reaction.clone()).collect(),
            vec![("minimum", column(|one| one.least)), ("maximum", column(|one| one.greatest))],
        )?,
        figure,
    })
}

/// What is left without each gene or reaction.
pub(super) fn knockouts(model: &FluxModel, found: &Knockouts) -> Finding {
    let lethal = |all: &[Knockout]| all.iter().filter(|one| one.lethal).count();
    let mut text = format!("{}  {}\n", model.objective(), found.best);
    let _ = writeln!(text, "{} taken away one by one, {} lethal", found.single.len(), lethal(&found.single));
    if !found.double.is_empty() {
        let _ = writeln!(text, "{} pairs, {} lethal", found.double.len(), lethal(&found.double));
    }
    let all: Vec<&Knockout> = found.single.iter().chain(&found.double).collect();
    let mut worse: Vec<&&Knockout> =
        all.iter().filter(|one| one.value.is_none_or(|value| (value - found.best).abs() > 1e-6)).collect();
    worse.sort_by(|a, b| left(a).total_cmp(&left(b)));
    for one in &worse {
        let lethal = if one.lethal { "  lethal" } else { "" };
        let _ = writeln!(text, "{:<24}  {:>14.6}{lethal}", one.targets.join(" "), left(one));
    }
    let figure = bars(&Bars {
        title: format!("What is left of {}", model.objective()),
        caption: format!(
            "The {SHOWN} knock-outs that leave the least but are not lethal; {} lethal ones leave nothing.",
            lethal(&found.single) + lethal(&found.double)
        ),
        value: model.objective().to_owned(),
        bars: (worse.iter().filter(|one| !one.lethal).take(SHOWN))
            .map(|one| Bar { name: one.targets.join(" "), value: left(one), ours: false })
            .collect(),
    })?;
    Ok(Found {
        text,
        json: json!({
            "objective": model.objective(), "value": found.best,
            "single": found.single.iter().map(one_json).collect::<Vec<_>>(),
            "double": found.double.iter().map(one_json).collect::<Vec<_>>(),
        }),
        table: table(
            all.iter().map(|one| one.targets.join(";")).collect(),
            vec![
                ("growth", Column::Float(all.iter().map(|one| left(one)).collect())),
                ("lethal", Column::Bool(all.iter().map(|one| one.lethal).collect())),
            ],
        )?,
        figure,
    })
}

/// Not a number where no steady state is left.
fn left(one: &Knockout) -> f64 {
    one.value.unwrap_or(f64::NAN)
}

fn one_json(one: &Knockout) -> Value {
    json!({ "targets": one.targets, "value": one.value, "lethal": one.lethal })
}
