use crate::NetworkError;
use lca_tables::Abundances;

/// Molecules in a mole.
pub(super) const AVOGADRO: f64 = 6.022_140_76e23;
/// The mean mass of a base pair with its counter-ions in dalton.
const BASE_PAIR: f64 = 615.877_1;

/// What is known of a cell's mass, to which all signal is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Anchor {
    /// Histones weigh as much as the DNA they hold, which is so many grams in a cell: the proteomic ruler
    /// (Wiśniewski et al. 2014).
    Dna(f64),
    /// All proteins together weigh so many grams in a cell: the total protein approach (Wiśniewski et al.
    /// 2012).
    Protein(f64),
}

/// The mass in grams of a cell's DNA, from the length of its haploid genome in base pairs and how many of
/// them it has: 6.5 pg for a human cell (3.2e9, 2).
#[must_use]
pub fn dna_mass(base_pairs: f64, ploidy: f64) -> f64 {
    base_pairs * ploidy * BASE_PAIR / AVOGADRO
}

/// Molecules per cell of each molecule in one sample: signal times what a unit of signal weighs, over the
/// molecule's own mass; NaN without signal or mass.
pub(super) fn copies(
    table: &Abundances,
    sample: usize,
    anchor: Anchor,
    histone: &dyn Fn(usize) -> bool,
) -> Result<Vec<f64>, NetworkError> {
    let rows = 0..table.molecules().len();
    let signal = |at: usize| table.row(at).get(sample).copied().filter(|value| *value > 0.0);
    let (grams, counted, what): (f64, f64, &str) = match anchor {
        Anchor::Dna(grams) => {
            (grams, rows.clone().filter(|&at| histone(at)).filter_map(signal).sum(), "histone")
        }
        Anchor::Protein(grams) => (grams, rows.clone().filter_map(signal).sum(), "protein"),
    };
    let name = table.samples().get(sample).map_or("", String::as_str);
    if !(grams.is_finite() && grams > 0.0) {
        let why = format!("{grams} g is no mass of a cell's DNA or protein; give a positive number");
        return Err(NetworkError::Argument { what: "the ruler", why });
    }
    if counted <= 0.0 {
        let why = format!(
            "sample `{name}` has no signal of a {what}; name the histones of your table, or calibrate by standards or the mass of all protein"
        );
        return Err(NetworkError::Argument { what: "the ruler", why });
    }
    let of = |at: usize| match (signal(at), table.molecules()[at].mass) {
        (Some(signal), Some(mass)) => signal / counted * grams * AVOGADRO / mass,
        _ => f64::NAN,
    };
    Ok(rows.map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_human_cell_has_six_and_a_half_picograms_of_dna() {
        assert!((dna_mass(3.2e9, 2.0) - 6.545e-12).abs() < 1e-14);
    }
}
