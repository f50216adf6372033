use super::Distribution;
use lca_kinetics::Op;
use lca_numerics::stats::{chi2_cdf, chi2_quantile, chi2_sf, normal_cdf, normal_quantile, normal_sf};
use std::f64::consts::PI;

impl Distribution {
    pub(super) fn real_quantile(&self, u: f64) -> Option<f64> {
        let bounded = self.lower > f64::NEG_INFINITY || self.upper < f64::INFINITY;
        if self.spread_is_zero() {
            return (self.lower..=self.upper).contains(&self.middle()).then(|| self.middle());
        }
        if !bounded {
            return Some(self.below(u));
        }
        // In the upper half shares are counted from above, where they keep their digits.
        let share = if self.cdf(self.lower) > 0.5 {
            let (most, least) = (self.sf(self.lower), self.sf(self.upper));
            (most > least).then(|| self.above(most - u * (most - least)))
        } else {
            let (least, most) = (self.cdf(self.lower), self.cdf(self.upper));
            (most > least).then(|| self.below(least + u * (most - least)))
        };
        share.map(|value| value.clamp(self.lower, self.upper))
    }

    fn spread_is_zero(&self) -> bool {
        match self.op {
            Op::Normal | Op::LogNormal => self.b == 0.0,
            Op::Uniform => self.a == self.b,
            _ => false,
        }
    }

    fn middle(&self) -> f64 {
        if self.op == Op::LogNormal { self.a.exp() } else { self.a }
    }

    /// The share below `x`.
    fn cdf(&self, x: f64) -> f64 {
        let z = (x - self.a) / self.b;
        match self.op {
            Op::Normal => normal_cdf(z),
            Op::LogNormal => normal_cdf((x.max(0.0).ln() - self.a) / self.b),
            Op::Uniform => ((x - self.a) / (self.b - self.a)).clamp(0.0, 1.0),
            Op::Exponential => -(-self.a * x.max(0.0)).exp_m1(),
            Op::Gamma => chi2_cdf(2.0 * x / self.b, 2.0 * self.a),
            Op::ChiSquare => chi2_cdf(x, self.a),
            Op::Rayleigh => -(-0.5 * (x.max(0.0) / self.a).powi(2)).exp_m1(),
            Op::Cauchy if z < 0.0 => (-1.0 / z).atan() / PI,
            Op::Cauchy => 0.5 + z.atan() / PI,
            Op::Laplace if z < 0.0 => 0.5 * z.exp(),
            Op::Laplace => 1.0 - 0.5 * (-z).exp(),
            _ => f64::NAN,
        }
    }

    /// The share above `x`.
    fn sf(&self, x: f64) -> f64 {
        let z = (x - self.a) / self.b;
        match self.op {
            Op::Normal => normal_sf(z),
            Op::LogNormal => normal_sf((x.max(0.0).ln() - self.a) / self.b),
            Op::Exponential => (-self.a * x.max(0.0)).exp(),
            Op::Gamma => chi2_sf(2.0 * x / self.b, 2.0 * self.a),
            Op::ChiSquare => chi2_sf(x, self.a),
            Op::Rayleigh => (-0.5 * (x.max(0.0) / self.a).powi(2)).exp(),
            Op::Cauchy if z > 0.0 => (1.0 / z).atan() / PI,
            Op::Laplace if z > 0.0 => 0.5 * (-z).exp(),
            _ => 1.0 - self.cdf(x),
        }
    }

    /// The number with a share `p` below it.
    fn below(&self, p: f64) -> f64 {
        match self.op {
            Op::Normal => self.a + self.b * normal_quantile(p),
            Op::LogNormal => (self.a + self.b * normal_quantile(p)).exp(),
            Op::Uniform => self.a + p * (self.b - self.a),
            Op::Exponential => -(-p).ln_1p() / self.a,
            Op::Gamma => 0.5 * self.b * chi2_quantile(p, 2.0 * self.a),
            Op::ChiSquare => chi2_quantile(p, self.a),
            Op::Rayleigh => self.a * (-2.0 * (-p).ln_1p()).sqrt(),
            Op::Cauchy => self.a - self.b / (PI * p).tan(),
            Op::Laplace if p < 0.5 => self.a + self.b * (2.0 * p).ln(),
            Op::Laplace => self.a - self.b * (2.0 * (1.0 - p)).ln(),
            _ => f64::NAN,
        }
    }

    /// The number with a share `q` above it.
    fn above(&self, q: f64) -> f64 {
        match self.op {
            Op::Normal => self.a - self.b * normal_quantile(q),
            Op::LogNormal => (self.a - self.b * normal_quantile(q)).exp(),
            Op::Exponential => -q.ln() / self.a,
            Op::Rayleigh => self.a * (-2.0 * q.ln()).sqrt(),
            Op::Cauchy => self.a + self.b / (PI * q).tan(),
            Op::Laplace if q < 0.5 => self.a - self.b * (2.0 * q).ln(),
            _ => self.below(1.0 - q),
        }
    }
}
