use super::Figure;
use super::frame::{NARROW, no_data, thin};
use super::scatter::{Scatter, check, groups};
use crate::ReportError;
use crate::chart::{Axis, Drawn, Panel, extent, finite, legend, place, sketch};
use crate::colour::INK;
use crate::error::same_length;

/// Points in a plane that move: where cells go on a map of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrows {
    /// The points, drawn as a scatter.
    pub scatter: Scatter,
    /// Where each point goes, in units of the axes; what is not finite is unknown.
    pub ways: Vec<(f64, f64)>,
}

/// Fields of the plane by each axis, of which each has one arrow.
const FIELDS: usize = 24;
/// A field has at least one point in so many of all.
const SPARSE: usize = 2000;
/// Length of the longest arrows, in fields.
const LONG: f64 = 1.6;
/// Length of an arrow's head as a share of the arrow, and its half angle.
const HEAD: f64 = 0.35;
const ANGLE: f64 = 0.45;

/// Draws points and, for each field of a grid over them, the mean way of the points within.
///
/// # Errors
/// [`ReportError::Length`] when there is not one way, label or value for each point.
pub fn arrows(data: &Arrows) -> Result<Figure, ReportError> {
    let Scatter { title, caption, points, .. } = &data.scatter;
    check(&data.scatter)?;
    same_length(title, "the ways", data.ways.len(), points.len())?;
    let (Some(x), Some(y)) = (
        Axis::linear(&data.scatter.x, finite(points).map(|p| p.0), 6),
        Axis::linear(&data.scatter.y, finite(points).map(|p| p.1), 6),
    ) else {
        return Ok(no_data(title, caption, NARROW));
    };
    let (x, y) = if data.scatter.ticks { (x, y) } else { (x.bare(), y.bare()) };
    let (kept, note) = thin(points.len(), 6000, "points");
    let (groups, keys) = groups(&data.scatter, &kept);
    let (top, draw_legend) = legend(keys, NARROW);
    let means = Grid::over(points).map(|grid| grid.arrows(data)).unwrap_or_default();
    let description = format!("{} points and {} arrows of their ways.", points.len(), means.len());
    let svg = sketch((NARROW, 410 + top), title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, NARROW, 410));
        let mut panel = Panel::new(&inner, "", x, y)?;
        for (colour, points) in &groups {
            panel.dots(points, *colour, if kept.len() > 3000 { 1.3 } else { 2.2 }, 0.45)?;
        }
        means.iter().try_for_each(|strokes| draw(&mut panel, strokes))
    })?;
    Ok(Figure::new(svg, title, caption).note(&note))
}

fn draw(panel: &mut Panel<'_, '_>, strokes: &[(f64, f64); 5]) -> Drawn {
    panel.line(strokes, INK, 1.1, 0.9)
}

/// The plane in fields.
struct Grid {
    low: [f64; 2],
    width: [f64; 2],
}

#[derive(Clone, Copy, Default)]
struct Field {
    count: usize,
    place: [f64; 2],
    way: [f64; 2],
}

impl Grid {
    fn over(points: &[(f64, f64)]) -> Option<Self> {
        let (left, right) = extent(finite(points).map(|point| point.0))?;
        let (low, high) = extent(finite(points).map(|point| point.1))?;
        let width =
            [right - left, high - low].map(|span| if span > 0.0 { span } else { 1.0 } / FIELDS as f64);
        Some(Self { low: [left, low], width })
    }

    /// Each arrow as one stroke: from its tail to its tip, and round its head. Places are in fields until drawn.
    fn arrows(&self, data: &Arrows) -> Vec<[(f64, f64); 5]> {
        let fields = self.fields(data);
        let least = data.ways.len().div_ceil(SPARSE);
        let means: Vec<Field> = fields.into_iter().filter(|field| field.count >= least.max(1)).collect();
        let long = means.iter().map(|field| field.way[0].hypot(field.way[1])).fold(0.0, f64::max);
        if long <= 0.0 {
            return Vec::new();
        }
        means.iter().map(|field| self.stroke(field, LONG / long)).collect()
    }

    fn fields(&self, data: &Arrows) -> Vec<Field> {
        let mut fields = vec![Field::default(); FIELDS * FIELDS];
        for (&(x, y), &(across, up)) in data.scatter.points.iter().zip(&data.ways) {
            let (place, way) = (self.within([x - self.low[0], y - self.low[1]]), self.within([across, up]));
            if place.iter().chain(&way).all(|part| part.is_finite()) {
                let at = place.map(|part| (part as usize).min(FIELDS - 1));
                let field = &mut fields[at[1] * FIELDS + at[0]];
                field.count += 1;
                for part in 0..2 {
                    field.place[part] += place[part];
                    field.way[part] += way[part];
                }
            }
        }
        for field in fields.iter_mut().filter(|field| field.count > 0) {
            let count = field.count as f64;
            field.place = field.place.map(|part| part / count);
            field.way = field.way.map(|part| part / count);
        }
        fields
    }

    fn within(&self, way: [f64; 2]) -> [f64; 2] {
        [way[0] / self.width[0], way[1] / self.width[1]]
    }

    fn stroke(&self, field: &Field, scale: f64) -> [(f64, f64); 5] {
        let way = field.way.map(|part| part * scale);
        let tip = [field.place[0] + way[0], field.place[1] + way[1]];
        let side = |angle: f64| {
            let (sin, cos) = angle.sin_cos();
            let back = [cos * way[0] - sin * way[1], sin * way[0] + cos * way[1]];
            [tip[0] - HEAD * back[0], tip[1] - HEAD * back[1]]
        };
        [field.place, tip, side(ANGLE), tip, side(-ANGLE)]
            .map(|at| (self.low[0] + at[0] * self.width[0], self.low[1] + at[1] * self.width[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Arrows {
        let scatter = Scatter { points: vec![(0.0, 0.0), (24.0, 24.0)], ..Scatter::default() };
        Arrows { scatter, ways: vec![(2.0, 0.0), (f64::NAN, 0.0)] }
    }

    #[test]
    fn an_arrow_leads_from_its_point_along_its_way() {
        let data = two();
        let strokes = Grid::over(&data.scatter.points).unwrap().arrows(&data);
        assert_eq!(strokes.len(), 1);
        let [tail, tip, left, _, right] = strokes[0];
        assert!(tail == (0.0, 0.0) && (tip.0 - LONG).abs() < 1e-12 && tip.1.abs() < 1e-12);
        assert!(left.0 < tip.0 && right.0 < tip.0 && (left.1 + right.1).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert!(arrows(&two()).is_ok());
        assert!(arrows(&Arrows { ways: vec![], ..two() }).is_err());
        assert!(arrows(&Arrows::default()).is_ok());
    }
}
