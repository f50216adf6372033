use super::{Cleavage, Division, Normal, distance, off};
use crate::link::LinkParams;
use crate::link::habit::Habit;
use crate::link::motion::{Motion, Pace};
use crate::link::past::Past;
use crate::link::points::{Points, quantile, square};

/// Weight, in divisions, of what holds for most cells.
const PRIOR: f64 = 4.0;

impl Cleavage {
    /// What holds for most cells: one in 250 divides in a frame, into halves that touch where it was.
    pub(crate) fn first(points: &Points, habit: &Habit, params: &LinkParams) -> Self {
        let mut areas = points.ln_area.clone();
        areas.sort_unstable_by(f64::total_cmp);
        let spread = (quantile(&areas, 0.75) - quantile(&areas, 0.25)) / 1.349;
        let off = Motion::new(points.dims(), habit.motion.scale.hypot(0.2 * points.contact), 5.0);
        Self {
            rate: 0.004_f64.ln(),
            apart: Normal::new((1.1 * points.contact).ln(), 0.35),
            off,
            near: off.of(Pace::default(), 1.0),
            halves: Normal::new(0.6_f64.ln(), 0.4),
            unlike: Normal::new(0.0, 0.4),
            all: Normal::new(quantile(&areas, 0.5), spread.max(0.2)),
            cycle: f64::INFINITY,
            lasts: [0.0; 2],
            least_age: params.min_cycle_frames,
        }
    }

    /// Learns from the divisions found; `self` is what holds for most cells.
    pub(crate) fn learned(&self, points: &Points, habit: &Habit, past: &Past, found: &[Division]) -> Self {
        let n = found.len() as f64;
        let mean = |start: f64, value: &dyn Fn(Division) -> f64| {
            (PRIOR * start + found.iter().map(|&division| value(division)).sum::<f64>()) / (PRIOR + n)
        };
        let spread = |start: f64, centre: f64, least: f64, value: &dyn Fn(Division) -> f64| {
            mean(start * start, &|division| (value(division) - centre).powi(2)).sqrt().max(least)
        };
        let area = |division: Division| division.daughters.map(|child| points.ln_area[child]);
        let apart = |division: Division| distance(points, division.daughters).ln();
        let halves = |division: Division| {
            let [a, b] = area(division);
            f64::midpoint(a, b) - past.area[division.mother]
        };
        let unlike = |division: Division| area(division)[0] - area(division)[1];
        let variance = self.off.scale * self.off.scale;
        let off =
            |division: Division| square(off(points, habit, division)).min(16.0 * variance) / self.off.dims;
        let (gap, half) = (mean(self.apart.mean, &apart), mean(self.halves.mean, &halves));
        let motion = Motion { scale: mean(variance, &off).sqrt(), ..self.off };
        Self {
            rate: ((n + 0.5) / (points.len() as f64 + 100.0)).ln(),
            apart: Normal::new(gap, spread(self.apart.spread, gap, 0.15, &apart)),
            off: motion,
            near: motion.of(Pace::default(), 1.0),
            halves: Normal::new(half, spread(self.halves.spread, half, 0.2, &halves)),
            unlike: Normal::new(0.0, spread(self.unlike.spread, 0.0, 0.2, &unlike)),
            cycle: points.len() as f64 / (n + 0.5),
            lasts: past.lasting(points, habit),
            ..*self
        }
    }
}
