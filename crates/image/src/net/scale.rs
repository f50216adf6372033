use lca_pixels::Image;

/// Means of blocks of 2 × 2 pixels; sides must be even.
pub(crate) fn halved(image: &Image) -> Image {
    let (channels, ny, nx) = image.dim();
    let mut out = Image::zeros((channels, ny / 2, nx / 2));
    let (Some(from), Some(to)) = (image.as_slice(), out.as_slice_mut()) else { return out };
    if nx < 2 {
        return out;
    }
    for (slots, pair) in to.chunks_exact_mut(nx / 2).zip(from.chunks_exact(2 * nx)) {
        let (above, below) = pair.split_at(nx);
        for ((slot, a), b) in slots.iter_mut().zip(above.chunks_exact(2)).zip(below.chunks_exact(2)) {
            *slot = 0.25 * ((a[0] + a[1]) + (b[0] + b[1]));
        }
    }
    out
}

/// Adds to `onto` each pixel of an image of half its sides, times `share`, to the 2 × 2 pixels in its place.
pub(crate) fn spread(low: &Image, share: f32, onto: &mut Image) {
    let (_, _, nx) = onto.dim();
    let (Some(from), Some(to)) = (low.as_slice(), onto.as_slice_mut()) else { return };
    if nx < 2 {
        return;
    }
    for (pair, line) in to.chunks_exact_mut(2 * nx).zip(from.chunks_exact(nx / 2)) {
        for row in pair.chunks_exact_mut(nx) {
            for (slots, value) in row.chunks_exact_mut(2).zip(line) {
                slots[0] += share * value;
                slots[1] += share * value;
            }
        }
    }
}
