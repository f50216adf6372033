use super::fault::OnnxFault;
use super::sidecar::Spec;
use crate::field::grey;
use crate::{Field, ImageError};
use lca_pixels::Image;
use std::borrow::Cow;

/// One step of preprocessing, as the specification of bioimage.io words it. Statistics are of the whole field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Prepare {
    /// Each channel times a gain and plus an offset.
    Linear {
        gain: Vec<f64>,
        offset: Vec<f64>,
    },
    /// Less the mean, over the standard deviation plus `eps`; of all channels together or of each.
    Standard {
        joint: bool,
        eps: f64,
    },
    /// Two percentiles become 0 and 1; of all channels together or of each.
    Range {
        percent: [f64; 2],
        joint: bool,
        eps: f64,
    },
    Clip {
        low: f64,
        high: f64,
    },
    Sigmoid,
    /// 1 above a threshold, else 0.
    Above(f64),
}

/// What is done where nothing is said: percentiles 1 and 99.8 of each channel, StarDist's own way.
pub(super) fn usual() -> Vec<Prepare> {
    vec![Prepare::Range { percent: [1.0, 99.8], joint: false, eps: 1e-20 }]
}

impl Prepare {
    /// None for what does nothing here.
    pub(super) fn parse(spec: &Spec) -> Result<Option<Self>, String> {
        let per_channel = |spec: &Spec| -> Result<Self, String> {
            let (mean, std) = (spec.numbers("mean", 0.0)?, spec.numbers("std", 1.0)?);
            if mean.len() != std.len() || std.iter().any(|std| *std <= 0.0) {
                return Err(format!(
                    "`mean` and `std` of `{}` must be as many, and `std` above 0",
                    spec.name
                ));
            }
            let gain: Vec<f64> = std.iter().map(|std| 1.0 / std).collect();
            let offset = mean.iter().zip(&gain).map(|(mean, gain)| -mean * gain).collect();
            Ok(Self::Linear { gain, offset })
        };
        Ok(Some(match spec.name.as_str() {
            "ensure_dtype" => return Ok(None),
            "scale_linear" => {
                Self::Linear { gain: spec.numbers("gain", 1.0)?, offset: spec.numbers("offset", 0.0)? }
            }
            "fixed_zero_mean_unit_variance" => per_channel(spec)?,
            "zero_mean_unit_variance" if spec.text("mode") == Some("fixed") => per_channel(spec)?,
            "zero_mean_unit_variance" => {
                Self::Standard { joint: spec.joint(), eps: spec.number("eps", 1e-6)? }
            }
            "scale_range" => {
                let percent = [spec.number("min_percentile", 0.0)?, spec.number("max_percentile", 100.0)?];
                if !(0.0 <= percent[0] && percent[0] < percent[1] && percent[1] <= 100.0) {
                    return Err("the percentiles of `scale_range` must rise from 0 to 100".into());
                }
                Self::Range { percent, joint: spec.joint(), eps: spec.number("eps", 1e-6)? }
            }
            "clip" => {
                let (low, high) = (spec.number("min", f64::MIN)?, spec.number("max", f64::MAX)?);
                if low > high {
                    return Err("`min` of `clip` is above its `max`".into());
                }
                Self::Clip { low, high }
            }
            "sigmoid" => Self::Sigmoid,
            "binarize" => Self::Above(spec.number("threshold", 0.5)?),
            other => return Err(format!("preprocessing `{other}` is not known here")),
        }))
    }
}

/// What becomes of each pixel of a field, once its statistics are known.
#[derive(Debug, Clone)]
pub(super) struct Prepared(Vec<Step>);

#[derive(Debug, Clone)]
enum Step {
    Linear(Vec<[f64; 2]>),
    Clip([f32; 2]),
    Sigmoid,
    Above(f32),
}

/// Most pixels of a field that statistics are taken from: all of most fields.
const SAMPLE: usize = 1 << 22;

/// Rows read at once on the way.
const ROWS: usize = 256;

impl Prepared {
    /// Looks at a field; `channels` is how many the network takes.
    pub(super) fn of(field: &dyn Field, channels: usize, steps: &[Prepare]) -> Result<Self, Unready> {
        let needs = steps.iter().any(|step| matches!(step, Prepare::Standard { .. } | Prepare::Range { .. }));
        let mut sample = if needs { sample(field, channels)? } else { Image::zeros((channels, 0, 0)) };
        let mut done = Vec::with_capacity(steps.len());
        for step in steps {
            let step = Step::of(step, &sample)?;
            step.apply(&mut sample);
            done.push(step);
        }
        Ok(Self(done))
    }

    pub(super) fn apply(&self, planes: &mut Image) {
        self.0.iter().for_each(|step| step.apply(planes));
    }
}

/// Why a field's statistics are not known: it cannot be read, or does not fit the network.
#[derive(Debug)]
pub(super) enum Unready {
    Field(ImageError),
    Network(OnnxFault),
}

impl From<ImageError> for Unready {
    fn from(why: ImageError) -> Self {
        Self::Field(why)
    }
}

impl Step {
    fn of(step: &Prepare, sample: &Image) -> Result<Self, Unready> {
        let channels = sample.dim().0;
        let each = |values: &[f64], name: &str| match values.len() {
            1 => Ok(vec![values[0]; channels]),
            count if count == channels => Ok(values.to_vec()),
            count => {
                let why = format!("`{name}` has {count} numbers for {channels} channels");
                Err(Unready::Network(OnnxFault::Sidecar(why)))
            }
        };
        Ok(match step {
            Prepare::Linear { gain, offset } => {
                let (gain, offset) = (each(gain, "gain")?, each(offset, "offset")?);
                Self::Linear(gain.into_iter().zip(offset).map(|(gain, offset)| [gain, offset]).collect())
            }
            Prepare::Standard { joint, eps } => {
                let of = |values: &mut [f32]| {
                    let [mean, deviation] = moments(values);
                    let gain = 1.0 / (deviation + eps).max(f64::MIN_POSITIVE);
                    [gain, -mean * gain]
                };
                Self::Linear(statistics(sample, *joint, of))
            }
            Prepare::Range { percent, joint, eps } => {
                let of = |values: &mut [f32]| {
                    values.sort_unstable_by(f32::total_cmp);
                    let [low, high] = percent.map(|percent| percentile(values, percent));
                    let gain = 1.0 / (high - low + eps).max(f64::MIN_POSITIVE);
                    [gain, -low * gain]
                };
                Self::Linear(statistics(sample, *joint, of))
            }
            Prepare::Clip { low, high } => Self::Clip([*low as f32, *high as f32]),
            Prepare::Sigmoid => Self::Sigmoid,
            Prepare::Above(threshold) => Self::Above(*threshold as f32),
        })
    }

    fn apply(&self, planes: &mut Image) {
        match self {
            Self::Linear(by_channel) => {
                for (mut plane, [gain, offset]) in planes.outer_iter_mut().zip(by_channel) {
                    plane.mapv_inplace(|value| (f64::from(value) * gain + offset) as f32);
                }
            }
            Self::Clip([low, high]) => planes.mapv_inplace(|value| value.clamp(*low, *high)),
            Self::Sigmoid => planes.mapv_inplace(|value| 1.0 / (1.0 + (-value).exp())),
            Self::Above(threshold) => planes.mapv_inplace(|value| f32::from(u8::from(value > *threshold))),
        }
    }
}

/// A gain and an offset for each channel, of all values together or of its own.
fn statistics(sample: &Image, joint: bool, of: impl Fn(&mut [f32]) -> [f64; 2]) -> Vec<[f64; 2]> {
    let channels = sample.dim().0;
    if joint {
        return vec![of(&mut sample.iter().copied().collect::<Vec<_>>()); channels];
    }
    sample.outer_iter().map(|plane| of(&mut plane.iter().copied().collect::<Vec<_>>())).collect()
}

/// Mean and standard deviation.
fn moments(values: &[f32]) -> [f64; 2] {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let square = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    [mean, square.sqrt()]
}

/// Of sorted values, between neighbours by linear interpolation.
fn percentile(sorted: &[f32], percent: f64) -> f64 {
    let place = percent / 100.0 * (sorted.len().max(1) - 1) as f64;
    let value = |at: usize| sorted.get(at).copied().map_or(0.0, f64::from);
    let (below, above) = (value(place.floor() as usize), value(place.ceil() as usize));
    below + (above - below) * place.fract()
}

/// Every n-th pixel along both axes, so that there are not too many.
fn sample(field: &dyn Field, channels: usize) -> Result<Image, Unready> {
    let [ny, nx] = field.size();
    let step = ((ny * nx) as f64 / SAMPLE as f64).sqrt().ceil().max(1.0) as usize;
    let mut out = Image::zeros((channels, ny.div_ceil(step), nx.div_ceil(step)));
    for top in (0..ny).step_by(ROWS) {
        let seen = field.rows(top, (top + ROWS).min(ny))?;
        ImageError::finite(&seen)?;
        let seen = taken(&seen, channels).map_err(Unready::Network)?;
        for y in top.div_ceil(step)..(top + ROWS).min(ny).div_ceil(step) {
            let row = seen.slice(ndarray::s![.., y * step - top, ..;step]);
            out.slice_mut(ndarray::s![.., y, ..]).assign(&row);
        }
    }
    Ok(out)
}

/// The channels a network takes of an image: all it has, or their mean.
pub(super) fn taken(image: &Image, channels: usize) -> Result<Cow<'_, Image>, OnnxFault> {
    match image.dim().0 {
        has if has == channels => Ok(Cow::Borrowed(image)),
        _ if channels == 1 => Ok(grey(image)),
        has => Err(OnnxFault::Channels { takes: channels, has }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(steps: &[Prepare], image: &Image) -> Image {
        let mut out = image.clone();
        Prepared::of(image, image.dim().0, steps).unwrap().apply(&mut out);
        out
    }

    #[test]
    fn statistics_are_those_of_the_specification() {
        let image = Image::from_shape_fn((2, 1, 5), |(c, _, x)| (x + 10 * c) as f32);
        let range = |joint| Prepare::Range { percent: [25.0, 75.0], joint, eps: 0.0 };
        let each = prepared(&[range(false)], &image);
        assert_eq!(each.as_slice().unwrap()[..5], [-0.5, 0.0, 0.5, 1.0, 1.5]);
        assert_eq!(each[[1, 0, 0]], -0.5);
        let joint = prepared(&[range(true)], &image);
        assert!((joint[[0, 0, 0]] - (0.0 - 2.25) / 9.5).abs() < 1e-6, "{joint}");
        let standard = prepared(&[Prepare::Standard { joint: false, eps: 0.0 }], &image);
        assert!((standard[[0, 0, 4]] - 2.0_f32.sqrt()).abs() < 1e-6, "{standard}");
        let linear = Prepare::Linear { gain: vec![2.0], offset: vec![1.0, -1.0] };
        let clipped = prepared(&[linear, Prepare::Clip { low: 3.0, high: 20.0 }], &image);
        assert_eq!(clipped.as_slice().unwrap(), [3.0, 3.0, 5.0, 7.0, 9.0, 19.0, 20.0, 20.0, 20.0, 20.0]);
        let chained = prepared(&[Prepare::Above(1.5), Prepare::Standard { joint: false, eps: 0.0 }], &image);
        assert!(
            (chained[[0, 0, 0]] + 1.5_f32.sqrt()).abs() < 1e-6,
            "of what the step before left: {chained}"
        );
    }

    #[test]
    fn an_image_of_other_channels_is_refused_unless_their_mean_is_wanted() {
        let image = Image::from_shape_fn((3, 1, 1), |(c, _, _)| c as f32);
        assert_eq!(taken(&image, 1).unwrap()[[0, 0, 0]], 1.0);
        assert_eq!(taken(&image, 2).unwrap_err(), OnnxFault::Channels { takes: 2, has: 3 });
    }
}
