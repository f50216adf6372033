use super::model::planes;
use super::targets::{TARGETS, reduced_labels, targets};
use super::{COUNT, Forest, ForestParams, PixelModel, Sizes, features};
use crate::field::{SHAPE, tone_of};
use crate::{ImageError, Method, SegmentParams, segment_image};
use lca_numerics::rng;
use lca_pixels::{Image, Labels, Mask, areas, dilate};
use rand::RngExt;
use rayon::prelude::*;

/// How to learn from labelled images.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    /// Whether pixels without a label may be of objects nobody labelled. Then they count as ground only
    /// where nothing stands out of the ground, or what does is mostly labelled.
    pub partial: bool,
    /// Most pixels to learn from, over all images. Default 200 000.
    pub pixels: usize,
    /// How the trees are grown.
    pub forest: ForestParams,
    /// Seed of what is drawn.
    pub seed: u64,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self { partial: false, pixels: 200_000, forest: ForestParams::default(), seed: 1 }
    }
}

/// Depth of the valley between two objects in a landscape that was learnt.
const SPLIT_DEPTH: f64 = 0.25;

/// An image with its labels, read when asked.
pub type Example<'f> = dyn Fn(usize) -> Result<(Image, Labels), ImageError> + Sync + 'f;

/// Pixels of one image that are learnt from.
pub(super) struct Drawn {
    inputs: Vec<[f32; COUNT]>,
    wanted: Vec<f32>,
}

/// Learns from `count` images (channels, y, x) with labels (1, y, x) what pixels of objects look like.
/// Of each image the same number of pixels is drawn: three quarters from objects and the ground close to
/// them, evenly, so that edges come to lie where people drew them; a quarter from elsewhere. At what scale the
/// images are looked at, how objects that touch are parted and where their edges lie is chosen by what does best on
/// images that smaller forests did not learn from. One image for each thread is in memory.
///
/// # Errors
/// When an image cannot be read or does not fit its labels, or there are no labels.
pub fn train(count: usize, example: &Example<'_>, params: &TrainParams) -> Result<PixelModel, ImageError> {
    let sizes: Vec<Vec<usize>> = (0..count)
        .into_par_iter()
        .map(|at| Ok(Sizes::listed(&example(at)?.1)))
        .collect::<Result<_, ImageError>>()?;
    let mut listed: Vec<usize> = sizes.into_iter().flatten().collect();
    let sizes = Sizes::of(&mut listed, SPLIT_DEPTH)?;
    let lesson = Lesson { count, example, params, sizes };
    let mut model = lesson.tuned()?;
    model.learnt_from[1] = listed.len();
    Ok(model)
}

/// What is learnt from.
pub(super) struct Lesson<'a> {
    pub(super) count: usize,
    pub(super) example: &'a Example<'a>,
    pub(super) params: &'a TrainParams,
    pub(super) sizes: Sizes,
}

impl Lesson<'_> {
    /// The pixels of each image that are learnt from at a reduction.
    pub(super) fn drawn(&self, factor: usize) -> Result<Vec<Drawn>, ImageError> {
        let each = (self.params.pixels / self.count.max(1)).max(100);
        (0..self.count)
            .into_par_iter()
            .map(|at| {
                let (image, labels) = (self.example)(at)?;
                draw(&image, &labels, factor, self.sizes.diameter, each, self.params, at as u64)
            })
            .collect()
    }

    /// A model of the pixels of some images.
    pub(super) fn model(
        &self,
        drawn: &[&Drawn],
        factor: usize,
        trees: usize,
    ) -> Result<PixelModel, ImageError> {
        let rows: Vec<&[f32; COUNT]> = drawn.iter().flat_map(|part| &part.inputs).collect();
        let inputs: Vec<f32> =
            (0..COUNT).flat_map(|feature| rows.iter().map(move |row| row[feature])).collect();
        let wanted: Vec<f32> = drawn.iter().flat_map(|part| part.wanted.iter().copied()).collect();
        let grown = ForestParams { trees, ..self.params.forest };
        let forest = Forest::grow(&inputs, COUNT, &wanted, TARGETS, &grown, self.params.seed)
            .ok_or_else(|| ImageError::Model("there is no pixel to learn from".into()))?;
        let Sizes { diameter, areas, split_depth, level } = self.sizes;
        Ok(PixelModel {
            version: PixelModel::VERSION,
            diameter,
            areas,
            factor,
            split_depth,
            shape: SHAPE,
            level,
            quality: None,
            learnt_from: [drawn.len(), 0, rows.len()],
            forest,
        })
    }
}

fn draw(
    image: &Image,
    labels: &Labels,
    factor: usize,
    diameter: f64,
    each: usize,
    params: &TrainParams,
    stream: u64,
) -> Result<Drawn, ImageError> {
    ImageError::finite(image)?;
    if (image.dim().1, image.dim().2) != (labels.dim().1, labels.dim().2) || labels.dim().0 != 1 {
        let channel = "image".to_owned();
        return Err(ImageError::Channel { channel, found: image.dim(), expected: labels.dim() });
    }
    let known = if params.partial { known(image, labels)? } else { Mask::from_elem(labels.dim(), true) };
    let (low, known) = (reduced_labels(labels, factor), reduced_labels(&known.mapv(u32::from), factor));
    let tone = tone_of(image, diameter, factor)?;
    let (grey, colour) = planes(image, factor);
    let columns = features(&grey, colour.as_ref(), [0, 0], tone);
    let wanted = targets(&low);
    let near = dilate(&low.mapv(|label| label > 0), 4.0, [1.0; 3]);
    let mut kinds: [Vec<usize>; 2] = Default::default();
    for (at, ((&label, &near), &known)) in low.iter().zip(&near).zip(&known).enumerate() {
        if label > 0 || known > 0 {
            kinds[usize::from(label == 0 && !near)].push(at);
        }
    }
    let mut random = rng(params.seed, 1 << 32 | stream);
    let mut out = Drawn { inputs: Vec::with_capacity(each), wanted: Vec::with_capacity(each * TARGETS) };
    for (places, share) in kinds.iter_mut().zip([each - each / 4, each / 4]) {
        for turn in 0..share.min(places.len()) {
            let other = random.random_range(turn..places.len());
            places.swap(turn, other);
            let at = places[turn];
            let pixel = |feature: usize| columns[feature].as_slice().map_or(0.0, |line| line[at]);
            out.inputs.push(std::array::from_fn(pixel));
            out.wanted.extend(&wanted[at * TARGETS..][..TARGETS]);
        }
    }
    Ok(out)
}

/// What may be an object, so that nobody who labels only some of them teaches that the others are ground:
/// whatever stands out a little, also beside something far brighter, and rather in pieces than as one.
fn suspected() -> SegmentParams {
    SegmentParams {
        noise_factor: 1.5,
        local_share: 0.05,
        dim_share: 0.0,
        split_depth: 0.05,
        min_size: 0.15,
        ..SegmentParams::of_fields()
    }
}

/// Which pixels are known: the labelled, and those of nothing that may be an object and is mostly unlabelled.
pub(crate) fn known(image: &Image, labels: &Labels) -> Result<Mask, ImageError> {
    let (_, found) = segment_image(image, Method::Classical(&suspected()))?;
    let sizes = areas(&found);
    let mut covered = vec![0_usize; sizes.len()];
    for (&object, _) in found.iter().zip(labels).filter(|(_, label)| **label > 0) {
        covered[object as usize] += 1;
    }
    let strange = found.mapv(|object| object > 0 && 3 * covered[object as usize] < sizes[object as usize]);
    let mut known = dilate(&strange, 3.0, [1.0; 3]).mapv(|strange| !strange);
    known.zip_mut_with(labels, |known, &label| *known |= label > 0);
    Ok(known)
}
