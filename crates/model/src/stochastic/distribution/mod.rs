mod continuous;
mod discrete;

use lca_kinetics::Op;

/// A distribution of one number with its operands, as SBML's package *distrib* (Version 1) defines it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Distribution {
    pub(super) op: Op,
    /// Its own operands; `location, scale` where there are two.
    a: f64,
    b: f64,
    /// What it is truncated to, both ends included.
    lower: f64,
    upper: f64,
}

impl Distribution {
    /// From the operands of an expression; what is wrong with them otherwise.
    pub(super) fn new(op: Op, operands: &[f64]) -> Result<Self, String> {
        let own = own_operands(op, operands.len());
        let (own, bounds) = operands.split_at_checked(own).unwrap_or((operands, &[]));
        let (a, b) = match (op, own) {
            (Op::Cauchy | Op::Laplace, [scale]) => (0.0, *scale),
            (_, [a, b]) => (*a, *b),
            (_, [a]) => (*a, 0.0),
            _ => (f64::NAN, f64::NAN),
        };
        let (lower, upper) = match bounds {
            [lower, upper] => (*lower, *upper),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let it = Self { op, a, b, lower, upper };
        if it.sound() && lower <= upper {
            Ok(it)
        } else {
            let list: Vec<String> = operands.iter().map(f64::to_string).collect();
            Err(format!("there is no distribution {}({})", op.name(), list.join(", ")))
        }
    }

    fn sound(&self) -> bool {
        let Self { a, b, .. } = *self;
        let finite = a.is_finite() && b.is_finite();
        finite
            && match self.op {
                Op::Uniform => a <= b,
                Op::Normal | Op::LogNormal => b >= 0.0,
                Op::Cauchy | Op::Laplace => b > 0.0,
                Op::Exponential | Op::ChiSquare | Op::Rayleigh => a > 0.0,
                Op::Gamma => a > 0.0 && b > 0.0,
                Op::Poisson => a >= 0.0,
                Op::Bernoulli => (0.0..=1.0).contains(&a),
                Op::Binomial => (0.0..=1e15).contains(&a) && a.fract() == 0.0 && (0.0..=1.0).contains(&b),
                _ => false,
            }
    }

    /// The number below which a share `u` (between 0 and 1) of the truncated distribution lies: a
    /// draw, where `u` is uniform. None where the bounds leave nothing of the distribution.
    pub(super) fn quantile(&self, u: f64) -> Option<f64> {
        if matches!(self.op, Op::Poisson | Op::Binomial | Op::Bernoulli) {
            self.whole_quantile(u)
        } else {
            self.real_quantile(u)
        }
    }
}

fn own_operands(op: Op, given: usize) -> usize {
    match op {
        Op::Normal | Op::LogNormal | Op::Uniform | Op::Binomial | Op::Gamma => 2,
        Op::Cauchy | Op::Laplace if given != 1 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation from evenly spaced quantiles.
    fn moments(op: Op, operands: &[f64]) -> (f64, f64) {
        let it = Distribution::new(op, operands).unwrap();
        let n = 20_000;
        let values: Vec<f64> =
            (0..n).map(|i| it.quantile((f64::from(i) + 0.5) / f64::from(n)).unwrap()).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let square = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
        (mean, square.sqrt())
    }

    #[test]
    fn moments_are_those_of_theory() {
        let euler = std::f64::consts::PI;
        let normal_half = (2.0 / euler).sqrt();
        let list: [(Op, &[f64], f64, f64); 14] = [
            (Op::Normal, &[1.0, 1.5], 1.0, 1.5),
            (Op::Normal, &[0.0, 1.0, 0.0, f64::INFINITY], normal_half, (1.0 - 2.0 / euler).sqrt()),
            (Op::Uniform, &[-1.0, 3.0], 1.0, 4.0 / 12f64.sqrt()),
            (Op::Exponential, &[0.5], 2.0, 2.0),
            (Op::Exponential, &[1.0, 40.0, f64::INFINITY], 41.0, 1.0),
            (Op::Gamma, &[2.0, 1.1], 2.2, 1.1 * 2f64.sqrt()),
            (Op::ChiSquare, &[3.2], 3.2, 6.4f64.sqrt()),
            (Op::Rayleigh, &[2.0], 2.0 * (euler / 2.0).sqrt(), 2.0 * (2.0 - euler / 2.0).sqrt()),
            (Op::Laplace, &[1.0, 2.0], 1.0, 8f64.sqrt()),
            (Op::Poisson, &[1.5], 1.5, 1.5f64.sqrt()),
            (Op::Poisson, &[2000.0], 2000.0, 2000f64.sqrt()),
            (Op::Binomial, &[100.0, 0.2], 20.0, 4.0),
            (Op::Bernoulli, &[0.23], 0.23, (0.23f64 * 0.77).sqrt()),
            (Op::LogNormal, &[0.0, 0.5], 0.125f64.exp(), 0.125f64.exp() * (0.25f64.exp() - 1.0).sqrt()),
        ];
        for (op, operands, mean, sd) in list {
            let (found, spread) = moments(op, operands);
            let name = op.name();
            assert!((found - mean).abs() < 2e-3 * (mean.abs() + sd), "{name} mean {found}, not {mean}");
            assert!((spread / sd - 1.0).abs() < 6e-3, "{name} sd {spread}, not {sd}");
        }
    }

    #[test]
    fn truncation_is_kept_to_even_far_out() {
        let tail = Distribution::new(Op::Normal, &[0.0, 1.0, 12.0, 13.0]).unwrap();
        for u in [1e-9, 0.5, 1.0 - 1e-9] {
            let x = tail.quantile(u).unwrap();
            assert!((12.0..=13.0).contains(&x), "{x}");
        }
        // Beyond 12 the normal falls like exp(-12 x).
        let median = tail.quantile(0.5).unwrap();
        assert!((median - 12.0 - 2f64.ln() / 12.0).abs() < 2e-3, "{median}");
        let dice = Distribution::new(Op::Poisson, &[1.5, 2.0, 4.0]).unwrap();
        let found: Vec<f64> = [0.01, 0.5, 0.7, 0.99].iter().map(|&u| dice.quantile(u).unwrap()).collect();
        assert_eq!(found, [2.0, 2.0, 3.0, 4.0]);
        assert_eq!(Distribution::new(Op::Poisson, &[1.5, 2.2, 2.8]).unwrap().quantile(0.5), None);
    }

    #[test]
    fn senseless_operands_are_refused() {
        assert!(Distribution::new(Op::Normal, &[0.0, -1.0]).is_err());
        assert!(Distribution::new(Op::Exponential, &[f64::NAN]).is_err());
        assert!(Distribution::new(Op::Binomial, &[2.5, 0.5]).is_err());
        assert!(Distribution::new(Op::Normal, &[0.0, 1.0, 2.0, 1.0]).is_err());
    }
}
