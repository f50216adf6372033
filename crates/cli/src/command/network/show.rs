use super::open::open;
use super::part::part;
use super::ways::ways;
use crate::args::NetworkShowArgs;
use crate::command::Result;
use crate::command::plot;
use crate::failure::Failure;
use crate::output::Answer;
use lca_graph::MolecularNetwork;
use lca_network::{degrees, summary};
use lca_report::{Bar, Bars, Figure, bars};
use serde_json::{Value, json};

/// Says how many molecules and interactions a network holds, by layer and by sign, and which ways lead
/// from one molecule to another.
pub(crate) fn show(args: &NetworkShowArgs) -> Result {
    let whole = open(&args.file, args.name.as_deref())?;
    let network = part(&whole, &args.part)?;
    let (mut text, mut told) = counts(&network);
    if network.molecules().is_empty() && !whole.molecules().is_empty() {
        text.push_str(&nothing(&whole));
    }
    if let Some((lines, paths)) = ways(&network, args)? {
        text.push_str(&lines);
        told.insert("ways".to_owned(), paths);
    }
    if let Some(out) = &args.out {
        lca_formats::write_network(out, &network)?;
        text.push_str(&format!("written to {}\n", out.display()));
    }
    if args.plot.is_some() {
        plot::save(&figure(&network)?, args.plot.as_ref())?;
    }
    Ok(Answer::new(text, Value::Object(told)))
}

/// What there is, where nothing is left of what was asked for.
fn nothing(whole: &MolecularNetwork) -> String {
    let layers: std::collections::BTreeSet<String> =
        whole.molecules().iter().map(|one| one.layer.to_string()).collect();
    let evidence = whole.interactions().iter().flat_map(|one| &one.evidence);
    let sources: std::collections::BTreeSet<&str> =
        evidence.filter_map(|one| one.source.as_deref()).collect();
    let listed = |names: Vec<&str>| {
        let more = if names.len() > 12 { ", …" } else { "" };
        format!("{}{more}", names.into_iter().take(12).collect::<Vec<_>>().join(", "))
    };
    format!(
        "nothing of the {} molecules is left of what was asked for; layers: {}; sources: {}\n",
        whole.molecules().len(),
        listed(layers.iter().map(String::as_str).collect()),
        listed(sources.into_iter().collect()),
    )
}

fn counts(network: &MolecularNetwork) -> (String, serde_json::Map<String, Value>) {
    let counts = summary(network);
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
    let told = [
        ("molecules", json!(molecules)),
        ("interactions", json!(interactions)),
        ("layers", Value::Object(layers)),
        ("signs", Value::Object(signs)),
        ("self_loops", json!(counts.self_loops)),
        ("across", json!(counts.across)),
    ];
    (text, told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Draws the molecules with the most interactions.
fn figure(network: &MolecularNetwork) -> std::result::Result<Figure, Failure> {
    let degrees = degrees(network.molecules().len(), network.interactions());
    let mut ranked: Vec<usize> = (0..degrees.len()).collect();
    ranked.sort_by_key(|place| (std::cmp::Reverse(degrees[*place]), *place));
    let bar = |place: &usize| {
        let one = &network.molecules()[*place];
        Bar {
            name: one.name.clone().unwrap_or_else(|| one.id.clone()),
            value: degrees[*place] as f64,
            ours: true,
        }
    };
    let data = Bars {
        title: "Molecules with the most interactions".to_owned(),
        value: "interactions".to_owned(),
        bars: ranked.iter().take(20).map(bar).collect(),
        ..Bars::default()
    };
    Ok(bars(&data)?)
}
