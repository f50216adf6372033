use super::{Files, PlanarMovie, PlaneAt};
use crate::FormatError;
use lca_pixels::MovieMeta;

/// What ImageJ writes into a TIFF's description: `key=value` lines.
pub(super) fn is_imagej(description: &str) -> bool {
    description.starts_with("ImageJ=")
}

fn value<'a>(description: &'a str, key: &str) -> Option<&'a str> {
    description.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('=')).map(str::trim)
}

fn count(description: &str, key: &str) -> usize {
    value(description, key).and_then(|text| text.parse::<u32>().ok()).map_or(1, |count| count.max(1) as usize)
}

/// Opens an ImageJ hyperstack: pages run over channels fastest, then slices, then frames (ImageJ
/// user guide, section 12.3).
///
/// # Errors
/// When the pages are not as many, or not alike.
pub(super) fn open(files: Files, description: &str) -> Result<PlanarMovie, FormatError> {
    let (page, pages) = (files.page(0, 0)?, files.pages(0)?);
    let [channels, slices, stated] = ["channels", "slices", "frames"].map(|key| count(description, key));
    // `images` alone is a stack whose axis nobody stated: time, as for other multi-page files.
    let plain = channels == 1 && slices == 1 && stated == 1;
    let frames = if plain { pages } else { stated };
    if channels.saturating_mul(slices).saturating_mul(frames) != pages {
        let (path, expected) =
            (files.path(0).to_owned(), channels.saturating_mul(slices).saturating_mul(frames));
        return Err(FormatError::Length { path, what: "pages".to_owned(), found: pages, expected });
    }
    let samples = page.samples;
    let mut planes = Vec::with_capacity(pages * samples);
    for t in 0..frames {
        for c in 0..channels * samples {
            for z in 0..slices {
                let page = (t * slices + z) * channels + c / samples;
                planes.push(PlaneAt { file: 0, page, sample: c % samples });
            }
        }
    }
    let meta = MovieMeta {
        shape: [frames, channels * samples, slices, page.height, page.width],
        pixel_type: page.pixel_type,
        pixel_size_um: None,
        frame_interval_s: interval(description),
        channels: Vec::new(),
    };
    Ok(PlanarMovie { meta, files, planes, page })
}

fn interval(description: &str) -> Option<f64> {
    let seconds = value(description, "finterval")?.parse::<f64>().ok()?;
    (seconds.is_finite() && seconds > 0.0).then_some(seconds)
}
