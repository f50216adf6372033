use super::body::{Body, Pose};
use super::motion::{Walker, pushes};
use super::traits::{Content, divide, draw};
use crate::DemoOptions;
use crate::truth::{Arm, advance, at_rest};
use lca_graph::Track;
use lca_numerics::{Rng, rng};
use rand::RngExt;

/// Nuclei per µm²: 700 per mm², a sub-confluent culture.
const DENSITY: f64 = 700e-6;
/// How far the culture reaches beyond the field, in µm: cells come in and leave.
const MARGIN: f64 = 40.0;
/// Longest step of motion in s.
const STEP: f64 = 60.0;

/// What happened in front of a camera: every cell in each frame, and who came from whom.
#[derive(Debug, Clone)]
pub(crate) struct Film {
    /// Side of the field in pixels.
    pub(crate) side: usize,
    /// Every cell of the culture in each frame, also those outside the field.
    pub(crate) frames: Vec<Vec<Pose>>,
    /// Every cell's life, in frames.
    pub(crate) lives: Vec<Track>,
}

/// Lets cells live in front of the camera under one arm's condition. `stream` separates the arms.
pub(crate) fn film(options: &DemoOptions, arm: &Arm, stream: u64) -> Film {
    let side = side(options);
    let extent = side as f64 * options.pixel_size + MARGIN;
    let mut rng = rng(options.seed, stream);
    let mut culture = Culture { bodies: Vec::new(), high: [extent; 2], next: 1, frame: 0, lives: Vec::new() };
    culture.sow(&mut rng);
    let mut frames = vec![culture.poses(0.0)];
    for frame in 1..options.frames() {
        culture.frame = frame as u32;
        let (from, to) = ((frame - 1) as f64 * options.frame_interval, frame as f64 * options.frame_interval);
        culture.live(from, to, arm, &mut rng);
        frames.push(culture.poses(to));
    }
    culture.lives.sort_unstable_by_key(|life| life.id);
    Film { side, frames, lives: culture.lives }
}

/// Side of a square field that shows the cells asked for, a multiple of 16 pixels.
pub(crate) fn side(options: &DemoOptions) -> usize {
    let pixels = (options.cells as f64 / DENSITY).sqrt() / options.pixel_size;
    (pixels / 16.0).ceil() as usize * 16
}

struct Culture {
    bodies: Vec<Body>,
    high: [f64; 2],
    next: u32,
    frame: u32,
    lives: Vec<Track>,
}

impl Culture {
    /// Places cells at random, none nearer to another than a nucleus is wide.
    fn sow(&mut self, rng: &mut Rng) {
        let area = (self.high[0] + MARGIN) * (self.high[1] + MARGIN);
        let wanted = (area * DENSITY).round() as usize;
        for _ in 0..100 * wanted {
            if self.bodies.len() == wanted {
                break;
            }
            let place =
                std::array::from_fn(|axis| -MARGIN + rng.random::<f64>() * (self.high[axis] + MARGIN));
            if self.bodies.iter().all(|body| distance(body.walker.place, place) > 15.0) {
                let content = Content { cell: draw(rng), state: at_rest(), volume: 1.0 };
                let walker = Walker::at(place, rng);
                let body = Body::founder(self.take_id(), walker, content, rng);
                self.begin(&body);
                self.bodies.push(body);
            }
        }
    }

    fn take_id(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn begin(&mut self, body: &Body) {
        self.lives.push(Track { id: body.track, begin: self.frame, end: self.frame, parent: body.parent });
    }

    /// Moves, grows, signals and divides every cell from one frame to the next.
    fn live(&mut self, from: f64, to: f64, arm: &Arm, rng: &mut Rng) {
        let steps = ((to - from) / STEP).ceil();
        let dt = (to - from) / steps;
        for step in 0..steps as usize {
            let time = from + (step + 1) as f64 * dt;
            self.part(time, rng);
            let places: Vec<[f64; 2]> = self.bodies.iter().map(|body| body.walker.place).collect();
            let radii: Vec<f64> = self.bodies.iter().map(|body| body.radius(time)).collect();
            for (body, push) in self.bodies.iter_mut().zip(pushes(&places, &radii)) {
                body.walker.step(dt, push, -MARGIN, self.high, rng);
                body.content.volume *= 2f64.powf(dt / 72_000.0);
                let Content { cell, state, .. } = &body.content;
                body.content.state = advance(state, cell, &arm.stimulus, time - dt, time);
            }
        }
    }

    /// Replaces every cell whose time has come by its daughters.
    fn part(&mut self, time: f64, rng: &mut Rng) {
        let (mothers, mut bodies): (Vec<Body>, Vec<Body>) =
            std::mem::take(&mut self.bodies).into_iter().partition(|body| body.divides <= time);
        for mother in mothers {
            let contents = divide(&mother.content, rng);
            for (content, way) in contents.into_iter().zip([1.0, -1.0]) {
                let body = mother.daughter(self.take_id(), apart(&mother, way, time), content, rng);
                self.begin(&body);
                bodies.push(body);
            }
        }
        self.bodies = bodies;
    }

    fn poses(&mut self, time: f64) -> Vec<Pose> {
        for body in &self.bodies {
            if let Ok(at) = self.lives.binary_search_by_key(&body.track, |life| life.id) {
                self.lives[at].end = self.frame;
            }
        }
        self.bodies.iter().map(|body| body.pose(time)).collect()
    }
}

/// Where a daughter starts: pulled across the metaphase plate's width.
fn apart(mother: &Body, way: f64, time: f64) -> Walker {
    let across = mother.walker.angle + std::f64::consts::FRAC_PI_2;
    let reach = way * 0.75 * mother.radius(time);
    let place =
        [mother.walker.place[0] + reach * across.sin(), mother.walker.place[1] + reach * across.cos()];
    Walker { place, ..mother.walker }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::ARMS;

    #[test]
    fn cells_divide_at_the_rate_of_their_cycle() {
        let options = DemoOptions { cells: 150, ..Default::default() };
        let film = film(&options, &ARMS[2], 1);
        let founders = film.lives.iter().filter(|life| life.parent.is_none()).count() as f64;
        let born = film.lives.iter().filter(|life| life.parent.is_some()).count() as f64;
        // A culture doubles in 20 h: in 4 h it grows by 2^(4/20) - 1 = 15 %.
        assert!((born / 2.0 / founders - 0.149).abs() < 0.06, "{born} {founders}");
        assert_eq!(film.frames.len(), 49);
        for life in &film.lives {
            let seen = film.frames.iter().flatten().filter(|pose| pose.track == life.id).count() as u32;
            assert!(seen == life.end - life.begin + 1 || seen == 0);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_cells() {
        let options = DemoOptions { cells: 20, ..Default::default() };
        assert_eq!(film(&options, &ARMS[0], 1).frames, film(&options, &ARMS[0], 1).frames);
        assert_ne!(film(&options, &ARMS[0], 1).frames, film(&options, &ARMS[0], 2).frames);
    }
}
