use lca_graph::{Detection, Track, Tracks};

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
    let mut before = vec![None; nodes.len()];
    let mut after = vec![0usize; nodes.len()];
    for &(from, to) in edges {
        if nodes[from].t >= nodes[to].t {
            return Err(format!(
                "an edge does not lead forward in time (frames {} to {})",
                nodes[from].t, nodes[to].t
            ));
        }
        if before[to].replace(from).is_some() {
            return Err(format!("two edges lead to one node in frame {}: cells do not merge", nodes[to].t));
        }
        after[from] += 1;
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&at| (nodes[at].t, nodes[at].label, at));
    let mut track_of = vec![0u32; nodes.len()];
    let mut tracks: Vec<Track> = Vec::new();
    for at in order {
        let t = nodes[at].t;
        match before[at] {
            Some(previous) if after[previous] == 1 => {
                track_of[at] = track_of[previous];
                tracks[track_of[previous] as usize - 1].end = t;
            }
            previous => {
                let id = tracks.len() as u32 + 1;
                tracks.push(Track { id, begin: t, end: t, parent: previous.map(|at| track_of[at]) });
                track_of[at] = id;
            }
        }
    }
    let seen = nodes.iter().zip(track_of);
    let detections =
        seen.map(|(node, track)| Detection { t: node.t, label: node.label, track, centre: node.centre });
    Tracks::new(detections.collect(), tracks).map_err(|why| why.to_string())
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
