use crate::Labels;
use crate::lanes::{Dim, filled, flat};
use std::ops::Range;

/// Pixels of ground that are passed by at once: a few wide instructions look at them.
const BLOCK: usize = 32;

/// Stretches of equal pixels in a line, in order: their places, and what they are. Those that are `ground`
/// are left out, and cost little: in most images of labels most pixels are.
pub fn runs<T: Copy + PartialEq>(line: &[T], ground: T) -> impl Iterator<Item = (Range<usize>, T)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let blocks = line[at..].as_chunks::<BLOCK>().0.iter();
        let empty = |block: &&[T; BLOCK]| block.iter().fold(true, |all, &pixel| all & (pixel == ground));
        at += BLOCK * blocks.take_while(empty).count();
        let start = at + line[at..].iter().position(|&pixel| pixel != ground)?;
        let value = line[start];
        let rest = &line[start..];
        at = start + rest.iter().position(|&pixel| pixel != value).unwrap_or(rest.len());
        Some((start..at, value))
    })
}

/// Gives every label what `new` says of it; ground stays. Asked once for each stretch of equal labels.
pub fn relabel(labels: &mut Labels, new: impl Fn(u32) -> u32) {
    let Some(line) = labels.as_slice_mut() else {
        labels.iter_mut().filter(|slot| **slot != 0).for_each(|slot| *slot = new(*slot));
        return;
    };
    let found: Vec<(Range<usize>, u32)> = runs(line, 0).collect();
    for (places, label) in found {
        line[places].fill(new(label));
    }
}

/// Labels as stretches of equal pixels, which take little memory where objects are few and smooth.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelRuns {
    dim: Dim,
    runs: Vec<(Range<usize>, u32)>,
}

impl LabelRuns {
    /// Packs labels.
    #[must_use]
    pub fn of(labels: &Labels) -> Self {
        Self { dim: labels.dim(), runs: runs(&flat(labels), 0).collect() }
    }

    /// The labels that were packed.
    #[must_use]
    pub fn labels(&self) -> Labels {
        filled(self.dim, |line: &mut [u32]| {
            self.runs.iter().for_each(|(places, label)| line[places.clone()].fill(*label));
        })
    }

    /// Bytes of memory taken.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        size_of::<Self>() + self.runs.capacity() * size_of::<(Range<usize>, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines with long stretches of few values.
    fn line() -> impl Strategy<Value = Vec<u32>> {
        let stretch = (0_u32..4, prop_oneof![1_usize..4, 20_usize..90]);
        proptest::collection::vec(stretch, 0..9)
            .prop_map(|all| all.into_iter().flat_map(|(value, n)| vec![value; n]).collect())
    }

    proptest! {
        #[test]
        fn runs_are_the_stretches_without_the_ground(line in line(), ground in 0_u32..4) {
            let mut at = 0;
            let mut expected = Vec::new();
            for part in line.chunk_by(|a, b| a == b) {
                expected.extend((part[0] != ground).then_some((at..at + part.len(), part[0])));
                at += part.len();
            }
            prop_assert_eq!(runs(&line, ground).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn packed_labels_come_back_and_new_ones_are_each_pixels(line in line(), wide in 1_usize..30) {
            let rows = line.len() / wide;
            let labels = Labels::from_shape_vec((1, rows, wide), line[..rows * wide].to_vec()).unwrap();
            prop_assert_eq!(&LabelRuns::of(&labels).labels(), &labels);
            let new = |label: u32| (label * 7) % 3;
            let expected = labels.mapv(|label| if label == 0 { 0 } else { new(label) });
            let mut turned = labels.clone().reversed_axes();
            relabel(&mut turned, new);
            prop_assert_eq!(&turned.reversed_axes(), &expected);
            let mut labels = labels;
            relabel(&mut labels, new);
            prop_assert_eq!(labels, expected);
        }
    }
}
