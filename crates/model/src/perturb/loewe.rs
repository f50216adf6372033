use super::HillCurve;

/// The combination index of two doses with a response: the sum of each dose over the dose that would
/// do it alone (Chou & Talalay 1984, doi:10.1016/0065-2571(84)90007-4). Below 1 is more than additive
/// (synergy), above 1 less. None where the response is not beyond that without a dose.
#[must_use]
pub fn combination_index(curves: [&HillCurve; 2], doses: [f64; 2], response: f64) -> Option<f64> {
    let part = |(curve, dose): (&HillCurve, f64)| match (dose, curve.dose(response)) {
        (0.0, _) => Some(0.0),
        (_, 0.0) => None,
        (dose, alone) => Some(dose / alone),
    };
    let [a, b] = curves;
    let index = part((a, doses[0]))? + part((b, doses[1]))?;
    (doses[0] > 0.0 || doses[1] > 0.0).then_some(index)
}

/// The response to two doses by Loewe's additivity: that at which the combination index is 1 (Loewe
/// 1926). None where the curves go different ways.
#[must_use]
pub fn additive_response(curves: [&HillCurve; 2], doses: [f64; 2]) -> Option<f64> {
    let [a, b] = curves;
    match doses {
        [dose, 0.0] => return Some(a.response(dose)),
        [0.0, dose] => return Some(b.response(dose)),
        _ if (a.full - a.zero) * (b.full - b.zero) <= 0.0 => return None,
        _ => {}
    }
    let further = |x: f64, y: f64| if a.full > a.zero { x.max(y) } else { x.min(y) };
    let (mut weak, mut strong) = (further(a.zero, b.zero), further(a.full, b.full));
    for _ in 0..200 {
        let middle = 0.5 * (weak + strong);
        // Too weak a response needs less than the doses given, so the index is above 1.
        match combination_index(curves, doses, middle) {
            Some(index) if index < 1.0 => strong = middle,
            _ => weak = middle,
        }
    }
    Some(0.5 * (weak + strong))
}

/// Pairs of doses that have a response by Loewe's additivity, from the second alone to the first
/// alone: a straight line. Empty where one of them does not reach it.
#[must_use]
pub fn isobole(curves: [&HillCurve; 2], response: f64, points: u32) -> Vec<(f64, f64)> {
    let [a, b] = curves.map(|curve| curve.dose(response));
    if !(a.is_finite() && b.is_finite() && a > 0.0 && b > 0.0) {
        return Vec::new();
    }
    let last = f64::from(points.max(2) - 1);
    (0..points.max(2)).map(|at| f64::from(at) / last).map(|share| (share * a, (1.0 - share) * b)).collect()
}
