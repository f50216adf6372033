use super::{Genes, STATES_OF_CELLS};
use crate::DemoOptions;
use lca_numerics::{Csr, CsrError, Rng, rng};
use rand::RngExt;
use rand_distr::{Binomial, Distribution, Gamma, Poisson, StandardNormal};
use rayon::prelude::*;

/// Transcripts of a mean cell that the measured genes make up.
const TRANSCRIPTS: f64 = 80_000.0;
/// Spread of the natural logarithm of a cell's content.
const CONTENT: f64 = 0.3;
/// Share of transcripts that a droplet captures and reverse-transcribes (10x v3: 6 to 10 % of
/// molecules at ordinary depth), and of the captured that sequencing sees.
const CAPTURE: f64 = 0.08;
const SATURATION: f64 = 0.8;
/// Squared coefficient of variation of a gene between like cells (bursting).
const BURSTING: f64 = 0.15;
/// Spread of the natural logarithm of a gene's yield between the two batches: two lanes of one day.
const BATCH: f64 = 0.15;
/// Natural logarithm of the change of cell-cycle genes from trough to peak.
const CYCLE: f64 = 1.0;
/// Share of dying cells, whose cytoplasm leaked away.
const DYING: f64 = 0.03;

/// A sequenced library, cells × genes.
#[derive(Debug, Clone)]
pub(crate) struct Library {
    pub(crate) genes: Genes,
    pub(crate) counts: Csr<f32>,
    pub(crate) barcodes: Vec<String>,
    /// Batch of each cell, 1 or 2.
    pub(crate) batch: Vec<usize>,
    /// True state of each cell, an index into [`STATES_OF_CELLS`].
    pub(crate) state: Vec<usize>,
    /// Transcripts in each cell before capture.
    #[cfg_attr(not(test), allow(dead_code, reason = "the tests weigh the loss"))]
    pub(crate) transcripts: Vec<f64>,
}

struct Read {
    state: usize,
    batch: usize,
    barcode: String,
    transcripts: f64,
    counts: Vec<(u32, f32)>,
}

/// Sequences the culture.
///
/// # Errors
/// Never for counts made here; the matrix checks itself.
pub(crate) fn sequence(options: &DemoOptions) -> Result<Library, CsrError> {
    let seed = options.seed ^ 0x5e90_0000;
    let genes = Genes::draw(&mut rng(seed, 0));
    let mut batches = rng(seed, 1);
    let yields: [Vec<f64>; 2] = [0, 1].map(|_| {
        let one =
            |_| (BATCH * <StandardNormal as Distribution<f64>>::sample(&StandardNormal, &mut batches)).exp();
        (0..genes.names.len()).map(one).collect()
    });
    let reads: Vec<Read> = (0..options.sequenced_cells)
        .into_par_iter()
        .map(|cell| {
            let batch = 1 + cell * 2 / options.sequenced_cells;
            read(&genes, &yields[batch - 1], batch, &mut rng(seed, 2 + cell as u64))
        })
        .collect();
    library(genes, reads)
}

fn read(genes: &Genes, yields: &[f64], batch: usize, rng: &mut Rng) -> Read {
    let state = pick_state(rng.random());
    let phase: f64 = rng.random();
    let dying = rng.random::<f64>() < DYING;
    let z: f64 = StandardNormal.sample(rng);
    let content = TRANSCRIPTS * (CONTENT * z - CONTENT * CONTENT / 2.0).exp();
    let mut out = Read { state, batch, barcode: barcode(batch, rng), transcripts: 0.0, counts: Vec::new() };
    for (gene, &yielded) in yields.iter().enumerate() {
        let leak = if dying && !genes.mitochondrial[gene] { 0.15 } else { 1.0 };
        let mean = content * leak * share(genes, gene, state, phase);
        let transcripts = molecules(mean, rng);
        out.transcripts += transcripts;
        let seen = (CAPTURE * SATURATION * yielded).min(1.0);
        let count = Binomial::new(transcripts as u64, seen).map_or(0, |binomial| binomial.sample(rng));
        if count > 0 {
            out.counts.push((gene as u32, count as f32));
        }
    }
    out
}

/// Share of a cell's transcripts that a gene has in a state and phase of the cycle.
fn share(genes: &Genes, gene: usize, state: usize, phase: f64) -> f64 {
    let programme = if genes.programme[gene] == Some(state) { genes.change[gene] } else { 0.0 };
    let wave =
        genes.peak[gene].map_or(0.0, |peak| CYCLE / 2.0 * (std::f64::consts::TAU * (phase - peak)).cos());
    genes.base[gene] * (programme + wave).exp()
}

/// Whole molecules of a bursting gene: a Poisson number with a Gamma mean.
fn molecules(mean: f64, rng: &mut Rng) -> f64 {
    let burst = Gamma::new(1.0 / BURSTING, BURSTING * mean).map_or(mean, |gamma| gamma.sample(rng));
    Poisson::new(burst).map_or(0.0, |poisson| poisson.sample(rng))
}

fn pick_state(at: f64) -> usize {
    let mut sum = 0.0;
    let found = STATES_OF_CELLS.iter().position(|(_, share)| {
        sum += share;
        at < sum
    });
    found.unwrap_or(0)
}

/// Sixteen bases and the number of the batch, as 10x writes them.
fn barcode(batch: usize, rng: &mut Rng) -> String {
    let bases: String = (0..16).map(|_| ['A', 'C', 'G', 'T'][rng.random_range(0..4)]).collect();
    format!("{bases}-{batch}")
}

fn library(genes: Genes, reads: Vec<Read>) -> Result<Library, CsrError> {
    let mut indptr = vec![0_u64];
    let (mut indices, mut values) = (Vec::new(), Vec::new());
    for read in &reads {
        indices.extend(read.counts.iter().map(|(gene, _)| *gene));
        values.extend(read.counts.iter().map(|(_, count)| *count));
        indptr.push(values.len() as u64);
    }
    Ok(Library {
        counts: Csr::new(reads.len(), genes.names.len(), indptr, indices, values)?,
        genes,
        batch: reads.iter().map(|read| read.batch).collect(),
        state: reads.iter().map(|read| read.state).collect(),
        transcripts: reads.iter().map(|read| read.transcripts).collect(),
        barcodes: reads.into_iter().map(|read| read.barcode).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Library {
        sequence(&DemoOptions { sequenced_cells: 200, ..Default::default() }).unwrap()
    }

    #[test]
    fn capture_loses_what_it_should() {
        let library = small();
        let seen: f64 = library.counts.values().iter().map(|&count| f64::from(count)).sum();
        let share = seen / library.transcripts.iter().sum::<f64>();
        // Genes' yields have mean exp(0.15²/2).
        assert!((share / (CAPTURE * SATURATION) - 1.011).abs() < 0.02, "{share}");
    }

    #[test]
    fn a_programme_is_up_in_its_state() {
        let library = small();
        let mean = |gene: usize, state: usize| {
            let cells: Vec<usize> = (0..200).filter(|&cell| library.state[cell] == state).collect();
            let sum: f64 = cells
                .iter()
                .map(|&cell| {
                    let (columns, values) = library.counts.row(cell);
                    columns.iter().position(|&at| at as usize == gene).map_or(0.0, |at| f64::from(values[at]))
                })
                .sum();
            sum / cells.len() as f64
        };
        let up = (50..100).filter(|&gene| mean(gene, 1) > mean(gene, 0)).count();
        assert!(up > 40, "{up}");
    }

    #[test]
    fn names_are_unique_and_the_same_seed_gives_the_same_counts() {
        let library = small();
        let mut names = library.genes.names.clone();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), library.genes.names.len());
        assert_eq!(library.counts, small().counts);
    }
}
