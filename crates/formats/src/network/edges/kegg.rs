use super::columns::Row;
use crate::network::entry::Entries;
use crate::network::sign;
use lca_graph::{Interaction, Layer, Molecule, Sign};

/// A row of relations as KEGG's pathway files (KGML) have them: `entry1`, `entry2`, `type` such as `PPrel`,
/// `subtype` such as `activation` or `-->`. The prefix of an identifier tells its layer.
pub(super) fn take(entries: &mut Entries, row: Row<'_>) -> Result<(), String> {
    let end = |which: &str| {
        let id = row.need(&[which], which)?;
        let layer = layer(id).unwrap_or(Layer::Gene);
        let name = row.get(&[format!("{which}_name").as_str()]).map(str::to_owned);
        Ok::<_, String>(Molecule { id: id.to_owned(), name, layer })
    };
    let (source, target) = (end("entry1")?, end("entry2")?);
    let subtype = row.get(&["subtype", "subtype_name", "name"]);
    let symbol = row.get(&["value"]);
    let word = |text: &str| sign::pure(text).or_else(|| sign::implied(text));
    let sign = subtype.and_then(word).or_else(|| symbol.and_then(word)).unwrap_or(Sign::Unknown);
    let kind = subtype.or_else(|| row.get(&["type"])).map(str::to_owned);
    let (source, target) = (entries.molecule(source), entries.molecule(target));
    entries.interaction(Interaction { kind, ..Interaction::new(source, target, sign) });
    Ok(())
}

/// The layer that a prefix of KEGG tells: `cpd:`, `gl:`, `dr:` for compounds, `rn:` and `ec:` for
/// reactions, `ko:` and three or four letters of a species for genes.
pub(super) fn layer(id: &str) -> Option<Layer> {
    let (prefix, _) = id.split_once(':')?;
    match prefix {
        "cpd" | "gl" | "dr" => Some(Layer::Metabolite),
        "rn" | "ec" => Some(Layer::Reaction),
        _ => {
            let species =
                matches!(prefix.len(), 2..=4) && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
            species.then_some(Layer::Gene)
        }
    }
}
