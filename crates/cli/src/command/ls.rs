use super::Result;
use crate::args::LsArgs;
use crate::output::Answer;
use lca_store::Atlas;
use serde_json::{Value, json};
use std::fmt::Write;

/// Lists the folders of what an atlas holds: their names end in `.v2` where a newer version replaced the first.
pub(crate) fn ls(args: &LsArgs) -> Result {
    let atlas = Atlas::open(&args.atlas)?;
    let logged = lca_study::logged(&atlas)?;
    let elements = atlas.elements();
    let width = elements.iter().map(|one| one.folder.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut list: Vec<Value> = Vec::new();
    for one in &elements {
        let by = logged.values().find(|logged| logged.record.key.as_str() == one.run);
        let step = by.map_or("", |logged| logged.record.step.as_str());
        let kind = by.map_or("", |logged| logged.record.kind.as_str());
        // What was put in by a command alone belongs to no step.
        let made = if step.is_empty() { String::new() } else { format!("  {step} ({kind})") };
        let _ = writeln!(text, "{}", format!("{:width$}{made}", one.folder).trim_end());
        list.push(json!({
            "path": one.path, "folder": one.folder, "version": one.version,
            "checksum": one.checksum, "step": step, "kind": kind,
        }));
    }
    if elements.is_empty() {
        text.push_str("nothing yet\n");
    }
    Ok(Answer::new(text, json!({ "elements": list })))
}
