use crate::ModelError;

/// A dose-response curve, `zero + (full - zero) / (1 + (half / dose)^slope)` (Hill 1910).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HillCurve {
    /// The response without a dose.
    pub zero: f64,
    /// The response that large doses come to.
    pub full: f64,
    /// The dose of half the change (EC50 or IC50).
    pub half: f64,
    /// Hill's coefficient.
    pub slope: f64,
}

impl HillCurve {
    /// The response to a dose.
    #[must_use]
    pub fn response(&self, dose: f64) -> f64 {
        self.zero + (self.full - self.zero) * share(dose, self.half, self.slope)
    }

    /// Whether the half dose lies within the largest of these, so that data say where the curve ends. Else the end and
    /// the half dose are extrapolated and mean little.
    #[must_use]
    pub fn is_reached(&self, doses: &[f64]) -> bool {
        self.half <= doses.iter().copied().fold(0.0, f64::max)
    }

    /// The dose of a response: 0 where the response is that without a dose or on its other side,
    /// infinite where no dose reaches it.
    #[must_use]
    pub fn dose(&self, response: f64) -> f64 {
        let share = (response - self.zero) / (self.full - self.zero);
        if share <= 0.0 {
            0.0
        } else if share >= 1.0 || share.is_nan() {
            f64::INFINITY
        } else {
            self.half * (share / (1.0 - share)).powf(1.0 / self.slope)
        }
    }
}

fn share(dose: f64, half: f64, slope: f64) -> f64 {
    if dose <= 0.0 { 0.0 } else { 1.0 / (1.0 + (half / dose).powf(slope)) }
}

/// A relative change of the response below this is none.
const FLAT: f64 = 1e-6;

/// Fits a curve by least squares: for each pair of half dose and slope the other two follow from
/// linear regression, so only two are searched, from a grid and then by Gauss-Newton steps.
///
/// # Errors
/// When there are fewer than four doses, a number is not finite or a dose negative, or the responses
/// do not differ by more than a millionth.
pub fn fit_hill(doses: &[f64], responses: &[f64]) -> Result<HillCurve, ModelError> {
    let wrong = |why: &str| Err(ModelError::Argument { what: "dose-response", why: why.to_owned() });
    let finite = doses.iter().chain(responses).all(|value| value.is_finite());
    if doses.len() != responses.len() || !finite || doses.iter().any(|dose| *dose < 0.0) {
        return wrong("each dose needs a response, both finite, the doses not negative");
    }
    let positive = || doses.iter().copied().filter(|dose| *dose > 0.0);
    let (least, most) = (positive().fold(f64::INFINITY, f64::min), positive().fold(0.0, f64::max));
    if doses.len() < 4 || least >= most {
        return wrong("a curve has four parameters: give at least four doses, two of them positive");
    }
    let extreme = |f: fn(f64, f64) -> f64| responses.iter().copied().fold(responses[0], f);
    let (low, high) = (extreme(f64::min), extreme(f64::max));
    if high - low <= FLAT * low.abs().max(high.abs()) {
        return wrong("no dose changes the response, so there is no curve to fit");
    }
    let slopes = [0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0];
    let halves = (0..=40).map(|at| least * (most / least).powf(f64::from(at) / 40.0));
    let grid = halves.flat_map(|half| slopes.map(|slope: f64| [half.ln(), slope.ln()]));
    let mut tried: Vec<([f64; 2], f64)> = grid.map(|x| (x, error(doses, responses, x))).collect();
    tried.sort_by(|a, b| a.1.total_cmp(&b.1));
    tried.truncate(4);
    let refined = tried.iter().map(|(x, _)| refine(doses, responses, *x));
    let best = refined.min_by(|a, b| a.1.total_cmp(&b.1)).map_or([0.0; 2], |(x, _)| x);
    let (zero, full, _) = project(doses, responses, best);
    Ok(HillCurve { zero, full, half: best[0].exp(), slope: best[1].exp() })
}

/// The best levels for a half dose and slope (natural logarithms), and the residuals.
fn project(doses: &[f64], responses: &[f64], x: [f64; 2]) -> (f64, f64, Vec<f64>) {
    let shares: Vec<f64> = doses.iter().map(|&dose| share(dose, x[0].exp(), x[1].exp())).collect();
    let n = doses.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (s, y) = (mean(&shares), mean(responses));
    let spread: f64 = shares.iter().map(|value| (value - s).powi(2)).sum();
    let joint: f64 = shares.iter().zip(responses).map(|(a, b)| (a - s) * (b - y)).sum();
    let change = if spread > 0.0 { joint / spread } else { 0.0 };
    let zero = y - change * s;
    let residuals =
        shares.iter().zip(responses).map(|(share, value)| value - zero - change * share).collect();
    (zero, zero + change, residuals)
}

fn error(doses: &[f64], responses: &[f64], x: [f64; 2]) -> f64 {
    project(doses, responses, x).2.iter().map(|r| r * r).sum()
}

/// Damped Gauss-Newton steps with central differences of the projected residuals.
fn refine(doses: &[f64], responses: &[f64], mut x: [f64; 2]) -> ([f64; 2], f64) {
    let (mut best, mut damping) = (error(doses, responses, x), 1e-3);
    for _ in 0..200 {
        let column = |k: usize| {
            let step = |by: f64| {
                let mut moved = x;
                moved[k] += by;
                project(doses, responses, moved).2
            };
            step(1e-5).iter().zip(step(-1e-5)).map(|(up, down)| (up - down) / 2e-5).collect::<Vec<f64>>()
        };
        let (a, b, r) = (column(0), column(1), project(doses, responses, x).2);
        let dot = |u: &[f64], v: &[f64]| u.iter().zip(v).map(|(x, y)| x * y).sum::<f64>();
        let (aa, ab, bb) = (dot(&a, &a) * (1.0 + damping), dot(&a, &b), dot(&b, &b) * (1.0 + damping));
        let (ar, br, det) = (dot(&a, &r), dot(&b, &r), aa * bb - ab * ab);
        if det <= 0.0 || !det.is_finite() {
            break;
        }
        let step = [(ab * br - bb * ar) / det, (ab * ar - aa * br) / det];
        // Slopes from a twentieth to twenty, and no leap beyond what the data can tell.
        let tried = [x[0] + step[0].clamp(-2.0, 2.0), (x[1] + step[1].clamp(-1.0, 1.0)).clamp(-3.0, 3.0)];
        let found = error(doses, responses, tried);
        if found < best {
            let gain = best - found;
            (x, best, damping) = (tried, found, damping * 0.3);
            if gain <= 1e-14 * best {
                break;
            }
        } else {
            damping *= 10.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    (x, best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_that_made_the_data_is_found() {
        for truth in [
            HillCurve { zero: 0.2, full: 3.0, half: 0.7, slope: 1.0 },
            HillCurve { zero: 5.0, full: 1.0, half: 12.0, slope: 2.5 },
        ] {
            let doses: Vec<f64> = (0..9).map(|at| if at == 0 { 0.0 } else { 0.01 * 4f64.powi(at) }).collect();
            let responses: Vec<f64> = doses.iter().map(|&dose| truth.response(dose)).collect();
            let found = fit_hill(&doses, &responses).unwrap();
            for (a, b) in [
                (found.zero, truth.zero),
                (found.full, truth.full),
                (found.half, truth.half),
                (found.slope, truth.slope),
            ] {
                assert!((a / b - 1.0).abs() < 1e-7, "{found:?}");
            }
            assert!((found.dose(truth.response(3.0)) - 3.0).abs() < 1e-6);
        }
    }

    #[test]
    fn what_no_dose_reaches_is_infinite_and_no_data_are_no_curve() {
        let curve = HillCurve { zero: 1.0, full: 0.2, half: 1.0, slope: 1.0 };
        assert_eq!((curve.dose(0.1), curve.dose(1.0), curve.dose(1.2)), (f64::INFINITY, 0.0, 0.0));
        assert!(fit_hill(&[0.0, 1.0, 2.0, 3.0], &[1.0; 4]).is_err());
        assert!(fit_hill(&[1.0, 2.0], &[1.0, 2.0]).is_err());
        assert!(fit_hill(&[0.0, 1.0, 2.0, f64::NAN], &[1.0, 2.0, 3.0, 4.0]).is_err());
    }
}
