use super::stretch::Grid;
use super::survey::Survey;
use crate::SegmentParams;
use lca_pixels::{Image, Mask, gaussian, runs};
use ndarray::Array3;
use std::ops::Range;

/// What a window shows at the working scale: where objects may be, a landscape with a hill in the
/// middle of each, and the signal that their edges are drawn in.
pub(crate) struct Terrain {
    /// First row and column in reduced pixels.
    pub(crate) origin: [usize; 2],
    pub(crate) hills: Image,
    pub(crate) inside: Mask,
    pub(crate) signal: Image,
}

/// How far around a pixel its terrain is decided, in reduced pixels.
pub(crate) fn reach(survey: &Survey) -> usize {
    let block = block(survey);
    let wide = 4.0 * (survey.smoothing() + blob_scale(survey));
    4 * block + wide.ceil() as usize + cap(survey) as usize / 5 + 4
}

const fn block(survey: &Survey) -> usize {
    let wide = survey.radius as usize;
    if wide > 0 { wide } else { 1 }
}

fn blob_scale(survey: &Survey) -> f64 {
    0.45 * survey.radius
}

fn cap(survey: &Survey) -> u16 {
    (5.0 * 1.6 * survey.radius).ceil() as u16
}

/// The terrain of bright objects on a dark ground: pixels above the noise and a share of the local
/// brightness; hills from the Laplacian of Gaussian, as a share of the brightness there, and from the
/// distance to the outside. `smooth` is the reduced and lightly smoothed window.
pub(crate) fn terrain(smooth: Image, origin: [usize; 2], survey: &Survey, params: &SegmentParams) -> Terrain {
    let mut signal = smooth;
    let (_, ny, nx) = signal.dim();
    let origin = origin.map(|at| at / survey.factor);
    let mut level = vec![0.0_f32; nx];
    let background =
        Grid { values: survey.background.clone(), first: [0, 0], step: survey.stride, offset: 0.0 };
    let mut rows = background.rows(origin, nx);
    for (y, line) in lines_mut(&mut signal).enumerate() {
        rows.read(y, &mut level);
        line.iter_mut().zip(&level).for_each(|(value, level)| *value -= level);
    }
    let sigma = blob_scale(survey);
    let soft = gaussian(&signal, [0.0, sigma, sigma]);
    let local = highest(&soft, origin, block(survey));
    let mut rows = local.rows(origin, nx);
    let least = params.noise_factor as f32 * survey.noise;
    let share = params.local_share as f32;
    let mut inside = Mask::from_elem((1, ny, nx), false);
    let lines = signal.as_slice().unwrap_or_default().chunks(nx.max(1));
    for (y, (slots, line)) in lines_mut(&mut inside).zip(lines).enumerate() {
        rows.read(y, &mut level);
        for ((slot, &value), local) in slots.iter_mut().zip(line).zip(&level) {
            *slot = value > least.max(share * local);
        }
    }
    let distance = chamfer(&inside, cap(survey));
    let hills = hills(&soft, &inside, &distance, survey, sigma);
    Terrain { origin, hills, inside, signal }
}

/// The rows of a flat image.
fn lines_mut<T>(image: &mut Array3<T>) -> impl Iterator<Item = &mut [T]> {
    let nx = image.dim().2.max(1);
    image.as_slice_mut().unwrap_or_default().chunks_mut(nx)
}

/// Where the pixels inside are, by stretches along x: row and columns.
pub(super) fn spans(inside: &[bool], nx: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
    let rows = inside.chunks(nx.max(1)).enumerate();
    rows.flat_map(|(y, line)| runs(line, false).map(move |(columns, _)| (y, columns)))
}

/// The greatest value around each block of pixels: of its own and of the eight beside it.
pub(crate) fn highest(soft: &Image, origin: [usize; 2], block: usize) -> Grid {
    let (_, ny, nx) = soft.dim();
    let first = origin.map(|at| at / block);
    let cells = [(origin[0] + ny).div_ceil(block) - first[0], (origin[1] + nx).div_ceil(block) - first[1]];
    let mut own = Image::from_elem((1, cells[0], cells[1]), f32::MIN);
    if let (Some(soft), Some(own)) = (soft.as_slice(), own.as_slice_mut()) {
        for (y, mut line) in soft.chunks(nx.max(1)).enumerate() {
            let row = (origin[0] + y) / block - first[0];
            for (cell, best) in own[row * cells[1]..][..cells[1]].iter_mut().enumerate() {
                let begin = ((first[1] + cell) * block).saturating_sub(origin[1]);
                let end = ((first[1] + cell + 1) * block - origin[1]).min(nx);
                let (part, rest) = line.split_at(end - begin);
                *best = part.iter().fold(*best, |best, &value| best.max(value));
                line = rest;
            }
        }
    }
    let values = lca_pixels::box_max(&own, [0, 1, 1]);
    Grid { values, first, step: block, offset: (block as f64 - 1.0) / 2.0 }
}

/// Steps to the outside, 5 along an axis and 7 across a corner (Borgefors 1986), up to `cap`. Beyond the
/// window there is neither inside nor outside.
pub(crate) fn chamfer(inside: &Mask, cap: u16) -> Vec<u16> {
    let (_, ny, nx) = inside.dim();
    let inside = inside.as_standard_layout();
    // A frame of one pixel spares the questions at the edges.
    let wide = nx + 2;
    let mut far = vec![cap; wide * (ny + 2)];
    (1..=ny).for_each(|y| far[y * wide + 1..][..nx].fill(0));
    let framed = |(y, columns): (usize, Range<usize>)| {
        let row = (y + 1) * wide + 1;
        row + columns.start..row + columns.end
    };
    let spans: Vec<Range<usize>> = spans(inside.as_slice().unwrap_or_default(), nx).map(framed).collect();
    spans.iter().for_each(|span| far[span.clone()].fill(cap));
    for span in &spans {
        for at in span.clone() {
            let beside = (far[at - 1] + 5).min(far[at - wide] + 5);
            let across = (far[at - wide - 1] + 7).min(far[at - wide + 1] + 7);
            far[at] = far[at].min(beside).min(across);
        }
    }
    for span in spans.iter().rev() {
        for at in span.clone().rev() {
            let beside = (far[at + 1] + 5).min(far[at + wide] + 5);
            let across = (far[at + wide - 1] + 7).min(far[at + wide + 1] + 7);
            far[at] = far[at].min(beside).min(across);
        }
    }
    let mut out = Vec::with_capacity(ny * nx);
    for y in 0..ny {
        out.extend_from_slice(&far[(y + 1) * wide + 1..][..nx]);
    }
    out
}

/// The landscape inside; outside, where nothing asks for it, it is 0.
fn hills(soft: &Image, inside: &Mask, distance: &[u16], survey: &Survey, sigma: f64) -> Image {
    let (_, ny, nx) = soft.dim();
    let least = (2.0 * survey.noise).max(f32::MIN_POSITIVE);
    let scale = (sigma * sigma) as f32;
    let far = 0.5 / (5.0 * survey.radius) as f32;
    let mut out = Image::zeros(soft.dim());
    let (Some(soft), Some(inside)) = (soft.as_slice(), inside.as_slice()) else { return out };
    let Some(slots) = out.as_slice_mut() else { return out };
    for (y, columns) in spans(inside, nx) {
        let row = &soft[y * nx..][..nx];
        let above = &soft[y.saturating_sub(1) * nx..][..nx];
        let below = &soft[(y + 1).min(ny - 1) * nx..][..nx];
        for x in columns {
            let here = row[x];
            let (left, right) = (row[x.saturating_sub(1)], row[(x + 1).min(nx - 1)]);
            let bend = (left - here) + (right - here) + (above[x] - here) + (below[x] - here);
            let blob = -scale * bend / here.max(least);
            slots[y * nx + x] = (far * f32::from(distance[y * nx + x])).min(0.5) + blob;
        }
    }
    out
}
