use lca_pixels::{Connectivity, Image, Labels, Mask, areas, components, fill_holes, open};
use ndarray::s;
use rayon::prelude::*;

/// The pixels of one label, in a box one pixel larger on every side that has room.
struct Part {
    label: u32,
    low: [usize; 3],
    high: [usize; 3],
}

/// Draws each object's edge where its own brightness falls to `edge` of its level, rounds it, keeps
/// its largest piece and fills its holes.
pub(crate) fn refine(labels: &Labels, signal: &Image, edge: f64, radius: f64, spacing: [f64; 3]) -> Labels {
    let shapes: Vec<(Part, Mask)> = parts(labels)
        .into_par_iter()
        .map(|part| {
            let mask = shape(&part, labels, signal, edge as f32, radius, spacing);
            (part, mask)
        })
        .collect();
    let mut out = Labels::zeros(labels.dim());
    for (part, mask) in shapes {
        let Part { label, low, high } = part;
        let mut window = out.slice_mut(s![low[0]..high[0], low[1]..high[1], low[2]..high[2]]);
        window.zip_mut_with(&mask, |slot, &inside| {
            if inside && *slot == 0 {
                *slot = label;
            }
        });
    }
    out
}

fn parts(labels: &Labels) -> Vec<Part> {
    let shape = [labels.dim().0, labels.dim().1, labels.dim().2];
    let mut boxes = vec![([usize::MAX; 3], [0; 3]); areas(labels).len()];
    for ((z, y, x), &label) in labels.indexed_iter() {
        let (low, high) = &mut boxes[label as usize];
        for (axis, at) in [z, y, x].into_iter().enumerate() {
            low[axis] = low[axis].min(at.saturating_sub(1));
            high[axis] = high[axis].max((at + 2).min(shape[axis]));
        }
    }
    let found = boxes.into_iter().enumerate().skip(1).filter(|(_, (_, high))| high[0] > 0);
    found.map(|(label, (low, high))| Part { label: label as u32, low, high }).collect()
}

fn shape(part: &Part, labels: &Labels, signal: &Image, edge: f32, radius: f64, spacing: [f64; 3]) -> Mask {
    let Part { label, low, high } = part;
    let window = s![low[0]..high[0], low[1]..high[1], low[2]..high[2]];
    let (own, bright) = (labels.slice(window), signal.slice(window));
    let mut values: Vec<f32> =
        own.iter().zip(&bright).filter(|(other, _)| *other == label).map(|(_, value)| *value).collect();
    values.sort_unstable_by(f32::total_cmp);
    // Three quarters up: above the blurred rim, below bright grains.
    let level = values.get(values.len() * 3 / 4).copied().unwrap_or(0.0);
    let mut mask = Mask::from_elem(own.dim(), false);
    ndarray::Zip::from(&mut mask)
        .and(own)
        .and(bright)
        .for_each(|slot, other, &value| *slot = other == label && value > edge * level);
    let opened = open(&mask, (radius / 5.0).max(0.5), spacing);
    let best = largest(if opened.iter().any(|&inside| inside) { &opened } else { &mask });
    let most = best.len();
    fill_holes(&best, most)
}

/// The connected piece with most pixels, the first of those equally large.
pub(crate) fn largest(mask: &Mask) -> Mask {
    let pieces = components(mask, Connectivity::Faces);
    let sizes = areas(&pieces);
    let best = (1..sizes.len()).max_by_key(|&label| (sizes[label], std::cmp::Reverse(label)));
    pieces.mapv(|label| Some(label as usize) == best)
}
