use super::simplex::Simplex;
use super::state::FEASIBLE;

/// Pivots below this are not trusted.
const PIVOT: f64 = 1e-7;

/// How far the entering variable goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Without end.
    Endless,
    /// To its other bound.
    Across(f64),
    /// Until the variable at `place` is at its upper or lower bound.
    Until { place: usize, length: f64, at_upper: bool },
}

impl Simplex {
    /// The step of a feasible basis: among those that end it within the tolerance, the greatest pivot.
    pub(super) fn step(&self, entering: usize, grow: bool) -> Step {
        let range = self.room(entering, grow);
        let mut furthest = f64::INFINITY;
        for (_, room, speed, _) in self.limits(grow) {
            furthest = furthest.min((room + FEASIBLE) / speed);
        }
        let mut best: Option<(usize, f64, f64, bool)> = None;
        for (place, room, speed, at_upper) in self.limits(grow) {
            if room / speed <= furthest && best.is_none_or(|(_, _, most, _)| speed > most) {
                best = Some((place, (room / speed).max(0.0), speed, at_upper));
            }
        }
        match best {
            Some((place, length, _, at_upper)) if length < range => Step::Until { place, length, at_upper },
            _ if range.is_finite() => Step::Across(range),
            _ => Step::Endless,
        }
    }

    /// Of each variable in the basis that comes nearer to a bound: its place, how far it is, how fast it goes, and
    /// whether the bound is the upper.
    fn limits(&self, grow: bool) -> impl Iterator<Item = (usize, f64, f64, bool)> + '_ {
        self.filled.iter().filter_map(move |&place| {
            let speed = if grow { -self.column[place] } else { self.column[place] };
            let variable = self.head[place];
            let up = speed > 0.0;
            let room = if up {
                self.upper[variable] - self.x[variable]
            } else {
                self.x[variable] - self.lower[variable]
            };
            (speed.abs() > PIVOT && room.is_finite()).then_some((place, room, speed.abs(), up))
        })
    }

    /// The step while something is out of bounds: beyond each breakpoint, where a variable comes into its
    /// bounds or leaves them, the sum falls less; the step ends where it would grow.
    pub(super) fn repairing_step(&mut self, entering: usize, grow: bool) -> Step {
        let mut breaks = std::mem::take(&mut self.breaks);
        breaks.clear();
        for &place in &self.filled {
            let speed = if grow { -self.column[place] } else { self.column[place] };
            if speed.abs() > PIVOT {
                self.breakpoints(place, speed, &mut breaks);
            }
        }
        breaks.sort_unstable_by(|a, b| (a.length.total_cmp(&b.length)).then(a.place.cmp(&b.place)));
        let range = self.room(entering, grow);
        let mut slope = -self.reduced[entering].abs();
        let mut found: Option<Break> = None;
        for one in &breaks {
            if one.length > range && found.is_some_and(|last| last.length < range) {
                break;
            }
            slope += one.speed;
            // Of the breakpoints passed, a later one unless its pivot is far smaller.
            if found.is_none_or(|last| one.speed > 1e-3 * last.speed) {
                found = Some(*one);
            }
            if slope >= 0.0 {
                break;
            }
        }
        self.breaks = breaks;
        match found {
            Some(one) if one.length < range => {
                Step::Until { place: one.place, length: one.length, at_upper: one.at_upper }
            }
            _ if range.is_finite() => Step::Across(range),
            _ => Step::Endless,
        }
    }

    fn breakpoints(&self, place: usize, speed: f64, breaks: &mut Vec<Break>) {
        let variable = self.head[place];
        let (value, lower, upper) = (self.x[variable], self.lower[variable], self.upper[variable]);
        let beyond = self.beyond(variable);
        let mut add = |room: f64, at_upper: bool| {
            if room.is_finite() {
                breaks.push(Break { length: (room / speed).max(0.0), place, speed: speed.abs(), at_upper });
            }
        };
        if speed > 0.0 && beyond <= 0.0 {
            if beyond < 0.0 {
                add(lower - value, false);
            }
            add(upper - value, true);
        } else if speed < 0.0 && beyond >= 0.0 {
            if beyond > 0.0 {
                add(upper - value, true);
            }
            add(lower - value, false);
        }
    }
}

/// Where a variable in the basis meets a bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    length: f64,
    place: usize,
    speed: f64,
    at_upper: bool,
}
