use super::plot;
use crate::args::{PerturbArgs, Spec};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{Perturbation, PerturbationKind};
use lca_model::Simulator;
use lca_report::{Curve, Curves, curves};
use serde_json::json;
use std::fmt::Write;

/// Simulates a model under perturbations and tabulates outputs.
pub(crate) fn perturb(args: &PerturbArgs) -> Result {
    if !(args.end.is_finite() && args.end > 0.0) {
        return Err(Failure::Use(format!("--end is {}; give a time after 0", args.end)));
    }
    let network = lca_formats::read_sbml(&args.file)?;
    let changed = lca_model::perturb(&network, &list(&args.perturbations), 1.0)?;
    let outputs: Vec<&str> = if args.outputs.is_empty() {
        network.species.iter().map(|species| species.id.as_str()).collect()
    } else {
        args.outputs.iter().map(String::as_str).collect()
    };
    let last = f64::from(args.points - 1);
    let times: Vec<f64> = (0..args.points).map(|at| args.end * f64::from(at) / last).collect();
    let run = Simulator::new(&changed, &outputs)?.run(&[], &times)?;
    let mut text = format!("time\t{}\n", outputs.join("\t"));
    for (time, row) in run.times.iter().zip(&run.values) {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        let _ = writeln!(text, "{time}\t{}", cells.join("\t"));
    }
    let line = |at: usize| run.times.iter().zip(&run.values).map(|(time, row)| (*time, row[at])).collect();
    let curve =
        |(at, name): (usize, &&str)| Curve { name: (*name).to_owned(), line: line(at), dots: Vec::new() };
    let figure = Curves {
        title: "Under perturbation".to_owned(),
        x: "time".to_owned(),
        y: "value".to_owned(),
        curves: outputs.iter().enumerate().map(curve).collect(),
        ..Curves::default()
    };
    plot::save(&curves(&figure)?, args.plot.as_ref())?;
    let columns: serde_json::Map<_, _> = (outputs.iter().enumerate())
        .map(|(at, id)| ((*id).to_owned(), run.values.iter().map(|row| row[at]).collect()))
        .collect();
    Ok(Answer::new(text, json!({ "time": run.times, "values": columns })))
}

pub(super) fn list(specs: &[Spec]) -> Vec<Perturbation> {
    specs.iter().map(|Spec(one)| one.clone()).collect()
}

/// The same perturbation at another amount, of a kind for which none is no perturbation.
pub(super) fn at_amount(Spec(one): &Spec, amount: f64) -> std::result::Result<Perturbation, Failure> {
    use PerturbationKind::{KnockDown, KnockOut, OverExpression};
    match one.kind {
        KnockDown | KnockOut | OverExpression => Err(Failure::Use(format!(
            "an amount of 0 must leave `{}` as it is: give doses of a substance or a level, not a {}",
            one.target,
            PerturbationKind::NAMES.iter().find(|(kind, _)| *kind == one.kind).map_or("", |(_, name)| name)
        ))),
        _ => Ok(Perturbation { amount, ..one.clone() }),
    }
}
