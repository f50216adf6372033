use super::found::Known;
use crate::args::WatchArgs;
use lca_graph::{Detection, Tracks};
use lca_tables::DataFrame;
use lca_track::{FrameObjects, LinkParams, PulseParams, link, pulses};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A cell in a frame: the frame's number and its label there.
type Place = (u64, u32);

/// Frames back to which a division or pulse may still be news.
const NEWS: u64 = 4;
/// Frames of which the usual focus is the median.
const USUAL: usize = 20;

/// Cells followed as frames come: the last frames are linked anew with each, and cells keep the number they
/// were first given.
pub(super) struct Live<'a> {
    args: &'a WatchArgs,
    linked: Option<u64>,
    cells: BTreeMap<Place, u64>,
    next: u64,
    /// Mothers and daughters of divisions that were told.
    divided: BTreeSet<Place>,
    courses: BTreeMap<u64, BTreeMap<u64, f64>>,
    pulsed: BTreeMap<u64, Vec<u64>>,
    interesting: BTreeSet<(u64, usize)>,
    sharp: Vec<f64>,
    lost: bool,
}

impl<'a> Live<'a> {
    pub(super) fn new(args: &'a WatchArgs) -> Self {
        Self {
            args,
            linked: None,
            cells: BTreeMap::new(),
            next: 1,
            divided: BTreeSet::new(),
            courses: BTreeMap::new(),
            pulsed: BTreeMap::new(),
            interesting: BTreeSet::new(),
            sharp: Vec::new(),
            lost: false,
        }
    }

    /// The frame that those after it wait for.
    pub(super) fn waiting_for(&self, known: &Known) -> Option<u64> {
        let next = self.linked? + 1;
        known.last().filter(|last| *last >= next).map(|_| next)
    }

    /// Links every frame that has come in its turn, and returns what happened.
    pub(super) fn follow(&mut self, known: &Known) -> Result<Vec<Value>, String> {
        let mut events = Vec::new();
        let mut next = self.linked.map_or_else(|| known.first(), |linked| Some(linked + 1));
        while let Some(number) = next.filter(|number| known.has(*number)) {
            self.one(known, number, &mut events)?;
            self.linked = Some(number);
            next = Some(number + 1);
        }
        Ok(events)
    }

    fn one(&mut self, known: &Known, number: u64, events: &mut Vec<Value>) -> Result<(), String> {
        let from = known.first().unwrap_or(number).max((number + 1).saturating_sub(self.args.window));
        let tables: Vec<&DataFrame> = (from..=number).filter_map(|at| known.table(at)).collect();
        let bright = tables.last().and_then(|table| mean(table));
        let frames = tables.iter().enumerate();
        let frames: Result<Vec<FrameObjects>, _> =
            frames.map(|(t, table)| FrameObjects::from_table(t, table, bright.as_deref())).collect();
        let params = LinkParams { pixel_size_um: self.args.pixel_size_um, ..LinkParams::default() };
        let tracks = frames.and_then(|frames| link(&frames, &params)).map_err(|why| why.to_string())?;
        self.name(&tracks, from);
        self.divisions(&tracks, from, number, events);
        if let Some(table) = tables.last() {
            self.measure(number, table, events)?;
        }
        // What no window sees again is forgotten.
        let old = from.saturating_sub(NEWS + self.args.confirm);
        self.cells.retain(|place, _| place.0 >= old);
        self.divided.retain(|place| place.0 >= old);
        Ok(())
    }

    /// Gives the cells of the newest frame their numbers: those they had where they were seen before.
    fn name(&mut self, tracks: &Tracks, from: u64) {
        let mut last: BTreeMap<u32, u64> = BTreeMap::new();
        let mut taken: BTreeSet<(u64, u64)> = BTreeSet::new();
        for seen in tracks.detections() {
            let place = (from + u64::from(seen.t), seen.label);
            let before = last.get(&seen.track).copied().filter(|cell| !taken.contains(&(place.0, *cell)));
            let cell = *self.cells.entry(place).or_insert_with(|| {
                before.unwrap_or_else(|| {
                    self.next += 1;
                    self.next - 1
                })
            });
            taken.insert((place.0, cell));
            last.insert(seen.track, cell);
        }
    }

    fn divisions(&mut self, tracks: &Tracks, from: u64, number: u64, events: &mut Vec<Value>) {
        let mut seen_of: BTreeMap<u32, Vec<&Detection>> = BTreeMap::new();
        for seen in tracks.detections() {
            seen_of.entry(seen.track).or_default().push(seen);
        }
        let place = |seen: &Detection| (from + u64::from(seen.t), seen.label);
        for mother in tracks.tracks() {
            let daughters: Vec<&Vec<&Detection>> =
                tracks.children(mother.id).filter_map(|one| seen_of.get(&one.id)).collect();
            let confirmed = daughters.iter().all(|one| one.len() as u64 >= self.args.confirm);
            let Some(own) = seen_of.get(&mother.id).filter(|_| daughters.len() > 1 && confirmed) else {
                continue;
            };
            let late = from + u64::from(mother.end) + self.args.confirm + NEWS > number;
            let near: Vec<Place> = own
                .iter()
                .rev()
                .take(2)
                .chain(daughters.iter().flat_map(|one| one.iter().take(2)))
                .map(|seen| place(seen))
                .collect();
            if !late || near.iter().any(|place| self.divided.contains(place)) {
                continue;
            }
            self.divided.extend(near);
            let Some(end) = own.last() else { continue };
            let told = |seen: &Detection| {
                let cell = self.cells.get(&place(seen));
                json!({ "cell": cell, "label": seen.label, "y": seen.centre[1], "x": seen.centre[2] })
            };
            events.push(json!({
                "event": "division", "frame": from + u64::from(end.t) + 1, "seen_in": number,
                "mother": told(end), "daughters": daughters.iter().map(|one| told(one[0])).collect::<Vec<_>>(),
            }));
        }
    }

    /// Pulses and cells of interest, by what was measured in the newest frame.
    fn measure(&mut self, number: u64, table: &DataFrame, events: &mut Vec<Value>) -> Result<(), String> {
        let numbers = |name: &str| table.numbers(name).map_err(|why| why.to_string());
        let (labels, y, x) = (numbers("label")?, numbers("centre_y")?, numbers("centre_x")?);
        let cell = |row: usize| self.cells.get(&(number, labels[row] as u32)).copied();
        let cells: Vec<Option<u64>> = (0..labels.len()).map(cell).collect();
        for (which, interest) in self.args.interest.iter().enumerate() {
            for (row, value) in numbers(&interest.measure)?.into_iter().enumerate() {
                let met = if interest.above { value > interest.limit } else { value < interest.limit };
                let Some(cell) = cells[row].filter(|cell| met && self.interesting.insert((*cell, which)))
                else {
                    continue;
                };
                events.push(json!({
                    "event": "interest", "frame": number, "cell": cell, "label": labels[row], "y": y[row],
                    "x": x[row], "because": interest.text, "value": value,
                }));
            }
        }
        let Some(measure) = self.args.measure.clone().or_else(|| followed(table)) else { return Ok(()) };
        for (row, value) in numbers(&measure)?.into_iter().enumerate() {
            let Some(cell) = cells[row] else { continue };
            self.courses.entry(cell).or_default().insert(number, value);
            if let Some(event) = self.pulse(cell, number, &measure)? {
                events.push(event);
            }
        }
        Ok(())
    }

    /// The newest pulse of a cell, once it is over and unless it was told.
    fn pulse(&mut self, cell: u64, number: u64, measure: &str) -> Result<Option<Value>, String> {
        let course = &self.courses[&cell];
        let Some(first) = course.keys().next().copied() else { return Ok(None) };
        let values: Vec<f64> =
            (first..=number).map(|at| course.get(&at).copied().unwrap_or(f64::NAN)).collect();
        let params = PulseParams { min_prominence: self.args.prominence, min_distance: 3.0 };
        let found = pulses(&values, &params).map_err(|why| why.to_string())?;
        let told = self.pulsed.entry(cell).or_default();
        for pulse in found {
            let peak = first + pulse.peak as u64;
            let known = told.iter().any(|other| other.abs_diff(peak) <= 2);
            if known || peak + NEWS < number || values.len() < 8 {
                continue;
            }
            told.push(peak);
            return Ok(Some(json!({
                "event": "pulse", "frame": number, "cell": cell, "measure": measure, "peak": peak,
                "value": pulse.value, "prominence": pulse.prominence,
            })));
        }
        Ok(None)
    }

    /// Whether focus was lost or found with a frame.
    pub(super) fn focus(&mut self, number: u64, score: f64) -> Option<Value> {
        let mut sorted = self.sharp.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let usual = sorted.get(sorted.len() / 2).copied().filter(|_| sorted.len() >= 3);
        let blurred = usual.is_some_and(|usual| score < self.args.focus * usual);
        if !blurred {
            self.sharp.push(score);
            if self.sharp.len() > USUAL {
                self.sharp.remove(0);
            }
        }
        let was = std::mem::replace(&mut self.lost, blurred);
        let name = if blurred { "focus-lost" } else { "focus-found" };
        (was != blurred).then(|| json!({ "event": name, "frame": number, "focus": score, "usual": usual }))
    }
}

/// The first column that is a channel's mean over the object itself.
fn mean(table: &DataFrame) -> Option<String> {
    let mut names = table.columns().iter().map(|(name, _)| name);
    names.find(|name| name.ends_with("_mean") && !name.ends_with("_ring_mean")).cloned()
}

/// What is followed unless it is said: the translocation ratio of the second channel, else the first mean.
fn followed(table: &DataFrame) -> Option<String> {
    let ratios: Vec<&String> =
        table.columns().iter().map(|(name, _)| name).filter(|name| name.ends_with("_ratio")).collect();
    ratios.get(1).map(|name| (*name).clone()).or_else(|| mean(table))
}
