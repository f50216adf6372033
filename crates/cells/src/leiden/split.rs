use super::graph::Graph;

/// Cuts communities that are not connected into their connected pieces. That never lowers the quality,
/// and makes connectedness hold whatever step the algorithm stopped at.
pub(super) fn connected(graph: &Graph, labels: &[u32]) -> Vec<u32> {
    let mut pieces = vec![u32::MAX; labels.len()];
    let mut next = 0;
    for start in 0..labels.len() {
        if pieces[start] != u32::MAX {
            continue;
        }
        let mut stack = vec![start];
        pieces[start] = next;
        while let Some(node) = stack.pop() {
            for (other, _) in graph.edges(node) {
                if labels[other] == labels[start] && pieces[other] == u32::MAX {
                    pieces[other] = next;
                    stack.push(other);
                }
            }
        }
        next += 1;
    }
    pieces
}

/// Labels renamed by falling size, equally large ones by their first node.
pub(super) fn by_size(labels: &[u32]) -> Vec<u32> {
    let count = labels.iter().max().map_or(0, |&label| label as usize + 1);
    let (mut sizes, mut first) = (vec![0usize; count], vec![usize::MAX; count]);
    for (node, &label) in labels.iter().enumerate() {
        sizes[label as usize] += 1;
        first[label as usize] = first[label as usize].min(node);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by_key(|&label| (std::cmp::Reverse(sizes[label]), first[label]));
    let mut names = vec![0; count];
    order.iter().zip(0..).for_each(|(&label, name)| names[label] = name);
    labels.iter().map(|&label| names[label as usize]).collect()
}
