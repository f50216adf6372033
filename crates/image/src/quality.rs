use crate::focus;
use crate::ground::{dark_level, lower_spread, sorted_sample};
use lca_pixels::Image;

/// What can be wrong with a frame before anything is sought in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is no pixel.
    Empty,
    /// All pixels have one value.
    Uniform,
    /// A pixel is not a finite number.
    NotFinite,
    /// More than a thousandth of the pixels stand at the highest value of the camera, which cut them off.
    Saturated,
}

impl Flaw {
    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Uniform => "uniform",
            Self::NotFinite => "not-finite",
            Self::Saturated => "saturated",
        }
    }
}

/// What one plane is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Sharpness, as of [`focus`](crate::focus).
    pub focus: f64,
    /// Level of the dark ground.
    pub level: f64,
    /// Noise of the dark ground.
    pub noise: f64,
    /// The greatest value.
    pub greatest: f64,
    /// Share of pixels at the highest value of the camera, or above it.
    pub saturated: f64,
    /// What is wrong.
    pub flaws: Vec<Flaw>,
}

/// Share of pixels at the camera's highest value from which a plane counts as saturated.
const CUT_OFF: f64 = 1e-3;

/// Looks at one plane or stack (`z, y, x`) of a camera whose highest value is `highest`; where that is not known, nothing
/// counts as saturated.
#[must_use]
pub fn quality(image: &Image, highest: Option<f64>) -> Quality {
    seen(image, highest).judged(highest)
}

/// [`quality`] before it is judged what is saturated: `saturated` is the share of pixels at `told` or above it, or where
/// nothing is told at the greatest value.
pub(crate) fn seen(image: &Image, told: Option<f64>) -> Quality {
    let mut found =
        Quality { focus: 0.0, level: 0.0, noise: 0.0, greatest: 0.0, saturated: 0.0, flaws: Vec::new() };
    if image.is_empty() {
        found.flaws.push(Flaw::Empty);
        return found;
    }
    if image.iter().any(|value| !value.is_finite()) {
        found.flaws.push(Flaw::NotFinite);
        return found;
    }
    let values = sorted_sample(image);
    let (low, high) = image.iter().fold((f32::MAX, f32::MIN), |(a, b), &value| (a.min(value), b.max(value)));
    found.level = f64::from(dark_level(&values));
    found.greatest = f64::from(high);
    let top = told.map_or(high, |told| told as f32);
    found.saturated = image.iter().filter(|value| **value >= top).count() as f64 / image.len() as f64;
    if low == high {
        found.flaws.push(Flaw::Uniform);
        return found;
    }
    found.noise = f64::from(lower_spread(&values, found.level as f32));
    found.focus = sharpness(image);
    found
}

impl Quality {
    /// Once the camera's highest value is known, or that none is.
    pub(crate) fn judged(mut self, highest: Option<f64>) -> Self {
        if highest.is_none_or(|highest| self.greatest < highest) {
            self.saturated = 0.0;
        }
        if self.saturated > CUT_OFF {
            self.flaws.push(Flaw::Saturated);
        }
        self
    }
}

/// The focus, 0 where a pixel is not finite.
fn sharpness(image: &Image) -> f64 {
    focus(image).unwrap_or(0.0)
}

/// Where the sharpest plane of a stack lies, in planes from the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sharpest {
    /// Here, to a fraction of a plane: the top of the parabola through the sharpest plane and its neighbours.
    At(f64),
    /// The first plane is the sharpest; the best may lie before it.
    FirstOrBefore,
    /// The last plane, which is this one, is the sharpest; the best may lie beyond it.
    LastOrBeyond(usize),
}

impl Sharpest {
    /// The sharpest place there is a plane for.
    #[must_use]
    pub const fn plane(self) -> f64 {
        match self {
            Self::At(plane) => plane,
            Self::FirstOrBefore => 0.0,
            Self::LastOrBeyond(last) => last as f64,
        }
    }
}

/// The sharpest plane of a stack. Less than the plane in use: move towards the first. None for stacks of fewer than
/// three planes, and where all are equally sharp.
#[must_use]
pub fn best_focus(stack: &Image) -> Option<Sharpest> {
    if stack.dim().0 < 3 {
        return None;
    }
    let each: Vec<f64> =
        stack.outer_iter().map(|plane| sharpness(&plane.to_owned().insert_axis(ndarray::Axis(0)))).collect();
    let best = (0..each.len()).max_by(|&a, &b| each[a].total_cmp(&each[b]).then(b.cmp(&a)))?;
    if each.iter().all(|&one| one == each[0]) {
        return None;
    }
    if best == 0 {
        return Some(Sharpest::FirstOrBefore);
    }
    if best + 1 == each.len() {
        return Some(Sharpest::LastOrBeyond(best));
    }
    let (a, b, c) = (each[best - 1], each[best], each[best + 1]);
    let bend = a - 2.0 * b + c;
    let beside = if bend < 0.0 { 0.5 * (a - c) / bend } else { 0.0 };
    Some(Sharpest::At(best as f64 + beside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_pixels::gaussian;

    fn spots(sigma: f64, gain: f32, offset: f32) -> Image {
        let sharp = Image::from_shape_fn((1, 96, 96), |(_, y, x)| {
            if (y % 24) as f64 - 12.0 > 3.0 && x % 16 < 7 { 1000.0 } else { 0.0 }
        });
        gaussian(&sharp, [0.0, sigma, sigma]).mapv(|value| gain * value + offset)
    }

    #[test]
    fn blur_lowers_the_focus_and_brightness_does_not() {
        let sharp = quality(&spots(1.0, 1.0, 0.0), None).focus;
        assert!(sharp > 1.3 * quality(&spots(2.0, 1.0, 0.0), None).focus);
        assert!((quality(&spots(1.0, 0.3, 33_000.0), None).focus / sharp - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_sharpest_plane_is_found_between_planes() {
        let truth = 4.3;
        let mut stack = Image::zeros((9, 96, 96));
        for z in 0..9 {
            let blur = 1.0 + 0.4 * (z as f64 - truth).powi(2);
            stack
                .index_axis_mut(ndarray::Axis(0), z)
                .assign(&spots(blur, 1.0, 50.0).index_axis(ndarray::Axis(0), 0));
        }
        let found = best_focus(&stack).unwrap().plane();
        assert!((found - truth).abs() < 0.25, "{found}");
        assert_eq!(best_focus(&spots(1.0, 1.0, 0.0)), None);
        assert_eq!(best_focus(&Image::ones((5, 9, 9))), None);
        let part = |planes: std::ops::Range<usize>| stack.slice(ndarray::s![planes, .., ..]).to_owned();
        assert_eq!(best_focus(&part(5..9)), Some(Sharpest::FirstOrBefore));
        assert_eq!(best_focus(&part(0..4)), Some(Sharpest::LastOrBeyond(3)));
    }

    #[test]
    fn flaws_are_named() {
        let flaws = |image: &Image| quality(image, Some(500.0)).flaws;
        assert_eq!(flaws(&Image::zeros((1, 0, 4))), [Flaw::Empty]);
        assert_eq!(flaws(&Image::zeros((1, 4, 4))), [Flaw::Uniform]);
        assert_eq!(flaws(&Image::from_elem((1, 4, 4), f32::NAN)), [Flaw::NotFinite]);
        assert_eq!(flaws(&spots(1.0, 1.0, 0.0).mapv(|value| value.min(500.0))), [Flaw::Saturated]);
        assert_eq!(flaws(&spots(2.0, 0.4, 0.0)), []);
        // Where it is not known where the camera ends, the greatest value is no flaw however many pixels have it.
        let cut = quality(&spots(1.0, 1.0, 0.0).mapv(|value| value.min(500.0)), None);
        assert_eq!((cut.saturated, cut.greatest, cut.flaws), (0.0, 500.0, vec![]));
    }
}
