use super::Accounted;
use crate::FormatError;
use crate::table::{open_text, unreadable, utf8};
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use std::io::BufRead;
use std::path::Path;

/// Whether a line is one of transomics2cytoscape: seven fields or eight, the first and fourth of which
/// name layers.
pub(super) fn looks(line: &str) -> bool {
    let fields: Vec<&str> = line.split('\t').collect();
    matches!(fields.len(), 7 | 8) && fields[0].ends_with("-layer") && fields[3].ends_with("-layer")
}

/// Reads the interactions between layers of transomics2cytoscape: TSV without a header of source layer,
/// its column of identifiers, source, target layer, its column, target, interaction, and maybe a name.
/// A row that repeats another is evidence of the same interaction; a row that cannot be read is refused
/// with its reason, and the others are kept.
pub(super) fn read(path: &Path) -> Result<Accounted, FormatError> {
    let mut accounted = Accounted::default();
    for (number, line) in (1..).zip(open_text(path)?.split(b'\n')) {
        let line = line.map_err(unreadable(path))?;
        let line = utf8(path, number, &line)?.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        accounted.rows += 1;
        match row(&mut accounted.network, line, path) {
            Ok(true) => accounted.kept += 1,
            Ok(false) => accounted.repeated += 1,
            Err(why) => accounted.refused.push((number, why)),
        }
    }
    Ok(accounted)
}

/// Takes one row in; whether it is an interaction that was not there yet.
fn row(network: &mut MolecularNetwork, line: &str, path: &Path) -> Result<bool, String> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [from_layer, _, from, to_layer, _, to, interaction, name @ ..] = fields.as_slice() else {
        return Err(format!("it has {} fields; 7 are needed, and an eighth may name it", fields.len()));
    };
    if name.len() > 1 || [from, to, interaction].iter().any(|field| field.is_empty()) {
        return Err("source, target or interaction is empty, or there are more than 8 fields".to_owned());
    }
    let sign = sign(interaction)?;
    let source = network.molecule(Molecule::new(from, layer(from_layer)));
    let target = network.molecule(Molecule::new(to, layer(to_layer)));
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let dataset = name.first().map(|name| (*name).to_owned());
    let evidence = vec![Evidence { source: file, dataset, ..Evidence::default() }];
    let before = network.interactions().len();
    let kind = Some((*interaction).to_owned());
    network.interaction(Interaction { kind, evidence, ..Interaction::new(source, target, sign) });
    Ok(network.interactions().len() > before)
}

/// The layer that a name such as `TF-layer` means. Kinases, transcription factors, enzymes and signals
/// are proteins.
fn layer(name: &str) -> Layer {
    let name = name.to_ascii_lowercase();
    let words = [
        ("metabolite", Layer::Metabolite),
        ("reaction", Layer::Reaction),
        ("transcript", Layer::Transcript),
        ("mrna", Layer::Transcript),
        ("phospho", Layer::PhosphoSite),
        ("kinase", Layer::Protein),
        ("enzyme", Layer::Protein),
        ("signal", Layer::Protein),
        ("tf-", Layer::Protein),
        ("protein", Layer::Protein),
        ("gene", Layer::Gene),
    ];
    words.iter().find(|(word, _)| name.contains(word)).map_or(Layer::Unstated, |(_, layer)| *layer)
}

/// What an interaction does: `…activator` and `…inhibitor` say it, a number says it by its sign (its size
/// is a class of the study's own), other words say nothing of it.
fn sign(interaction: &str) -> Result<Sign, String> {
    let word = interaction.to_ascii_lowercase();
    match word.parse::<f64>() {
        Ok(number) if number > 0.0 => Ok(Sign::Positive),
        Ok(number) if number < 0.0 => Ok(Sign::Negative),
        Ok(_) => Err(format!("`{interaction}` is no interaction: a number needs a sign and cannot be 0")),
        Err(_) if word.contains("activat") => Ok(Sign::Positive),
        Err(_) if word.contains("inhibit") => Ok(Sign::Negative),
        Err(_) => Ok(Sign::Unknown),
    }
}
