use crate::args::NetworkShowArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_network::summary;
use serde_json::json;

/// Says how many molecules and interactions a network holds, by layer and by sign.
pub(crate) fn show(args: &NetworkShowArgs) -> Result {
    let network = lca_formats::read_network(&args.file)?;
    let counts = summary(&network);
    let (molecules, interactions) = (network.molecules().len(), network.interactions().len());
    let mut text = format!("{molecules:>6} molecules\n");
    counts.layers.iter().for_each(|(layer, count)| text.push_str(&format!("{count:>10} {layer}\n")));
    text.push_str(&format!("{interactions:>6} interactions\n"));
    counts.signs.iter().for_each(|(sign, count)| text.push_str(&format!("{count:>10} {sign}\n")));
    text.push_str(&format!("{:>6} on itself\n{:>6} across layers\n", counts.self_loops, counts.across));
    let layers: serde_json::Map<_, _> =
        counts.layers.iter().map(|(layer, count)| (layer.to_string(), json!(count))).collect();
    let signs: serde_json::Map<_, _> =
        counts.signs.iter().map(|(sign, count)| (sign.to_string(), json!(count))).collect();
    Ok(Answer::new(
        text,
        json!({
            "molecules": molecules, "interactions": interactions, "layers": layers, "signs": signs,
            "self_loops": counts.self_loops, "across": counts.across,
        }),
    ))
}
