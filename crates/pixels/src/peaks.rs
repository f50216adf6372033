use crate::lanes::flat;
use crate::neighbours::Neighbours;
use crate::watershed::rank;
use crate::{Connectivity, Image, Mask, PixelsError};

/// A local maximum and how far it stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Its pixel, `z, y, x`; on a plateau the first.
    pub at: [usize; 3],
    /// The image there.
    pub value: f32,
    /// How far one must go down to reach a higher peak (its dynamics, Grimaud 1992); infinite for the
    /// highest peak of each connected part of the mask.
    pub prominence: f32,
}

/// Every local maximum inside `mask` whose prominence is at least `least` (h-maxima with h = `least`),
/// highest first. One pass over the pixels from high to low joins neighbouring hills; the lower hill
/// ends where two meet.
///
/// # Errors
/// [`PixelsError::Shape`] when image and mask differ in shape.
pub fn peaks(
    image: &Image,
    mask: &Mask,
    least: f32,
    connectivity: Connectivity,
) -> Result<Vec<Peak>, PixelsError> {
    PixelsError::same("mask", mask.dim(), image.dim())?;
    let (value, inside) = (flat(image), flat(mask));
    let mut order: Vec<usize> = (0..value.len()).filter(|&at| inside[at] && !value[at].is_nan()).collect();
    order.sort_unstable_by_key(|&at| (!rank(value[at]), at));
    let near = Neighbours::new(image.dim(), connectivity);
    let mut hills = Hills::new(value.len());
    for &at in &order {
        hills.own[at] = at;
        for next in near.of(at) {
            hills.join(at, next, value[at], &value);
        }
    }
    let (_, ny, nx) = image.dim();
    let place = |at: usize| [at / (ny * nx), at / nx % ny, at % nx];
    let found = order.iter().filter(|&&at| hills.own[at] == at || hills.ended[at].is_finite());
    Ok(found
        .map(|&at| Peak { at: place(at), value: value[at], prominence: hills.prominence(at, &value) })
        .filter(|peak| peak.prominence >= least && peak.prominence > 0.0)
        .collect())
}

/// Hills that grow downwards; each is named by its highest pixel.
struct Hills {
    own: Vec<usize>,
    /// The level at which a hill met a higher one; not finite while it has not.
    ended: Vec<f32>,
}

const NOWHERE: usize = usize::MAX;

impl Hills {
    fn new(n: usize) -> Self {
        Self { own: vec![NOWHERE; n], ended: vec![f32::INFINITY; n] }
    }

    fn top(&mut self, mut at: usize) -> usize {
        while self.own[at] != at {
            self.own[at] = self.own[self.own[at]];
            at = self.own[at];
        }
        at
    }

    fn join(&mut self, at: usize, next: usize, level: f32, value: &[f32]) {
        if self.own[next] == NOWHERE {
            return;
        }
        let (a, b) = (self.top(at), self.top(next));
        if a == b {
            return;
        }
        let higher = |a: usize, b: usize| (!rank(value[a]), a) < (!rank(value[b]), b);
        let (keep, end) = if higher(a, b) { (a, b) } else { (b, a) };
        self.own[end] = keep;
        self.ended[end] = level;
    }

    fn prominence(&self, at: usize, value: &[f32]) -> f32 {
        if self.own[at] == at { f32::INFINITY } else { value[at] - self.ended[at] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f32]) -> (Image, Mask) {
        let image = Image::from_shape_fn((1, 1, values.len()), |(_, _, x)| values[x]);
        let mask = Mask::from_elem(image.dim(), true);
        (image, mask)
    }

    #[test]
    fn prominence_is_the_way_down_to_a_higher_peak() {
        let (image, mask) = line(&[0.0, 5.0, 4.0, 6.0, 1.0, 3.0, 3.0, 0.0, 9.0]);
        let found = peaks(&image, &mask, 0.0, Connectivity::Faces).unwrap();
        let list: Vec<_> = found.iter().map(|peak| (peak.at[2], peak.prominence)).collect();
        assert_eq!(list, [(8, f32::INFINITY), (3, 6.0), (1, 1.0), (5, 2.0)]);
        assert_eq!(peaks(&image, &mask, 2.0, Connectivity::Faces).unwrap().len(), 3);
    }

    #[test]
    fn each_part_of_the_mask_has_its_highest_peak_and_a_lone_pixel_counts() {
        let (image, mut mask) = line(&[1.0, 2.0, 9.0, 3.0]);
        mask[[0, 0, 2]] = false;
        let found = peaks(&image, &mask, 100.0, Connectivity::Faces).unwrap();
        assert_eq!(found.iter().map(|peak| peak.at[2]).collect::<Vec<_>>(), [3, 1]);
        let (image, mask) = line(&[4.0]);
        assert_eq!(peaks(&image, &mask, 0.0, Connectivity::Faces).unwrap().len(), 1);
    }
}
