use super::motion::Walker;
use super::traits::Content;
use crate::truth::Level;
use lca_numerics::Rng;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// Mean duration of the cell cycle in s: 20 h, that of an epithelial line; 12 % from cell to cell.
const CYCLE: f64 = 72_000.0;
const CYCLE_VARIATION: f64 = 0.12;
/// From the rounding of the nucleus to its parting, in s.
const MITOSIS: f64 = 2_400.0;
/// From the parting to a nucleus that is closed and imports again, in s.
const REBUILDING: f64 = 1_200.0;
/// Mean radius of a nucleus in the middle of its cycle, in µm.
const NUCLEUS: f64 = 6.5;
/// Nuclear volume relative to that of the cytoplasm.
const NUCLEAR_VOLUME: f64 = 0.5;

/// A cell of the culture.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) track: u32,
    pub(crate) parent: Option<u32>,
    pub(crate) walker: Walker,
    pub(crate) content: Content,
    born: f64,
    /// When it parts, in s from the start of the movie.
    pub(crate) divides: f64,
    size: f64,
    elongation: f64,
    marker: f64,
    reporter: f64,
    grain: [f64; 3],
}

/// What a cell looks like in one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pose {
    pub(crate) track: u32,
    /// Centre of the nucleus along y and x in µm from the corner of the field at rest.
    pub(crate) centre: [f64; 2],
    pub(crate) shape: Shape,
    /// Brightness of the nuclear marker, 1 in an average nucleus.
    pub(crate) marker: f64,
    /// Reporter in the nucleus and in the cytoplasm, 1 when spread evenly in an average cell.
    pub(crate) reporter: [f64; 2],
    /// Phases of the grain of its chromatin.
    pub(crate) grain: [f64; 3],
}

/// The ellipse of a nucleus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// Half axes in µm.
    pub(crate) axes: [f64; 2],
    /// Direction of the first axis in radians from x towards y.
    pub(crate) angle: f64,
    /// Radius in µm of the whole cell.
    pub(crate) cell: f64,
}

impl Body {
    /// A cell at a random point of its cycle. In a growing culture the young are twice as many as
    /// those about to divide (Powell 1956).
    pub(crate) fn founder(track: u32, walker: Walker, content: Content, rng: &mut Rng) -> Self {
        let cycle = cycle(rng);
        let age = -(1.0 - rng.random::<f64>() / 2.0).log2() * cycle;
        let normal = |rng: &mut Rng| -> f64 { StandardNormal.sample(rng) };
        Self {
            track,
            parent: None,
            walker,
            content,
            born: -age,
            divides: cycle - age,
            size: 1.0 + 0.08 * normal(rng),
            elongation: 1.2 + 0.15 * rng.random::<f64>(),
            marker: (0.2 * normal(rng)).exp(),
            reporter: (0.3 * normal(rng)).exp(),
            grain: std::array::from_fn(|_| rng.random::<f64>() * std::f64::consts::TAU),
        }
    }

    /// A daughter of this cell, born at its parting.
    pub(crate) fn daughter(&self, track: u32, walker: Walker, content: Content, rng: &mut Rng) -> Self {
        let (born, divides) = (self.divides, self.divides + cycle(rng));
        let grain = std::array::from_fn(|_| rng.random::<f64>() * std::f64::consts::TAU);
        Self { track, parent: Some(self.track), walker, content, born, divides, grain, ..self.clone() }
    }

    /// Radius of the nucleus in µm, as its neighbours feel it.
    pub(crate) fn radius(&self, time: f64) -> f64 {
        let share = ((time - self.born) / (self.divides - self.born)).clamp(0.0, 1.0);
        // Area doubles through the cycle, most after the nucleus has been rebuilt.
        let rebuilt = ((time - self.born) / (2.0 * REBUILDING)).clamp(0.0, 1.0);
        let small = if self.parent.is_some() { 0.72 + 0.28 * rebuilt } else { 1.0 };
        NUCLEUS * self.size * small * (0.75 + 0.5 * share).sqrt()
    }

    /// How it looks at a time.
    pub(crate) fn pose(&self, time: f64) -> Pose {
        let radius = self.radius(time);
        let mitotic = self.divides - time < MITOSIS;
        let fresh = self.parent.is_some() && time - self.born < REBUILDING;
        let condensed = if mitotic {
            [0.9, 0.5]
        } else if fresh {
            fresh_axes(time - self.born)
        } else {
            [1.0; 2]
        };
        let stretch = if mitotic || fresh { 1.0 } else { self.elongation.sqrt() };
        let axes = [radius * condensed[0] * stretch, radius * condensed[1] / stretch];
        Pose {
            track: self.track,
            centre: self.walker.place,
            shape: Shape { axes, angle: self.walker.angle, cell: 2.1 * radius },
            marker: self.marker
                * (NUCLEUS * NUCLEUS / (axes[0] * axes[1])).powf(if mitotic || fresh { 0.8 } else { 0.3 }),
            reporter: self.reporter_at(mitotic || fresh),
            grain: self.grain,
        }
    }

    fn reporter_at(&self, open: bool) -> [f64; 2] {
        let inside = self.content.state[Level::Reporter as usize];
        let whole = 1.0 + NUCLEAR_VOLUME;
        let closed = [inside * whole / NUCLEAR_VOLUME, (1.0 - inside) * whole];
        if open { [self.reporter; 2] } else { closed.map(|level| level * self.reporter) }
    }
}

/// Half axes, relative to the radius, of a daughter nucleus that swells after the parting.
fn fresh_axes(age: f64) -> [f64; 2] {
    let share = age / REBUILDING;
    [0.9 + 0.1 * share, 0.55 + 0.45 * share]
}

fn cycle(rng: &mut Rng) -> f64 {
    let z: f64 = StandardNormal.sample(rng);
    CYCLE * (1.0 + CYCLE_VARIATION * z).clamp(0.6, 1.6)
}
