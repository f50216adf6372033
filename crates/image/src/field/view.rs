use super::survey::{Survey, radius_of, smooth, survey_of};
use super::tile::Tile;
use super::{Rule, Seen, Work, ascend, grey};
use crate::{ImageError, PixelModel};
use lca_pixels::{Image, Labels};

/// What a forest says of an image in memory, from which objects are drawn again as the model's depth and level change:
/// asking the forest costs far more than drawing.
pub(crate) struct View<'f> {
    image: &'f Image,
    survey: Survey,
    seen: Seen,
}

impl<'f> View<'f> {
    /// # Errors
    /// When a pixel is not finite.
    pub(crate) fn of(image: &'f Image, model: &PixelModel) -> Result<Self, ImageError> {
        ImageError::finite(image)?;
        let radius = radius_of(model.diameter, model.factor);
        let survey = survey_of(&smooth(&grey(image), model.factor, radius), model.factor, radius);
        let terrain = model.terrain(image, [0, 0], model.factor, survey.tone);
        Ok(Self { image, survey, seen: Seen { terrain, tops: Vec::new() } })
    }

    /// The labels that [`super::segment_image`] gives with this model, which has the same forest.
    pub(crate) fn labels(&mut self, model: &PixelModel) -> Labels {
        let (_, ny, nx) = self.image.dim();
        let survey = self.survey.clone();
        let (rule, side) = (Rule::Learnt(model), ny.max(nx));
        let work = Work { field: self.image, rule, survey, side, hypotheses: false };
        let terrain = &mut self.seen.terrain;
        terrain.inside = terrain.signal.mapv(|value| value > model.level as f32);
        self.seen.tops = ascend::ascend(terrain, work.steps());
        work.drawn(&Tile { core: [0..ny, 0..nx], origin: [0, 0] }, &self.seen).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ForestParams, Method, TrainParams, segment_image, train};

    /// Discs in rows; two of each three touch.
    fn discs(seed: usize) -> (Image, Labels) {
        let labels = Labels::from_shape_fn((1, 80, 110), |(_, y, x)| {
            let centre = |at: usize| [20 + 38 * (at / 4), 16 + 17 * (at % 4) + 12 * (at % 4 / 2)];
            let inside =
                |at: &usize| (y as f64 - centre(*at)[0] as f64).hypot(x as f64 - centre(*at)[1] as f64) < 8.5;
            (0..8).find(inside).map_or(0, |at| at as u32 + 1)
        });
        let mut grain = seed;
        let image = labels.mapv(|label| {
            grain = (grain * 75 + 74) % 65_537;
            (grain % 40) as f32 + if label > 0 { 300.0 } else { 100.0 }
        });
        (image, labels)
    }

    #[test]
    fn drawing_again_is_segmenting_again() {
        let forest = ForestParams { trees: 6, ..ForestParams::default() };
        let params = TrainParams { pixels: 4000, forest, ..TrainParams::default() };
        let mut model = train(2, &|at| Ok(discs(at + 1)), &params).unwrap();
        assert!(model.quality.is_some_and(|quality| quality > 0.8), "{:?}", model.quality);
        let (image, _) = discs(9);
        let mut view = View::of(&image, &model).unwrap();
        for (depth, level) in [(0.05, 0.5), (0.25, 0.4), (0.9, 0.6)] {
            (model.split_depth, model.level) = (depth, level);
            assert_eq!(view.labels(&model), segment_image(&image, Method::Learnt(&model)).unwrap().1);
        }
        let single = train(1, &|at| Ok(discs(at + 1)), &params).unwrap();
        assert_eq!(single.quality, None, "a single image leaves none to keep apart");
    }
}
