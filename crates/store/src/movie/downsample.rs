use super::pixel::Pixel;
use ndarray::{Array4, ArrayView4};

/// How a pyramid makes the next smaller level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reduce {
    /// The mean of the pixels, for intensities.
    Mean,
    /// The first of the pixels, for labels, which have no mean.
    First,
}

/// Makes an image of `c, z, y, x` smaller by `step` along `z, y, x`. At the far edges, where fewer
/// pixels are left, those are taken.
pub(super) fn downsample<T: Pixel>(image: &ArrayView4<T>, step: [usize; 3], reduce: Reduce) -> Array4<T> {
    let [sz, sy, sx] = step;
    let (c, z, y, x) = image.dim();
    let shape = (c, z.div_ceil(sz), y.div_ceil(sy), x.div_ceil(sx));
    match reduce {
        Reduce::First => Array4::from_shape_fn(shape, |(c, z, y, x)| image[[c, z * sz, y * sy, x * sx]]),
        Reduce::Mean => {
            let mut small = Array4::from_elem(shape, T::default());
            let mut sums = vec![(T::Sum::default(), 0u32); shape.3];
            for ((c, z, y), mut row) in small
                .lanes_mut(ndarray::Axis(3))
                .into_iter()
                .enumerate()
                .map(|(at, row)| ((at / (shape.1 * shape.2), at / shape.2 % shape.1, at % shape.2), row))
            {
                sums.fill((T::Sum::default(), 0));
                for source_z in z * sz..((z + 1) * sz).min(image.dim().1) {
                    for source_y in y * sy..((y + 1) * sy).min(image.dim().2) {
                        add(&image.slice(ndarray::s![c, source_z, source_y, ..]), sx, &mut sums);
                    }
                }
                for (pixel, &(sum, count)) in row.iter_mut().zip(&sums) {
                    *pixel = T::mean(sum, count);
                }
            }
            small
        }
    }
}

/// Adds a row to the sums of the smaller row's pixels.
fn add<T: Pixel>(row: &ndarray::ArrayView1<T>, step: usize, sums: &mut [(T::Sum, u32)]) {
    match row.as_slice() {
        Some(row) => {
            for (part, (sum, count)) in row.chunks(step).zip(sums) {
                part.iter().for_each(|pixel| *sum += pixel.widen());
                *count += part.len() as u32;
            }
        }
        None => {
            for (at, pixel) in row.iter().enumerate() {
                let (sum, count) = &mut sums[at / step];
                *sum += pixel.widen();
                *count += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_round_and_edges_take_what_is_left() {
        let image = Array4::from_shape_vec((1, 1, 3, 3), vec![1u8, 2, 9, 3, 4, 9, 7, 8, 255]).unwrap();
        let small = downsample(&image.view(), [1, 2, 2], Reduce::Mean);
        assert_eq!(small.into_raw_vec_and_offset().0, [3, 9, 8, 255]);
        let signed = Array4::from_shape_vec((1, 1, 1, 2), vec![-1i8, -2]).unwrap();
        assert_eq!(downsample(&signed.view(), [1, 2, 2], Reduce::Mean)[[0, 0, 0, 0]], -1);
    }

    #[test]
    fn depth_is_reduced_too_and_labels_are_kept() {
        let image = Array4::from_shape_fn((2, 4, 2, 2), |(c, z, _, _)| (10 * c + z) as f32);
        let small = downsample(&image.view(), [2, 2, 2], Reduce::Mean);
        assert_eq!(small.into_raw_vec_and_offset().0, [0.5, 2.5, 10.5, 12.5]);
        let labels = Array4::from_shape_vec((1, 1, 2, 2), vec![7u32, 1, 2, 3]).unwrap();
        assert_eq!(downsample(&labels.view(), [1, 2, 2], Reduce::First)[[0, 0, 0, 0]], 7);
    }
}
