use lca_numerics::Csr;

/// The connected piece of a graph that each cell belongs to, numbered from its first cell on.
pub(crate) fn pieces(graph: &Csr<f32>) -> Vec<usize> {
    let cells = graph.shape().0;
    let mut piece = vec![usize::MAX; cells];
    let mut count = 0;
    for start in 0..cells {
        if piece[start] != usize::MAX {
            continue;
        }
        piece[start] = count;
        let mut stack = vec![start];
        while let Some(cell) = stack.pop() {
            for &other in graph.row(cell).0 {
                if piece[other as usize] == usize::MAX {
                    piece[other as usize] = count;
                    stack.push(other as usize);
                }
            }
        }
        count += 1;
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::sparse;
    use ndarray::Array2;

    #[test]
    fn pieces_are_told_apart() {
        let mut dense = Array2::<f32>::zeros((4, 4));
        for (a, b) in [(0, 2), (2, 0), (1, 3), (3, 1)] {
            dense[[a, b]] = 1.0;
        }
        assert_eq!(pieces(&sparse::from_dense(dense.view())), [0, 1, 0, 1]);
    }
}
