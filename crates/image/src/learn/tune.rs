use super::PixelModel;
use super::tally::Tally;
use super::train::{Drawn, Lesson};
use crate::ImageError;
use crate::field::View;
use rayon::prelude::*;

/// Images are kept apart in so many turns.
const FOLDS: usize = 4;

/// So many trees tell enough to choose by.
const TREES: usize = 16;

/// Most images that are looked at.
const LOOKED_AT: usize = 48;

/// What is tried beside what stands unless it is told otherwise: depths of the valley between two objects, what their
/// shape counts, and probabilities at which an edge lies.
const DEPTHS: [f64; 5] = [0.05, 0.1, 0.18, 0.25, 0.35];
const SHAPES: [f64; 3] = [0.5, 1.0, 2.0];
const LEVELS: [f64; 4] = [0.4, 0.5, 0.6, 0.7];

/// How much better a setting must be than the usual one to be taken: less is chance.
const BETTER: f64 = 1e-3;

impl Lesson<'_> {
    /// The model of all images at the scale and with the settings that do best on images kept apart.
    pub(super) fn tuned(&self) -> Result<PixelModel, ImageError> {
        let (fine, trees) = (PixelModel::fine_factor(self.sizes.diameter), self.params.forest.trees);
        if self.count < 2 {
            // A single image leaves none to keep apart.
            let drawn = self.drawn(fine)?;
            return self.model(&drawn.iter().collect::<Vec<_>>(), fine, trees);
        }
        let mut best: Option<(PixelModel, Vec<Drawn>)> = None;
        for factor in self.factors(fine) {
            let drawn = self.drawn(factor)?;
            let tried = self.tried(factor, &drawn)?;
            if best.as_ref().is_none_or(|(model, _)| tried.quality > model.quality) {
                best = Some((tried, drawn));
            }
        }
        let Some((chosen, drawn)) = best else { return Err(ImageError::Model("there is no image".into())) };
        let all: Vec<&Drawn> = drawn.iter().collect();
        let grown = self.model(&all, chosen.factor, trees)?;
        Ok(PixelModel { forest: grown.forest, learnt_from: grown.learnt_from, ..chosen })
    }

    /// Reductions to try, the finest first.
    fn factors(&self, fine: usize) -> Vec<usize> {
        let coarse = ((self.sizes.diameter / 15.0) as usize).clamp(1, 64);
        if coarse == fine { vec![fine] } else { vec![fine, coarse] }
    }

    /// A small forest with the settings that did best where images were kept from it.
    fn tried(&self, factor: usize, drawn: &[Drawn]) -> Result<PixelModel, ImageError> {
        let folds = FOLDS.min(self.count);
        let trees = self.params.forest.trees.min(TREES);
        let step = self.count.div_ceil(LOOKED_AT);
        let part = |at: usize| (at / step) % folds;
        let (mut sums, mut last) = (Vec::new(), None);
        for fold in 0..folds {
            let others: Vec<&Drawn> =
                (0..self.count).filter(|&at| part(at) != fold).map(|at| &drawn[at]).collect();
            let model = self.model(&others, factor, trees)?;
            let kept: Vec<usize> = (0..self.count).step_by(step).filter(|&at| part(at) == fold).collect();
            let found: Vec<Vec<Tally>> =
                kept.into_par_iter().map(|at| self.tallies(at, &model)).collect::<Result<_, _>>()?;
            for each in found {
                sums.resize(each.len(), Tally::default());
                sums.iter_mut().zip(each).for_each(|(sum, more)| *sum = sum.with(more));
            }
            last = Some(model);
        }
        let model = last.ok_or_else(|| ImageError::Model("there is no image".into()))?;
        Ok(best(model, &sums))
    }

    /// What each setting finds in an image.
    fn tallies(&self, at: usize, model: &PixelModel) -> Result<Vec<Tally>, ImageError> {
        let (image, truth) = (self.example)(at)?;
        let mut view = View::of(&image, model)?;
        let mut set = model.clone();
        let settings = Setting::all(model);
        let tally = |setting: Setting| {
            setting.put(&mut set);
            Tally::of(&truth, &view.labels(&set), self.params.partial)
        };
        settings.into_iter().map(tally).collect()
    }
}

/// The model with the setting of best quality, or with its own where none is clearly better.
fn best(mut model: PixelModel, tallies: &[Tally]) -> PixelModel {
    let settings = Setting::all(&model);
    let quality = |at: usize| tallies.get(at).map_or(0.0, |tally| tally.quality());
    let most = (0..settings.len()).max_by(|&a, &b| quality(a).total_cmp(&quality(b)).then(b.cmp(&a)));
    let chosen = most.filter(|&at| quality(at) > quality(0) + BETTER).unwrap_or(0);
    settings[chosen].put(&mut model);
    model.quality = Some(quality(chosen));
    model
}

/// How a forest's pixels become objects.
#[derive(Clone, Copy)]
struct Setting {
    depth: f64,
    shape: f64,
    level: f64,
}

impl Setting {
    /// A model's own, then all others to try.
    fn all(model: &PixelModel) -> Vec<Self> {
        let own = Self { depth: model.split_depth, shape: model.shape, level: model.level };
        let mut all = vec![own];
        for depth in DEPTHS {
            for shape in SHAPES {
                all.extend(LEVELS.map(|level| Self { depth, shape, level }));
            }
        }
        all
    }

    const fn put(self, model: &mut PixelModel) {
        (model.split_depth, model.shape, model.level) = (self.depth, self.shape, self.level);
    }
}
