use super::columns::Row;
use super::dialect::{SOURCES, TARGETS};
use crate::network::entry::Entries;
use crate::network::sign;
use lca_graph::{Evidence, Interaction, Layer, Molecule, Sign};
use std::str::FromStr;

/// What columns of the whole table tell.
#[derive(Clone, Copy, Default)]
pub(super) struct Weights {
    /// Whether weights tell signs: where one is negative, or all are 1, −1 and 0.
    pub(super) signed: bool,
}

const WEIGHTS: &[&str] = &["weight", "mor"];
const SIGNS: &[&str] = &["sign", "effect"];
const SCORES: &[&str] = &["evidence_score", "score", "importance"];
pub(super) const KINDS: &[&str] = &["kind", "interaction", "type"];

/// The weight of a row, where it has one.
pub(super) fn weight(row: Row<'_>) -> Option<f64> {
    row.get(WEIGHTS).and_then(|text| text.parse().ok())
}

/// A row of the general table: `source`, `target`, and what it has of `sign` (or `weight`, `mor`),
/// `kind`, `source_layer`, `target_layer`, `source_name`, `target_name`, `evidence_source`,
/// `evidence_dataset`, `evidence_method`, `evidence_score`. A row without target is a molecule.
pub(super) fn take(entries: &mut Entries, row: Row<'_>, weights: Weights) -> Result<(), String> {
    let source = end(row, SOURCES, "source")?;
    if row.get(TARGETS).is_none() {
        let stated = [SIGNS, WEIGHTS, KINDS].iter().any(|names| row.get(names).is_some());
        if stated {
            return Err("the target is empty".to_owned());
        }
        entries.molecule(source);
        return Ok(());
    }
    let target = end(row, TARGETS, "target")?;
    let kind = row.get(KINDS);
    let sign = match (row.get(SIGNS), row.number(WEIGHTS)?) {
        (Some(stated), _) => sign::stated(stated)?,
        (None, Some(weight)) if weights.signed => of_weight(weight),
        _ => kind.map_or(Sign::Unknown, |kind| {
            sign::pure(kind).or_else(|| sign::implied(kind)).unwrap_or(Sign::Unknown)
        }),
    };
    // A column `type` of `+` and `-` states signs and no kinds.
    let kind = kind.filter(|kind| row.get(SIGNS).is_some() || sign::pure(kind).is_none());
    let (source, target) = (entries.molecule(source), entries.molecule(target));
    let evidence = evidence(row)?.into_iter().collect();
    let kind = kind.map(str::to_owned);
    entries.interaction(Interaction { source, target, sign, kind, evidence });
    Ok(())
}

pub(super) fn of_weight(weight: f64) -> Sign {
    match weight {
        above if above > 0.0 => Sign::Positive,
        below if below < 0.0 => Sign::Negative,
        _ => Sign::Unknown,
    }
}

fn end(row: Row<'_>, names: &[&str], what: &str) -> Result<Molecule, String> {
    let id = row.need(names, what)?;
    let column = |of: &str| row.get(&[format!("{what}_{of}").as_str()]);
    let layer = column("layer").map_or(Ok(Layer::Unstated), Layer::from_str);
    let name = column("name").filter(|name| *name != id).map(str::to_owned);
    Ok(Molecule { id: id.to_owned(), name, layer: layer.map_err(|unknown| unknown.to_string())? })
}

fn evidence(row: Row<'_>) -> Result<Option<Evidence>, String> {
    let text = |names: &[&str]| row.get(names).map(str::to_owned);
    let one = Evidence {
        source: text(&["evidence_source", "resource", "resources", "database", "references"]),
        dataset: text(&["evidence_dataset", "dataset"]),
        method: text(&["evidence_method", "method"]),
        // A weight's sign is the interaction's; its size is how sure or how strong it is.
        score: row.number(SCORES)?.or(row.number(WEIGHTS)?.map(f64::abs)),
    };
    Ok((one != Evidence::default()).then_some(one))
}

/// A row of regulons: a factor and a gene that it activates or represses, as genes of one network. The
/// size of the weight is the score, DoRothEA's letter of confidence the data set.
pub(super) fn regulon(entries: &mut Entries, row: Row<'_>) -> Result<(), String> {
    let gene =
        |names: &[&str], what: &str| Ok::<_, String>(Molecule::new(row.need(names, what)?, Layer::Gene));
    let (source, target) = (gene(&["tf", "source"], "factor")?, gene(&["target"], "target")?);
    let weight = row.number(&["mor", "weight"])?;
    let letter = row.get(&["confidence"]);
    let resource = row.get(&["resources"]).map(str::to_owned);
    let evidence = Evidence {
        source: resource.or_else(|| letter.map(|_| "DoRothEA".to_owned())),
        dataset: letter.map(|letter| format!("confidence {letter}")),
        method: row.get(&["sign_decision"]).map(str::to_owned),
        score: weight.map(f64::abs),
    };
    let (source, target) = (entries.molecule(source), entries.molecule(target));
    let sign = weight.map_or(Sign::Unknown, of_weight);
    let kind = Some("transcription".to_owned());
    entries.interaction(Interaction { source, target, sign, kind, evidence: vec![evidence] });
    Ok(())
}
