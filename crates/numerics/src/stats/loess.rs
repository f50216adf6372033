//! Local regression in one dimension (Cleveland, Devlin & Grosse 1988), fitted exactly at the
//! vertices of a k-d tree and blended between them by cubics (Cleveland & Grosse 1991), as the
//! reference implementation does by default: cost grows with vertices, not points.

/// Share of a neighbourhood's points that a cell of the tree may hold.
const CELL: f64 = 0.2;
/// Share of the range by which the tree reaches beyond the first and last point.
const MARGIN: f64 = 0.005;

/// The local quadratic fit to `y` over `x` at each point, each neighbourhood holding `span` (0 to 1)
/// of the points with tricube weights. Points where either is NaN give NaN and are not used.
#[must_use]
pub fn loess(x: &[f64], y: &[f64], span: f64) -> Vec<f64> {
    let finite = |&(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
    let mut points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).filter(finite).collect();
    points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let Some((&(first, _), &(last, _))) = points.first().zip(points.last()) else {
        return vec![f64::NAN; x.len()];
    };
    let near = ((points.len() as f64 * span + 1e-5) as usize).clamp(points.len().min(3), points.len());
    let leaf = ((points.len() as f64 * span * CELL) as usize).max(1);
    let margin = MARGIN * (last - first).max(1e-10 * first.abs().max(last.abs()) + 1e-30);
    let mut at = vec![first - margin, last + margin];
    cut(&points, leaf, &mut at);
    at.sort_unstable_by(f64::total_cmp);
    let vertices: Vec<Vertex> = at.into_iter().map(|at| fit(&points, near, at)).collect();
    x.iter().zip(y).map(|(&x, &y)| if finite(&(x, y)) { blend(&vertices, x) } else { f64::NAN }).collect()
}

/// Cuts cells until each holds at most `leaf` points: behind the last point of the lower half, or
/// where equal points lie on both sides, at the nearest place where they do not.
fn cut(points: &[(f64, f64)], leaf: usize, at: &mut Vec<f64>) {
    if points.len() <= leaf {
        return;
    }
    let half = points.len().div_ceil(2);
    let distinct = |&m: &usize| points[m - 1].0 < points[m].0;
    let above = (half..points.len()).find(distinct);
    let below = (1..half).rev().find(distinct);
    let nearest = match (above, below) {
        (Some(above), Some(below)) if half - below < above - half => below,
        (Some(either), _) | (None, Some(either)) => either,
        (None, None) => return,
    };
    at.push(points[nearest - 1].0);
    cut(&points[..nearest], leaf, at);
    cut(&points[nearest..], leaf, at);
}

struct Vertex {
    x: f64,
    value: f64,
    slope: f64,
}

/// The local quadratic at `at` from the `near` nearest of the sorted points.
fn fit(points: &[(f64, f64)], near: usize, at: f64) -> Vertex {
    let mut start = points.partition_point(|point| point.0 < at).saturating_sub(near);
    let further = |start: usize| at - points[start].0 > points[start + near].0 - at;
    while start + near < points.len() && further(start) {
        start += 1;
    }
    let window = &points[start..start + near];
    let reach = (at - window[0].0).abs().max((window[near - 1].0 - at).abs());
    let reach = if reach > 0.0 { reach } else { 1.0 };
    // Points that are all equally far would weigh nothing.
    let equally_far = window.iter().all(|&(x, _)| (x - at).abs() >= 0.999 * reach);
    let weighted: Vec<[f64; 3]> = window
        .iter()
        .map(|&(x, y)| {
            let u = (x - at) / reach;
            let weight = if equally_far { 1.0 } else { (1.0 - u.abs().powi(3)).max(0.0).powi(3) };
            [u, y, weight]
        })
        .collect();
    let (value, slope) = quadratic(&weighted);
    Vertex { x: at, value, slope: slope / reach }
}

/// Value and slope at 0 of the weighted quadratic through `[u, y, weight]`, by polynomials at right
/// angles; those that vanish on the points are left out.
fn quadratic(points: &[[f64; 3]]) -> (f64, f64) {
    let mut basis: Vec<[f64; 3]> = Vec::new();
    let (mut value, mut slope) = (0.0, 0.0);
    let at = |p: &[f64; 3], u: f64| p[0] + u * (p[1] + u * p[2]);
    let inner =
        |p: &[f64; 3], q: &[f64; 3]| points.iter().map(|[u, _, w]| w * at(p, *u) * at(q, *u)).sum::<f64>();
    for power in 0..3 {
        let mut p = [0.0; 3];
        p[power] = 1.0;
        let before = inner(&p, &p);
        for q in &basis {
            let along = inner(&p, q);
            (0..3).for_each(|k| p[k] -= along * q[k]);
        }
        let norm = inner(&p, &p);
        if norm <= 1e-14 * before || norm == 0.0 {
            continue;
        }
        p.iter_mut().for_each(|coefficient| *coefficient /= norm.sqrt());
        let coefficient = points.iter().map(|[u, y, w]| w * at(&p, *u) * y).sum::<f64>();
        value += coefficient * p[0];
        slope += coefficient * p[1];
        basis.push(p);
    }
    (value, slope)
}

/// The cubic between the vertices on both sides of `x` with their values and slopes.
fn blend(vertices: &[Vertex], x: f64) -> f64 {
    let right = vertices.partition_point(|vertex| vertex.x < x).clamp(1, vertices.len() - 1);
    let (a, b) = (&vertices[right - 1], &vertices[right]);
    let width = b.x - a.x;
    let t = if width > 0.0 { (x - a.x) / width } else { 0.0 };
    let s = 1.0 - t;
    s * s * (1.0 + 2.0 * t) * a.value + t * t * (1.0 + 2.0 * s) * b.value + s * s * t * width * a.slope
        - t * t * s * width * b.slope
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_reference_implementation() {
        let golden = |i: usize| (i as f64 * 0.618_033_988_749_894_9).fract() * 4.0 - 2.0;
        let mut x: Vec<f64> = (0..200).map(golden).collect();
        x.sort_unstable_by(f64::total_cmp);
        let y: Vec<f64> = x.iter().map(|x| (2.0 * x).sin() + 0.3 * (37.0 * x).cos()).collect();
        let fitted = loess(&x, &y, 0.3);
        // skmisc.loess(x, y, span=.3, degree=2)
        let want = [
            (0, 0.742_080_836_189_407),
            (13, 0.284_252_137_494_057_9),
            (50, -0.901_524_162_826_671_6),
            (100, 0.011_662_121_399_295_5),
            (150, 0.917_604_185_717_672_9),
            (199, -0.884_546_893_228_421_8),
        ];
        for (at, value) in want {
            assert!((fitted[at] - value).abs() < 1e-12, "{at}: {} {value}", fitted[at]);
        }
    }

    #[test]
    fn quadratics_are_kept_and_degenerate_input_is_defined() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - x + 0.5 * x * x).collect();
        assert!(loess(&x, &y, 0.4).iter().zip(&y).all(|(got, want)| (got - want).abs() < 1e-8));
        assert_eq!(loess(&[2.0; 4], &[1.0, 3.0, 1.0, 3.0], 0.3).len(), 4);
        assert!(loess(&[f64::NAN], &[1.0], 0.3)[0].is_nan());
        assert!(loess(&[1.0, 1.0], &[2.0, 4.0], 0.3).iter().all(|value| (value - 3.0).abs() < 1e-9));
    }
}
