use crate::{Image, Labels, PixelsError};
use ndarray::{Array3, ArrayView3, Axis};
use rayon::prelude::*;

/// Means over blocks of `factor` pixels along `z, y, x`; the last block of an axis may be smaller.
///
/// # Errors
/// [`PixelsError::Factor`] when a factor is 0.
pub fn downsample_mean(image: &Image, factor: [usize; 3]) -> Result<Image, PixelsError> {
    blocks(image, factor, |block| {
        let sum: f64 = block.iter().map(|&value| f64::from(value)).sum();
        (sum / block.len() as f64) as f32
    })
}

/// The most frequent label of each block of `factor` pixels along `z, y, x`, the least of those
/// equally frequent. Labels are names: their mean would be another object.
///
/// # Errors
/// [`PixelsError::Factor`] when a factor is 0.
pub fn downsample_labels(labels: &Labels, factor: [usize; 3]) -> Result<Labels, PixelsError> {
    blocks(labels, factor, |block| {
        let mut sorted: Vec<u32> = block.iter().copied().collect();
        sorted.sort_unstable();
        let runs = sorted.chunk_by(|a, b| a == b);
        runs.fold((0, 0), |best, run| if run.len() > best.1 { (run[0], run.len()) } else { best }).0
    })
}

fn blocks<T, F>(array: &Array3<T>, factor: [usize; 3], reduce: F) -> Result<Array3<T>, PixelsError>
where
    T: Copy + Default + Send + Sync,
    F: Fn(ArrayView3<'_, T>) -> T + Sync,
{
    if factor.contains(&0) {
        return Err(PixelsError::Factor { what: "the downsampling factor", found: factor });
    }
    let (nz, ny, nx) = array.dim();
    let small = (nz.div_ceil(factor[0]), ny.div_ceil(factor[1]), nx.div_ceil(factor[2]));
    let mut out = Array3::default(small);
    out.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(z, mut plane)| {
        plane.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(y, mut row)| {
            for (x, slot) in row.iter_mut().enumerate() {
                let cut = |at: usize, axis: usize, n: usize| {
                    ndarray::Slice::from(at * factor[axis]..n.min((at + 1) * factor[axis]))
                };
                let block = array.slice_each_axis(|axis| match axis.axis.index() {
                    0 => cut(z, 0, nz),
                    1 => cut(y, 1, ny),
                    _ => cut(x, 2, nx),
                });
                *slot = reduce(block);
            }
        });
    });
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_keep_the_mean_and_modes_keep_the_names() {
        let image = Image::from_shape_fn((1, 8, 12), |(_, y, x)| (y * 12 + x) as f32);
        let half = downsample_mean(&image, [1, 2, 2]).unwrap();
        assert_eq!(half.dim(), (1, 4, 6));
        assert!((half.mean().unwrap() - image.mean().unwrap()).abs() < 1e-4);
        let labels = Labels::from_shape_vec((1, 2, 3), vec![5, 5, 9, 5, 1, 9]).unwrap();
        assert_eq!(downsample_labels(&labels, [1, 2, 2]).unwrap().into_raw_vec_and_offset().0, [5, 9]);
    }

    #[test]
    fn a_factor_of_zero_is_refused() {
        assert!(downsample_mean(&Image::zeros((1, 2, 2)), [1, 0, 1]).is_err());
    }
}
