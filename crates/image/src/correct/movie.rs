use super::CorrectParams;
use super::bleach::{bleaching, bright_mean};
use super::denoise::denoised;
use super::drift::Drift;
use super::light::{Light, flattened};
use super::shift::shifted;
use crate::ground::{dark_level, sorted_sample};
use crate::{ImageError, ground};
use lca_core::{ChunkSource, Progress};
use lca_pixels::{Frame, Image, PixelType, Pixels};
use lca_tables::{Column, DataFrame};
use ndarray::{ArrayD, Axis, Ix4};

/// How the frames of a movie are put right, learnt from all of them; a frame at a time is in memory.
#[derive(Debug, Clone)]
pub struct Correction {
    params: CorrectParams,
    /// For each channel how evenly it is lit, and the camera's value without light.
    light: Vec<(Option<Image>, f32)>,
    /// For each channel the level of the ground in the first frame.
    level: Vec<f32>,
    /// For each channel what brightness is left at each frame; empty where nothing bleaches.
    left: Vec<Vec<f64>>,
    /// How far each frame has moved since the first; empty where that was not asked.
    moved: Vec<[f64; 2]>,
}

/// How evenly a channel is lit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lit {
    /// The camera's value without light, as it was told or is the least of the movie.
    pub dark: f64,
    /// The light where it is least, as a share of its mean over the field.
    pub least: f64,
    /// The light where it is most.
    pub most: f64,
}

impl Correction {
    /// Looks through a movie, whose drift is seen in `channel`.
    ///
    /// # Errors
    /// When a frame cannot be read or differs from the first one in shape, a pixel is not finite, nothing bright is in
    /// a frame whose bleaching is to be told, a parameter is out of range, or `progress` says to stop.
    pub fn learn(
        movie: &dyn ChunkSource<Chunk = Frame>,
        channel: usize,
        params: &CorrectParams,
        progress: &dyn Progress,
    ) -> Result<Self, ImageError> {
        params.check()?;
        let looks = params.background || params.bleaching || params.drift;
        let (frames, passes) = (movie.len(), u64::from(params.flatten) + u64::from(looks));
        let told = |pass: u64, t: usize| {
            let done = pass * frames as u64 + t as u64 + 1;
            progress.at(done, passes * frames as u64).map_err(|why| ImageError::Rows(why.to_string()))
        };
        let mut found = Self {
            params: params.clone(),
            light: Vec::new(),
            level: Vec::new(),
            left: Vec::new(),
            moved: Vec::new(),
        };
        if params.flatten {
            let mut light: Vec<Light> = Vec::new();
            for t in 0..frames {
                let all = channels(&frame(movie, t)?)?;
                light.resize_with(all.len(), Light::default);
                let added = light.iter_mut().zip(&all).try_for_each(|(light, image)| light.add(image));
                added.map_err(|why| of_frame(t, &why))?;
                told(0, t)?;
            }
            let each = light.iter().enumerate().map(|(channel, light)| found.shares(channel, light));
            found.light = each.collect::<Result<_, _>>()?;
        }
        if looks {
            found.looked_through(movie, channel, &|t| told(passes - 1, t))?;
        }
        Ok(found)
    }

    fn shares(&self, channel: usize, light: &Light) -> Result<(Option<Image>, f32), ImageError> {
        let dark = self.params.dark.map_or_else(|| light.least(), |dark| dark as f32);
        let side = light.size().map_or(1, |(_, ny, nx)| ny.max(nx));
        let shares = light.shares(dark, self.params.light_px.unwrap_or(side as f64 / 10.0));
        if shares.is_none() && self.params.dark.is_some() && light.size().is_some() {
            let what = format!("dark is {dark}, but channel {channel} is no brighter than that on average");
            return Err(ImageError::Rows(format!("{what}; give the camera's value without light")));
        }
        Ok((shares, dark))
    }

    /// How evenly each channel is lit, where that was asked; none where it shows no light.
    #[must_use]
    pub fn lit(&self) -> Vec<Option<Lit>> {
        let lit = |(shares, dark): &(Option<Image>, f32)| {
            let shares = shares.as_ref()?.iter().map(|&share| f64::from(share));
            let (least, most) =
                shares.fold((f64::MAX, f64::MIN), |(a, b), share| (a.min(share), b.max(share)));
            Some(Lit { dark: f64::from(*dark), least, most })
        };
        self.light.iter().map(lit).collect()
    }

    /// Ground, brightness and drift of every frame, as they are once the light is even.
    fn looked_through(
        &mut self,
        movie: &dyn ChunkSource<Chunk = Frame>,
        channel: usize,
        told: &dyn Fn(usize) -> Result<(), ImageError>,
    ) -> Result<(), ImageError> {
        let (mut drift, mut bright): (_, Vec<Vec<f64>>) = (Drift::default(), Vec::new());
        // The ground's level is that of the first frame; only brightness and drift are told by all.
        let until = if self.params.bleaching || self.params.drift { movie.len() } else { movie.len().min(1) };
        for t in 0..until {
            let all = channels(&frame(movie, t)?)?;
            bright.resize(all.len(), Vec::new());
            for (at, image) in all.into_iter().enumerate() {
                let flat = self.flat(at, image).map_err(|why| of_frame(t, &why))?;
                if t == 0 {
                    self.level.push(level(&flat));
                }
                if self.params.bleaching {
                    let mean = bright_mean(&flat).ok_or_else(|| {
                        ImageError::Rows(format!(
                            "frame {t} shows nothing bright by which its bleaching could be told"
                        ))
                    })?;
                    bright[at].push(mean);
                }
                if self.params.drift && at == channel {
                    self.moved.push(drift.next(&flat).map_err(|why| of_frame(t, &why))?);
                }
            }
            told(t)?;
        }
        self.left = bright.iter().map(|each| bleaching(each).unwrap_or_default()).collect();
        Ok(())
    }

    fn flat(&self, at: usize, image: Image) -> Result<Image, ImageError> {
        ImageError::finite(&image)?;
        match self.light.get(at) {
            Some((Some(shares), dark)) => flattened(&image, shares, *dark),
            _ => Ok(image),
        }
    }

    /// Frame `t`, put right, in the movie's own number type: rounded and cut off where it cannot hold a value. Where
    /// drift leaves nothing to show, the ground's level stands.
    ///
    /// # Errors
    /// When the frame is not like those learnt from, or a pixel is not finite.
    pub fn frame(&self, t: usize, frame: &Frame) -> Result<Frame, ImageError> {
        let all = channels(frame)?;
        let kind = frame.pixels.pixel_type();
        let done: Vec<Image> = all
            .into_iter()
            .enumerate()
            .map(|(at, image)| self.channel(t, at, image).map_err(|why| of_frame(t, &why)))
            .collect::<Result<_, _>>()?;
        let views: Vec<_> = done.iter().map(|image| image.view()).collect();
        let stacked = ndarray::stack(Axis(0), &views).map_err(|why| ImageError::Rows(why.to_string()))?;
        Ok(Frame { pixels: typed(&stacked.into_dyn(), kind) })
    }

    fn channel(&self, t: usize, at: usize, image: Image) -> Result<Image, ImageError> {
        let mut image = self.flat(at, image)?;
        if self.params.background {
            let known = self.level.get(at).copied().unwrap_or(0.0);
            let ground = ground(&image, [1.0; 3]).background;
            image.zip_mut_with(&ground, |value, ground| *value += known - ground);
        }
        let dark = level(&image);
        if let Some(left) = self.left.get(at).and_then(|left| left.get(t)) {
            image.mapv_inplace(|value| dark + (value - dark) / *left as f32);
        }
        if self.params.denoise {
            image = denoised(&image)?;
        }
        match self.moved.get(t) {
            Some(&by) => Ok(shifted(&image, by, dark)),
            None => Ok(image),
        }
    }

    /// A row for each frame: `t`, and as far as they were asked `drift_y` and `drift_x` in pixels since the first frame
    /// and for each channel `NAME_left`, the share of brightness left.
    ///
    /// # Errors
    /// When two channels share a name.
    pub fn table(&self, frames: usize, names: &[String]) -> Result<DataFrame, ImageError> {
        let mut table = DataFrame::with_rows(frames);
        table.set("t", Column::Int((0..frames as i64).collect()))?;
        for (axis, name) in ["drift_y", "drift_x"].into_iter().enumerate().filter(|_| self.params.drift) {
            table.set(name, Column::Float(self.moved.iter().map(|by| by[axis]).collect()))?;
        }
        for (name, left) in names.iter().zip(&self.left).filter(|(_, left)| !left.is_empty()) {
            table.set(&format!("{name}_left"), Column::Float(left.clone()))?;
        }
        Ok(table)
    }
}

fn frame(movie: &dyn ChunkSource<Chunk = Frame>, t: usize) -> Result<Frame, ImageError> {
    movie.read(t).map_err(|why| ImageError::Rows(why.to_string()))
}

fn of_frame(t: usize, why: &ImageError) -> ImageError {
    ImageError::Rows(format!("frame {t}: {why}"))
}

/// The level of the dark ground.
fn level(image: &Image) -> f32 {
    dark_level(&sorted_sample(image))
}

/// The channels of a frame.
fn channels(frame: &Frame) -> Result<Vec<Image>, ImageError> {
    let all = frame.pixels.to_f32().into_dimensionality::<Ix4>();
    let all = all.map_err(|_| ImageError::Rows("a frame is not c, z, y, x".into()))?;
    Ok(all.axis_iter(Axis(0)).map(|image| image.to_owned()).collect())
}

/// Numbers in a type: whole numbers are rounded, and cut off where the type ends.
fn typed(values: &ArrayD<f32>, kind: PixelType) -> Pixels {
    // Casts of floating point numbers saturate.
    match kind {
        PixelType::Uint8 => Pixels::Uint8(values.mapv(|value| value.round() as u8)),
        PixelType::Int8 => Pixels::Int8(values.mapv(|value| value.round() as i8)),
        PixelType::Uint16 => Pixels::Uint16(values.mapv(|value| value.round() as u16)),
        PixelType::Int16 => Pixels::Int16(values.mapv(|value| value.round() as i16)),
        PixelType::Uint32 => Pixels::Uint32(values.mapv(|value| value.round() as u32)),
        PixelType::Int32 => Pixels::Int32(values.mapv(|value| value.round() as i32)),
        PixelType::Float32 => Pixels::Float32(values.clone()),
        PixelType::Float64 => Pixels::Float64(values.mapv(f64::from)),
    }
}
