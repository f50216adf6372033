use super::Figure;
use super::frame::{NARROW, no_data};
use super::series::{colour_of, distinct, key};
use crate::ReportError;
use crate::chart::{Axis, Mark, Panel, legend, place, sketch};

/// Curves over one axis, such as dose-response curves or sensitivities over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the horizontal axis, with its unit.
    pub x: String,
    /// Name of the vertical axis, with its unit.
    pub y: String,
    /// Whether the horizontal axis is logarithmic; what is not positive is then left out.
    pub log_x: bool,
    /// The curves; those of one name have one colour.
    pub curves: Vec<Curve>,
}

/// One curve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// Points joined by a line.
    pub line: Vec<(f64, f64)>,
    /// Points drawn as dots.
    pub dots: Vec<(f64, f64)>,
}

const HIGH: u32 = 300;

/// Draws lines and dots in one panel, with a legend where there is more than one name.
///
/// # Errors
/// [`ReportError::Layout`] when the figure cannot be laid out.
pub fn curves(data: &Curves) -> Result<Figure, ReportError> {
    let drawn = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite() && (!data.log_x || *x > 0.0);
    let kept = |points: &[(f64, f64)]| points.iter().copied().filter(drawn).collect::<Vec<_>>();
    let all: Vec<(f64, f64)> =
        data.curves.iter().flat_map(|c| [kept(&c.line), kept(&c.dots)].concat()).collect();
    let xs = all.iter().map(|p| p.0);
    let x = if data.log_x { Axis::log(&data.x, xs, 6) } else { Axis::linear(&data.x, xs, 6) };
    let (Some(x), Some(y)) = (x, Axis::linear(&data.y, all.iter().map(|p| p.1), 6)) else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let names = distinct(data.curves.iter().map(|curve| curve.name.as_str()));
    let keys = names.iter().filter(|_| names.len() > 1);
    let keys = keys.map(|name| key(*name, colour_of(&names, name), Mark::Line)).collect();
    let (top, draw_legend) = legend(keys, NARROW);
    let description = format!("{} over {}: {}.", data.y, data.x, names.join(", "));
    let svg = sketch((NARROW, HIGH + top), &data.title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, NARROW, HIGH));
        let mut panel = Panel::new(&inner, "", x, y)?;
        for curve in &data.curves {
            let colour = colour_of(&names, &curve.name);
            panel.line(&kept(&curve.line), colour, 2.0, 1.0)?;
            panel.dots(&kept(&curve.dots), colour, 3.2, 1.0)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_drawn_and_what_has_no_logarithm_is_not() {
        let curve = |name: &str| Curve {
            name: name.into(),
            line: vec![(0.1, 0.0), (1.0, 0.5), (10.0, 0.9)],
            dots: vec![(0.0, 0.0), (1.0, f64::NAN)],
        };
        let data = Curves {
            title: "Dose and response".into(),
            log_x: true,
            curves: vec![curve("a"), curve("b")],
            ..Curves::default()
        };
        let text = curves(&data).unwrap().svg().standalone();
        assert!(text.contains("<path") && text.contains(">b<") && !text.contains("NaN"));
        let none = Curves { curves: vec![Curve::default()], ..data };
        assert!(curves(&none).unwrap().svg().standalone().contains("no data"));
    }
}
