use crate::components::Runs;
use crate::lanes::flat;
use crate::{Connectivity, Labels};
use std::collections::BTreeMap;

/// Labels whose pixels lie in more than one piece (corners touch), rising: an object that was split, or a
/// number that was given twice.
#[must_use]
pub fn scattered(labels: &Labels) -> Vec<u32> {
    let mut pieces: BTreeMap<u32, usize> = BTreeMap::new();
    for label in Runs::new(&flat(labels), labels.dim(), Connectivity::Corners).sets() {
        *pieces.entry(label).or_default() += 1;
    }
    pieces.into_iter().filter(|(_, count)| *count > 1).map(|(label, _)| label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_labels_in_several_pieces_are_named() {
        let rows = ["1.2.2", "11..2", "..3.2", ".3.22", "44..5", "...5."];
        let at = |(_, y, x): (usize, usize, usize)| u32::from(rows[y].as_bytes()[x].saturating_sub(b'0'));
        let labels = Labels::from_shape_fn((1, 6, 5), |place| {
            if rows[place.1].as_bytes()[place.2] == b'.' { 0 } else { at(place) }
        });
        assert_eq!(scattered(&labels), [2]);
        assert!(scattered(&Labels::zeros((1, 3, 3))).is_empty());
        // Corners touch though other labels lie beside them.
        let crossed = Labels::from_shape_vec((1, 2, 4), vec![1, 1, 2, 2, 2, 2, 1, 1]).unwrap();
        assert!(scattered(&crossed).is_empty());
        // A horseshoe is one piece, though it begins as two.
        let horseshoe = Labels::from_shape_fn((1, 3, 3), |(_, y, x)| u32::from(x != 1 || y == 2));
        assert!(scattered(&horseshoe).is_empty());
    }
}
