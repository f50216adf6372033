use crate::ImageError;
use lca_pixels::{Labels, areas};

/// How large labelled objects are, and how they are told from each other and from the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sizes {
    /// Median diameter in pixels.
    pub(crate) diameter: f64,
    /// Least and greatest area in pixels, the outermost hundredths left out.
    pub(crate) areas: [f64; 2],
    /// Least depth of the valley between two objects.
    pub(crate) split_depth: f64,
    /// From what probability on a pixel lies in an object.
    pub(crate) level: f64,
}

/// Even odds.
pub(crate) const LEVEL: f64 = 0.5;

impl Sizes {
    /// The sizes of objects of such areas, which are put in order.
    pub(crate) fn of(sizes: &mut [usize], split_depth: f64) -> Result<Self, ImageError> {
        sizes.sort_unstable();
        let size =
            |share: f64| sizes.get((sizes.len() as f64 * share) as usize).map_or(0.0, |&size| size as f64);
        if sizes.is_empty() {
            return Err(ImageError::Model("no image has a label to learn from".into()));
        }
        let diameter = 2.0 * (size(0.5) / std::f64::consts::PI).sqrt();
        Ok(Self { diameter, areas: [size(0.01), size(0.99)], split_depth, level: LEVEL })
    }

    /// The areas of the objects of labels.
    pub(crate) fn listed(labels: &Labels) -> Vec<usize> {
        areas(labels).into_iter().skip(1).filter(|&size| size > 0).collect()
    }
}
