use super::fault::OnnxFault;
use super::side::Side;
use crate::{Field, ImageError};
use lca_pixels::Image;
use rayon::prelude::*;
use std::ops::Range;

/// How a field is cut for a network. Along an axis that is not long the field is one piece; else pieces of equal length
/// are seen with a halo around them. Beyond the field it is mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Squares {
    field: [usize; 2],
    core: [usize; 2],
    halo: [usize; 2],
    input: [usize; 2],
}

/// A piece of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Square {
    /// Rows and columns that are its own.
    pub(super) core: [Range<usize>; 2],
    /// First row and column that the network sees, which may be before the field.
    pub(super) origin: [i64; 2],
}

/// Longest axis, in pixels, that is seen as one piece, and the length of pieces of longer ones.
const WHOLE: usize = 768;
const CORE: usize = 512;

/// The halo where neither a description nor anybody says one.
pub(super) const HALO: usize = 96;

impl Squares {
    /// # Errors
    /// When a network of fixed input has no room for the halo.
    pub(super) fn of(
        field: [usize; 2],
        sides: [Side; 2],
        halo: usize,
        core: Option<usize>,
    ) -> Result<Self, OnnxFault> {
        let mut out = Self { field, core: field, halo: [0; 2], input: [0; 2] };
        for axis in 0..2 {
            let step = sides[axis].step();
            let whole = match sides[axis] {
                Side::Fixed(side) => side,
                Side::Any { .. } => core.unwrap_or(WHOLE),
            };
            if field[axis] > whole {
                out.halo[axis] = halo.next_multiple_of(step);
                out.core[axis] = match sides[axis] {
                    Side::Fixed(side) => side.checked_sub(2 * halo).filter(|core| *core > 0).ok_or_else(|| {
                        OnnxFault::Untold(format!(
                            "it takes {side} pixels alone, which has no room for a halo of {halo} on both sides; say a smaller --halo"
                        ))
                    })?,
                    Side::Any { .. } => core.unwrap_or(CORE).next_multiple_of(step),
                };
            }
            out.input[axis] = sides[axis].holding(out.core[axis] + 2 * out.halo[axis]);
        }
        Ok(out)
    }

    /// How many rows of squares there are.
    pub(super) fn rows(&self) -> usize {
        self.field[0].div_ceil(self.core[0].max(1))
    }

    /// The rows of squares that hold rows of the field.
    pub(super) fn holding(&self, rows: &Range<usize>) -> Range<usize> {
        let core = self.core[0].max(1);
        rows.start / core..rows.end.div_ceil(core)
    }

    /// The field's rows in a row of squares.
    pub(super) fn span(&self, axis: usize, at: usize) -> Range<usize> {
        let core = self.core[axis];
        at * core..((at + 1) * core).min(self.field[axis])
    }

    /// How many pixels lie between neighbours of so many outputs along y and x.
    pub(super) fn grid(&self, outputs: [usize; 2]) -> [usize; 2] {
        [0, 1].map(|axis| self.input[axis] / outputs[axis].max(1))
    }

    /// Works on all squares of a row, in parallel: `work` gets each and what is seen of the field there.
    pub(super) fn each<T: Send>(
        &self,
        field: &dyn Field,
        row: usize,
        work: impl Fn(&Square, Image) -> Result<T, ImageError> + Sync,
    ) -> Result<Vec<T>, ImageError> {
        let core = self.span(0, row);
        let top = core.start as i64 - self.halo[0] as i64;
        let rows = mirrored(top, self.input[0], self.field[0]);
        let first = rows.iter().copied().min().unwrap_or(0);
        let end = rows.iter().copied().max().map_or(0, |last| last + 1);
        let band = field.rows(first, end)?;
        ImageError::finite(&band)?;
        let across = self.field[1].div_ceil(self.core[1].max(1));
        let square = |at: usize| {
            let columns = self.span(1, at);
            let left = columns.start as i64 - self.halo[1] as i64;
            let seen = mirrored(left, self.input[1], self.field[1]);
            let dim = (band.dim().0, self.input[0], self.input[1]);
            let image = Image::from_shape_fn(dim, |(c, y, x)| band[[c, rows[y] - first, seen[x]]]);
            work(&Square { core: [core.clone(), columns], origin: [top, left] }, image)
        };
        (0..across).into_par_iter().map(square).collect()
    }
}

/// The pixels of an axis of `n` that stand at so many places from `from` on, mirrored at both ends.
fn mirrored(from: i64, count: usize, n: usize) -> Vec<usize> {
    let last = n as i64 - 1;
    let place = |at: i64| {
        if last == 0 {
            return 0;
        }
        let around = at.rem_euclid(2 * last);
        around.min(2 * last - around) as usize
    };
    (0..count as i64).map(|step| place(from + step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Side = Side::Any { least: 32, step: 16 };

    #[test]
    fn short_axes_are_whole_and_long_ones_cut() {
        let cut = Squares::of([1040, 260], [ANY; 2], 20, None).unwrap();
        assert_eq!((cut.core, cut.halo, cut.input), ([512, 260], [32, 0], [576, 272]));
        assert_eq!((cut.rows(), cut.span(0, 2), cut.holding(&(500..600))), (3, 1024..1040, 0..2));
        let fixed = Squares::of([300, 100], [Side::Fixed(256); 2], 20, None).unwrap();
        assert_eq!((fixed.core, fixed.input), ([216, 100], [256, 256]));
        assert!(Squares::of([300, 300], [Side::Fixed(64); 2], 32, None).is_err());
    }

    #[test]
    fn a_field_is_mirrored_beyond_its_edges() {
        assert_eq!(mirrored(-2, 8, 4), [2, 1, 0, 1, 2, 3, 2, 1]);
        assert_eq!(mirrored(-3, 4, 1), [0; 4]);
    }

    #[test]
    fn squares_cover_the_field_and_show_what_is_there() {
        let field = Image::from_shape_fn((1, 90, 70), |(_, y, x)| (1000 * y + x) as f32);
        let cut = Squares::of([90, 70], [ANY; 2], 16, Some(32)).unwrap();
        let mut seen = Image::zeros((1, 90, 70));
        for row in 0..cut.rows() {
            let parts = cut.each(&field, row, |square, image| Ok((square.clone(), image))).unwrap();
            for (Square { core: [rows, columns], origin }, image) in parts {
                for (y, x) in rows.flat_map(|y| columns.clone().map(move |x| (y, x))) {
                    let [in_y, in_x] = [y as i64 - origin[0], x as i64 - origin[1]];
                    seen[[0, y, x]] += image[[0, in_y as usize, in_x as usize]];
                }
            }
        }
        assert_eq!(seen, field);
    }
}
