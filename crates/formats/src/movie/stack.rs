use super::{Files, PageAxis, PlanarMovie, PlaneAt};
use crate::FormatError;
use crate::tiff::Page;
use lca_pixels::{MovieMeta, PixelType};

/// Shape of a movie of `frames` files with `count` pages each.
pub(super) const fn shape(pages: PageAxis, frames: usize, count: usize, page: &Page) -> [usize; 5] {
    let Page { width, height, samples, .. } = *page;
    match pages {
        PageAxis::Time => [frames * count, samples, 1, height, width],
        PageAxis::Depth => [frames, samples, count, height, width],
        PageAxis::Channel => [frames, count * samples, 1, height, width],
    }
}

/// Calls `plane(page, sample)` for each c, z of a frame, in that order.
pub(super) fn frame_planes(
    pages: PageAxis,
    count: usize,
    samples: usize,
    mut plane: impl FnMut(usize, usize),
) {
    let by_sample = pages != PageAxis::Channel;
    let (outer, inner) = if by_sample { (samples, count) } else { (count, samples) };
    for first in 0..outer {
        for second in 0..inner {
            if by_sample { plane(second, first) } else { plane(first, second) }
        }
    }
}

/// Names of the channels when they are the colours of a page.
pub(super) fn sample_names(pages: PageAxis, page: &Page) -> Vec<String> {
    let colour =
        matches!(page.pixel_type, PixelType::Uint8 | PixelType::Uint16) && pages != PageAxis::Channel;
    let names: &[&str] = match page.samples {
        2 if colour => &["grey", "alpha"],
        3 if colour => &["red", "green", "blue"],
        4 if colour => &["red", "green", "blue", "alpha"],
        _ => &[],
    };
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Opens one file whose pages run along one axis.
pub(super) fn open(files: Files, pages: PageAxis) -> Result<PlanarMovie, FormatError> {
    let (page, count) = (files.page(0, 0)?, files.pages(0)?);
    for index in 1..count {
        let found = files.page(0, index)?;
        if found != page {
            return Err(files.mixed(0, index, &found, 0, &page));
        }
    }
    let shape = shape(pages, 1, count, &page);
    let mut planes = Vec::with_capacity(count * page.samples);
    if pages == PageAxis::Time {
        let samples = page.samples;
        let all =
            (0..count).flat_map(|page| (0..samples).map(move |sample| PlaneAt { file: 0, page, sample }));
        planes.extend(all);
    } else {
        frame_planes(pages, count, page.samples, |page, sample| {
            planes.push(PlaneAt { file: 0, page, sample })
        });
    }
    let meta = MovieMeta {
        shape,
        pixel_type: page.pixel_type,
        pixel_size_um: None,
        frame_interval_s: None,
        channels: sample_names(pages, &page),
    };
    Ok(PlanarMovie { meta, files, planes, page })
}
