use ndarray::Array3;
use rayon::prelude::*;
use std::borrow::Cow;

/// Length along `z, y, x`.
pub(crate) type Dim = (usize, usize, usize);

/// The elements in `z, y, x` order, copied only when the array is not laid out so.
pub(crate) fn flat<T: Copy>(array: &Array3<T>) -> Cow<'_, [T]> {
    array.as_slice().map_or_else(|| Cow::Owned(array.iter().copied().collect()), Cow::Borrowed)
}

/// A new array whose elements, in `z, y, x` order, `fill` writes.
pub(crate) fn filled<T: Copy + Default>(dim: Dim, fill: impl FnOnce(&mut [T])) -> Array3<T> {
    let mut array = Array3::default(dim);
    // A new array is contiguous, so the slice is always there.
    if let Some(slice) = array.as_slice_mut() {
        fill(slice);
    }
    array
}

/// Applies `lane` to every line of pixels along `axis`: it reads the line and writes the new one.
/// Lines are independent, so the result does not depend on the number of threads.
pub(crate) fn along<T, U, F>(array: &Array3<T>, axis: usize, lane: F) -> Array3<U>
where
    T: Copy + Default + Send + Sync,
    U: Copy + Default + Send + Sync,
    F: Fn(&[T], &mut [U]) + Sync,
{
    let dim = array.dim();
    if array.is_empty() {
        return Array3::default(dim);
    }
    let (outer, n, inner) = around([dim.0, dim.1, dim.2], axis);
    let source = flat(array);
    if inner == 1 {
        return filled(dim, |out| rows(&source, out, n, &lane));
    }
    let turned = swap(&source, outer, n, inner);
    let mut done = vec![U::default(); turned.len()];
    rows(&turned, &mut done, n, &lane);
    let back = swap(&done, outer, inner, n);
    filled(dim, |out| out.copy_from_slice(&back))
}

fn rows<T: Sync, U: Send>(source: &[T], out: &mut [U], n: usize, lane: &(impl Fn(&[T], &mut [U]) + Sync)) {
    source.par_chunks(n).zip(out.par_chunks_mut(n)).for_each(|(line, slot)| lane(line, slot));
}

/// Product of the lengths before `axis`, its own length, product of those after.
pub(crate) fn around(dim: [usize; 3], axis: usize) -> (usize, usize, usize) {
    (dim[..axis].iter().product(), dim[axis], dim[axis + 1..].iter().product())
}

/// Exchanges the last two axes of `outer, n, inner`, in blocks that fit the cache.
fn swap<T: Copy + Default + Send + Sync>(source: &[T], outer: usize, n: usize, inner: usize) -> Vec<T> {
    const BLOCK: usize = 32;
    let mut out = vec![T::default(); outer * n * inner];
    for (plane, slots) in source.chunks(n * inner).zip(out.chunks_mut(n * inner)) {
        slots.par_chunks_mut(n * BLOCK).enumerate().for_each(|(block, rows)| {
            let first = block * BLOCK;
            for from in (0..n).step_by(BLOCK) {
                for (row, line) in rows.chunks_mut(n).enumerate() {
                    for at in from..n.min(from + BLOCK) {
                        line[at] = plane[at * inner + first + row];
                    }
                }
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_sees_its_own_lines() {
        let array = Array3::from_shape_fn((3, 40, 70), |(z, y, x)| (z * 10_000 + y * 100 + x) as i64);
        for axis in 0..3 {
            let step: Array3<i64> = along(&array, axis, |line, out| {
                for at in 1..line.len() {
                    out[at] = line[at] - line[at - 1];
                }
            });
            let expected = [10_000, 100, 1][axis];
            for ((z, y, x), &value) in step.indexed_iter() {
                assert_eq!(value, if [z, y, x][axis] == 0 { 0 } else { expected });
            }
        }
    }

    #[test]
    fn an_empty_array_stays_empty() {
        let empty: Array3<f32> = Array3::zeros((1, 0, 5));
        let out: Array3<f32> = along(&empty, 2, |_, _| {});
        assert_eq!(out.dim(), (1, 0, 5));
    }
}
