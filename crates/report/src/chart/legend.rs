use super::panel::type_style;
use super::sketch::{Area, Drawn, units};
use crate::colour::{GREY, MUTED, Rgb, faint, solid};
use crate::svg::{fit, text_width};
use plotters::element::{Circle, PathElement, Rectangle, Text};
use plotters::style::ShapeStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// How a series looks in the legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Mark {
    Dot,
    Ring,
    Line,
    Band,
    Tick,
}

impl Mark {
    /// From its left edge to the text, in pixels.
    const fn width(self) -> f64 {
        match self {
            Self::Dot | Self::Ring | Self::Tick => 14.0,
            Self::Line | Self::Band => 23.0,
        }
    }
}

/// One entry of a legend.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) colour: Rgb,
    pub(crate) mark: Mark,
}

const ROW: f64 = 20.0;
const SIZE: f64 = 12.0;
/// Most entries before the rest is only counted.
const MOST: usize = 24;

/// Where each entry goes, in rows no wider than `width`, and the height of all rows.
fn layout(keys: &[Key], width: f64) -> (Vec<(f64, f64)>, f64) {
    let (mut x, mut y) = (4.0, ROW / 2.0);
    let mut places = Vec::new();
    for key in keys {
        let wide = key.mark.width() + 16.0 + text_width(&key.name, SIZE);
        if x > 4.0 && x + wide > width {
            (x, y) = (4.0, y + ROW);
        }
        places.push((x, y));
        x += wide;
    }
    (places, if keys.is_empty() { 0.0 } else { y + ROW / 2.0 + 4.0 })
}

/// A legend in rows at the top of a drawing. Gives its height in pixels, and what draws it.
pub(crate) fn legend(mut keys: Vec<Key>, width: u32) -> (u32, impl FnOnce(&Area<'_>) -> Drawn) {
    if keys.len() > MOST {
        let more = format!("and {} more", keys.len() - MOST);
        keys.truncate(MOST);
        keys.push(Key { name: more, colour: GREY, mark: Mark::Dot });
    }
    keys.iter_mut().for_each(|key| key.name = fit(&key.name, SIZE, 300.0));
    let (places, height) = layout(&keys, f64::from(width));
    let draw = move |area: &Area<'_>| {
        for (key, &place) in keys.iter().zip(&places) {
            entry(area, key, place)?;
        }
        Ok(())
    };
    (height.ceil() as u32, draw)
}

fn entry(area: &Area<'_>, key: &Key, (x, y): (f64, f64)) -> Drawn {
    let at = |dx: f64, dy: f64| (units(0) + ((x + dx) * 10.0) as i32, ((y + dy) * 10.0) as i32);
    let filled = |opacity| ShapeStyle { color: faint(key.colour, opacity), filled: true, stroke_width: 0 };
    let line = ShapeStyle { color: solid(key.colour), filled: false, stroke_width: 20 };
    match key.mark {
        Mark::Dot => area.draw(&Circle::new(at(5.0, 0.0), 45, filled(1.0)))?,
        Mark::Ring => area.draw(&Circle::new(at(5.0, 0.0), 38, line.stroke_width(15)))?,
        Mark::Line => area.draw(&PathElement::new(vec![at(1.0, 0.0), at(17.0, 0.0)], line))?,
        Mark::Tick => area.draw(&PathElement::new(vec![at(5.0, -6.0), at(5.0, 6.0)], line))?,
        Mark::Band => area.draw(&Rectangle::new([at(1.0, -5.0), at(17.0, 5.0)], filled(0.25)))?,
    }
    let style = type_style(SIZE, MUTED, false).pos(Pos::new(HPos::Left, VPos::Center));
    area.draw(&Text::new(key.name.clone(), at(key.mark.width(), 0.0), style))
}
