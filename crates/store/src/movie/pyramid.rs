use super::downsample::{Reduce, downsample};
use super::layout::{Layout, project};
use super::pixel::{Pixel, with_array, with_type};
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Datum, write_options, zstd};
use lca_core::Axis;
use lca_pixels::{PixelType, Pixels};
use ndarray::{Array4, ArrayView4, Ix4, s};
use rayon::prelude::*;
use std::sync::Arc;
use zarrs::array::{Array, ArrayBuilder};

/// The arrays of an image pyramid being written, frame by frame.
#[derive(Debug)]
pub(crate) struct Pyramid {
    shelf: Arc<Shelf>,
    axes: Vec<Axis>,
    reduce: Reduce,
    levels: Vec<(Layout, String, Array<Shelf>)>,
}

impl Pyramid {
    /// Makes the arrays below `group`, named by `prefix` and the level's number. Axes that are not
    /// named must have length 1 and are left out.
    pub(crate) fn create(
        shelf: &Arc<Shelf>,
        group: &str,
        prefix: &str,
        (axes, shape): (&[Axis], [usize; 5]),
        (pixel_type, reduce): (PixelType, Reduce),
    ) -> Result<Self> {
        let level = |(at, layout): (usize, Layout)| {
            let name = format!("{prefix}{at}");
            let key = format!("{group}/{name}");
            let array = with_type!(pixel_type, T => create_array::<T>(shelf, &key, axes, &layout))?;
            Ok((layout, name, array))
        };
        let levels = Layout::pyramid(shape).into_iter().enumerate().map(level).collect::<Result<_>>()?;
        Ok(Self { shelf: Arc::clone(shelf), axes: axes.to_vec(), reduce, levels })
    }

    /// Name and layout of each level.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (&str, &Layout)> {
        self.levels.iter().map(|(layout, name, _)| (name.as_str(), layout))
    }

    /// Writes time point `t` of all levels from its `c, z, y, x`. Holds the frame, a third of it
    /// for the smaller levels, and one shard per thread.
    pub(crate) fn write<T: Pixel>(&self, t: usize, frame: &ArrayView4<T>) -> Result<()> {
        let mut small: Option<Array4<T>> = None;
        for (at, (layout, _, array)) in self.levels.iter().enumerate() {
            if at > 0 {
                let step = self.levels[at - 1].0.step();
                let view = small.as_ref().map_or_else(|| frame.view(), |image| image.view());
                small = Some(downsample(&view, step, self.reduce));
            }
            let view = small.as_ref().map_or_else(|| frame.view(), |image| image.view());
            self.write_level(t, layout, array, &view)?;
        }
        Ok(())
    }

    fn write_level<T: Pixel>(
        &self,
        t: usize,
        layout: &Layout,
        array: &Array<Shelf>,
        image: &ArrayView4<T>,
    ) -> Result<()> {
        let [_, _, sz, sy, sx] = layout.shard;
        let [_, channels, depth, height, width] = layout.shape;
        let counts = [depth.div_ceil(sz), height.div_ceil(sy), width.div_ceil(sx)];
        let total = channels * counts.iter().product::<usize>();
        (0..total).into_par_iter().try_for_each(|at| {
            let (rest, x) = (at / counts[2], at % counts[2]);
            let (rest, y) = (rest / counts[1], rest % counts[1]);
            let (c, z) = (rest / counts[0], rest % counts[0]);
            let shard = cut(image, c, [z * sz, y * sy, x * sx], [sz, sy, sx]);
            let index = project(&self.axes, &[t, c, z, y, x]);
            array
                .store_chunk_opt(&index, shard, &write_options())
                .map_err(|why| StoreError::write(&self.shelf.shown(array.path().as_str()), why))
        })
    }
}

/// Writes time point `t` from pixels of `c, z, y, x` of any type.
pub(crate) fn write_pixels(pyramid: &Pyramid, t: usize, pixels: &Pixels) -> Result<()> {
    let problem = |why: ndarray::ShapeError| StoreError::format("pixels", why);
    with_array!(pixels, array => {
        pyramid.write(t, &array.view().into_dimensionality::<Ix4>().map_err(problem)?)
    })
}

/// One shard's pixels, with zeros where it reaches beyond the image.
fn cut<T: Pixel>(image: &ArrayView4<T>, c: usize, start: [usize; 3], size: [usize; 3]) -> Vec<T> {
    let (_, depth, height, width) = image.dim();
    let mut shard = vec![T::default(); size.iter().product()];
    let end = |at: usize, limit: usize| (start[at] + size[at]).min(limit);
    let length = end(2, width) - start[2];
    for z in start[0]..end(0, depth) {
        for y in start[1]..end(1, height) {
            let row = image.slice(s![c, z, y, start[2]..start[2] + length]);
            let to = ((z - start[0]) * size[1] + y - start[1]) * size[2];
            match row.as_slice() {
                Some(row) => shard[to..to + length].copy_from_slice(row),
                None => shard[to..to + length].iter_mut().zip(row).for_each(|(to, &from)| *to = from),
            }
        }
    }
    shard
}

fn create_array<T: Datum>(
    shelf: &Arc<Shelf>,
    key: &str,
    axes: &[Axis],
    layout: &Layout,
) -> Result<Array<Shelf>> {
    let of = |all: &[usize; 5]| project(axes, all);
    let names: Vec<&str> = axes.iter().map(|axis| axis.name()).collect();
    let array = ArrayBuilder::new(of(&layout.shape), of(&layout.shard), T::data_type(), T::fill())
        .subchunk_shape(of(&layout.chunk))
        .bytes_to_bytes_codecs(vec![zstd()])
        .dimension_names(Some(names))
        .build(Arc::clone(shelf), &format!("/{key}"))
        .map_err(|why| StoreError::write(&shelf.shown(key), why))?;
    array.store_metadata().map_err(|why| StoreError::write(&shelf.shown(key), why))?;
    Ok(array)
}
