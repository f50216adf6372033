use std::collections::HashSet;

/// Identifiers as SBML allows them (letters, digits and `_`, no digit first), each unique, one for each
/// of these names.
pub(super) fn ids<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let unique = names.into_iter().map(|name| {
        let legal = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let mut id: String = name.chars().map(legal).collect();
        if !id.starts_with(|first: char| first.is_ascii_alphabetic()) {
            id.insert(0, '_');
        }
        while !taken.insert(id.clone()) {
            id.push('_');
        }
        id
    });
    unique.collect()
}
