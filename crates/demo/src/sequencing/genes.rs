use lca_numerics::Rng;
use rand_distr::{Distribution, StandardNormal};

/// States of the culture and the share of cells in each. `responding` cells have their ERK targets
/// on, as cells next to a source of growth factor do.
pub(crate) const STATES_OF_CELLS: [(&str, f64); 4] =
    [("resting", 0.4), ("responding", 0.3), ("differentiating", 0.2), ("stressed", 0.1)];

/// Genes of each state's programme that have a name: the known ERK targets come first.
const NAMED: [&[&str]; 4] = [
    &["CDKN1B", "FOXO3", "CCNG2", "PDK4"],
    &["SPRY2", "DUSP6", "EGR1", "FOS", "SPRY4", "ETV4", "ETV5", "PHLDA1", "FOSL1", "IER3", "DUSP4", "SPRED2"],
    &["KRT10", "IVL", "KRT1", "LOR"],
    &["DDIT3", "ATF3", "HSPA1A", "TRIB3"],
];
/// The signalling network itself, expressed alike in all states.
const NETWORK: [&str; 8] = ["EGFR", "GRB2", "SOS1", "HRAS", "RAF1", "MAP2K1", "MAPK1", "MAPK3"];
/// Genes of one state's programme.
const PROGRAMME: usize = 50;
/// Genes of either half of the cell cycle.
const CYCLE: usize = 40;
const MITOCHONDRIAL: usize = 13;
const ALL: usize = 3_000;

/// The genes of the culture.
#[derive(Debug, Clone)]
pub(crate) struct Genes {
    pub(crate) names: Vec<String>,
    /// Mean share of a cell's transcripts, before states and the like.
    pub(crate) base: Vec<f64>,
    /// Which state's programme a gene is in.
    pub(crate) programme: Vec<Option<usize>>,
    /// Natural logarithm of the change in that state.
    pub(crate) change: Vec<f64>,
    /// When in the cycle it peaks (fraction), for a gene of the cycle.
    pub(crate) peak: Vec<Option<f64>>,
    pub(crate) mitochondrial: Vec<bool>,
}

impl Genes {
    /// Three thousand genes: those that a lane of a droplet instrument sees in most cells.
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let mut genes = Self {
            names: Vec::new(),
            base: Vec::new(),
            programme: Vec::new(),
            change: Vec::new(),
            peak: Vec::new(),
            mitochondrial: Vec::new(),
        };
        for (state, named) in NAMED.iter().enumerate() {
            for at in 0..PROGRAMME {
                let name =
                    named.get(at).map_or_else(|| format!("STATE{state}-{at}"), |name| (*name).to_owned());
                genes.push(name, Some(state), None, false, rng);
            }
        }
        NETWORK.iter().for_each(|name| genes.push((*name).to_owned(), None, None, false, rng));
        for at in 0..2 * CYCLE {
            let half = at / CYCLE;
            genes.push(format!("CYCLE{half}-{}", at % CYCLE), None, Some([0.55, 0.9][half]), false, rng);
        }
        (0..MITOCHONDRIAL).for_each(|at| genes.push(format!("MT-{at}"), None, None, true, rng));
        while genes.names.len() < ALL {
            genes.push(format!("GENE{}", genes.names.len()), None, None, false, rng);
        }
        let total: f64 = genes.base.iter().sum();
        genes.base.iter_mut().for_each(|share| *share /= total);
        genes.hide_order();
        genes
    }

    /// Expression is log-normal over genes; a programme's genes rise about twofold.
    fn push(
        &mut self,
        name: String,
        programme: Option<usize>,
        peak: Option<f64>,
        mitochondrial: bool,
        rng: &mut Rng,
    ) {
        let z: f64 = StandardNormal.sample(rng);
        let spread = if mitochondrial { 3.4 } else { z };
        let change: f64 = StandardNormal.sample(rng);
        self.names.push(name);
        self.base.push(spread.exp());
        self.programme.push(programme);
        self.change.push((0.8 + 0.3 * change).max(0.1));
        self.peak.push(peak);
        self.mitochondrial.push(mitochondrial);
    }

    /// Unnamed genes get names that do not tell what they are.
    fn hide_order(&mut self) {
        let ours = |name: &str| ["STATE", "CYCLE", "GENE"].iter().any(|start| name.starts_with(start));
        for (at, name) in self.names.iter_mut().enumerate() {
            if ours(name) {
                *name = format!("LOC{}", 100_000 + (at * 7_919) % 100_003);
            }
        }
    }
}
