/// A rate constant that the fit must find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kinetic {
    /// Its name in the model.
    pub(crate) id: &'static str,
    /// What it is, with its unit.
    pub(crate) name: &'static str,
    /// Its value in every cell.
    pub(crate) truth: f64,
    /// The bounds a modeller gives who knows only its order of magnitude.
    pub(crate) bounds: [f64; 2],
}

/// A constant that the experimenter knows from other work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Known {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) value: f64,
}

/// Every constant of the network, in s, µM, nM (EGF).
pub(crate) struct Rates {
    pub(crate) k_bind: f64,
    pub(crate) k_release: f64,
    pub(crate) k_raf: f64,
    pub(crate) d_raf: f64,
    pub(crate) k_mek: f64,
    pub(crate) d_mek: f64,
    pub(crate) k_erk: f64,
    pub(crate) v_erk: f64,
    pub(crate) k_sprouty: f64,
    pub(crate) d_sprouty: f64,
    pub(crate) k_reporter: f64,
    pub(crate) receptor_total: f64,
    pub(crate) raf_total: f64,
    pub(crate) mek_total: f64,
    pub(crate) erk_total: f64,
    pub(crate) km_erk: f64,
    pub(crate) d_transcript: f64,
    pub(crate) k_in: f64,
    pub(crate) k_out: f64,
    pub(crate) ic50: f64,
}

/// The true constants. Protein amounts are those of an epithelial line of 2 pL (0.16 µM are 190,000
/// EGF receptors; MEK and ERK about a million molecules: Fujioka et al. 2006); MEK and ERK turn over
/// within a minute or two, Sprouty within 20, as their responses in the literature do.
pub(crate) const RATES: Rates = Rates {
    k_bind: 0.004,
    k_release: 0.004,
    k_raf: 1.0,
    d_raf: 0.04,
    k_mek: 0.2,
    d_mek: 0.008,
    k_erk: 0.04,
    v_erk: 0.025,
    k_sprouty: 0.012,
    d_sprouty: 0.0005,
    k_reporter: 0.3,
    receptor_total: 0.16,
    raf_total: 0.06,
    mek_total: 1.0,
    erk_total: 1.5,
    km_erk: 0.5,
    d_transcript: 0.001,
    k_in: 0.0025,
    k_out: 0.0025,
    ic50: 0.5,
};

const fn kinetic(id: &'static str, name: &'static str, truth: f64, bounds: [f64; 2]) -> Kinetic {
    Kinetic { id, name, truth, bounds }
}

const fn known(id: &'static str, name: &'static str, value: f64) -> Known {
    Known { id, name, value }
}

/// The constants the fit must find. Bounds span two to three powers of ten and are not centred on
/// the truth.
pub(crate) const KINETICS: [Kinetic; 11] = [
    kinetic("k_bind", "EGF binding (1/nM/s)", RATES.k_bind, [1e-4, 1e-1]),
    kinetic("k_release", "receptor inactivation (1/s)", RATES.k_release, [1e-4, 1e-1]),
    kinetic("k_raf", "RAF activation (1/uM/s)", RATES.k_raf, [1e-2, 1e2]),
    kinetic("d_raf", "RAF inactivation (1/s)", RATES.d_raf, [1e-3, 1e0]),
    kinetic("k_mek", "MEK phosphorylation (1/uM/s)", RATES.k_mek, [1e-2, 1e1]),
    kinetic("d_mek", "MEK dephosphorylation (1/s)", RATES.d_mek, [1e-4, 1e-1]),
    kinetic("k_erk", "ERK phosphorylation (1/uM/s)", RATES.k_erk, [1e-3, 1e0]),
    kinetic("v_erk", "ERK phosphatase (uM/s)", RATES.v_erk, [1e-3, 1e0]),
    kinetic("k_sprouty", "Sprouty synthesis (1/s)", RATES.k_sprouty, [1e-4, 1e0]),
    kinetic("d_sprouty", "Sprouty degradation (1/s)", RATES.d_sprouty, [1e-5, 1e-2]),
    kinetic("k_reporter", "ERK at half export (uM)", RATES.k_reporter, [1e-2, 1e1]),
];

/// What is known beforehand: mean amounts from quantitative proteomics, the transcript's half-life
/// from its decay after actinomycin D, the reporter's shuttling from bleaching, the inhibitor and
/// the phosphatase from tests in the tube.
pub(crate) const KNOWN: [Known; 9] = [
    known("receptor_total", "EGF receptor (uM)", RATES.receptor_total),
    known("raf_total", "RAF (uM)", RATES.raf_total),
    known("mek_total", "MEK (uM)", RATES.mek_total),
    known("erk_total", "ERK (uM)", RATES.erk_total),
    known("km_erk", "Michaelis constant of the ERK phosphatase (uM)", RATES.km_erk),
    known("d_transcript", "decay of the Sprouty transcript (1/s)", RATES.d_transcript),
    known("k_in", "import of the reporter (1/s)", RATES.k_in),
    known("k_out", "export of the reporter (1/s)", RATES.k_out),
    known("ic50", "MEK inhibitor at half effect (uM)", RATES.ic50),
];

/// Mean amounts of MEK and ERK in µM.
pub(crate) const KNOWN_TOTALS: [f64; 2] = [RATES.mek_total, RATES.erk_total];
