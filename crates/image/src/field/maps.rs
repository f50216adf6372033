use super::source::LOOK;
use super::survey::{Survey, reduced};
use super::terrain::{Terrain, chamfer};
use crate::{Field, ImageError};
use lca_pixels::{Connectivity, Image, Mask, areas, components, gaussian};
use ndarray::s;

/// How objects are drawn from maps that a network made: the first channel is the probability that a pixel lies in an
/// object, the second, where there is one, that it lies on a boundary.
#[derive(Debug, Clone)]
pub(crate) struct MapParams {
    /// Typical diameter in pixels; none: as the maps show in the middle of the field.
    pub(crate) diameter: Option<f64>,
    /// From what probability on a pixel lies in an object.
    pub(crate) level: f64,
    /// Least depth of the valley between two objects, where an object's middle is about 1 high.
    pub(crate) split_depth: f64,
}

/// From what probability on a pixel is a boundary that parts objects.
const PARTED: f32 = 0.5;

/// Least area in pixels of a piece that tells of the typical size.
const CRUMB: usize = 10;

impl MapParams {
    /// Least and greatest area of an object in typical ones.
    pub(crate) const SIZES: [f64; 2] = [0.1, 12.0];

    /// The typical diameter; none where the middle of the maps shows no object.
    pub(super) fn diameter(&self, field: &dyn Field) -> Result<Option<f64>, ImageError> {
        if self.diameter.is_some() || field.size().contains(&0) {
            return Ok(self.diameter);
        }
        let middle = |n: usize| n.saturating_sub(LOOK) / 2..(n.saturating_sub(LOOK) / 2 + LOOK).min(n);
        let [rows, columns] = field.size().map(middle);
        let near = self.typical(&field.rows(rows.start, rows.end)?.slice(s![.., .., columns]).to_owned());
        if near.is_some() {
            return Ok(near);
        }
        // Nothing in the middle is not nothing at all: the first band that shows something tells.
        for top in (0..field.size()[0]).step_by(LOOK) {
            let found = self.typical(&*field.rows(top, (top + LOOK).min(field.size()[0]))?);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Median diameter of the pieces that maps show.
    fn typical(&self, maps: &Image) -> Option<f64> {
        let found = areas(&components(&self.core(maps), Connectivity::Faces));
        let mut sizes: Vec<usize> = found.into_iter().skip(1).filter(|&area| area >= CRUMB).collect();
        sizes.sort_unstable();
        let area = *sizes.get(sizes.len() / 2)? as f64;
        Some(2.0 * (area / std::f64::consts::PI).sqrt())
    }

    /// Pixels in objects that are no boundary.
    fn core(&self, maps: &Image) -> Mask {
        let (channels, ny, nx) = maps.dim();
        Mask::from_shape_fn((1, ny, nx), |(_, y, x)| {
            maps[[0, y, x]] > self.level as f32 && (channels < 2 || maps[[1, y, x]] <= PARTED)
        })
    }

    /// How far around a pixel its terrain is decided, in reduced pixels.
    pub(super) fn reach(survey: &Survey) -> usize {
        usize::from(cap(survey)) / 5 + 10
    }

    /// The terrain of a window of maps: hills from the distance to the outside and to boundaries, and from what the
    /// maps say themselves.
    pub(super) fn terrain(&self, window: &Image, origin: [usize; 2], survey: &Survey) -> Terrain {
        let plane = |at: usize| reduced(&window.slice(s![at..=at, .., ..]).to_owned(), survey.factor);
        let signal = plane(0);
        let edge = if window.dim().0 > 1 { plane(1) } else { Image::zeros(signal.dim()) };
        let both = ndarray::concatenate![ndarray::Axis(0), signal, edge];
        let far = chamfer(&self.core(&both), cap(survey));
        let unit = 1.0 / (5.0 * survey.radius) as f32;
        let mut hills = &signal * 0.25 - &(edge * 0.5);
        hills.iter_mut().zip(&far).for_each(|(hill, &far)| *hill += 0.75 * (f32::from(far) * unit).min(1.0));
        let inside: Mask = signal.mapv(|value| value > self.level as f32);
        let hills = gaussian(&hills, [0.0, 1.0, 1.0]);
        Terrain { origin: origin.map(|at| at / survey.factor), hills, inside, signal }
    }
}

/// Distances are counted up to a large object's half, in fifths of reduced pixels.
fn cap(survey: &Survey) -> u16 {
    (5.0 * 1.6 * survey.radius).ceil() as u16
}
