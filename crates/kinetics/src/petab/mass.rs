use super::{Prior, PriorKind};
use libm::{erf, erfc, lgamma};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// How much of a prior lies where it is not cut off.
pub(super) fn mass(prior: &Prior) -> f64 {
    let Some([lower, upper]) = prior.truncation else { return 1.0 };
    let [a, b] = prior.parameters;
    let logs = (lower.max(0.0).ln(), upper.max(0.0).ln());
    match prior.kind {
        PriorKind::Uniform => share(lower, upper, a, b),
        PriorKind::LogUniform => share(logs.0, logs.1, a.ln(), b.ln()),
        PriorKind::Normal => normal((lower - a) / b, (upper - a) / b),
        PriorKind::LogNormal => normal((logs.0 - a) / b, (logs.1 - a) / b),
        PriorKind::Laplace => laplace((lower - a) / b, (upper - a) / b),
        PriorKind::LogLaplace => laplace((logs.0 - a) / b, (logs.1 - a) / b),
        PriorKind::Cauchy => (((upper - a) / b).atan() - ((lower - a) / b).atan()) / PI,
        PriorKind::ChiSquare => gamma(0.5 * a, 0.5 * lower, 0.5 * upper),
        PriorKind::Exponential => (-lower.max(0.0) / a).exp() - (-upper.max(0.0) / a).exp(),
        PriorKind::Gamma => gamma(a, lower / b, upper / b),
        PriorKind::Rayleigh => {
            let beyond = |x: f64| (-0.5 * (x.max(0.0) / a).powi(2)).exp();
            beyond(lower) - beyond(upper)
        }
        // Of these there are none in PEtab 2.0, which alone cuts off.
        PriorKind::ParameterScaleUniform
        | PriorKind::ParameterScaleNormal
        | PriorKind::ParameterScaleLaplace => 1.0,
    }
}

/// How much of the range from `a` to `b` lies between the bounds.
fn share(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    ((upper.min(b) - lower.max(a)) / (b - a)).max(0.0)
}

/// Between two standardised values; on the side where no digits cancel.
fn normal(from: f64, to: f64) -> f64 {
    let (from, to) = (from * FRAC_1_SQRT_2, to * FRAC_1_SQRT_2);
    if from > 0.0 {
        0.5 * (erfc(from) - erfc(to))
    } else if to < 0.0 {
        0.5 * (erfc(-to) - erfc(-from))
    } else {
        0.5 * (erf(to) - erf(from))
    }
}

fn laplace(from: f64, to: f64) -> f64 {
    let beyond = |z: f64| 0.5 * (-z).exp();
    if from > 0.0 {
        beyond(from) - beyond(to)
    } else if to < 0.0 {
        beyond(-to) - beyond(-from)
    } else {
        1.0 - beyond(to) - beyond(-from)
    }
}

fn gamma(shape: f64, from: f64, to: f64) -> f64 {
    let (from, to) = (from.max(0.0), to.max(0.0));
    // Beyond the mean the upper tails are the small numbers.
    if from > shape + 1.0 {
        gamma_above(shape, from) - gamma_above(shape, to)
    } else {
        gamma_below(shape, to) - gamma_below(shape, from)
    }
}

/// The regularised lower incomplete gamma function (Abramowitz & Stegun, 6.5.29 and 6.5.31).
fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x > shape + 1.0 { 1.0 - fraction(shape, x) } else { series(shape, x) }
}

fn gamma_above(shape: f64, x: f64) -> f64 {
    if x > shape + 1.0 { fraction(shape, x) } else { 1.0 - gamma_below(shape, x) }
}

fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
    for k in 1..10_000 {
        term *= x / (shape + f64::from(k));
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum * (shape * x.ln() - x - lgamma(shape)).exp()
}

/// Continued fraction by the method of Lentz.
fn fraction(shape: f64, x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut value = d;
    for k in 1..10_000 {
        let k = f64::from(k);
        let a = -k * (k - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value * (shape * x.ln() - x - lgamma(shape)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_are_those_of_closed_forms() {
        let cut =
            |kind, parameters, truncation| mass(&Prior { kind, parameters, truncation: Some(truncation) });
        // Shape 2: 1 - (1 + x) exp(-x).
        let of = |x: f64| 1.0 - (1.0 + x) * (-x).exp();
        for (from, to) in [(0.0, 0.5), (0.5, 2.0), (1.0, 7.0), (4.0, 9.0)] {
            let found = cut(PriorKind::Gamma, [2.0, 3.0], [3.0 * from, 3.0 * to]);
            assert!((found - (of(to) - of(from))).abs() < 1e-15, "{from} {to}");
            let found = cut(PriorKind::ChiSquare, [4.0, 0.0], [2.0 * from, 2.0 * to]);
            assert!((found - (of(to) - of(from))).abs() < 1e-15, "{from} {to}");
        }
        assert!((cut(PriorKind::Normal, [0.0, 1.0], [-1.0, 1.0]) - 0.682_689_492_137_085_9).abs() < 1e-15);
        assert!((cut(PriorKind::Cauchy, [1.0, 2.0], [-1.0, 3.0]) - 0.5).abs() < 1e-15);
        let whole = [0.0, f64::INFINITY];
        for kind in [PriorKind::Gamma, PriorKind::LogNormal, PriorKind::LogLaplace, PriorKind::Rayleigh] {
            assert!((cut(kind, [1.5, 2.0], whole) - 1.0).abs() < 1e-15, "{kind:?}");
        }
    }

    #[test]
    fn densities_fall_and_rise_as_their_derivatives_say() {
        use crate::petab::Scale;
        let kinds = [
            PriorKind::Normal,
            PriorKind::Laplace,
            PriorKind::LogUniform,
            PriorKind::LogNormal,
            PriorKind::LogLaplace,
            PriorKind::Cauchy,
            PriorKind::ChiSquare,
            PriorKind::Exponential,
            PriorKind::Gamma,
            PriorKind::Rayleigh,
        ];
        for kind in kinds {
            for scale in [Scale::Lin, Scale::Log, Scale::Log10] {
                let prior = Prior { kind, parameters: [1.5, 4.0], truncation: Some([0.1, 20.0]) };
                let (x, h) = (scale.scale(2.5), 1e-6);
                let at = |x: f64| prior.term(scale, x).log_density;
                let expected = (at(x + h) - at(x - h)) / (2.0 * h);
                let found = prior.term(scale, x).gradient;
                assert!((found - expected).abs() < 1e-7 * found.abs().max(1.0), "{kind:?} {found}");
            }
        }
    }
}
