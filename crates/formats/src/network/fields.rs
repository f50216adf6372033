use super::sign;
use lca_graph::{Evidence, Interaction, Layer, Molecule, Sign};
use std::str::FromStr;

/// Attributes of a node or an edge, as texts. Names are compared without regard to case.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    pub(super) fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// The first of these that is there and not empty.
    fn any(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let mut values = names.iter().filter_map(find).map(|(_, value)| value.as_str());
        values.find(|value| !value.is_empty())
    }

    fn owned(&self, names: &[&str]) -> Option<String> {
        self.any(names).map(str::to_owned)
    }
}

/// What is told of a molecule: its identifier, its name (or again the identifier), its layer.
pub(super) fn of_molecule(molecule: &Molecule) -> [(&'static str, &str); 3] {
    let name = molecule.name.as_deref().unwrap_or(&molecule.id);
    [("identifier", molecule.id.as_str()), ("name", name), ("layer", molecule.layer.word())]
}

/// A molecule of what is told of it; `key` is what the file itself calls it.
pub(super) fn molecule(key: &str, fields: &Fields) -> Result<Molecule, String> {
    let name = fields.any(&["name", "label", "shared name", "shared_name"]);
    // A key of the file's own making is no identifier where there is a name.
    let made = key.trim_start_matches('n').bytes().all(|byte| byte.is_ascii_digit());
    let id = fields.any(&["identifier"]).or(if made { name } else { None }).unwrap_or(key);
    let layer = fields.any(&["layer"]).map_or(Ok(Layer::Unstated), Layer::from_str);
    let layer = layer.map_err(|unknown| unknown.to_string())?;
    let name = name.filter(|name| *name != id).map(str::to_owned);
    Ok(Molecule { id: id.to_owned(), name, layer })
}

/// What is told of an interaction: its sign, its kind and, as JSON, its evidence.
pub(super) fn of_interaction(interaction: &Interaction) -> Vec<(&'static str, String)> {
    let mut told = vec![("sign", interaction.sign.word().to_owned())];
    told.extend(interaction.kind.clone().map(|kind| ("kind", kind)));
    if !interaction.evidence.is_empty() {
        let json = serde_json::to_string(&interaction.evidence);
        told.extend(json.ok().map(|json| ("evidence", json)));
    }
    told
}

/// An interaction of what is told of it.
pub(super) fn interaction(source: usize, target: usize, fields: &Fields) -> Result<Interaction, String> {
    let kind = fields.owned(&["kind", "interaction", "shared interaction", "shared_interaction", "type"]);
    let sign = match fields.any(&["sign", "mor", "effect"]) {
        Some(text) => sign::stated(text)?,
        None => kind.as_deref().map_or(Sign::Unknown, worded),
    };
    // Where the word for the kind is all that states the sign, it is no kind.
    let only = fields.any(&["sign", "mor", "effect"]).is_none();
    let kind = kind.filter(|kind| !only || sign::pure(kind).is_none());
    Ok(Interaction { source, target, sign, kind, evidence: evidence(fields)? })
}

fn worded(kind: &str) -> Sign {
    let number = kind.parse::<f64>().ok().and_then(sign::of_number);
    number.or_else(|| sign::pure(kind)).or_else(|| sign::implied(kind)).unwrap_or(Sign::Unknown)
}

/// The evidence as we write it, or one of what others call sources, methods and scores.
fn evidence(fields: &Fields) -> Result<Vec<Evidence>, String> {
    if let Some(json) = fields.any(&["evidence"]).filter(|text| text.starts_with('[')) {
        return serde_json::from_str(json).map_err(|error| format!("its evidence is unsound: {error}"));
    }
    let score = fields.any(&["score", "weight", "confidence"]);
    let one = Evidence {
        source: fields.owned(&["database", "resource", "references", "evidence"]),
        dataset: fields.owned(&["dataset"]),
        method: fields.owned(&["method"]),
        score: score.and_then(|text| text.parse().ok()).filter(|score: &f64| score.is_finite()),
    };
    Ok(if one == Evidence::default() { Vec::new() } else { vec![one] })
}
