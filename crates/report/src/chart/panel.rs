use super::axis::{NAME, SMALL};
use super::sketch::{Area, Drawn, units};
use super::{Axis, finite};
use crate::colour::{GRID, INK, MUTED, Rgb, faint, solid};
use crate::svg::{Pen, UNIT, fit};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::Cartesian2d;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, ShapeStyle, TRANSPARENT, TextStyle};
use std::convert::Infallible;

/// A panel with axes, in whose coordinates one draws. Points that are not numbers are left out.
pub(crate) struct Panel<'a, 'p> {
    chart: ChartContext<'a, Pen<'p>, Cartesian2d<Axis, Axis>>,
    pub(crate) x: Axis,
    pub(crate) y: Axis,
}

/// The part of a drawing at this place, in pixels.
pub(crate) fn place<'p>(area: &Area<'p>, (x, y, width, height): (i32, i32, u32, u32)) -> Area<'p> {
    area.clone().shrink((units(x), units(y)), (width * UNIT as u32, height * UNIT as u32))
}

pub(super) fn type_style<'t>(size: f64, colour: Rgb, bold: bool) -> TextStyle<'t> {
    let weight = if bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = (FontFamily::SansSerif, size * f64::from(UNIT), weight);
    TextStyle { color: solid(colour).to_backend_color(), ..TextStyle::from(font) }
}

fn line(colour: Rgb, width: f64, opacity: f64) -> ShapeStyle {
    ShapeStyle {
        color: faint(colour, opacity),
        filled: false,
        stroke_width: (width * f64::from(UNIT)).round() as u32,
    }
}

impl<'a, 'p> Panel<'a, 'p> {
    /// Lays out a panel with its axes, and with a title above where there is one.
    pub(crate) fn new(
        area: &'a Area<'p>,
        title: &str,
        x: Axis,
        y: Axis,
    ) -> Result<Self, DrawingAreaErrorKind<Infallible>> {
        let (width, height) = area.dim_in_pixel();
        let (mut x, mut y) = (x, y);
        y.label = fit(&y.label, NAME, f64::from(height) / f64::from(UNIT) - 20.0);
        x.label = fit(&x.label, NAME, f64::from(width) / f64::from(UNIT) - y.room() - 20.0);
        if !title.is_empty() {
            // Bold type runs wider.
            let room = f64::from(width) / f64::from(UNIT) - y.room() - 14.0;
            let title = fit(title, 13.0 * 1.1, room);
            let at = (units(y.room().round() as i32), units(4));
            area.draw(&Text::new(title, at, type_style(13.0, INK, true)))?;
        }
        let below = if x.label.is_empty() { 0 } else { 20 }
            + if x.ticks.iter().all(|(_, text)| text.is_empty()) { 4 } else { 22 };
        let chart = ChartBuilder::on(area)
            .margin_top(units(if title.is_empty() { 8 } else { 26 }))
            .margin_right(units(14))
            .margin_bottom(units(4))
            .x_label_area_size(units(below))
            .y_label_area_size(units(y.room().round() as i32))
            .build_cartesian_2d::<Axis, Axis>(x.clone(), y.clone())?;
        let mut panel = Self { chart, x, y };
        panel.mesh()?;
        Ok(panel)
    }

    fn mesh(&mut self) -> Drawn {
        let (x, y) = (&self.x, &self.y);
        let mut mesh = self.chart.configure_mesh();
        if !x.grid {
            mesh.disable_x_mesh();
        }
        if !y.grid {
            mesh.disable_y_mesh();
        }
        mesh.light_line_style(TRANSPARENT)
            .bold_line_style(line(GRID, 1.0, 1.0))
            .axis_style(line(GRID, 1.0, 1.0))
            .set_all_tick_mark_size(units(4))
            .label_style(type_style(SMALL, MUTED, false))
            .axis_desc_style(type_style(NAME, INK, false))
            .x_desc(x.label.clone())
            .y_desc(y.label.clone())
            .draw()
    }

    /// Where a point lies on the two axes.
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.place(x), self.y.place(y))
    }

    /// A line through the points, broken where one is not a number.
    pub(crate) fn line(&mut self, points: &[(f64, f64)], colour: Rgb, width: f64, opacity: f64) -> Drawn {
        let known = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        for run in points.split(|point| !known(point)).filter(|run| run.len() > 1) {
            let path: Vec<_> = run.iter().map(|&point| self.at(point)).collect();
            self.chart.draw_series([PathElement::new(path, line(colour, width, opacity))])?;
        }
        Ok(())
    }

    /// A line of dashes through the points.
    pub(crate) fn dashes(&mut self, from: (f64, f64), to: (f64, f64), colour: Rgb) -> Drawn {
        let (from, to) = (self.at(from), self.at(to));
        let part = |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        let pieces = (0..40).map(|at| {
            let start = f64::from(at) / 40.0;
            PathElement::new(vec![part(start), part(start + 0.6 / 40.0)], line(colour, 1.2, 1.0))
        });
        self.chart.draw_series(pieces).map(|_| ())
    }

    /// Discs of this radius in pixels.
    pub(crate) fn dots(&mut self, points: &[(f64, f64)], colour: Rgb, radius: f64, opacity: f64) -> Drawn {
        let radius = radius * f64::from(UNIT);
        let style = faint(colour, opacity);
        let style = ShapeStyle { color: style, filled: true, stroke_width: 0 };
        let places: Vec<_> = finite(points).map(|point| self.at(point)).collect();
        self.chart.draw_series(places.into_iter().map(|at| Circle::new(at, radius, style))).map(|_| ())
    }

    /// Rings of this radius in pixels, filled with the page's colour.
    pub(crate) fn rings(&mut self, points: &[(f64, f64)], colour: Rgb, radius: f64) -> Drawn {
        self.dots(points, crate::colour::PAPER, radius, 1.0)?;
        let places: Vec<_> = finite(points).map(|point| self.at(point)).collect();
        let radius = radius * f64::from(UNIT);
        self.chart
            .draw_series(places.into_iter().map(|at| Circle::new(at, radius, line(colour, 1.5, 1.0))))
            .map(|_| ())
    }

    /// The band between two lines given as `(x, lower, upper)`.
    pub(crate) fn band(&mut self, rows: &[(f64, f64, f64)], colour: Rgb, opacity: f64) -> Drawn {
        let known = |(x, lo, hi): &(f64, f64, f64)| x.is_finite() && lo.is_finite() && hi.is_finite();
        for run in rows.split(|row| !known(row)).filter(|run| run.len() > 1) {
            let upper = run.iter().map(|&(x, _, hi)| self.at((x, hi)));
            let lower = run.iter().rev().map(|&(x, lo, _)| self.at((x, lo)));
            let outline: Vec<_> = upper.chain(lower).collect();
            self.chart.draw_series([Polygon::new(outline, faint(colour, opacity))])?;
        }
        Ok(())
    }

    /// A filled rectangle between two corners.
    pub(crate) fn block(&mut self, a: (f64, f64), b: (f64, f64), colour: Rgb) -> Drawn {
        let corners = [self.at(a), self.at(b)];
        let style = ShapeStyle { color: solid(colour), filled: true, stroke_width: 0 };
        self.chart.draw_series([Rectangle::new(corners, style)]).map(|_| ())
    }

    /// A text beside a point.
    pub(crate) fn text(&mut self, at: (f64, f64), text: &str, colour: Rgb, anchor: HPos) -> Drawn {
        let style = type_style(SMALL, colour, false).pos(Pos::new(anchor, VPos::Center));
        let at = self.at(at);
        self.chart.draw_series([Text::new(text.to_owned(), at, style)]).map(|_| ())
    }
}
