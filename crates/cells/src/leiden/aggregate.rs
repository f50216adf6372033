use super::graph::Graph;
use super::partition::compact;

/// The graph whose nodes are the parts of a partition, and the part each node went into.
pub(super) fn aggregate(graph: &Graph, parts: &[u32]) -> (Graph, Vec<u32>) {
    let of_node = compact(parts);
    let count = of_node.iter().max().map_or(0, |&part| part as usize + 1);
    let (mut sizes, mut loops) = (vec![0.0; count], vec![0.0; count]);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (node, &part) in of_node.iter().enumerate() {
        sizes[part as usize] += graph.sizes[node];
        loops[part as usize] += graph.loops[node];
        members[part as usize].push(node);
    }
    let (mut weights, mut touched) = (vec![0.0; count], Vec::new());
    let rows = members.iter().enumerate().map(|(part, nodes)| {
        for (other, weight) in nodes.iter().flat_map(|&node| graph.edges(node)) {
            let other = of_node[other];
            if weights[other as usize] == 0.0 {
                touched.push(other);
            }
            // Inner edges are met from both ends and become a loop that counts them once.
            weights[other as usize] += if other as usize == part { 0.5 * weight } else { weight };
        }
        touched.sort_unstable();
        touched.drain(..).map(|other| (other, std::mem::take(&mut weights[other as usize]))).collect()
    });
    (Graph::from_rows(rows, loops, sizes, graph.quality()), of_node)
}
