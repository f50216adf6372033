use crate::FormatError;
use lca_graph::MolecularNetwork;
use std::fmt::Write;
use std::path::Path;

/// A text as it stands in XML, in an attribute or between tags. Blanks that a reader would change
/// are written as references.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out
}

/// Refuses what XML 1.0 has no way to tell: control characters.
pub(super) fn check<'t>(path: &Path, texts: impl IntoIterator<Item = &'t str>) -> Result<(), FormatError> {
    let odd = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    match texts.into_iter().find(|text| text.contains(odd)) {
        Some(text) => {
            let what =
                format!("`{}` holds a character that XML cannot tell; rename it", text.escape_default());
            Err(FormatError::Unwritable { path: path.to_owned(), what })
        }
        None => Ok(()),
    }
}

/// All texts of a network that a file has to tell.
pub(super) fn texts(network: &MolecularNetwork) -> impl Iterator<Item = &str> {
    let molecules = network.molecules().iter().flat_map(|one| [Some(one.id.as_str()), one.name.as_deref()]);
    let interactions = network.interactions().iter().flat_map(|one| {
        let evidence = one.evidence.iter();
        let evidence =
            evidence.flat_map(|one| [&one.source, &one.dataset, &one.method].map(Option::as_deref));
        evidence.chain([one.kind.as_deref()])
    });
    molecules.chain(interactions).flatten()
}
