use crate::args::ModelShowArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_kinetics::{CompileOptions, Network, OdeSystem};
use serde_json::json;

/// Counts what a model holds, and warns of formulas that mix units.
pub(crate) fn show(args: &ModelShowArgs) -> Result {
    let network = lca_formats::read_sbml(&args.file)?;
    let system =
        OdeSystem::compile(&network, &CompileOptions::default()).map_err(lca_model::ModelError::from)?;
    let counts = counts(&network, system.states().len());
    let mut text = format!("{}\n", network.name.as_deref().unwrap_or(&network.id));
    for (what, count) in counts.iter().filter(|(_, count)| *count > 0) {
        text.push_str(&format!("{count:>6} {what}\n"));
    }
    let warnings = lca_formats::sbml_warnings(&args.file)?;
    warnings.iter().for_each(|warning| text.push_str(&format!("units clash: {warning}\n")));
    let json: serde_json::Map<_, _> =
        counts.iter().map(|(what, count)| (what.replace(' ', "_"), json!(count))).collect();
    Ok(Answer::new(
        text,
        json!({ "id": network.id, "name": network.name, "counts": json, "warnings": warnings }),
    ))
}

fn counts(network: &Network, states: usize) -> [(&'static str, usize); 12] {
    [
        ("compartments", network.compartments.len()),
        ("species", network.species.len()),
        ("parameters", network.parameters.len()),
        ("reactions", network.reactions.len()),
        ("rules", network.rules.len()),
        ("algebraic rules", network.algebraic_rules.len()),
        ("initial assignments", network.initial_assignments.len()),
        ("events", network.events.len()),
        ("functions", network.functions.len()),
        ("flux bounds", network.flux.as_ref().map_or(0, |flux| flux.bounds.len())),
        ("flux objectives", network.flux.as_ref().map_or(0, |flux| flux.objectives.len())),
        ("states", states),
    ]
}
