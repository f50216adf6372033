use crate::lanes::{filled, flat};
use crate::neighbours::Neighbours;
use crate::{Connectivity, Image, Labels, Mask, PixelsError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Grows `seeds` over `mask` from low to high `height` until they meet (seeded watershed by priority
/// flooding, Beucher & Meyer 1993). Pixels of equal height are taken in the order they were reached,
/// so the result is unique. Every pixel of the mask that touches a seed through the mask gets a
/// label; there are no watershed lines.
///
/// # Errors
/// [`PixelsError::Shape`] when the three arrays differ in shape.
pub fn watershed(
    height: &Image,
    seeds: &Labels,
    mask: &Mask,
    connectivity: Connectivity,
) -> Result<Labels, PixelsError> {
    PixelsError::same("seeds", seeds.dim(), height.dim())?;
    PixelsError::same("mask", mask.dim(), height.dim())?;
    let (level, inside, start) = (flat(height), flat(mask), flat(seeds));
    let near = Neighbours::new(height.dim(), connectivity);
    Ok(filled(height.dim(), |out: &mut [u32]| {
        let mut queue = BinaryHeap::new();
        let mut turn = 0_u64;
        for at in (0..start.len()).filter(|&at| inside[at] && start[at] != 0) {
            out[at] = start[at];
            queue.push(Reverse((rank(level[at]), turn, at)));
            turn += 1;
        }
        while let Some(Reverse((reached, _, at))) = queue.pop() {
            for next in near.of(at) {
                if inside[next] && out[next] == 0 {
                    out[next] = out[at];
                    queue.push(Reverse((rank(level[next]).max(reached), turn, next)));
                    turn += 1;
                }
            }
        }
    }))
}

/// A number that sorts as the value does; not-a-number last.
pub(crate) fn rank(value: f32) -> u32 {
    let bits = value.to_bits();
    if value.is_nan() {
        u32::MAX
    } else if bits >> 31 == 1 {
        !bits
    } else {
        bits | 0x8000_0000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_sort_as_values() {
        let values = [f32::NEG_INFINITY, -2.0, -0.5, 0.0, 1e-9, 3.0, f32::INFINITY, f32::NAN];
        assert!(values.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }

    #[test]
    fn two_basins_meet_at_the_ridge_and_cover_the_mask() {
        let height = Image::from_shape_fn((1, 5, 21), |(_, _, x)| -((x as f32 - 12.0).abs()));
        let mut seeds = Labels::zeros((1, 5, 21));
        (seeds[[0, 2, 0]], seeds[[0, 2, 20]]) = (7, 9);
        let mask = Mask::from_elem((1, 5, 21), true);
        let labels = watershed(&height, &seeds, &mask, Connectivity::Faces).unwrap();
        assert!(labels.iter().all(|&label| label == 7 || label == 9));
        assert_eq!((labels[[0, 0, 11]], labels[[0, 4, 13]]), (7, 9));
    }

    #[test]
    fn shapes_must_agree() {
        let image = Image::zeros((1, 2, 2));
        let (seeds, mask) = (Labels::zeros((1, 2, 3)), Mask::from_elem((1, 2, 2), true));
        let error = watershed(&image, &seeds, &mask, Connectivity::Faces).unwrap_err();
        assert!(error.to_string().contains("seeds"));
    }
}
