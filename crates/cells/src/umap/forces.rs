/// Repulsions worked out beside each other.
pub(super) const LANES: usize = 8;
/// No coordinate moves further than this, times the step length, at once.
const CLIP: f32 = 4.0;

/// Squares of distances from 2^-LOWEST on have pulls of their own; nearer cells pull as if they were that far.
const LOWEST: u32 = 30;
/// Steps of a pull's table within a doubling of the square, as bits.
const FINE: u32 = 5;
/// Doublings that the table spans.
const SPAN: usize = 70;

/// How cells pull and push: the gradient of the paper's cross entropy for the curve 1 / (1 + a d^(2b)).
#[derive(Debug, Clone)]
pub(super) struct Forces {
    a: f32,
    b: f32,
    /// 2 b times the weight of repulsions.
    strength: f32,
    /// [`LANES`], hidden from the compiler: a loop that is known to be short is taken apart into single numbers, and no
    /// longer becomes one of vectors.
    lanes: usize,
    /// The share of the way that a pull takes, by the square of the distance; one pull waits for the other, so that
    /// looking it up saves more than vectors could.
    pulls: Vec<f32>,
}

impl Forces {
    pub(super) fn new((a, b): (f64, f64), gamma: f32) -> Self {
        let pull = |at: usize| {
            let square = f64::from(f32::from_bits((at as u32 + FIRST) << (23 - FINE)));
            let power = square.powf(b);
            (2.0 * a * b * (power / square) / (1.0 + a * power)) as f32
        };
        Self {
            a: a as f32,
            b: b as f32,
            strength: 2.0 * gamma * b as f32,
            lanes: std::hint::black_box(LANES),
            pulls: (0..=SPAN << FINE).map(pull).collect(),
        }
    }

    /// Moves a cell towards another, twice: both directions of an edge attract both its ends.
    #[inline(always)]
    pub(super) fn attract<const D: usize>(&self, own: &mut [f32; D], other: &[f32; D], step: f32) {
        let mut square = 0.0;
        (0..D).for_each(|dim| square += (own[dim] - other[dim]) * (own[dim] - other[dim]));
        // Were both ends to move one after the other, twice, by this share of the way between them, each would have gone that
        // far; and at most they meet half way.
        let share = (self.pull(square) * step).min(0.5);
        let both = 2.0 * share * (1.0 - share);
        (0..D).for_each(|dim| own[dim] -= both * (own[dim] - other[dim]));
    }

    /// The pull between the two nearest steps of the table.
    #[inline(always)]
    fn pull(&self, square: f32) -> f32 {
        let bits = square.to_bits().max(FIRST << (23 - FINE)) - (FIRST << (23 - FINE));
        let at = ((bits >> (23 - FINE)) as usize).min(self.pulls.len() - 2);
        let part = (bits & ((1 << (23 - FINE)) - 1)) as f32 * (1.0 / (1_u32 << (23 - FINE)) as f32);
        self.pulls[at] + part * (self.pulls[at + 1] - self.pulls[at])
    }

    /// Moves a cell away from others, given by how far it is `apart` from each, dimension by dimension.
    #[inline(always)]
    pub(super) fn repel<const D: usize>(&self, own: &mut [f32; D], apart: &[[f32; LANES]; D], step: f32) {
        let mut moves = [[0.0_f32; LANES]; D];
        for lane in 0..self.lanes.min(LANES) {
            let mut square = 0.0;
            (0..D).for_each(|dim| square += apart[dim][lane] * apart[dim][lane]);
            let power = power(square, self.b);
            let push = self.strength / ((0.001 + square) * (1.0 + self.a * power));
            (0..D).for_each(|dim| moves[dim][lane] = (push * apart[dim][lane]).clamp(-CLIP, CLIP));
        }
        for (x, moves) in own.iter_mut().zip(&moves) {
            *x += step * moves.iter().sum::<f32>().clamp(-CLIP, CLIP);
        }
    }
}

/// The first square of the table, by exponent and leading bits.
const FIRST: u32 = (127 - LOWEST) << FINE;

/// The power of a base that is not negative, to about six digits: by the series of the logarithm in (m - 1) / (m + 1) and
/// of the exponential, which vectors work out beside each other.
#[inline(always)]
fn power(base: f32, exponent: f32) -> f32 {
    exp2(exponent * log2(base))
}

/// The bits of the square root of 1/2.
const HALFWAY: u32 = 0x3F35_04F3;

#[inline(always)]
fn log2(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits().wrapping_sub(HALFWAY);
    let whole = (bits as i32 >> 23) as f32;
    let m = f32::from_bits((bits & 0x007F_FFFF) + HALFWAY);
    let s = (m - 1.0) / (m + 1.0);
    let q = s * s;
    // 2 / ln 2 times 1, 1/3, 1/5, 1/7.
    whole + s * (2.885_39 + q * (0.961_796_7 + q * (0.577_078_04 + q * 0.412_198_6)))
}

#[inline(always)]
fn exp2(x: f32) -> f32 {
    // Adding this number rounds to whole ones, which then stand in the last bits; a cast would keep vectors out.
    const ROUND: f32 = 12_582_912.0;
    let rounded = x.clamp(-125.0, 125.0) + ROUND;
    let y = (x.clamp(-125.0, 125.0) - (rounded - ROUND)) * std::f32::consts::LN_2;
    let series = 1.0
        + y * (1.0
            + y * (0.5 + y * (0.166_666_67 + y * (0.041_666_668 + y * (0.008_333_334 + y * 0.001_388_889)))));
    series * f32::from_bits(rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_right_to_six_digits() {
        for base in [1e-15_f32, 1e-7, 0.02, 0.5, 0.707, 0.708, 1.0, 1.5, 17.0, 3e4, 1e12] {
            for exponent in [0.5_f32, 0.895, 1.334, 2.0] {
                let want = f64::from(base).powf(f64::from(exponent));
                let found = f64::from(power(base, exponent));
                assert!((found / want - 1.0).abs() < 2e-5, "{base} to {exponent}: {found}, not {want}");
            }
        }
        assert!(power(0.0, 0.9) < 1e-30);
    }

    #[test]
    fn cells_pull_and_push_along_the_gradient() {
        let (a, b, step) = (1.577_f32, 0.895_f32, 0.01_f32);
        let forces = Forces::new((f64::from(a), f64::from(b)), 1.0);
        let (mut own, other) = ([3.0_f32, 4.0], [0.0_f32, 0.0]);
        forces.attract(&mut own, &other, step);
        let pull = 2.0 * a * b * 25.0_f32.powf(b - 1.0) / (1.0 + a * 25.0_f32.powf(b)) * step;
        assert!((own[0] - 3.0 * (1.0 - 2.0 * pull * (1.0 - pull))).abs() < 1e-5, "{own:?}");
        let mut own = [3.0_f32, 4.0];
        let mut apart = [[0.0; LANES]; 2];
        (apart[0][0], apart[1][0]) = (3.0, 4.0);
        forces.repel(&mut own, &apart, step);
        let push = 2.0 * b / (25.001 * (1.0 + a * 25.0_f32.powf(b))) * step;
        assert!((own[0] - 3.0 * (1.0 + push)).abs() < 1e-6, "{own:?}");
        for square in [0.0_f32, 1e-12, 0.01, 0.7, 3.3, 900.0, 1e9] {
            let square = f64::from(square.max(2.0_f32.powi(-30)));
            let power = square.powf(f64::from(b));
            let pull = 2.0 * f64::from(a * b) * power / square / (1.0 + f64::from(a) * power);
            let found = f64::from(forces.pull(square as f32));
            assert!((found / pull - 1.0).abs() < 1e-3, "{square}: {found}, not {pull}");
        }
        assert!(forces.pull(f32::INFINITY).is_finite());
    }
}
