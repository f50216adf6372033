use crate::{Connectivity, Mask, areas, components, distance_transform};
use ndarray::Axis;

/// Every pixel within `radius` of the mask, by Euclidean distance in the unit of `spacing` (size of a
/// pixel along `z, y, x`).
#[must_use]
pub fn dilate(mask: &Mask, radius: f64, spacing: [f64; 3]) -> Mask {
    let outside = mask.mapv(|inside| !inside);
    distance_transform(&outside, spacing).mapv(|distance| f64::from(distance) <= radius)
}

/// Every pixel of the mask further than `radius` from the outside. Beyond the image's edge is neither
/// inside nor outside.
#[must_use]
pub fn erode(mask: &Mask, radius: f64, spacing: [f64; 3]) -> Mask {
    distance_transform(mask, spacing).mapv(|distance| f64::from(distance) > radius)
}

/// Erosion, then dilation: removes what a ball of `radius` does not fit into.
#[must_use]
pub fn open(mask: &Mask, radius: f64, spacing: [f64; 3]) -> Mask {
    dilate(&erode(mask, radius, spacing), radius, spacing)
}

/// Dilation, then erosion: fills gaps that a ball of `radius` does not fit into.
#[must_use]
pub fn close(mask: &Mask, radius: f64, spacing: [f64; 3]) -> Mask {
    erode(&dilate(mask, radius, spacing), radius, spacing)
}

/// Fills the parts of the outside that do not reach the image's edge and have at most `most` pixels
/// (below `usize::MAX`).
#[must_use]
pub fn fill_holes(mask: &Mask, most: usize) -> Mask {
    let parts = components(&mask.mapv(|inside| !inside), Connectivity::Faces);
    let mut size = areas(&parts);
    for (axis, &n) in mask.shape().iter().enumerate().filter(|(_, n)| **n > 1) {
        for edge in [0, n - 1] {
            for &part in parts.index_axis(Axis(axis), edge) {
                size[part as usize] = usize::MAX;
            }
        }
    }
    let mut out = mask.clone();
    out.zip_mut_with(&parts, |inside, &part| *inside |= size[part as usize] <= most);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(radius: f64) -> Mask {
        Mask::from_shape_fn((1, 41, 41), |(_, y, x)| (y as f64 - 20.0).hypot(x as f64 - 20.0) <= radius)
    }

    #[test]
    fn a_ball_survives_opening_and_a_thread_does_not() {
        let mut mask = disc(9.0);
        for x in 0..41 {
            mask[[0, 20, x]] = true;
        }
        let opened = open(&mask, 3.0, [1.0; 3]);
        assert!(!opened[[0, 20, 2]] && opened[[0, 20, 20]] && opened[[0, 12, 20]]);
    }

    #[test]
    fn opening_shrinks_and_closing_grows() {
        let mask = Mask::from_shape_fn((1, 30, 30), |(_, y, x)| (y * 7 + x * 13) % 5 < 3);
        assert!(open(&mask, 1.0, [1.0; 3]).iter().zip(&mask).all(|(new, old)| !new || *old));
        assert!(close(&mask, 1.0, [1.0; 3]).iter().zip(&mask).all(|(new, old)| *new || !old));
    }

    #[test]
    fn holes_fill_but_bays_and_large_holes_do_not() {
        let mut mask = disc(9.0);
        mask[[0, 20, 20]] = false;
        assert_eq!(fill_holes(&mask, 10), disc(9.0));
        assert_eq!(fill_holes(&mask, 0), mask);
        let (outer, inner) = (disc(9.0), disc(6.0));
        let ring = Mask::from_shape_fn((1, 41, 41), |at| outer[at] != inner[at]);
        assert_eq!(fill_holes(&ring, 50), ring);
    }
}
