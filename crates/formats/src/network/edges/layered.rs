use super::{general::of_weight, kegg};
use crate::network::entry::Entries;
use crate::network::sign;
use lca_graph::{Interaction, Layer, Molecule, Sign};

/// Whether a line is of a table of layers without header: `layer, id type, id`, twice, and the
/// interaction, maybe a name.
pub(in crate::network) fn is_layered(fields: &[String]) -> bool {
    let layer =
        |at: usize| fields.get(at).is_some_and(|field| field.to_ascii_lowercase().ends_with("-layer"));
    fields.len() >= 7 && layer(0) && layer(3)
}

/// A row of such a table, as transomics2cytoscape has them. The interaction is a word (`phosphorylation`)
/// or a coded type whose sign is that of the interaction. The last name is that of a motif, where one end
/// is told by its `name`.
pub(super) fn take(entries: &mut Entries, fields: &[String]) -> Result<(), String> {
    if !is_layered(fields) {
        return Err("it is no row of layer, id type, id, layer, id type, id, interaction".to_owned());
    }
    let (source, target) = (end(fields, 0)?, end(fields, 3)?);
    let kind = fields.get(6).map(|field| field.trim()).filter(|kind| !kind.is_empty());
    let sign = match kind.map(|kind| (kind, kind.parse::<f64>())) {
        None => Sign::Unknown,
        Some((kind, Ok(code))) if code == 0.0 || code.is_nan() => {
            return Err(format!("`{kind}` is no interaction: a coded type has a sign and is not 0"));
        }
        Some((_, Ok(code))) => of_weight(code),
        Some((kind, Err(_))) => sign::pure(kind).or_else(|| sign::implied(kind)).unwrap_or(Sign::Unknown),
    };
    let (source, target) = (entries.molecule(source), entries.molecule(target));
    let kind = kind.map(str::to_owned);
    entries.interaction(Interaction { kind, ..Interaction::new(source, target, sign) });
    Ok(())
}

fn end(fields: &[String], at: usize) -> Result<Molecule, String> {
    let field = |place: usize| fields.get(at + place).map_or("", |field| field.trim());
    let id = field(2);
    if id.is_empty() {
        return Err(format!("field {}, the identifier, is empty", at + 3));
    }
    let name = fields.get(7).map(|name| name.trim()).filter(|name| !name.is_empty() && field(1) == "name");
    Ok(Molecule { id: id.to_owned(), name: name.map(str::to_owned), layer: layer(field(0), id) })
}

/// The layer by its name; reactions and metabolites also by their identifier, because enzymes are told
/// by the reactions they catalyse in some tables.
fn layer(stated: &str, id: &str) -> Layer {
    if let Some(layer @ (Layer::Reaction | Layer::Metabolite)) = kegg::layer(id) {
        return layer;
    }
    let stated = stated.to_ascii_lowercase();
    let words: [(&[&str], Layer); 6] = [
        (&["metabolite", "compound"], Layer::Metabolite),
        (&["reaction"], Layer::Reaction),
        (&["transcript", "mrna"], Layer::Transcript),
        (&["phospho"], Layer::PhosphoSite),
        (&["gene"], Layer::Gene),
        (&["kinase", "enzyme", "protein", "signal", "tf-", "receptor"], Layer::Protein),
    ];
    let found = words.iter().find(|(words, _)| words.iter().any(|word| stated.contains(word)));
    found.map_or(Layer::Unstated, |(_, layer)| *layer)
}
