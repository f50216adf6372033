//! Objects of flat fields of any size, tile by tile: what is found does not depend on the tiles.

mod alternatives;
mod ascend;
mod choose;
mod graph;
mod maps;
mod method;
mod owners;
mod paint;
mod parts;
mod rule;
mod shape;
mod source;
mod stretch;
mod survey;
mod terrain;
mod tile;
mod view;

pub(crate) use maps::MapParams;
pub(crate) use rule::{Rule, SHAPE};
pub(crate) use source::grey;
pub(crate) use stretch::Grid;
pub(crate) use survey::{reduced, tone_of};
pub(crate) use terrain::{Terrain, chamfer, highest as block_highest};
pub(crate) use view::View;

pub use method::Method;
pub use source::{Field, field_diameter};

use crate::{Hypotheses, ImageError};
use alternatives::Alternatives;
use choose::{Choice, Node, choose, tree};
use graph::Graph;
use lca_pixels::{Image, Labels};
use method::Way;
use owners::owners;
use paint::{Near, paint};
use shape::{Shape, shape};
use std::ops::Range;
use survey::{Survey, radius_of, smooth, survey_of};
use tile::{Cut, Tile};

/// The labels of some rows of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Which rows.
    pub rows: Range<usize>,
    /// Their labels, `1, y, x`.
    pub labels: Labels,
    /// How many objects the whole field has.
    pub objects: usize,
    /// The finest parts that these labels are made of, where hypotheses were asked for: numbers of the whole field.
    pub parts: Option<Labels>,
}

/// What was found in a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// How many objects.
    pub objects: usize,
    /// What else they may be, where that was asked for.
    pub hypotheses: Hypotheses,
}

/// Finds objects in a flat field of any size, in tiles of `side` pixels (none: all at once), with the same
/// result for every side. Either the classical method tells objects from the ground, by background, noise
/// and brightness from a sample of the whole field, or a model that was learnt. Then each pixel climbs
/// its own way up a landscape of blobs and distances; the hills so found are joined or parted by their
/// valleys and shapes over the whole field; and each object is drawn where it is seen whole. Several
/// channels are averaged. `give` gets the labels of one band of rows after the other (`1, y, x`), numbered
/// from 1 in the order of their tops; the number of objects comes back. Objects wider than six
/// diameters are left out. What a network trained elsewhere says is joined and drawn in the same way, unless it
/// tells the objects' outlines itself: see [`crate::OnnxModel`].
///
/// Memory: about forty bytes for each pixel of a band of tiles (four times that with a model), and two
/// hundred for each object.
///
/// # Errors
/// When rows cannot be read, a pixel is not finite, a parameter is out of range, or `give` fails.
pub fn segment_field(
    field: &dyn Field,
    method: Method<'_>,
    side: Option<usize>,
    mut give: impl FnMut(Band) -> Result<(), ImageError>,
) -> Result<usize, ImageError> {
    Ok(find(field, method, side, false, &mut give)?.objects)
}

/// [`segment_field`], and what else the objects may be: each band also has the finest parts that its labels are made of.
/// The labels are the same. Memory: four bytes more for each pixel of a band.
///
/// # Errors
/// As [`segment_field`].
pub fn field_hypotheses(
    field: &dyn Field,
    method: Method<'_>,
    side: Option<usize>,
    mut give: impl FnMut(Band) -> Result<(), ImageError>,
) -> Result<Found, ImageError> {
    let mut seen = Vec::new();
    let found = find(field, method, side, true, &mut |band: Band| {
        for &part in band.parts.iter().flatten() {
            if part as usize >= seen.len() {
                seen.resize(part as usize + 1, false);
            }
            seen[part as usize] = true;
        }
        give(band)
    })?;
    Ok(Found { hypotheses: found.hypotheses.seen(&seen), ..found })
}

/// [`segment_image`], and what else the objects may be: what was found, the labels, and the finest parts they are made of.
///
/// # Errors
/// As [`segment_field`].
pub fn image_hypotheses(image: &Image, method: Method<'_>) -> Result<(Found, Labels, Labels), ImageError> {
    let none = || Labels::zeros((1, image.dim().1, image.dim().2));
    let (mut labels, mut parts) = (none(), none());
    let found = field_hypotheses(image, method, None, |band| {
        labels = band.labels;
        parts = band.parts.unwrap_or_else(none);
        Ok(())
    })?;
    Ok((found, labels, parts))
}

fn find(
    field: &dyn Field,
    method: Method<'_>,
    side: Option<usize>,
    hypotheses: bool,
    give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
) -> Result<Found, ImageError> {
    match method.way() {
        Way::Hills(rule) => by_hills(field, rule, side, hypotheses, give),
        Way::Network(model) => model.segment(field, side, hypotheses, give),
    }
}

/// [`segment_field`] by the hills of a landscape.
pub(crate) fn by_hills(
    field: &dyn Field,
    rule: Rule<'_>,
    side: Option<usize>,
    hypotheses: bool,
    give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
) -> Result<Found, ImageError> {
    let diameter = rule.diameter(field)?;
    let [ny, nx] = field.size();
    if ny == 0 || nx == 0 {
        return Ok(Found::default());
    }
    let Some(diameter) = diameter else {
        let side = side.unwrap_or(ny).max(1);
        for from in (0..ny).step_by(side) {
            let band = from..(from + side).min(ny);
            let seen = field.rows(band.start, band.end)?;
            ImageError::finite(&seen)?;
            let labels = Labels::zeros((1, band.len(), nx));
            let parts = hypotheses.then(|| labels.clone());
            give(Band { rows: band, labels, objects: 0, parts })?;
        }
        return Ok(Found::default());
    };
    let side = side.unwrap_or(ny.max(nx)).max(1);
    let factor = rule.factor(diameter);
    if side >= ny.max(nx) {
        return at_once(field, rule, diameter, hypotheses, give);
    }
    let survey = rule.survey(field, diameter, factor, side)?;
    Work { field, rule, survey, side, hypotheses }.run(give)
}

/// [`segment_field`] of an image in memory, all at once: how many objects, and their labels.
///
/// # Errors
/// As [`segment_field`].
pub fn segment_image(image: &Image, method: Method<'_>) -> Result<(usize, Labels), ImageError> {
    let mut out = None;
    let count = segment_field(image, method, None, |band| {
        out = Some(band.labels);
        Ok(())
    })?;
    Ok((count, out.unwrap_or_else(|| Labels::zeros((1, image.dim().1, image.dim().2)))))
}

/// How far a way up may lead, in typical diameters.
const CLIMB: f64 = 3.0;

/// Widest object in typical diameters.
const WIDEST: f64 = 6.0;

/// What [`Work::run`] does with one tile that is the whole field: each thing is done once.
fn at_once(
    field: &dyn Field,
    rule: Rule<'_>,
    diameter: f64,
    hypotheses: bool,
    give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
) -> Result<Found, ImageError> {
    let [ny, nx] = field.size();
    let window = field.rows(0, ny)?;
    ImageError::finite(&window)?;
    let factor = rule.factor(diameter);
    let radius = radius_of(diameter, factor);
    let (survey, soft) = if let Rule::Maps(_) = rule {
        (Survey::plain(diameter, factor), None)
    } else {
        let soft = smooth(&grey(&window), factor, radius);
        (survey_of(&soft, factor, radius), Some(soft))
    };
    let work = Work { field, rule, survey, side: ny.max(nx), hypotheses };
    let tile = Tile { core: [0..ny, 0..nx], origin: [0, 0] };
    let seen = work.seen(&window, soft, &tile);
    drop(window);
    let (found, labels, parts) = work.drawn(&tile, &seen);
    give(Band { rows: 0..ny, labels, objects: found.objects, parts })?;
    Ok(found)
}

struct Work<'f> {
    field: &'f dyn Field,
    rule: Rule<'f>,
    survey: Survey,
    side: usize,
    /// Whether it is kept what else objects may be.
    hypotheses: bool,
}

/// What one window shows.
struct Seen {
    terrain: Terrain,
    tops: Vec<u32>,
}

impl Work<'_> {
    fn run(&self, give: &mut dyn FnMut(Band) -> Result<(), ImageError>) -> Result<Found, ImageError> {
        let nx = self.field.size()[1];
        let mut all = Graph::default();
        self.cut(self.climb()).sweep(
            self.field,
            |tile, window| {
                let seen = self.look(tile, window)?;
                Ok(Graph::of(tile, &seen.terrain, &seen.tops, self.survey.factor))
            },
            |_, tiles| {
                for (_, part) in tiles {
                    all.basins.extend(part.basins);
                    all.passes.extend(part.passes);
                }
                Ok(())
            },
        )?;
        let graph = all.settled();
        let (choice, tree) = self.chosen(&graph);
        let widest = self.widest(&choice);
        let cut = self.cut(self.climb() + widest + 2);
        let mut labels = vec![0_u32; choice.objects.len()];
        cut.sweep(
            self.field,
            |tile, window| {
                let seen = self.look(tile, window)?;
                let owners = owners(&seen.terrain, &seen.tops, &graph, &choice);
                let own =
                    self.touching(tile, &choice).filter(|&object| self.begins_in(tile, &choice, object));
                Ok(own
                    .filter(|&object| self.shape(object, &choice, &owners, &seen).is_some())
                    .collect::<Vec<_>>())
            },
            |_, tiles| {
                tiles.iter().flat_map(|(_, kept)| kept).for_each(|&object| labels[object as usize] = 1);
                Ok(())
            },
        )?;
        let count = number(&mut labels);
        let alternatives = self.alternatives(&tree, &choice, &labels, &graph);
        drop(tree);
        cut.sweep(
            self.field,
            |tile, window| {
                let seen = self.look(tile, window)?;
                let owners = owners(&seen.terrain, &seen.tops, &graph, &choice);
                let kept = self.touching(tile, &choice).filter(|&object| labels[object as usize] > 0);
                let shapes: Vec<Shape> =
                    kept.filter_map(|object| self.shape(object, &choice, &owners, &seen)).collect();
                let painted = self.painted(tile, &shapes, &owners, &seen, &labels);
                let parts = alternatives
                    .as_ref()
                    .map(|all| all.parts(tile, &painted, &seen, &graph, self.survey.factor));
                Ok((painted, parts))
            },
            |rows, tiles| {
                let mut band = Labels::zeros((1, rows.len(), nx));
                let mut parts = self.hypotheses.then(|| band.clone());
                for (tile, (painted, own)) in tiles {
                    let columns = ndarray::s![.., .., tile.core[1].clone()];
                    band.slice_mut(columns).assign(&painted);
                    if let (Some(parts), Some(own)) = (&mut parts, own) {
                        parts.slice_mut(columns).assign(&own);
                    }
                }
                give(Band { rows, labels: band, objects: count, parts })
            },
        )?;
        Ok(Found { objects: count, hypotheses: alternatives.map(|all| all.hypotheses).unwrap_or_default() })
    }

    /// What a tile that is the whole field shows, its labels and, where asked for, their parts.
    fn drawn(&self, tile: &Tile, seen: &Seen) -> (Found, Labels, Option<Labels>) {
        let graph = Graph::of(tile, &seen.terrain, &seen.tops, self.survey.factor);
        let (choice, tree) = self.chosen(&graph);
        let owners = owners(&seen.terrain, &seen.tops, &graph, &choice);
        let shapes: Vec<Shape> = self
            .touching(tile, &choice)
            .filter_map(|object| self.shape(object, &choice, &owners, seen))
            .collect();
        let mut labels = vec![0_u32; choice.objects.len()];
        shapes.iter().for_each(|shape| labels[shape.object as usize] = 1);
        let objects = number(&mut labels);
        let painted = self.painted(tile, &shapes, &owners, seen, &labels);
        let alternatives = self.alternatives(&tree, &choice, &labels, &graph);
        let parts =
            alternatives.as_ref().map(|all| all.parts(tile, &painted, seen, &graph, self.survey.factor));
        let hypotheses = alternatives.map(|all| all.hypotheses).unwrap_or_default();
        (Found { objects, hypotheses }, painted, parts)
    }

    fn alternatives(
        &self,
        tree: &[Node],
        choice: &Choice,
        labels: &[u32],
        graph: &Graph,
    ) -> Option<Alternatives> {
        let taste = self.rule.taste(&self.survey);
        self.hypotheses.then(|| Alternatives::of(tree, choice, labels, graph.basins.len(), taste))
    }

    fn painted(&self, tile: &Tile, shapes: &[Shape], owners: &[u32], seen: &Seen, labels: &[u32]) -> Labels {
        let mut out = Labels::zeros((1, tile.core[0].len(), tile.core[1].len()));
        let (_, ny, nx) = seen.terrain.hills.dim();
        let (origin, factor, field) = (seen.terrain.origin, self.survey.factor, self.field.size());
        let near = Near { owners, origin, size: [ny, nx], labels, factor, field };
        if let Some(slots) = out.as_slice_mut() {
            shapes.iter().for_each(|shape| paint(shape, &near, tile, slots));
        }
        out
    }

    fn look(&self, tile: &Tile, window: &Image) -> Result<Seen, ImageError> {
        ImageError::finite(window)?;
        Ok(self.seen(window, None, tile))
    }

    /// [`Self::look`] without a check; `soft` is the window reduced and smoothed, where that was done.
    fn seen(&self, window: &Image, soft: Option<Image>, tile: &Tile) -> Seen {
        let terrain = self.rule.terrain(window, soft, tile.origin, &self.survey);
        let tops = ascend::ascend(&terrain, self.steps());
        Seen { terrain, tops }
    }

    fn shape(&self, object: u32, choice: &Choice, owners: &[u32], seen: &Seen) -> Option<Shape> {
        shape(object, choice, owners, &seen.terrain, self.rule.edge(&self.survey))
    }

    fn chosen(&self, graph: &Graph) -> (Choice, Vec<Node>) {
        let tree = tree(graph, self.rule.taste(&self.survey));
        (choose(graph, &tree), tree)
    }

    /// The most steps a way up may have.
    fn steps(&self) -> u32 {
        (CLIMB * self.wide()).ceil() as u32
    }

    /// How far around a pixel its basin is decided, in reduced pixels.
    fn climb(&self) -> usize {
        let reach = self.rule.reach(&self.survey);
        self.steps() as usize + reach + 1
    }

    fn cut(&self, halo: usize) -> Cut {
        let step = self.rule.step() * self.survey.factor;
        let halo = (halo * self.survey.factor).next_multiple_of(step);
        Cut { side: self.side.next_multiple_of(step), halo }
    }

    /// Objects that are not too wide and may have pixels in a tile's core.
    fn touching<'a>(&'a self, tile: &'a Tile, choice: &'a Choice) -> impl Iterator<Item = u32> + 'a {
        let factor = self.survey.factor;
        let objects = choice.objects.iter().enumerate();
        let touches = move |axis: usize, low: u32, high: u32| {
            (low as usize).saturating_sub(1) * factor < tile.core[axis].end
                && (high as usize + 1) * factor > tile.core[axis].start
        };
        objects
            .filter(move |(_, basin)| {
                self.fits(basin) && (0..2).all(|axis| touches(axis, basin.low[axis], basin.high[axis]))
            })
            .map(|(object, _)| object as u32)
    }

    fn fits(&self, basin: &graph::Basin) -> bool {
        let most = WIDEST * self.wide();
        (0..2).all(|axis| f64::from(basin.high[axis] - basin.low[axis]) <= most)
    }

    /// Width of a large object in reduced pixels: the typical one, or the largest of those learnt from.
    fn wide(&self) -> f64 {
        self.rule.learnt().map_or(2.0 * self.survey.radius, |sizes| {
            2.0 * (sizes.areas[1].max(1.0) / std::f64::consts::PI).sqrt() / self.survey.factor as f64
        })
    }

    fn begins_in(&self, tile: &Tile, choice: &Choice, object: u32) -> bool {
        let low = choice.objects[object as usize].low;
        (0..2).all(|axis| tile.core[axis].contains(&(low[axis] as usize * self.survey.factor)))
    }

    /// The greatest width of an object that is kept, in reduced pixels.
    fn widest(&self, choice: &Choice) -> usize {
        let width =
            |basin: &graph::Basin| (0..2).map(|axis| (basin.high[axis] - basin.low[axis]) as usize).max();
        choice.objects.iter().filter(|basin| self.fits(basin)).filter_map(width).max().unwrap_or(0)
    }
}

/// Numbers what is not 0 from 1, and says how many there are.
fn number(labels: &mut [u32]) -> usize {
    let mut last = 0;
    for slot in labels.iter_mut().filter(|slot| **slot > 0) {
        last += 1;
        *slot = last;
    }
    last as usize
}
