use super::Figure;
use super::frame::WIDE;
use crate::colour::{BAD, GREY, INK, MUTED, PAPER, Rgb, category};
use crate::svg::{Anchor, Writer, coordinate, fit};
use std::f64::consts::{FRAC_PI_2, TAU};

/// The stations of the circle, from the top clockwise.
pub const STATIONS: [&str; 7] = [
    "Measure molecules",
    "Find the key molecules",
    "Follow them in space and time",
    "Fit a model",
    "Perturb and predict",
    "Compare with measurement",
    "Choose the next experiment",
];

/// The way from measurement to model and back, with what this run did of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Circle {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// The stations, from the top clockwise.
    pub stations: Vec<Station>,
}

/// One station of the circle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Station {
    /// Its name, such as one of [`STATIONS`].
    pub name: String,
    /// What came out there, in a few words.
    pub figure: String,
    /// Whether the run went through it.
    pub state: StationState,
}

/// What a run did at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StationState {
    /// It was not part of the study.
    #[default]
    Absent,
    /// It is done, and as good as was asked.
    Done,
    /// It is done, but not as good as was asked.
    Missed,
}

impl Station {
    /// A station of the run.
    pub fn new(name: impl Into<String>, figure: impl Into<String>, state: StationState) -> Self {
        Self { name: name.into(), figure: figure.into(), state }
    }

    const fn look(&self) -> (Rgb, &'static str) {
        match self.state {
            StationState::Absent => (GREY, "not in this study"),
            StationState::Done => (category(0), "done"),
            StationState::Missed => (BAD, "done, not as asked"),
        }
    }
}

const HEIGHT: f64 = 420.0;
const CENTRE: (f64, f64) = (WIDE as f64 / 2.0, 226.0);
const RADIUS: f64 = 146.0;
const NODE: f64 = 17.0;

/// Draws the stations on a circle with arrows from each to the next.
#[must_use]
pub fn circle(data: &Circle) -> Figure {
    let size = (f64::from(WIDE), HEIGHT);
    let count = data.stations.len();
    let mut writer = Writer::default();
    for (at, station) in data.stations.iter().enumerate() {
        let next = &data.stations[(at + 1) % count];
        arrow(&mut writer, (at, count), station, next);
    }
    for (at, station) in data.stations.iter().enumerate() {
        node(&mut writer, (at, count), station);
        name(&mut writer, (at, count), station);
    }
    middle(&mut writer, &data.stations);
    let listed: Vec<String> =
        data.stations.iter().map(|s| format!("{}: {}, {}", s.name, s.look().1, s.figure)).collect();
    Figure::new(writer.finish(size, &data.title, &listed.join("; ")), &data.title, &data.caption)
}

fn angle((at, count): (usize, usize)) -> f64 {
    at as f64 / count as f64 * TAU - FRAC_PI_2
}

fn point(angle: f64, radius: f64) -> (f64, f64) {
    (CENTRE.0 + radius * angle.cos(), CENTRE.1 + radius * angle.sin())
}

fn arrow(writer: &mut Writer, place: (usize, usize), station: &Station, next: &Station) {
    let gap = (NODE + 8.0) / RADIUS;
    let (from, to) = (angle(place) + gap, angle((place.0 + 1, place.1)) - gap);
    let both = [station, next].iter().all(|s| s.state != StationState::Absent);
    let colour = if both { category(0) } else { GREY };
    let ((x0, y0), (x1, y1)) = (point(from, RADIUS), point(to, RADIUS));
    let [x0, y0, x1, y1, r] = [x0, y0, x1, y1, RADIUS].map(coordinate);
    writer.stroke(&format!("M{x0} {y0}A{r} {r} 0 0 1 {x1} {y1}"), colour, if both { 2.4 } else { 1.2 });
    let back = to - 9.0 / RADIUS;
    let tip = |(x, y): (f64, f64)| format!("{} {}", coordinate(x), coordinate(y));
    let (a, b, c) = (tip(point(back, RADIUS - 5.5)), tip(point(to, RADIUS)), tip(point(back, RADIUS + 5.5)));
    writer.stroke(&format!("M{a}L{b}L{c}"), colour, if both { 2.4 } else { 1.2 });
}

fn node(writer: &mut Writer, place: (usize, usize), station: &Station) {
    let at = point(angle(place), RADIUS);
    let (colour, _) = station.look();
    let (fill, ink) = if station.state == StationState::Absent { (PAPER, GREY) } else { (colour, PAPER) };
    writer.circle(at, NODE, fill, Some((colour, 1.6)));
    let text = match station.state {
        StationState::Missed => "✗".to_owned(),
        _ => (place.0 + 1).to_string(),
    };
    writer.bold((at.0, at.1 + 5.0), &text, 14.0, ink, Anchor::Middle);
}

fn name(writer: &mut Writer, place: (usize, usize), station: &Station) {
    let turn = angle(place);
    let (x, y) = point(turn, RADIUS);
    let ink = if station.state == StationState::Absent { MUTED } else { INK };
    let figure = if station.figure.is_empty() { station.look().1 } else { &station.figure };
    let aside = NODE + 13.0;
    // At the foot the names keep out of the way of the arrows.
    let below = if turn.sin() > 0.7 { 12.0 } else { -3.0 };
    let (anchor, x, y) = match (turn.cos().abs() < 0.2, turn.sin() < 0.0) {
        (true, true) => (Anchor::Middle, x, y - NODE - 32.0),
        (true, false) => (Anchor::Middle, x, y + NODE + 22.0),
        _ if turn.cos() > 0.0 => (Anchor::Start, x + aside, y + below),
        _ => (Anchor::End, x - aside, y + below),
    };
    let room = if anchor == Anchor::Middle { 420.0 } else { CENTRE.0 - (x - CENTRE.0).abs() };
    writer.bold((x, y), &fit(&station.name, 15.0, room), 15.0, ink, anchor);
    writer.text((x, y + 19.0), &fit(figure, 13.0, room), 13.0, MUTED, anchor);
}

fn middle(writer: &mut Writer, stations: &[Station]) {
    let through = stations.iter().filter(|station| station.state != StationState::Absent).count();
    let (x, y) = CENTRE;
    writer.bold((x, y + 4.0), &format!("{through} of {}", stations.len()), 30.0, INK, Anchor::Middle);
    writer.text((x, y + 26.0), "stations in this run", 13.0, MUTED, Anchor::Middle);
}
