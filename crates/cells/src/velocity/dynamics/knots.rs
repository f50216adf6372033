use super::course::{Course, Place, Stage};

/// Knots of each stage.
const EACH: usize = 32;
/// Knots lie closer where a stage begins and amounts change fast: at this power of even steps of its time.
const CROWDED: f64 = 1.5;
/// Bounds of γ/β, and the shortest stage in 1/β.
const RATIO: (f64, f64) = (0.02, 50.0);
const SHORT: f64 = 0.05;

/// Logarithms of: the scales of unspliced and spliced amounts, γ/β, the time until the switch, and that until the last cell.
pub(super) type Five = [f64; 5];

/// A point of a course, for a part of the time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knot {
    pub(super) stage: Stage,
    /// Share of its stage's time that it stands for.
    pub(super) share: f64,
    /// Amounts of the course, without scales.
    pub(super) bare: Place,
    /// Amounts in the plane of the data.
    pub(super) place: Place,
}

/// A course in the plane of a gene's data.
pub(super) struct Curve {
    pub(super) course: Course,
    pub(super) scale: Place,
    pub(super) knots: Vec<Knot>,
}

/// Within bounds: no stage is longer than until the gene has come to rest.
pub(super) fn bounded(mut at: Five) -> Five {
    at[2] = at[2].clamp(RATIO.0.ln(), RATIO.1.ln());
    let longest = Course::longest(at[2].exp()).ln();
    at[3] = at[3].clamp(SHORT.ln(), longest);
    at[4] = at[4].clamp(SHORT.ln(), longest);
    at
}

impl Curve {
    pub(super) fn new(at: Five) -> Self {
        let [scale_u, scale_s, ratio, switch, rest] = at.map(f64::exp);
        let (course, scale) = (Course::new(ratio, switch), [scale_u, scale_s]);
        let even = |at: usize, of: usize| (at as f64 / of as f64).powf(CROWDED);
        let knots = (0..2 * EACH)
            .map(|at| {
                let (on, place) = (at < EACH, at % EACH);
                let when = even(2 * place + 1, 2 * EACH);
                let stage = Stage { on, since: when * if on { switch } else { rest } };
                let bare = course.place(stage);
                let share = even(place + 1, EACH) - even(place, EACH);
                Knot { stage, share, bare, place: scaled(bare, scale) }
            })
            .collect();
        Self { course, scale, knots }
    }

    /// How a knot's place changes with the five logarithms.
    pub(super) fn ways(&self, knot: &Knot) -> [Place; 5] {
        let [by_ratio, by_switch] = self.course.by_parameters(knot.stage);
        let speed = self.course.speed(knot.stage.on, knot.bare).map(|speed| speed * knot.stage.since);
        let (by_switch, by_rest) = if knot.stage.on {
            (speed, [0.0; 2])
        } else {
            (by_switch.map(|by| by * self.course.switch), speed)
        };
        let logarithmic = |by: Place| scaled(by, self.scale);
        [
            [knot.place[0], 0.0],
            [0.0, knot.place[1]],
            logarithmic(by_ratio.map(|by| by * self.course.ratio)),
            logarithmic(by_switch),
            logarithmic(by_rest),
        ]
    }
}

pub(super) fn scaled(place: Place, scale: Place) -> Place {
    [place[0] * scale[0], place[1] * scale[1]]
}

pub(super) fn dot(a: Place, b: Place) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// The squared distance of two places.
pub(super) fn apart(a: Place, b: Place) -> f64 {
    let off = [a[0] - b[0], a[1] - b[1]];
    dot(off, off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_those_of_differences() {
        let at = [0.3, -0.2, -0.5, 0.7, 0.9];
        let curve = Curve::new(at);
        for (place, knot) in curve.knots.iter().enumerate().step_by(7) {
            for (part, way) in curve.ways(knot).into_iter().enumerate() {
                let moved = |by: f64| {
                    let mut at = at;
                    at[part] += by;
                    Curve::new(at).knots[place].place
                };
                let (more, less) = (moved(1e-5), moved(-1e-5));
                for axis in 0..2 {
                    let change = (more[axis] - less[axis]) / 2e-5;
                    assert!((change - way[axis]).abs() < 1e-7, "{place} {part} {change} {way:?}");
                }
            }
        }
    }
}
