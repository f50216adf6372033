use crate::NetworkError;
use lca_graph::MolecularNetwork;

/// The places of the molecules that a text names: by identifier in any layer, else by name.
///
/// # Errors
/// When there is none.
pub fn lookup(network: &MolecularNetwork, text: &str) -> Result<Vec<usize>, NetworkError> {
    let places = network.places(text);
    if !places.is_empty() {
        return Ok(places);
    }
    let named =
        |(place, one): (usize, &lca_graph::Molecule)| (one.name.as_deref() == Some(text)).then_some(place);
    let places: Vec<usize> = network.molecules().iter().enumerate().filter_map(named).collect();
    if places.is_empty() {
        let alike = network.molecules().iter().find(|one| one.id.eq_ignore_ascii_case(text));
        let instead = alike.map_or_else(
            || "give the identifier or the name of one of its molecules".to_owned(),
            |one| format!("is `{}` meant?", one.id),
        );
        let what = "which is no molecule of the network";
        return Err(NetworkError::Reference {
            place: "the question".to_owned(),
            id: text.to_owned(),
            what,
            instead,
        });
    }
    Ok(places)
}
