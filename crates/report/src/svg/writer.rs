use super::Svg;
use crate::colour::{Rgb, css};
use crate::escape::escape;
use std::fmt::Write as _;

/// Where a text lies from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Collects the elements of a drawing, in CSS pixels.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) body: String,
}

/// A coordinate with at most one decimal.
pub(crate) fn coordinate(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if !tenths.is_finite() {
        return "0".to_owned();
    }
    let tenths = tenths as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{}{whole}", if whole == 0 { "" } else { sign }),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

impl Writer {
    /// A path through the given path data, as a line.
    pub(crate) fn stroke(&mut self, data: &str, colour: Rgb, width: f64) {
        let (colour, width) = (css(colour), coordinate(width));
        let join = "fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"";
        self.push(format_args!("<path {join} stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{data}\"/>"));
    }

    pub(crate) fn circle(&mut self, (x, y): (f64, f64), radius: f64, fill: Rgb, line: Option<(Rgb, f64)>) {
        let stroke = line.map_or_else(String::new, |(colour, width)| {
            format!(" stroke=\"{}\" stroke-width=\"{}\"", css(colour), coordinate(width))
        });
        let (x, y, r) = (coordinate(x), coordinate(y), coordinate(radius));
        self.push(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{}\"{stroke}/>", css(fill)));
    }

    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), fill: Rgb, radius: f64) {
        let [x, y, w, h, r] = [x, y, w, h, radius].map(coordinate);
        let fill = css(fill);
        self.push(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\" fill=\"{fill}\"/>"
        ));
    }

    pub(crate) fn text(&mut self, (x, y): (f64, f64), text: &str, size: f64, colour: Rgb, anchor: Anchor) {
        self.styled_text((x, y), text, size, colour, anchor, "");
    }

    pub(crate) fn bold(&mut self, at: (f64, f64), text: &str, size: f64, colour: Rgb, anchor: Anchor) {
        self.styled_text(at, text, size, colour, anchor, " font-weight=\"600\"");
    }

    fn styled_text(
        &mut self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        colour: Rgb,
        anchor: Anchor,
        style: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, size) = (coordinate(x), coordinate(y), coordinate(size));
        let (colour, text) = (css(colour), escape(text));
        self.push(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{anchor}{style}>{text}</text>"
        ));
    }

    pub(crate) fn finish(self, size: (f64, f64), title: &str, description: &str) -> Svg {
        Svg {
            width: size.0,
            height: size.1,
            title: title.to_owned(),
            description: description.to_owned(),
            body: self.body,
        }
    }

    pub(crate) fn push(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing into a `String` cannot fail.
        let _ = self.body.write_fmt(element);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        assert_eq!(coordinate(12.0), "12");
        assert_eq!(coordinate(-0.04), "0");
        assert_eq!(coordinate(-0.26), "-0.3");
        assert_eq!(coordinate(f64::NAN), "0");
    }
}
