use crate::NetworkError;
use lca_numerics::stats::{mean, student_reach};

/// On which scale signal and amount lie on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CurveScale {
    /// The logarithms of both.
    #[default]
    Log,
    /// Both as they are.
    Linear,
}

/// The line through standards of known amount, by least squares.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The scale; logarithms are to base 10.
    pub scale: CurveScale,
    /// Where it begins.
    pub intercept: f64,
    /// How steep it is; 1 on the logarithmic scale means that signal is proportional to amount.
    pub slope: f64,
    /// How far standards lie from it: the standard deviation of amounts on its scale.
    pub deviation: f64,
    /// How many standards there are.
    pub standards: usize,
    /// The smallest and largest signal among them.
    pub range: (f64, f64),
    centre: f64,
    spread: f64,
}

impl Curve {
    /// Fits standards: (signal, amount), at least three of different signals.
    ///
    /// # Errors
    /// [`NetworkError::TooFew`] with fewer, [`NetworkError::Argument`] when they do not rise.
    pub fn fit(points: &[(f64, f64)], scale: CurveScale) -> Result<Self, NetworkError> {
        let valid = |(x, y): &(f64, f64)| x.is_finite() && *x > 0.0 && y.is_finite() && *y > 0.0;
        let seen: Vec<(f64, f64)> = points.iter().copied().filter(valid).collect();
        if seen.len() < 3 {
            let instead = "add standards, or use the proteomic ruler";
            let what = "standards with a signal";
            return Err(NetworkError::TooFew { what, found: seen.len(), needed: 3, instead });
        }
        let on = |value: f64| if scale == CurveScale::Log { value.log10() } else { value };
        let x: Vec<f64> = seen.iter().map(|point| on(point.0)).collect();
        let y: Vec<f64> = seen.iter().map(|point| on(point.1)).collect();
        let (centre, level) = (mean(&x), mean(&y));
        let spread: f64 = x.iter().map(|x| (x - centre).powi(2)).sum();
        let slope = x.iter().zip(&y).map(|(x, y)| (x - centre) * (y - level)).sum::<f64>() / spread;
        if !(slope.is_finite() && slope > 0.0) {
            let why = "the signal of the standards does not rise with their amount; check that names and amounts belong together".to_owned();
            return Err(NetworkError::Argument { what: "the calibration", why });
        }
        let intercept = level - slope * centre;
        let squares: f64 = x.iter().zip(&y).map(|(x, y)| (y - intercept - slope * x).powi(2)).sum();
        let deviation = (squares / (x.len() - 2) as f64).sqrt();
        let least = seen.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
        let most = seen.iter().map(|point| point.0).fold(0.0, f64::max);
        Ok(Self {
            scale,
            intercept,
            slope,
            deviation,
            standards: seen.len(),
            range: (least, most),
            centre,
            spread,
        })
    }

    /// The amount of a signal, with the ends of the 95 % interval for one more molecule.
    #[must_use]
    pub fn amount(&self, signal: f64) -> (f64, f64, f64) {
        let x = if self.scale == CurveScale::Log { signal.log10() } else { signal };
        let y = self.intercept + self.slope * x;
        let n = self.standards as f64;
        let error = self.deviation * (1.0 + 1.0 / n + (x - self.centre).powi(2) / self.spread).sqrt();
        let reach = student_reach(0.95, n - 2.0) * error;
        let back = |value: f64| match self.scale {
            CurveScale::Log => 10f64.powf(value),
            CurveScale::Linear => value.max(0.0),
        };
        (back(y), back(y - reach), back(y + reach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_logarithms_is_found_with_its_interval() {
        let points: Vec<(f64, f64)> =
            (1..8).map(|k| (10f64.powi(k), 3.0 * 10f64.powi(k).powf(0.9))).collect();
        let curve = Curve::fit(&points, CurveScale::Log).unwrap();
        assert!((curve.slope - 0.9).abs() < 1e-12 && curve.deviation < 1e-12);
        let noisy = [(1.0, 1.1), (2.0, 1.9), (3.0, 3.2), (4.0, 3.8)];
        let line = Curve::fit(&noisy, CurveScale::Linear).unwrap();
        let (value, low, high) = line.amount(2.5);
        assert!((value - 2.5).abs() < 1e-12 && low < value && high > value);
        // The interval for one more value by the usual formula: t(0.975, 2) s sqrt(1 + 1/4).
        assert!((high - value - 4.302_652_73 * line.deviation * 1.25f64.sqrt()).abs() < 1e-7);
        assert!(Curve::fit(&noisy[..2], CurveScale::Log).is_err());
        assert!(Curve::fit(&[(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)], CurveScale::Log).is_err());
    }
}
