use crate::FormatError;
use lca_graph::{Evidence, MolecularNetwork, Molecule};
use std::path::Path;

const HEADER: [&str; 12] = [
    "source",
    "target",
    "sign",
    "kind",
    "source_layer",
    "target_layer",
    "source_name",
    "target_name",
    "evidence_source",
    "evidence_dataset",
    "evidence_method",
    "evidence_score",
];

/// A network as a table: a row for each piece of evidence of each interaction, and one without target
/// for each molecule that no interaction joins.
pub(in crate::network) fn text(
    path: &Path,
    network: &MolecularNetwork,
    delimiter: u8,
) -> Result<String, FormatError> {
    let failed = |what: String| FormatError::Unwritable { path: path.to_owned(), what };
    check(network).map_err(failed)?;
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let mut write = |row: [&str; 12]| writer.write_record(row).map_err(|error| failed(error.to_string()));
    write(HEADER)?;
    let molecules = network.molecules();
    let mut joined = vec![false; molecules.len()];
    for one in network.interactions() {
        let (Some(source), Some(target)) = (molecules.get(one.source), molecules.get(one.target)) else {
            continue;
        };
        for end in [one.source, one.target] {
            if let Some(there) = joined.get_mut(end) {
                *there = true;
            }
        }
        let none = [Evidence::default()];
        let evidence = if one.evidence.is_empty() { none.as_slice() } else { &one.evidence };
        for because in evidence {
            let score = because.score.map_or_else(String::new, |score| format!("{score:?}"));
            let [from, dataset, method] = [&because.source, &because.dataset, &because.method]
                .map(|text| text.as_deref().unwrap_or(""));
            let kind = one.kind.as_deref().unwrap_or("");
            let [of, to] = [source, target].map(name);
            let (layer, to_layer) = (source.layer.word(), target.layer.word());
            let ends =
                [source.id.as_str(), target.id.as_str(), one.sign.word(), kind, layer, to_layer, of, to];
            let [a, b, c, d, e, f, g, h] = ends;
            write([a, b, c, d, e, f, g, h, from, dataset, method, &score])?;
        }
    }
    for (one, _) in molecules.iter().zip(joined).filter(|(_, joined)| !joined) {
        write([&one.id, "", "", "", one.layer.word(), "", name(one), "", "", "", "", ""])?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn name(molecule: &Molecule) -> &str {
    molecule.name.as_deref().unwrap_or("")
}

/// Texts that a reader of tables takes for missing, or cuts blanks off, cannot be told.
fn check(network: &MolecularNetwork) -> Result<(), String> {
    let odd = |text: &&str| text.trim() != *text || matches!(*text, "" | "NA" | "NaN" | "nan" | "None");
    match crate::network::xml_text::texts(network).find(odd) {
        Some(text) => {
            Err(format!("a table has no way to tell `{text}` from a missing field; write .graphml"))
        }
        None => Ok(()),
    }
}
