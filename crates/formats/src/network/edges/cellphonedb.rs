use super::columns::Row;
use super::general::of_weight;
use crate::network::entry::Entries;
use lca_graph::{Evidence, Interaction, Layer, Molecule, Sign};

/// A row of `interaction_input.csv`: a ligand acts on its receptor; partners of equal standing, such as
/// adhesion molecules, act on each other. What has the form of an accession is a protein, all else a
/// complex.
pub(super) fn take(entries: &mut Entries, row: Row<'_>) -> Result<(), String> {
    let (a, b) = (partner(row, "a")?, partner(row, "b")?);
    let direction = row.get(&["directionality"]);
    let sign = match row.get(&["modulatory_effect"]) {
        None => Sign::Unknown,
        Some("Inhibitory") => Sign::Negative,
        Some("Stimulatory" | "Excitatory") => Sign::Positive,
        Some(other) => {
            return Err(format!("`{other}` is no modulatory effect: use Inhibitory or leave it empty"));
        }
    };
    let kind = Some(direction.map_or_else(|| "ligand-receptor".to_owned(), str::to_ascii_lowercase));
    let (source, target) = (entries.molecule(a), entries.molecule(b));
    let made = Interaction { source, target, sign, kind, evidence: evidence(row, "annotation_strategy") };
    let equal = direction.and_then(|both| both.split_once('-')).is_some_and(|(a, b)| a == b);
    if equal {
        entries.mutual(made)
    } else {
        entries.interaction(made)
    }
    Ok(())
}

fn partner(row: Row<'_>, which: &str) -> Result<Molecule, String> {
    let id = row.need(&[format!("partner_{which}").as_str()], &format!("partner {which}"))?;
    let name = row.get(&[format!("protein_name_{which}").as_str()]);
    Ok(Molecule { id: id.to_owned(), name: name.map(str::to_owned), layer: layer(id) })
}

fn layer(id: &str) -> Layer {
    if is_accession(id) { Layer::Protein } else { Layer::Complex }
}

/// Whether a text has the form of a UniProt accession
/// (<https://www.uniprot.org/help/accession_numbers>).
pub(super) fn is_accession(id: &str) -> bool {
    let bytes = id.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let either = |at: usize| letter(at) || digit(at);
    let block = |at: usize| letter(at) && either(at + 1) && either(at + 2) && digit(at + 3);
    match bytes.first() {
        Some(b'O' | b'P' | b'Q') if bytes.len() == 6 => {
            digit(1) && either(2) && either(3) && either(4) && digit(5)
        }
        Some(_) if bytes.len() == 6 => letter(0) && digit(1) && block(2),
        Some(_) if bytes.len() == 10 => letter(0) && digit(1) && block(2) && block(6),
        _ => false,
    }
}

fn evidence(row: Row<'_>, method: &str) -> Vec<Evidence> {
    let text = |names: &[&str]| row.get(names).map(str::to_owned);
    let (source, dataset) = (text(&["source"]), text(&["version"]));
    let one = Evidence { source, dataset, method: text(&[method]), score: None };
    if one == Evidence::default() { Vec::new() } else { vec![one] }
}

/// A row of `transcription_factor_input.csv`: a receptor and a factor that it acts on.
pub(super) fn factor(entries: &mut Entries, row: Row<'_>) -> Result<(), String> {
    let receptor = row.need(&["partner_receptor"], "receptor")?;
    let factor = row.need(&["partner_tf"], "factor")?;
    let symbol = row.get(&["tf_symbol"]).map(str::to_owned);
    let source = entries.molecule(Molecule::new(receptor, layer(receptor)));
    let target = entries.molecule(Molecule { id: factor.to_owned(), name: symbol, layer: layer(factor) });
    let sign = row.number(&["effect"])?.map_or(Sign::Unknown, of_weight);
    let kind = Some("receptor-factor".to_owned());
    entries.interaction(Interaction { source, target, sign, kind, evidence: evidence(row, "curator") });
    Ok(())
}
