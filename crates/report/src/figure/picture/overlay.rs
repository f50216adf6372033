use super::Picture;
use super::contour::outlines;
use super::simplify::simplify;
use crate::colour::{Rgb, on_picture};
use crate::number::number;
use crate::svg::{Anchor, Writer, coordinate};
use lca_graph::Tracks;
use ndarray::Array2;
use std::collections::BTreeMap;

const LIGHT: Rgb = (0xfd, 0xfd, 0xfd);

/// Draws outlines and tails; gives how many cells have an outline.
pub(super) fn draw(
    writer: &mut Writer,
    data: &Picture<'_>,
    labels: Option<&Array2<u32>>,
    scale: f64,
) -> usize {
    let tracks = data.tracks.map(|tracks| by_label(tracks, data.frame)).unwrap_or_default();
    let thickness = (scale * 1.1).clamp(1.1, 2.0);
    let mut by_colour: BTreeMap<usize, String> = BTreeMap::new();
    let mut cells = std::collections::BTreeSet::new();
    for (label, line) in labels.map(outlines).unwrap_or_default() {
        let owner = tracks.get(&label).copied().unwrap_or(label);
        let data = by_colour.entry(shade(owner)).or_default();
        *data += &path(&simplify(&line, 0.45), scale);
        data.push('z');
        cells.insert(label);
    }
    for (colour, outline) in &by_colour {
        writer.stroke(outline, on_picture(*colour), thickness);
    }
    if let Some(tracks) = data.tracks {
        tails(writer, tracks, (data.frame, data.tail), scale);
    }
    cells.len()
}

/// Which of six colours a track has: those that stand out on grey.
const fn shade(track: u32) -> usize {
    (track % 6) as usize
}

fn by_label(tracks: &Tracks, frame: u32) -> BTreeMap<u32, u32> {
    let here = tracks.detections().iter().filter(|seen| seen.t == frame);
    here.map(|seen| (seen.label, seen.track)).collect()
}

fn tails(writer: &mut Writer, tracks: &Tracks, (frame, tail): (u32, u32), scale: f64) {
    let mut lines: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
    let alive: BTreeMap<u32, u32> =
        by_label(tracks, frame).into_iter().map(|(label, track)| (track, label)).collect();
    let recent = frame.saturating_sub(tail)..=frame;
    for seen in tracks.detections().iter().filter(|seen| recent.contains(&seen.t)) {
        if alive.contains_key(&seen.track) && seen.centre.iter().all(|v| v.is_finite()) {
            // Centres count from the middle of the first pixel, the picture from its corner.
            lines.entry(seen.track).or_default().push((seen.centre[2] + 0.5, seen.centre[1] + 0.5));
        }
    }
    let mut by_colour: BTreeMap<usize, String> = BTreeMap::new();
    for (track, line) in lines.iter().filter(|(_, line)| line.len() > 1) {
        *by_colour.entry(shade(*track)).or_default() += &path(line, scale);
    }
    for (colour, line) in &by_colour {
        writer.stroke(line, on_picture(*colour), 1.3);
    }
}

fn path(points: &[(f64, f64)], scale: f64) -> String {
    let step = |(at, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if at == 0 { 'M' } else { 'L' }, coordinate(x * scale), coordinate(y * scale))
    };
    points.iter().enumerate().map(step).collect()
}

/// A bar of a round length of about a sixth of the picture, where the size of a pixel is known.
pub(super) fn scale_bar(writer: &mut Writer, pixel_um: Option<f64>, scale: f64, (width, height): (f64, f64)) {
    let Some(pixel) = pixel_um.filter(|size| size.is_finite() && *size > 0.0) else { return };
    let wanted = width / scale * pixel / 6.0;
    let power = 10f64.powf(wanted.log10().floor());
    let length =
        [5.0, 2.0, 1.0].map(|digit| digit * power).into_iter().find(|&v| v <= wanted).unwrap_or(power);
    let bar = length / pixel * scale;
    let (right, bottom) = (width - 18.0, height - 18.0);
    let middle = right - bar / 2.0;
    writer.rect((right - bar - 10.0, bottom - 26.0), (bar + 20.0, 36.0), (0, 0, 0), 4.0);
    writer.rect((right - bar, bottom - 1.0), (bar, 3.0), LIGHT, 0.0);
    writer.text((middle, bottom - 8.0), &format!("{} µm", number(length)), 13.0, LIGHT, Anchor::Middle);
}
