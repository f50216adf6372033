use super::{extent, ticks};
use crate::svg::text_width;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Size of tick texts in pixels.
pub(super) const SMALL: f64 = 11.0;
/// Size of axis names in pixels.
pub(super) const NAME: f64 = 12.0;

/// One axis of a panel. On a logarithmic axis everything here is the logarithm to base 10.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    pub(crate) label: String,
    pub(crate) lo: f64,
    pub(crate) hi: f64,
    pub(crate) log: bool,
    pub(crate) grid: bool,
    pub(crate) ticks: Vec<(f64, String)>,
    least_room: f64,
}

impl Axis {
    fn new(label: &str, (lo, hi): (f64, f64), ticks: Vec<(f64, String)>) -> Self {
        Self { label: label.to_owned(), lo, hi, log: false, grid: true, ticks, least_room: 0.0 }
    }

    /// A linear axis around all finite values; none when there are none.
    pub(crate) fn linear(
        label: &str,
        values: impl IntoIterator<Item = f64>,
        most_ticks: usize,
    ) -> Option<Self> {
        let (lo, hi) = extent(values)?;
        let pad = if hi > lo { (hi - lo) * 0.04 } else { lo.abs().max(1.0) * 0.5 };
        Some(Self::exactly(label, lo - pad, hi + pad, most_ticks))
    }

    /// The same, from zero where no value is negative.
    pub(crate) fn from_zero(
        label: &str,
        values: impl IntoIterator<Item = f64>,
        most_ticks: usize,
    ) -> Option<Self> {
        let (lo, hi) = extent(values.into_iter().chain([0.0]))?;
        let hi = if hi > lo { hi } else { 1.0 };
        let below = if lo < 0.0 { (hi - lo) * 0.04 } else { 0.0 };
        Some(Self::exactly(label, lo - below, hi + (hi - lo) * 0.05, most_ticks))
    }

    /// A linear axis from `lo` to `hi`.
    pub(crate) fn exactly(label: &str, lo: f64, hi: f64, most_ticks: usize) -> Self {
        Self::new(label, (lo, hi), ticks::linear(lo, hi, most_ticks))
    }

    /// A logarithmic axis around all positive finite values; none when there are none.
    pub(crate) fn log(label: &str, values: impl IntoIterator<Item = f64>, most_ticks: usize) -> Option<Self> {
        let (lo, hi) = extent(values.into_iter().filter(|v| *v > 0.0).map(f64::log10))?;
        let pad = if hi > lo { (hi - lo) * 0.04 } else { 0.5 };
        let ticks = ticks::logarithmic(lo - pad, hi + pad, most_ticks);
        Some(Self { log: true, ..Self::new(label, (lo - pad, hi + pad), ticks) })
    }

    /// One place for each name, in order from the start.
    pub(crate) fn names(label: &str, names: impl IntoIterator<Item = String>) -> Self {
        let ticks: Vec<_> = names.into_iter().enumerate().map(|(at, name)| (at as f64, name)).collect();
        let hi = ticks.len() as f64 - 0.5;
        Self { grid: false, ..Self::new(label, (-0.5, hi.max(0.5)), ticks) }
    }

    /// Without ticks: where the numbers mean nothing, as in a UMAP.
    pub(crate) fn bare(mut self) -> Self {
        self.ticks.clear();
        self
    }

    /// With grid lines but without texts: where the panel below has them.
    pub(crate) fn quiet(mut self) -> Self {
        self.ticks.iter_mut().for_each(|(_, text)| text.clear());
        self
    }

    /// Running the other way.
    pub(crate) fn reversed(mut self) -> Self {
        std::mem::swap(&mut self.lo, &mut self.hi);
        self
    }

    /// The values at the two ends.
    pub(crate) fn ends(&self) -> (f64, f64) {
        if self.log { (10f64.powf(self.lo), 10f64.powf(self.hi)) } else { (self.lo, self.hi) }
    }

    /// Gives two y axes the same room, so that panels below each other line up.
    pub(crate) fn align(a: &mut Self, b: &mut Self) {
        let room = a.room().max(b.room());
        (a.least_room, b.least_room) = (room, room);
    }

    /// Room in pixels for the tick texts and the name, as a y axis.
    pub(crate) fn room(&self) -> f64 {
        let widest = self.ticks.iter().map(|(_, text)| text_width(text, SMALL)).fold(0.0, f64::max);
        let name = if self.label.is_empty() { 4.0 } else { NAME + 8.0 };
        (widest + name + if self.ticks.is_empty() { 2.0 } else { 10.0 }).max(self.least_room)
    }

    /// Where a value lies on the axis.
    pub(crate) fn place(&self, value: f64) -> f64 {
        if self.log { value.max(f64::MIN_POSITIVE).log10() } else { value }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value - self.lo) / (self.hi - self.lo);
        from + (f64::from(to - from) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.lo..self.hi
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let text = self.ticks.iter().find(|(at, _)| (at - value).abs() < 1e-12 * at.abs().max(1.0));
        text.map_or_else(String::new, |(_, text)| text.clone())
    }
}
