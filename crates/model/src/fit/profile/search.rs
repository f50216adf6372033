use super::envelope::{Envelope, Side};
use super::pool::{Pool, Seed};
use crate::fit::latin_hypercube;
use crate::fit::scatter::draw_between;
use lca_core::Cancelled;
use lca_numerics::rng;

/// What a search may use, and what it goes by.
pub(super) struct Round<'p> {
    pub(super) number: usize,
    pub(super) pool: &'p Pool,
    pub(super) threshold: f64,
}

impl Envelope<'_> {
    /// Looks for lower costs: among what is known of other parameters, and, where `wide`, along the fit's other
    /// valleys and from afar at some points. Says whether it found any.
    pub(super) fn search(&mut self, round: &Round<'_>, wide: bool) -> Result<bool, Cancelled> {
        let mut better = self.take(&round.pool.new, round.threshold)?;
        self.relax(round.threshold)?;
        if wide {
            // The ends of a fit are followed once: later they are among what is known.
            for valley in round.pool.valleys.iter().filter(|_| round.number == 0) {
                better |= self.follow(&valley.x)?;
            }
            self.relax(round.threshold)?;
            if let Some(best) = round.pool.valleys.first().filter(|_| round.number == 0) {
                better |= self.doubt(&best.x)?;
                self.relax(round.threshold)?;
            }
            for site in 0..SITES {
                better |= self.visit(site, round)?;
            }
            self.relax(round.threshold)?;
        }
        Ok(better)
    }

    /// Takes up vectors that undercut this envelope at their own values of its parameter.
    fn take(&mut self, seeds: &[Seed], threshold: f64) -> Result<bool, Cancelled> {
        let at = self.held.at;
        let depth = |envelope: &Self, seed: &Seed| envelope.line(seed.x[at]) - seed.cost;
        let all = seeds.iter().filter(|seed| seed.parameter != Some(at) && seed.cost < threshold);
        let mut low: Vec<&Seed> = all.filter(|seed| depth(self, seed) > UNDERCUT).collect();
        low.sort_by(|a, b| depth(self, b).total_cmp(&depth(self, a)).then(a.cost.total_cmp(&b.cost)));
        let (mut better, mut tries) = (false, vec![0; self.points.len() + 1]);
        for seed in low {
            let value = seed.x[at];
            let cell = self.points.partition_point(|one| one.value < value);
            if tries.get(cell).is_some_and(|tries| *tries >= TRIES) || depth(self, seed) <= UNDERCUT {
                continue;
            }
            let known = self.points.get(cell).is_some_and(|one| one.value == value);
            if self.line(value) > threshold && !known {
                better |= self.island(seed, threshold)?;
                tries.resize(self.points.len() + 1, 0);
            } else {
                tries[cell] += 1;
                better |= self.follow(&seed.x)?;
            }
        }
        Ok(better)
    }

    /// Walks to both sides from a vector within the threshold where nothing within it is known.
    fn island(&mut self, seed: &Seed, threshold: f64) -> Result<bool, Cancelled> {
        let Some(found) = self.held.minimise(&seed.x, threshold)? else { return Ok(false) };
        let place = self.insert(found);
        self.walk(place, Side::Above, threshold)?;
        self.walk(place, Side::Below, threshold)?;
        Ok(true)
    }

    /// Races from many points with the parameter held at one of the values where that is done, and follows the winner.
    fn visit(&mut self, site: usize, round: &Round<'_>) -> Result<bool, Cancelled> {
        let place = place(site, round.number, self.points.len() - 1);
        let draws = self.draws(place, site, round);
        match self.held.race(&draws)? {
            Some(x) => self.follow(&x),
            None => Ok(false),
        }
    }

    /// Vectors at the value of a point: half of them between the point's and the fit's other ends, half from
    /// anywhere within the bounds.
    fn draws(&self, place: usize, site: usize, round: &Round<'_>) -> Vec<Vec<f64>> {
        let (held, point) = (&self.held, &self.points[place]);
        let seed = (held.at * SITES + site + 1) as u64 * 1000 + round.number as u64;
        let mut all = latin_hypercube(&held.lower, &held.upper, DRAWS / 2, seed);
        let mut rng = rng(seed, BETWEEN);
        for valley in round.pool.valleys.iter().cycle().take(DRAWS / 2) {
            all.push(draw_between((&point.x, &valley.x), (&held.lower, &held.upper), &mut rng));
        }
        all.iter_mut().for_each(|x| x[held.at] = point.value);
        all
    }
}

/// The point of a site in a round, of those up to the last. The first round takes both ends; the sites of those after it
/// move on by the golden ratio, so that no point is passed over again and again.
fn place(site: usize, round: usize, last: usize) -> usize {
    if round == 0 {
        return site * last / (SITES - 1);
    }
    let share = (site as f64 + (round as f64 * GOLDEN).fract()) / SITES as f64;
    ((share * (last + 1) as f64) as usize).min(last)
}

const GOLDEN: f64 = 1.618_033_988_749_895;

/// At how many points of an envelope races are run, and from how many vectors each begins.
const SITES: usize = 6;
const DRAWS: usize = 12;

/// How far below a straight line between two points a vector must lie to be tried: the envelope itself bends.
const UNDERCUT: f64 = 5e-3;

/// Vectors that are tried between two points in one round.
const TRIES: usize = 3;

/// The random stream for draws between vectors; those below belong to the Latin hypercube.
const BETWEEN: u64 = 1 << 33;
