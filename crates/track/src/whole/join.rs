use lca_pixels::{Labels, relabel, runs};

/// Gives both labels of each pair the first one, and fills gaps of one pixel between what is now one outline, as programs
/// leave them between outlines that touch. For flat frames.
pub fn join_halves(labels: &mut Labels, pairs: &[[u32; 2]]) {
    let (_, _, nx) = labels.dim();
    relabel(labels, |label| pairs.iter().find(|pair| pair.contains(&label)).map_or(label, |pair| pair[0]));
    let Some(line) = labels.as_slice_mut() else { return };
    let mut filled = gaps(line, nx, nx, pairs);
    filled.extend(gaps(line, nx, 1, pairs));
    filled.into_iter().for_each(|(at, label)| line[at] = label);
}

/// Where a single pixel of ground lies between two of one joined label, `step` before and behind it.
fn gaps(line: &[u32], nx: usize, step: usize, pairs: &[[u32; 2]]) -> Vec<(usize, u32)> {
    let same_row = |at: usize| step > 1 || at % nx + 2 < nx;
    let far = line.len().saturating_sub(2 * step);
    let places = runs(&line[..far], 0).flat_map(|(places, _)| places);
    let open = places.filter(|&at| line[at + step] == 0 && line[at] == line[at + 2 * step]);
    let joined = |label: u32| pairs.iter().any(|pair| pair[0] == label);
    open.filter(|&at| same_row(at) && joined(line[at])).map(|at| (at + step, line[at])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(rows: &[&str], pairs: &[[u32; 2]]) -> Vec<String> {
        let digit = |(_, y, x): (usize, usize, usize)| u32::from(rows[y].as_bytes()[x] - b'0');
        let mut labels = Labels::from_shape_fn((1, rows.len(), rows[0].len()), digit);
        join_halves(&mut labels, pairs);
        labels.rows().into_iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn halves_get_one_label_and_no_gap() {
        assert_eq!(
            joined(&["11022", "11022", "00000", "33044"], &[[1, 2]]),
            ["11111", "11111", "00000", "33044"]
        );
        assert_eq!(joined(&["220", "000", "110"], &[[1, 2]]), ["110", "110", "110"]);
        // Neither over the end of a row, nor over a wider gap, nor between others.
        assert_eq!(joined(&["0022", "0100"], &[[1, 2]]), ["0011", "0100"]);
        assert_eq!(joined(&["10022", "33033"], &[[1, 2]]), ["10011", "33033"]);
        assert_eq!(joined(&["11", "22"], &[[1, 2]]), ["11", "11"]);
    }
}
