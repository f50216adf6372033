use ndarray::Array2;

/// The edges that a longer path accounts for: those absent from the transitive reduction of the graph
/// whose loops are drawn together (Aho, Garey & Ullman 1972). Edges within a loop all stay.
pub(super) fn explained(edges: &Array2<bool>) -> Array2<bool> {
    let reach = closure(edges);
    let same = |a: usize, b: usize| a == b || (reach[[a, b]] && reach[[b, a]]);
    let nodes = edges.nrows();
    Array2::from_shape_fn(edges.dim(), |(a, b)| {
        edges[[a, b]]
            && !same(a, b)
            && (0..nodes).any(|c| !same(a, c) && !same(c, b) && reach[[a, c]] && reach[[c, b]])
    })
}

/// Who is reached from whom by one edge or more (Warshall 1962).
fn closure(edges: &Array2<bool>) -> Array2<bool> {
    let mut reach = edges.clone();
    let nodes = edges.nrows();
    for through in 0..nodes {
        let onward: Vec<usize> = (0..nodes).filter(|&to| reach[[through, to]]).collect();
        for from in 0..nodes {
            if reach[[from, through]] {
                onward.iter().for_each(|&to| reach[[from, to]] = true);
            }
        }
    }
    reach
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Array2<bool> {
        Array2::from_shape_fn((nodes, nodes), |pair| edges.contains(&pair))
    }

    #[test]
    fn shortcuts_of_a_chain_are_explained() {
        let found = explained(&graph(4, &[(0, 1), (1, 2), (2, 3), (0, 2), (0, 3), (1, 3)]));
        assert_eq!(found, graph(4, &[(0, 2), (0, 3), (1, 3)]));
    }

    #[test]
    fn a_loop_stays_whole() {
        let cycle = [(0, 1), (1, 2), (2, 0), (0, 2), (2, 1), (1, 0)];
        assert_eq!(explained(&graph(3, &cycle)), graph(3, &[]));
        // What follows on a loop may come from any of its nodes.
        let after = explained(&graph(4, &[(0, 1), (1, 0), (0, 2), (1, 2), (0, 3), (2, 3)]));
        assert_eq!(after, graph(4, &[(0, 3)]));
    }
}
