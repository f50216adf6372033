use super::simplex::Simplex;
use super::state::OUTSIDE;

/// How far bounds are widened, in scaled units.
const WIDER: f64 = 1e-6;

impl Simplex {
    /// Widens the bounds of all variables in the basis, each by another little, so that steps have a length.
    pub(super) fn widen(&mut self) {
        if self.exact.is_none() {
            self.exact = Some((self.lower.clone(), self.upper.clone()));
        }
        for &variable in &self.head {
            let by =
                |bound: f64, turn: u64| WIDER * (1.0 + bound.abs()).min(1e3) * spread(variable as u64, turn);
            self.lower[variable] -= by(self.lower[variable], self.widened);
            self.upper[variable] += by(self.upper[variable], self.widened + 1);
        }
        self.widened += 2;
    }

    /// Takes that back; true where there was anything to take back.
    pub(super) fn narrow(&mut self) -> bool {
        let Some((lower, upper)) = self.exact.take() else { return false };
        (self.lower, self.upper) = (lower, upper);
        for variable in (0..self.place.len()).filter(|&variable| self.place[variable] == OUTSIDE) {
            self.x[variable] = self.x[variable].min(self.upper[variable]).max(self.lower[variable]);
        }
        true
    }
}

/// A number from a half to one that depends on two others (the finaliser of SplitMix64: Steele et al., OOPSLA 2014).
fn spread(of: u64, turn: u64) -> f64 {
    let mut bits =
        of.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(turn.wrapping_mul(0xd1b5_4a32_d192_ed03));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    0.5 + (bits >> 12) as f64 / (1_u64 << 53) as f64
}
