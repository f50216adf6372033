use ndarray::Array2;

/// The tree (or, of a graph in pieces, the trees) of strongest connections, by Kruskal's way: edges from the strongest
/// downwards, ties in the order of states, each kept that joins two pieces.
pub(super) fn strongest(connectivities: &Array2<f64>) -> Array2<f64> {
    let count = connectivities.nrows();
    let mut edges: Vec<(usize, usize)> =
        (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
    edges.retain(|&edge| connectivities[edge] > 0.0);
    edges.sort_by(|a, b| connectivities[*b].total_cmp(&connectivities[*a]));
    let mut piece: Vec<usize> = (0..count).collect();
    let mut tree = Array2::zeros((count, count));
    for (a, b) in edges {
        let (from, to) = (piece[b], piece[a]);
        if from != to {
            piece.iter_mut().filter(|known| **known == from).for_each(|known| *known = to);
            tree[[a, b]] = connectivities[[a, b]];
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn keeps_the_strongest_edges_that_close_no_ring() {
        let all =
            array![[0.0, 0.9, 0.2, 0.0], [0.9, 0.0, 0.5, 0.0], [0.2, 0.5, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]];
        let tree = strongest(&all);
        assert_eq!((tree[[0, 1]], tree[[1, 2]], tree[[0, 2]], tree.sum()), (0.9, 0.5, 0.0, 1.4));
    }
}
