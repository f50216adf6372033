use super::program::{FluxModel, Row};
use lca_numerics::lp::Simplex;

impl FluxModel {
    /// Holds at zero what balances force to be zero: where a species can only be made, or only be used, no reaction
    /// runs that does so. Other reactions follow. What a knock-out takes away only adds to that.
    pub(super) fn fix_forced(&self, simplex: &mut Simplex) {
        // With zero among them, bounds hold for knock-outs too.
        let widened = |&(lower, upper): &(f64, f64)| (lower.min(0.0), upper.max(0.0));
        let mut bounds: Vec<(f64, f64)> = self.bounds.iter().map(widened).collect();
        let mut rows_of = vec![Vec::new(); self.reactions.len()];
        let balances = self.rows.iter().enumerate().filter(|(_, row)| row.lower == 0.0 && row.upper == 0.0);
        let mut open: Vec<usize> = balances.map(|(at, _)| at).collect();
        for &at in &open {
            self.rows[at].terms.iter().for_each(|&(reaction, _)| rows_of[reaction].push(at));
        }
        while let Some(row) = open.pop() {
            let row = &self.rows[row];
            if !one_sided(row, &bounds) {
                continue;
            }
            for &(reaction, _) in &row.terms {
                if bounds[reaction] != (0.0, 0.0) {
                    bounds[reaction] = (0.0, 0.0);
                    open.extend(&rows_of[reaction]);
                }
            }
        }
        for (at, bounds) in bounds.into_iter().enumerate() {
            if bounds == (0.0, 0.0) && self.bounds[at] != bounds && self.allows_zero(at) {
                simplex.set_bounds(at, bounds);
            }
        }
    }

    fn allows_zero(&self, reaction: usize) -> bool {
        let (lower, upper) = self.bounds[reaction];
        lower <= 0.0 && upper >= 0.0
    }
}

/// Whether all terms of a balance that are not zero anyway have the same sign.
fn one_sided(row: &Row, bounds: &[(f64, f64)]) -> bool {
    let (mut made, mut used) = (false, false);
    for &(reaction, factor) in &row.terms {
        let (lower, upper) = bounds[reaction];
        made |= factor * upper > 0.0 || factor * lower > 0.0;
        used |= factor * upper < 0.0 || factor * lower < 0.0;
    }
    !(made && used)
}
