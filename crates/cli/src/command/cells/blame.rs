//! Where an error of a study lies that a person did not write.

use crate::failure::Failure;
use lca_study::{Place, StudyError};
use std::path::Path;

/// An error in the study that was written, where its reader can mend it: in the file of parameters, or on the command
/// line. `written` is the study's text.
pub(super) fn blamed(error: StudyError, written: &str, config: Option<&Path>) -> Failure {
    let StudyError::Place(place) = error else { return error.into() };
    let configured = config.and_then(|path| {
        let text = std::fs::read_to_string(path).ok()?;
        let span = found(&text, written.get(place.span.clone())?, kind(written, place.span.start)?)?;
        Some(Place { path: path.to_owned(), text, span, ..(*place).clone() })
    });
    match configured {
        Some(place) => StudyError::Place(Box::new(place)).into(),
        None => Failure::Use(format!("{}; {}", place.message, place.help)),
    }
}

/// The kind of the step in which a place of the study lies.
fn kind(written: &str, at: usize) -> Option<&str> {
    const KEY: &str = "kind = \"";
    let start = written.get(..at)?.rfind(KEY)? + KEY.len();
    written[start..].split('"').next()
}

/// Where a word stands below the heading of a kind of step.
fn found(text: &str, word: &str, kind: &str) -> Option<std::ops::Range<usize>> {
    let heading =
        [format!("[{kind}]"), format!("[{kind}.")].iter().filter_map(|head| text.find(head)).min()?;
    let word = word.trim().trim_matches('"');
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let whole = |at: &usize| {
        let end = at + word.len();
        !part(text[..*at].chars().next_back()) && !part(text[end..].chars().next())
    };
    let start = text[heading..].match_indices(word).map(|(at, _)| heading + at).find(whole)?;
    (!word.is_empty()).then_some(start..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_below_its_kind() {
        let text = "[hvg]\nn_top = 5\n[pca]\nn_top_x = 1\nn_top = 3\n";
        let at = found(text, "n_top", "pca").unwrap();
        assert_eq!((at.start, &text[at.clone()]), (text.rfind("n_top").unwrap(), "n_top"));
        assert_eq!(found(text, "n_top", "umap"), None);
        assert_eq!(kind("[[step]]\nkind = \"pca\"\n[step.params]\nx = 1", 40), Some("pca"));
    }
}
