use super::ascend::OUTSIDE;
use super::choose::Choice;
use super::graph::{Graph, name};
use super::terrain::Terrain;
use lca_pixels::runs;

/// Which object each reduced pixel of a window belongs to, from 1; 0 is none.
pub(crate) fn owners(terrain: &Terrain, tops: &[u32], graph: &Graph, choice: &Choice) -> Vec<u32> {
    by_basin(terrain, tops, graph, |at| choice.object[at].wrapping_add(1))
}

/// What is said of the basin of each reduced pixel of a window, by its place in the graph; 0 outside.
pub(crate) fn by_basin(
    terrain: &Terrain,
    tops: &[u32],
    graph: &Graph,
    said: impl Fn(usize) -> u32,
) -> Vec<u32> {
    let (_, _, nx) = terrain.hills.dim();
    let mut known = vec![u32::MAX; tops.len()];
    let mut out = vec![0; tops.len()];
    for (places, top) in runs(tops, OUTSIDE) {
        let memo = &mut known[top as usize];
        if *memo == u32::MAX {
            let top = name(terrain.origin, nx, top);
            let place = graph.basins.binary_search_by_key(&top, |basin| basin.top).ok();
            *memo = place.map_or(0, &said);
        }
        out[places].fill(*memo);
    }
    out
}
