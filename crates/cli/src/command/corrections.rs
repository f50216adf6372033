use super::Result;
use crate::args::CorrectionsArgs;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::ElementKind;
use lca_store::Atlas;
use lca_study::{Change, Correction};
use serde_json::json;

/// Lists what people corrected, adds to it, or takes back.
pub(crate) fn corrections(args: &CorrectionsArgs) -> Result {
    let atlas = Atlas::open(&args.atlas)?;
    let done = match (&args.add, &args.of, args.undo, args.redo) {
        (Some(text), Some(element), ..) => {
            let change: Change = text.parse().map_err(|why| Failure::Use(format!("--add: {why}")))?;
            lca_study::correct(&atlas, &author(args)?, element, change, args.note.clone())?
        }
        (_, _, Some(id), _) => lca_study::undo(&atlas, &author(args)?, id)?,
        (_, _, _, Some(id)) => lca_study::redo(&atlas, &author(args)?, id)?,
        _ => {
            let all = lca_study::corrections(&atlas)?;
            let none = || "nothing was corrected by hand\n".to_owned();
            let text = if all.is_empty() { none() } else { all.iter().map(line).collect() };
            return Ok(Answer::new(text, json!({ "corrections": all })));
        }
    };
    let then = match done.element.kind() {
        ElementKind::Network => "What reads the network from the atlas goes by it.",
        _ => "The next `lca run` of the study goes by it.",
    };
    let text = format!("{}{then}\n", line(&done));
    Ok(Answer::new(text, json!({ "correction": done })))
}

/// Who is at the keyboard, unless another name was given.
fn author(args: &CorrectionsArgs) -> std::result::Result<String, Failure> {
    let known = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let unnamed = || Failure::Use("say who you are with --author".to_owned());
    args.author.clone().or_else(known).filter(|name| !name.trim().is_empty()).ok_or_else(unnamed)
}

fn line(one: &Correction) -> String {
    let state = match one.overruled_by {
        _ if one.undone => "  (taken back)".to_owned(),
        Some(later) => format!("  ({later} says otherwise)"),
        None => String::new(),
    };
    let note = one.note.as_ref().map(|note| format!("  {note}")).unwrap_or_default();
    let Correction { id, element, change, author, time, .. } = one;
    format!("{id}  {element}: {change}  {author}, {time}{state}{note}\n")
}
