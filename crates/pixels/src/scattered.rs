use crate::neighbours::Neighbours;
use crate::{Connectivity, Labels};
use std::collections::{BTreeMap, BTreeSet};

/// Labels whose pixels lie in more than one piece (corners touch), rising: an object that was split, or a
/// number that was given twice.
#[must_use]
pub fn scattered(labels: &Labels) -> Vec<u32> {
    let flat: Vec<u32> = labels.iter().copied().collect();
    let around = Neighbours::new(labels.dim(), Connectivity::Corners);
    let mut root: Vec<u32> = Vec::new();
    let mut piece = vec![0_u32; flat.len()];
    let mut label_of: Vec<u32> = Vec::new();
    for at in (0..flat.len()).filter(|&at| flat[at] > 0) {
        let mut own = None;
        for other in around.of(at).take_while(|&other| other < at).filter(|&other| flat[other] == flat[at]) {
            let found = find(&mut root, piece[other]);
            match own {
                None => own = Some(found),
                Some(kept) if kept != found => {
                    let (low, high) = (kept.min(found), kept.max(found));
                    root[high as usize] = low;
                    own = Some(low);
                }
                Some(_) => {}
            }
        }
        piece[at] = own.unwrap_or_else(|| {
            root.push(root.len() as u32);
            label_of.push(flat[at]);
            root.len() as u32 - 1
        });
    }
    let mut pieces: BTreeMap<u32, usize> = BTreeMap::new();
    let roots: BTreeSet<u32> = (0..root.len() as u32).filter(|&at| root[at as usize] == at).collect();
    for at in roots {
        *pieces.entry(label_of[at as usize]).or_default() += 1;
    }
    pieces.into_iter().filter(|(_, count)| *count > 1).map(|(label, _)| label).collect()
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        let above = root[root[at as usize] as usize];
        root[at as usize] = above;
        at = above;
    }
    at
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
        // A horseshoe is one piece, though it begins as two.
        let horseshoe = Labels::from_shape_fn((1, 3, 3), |(_, y, x)| u32::from(x != 1 || y == 2));
        assert!(scattered(&horseshoe).is_empty());
    }
}
