use super::path;
use crate::DemoError;
use crate::sequencing::{Library, STATES_OF_CELLS};
use lca_numerics::stats::adjusted_rand_index;
use lca_store::Atlas;
use lca_tables::{DataFrame, Uns};
use serde::Serialize;
use std::collections::BTreeMap;

/// How well the states of cells were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateScore {
    /// Cells that passed quality control.
    pub cells: usize,
    /// Clusters found.
    pub clusters: usize,
    /// True states.
    pub states: usize,
    /// Adjusted Rand index of clusters and states.
    pub ari: f64,
    /// Share of the ten surest markers of each cluster that are of its main state's programme; the
    /// resting state counts as well, as its programme is up in it.
    pub markers_right: f64,
    /// Known ERK targets among the twenty surest markers of the responding cells.
    pub erk_targets: Vec<String>,
}

const TARGETS: [&str; 12] =
    ["SPRY2", "DUSP6", "EGR1", "FOS", "SPRY4", "ETV4", "ETV5", "PHLDA1", "FOSL1", "IER3", "DUSP4", "SPRED2"];

/// Scores states and markers.
pub(super) fn score(library: &Library, atlas: &Atlas) -> Result<StateScore, DemoError> {
    let found = atlas.read_table(&path("lca/parts/states")?)?;
    let clusters: Vec<String> =
        found.obs.texts("leiden")?.into_iter().map(Option::unwrap_or_default).collect();
    let truth: BTreeMap<&str, usize> =
        library.barcodes.iter().map(String::as_str).zip(library.state.iter().copied()).collect();
    let states: Vec<usize> =
        found.obs.index().iter().filter_map(|barcode| truth.get(barcode.as_str()).copied()).collect();
    let mut names = clusters.clone();
    names.sort();
    names.dedup();
    let markers = markers(atlas)?;
    let mains: Vec<(String, usize)> =
        names.iter().map(|name| (name.clone(), main_state(name, &clusters, &states))).collect();
    Ok(StateScore {
        cells: states.len(),
        clusters: names.len(),
        states: STATES_OF_CELLS.len(),
        ari: adjusted_rand_index(&states, &clusters),
        markers_right: right(library, &markers, &mains),
        erk_targets: targets(&markers, &mains),
    })
}

fn markers(atlas: &Atlas) -> Result<DataFrame, DemoError> {
    let part = atlas.read_table(&path("lca/parts/markers")?)?;
    let missing =
        || DemoError::Missing { element: "lca/parts/markers".into(), file: "rank_genes_groups".into() };
    let Some(Uns::Map(map)) = part.uns.get("rank_genes_groups") else { return Err(missing()) };
    let Some(Uns::DataFrame(names)) = map.get("names") else { return Err(missing()) };
    Ok(names.clone())
}

/// The state that most cells of a cluster are in.
fn main_state(cluster: &str, clusters: &[String], states: &[usize]) -> usize {
    let mut counts = [0; STATES_OF_CELLS.len()];
    clusters
        .iter()
        .zip(states)
        .filter(|(name, _)| *name == cluster)
        .for_each(|(_, state)| counts[*state] += 1);
    (0..counts.len()).max_by_key(|&state| counts[state]).unwrap_or(0)
}

fn top(markers: &DataFrame, cluster: &str, most: usize) -> Vec<String> {
    let names = markers.texts(cluster).unwrap_or_default();
    names.into_iter().flatten().take(most).collect()
}

fn right(library: &Library, markers: &DataFrame, mains: &[(String, usize)]) -> f64 {
    let programme: BTreeMap<&str, Option<usize>> =
        library.genes.names.iter().map(String::as_str).zip(library.genes.programme.iter().copied()).collect();
    let judged: Vec<bool> = mains
        .iter()
        .flat_map(|(cluster, state)| top(markers, cluster, 10).into_iter().map(move |gene| (gene, *state)))
        .map(|(gene, state)| programme.get(gene.as_str()).copied().flatten() == Some(state))
        .collect();
    judged.iter().filter(|right| **right).count() as f64 / judged.len() as f64
}

fn targets(markers: &DataFrame, mains: &[(String, usize)]) -> Vec<String> {
    let responding = mains.iter().filter(|(_, state)| STATES_OF_CELLS[*state].0 == "responding");
    let mut found: Vec<String> = responding
        .flat_map(|(cluster, _)| top(markers, cluster, 20))
        .filter(|gene| TARGETS.contains(&gene.as_str()))
        .collect();
    found.sort();
    found.dedup();
    found
}
