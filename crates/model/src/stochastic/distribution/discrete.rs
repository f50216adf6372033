use super::Distribution;
use lca_kinetics::Op;
use lca_numerics::stats::{incomplete_beta, incomplete_gamma};

impl Distribution {
    pub(super) fn whole_quantile(&self, u: f64) -> Option<f64> {
        let top = match self.op {
            Op::Poisson => f64::INFINITY,
            Op::Binomial => self.a,
            _ => 1.0,
        };
        let (first, last) = (self.lower.ceil().max(0.0), self.upper.floor().min(top));
        let (least, most) = (self.at_most(first - 1.0), self.at_most(last));
        (first <= last && most > least).then(|| self.smallest(least + u * (most - least), first, last))
    }

    /// The smallest whole number from `first` to `last` with a share of at least `p` at most it.
    fn smallest(&self, p: f64, first: f64, last: f64) -> f64 {
        let mut below = first - 1.0;
        let mut above = (self.a + 10.0 * self.a.sqrt() + 10.0).ceil().max(first).min(last);
        while self.at_most(above) < p && above < last && above < 1e17 {
            (below, above) = (above, (2.0 * above + 1.0).min(last));
        }
        while above - below > 1.0 {
            let middle = (0.5 * (below + above)).floor();
            if middle <= below || middle >= above {
                break;
            }
            if self.at_most(middle) < p {
                below = middle;
            } else {
                above = middle;
            }
        }
        above
    }

    /// The share at `k` and below.
    fn at_most(&self, k: f64) -> f64 {
        if k < 0.0 {
            return 0.0;
        }
        match self.op {
            Op::Poisson if k.is_infinite() || self.a == 0.0 => 1.0,
            Op::Poisson => incomplete_gamma(k + 1.0, self.a).1,
            Op::Binomial if k >= self.a || self.b == 0.0 => 1.0,
            Op::Binomial if self.b == 1.0 => 0.0,
            Op::Binomial => incomplete_beta(1.0 - self.b, self.a - k, k + 1.0),
            _ if k >= 1.0 => 1.0,
            _ => 1.0 - self.a,
        }
    }
}
