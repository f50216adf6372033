use crate::colour::css;
use crate::escape::escape;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};
use std::convert::Infallible;
use std::fmt::Write as _;

/// Units of the pen in one CSS pixel: `plotters` knows whole units only, which alone would be coarse.
pub(crate) const UNIT: i32 = 10;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Draws for `plotters` as compact SVG: neighbours of one style share a path, colours keep the names
/// by which dark pages change them.
pub(crate) struct Pen<'a> {
    out: &'a mut String,
    size: (u32, u32),
    style: String,
    data: String,
}

impl<'a> Pen<'a> {
    /// A pen for a drawing of this size in CSS pixels.
    pub(crate) const fn new(out: &'a mut String, (width, height): (u32, u32)) -> Self {
        let size = (width * UNIT as u32, height * UNIT as u32);
        Self { out, size, style: String::new(), data: String::new() }
    }

    /// Adds to the current path, or begins another where the style differs or must not be shared.
    fn path(&mut self, style: String, data: &str, share: bool) {
        if !share || self.style != style {
            self.flush();
        }
        self.style = style;
        self.data.push_str(data);
        if !share {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.data.is_empty() {
            let _ = write!(self.out, "<path {} d=\"{}\"/>", self.style, self.data);
            self.data.clear();
        }
    }
}

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        self.flush();
    }
}

fn px(units: i32) -> String {
    super::coordinate(f64::from(units) / f64::from(UNIT))
}

fn paint(kind: &str, colour: BackendColor) -> String {
    let opacity = if colour.alpha < 1.0 { format!(" opacity=\"{}\"", colour.alpha) } else { String::new() };
    format!("{kind}=\"{}\"{opacity}", css(colour.rgb))
}

fn line_style<S: BackendStyle>(style: &S) -> String {
    let width = px(style.stroke_width() as i32);
    format!("fill=\"none\" stroke-width=\"{width}\" {}", paint("stroke", style.color()))
}

fn move_along(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut data = String::new();
    for (at, (x, y)) in points.into_iter().enumerate() {
        let _ = write!(data, "{}{} {}", if at == 0 { 'M' } else { 'L' }, px(x), px(y));
    }
    data
}

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        self.flush();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Done {
        let data = format!("M{} {}h.1v.1h-.1z", px(x), px(y));
        self.path(paint("fill", colour), &data, true);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        if style.color().alpha > 0.0 {
            let data = format!("M{} {}H{}V{}H{}z", px(x0), px(y0), px(x1), px(y1), px(x0));
            let look = if fill { paint("fill", style.color()) } else { line_style(style) };
            self.path(look, &data, style.color().alpha >= 1.0);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        if style.color().alpha > 0.0 {
            // Where lines shine through each other each must be a path of its own.
            let look = line_style(style) + " stroke-linejoin=\"round\"";
            self.path(look, &move_along(path), style.color().alpha >= 1.0);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let r = radius as i32;
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        if fill {
            // A line of no length with round ends is a disc, and a thousand of them are one path.
            let look = format!("stroke-linecap=\"round\" stroke-width=\"{}\"", px(2 * r));
            let look = format!("{look} {}", paint("stroke", style.color()));
            self.path(look, &format!("M{} {}h0", px(x), px(y)), true);
        } else {
            let ring = format!("M{} {}a{r} {r} 0 1 1 0 .1z", px(x - r), px(y), r = px(r));
            self.path(line_style(style), &ring, true);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        if style.color().alpha > 0.0 {
            self.path(paint("fill", style.color()), &(move_along(path) + "z"), style.color().alpha >= 1.0);
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Done {
        if text.is_empty() {
            return Ok(());
        }
        self.flush();
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let dy = match style.anchor().v_pos {
            VPos::Top => "0.78em",
            VPos::Center => "0.35em",
            VPos::Bottom => "-0.22em",
        };
        let turn = match style.transform() {
            FontTransform::None => String::new(),
            FontTransform::Rotate90 => format!(" transform=\"rotate(90 {} {})\"", px(x), px(y)),
            FontTransform::Rotate180 => format!(" transform=\"rotate(180 {} {})\"", px(x), px(y)),
            FontTransform::Rotate270 => format!(" transform=\"rotate(270 {} {})\"", px(x), px(y)),
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"600\"" } else { "" };
        let (x, y, size) = (px(x), px(y), px(style.size().round() as i32));
        let (fill, text) = (paint("fill", style.color()), escape(text));
        let _ = write!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" dy=\"{dy}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
             {fill}{weight}{turn}>{text}</text>"
        );
        Ok(())
    }
}
