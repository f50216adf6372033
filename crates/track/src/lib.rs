//! Cells to lineages: drift, linking, divisions, traces, scores.
