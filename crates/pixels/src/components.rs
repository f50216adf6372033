use crate::lanes::{filled, flat};
use crate::neighbours::Neighbours;
use crate::{Connectivity, Labels, Mask};

/// Numbers the connected parts of a mask from 1, in the order of their first pixels (`z, y, x`).
#[must_use]
pub fn components(mask: &Mask, connectivity: Connectivity) -> Labels {
    let (inside, near) = (flat(mask), Neighbours::new(mask.dim(), connectivity));
    filled(mask.dim(), |out: &mut [u32]| {
        let (mut last, mut stack) = (0, Vec::new());
        for start in 0..inside.len() {
            if !inside[start] || out[start] != 0 {
                continue;
            }
            last += 1;
            out[start] = last;
            stack.push(start);
            while let Some(at) = stack.pop() {
                for next in near.of(at) {
                    if inside[next] && out[next] == 0 {
                        out[next] = last;
                        stack.push(next);
                    }
                }
            }
        }
    })
}

/// Number of pixels of each label; entry 0 is the background.
#[must_use]
pub fn areas(labels: &Labels) -> Vec<usize> {
    let mut counts = vec![0; labels.iter().max().map_or(1, |&most| most as usize + 1)];
    for &label in labels {
        counts[label as usize] += 1;
    }
    counts
}

/// Drops the labels for which `keep` is false and numbers the others from 1 without holes, in their
/// old order.
#[must_use]
pub fn keep_labels(labels: &Labels, keep: impl Fn(u32) -> bool) -> Labels {
    let (mut next, mut new) = (0, vec![0; areas(labels).len()]);
    for (old, &count) in areas(labels).iter().enumerate().skip(1) {
        if count > 0 && keep(old as u32) {
            next += 1;
            new[old] = next;
        }
    }
    labels.mapv(|label| new[label as usize])
}

/// Drops labels of fewer than `least` pixels and numbers the others from 1 without holes.
#[must_use]
pub fn remove_small(labels: &Labels, least: usize) -> Labels {
    let counts = areas(labels);
    keep_labels(labels, |label| counts[label as usize] >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(rows: &[&str]) -> Mask {
        Mask::from_shape_fn((1, rows.len(), rows[0].len()), |(_, y, x)| rows[y].as_bytes()[x] == b'#')
    }

    #[test]
    fn corners_join_what_faces_part() {
        let mask = mask(&["##..", "..#.", "#..."]);
        assert_eq!(components(&mask, Connectivity::Faces).iter().max(), Some(&3));
        assert_eq!(components(&mask, Connectivity::Corners).iter().max(), Some(&2));
    }

    #[test]
    fn small_parts_go_and_numbers_close_up() {
        let labels = components(&mask(&["#.##", "....", "###."]), Connectivity::Faces);
        let kept = remove_small(&labels, 2);
        assert_eq!(areas(&kept), [7, 2, 3]);
    }
}
