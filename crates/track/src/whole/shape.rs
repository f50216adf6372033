use super::known::Known;
use lca_pixels::{Labels, runs};
use std::collections::BTreeMap;

/// Size of an outline and the sums of its pixels' y, x, y², x² and xy.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Shape([f64; 6]);

impl Shape {
    pub(super) fn add(&mut self, y: usize, x: usize) {
        let (y, x) = (y as f64, x as f64);
        self.0.iter_mut().zip([1.0, y, x, y * y, x * x, y * x]).for_each(|(sum, more)| *sum += more);
    }

    pub(super) fn with(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }

    pub(super) const fn area(&self) -> f64 {
        self.0[0]
    }

    /// Of the disc of that area.
    pub(super) fn radius(&self) -> f64 {
        (self.area() / std::f64::consts::PI).sqrt()
    }

    pub(super) fn centre(&self) -> [f64; 2] {
        [self.0[1] / self.0[0], self.0[2] / self.0[0]]
    }

    /// How much of an ellipse it is: see [`lca_pixels::fullness`].
    pub(super) fn fullness(&self) -> f64 {
        let [area, sums @ ..] = self.0;
        lca_pixels::fullness(area, sums)
    }

    /// How far the centre of another is, in radii, where it is about as large and near enough to be the same cell.
    pub(super) fn apart(&self, other: &Self) -> Option<f64> {
        let (a, b) = (self.centre(), other.centre());
        let far = (a[0] - b[0]).hypot(a[1] - b[1]) / self.radius();
        (far < NEAR && (self.area() / other.area()).ln().abs() < ALIKE).then_some(far)
    }
}

/// How far a cell moves at most from one frame to the next while its outline breaks, in radii, and how much its area
/// changes, as a logarithm.
const NEAR: f64 = 0.5;
const ALIKE: f64 = 0.3;

/// The outlines of a flat frame, and which of them touch.
#[derive(Debug, Clone, Default)]
pub struct Outlines {
    pub(super) shapes: BTreeMap<u32, Shape>,
    /// Pairs of labels that touch along at least half the diameter of the smaller one, the lesser label first.
    pub(super) pairs: Vec<[u32; 2]>,
    /// What may be one cell, by the row of its centre: outlines, whose second label is 0, and pairs.
    rows: Vec<(Shape, [u32; 2])>,
    /// What segmentation says that else they may be.
    pub(super) known: Option<Known>,
}

impl Outlines {
    /// Measures the labels of a frame. In stacks no outlines touch here: what is done with them is for flat frames.
    #[must_use]
    pub fn of(labels: &Labels) -> Self {
        let mut found = Self::default();
        let (planes, ny, nx) = labels.dim();
        let Some(line) = labels.as_slice().filter(|_| planes == 1) else { return found };
        let mut touch: BTreeMap<[u32; 2], usize> = BTreeMap::new();
        for y in 0..ny {
            // Pixels of a label follow each other in a row: they are summed before the label is looked up.
            for (columns, own) in runs(&line[y * nx..(y + 1) * nx], 0) {
                let mut run = Shape::default();
                for x in columns {
                    run.add(y, x);
                    for other in [beyond(&line[y * nx + x..(y + 1) * nx], 1), beyond(&line[y * nx + x..], nx)]
                    {
                        if other != 0 && other != own {
                            *touch.entry([own.min(other), own.max(other)]).or_default() += 1;
                        }
                    }
                }
                found.take(own, &run);
            }
        }
        let wide = |label: &u32| 2.0 * found.shapes[label].radius();
        touch.retain(|pair, count| 2.0 * *count as f64 >= wide(&pair[0]).min(wide(&pair[1])));
        found.pairs = touch.into_keys().collect();
        found.rows = found.by_row();
        found
    }

    fn take(&mut self, label: u32, part: &Shape) {
        let shape = self.shapes.entry(label).or_default();
        *shape = shape.with(part);
    }

    fn by_row(&self) -> Vec<(Shape, [u32; 2])> {
        let ones = self.shapes.iter().map(|(&label, shape)| (*shape, [label, 0]));
        let pairs = self.pairs.iter().map(|&pair| (self.both(pair), pair));
        let mut rows: Vec<(Shape, [u32; 2])> = pairs.chain(ones).collect();
        rows.sort_by(|a, b| a.0.centre()[0].total_cmp(&b.0.centre()[0]));
        rows
    }

    /// The pair, or the outline (whose second label is 0), that is nearest to a shape's place and about as large.
    pub(super) fn nearest(&self, shape: &Shape) -> Option<[u32; 2]> {
        self.nearest_of(shape, |_| true)
    }

    /// The outline that is nearest to a shape's place and about as large.
    pub(super) fn nearest_outline(&self, shape: &Shape) -> Option<u32> {
        self.nearest_of(shape, |labels| labels[1] == 0).map(|[label, _]| label)
    }

    fn nearest_of(&self, shape: &Shape, fits: impl Fn([u32; 2]) -> bool) -> Option<[u32; 2]> {
        let (row, far) = (shape.centre()[0], NEAR * shape.radius());
        let from = self.rows.partition_point(|(other, _)| other.centre()[0] < row - far);
        let near = self.rows[from..].iter().take_while(|(other, _)| other.centre()[0] <= row + far);
        let near = near.filter(|(_, labels)| fits(*labels));
        let near = near.filter_map(|(other, labels)| Some((shape.apart(other)?, *labels)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, labels)| labels)
    }

    /// Two outlines as one, or the one whose second label is 0.
    pub(super) fn both(&self, [a, b]: [u32; 2]) -> Shape {
        if b == 0 { self.shapes[&a] } else { self.shapes[&a].with(&self.shapes[&b]) }
    }
}

/// The label beside a pixel, or behind a gap of one pixel, as programs leave it between outlines that touch.
fn beyond(from: &[u32], step: usize) -> u32 {
    let at = |steps: usize| from.get(steps * step).copied().unwrap_or(0);
    if at(1) == 0 { at(2) } else { at(1) }
}
