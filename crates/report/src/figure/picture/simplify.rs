/// Leaves out points of a closed line that lie within `tolerance` of it (Douglas and Peucker, 1973).
pub(super) fn simplify(line: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    if line.len() < 8 {
        return line.to_vec();
    }
    let far = |&at: &usize| (line[at].0 - line[0].0).hypot(line[at].1 - line[0].1);
    let middle = (1..line.len()).max_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(line.len() / 2);
    let closed: Vec<(f64, f64)> = line.iter().copied().chain([line[0]]).collect();
    let mut keep = vec![false; closed.len()];
    keep[0] = true;
    keep[middle] = true;
    let mut open = vec![(0, middle), (middle, line.len())];
    while let Some((from, to)) = open.pop() {
        let worst = (from + 1..to).map(|at| (distance(closed[at], closed[from], closed[to]), at));
        if let Some((_, at)) = worst.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(off, _)| *off > tolerance) {
            keep[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    line.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(point, _)| *point).collect()
}

/// Distance of a point from the line through two others.
fn distance(point: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy);
    if length == 0.0 {
        return (point.0 - a.0).hypot(point.1 - a.1);
    }
    ((point.0 - a.0) * dy - (point.1 - a.1) * dx).abs() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_keeps_its_shape_with_few_points() {
        let turn = |at: u32| f64::from(at) * std::f64::consts::TAU / 200.0;
        let circle: Vec<_> = (0..200).map(|at| (20.0 * turn(at).cos(), 20.0 * turn(at).sin())).collect();
        let few = simplify(&circle, 0.4);
        assert!((8..40).contains(&few.len()), "{}", few.len());
        assert!(few.iter().all(|(x, y)| (x.hypot(*y) - 20.0).abs() < 1e-9));
    }
}
