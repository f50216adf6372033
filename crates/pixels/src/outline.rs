use crate::Labels;
use std::collections::HashSet;

/// The outer edge of one connected patch of one label in one plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The label.
    pub label: u32,
    /// The plane.
    pub z: usize,
    /// Corners of the closed polygon as `x, y` in pixels, clockwise on screen; pixel `(y, x)` covers
    /// `x..x+1` by `y..y+1`. Only corners where the edge turns.
    pub points: Vec<[f64; 2]>,
}

/// The outlines of all labels, plane by plane, in the order of their first pixels. Holes are left
/// out; patches of one label that touch only at a corner are separate.
#[must_use]
pub fn outlines(labels: &Labels) -> Vec<Outline> {
    let mut found = Vec::new();
    for (z, plane) in labels.outer_iter().enumerate() {
        let mut seen = HashSet::new();
        for ((y, x), &label) in plane.indexed_iter() {
            let above = if y == 0 { 0 } else { plane[[y - 1, x]] };
            if label == 0 || above == label || seen.contains(&(y, x)) {
                continue;
            }
            let is = |y: i64, x: i64| {
                let at = usize::try_from(y).ok().zip(usize::try_from(x).ok());
                at.and_then(|(y, x)| plane.get([y, x])).is_some_and(|&other| other == label)
            };
            let points = follow(y, x, is, &mut seen);
            if signed_area(&points) > 0.0 {
                found.push(Outline { label, z, points });
            }
        }
    }
    found
}

/// Steps along pixel edges: right, down, left, up. The label lies to the right hand.
const STEPS: [(i64, i64); 4] = [(0, 1), (1, 0), (0, -1), (-1, 0)];

fn follow(
    y: usize,
    x: usize,
    is: impl Fn(i64, i64) -> bool,
    seen: &mut HashSet<(usize, usize)>,
) -> Vec<[f64; 2]> {
    let start = (y as i64, x as i64);
    let (mut at, mut heading) = (start, 0_usize);
    let mut points = vec![[x as f64, y as f64]];
    loop {
        if heading == 0 {
            seen.insert((at.0 as usize, at.1 as usize));
        }
        at = (at.0 + STEPS[heading].0, at.1 + STEPS[heading].1);
        // The two pixels ahead of the corner reached, to the right and to the left hand.
        let (right, left) = match heading {
            0 => ((at.0, at.1), (at.0 - 1, at.1)),
            1 => ((at.0, at.1 - 1), (at.0, at.1)),
            2 => ((at.0 - 1, at.1 - 1), (at.0, at.1 - 1)),
            _ => ((at.0 - 1, at.1), (at.0 - 1, at.1 - 1)),
        };
        let turned = if !is(right.0, right.1) {
            (heading + 1) % 4
        } else if is(left.0, left.1) {
            (heading + 3) % 4
        } else {
            heading
        };
        if at == start && turned == 0 {
            return points;
        }
        if turned != heading {
            points.push([at.1 as f64, at.0 as f64]);
        }
        heading = turned;
    }
}

/// Area inside a polygon; positive when it runs clockwise on screen (y down).
fn signed_area(points: &[[f64; 2]]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_is_a_square() {
        let mut labels = Labels::zeros((1, 3, 3));
        labels[[0, 1, 1]] = 4;
        let found = outlines(&labels);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].points, [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]]);
    }

    #[test]
    fn areas_of_outlines_are_those_of_the_labels() {
        let labels = Labels::from_shape_fn((2, 17, 19), |(z, y, x)| {
            let far = (y as f64 - 8.0).hypot(x as f64 - 9.0);
            if far < 7.0 - z as f64 { 3 } else { u32::from(y == 16) * 2 }
        });
        let found = outlines(&labels);
        for (label, z) in [(3, 0), (3, 1), (2, 0)] {
            let pixels = labels.outer_iter().nth(z).unwrap().iter().filter(|&&l| l == label).count();
            let area: f64 =
                found.iter().filter(|o| o.label == label && o.z == z).map(|o| signed_area(&o.points)).sum();
            assert_eq!(area, pixels as f64);
        }
    }

    #[test]
    fn holes_have_no_outline_of_their_own() {
        let mut labels = Labels::from_elem((1, 5, 5), 1);
        labels[[0, 2, 2]] = 0;
        assert_eq!(outlines(&labels).len(), 1);
    }
}
