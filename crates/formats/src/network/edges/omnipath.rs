use super::columns::Row;
use crate::network::entry::Entries;
use lca_graph::{Evidence, Interaction, Layer, Molecule, Sign};

/// A row of OmniPath's interactions, or of LIANA's resource of ligands and receptors. Molecules are told
/// by their accession, their symbol is the name; each source is a piece of evidence. Without direction
/// each acts on the other.
pub(super) fn take(entries: &mut Entries, row: Row<'_>) -> Result<(), String> {
    let (source, target) = (end(row, "source")?, end(row, "target")?);
    let resource = row.get(&["resource"]);
    let sources = row.get(&["sources", "databases"]).into_iter().flat_map(|all| all.split([';', ',']));
    let evidence = resource.into_iter().chain(sources).filter(|one| !one.is_empty()).map(|one| Evidence {
        source: Some(one.to_owned()),
        dataset: row.get(&["dorothea_level"]).map(|level| format!("confidence {level}")),
        ..Evidence::default()
    });
    let evidence = evidence.collect();
    let kind = row.get(&["type"]).or_else(|| resource.map(|_| "ligand-receptor")).map(str::to_owned);
    let sign = sign(row)?;
    let (source, target) = (entries.molecule(source), entries.molecule(target));
    let made = Interaction { source, target, sign, kind, evidence };
    if row.flag("is_directed")? == Some(false) {
        entries.mutual(made)
    } else {
        entries.interaction(made)
    }
    Ok(())
}

/// The sign on which sources agree, where such columns are there and say one; else what any states.
fn sign(row: Row<'_>) -> Result<Sign, String> {
    let agreed = of(row.flag("consensus_stimulation")?, row.flag("consensus_inhibition")?);
    match agreed {
        Sign::Unknown => Ok(of(row.flag("is_stimulation")?, row.flag("is_inhibition")?)),
        agreed => Ok(agreed),
    }
}

fn of(stimulates: Option<bool>, inhibits: Option<bool>) -> Sign {
    match (stimulates.unwrap_or(false), inhibits.unwrap_or(false)) {
        (true, true) => Sign::Dual,
        (true, false) => Sign::Positive,
        (false, true) => Sign::Negative,
        (false, false) => Sign::Unknown,
    }
}

fn end(row: Row<'_>, what: &str) -> Result<Molecule, String> {
    let id = row.need(&[what], what)?;
    let (id, layer) = match id.strip_prefix("COMPLEX:") {
        Some(parts) => (parts, Layer::Complex),
        None => (id, Layer::Protein),
    };
    if id.is_empty() {
        return Err(format!("the {what} is empty"));
    }
    let symbol = row.get(&[format!("{what}_genesymbol").as_str()]).filter(|symbol| *symbol != id);
    Ok(Molecule { id: id.to_owned(), name: symbol.map(str::to_owned), layer })
}
