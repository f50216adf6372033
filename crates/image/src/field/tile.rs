use crate::{Field, ImageError};
use lca_pixels::Image;
use ndarray::s;
use rayon::prelude::*;
use std::ops::Range;

/// A piece of a field: the core whose result is wanted, inside a window that shows enough around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tile {
    /// Rows and columns of the core.
    pub(crate) core: [Range<usize>; 2],
    /// First row and column of the window.
    pub(crate) origin: [usize; 2],
}

/// How a field is cut: tiles of `side` pixels, each seen with `halo` pixels around; both are multiples
/// of the reduction factor, so that reduced pixels are the same in every window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    pub(crate) side: usize,
    pub(crate) halo: usize,
}

impl Cut {
    /// Goes through the field band by band: one row of tiles is read at once, its tiles are worked on
    /// in parallel, and `done` gets their results in order.
    pub(crate) fn sweep<T: Send>(
        self,
        field: &dyn Field,
        work: impl Fn(&Tile, &Image) -> Result<T, ImageError> + Sync,
        mut done: impl FnMut(Range<usize>, Vec<(Tile, T)>) -> Result<(), ImageError>,
    ) -> Result<(), ImageError> {
        let [ny, nx] = field.size();
        for top in (0..ny).step_by(self.side) {
            let core = top..(top + self.side).min(ny);
            let rows = self.around(&core, ny);
            let band = field.rows(rows.start, rows.end)?;
            let columns: Vec<usize> = (0..nx).step_by(self.side).collect();
            let found = columns
                .into_par_iter()
                .map(|left| {
                    let across = left..(left + self.side).min(nx);
                    let window = self.around(&across, nx);
                    let tile = Tile { core: [core.clone(), across], origin: [rows.start, window.start] };
                    let result = if window == (0..nx) {
                        work(&tile, &band)?
                    } else {
                        work(&tile, &band.slice(s![.., .., window]).to_owned())?
                    };
                    Ok((tile, result))
                })
                .collect::<Result<Vec<_>, ImageError>>()?;
            done(core, found)?;
        }
        Ok(())
    }

    fn around(self, core: &Range<usize>, n: usize) -> Range<usize> {
        core.start.saturating_sub(self.halo)..(core.end + self.halo).min(n)
    }
}
