use ndarray::Array2;
use std::collections::BTreeMap;

/// A corner between pixels as `(y, x)`.
type Corner = (i32, i32);

/// The outlines of every label: closed lines through the middles of the pixels' edges, `(x, y)` in
/// pixels with the picture's corner at 0. Sorted by label; a label in several parts has several.
pub(super) fn outlines(labels: &Array2<u32>) -> Vec<(u32, Vec<(f64, f64)>)> {
    let mut loops = Vec::new();
    for (label, edges) in edges(labels) {
        for corners in join(edges) {
            let middle = |pair: [Corner; 2]| {
                (f64::from(pair[0].1 + pair[1].1) / 2.0, f64::from(pair[0].0 + pair[1].0) / 2.0)
            };
            let next = corners.iter().cycle().skip(1);
            loops.push((label, corners.iter().zip(next).map(|(&a, &b)| middle([a, b])).collect()));
        }
    }
    loops
}

/// Every edge between a label and another, going round the label clockwise.
fn edges(labels: &Array2<u32>) -> BTreeMap<u32, BTreeMap<Corner, Vec<Corner>>> {
    let (rows, columns) = (labels.nrows() as i32, labels.ncols() as i32);
    let at = |y: i32, x: i32| {
        if (0..rows).contains(&y) && (0..columns).contains(&x) { labels[[y as usize, x as usize]] } else { 0 }
    };
    let mut all: BTreeMap<u32, BTreeMap<Corner, Vec<Corner>>> = BTreeMap::new();
    for y in 0..rows {
        for x in 0..columns {
            let label = at(y, x);
            if label == 0 {
                continue;
            }
            let sides = [
                ((y - 1, x), (y, x), (y, x + 1)),
                ((y, x + 1), (y, x + 1), (y + 1, x + 1)),
                ((y + 1, x), (y + 1, x + 1), (y + 1, x)),
                ((y, x - 1), (y + 1, x), (y, x)),
            ];
            for (beyond, from, to) in sides {
                if at(beyond.0, beyond.1) != label {
                    all.entry(label).or_default().entry(from).or_default().push(to);
                }
            }
        }
    }
    all
}

/// Joins edges into closed lines, each beginning at its first corner in reading order.
fn join(mut edges: BTreeMap<Corner, Vec<Corner>>) -> Vec<Vec<Corner>> {
    let mut loops = Vec::new();
    while let Some((&start, _)) = edges.first_key_value() {
        let (mut corner, mut before) = (start, None);
        let mut corners = Vec::new();
        while let Some(ends) = edges.get_mut(&corner) {
            let turn = ends.iter().position(|&end| right(before, corner, end)).unwrap_or(0);
            let next = ends.swap_remove(turn);
            if ends.is_empty() {
                edges.remove(&corner);
            }
            corners.push(corner);
            before = Some(corner);
            corner = next;
            if corner == start {
                break;
            }
        }
        loops.push(corners);
    }
    loops
}

/// Whether going on to `next` turns right, which keeps pixels that touch at a corner apart.
fn right(before: Option<Corner>, here: Corner, next: Corner) -> bool {
    before.is_some_and(|before| {
        let (a, b) = ((here.0 - before.0, here.1 - before.1), (next.0 - here.0, next.1 - here.1));
        a.1 * b.0 - a.0 * b.1 > 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn each_part_of_a_label_has_its_outline() {
        let labels = array![[1, 0, 0], [0, 1, 0], [2, 2, 0]];
        let found = outlines(&labels);
        let lengths: Vec<_> = found.iter().map(|(label, line)| (*label, line.len())).collect();
        assert_eq!(lengths, [(1, 4), (1, 4), (2, 6)]);
        assert_eq!(found[0].1, [(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)]);
    }

    #[test]
    fn a_hole_has_an_outline_too() {
        let mut labels = Array2::from_elem((3, 3), 4);
        labels[[1, 1]] = 0;
        assert_eq!(outlines(&labels).iter().map(|(_, line)| line.len()).collect::<Vec<_>>(), [12, 4]);
    }
}
