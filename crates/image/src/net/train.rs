use super::adam::Adam;
use super::input::INPUTS;
use super::loss::loss;
use super::model::{NetModel, NetRecord, digest};
use super::plan::Plan;
use super::sheet::{Crop, Sheet};
use crate::ImageError;
use crate::learn::{Example, PixelModel, Sizes, TARGETS, known};
use lca_core::{Digest, Hasher};
use lca_numerics::rng;
use lca_pixels::{Image, Labels};
use rand::RngExt;
use rayon::prelude::*;

/// How a network is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct NetParams {
    /// Whether pixels without a label may be of objects nobody labelled. Then they count as ground only
    /// where nothing stands out of the ground, or what does is mostly labelled.
    pub partial: bool,
    /// Most steps. Default 600.
    pub steps: usize,
    /// Squares of images looked at in each step. Default 8.
    pub batch: usize,
    /// Side of the squares in pixels at the working scale, a multiple of the coarsest scale. Default 128.
    pub side: usize,
    /// Channels at each scale, the finest first; each scale is half the one before. Default 16, 32, 64, 64.
    pub widths: Vec<usize>,
    /// Length of a step at the beginning; it falls to 0 along a cosine. Default 0.002.
    pub rate: f32,
    /// How many times larger or smaller objects are shown at most. Default 1.4.
    pub zoom: f64,
    /// Seed of what is drawn.
    pub seed: u64,
}

impl Default for NetParams {
    fn default() -> Self {
        let widths = vec![16, 32, 64, 64];
        Self { partial: false, steps: 600, batch: 8, side: 128, widths, rate: 0.002, zoom: 1.4, seed: 1 }
    }
}

impl NetParams {
    fn check(&self) -> Result<(), ImageError> {
        let need = ImageError::require;
        need(self.steps > 0, "steps", self.steps as f64, "at least 1")?;
        need(self.batch > 0, "batch", self.batch as f64, "at least 1")?;
        let fine = (1..=6).contains(&self.widths.len()) && self.widths.iter().all(|w| (1..=1024).contains(w));
        need(fine, "widths", self.widths.len() as f64, "1 to 6 scales of 1 to 1024 channels")?;
        let step = 1 << (self.widths.len() - 1);
        let fine = (step..=1024).contains(&self.side) && self.side.is_multiple_of(step);
        need(fine, "side", self.side as f64, "a multiple of the coarsest scale up to 1024")?;
        need(self.rate.is_finite() && self.rate > 0.0, "rate", f64::from(self.rate), "above 0")?;
        need(self.zoom >= 1.0 && self.zoom <= 8.0, "zoom", self.zoom, "1 to 8")
    }
}

/// Told after each step: steps done and the most there may be. An error stops the training.
pub type Told<'f> = dyn Fn(usize, usize) -> Result<(), ImageError> + 'f;

/// Depth of the valley between two objects: less than for a forest, whose landscape is rougher.
const SPLIT_DEPTH: f64 = 0.1;

/// Steps between two looks at the validation.
const LOOK: usize = 25;

/// Looks without a better one after which training ends.
const PATIENCE: usize = 16;

/// Squares of the validation.
const VALIDATION: usize = 24;

/// Learns from `count` images (channels, y, x) with labels (1, y, x) what objects look like, with a small U-Net on the
/// processor: squares drawn, turned, mirrored, enlarged and relit at random; cross-entropy of inside, rim and depth;
/// Adam with a running mean of the parameters; every tenth image is kept apart and those parameters are kept that do
/// best there. All images are in memory, about ten bytes for each pixel. The same seed gives the same bits on any
/// number of threads.
///
/// # Errors
/// When an image cannot be read or does not fit its labels, there are no labels, a parameter is out of range, or the
/// loss is no number.
pub fn train_net(
    count: usize,
    example: &Example<'_>,
    params: &NetParams,
    told: &Told<'_>,
) -> Result<NetModel, ImageError> {
    params.check()?;
    let read: Vec<(Image, Labels)> = (0..count).into_par_iter().map(example).collect::<Result<_, _>>()?;
    let mut listed: Vec<usize> = read.iter().flat_map(|(_, labels)| Sizes::listed(labels)).collect();
    let sizes = Sizes::of(&mut listed, SPLIT_DEPTH)?;
    let data = data_digest(&read);
    let factor = PixelModel::fine_factor(sizes.diameter);
    let sheets: Vec<Sheet> = read
        .into_par_iter()
        .map(|(image, labels)| sheet(image, labels, factor, sizes.diameter, params))
        .collect::<Result<_, _>>()?;
    let (kept, learnt) = apart(sheets, params.seed);
    let plan = Plan::new(INPUTS, &params.widths, TARGETS);
    let mut parameters = beginning(&plan, params.seed);
    let pixels = learnt.iter().map(Sheet::known).sum();
    let learnt_from = [learnt.len(), listed.len(), pixels];
    let school = School { plan, learnt, kept, params };
    let (curve, best) = school.run(&mut parameters, told)?;
    let record = NetRecord {
        learnt_from,
        kept_apart: school.kept.len(),
        data,
        seed: params.seed,
        plan: [params.steps, params.batch, params.side],
        partial: params.partial,
        curve,
        best,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(NetModel {
        version: NetModel::VERSION,
        diameter: sizes.diameter,
        areas: sizes.areas,
        split_depth: sizes.split_depth,
        widths: params.widths.clone(),
        record,
        digest: digest(&parameters),
        parameters,
    })
}

fn sheet(
    image: Image,
    labels: Labels,
    factor: usize,
    diameter: f64,
    params: &NetParams,
) -> Result<Sheet, ImageError> {
    ImageError::finite(&image)?;
    if (image.dim().1, image.dim().2) != (labels.dim().1, labels.dim().2) || labels.dim().0 != 1 {
        let channel = "image".to_owned();
        return Err(ImageError::Channel { channel, found: image.dim(), expected: labels.dim() });
    }
    let known = if params.partial { Some(known(&image, &labels)?) } else { None };
    Sheet::new(&image, &labels, known.as_ref(), factor, diameter)
}

/// Every tenth image and at least one, drawn; none of a single image.
fn apart(sheets: Vec<Sheet>, seed: u64) -> (Vec<Sheet>, Vec<Sheet>) {
    let count = if sheets.len() > 1 { sheets.len().div_ceil(10) } else { 0 };
    let mut order: Vec<usize> = (0..sheets.len()).collect();
    let mut random = rng(seed, 2 << 32);
    for turn in 0..count {
        let other = random.random_range(turn..order.len());
        order.swap(turn, other);
    }
    let mut chosen = vec![false; sheets.len()];
    order.iter().take(count).for_each(|&at| chosen[at] = true);
    let (kept, learnt): (Vec<_>, Vec<_>) = sheets.into_iter().zip(chosen).partition(|(_, chosen)| *chosen);
    let bare = |part: Vec<(Sheet, bool)>| part.into_iter().map(|(sheet, _)| sheet).collect();
    (bare(kept), bare(learnt))
}

/// Weights to begin with, so that what passes through neither grows nor fades (He et al. 2015); biases are 0.
pub(crate) fn beginning(plan: &Plan, seed: u64) -> Vec<f32> {
    let mut random = rng(seed, 3 << 32);
    let mut out = Vec::with_capacity(plan.size());
    for layer in plan.layers() {
        // An even distribution of this half width has variance 2 / taps.
        let most = (6.0 / layer.taps() as f32).sqrt();
        out.extend((0..layer.outputs * layer.taps()).map(|_| random.random_range(-most..most)));
        out.extend((0..layer.outputs).map(|_| 0.0));
    }
    out
}

fn data_digest(read: &[(Image, Labels)]) -> Digest {
    let mut hasher = Hasher::default();
    for (image, labels) in read {
        hasher.part(format!("{:?} {:?}", image.dim(), labels.dim()).as_bytes());
        hasher.part(&image.iter().flat_map(|value| value.to_bits().to_le_bytes()).collect::<Vec<u8>>());
        hasher.part(&labels.iter().flat_map(|label| label.to_le_bytes()).collect::<Vec<u8>>());
    }
    hasher.finish()
}

type Curve = Vec<(usize, f64, f64)>;

struct School<'p> {
    plan: Plan,
    learnt: Vec<Sheet>,
    kept: Vec<Sheet>,
    params: &'p NetParams,
}

impl School<'_> {
    fn run(&self, parameters: &mut Vec<f32>, told: &Told<'_>) -> Result<(Curve, usize), ImageError> {
        let steps = self.params.steps;
        let shown = self.shown();
        let mut adam = Adam::new(parameters);
        let (mut curve, mut best) = (Curve::new(), (f64::INFINITY, 0, parameters.clone()));
        let (mut sum, mut since, mut waited) = (0.0, 0, 0);
        for step in 0..steps {
            sum += self.step(step, parameters, &mut adam)?;
            since += 1;
            told(step + 1, steps)?;
            if (step + 1) % LOOK != 0 && step + 1 != steps {
                continue;
            }
            let found = self.judged(&shown, &adam.mean);
            curve.push((step + 1, sum / f64::from(since), found));
            (sum, since) = (0.0, 0);
            waited += 1;
            if found < best.0 {
                (best, waited) = ((found, step + 1, adam.mean.clone()), 0);
            }
            if waited > PATIENCE {
                break;
            }
        }
        *parameters = best.2;
        Ok((curve, best.1))
    }

    /// One step: the gradients of the squares are found on all threads and added in order.
    fn step(&self, step: usize, parameters: &mut [f32], adam: &mut Adam) -> Result<f64, ImageError> {
        let batch = self.params.batch;
        let seen: Vec<(f64, Vec<f32>)> = (0..batch)
            .into_par_iter()
            .map(|at| {
                let mut random = rng(self.params.seed, 4 << 32 | (step * batch + at) as u64);
                let sheet = &self.learnt[random.random_range(0..self.learnt.len())];
                let crop = sheet.drawn(self.params.side, self.params.zoom, &mut random);
                self.learnt_from(crop, parameters)
            })
            .collect();
        let mut all = seen.into_iter();
        let Some((mut sum, mut gradient)) = all.next() else { return Ok(0.0) };
        for (loss, more) in all {
            sum += loss;
            gradient.iter_mut().zip(more).for_each(|(slot, more)| *slot += more);
        }
        let share = 1.0 / batch as f32;
        gradient.iter_mut().for_each(|slot| *slot *= share);
        if !sum.is_finite() || !gradient.iter().all(|value| value.is_finite()) {
            return Err(ImageError::Model(format!(
                "the loss is no number at step {step}; take a smaller rate"
            )));
        }
        // Short steps first, then along half a cosine.
        let done = step as f32 / self.params.steps as f32;
        let warm = ((step + 1) as f32 / 20.0).min(1.0);
        let rate = self.params.rate * warm * 0.5 * (1.0 + (std::f32::consts::PI * done).cos());
        adam.step(parameters, &gradient, rate);
        Ok(sum / batch as f64)
    }

    fn learnt_from(&self, crop: Crop, parameters: &[f32]) -> (f64, Vec<f32>) {
        let trail = self.plan.trail(crop.seen.clone(), parameters);
        let empty = Image::zeros((0, 0, 0));
        let (loss, slopes) = loss(trail.last().unwrap_or(&empty), &crop);
        (loss, self.plan.gradient(&trail, slopes, parameters))
    }

    /// The squares of the validation.
    fn shown(&self) -> Vec<Crop> {
        let from = if self.kept.is_empty() { &self.learnt } else { &self.kept };
        let crop = |at: usize| {
            let mut random = rng(self.params.seed, 5 << 32 | at as u64);
            from[at % from.len()].plain(self.params.side, &mut random)
        };
        (0..VALIDATION.max(from.len().min(2 * VALIDATION))).map(crop).collect()
    }

    fn judged(&self, shown: &[Crop], parameters: &[f32]) -> f64 {
        let losses: Vec<f64> = shown
            .par_iter()
            .map(|crop| loss(&self.plan.outputs(crop.seen.clone(), parameters), crop).0)
            .collect();
        losses.iter().sum::<f64>() / losses.len().max(1) as f64
    }
}
