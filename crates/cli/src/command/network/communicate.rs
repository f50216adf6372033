mod compare;
mod data;
mod found;
mod limits;
mod meta;
mod signals;
mod table;

use crate::args::{CommunicateArgs, CommunicateMethod};
use crate::command::Result;
use crate::command::plot;
use crate::output::Answer;
use data::Data;
use found::Found;
use lca_graph::LigandReceptor;
use lca_network::communicate::{CellPhoneDbOptions, LianaOptions, Limits, Permutations, cellphonedb, liana};
use serde_json::json;
use std::fmt::Write;

/// How many of the strongest pairs are listed for people.
const LISTED: usize = 20;

/// Says which types of cells talk to which.
pub(crate) fn communicate(args: &CommunicateArgs) -> Result {
    let resource = lca_formats::read_ligands(&args.resource, args.resource_name.as_deref())?;
    let data = Data::read(args)?;
    let (limits, meetings) = limits::of(args, &data)?;
    if let Some(between) = &args.between {
        return compare::compare(args, &data, &resource, limits, between);
    }
    let found = match args.method {
        CommunicateMethod::Cellphonedb => of_cellphonedb(args, &data, &resource, limits)?,
        CommunicateMethod::Liana => of_liana(args, &data, &resource, limits)?,
    };
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &found.table)?;
    }
    plot::save(&found::figure(&found)?, args.plot.as_ref())?;
    let arrived = signals::of(args, &data, &resource)?;
    let mut text = found.said.clone();
    if data.untyped() > 0 {
        let _ = writeln!(text, "{} cells have no type and are left out", data.untyped());
    }
    if data.normalised {
        text.push_str("Counts were scaled to 10,000 in each cell and log-transformed.\n");
    }
    let _ = writeln!(text, "\n{:>10}  {:>11}  from -> to: by", found.score, found.chance);
    for pair in found.pairs.iter().take(LISTED) {
        let p = likely(pair.chance, args.permutations);
        let _ =
            writeln!(text, "{:>10.4}  {p:>11}  {} -> {}: {}", pair.score, pair.source, pair.target, pair.by);
    }
    text.push_str(&signals::in_words(&arrived, &resource));
    if data.strangers > 0 {
        let _ = writeln!(text, "{} cells of --meta are not among the data", data.strangers);
    }
    Ok(Answer::new(
        text,
        json!({
            "method": found.method, "types": found.types, "pairs": found.pairs.len(), "unmeasured": found.unmeasured,
            "normalised": data.normalised, "strongest": found.pairs.iter().take(LISTED).map(|pair| found::json(&found, pair)).collect::<Vec<_>>(),
            "contacts": meetings, "signals": signals::json(&arrived, &resource), "network": found::network_json(&found, &resource.name),
        }),
    ))
}

/// A p-value for people: none of N permutations means less than 1 in N.
fn likely(p: f64, permutations: usize) -> String {
    match p {
        p if p.is_nan() => "-".to_owned(),
        0.0 if permutations > 0 => format!("< {}", 1.0 / permutations as f64),
        p if p < 1e-4 => format!("{p:.1e}"),
        p => format!("{p:.4}"),
    }
}

fn permutations(args: &CommunicateArgs) -> Permutations {
    Permutations { count: args.permutations, seed: args.seed }
}

fn of_cellphonedb(
    args: &CommunicateArgs,
    data: &Data,
    resource: &LigandReceptor,
    limits: Limits,
) -> std::result::Result<Found, crate::failure::Failure> {
    let options = CellPhoneDbOptions { threshold: args.threshold, permutations: permutations(args), limits };
    let result = cellphonedb(&data.cells(), resource, &options)?;
    Ok(Found::of_cellphonedb(&result, resource)?)
}

fn of_liana(
    args: &CommunicateArgs,
    data: &Data,
    resource: &LigandReceptor,
    limits: Limits,
) -> std::result::Result<Found, crate::failure::Failure> {
    let options = LianaOptions {
        share: args.threshold,
        permutations: permutations(args),
        limits,
        ..LianaOptions::default()
    };
    let result = liana(&data.cells(), resource, &options)?;
    Ok(Found::of_liana(&result, resource)?)
}
