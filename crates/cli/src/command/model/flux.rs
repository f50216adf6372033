use crate::args::FluxArgs;
use crate::command::Result;
use crate::output::Answer;
use serde_json::json;
use std::fmt::Write;

/// Solves flux balance and tabulates the fluxes that are not zero.
pub(crate) fn flux(args: &FluxArgs) -> Result {
    let network = lca_formats::read_sbml(&args.file)?;
    let changes: Vec<(&str, f64, f64)> =
        args.bounds.iter().map(|(id, least, greatest)| (id.as_str(), *least, *greatest)).collect();
    let solution = lca_model::flux_balance(&network, &changes)?;
    let mut text = format!("{}\t{}\n", solution.objective, solution.value);
    for (id, flux) in solution.fluxes.iter().filter(|(_, flux)| *flux != 0.0) {
        let _ = writeln!(text, "{id}\t{flux}");
    }
    let fluxes: serde_json::Map<_, _> =
        solution.fluxes.iter().map(|(id, flux)| (id.clone(), json!(flux))).collect();
    Ok(Answer::new(
        text,
        json!({ "objective": solution.objective, "value": solution.value, "fluxes": fluxes }),
    ))
}
