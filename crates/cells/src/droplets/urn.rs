use super::DropletParams;
use lca_numerics::{Csr, Rng, rng};
use rand::RngExt;
use rayon::prelude::*;

/// Iterations that one task counts together.
const TOGETHER: usize = 64;

/// For each tested droplet, how many draws of its total are at most as likely as it is. Every draw goes from no count
/// to the largest total, one count at a time, and is compared at each total on its way, as Lun et al. do. It is drawn
/// from Pólya's urn, which is the Dirichlet-multinomial: the next count is of a gene by the ambient profile, or, the
/// more often the smaller `alpha` is, of the gene of one of the counts before.
pub(super) fn as_far(
    counts: &Csr<f32>,
    totals: &[f64],
    tested: &[usize],
    ambient: &[f64],
    alpha: f64,
    params: &DropletParams,
) -> Vec<u32> {
    let mut groups = Groups::new(counts, totals, tested, ambient, alpha);
    let urn = Urn { ambient, alpha, cumulative: cumulative(ambient) };
    let tasks = params.iterations.div_ceil(TOGETHER);
    let counted: Vec<Vec<u32>> = (0..tasks)
        .into_par_iter()
        .map(|task| {
            let mut hits = vec![0_u32; groups.sorted.len()];
            for draw in task * TOGETHER..((task + 1) * TOGETHER).min(params.iterations) {
                urn.draw(&groups, &mut rng(params.seed, draw as u64), &mut hits);
            }
            hits
        })
        .collect();
    // Whole numbers: the order of adding changes nothing.
    let mut hits = vec![0_u32; groups.sorted.len()];
    counted.iter().for_each(|part| hits.iter_mut().zip(part).for_each(|(all, one)| *all += one));
    groups.spread(&mut hits);
    hits
}

/// Tested droplets by their total, within it by their likelihood.
struct Groups {
    /// Each total and where its droplets begin and end in `sorted`.
    totals: Vec<(usize, usize, usize)>,
    /// Log-likelihoods up to what a total gives.
    sorted: Vec<f64>,
    /// For each entry of `sorted` the droplet's place among those tested.
    places: Vec<usize>,
}

impl Groups {
    fn new(counts: &Csr<f32>, totals: &[f64], tested: &[usize], ambient: &[f64], alpha: f64) -> Self {
        let likelihoods: Vec<f64> =
            tested.par_iter().map(|&row| likelihood(counts.row(row), ambient, alpha)).collect();
        let total = |place: usize| totals[tested[place]] as usize;
        let mut places: Vec<usize> = (0..tested.len()).collect();
        places.sort_by(|&a, &b| {
            total(a).cmp(&total(b)).then(likelihoods[a].total_cmp(&likelihoods[b])).then(a.cmp(&b))
        });
        let mut groups: Vec<(usize, usize, usize)> = Vec::new();
        for (at, &place) in places.iter().enumerate() {
            match groups.last_mut() {
                Some((known, _, end)) if *known == total(place) => *end = at + 1,
                _ => groups.push((total(place), at, at + 1)),
            }
        }
        Self { totals: groups, sorted: places.iter().map(|&place| likelihoods[place]).collect(), places }
    }

    /// From the first droplet that a draw falls short of to all above it, and to the droplets' own order.
    fn spread(&mut self, hits: &mut [u32]) {
        for &(_, start, end) in &self.totals {
            for at in start + 1..end {
                hits[at] += hits[at - 1];
            }
        }
        let mut own = vec![0; hits.len()];
        self.places.iter().zip(&*hits).for_each(|(&place, &count)| own[place] = count);
        hits.copy_from_slice(&own);
    }
}

/// The part of the log-likelihood in which droplets of one total differ.
fn likelihood((columns, counted): (&[u32], &[f32]), ambient: &[f64], alpha: f64) -> f64 {
    let of = |(&gene, &count): (&u32, &f32)| -> f64 {
        (0..count as usize).map(|before| step(alpha * ambient[gene as usize], before as f64)).sum()
    };
    columns.iter().zip(counted).map(of).sum()
}

/// What one more count of a gene adds that has so many already.
fn step(weight: f64, before: f64) -> f64 {
    ((before + weight) / (before + 1.0)).ln()
}

struct Urn<'a> {
    ambient: &'a [f64],
    alpha: f64,
    cumulative: Vec<f64>,
}

fn cumulative(shares: &[f64]) -> Vec<f64> {
    shares
        .iter()
        .scan(0.0, |sum, share| {
            *sum += share;
            Some(*sum)
        })
        .collect()
}

impl Urn<'_> {
    fn draw(&self, groups: &Groups, random: &mut Rng, hits: &mut [u32]) {
        let mut counts = std::collections::HashMap::<u32, u32>::new();
        let mut drawn: Vec<u32> = Vec::new();
        let mut sum = 0.0;
        for &(total, start, end) in &groups.totals {
            while drawn.len() < total {
                let gene = self.next(&drawn, random);
                let count = counts.entry(gene).or_default();
                sum += step(self.alpha * self.ambient[gene as usize], f64::from(*count));
                *count += 1;
                drawn.push(gene);
            }
            // Droplets at least as likely as the draw; rounding must not tell equal ones apart.
            let near = sum - 1e-9 * sum.abs();
            let from = start + groups.sorted[start..end].partition_point(|own| *own < near);
            if from < end {
                hits[from] += 1;
            }
        }
    }

    fn next(&self, drawn: &[u32], random: &mut Rng) -> u32 {
        let at = random.random::<f64>() * (self.alpha + drawn.len() as f64);
        if at >= self.alpha {
            let before = ((at - self.alpha) as usize).min(drawn.len().saturating_sub(1));
            if let Some(gene) = drawn.get(before) {
                return *gene;
            }
        }
        let sum = self.cumulative.last().copied().unwrap_or(1.0);
        let share = random.random::<f64>() * sum;
        let gene = self.cumulative.partition_point(|end| *end <= share);
        gene.min(self.cumulative.len().saturating_sub(1)) as u32
    }
}
