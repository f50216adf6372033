use super::place::{Place, Source};
use super::settings::{Setting, Value};
use super::words::choice;
use crate::study::AssayFiles;

/// Checks that the channel a step `segment` names is one of its assay's. Where the study names none, only
/// the movie can tell.
pub(crate) fn check(
    source: Source<'_>,
    kind: &str,
    settings: &[Setting],
    assay: Option<&AssayFiles>,
) -> Result<(), Place> {
    let channels = assay.map_or(&[][..], |assay| &assay.channels);
    let wanted = settings.iter().find(|setting| kind == "segment" && setting.name == "channel");
    let Some(Setting { span, value: Value::Text(wanted), .. }) = wanted else { return Ok(()) };
    let by_number = wanted.parse().is_ok_and(|at: usize| at < channels.len());
    if channels.is_empty() || by_number || channels.contains(wanted) {
        return Ok(());
    }
    let message = format!("the assay has no channel `{wanted}`");
    Err(source.place(span.clone(), message, choice("it has", wanted, channels)))
}
