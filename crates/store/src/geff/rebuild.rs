use lca_graph::{Detection, Tracks};

/// One node of a graph by others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) t: u32,
    pub(super) label: u32,
    pub(super) centre: [f64; 3],
}

/// Cuts a graph into tracks: a track goes on while each node has one successor; where there are
/// more, each begins a track of its own, whose parent is the one before. Tracks are numbered from 1
/// by first frame and label.
///
/// # Errors
/// What is wrong with the graph, in words.
pub(super) fn rebuild(nodes: &[Node], edges: &[(usize, usize)]) -> Result<Tracks, String> {
    let seen = |node: &Node| Detection { t: node.t, label: node.label, track: 0, centre: node.centre };
    Tracks::from_links(nodes.iter().map(seen).collect(), edges).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_begin_tracks_and_merges_are_refused() {
        let node = |t, label| Node { t, label, centre: [0.0; 3] };
        let nodes = [node(2, 9), node(0, 1), node(1, 1), node(2, 3)];
        let tracks = rebuild(&nodes, &[(1, 2), (2, 0), (2, 3)]).unwrap();
        let spans: Vec<_> = tracks.tracks().iter().map(|t| (t.id, t.begin, t.end, t.parent)).collect();
        assert_eq!(spans, [(1, 0, 1, None), (2, 2, 2, Some(1)), (3, 2, 2, Some(1))]);
        assert!(rebuild(&nodes, &[(1, 2), (1, 3), (2, 0), (1, 0)]).is_err());
        assert!(rebuild(&nodes, &[(2, 1)]).is_err());
    }
}
