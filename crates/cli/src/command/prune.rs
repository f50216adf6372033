use super::Result;
use crate::args::PruneArgs;
use crate::output::Answer;
use lca_store::Atlas;
use serde_json::json;

/// Removes what no current element needs.
pub(crate) fn prune(args: &PruneArgs) -> Result {
    let pruned = Atlas::open(&args.atlas)?.prune()?;
    let mut text: String = pruned.folders.iter().map(|folder| format!("removed {folder}\n")).collect();
    text.push_str(&match pruned.folders.len() {
        0 => "nothing to remove: every version is current\n".to_owned(),
        n => format!("{n} replaced versions, {:.1} MB\n", pruned.bytes as f64 / 1e6),
    });
    Ok(Answer::new(text, json!(pruned)))
}
