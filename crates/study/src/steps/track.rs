//! Objects to lineages and traces.

pub(crate) mod corrections;
pub(crate) mod kinship;
pub(crate) mod lineage;
pub(crate) mod link;
pub(crate) mod outlines;
pub(crate) mod pulses;
pub(crate) mod score_tracks;
pub(crate) mod traces;

use crate::StepError;
use lca_tables::DataFrame;

/// The table of each frame, from 0 to the last that has objects.
fn by_frame(objects: &DataFrame) -> Result<Vec<DataFrame>, StepError> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (row, &t) in objects.numbers("t")?.iter().enumerate() {
        let t = t as usize;
        if t >= rows.len() {
            rows.resize(t + 1, Vec::new());
        }
        rows[t].push(row);
    }
    Ok(rows.iter().map(|rows| objects.select(rows)).collect())
}
