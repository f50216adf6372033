use super::register::{Moved, Scales, better, between};
use crate::ImageError;
use lca_pixels::{Image, PixelsError};

/// Follows the drift of a field from frame to frame. Each frame is held against the one before, and then against a key
/// frame further back, as long as the two are alike, so that errors do not add up.
#[derive(Default)]
pub(super) struct Drift {
    key: Option<(Scales, [f64; 2])>,
    last: Option<(Scales, [f64; 2])>,
}

/// Below this correlation another key frame is taken.
const ALIKE: f64 = 0.5;

impl Drift {
    /// How far the field of the next frame has moved since the first, along y and x in pixels.
    ///
    /// # Errors
    /// [`ImageError`] when a frame differs in shape from the one before, or a pixel is not finite.
    pub(super) fn next(&mut self, frame: &Image) -> Result<[f64; 2], ImageError> {
        let now = Scales::of(frame)?;
        let Some((last, was)) = self.last.take() else {
            self.last = Some((now, [0.0; 2]));
            return Ok([0.0; 2]);
        };
        if last.dim() != now.dim() {
            let (found, expected) = (now.dim(), last.dim());
            return Err(PixelsError::Shape { what: "a frame", found, expected }.into());
        }
        let step = between(&last, &now).by;
        let mut place = [was[0] + step[0], was[1] + step[1]];
        let by_key = self.key.as_ref().and_then(|(key, from)| {
            let guess = [place[0] - from[0], place[1] - from[1]];
            let Moved { by, likeness } = better(key, &now, guess);
            let near = (by[0] - guess[0]).hypot(by[1] - guess[1]) < 1.0;
            (likeness >= ALIKE && near).then(|| [from[0] + by[0], from[1] + by[1]])
        });
        match by_key {
            Some(better) => place = better,
            None => self.key = Some((last, was)),
        }
        self.last = Some((now, place));
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::tests::frame;
    use super::*;

    #[test]
    fn errors_do_not_add_up_over_a_movie() {
        let path = |t: u64| [0.43 * t as f64 - 0.02 * (t * t) as f64, 3.0 * (0.5 * t as f64).sin()];
        let mut drift = Drift::default();
        for t in 0..40 {
            let found = drift.next(&frame(t, path(t), 0.1, 40.0)).unwrap();
            let truth = [path(t)[0] - path(0)[0], path(t)[1] - path(0)[1]];
            assert!(
                (found[0] - truth[0]).hypot(found[1] - truth[1]) < 0.1,
                "frame {t}: {found:?} for {truth:?}"
            );
        }
    }
}
