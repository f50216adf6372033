use super::{OmeImage, TiffData};
use crate::movie::PlaneAt;
use std::collections::BTreeMap;

/// Where the planes of an image lie, by t, c, z.
pub(crate) type Places = BTreeMap<[usize; 3], PlaneAt>;

/// Follows the image's `TiffData` elements. `file` gives, for an element, the file it speaks of and
/// how many pages that has. Planes no element speaks of are absent from the result.
///
/// # Errors
/// Those of `file`.
pub(crate) fn arrange<E>(
    image: &OmeImage,
    mut file: impl FnMut(&TiffData) -> Result<(usize, usize), E>,
) -> Result<Places, E> {
    let mut places = Places::new();
    let whole = [TiffData::default()];
    let elements = if image.tiff_data.is_empty() { &whole[..] } else { &image.tiff_data[..] };
    for element in elements {
        let (file, pages) = file(element)?;
        let first_page = element.page.unwrap_or(0);
        let count = element.count.unwrap_or(if element.page.is_some() { 1 } else { pages });
        let mut plane = element.first;
        for page in (first_page..pages).take(count) {
            if plane[0] >= image.shape[0] || !store(&mut places, image, plane, file, page) {
                break;
            }
            advance(image, &mut plane);
        }
    }
    Ok(places)
}

/// Notes one page, which holds `samples` channels; false when it lies outside the image.
fn store(places: &mut Places, image: &OmeImage, [t, c, z]: [usize; 3], file: usize, page: usize) -> bool {
    if c * image.samples >= image.shape[1] || z >= image.shape[2] {
        return false;
    }
    for sample in 0..image.samples {
        places.insert([t, c * image.samples + sample, z], PlaneAt { file, page, sample });
    }
    true
}

/// The next plane in the image's dimension order.
fn advance(image: &OmeImage, plane: &mut [usize; 3]) {
    let [frames, channels, depths, ..] = image.shape;
    for axis in image.order.chars().skip(2) {
        let (at, length) = match axis {
            'T' => (&mut plane[0], frames),
            'C' => (&mut plane[1], channels / image.samples),
            _ => (&mut plane[2], depths),
        };
        *at += 1;
        if *at < length {
            return;
        }
        *at = 0;
    }
    // Past the last plane: a time no image has.
    plane[0] = frames;
}
