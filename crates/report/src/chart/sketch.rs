use crate::ReportError;
use crate::svg::{Pen, Svg, UNIT};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use std::convert::Infallible;

/// A rectangle of a drawing.
pub(crate) type Area<'p> = DrawingArea<Pen<'p>, Shift>;

/// What drawing gives.
pub(crate) type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// Makes a drawing of this size in CSS pixels.
pub(crate) fn sketch(
    (width, height): (u32, u32),
    title: &str,
    description: &str,
    draw: impl FnOnce(&Area<'_>) -> Drawn,
) -> Result<Svg, ReportError> {
    let mut body = String::new();
    let area = Pen::new(&mut body, (width, height)).into_drawing_area();
    let drawn = draw(&area).and_then(|()| area.present());
    drop(area);
    drawn.map_err(|why| ReportError::Layout { figure: title.to_owned(), why: why.to_string() })?;
    Ok(Svg {
        width: f64::from(width),
        height: f64::from(height),
        title: title.to_owned(),
        description: description.to_owned(),
        body,
    })
}

/// Upper left corners and size of `count` equal panels in rows of `columns`, from `top` downwards,
/// with the height that all need.
pub(crate) fn grid(
    count: usize,
    columns: usize,
    (width, panel_height): (u32, u32),
    top: u32,
) -> (Vec<(i32, i32, u32, u32)>, u32) {
    let columns = columns.clamp(1, count.max(1));
    let panel_width = width / columns as u32;
    let place = |at: usize| {
        let (column, row) = ((at % columns) as u32, (at / columns) as u32);
        ((column * panel_width) as i32, (top + row * panel_height) as i32, panel_width, panel_height)
    };
    let rows = count.div_ceil(columns) as u32;
    ((0..count).map(place).collect(), top + rows * panel_height)
}

/// Pixels as the units of the pen.
pub(crate) const fn units(pixels: i32) -> i32 {
    pixels * UNIT
}
