use libm::lgamma;
use std::f64::consts::{PI, TAU};

/// A log density, its derivative, and minus its second derivative or what stands for it.
pub(super) type Density = [f64; 3];

const NOWHERE: Density = [f64::NEG_INFINITY, 0.0, 0.0];

pub(super) fn flat(x: f64, lower: f64, upper: f64) -> Density {
    if (lower..=upper).contains(&x) { [-(upper - lower).ln(), 0.0, 0.0] } else { NOWHERE }
}

pub(super) fn normal(x: f64, mean: f64, sd: f64) -> Density {
    let z = (x - mean) / sd;
    [-0.5 * (TAU * sd * sd).ln() - 0.5 * z * z, -z / sd, 1.0 / (sd * sd)]
}

pub(super) fn laplace(x: f64, location: f64, scale: f64) -> Density {
    let z = (x - location) / scale;
    let sign = if z == 0.0 { 0.0 } else { z.signum() };
    [-(2.0 * scale).ln() - z.abs(), -sign / scale, 1.0 / (scale * scale)]
}

/// The information is the expected one.
pub(super) fn cauchy(x: f64, location: f64, scale: f64) -> Density {
    let z = (x - location) / scale;
    let log_density = -(PI * scale * (1.0 + z * z)).ln();
    [log_density, -2.0 * z / (scale * (1.0 + z * z)), 0.5 / (scale * scale)]
}

pub(super) fn gamma(x: f64, shape: f64, scale: f64) -> Density {
    if x < 0.0 || (x == 0.0 && shape != 1.0) {
        return NOWHERE;
    }
    // Without a power there is no logarithm of zero.
    let power = if shape == 1.0 { 0.0 } else { (shape - 1.0) * x.ln() };
    let log_density = power - x / scale - lgamma(shape) - shape * scale.ln();
    let (first, information) =
        if shape == 1.0 { (0.0, 0.0) } else { ((shape - 1.0) / x, ((shape - 1.0) / (x * x)).max(0.0)) };
    [log_density, first - 1.0 / scale, information]
}

pub(super) fn rayleigh(x: f64, scale: f64) -> Density {
    if x <= 0.0 {
        return NOWHERE;
    }
    let square = scale * scale;
    let log_density = (x / square).ln() - 0.5 * x * x / square;
    [log_density, 1.0 / x - x / square, 1.0 / (x * x) + 1.0 / square]
}
