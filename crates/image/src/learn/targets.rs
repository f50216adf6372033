use crate::field::chamfer;
use lca_pixels::{Labels, Mask, areas};

/// What is to be predicted of a pixel: whether it is in an object, whether at an object's rim, and how
/// deep in it (0 outside, 1 at its deepest).
pub(crate) const TARGETS: usize = 3;

/// The targets of every pixel of labels, three numbers for each.
pub(crate) fn targets(labels: &Labels) -> Vec<f32> {
    let (_, ny, nx) = labels.dim();
    let label = |y: usize, x: usize| labels[[0, y, x]];
    let mut core = Mask::from_elem(labels.dim(), false);
    for ((_, y, x), slot) in core.indexed_iter_mut() {
        let own = label(y, x);
        *slot = own > 0
            && label(y.saturating_sub(1), x) == own
            && label((y + 1).min(ny - 1), x) == own
            && label(y, x.saturating_sub(1)) == own
            && label(y, (x + 1).min(nx - 1)) == own;
    }
    let steps = chamfer(&core, u16::MAX - 16);
    let mut deepest = vec![0_u16; areas(labels).len()];
    for (&label, &step) in labels.iter().zip(&steps) {
        deepest[label as usize] = deepest[label as usize].max(step.saturating_add(5));
    }
    let mut out = Vec::with_capacity(TARGETS * steps.len());
    for ((&label, &step), &core) in labels.iter().zip(&steps).zip(&core) {
        let depth = f32::from(step.saturating_add(5)) / f32::from(deepest[label as usize].max(1));
        let inside = label > 0;
        out.extend([
            if inside { 1.0 } else { 0.0 },
            if inside && !core { 1.0 } else { 0.0 },
            if inside { depth } else { 0.0 },
        ]);
    }
    out
}

/// The most frequent label of each block of `factor` pixels.
pub(crate) fn reduced_labels(labels: &Labels, factor: usize) -> Labels {
    lca_pixels::downsample_labels(labels, [1, factor, factor]).unwrap_or_else(|_| labels.clone())
}
