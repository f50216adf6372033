use super::pixel::with_array;
use lca_pixels::Pixels;
use ndarray::Axis;

/// Smallest and largest finite intensity of each channel, for display.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Windows(Vec<Option<(f64, f64)>>);

impl Windows {
    pub(super) fn new(channels: usize) -> Self {
        Self(vec![None; channels])
    }

    /// Those of one frame of `c, z, y, x`.
    pub(super) fn of(frame: &Pixels) -> Self {
        with_array!(frame, array => Self(array.axis_iter(Axis(0)).map(|channel| {
            let mut bounds = None;
            for pixel in channel {
                let value = super::pixel::Pixel::to_f64(*pixel);
                if value.is_finite() {
                    let (low, high) = bounds.unwrap_or((value, value));
                    bounds = Some((value.min(low), value.max(high)));
                }
            }
            bounds
        }).collect()))
    }

    /// Widens these by others.
    pub(super) fn widen(&mut self, others: &Self) {
        for (mine, other) in self.0.iter_mut().zip(&others.0) {
            *mine = match (*mine, *other) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (one, None) | (None, one) => one,
            };
        }
    }

    pub(super) fn get(&self, channel: usize) -> Option<(f64, f64)> {
        self.0.get(channel).copied().flatten()
    }
}
