use super::envelope::{Envelope, Side, below};
use super::held::Point;
use super::pool::{Pool, Seed};
use crate::fit::latin_hypercube;
use crate::fit::scatter::draw_between;
use lca_core::Cancelled;
use lca_numerics::rng;

/// Points from which one race over a held parameter begins.
const DRAWS: usize = 12;

/// What a search may use, and what it goes by.
pub(super) struct Round<'p> {
    pub(super) number: usize,
    pub(super) pool: &'p Pool,
    pub(super) threshold: f64,
    /// Vectors of the pool before this were offered in earlier rounds.
    pub(super) from: usize,
}

impl Envelope<'_> {
    /// Looks for lower costs: among what is known of other parameters, and, where `wide`, from the fit's other
    /// ends and from afar at a few points. Says whether it found any.
    pub(super) fn search(&mut self, round: &Round<'_>, wide: bool) -> Result<bool, Cancelled> {
        let mut better = self.take(&round.pool.seeds[round.from..], round.threshold)?;
        better |= self.relax(round.threshold)?;
        if wide {
            for site in 0..SITES {
                if self.visit(site, round)? {
                    better = true;
                    self.relax(round.threshold)?;
                }
            }
        }
        Ok(better)
    }

    /// Takes up vectors that undercut this envelope at their own values of its parameter.
    fn take(&mut self, seeds: &[Seed], threshold: f64) -> Result<bool, Cancelled> {
        let at = self.held.at;
        let mut deepest: Vec<Option<(f64, &Seed)>> = vec![None; self.points.len()];
        let mut outside: Vec<&Seed> = Vec::new();
        for seed in seeds.iter().filter(|seed| seed.parameter != Some(at)) {
            match self.on_line(seed.x[at]) {
                Some((cell, line)) if line - seed.cost > UNDERCUT => {
                    let depth = line - seed.cost;
                    if deepest[cell].is_none_or(|(known, _)| depth > known) {
                        deepest[cell] = Some((depth, seed));
                    }
                }
                None if seed.cost < threshold => outside.push(seed),
                _ => {}
            }
        }
        let mut better = false;
        for (cell, (_, seed)) in deepest.iter().enumerate().filter_map(|(k, one)| one.map(|one| (k, one))) {
            better |= self.offer(cell, &seed.x)?;
            if cell + 1 < self.points.len() {
                better |= self.offer(cell + 1, &seed.x)?;
            }
        }
        outside.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        for seed in outside {
            better |= self.island(seed, threshold)?;
        }
        Ok(better)
    }

    /// Walks to both sides from a vector within the threshold that lies beyond the envelope's ends.
    fn island(&mut self, seed: &Seed, threshold: f64) -> Result<bool, Cancelled> {
        let value = seed.x[self.held.at];
        if self.on_line(value).is_some() {
            return Ok(false);
        }
        let Some(found) = self.held.minimise(&seed.x, None).filter(|one| one.cost < threshold) else {
            return Ok(false);
        };
        let place = self.insert(Point { value, ..found });
        let (inward, bound) = if place == 0 {
            (Side::Above, self.points.get(1).map(|one| one.value))
        } else {
            (Side::Below, self.points.get(place - 1).map(|one| one.value))
        };
        if let Some(bound) = bound {
            self.walk(place, inward, bound, threshold)?;
        }
        Ok(true)
    }

    /// Tries other valleys and a race from afar at one of the few points where that is done.
    fn visit(&mut self, site: usize, round: &Round<'_>) -> Result<bool, Cancelled> {
        let Some(at) = self.site(site) else { return Ok(false) };
        let before = self.points[at].cost;
        // The ends of a fit are offered once: later they are among what is known.
        for seed in round.pool.valleys().filter(|_| round.number == 0) {
            self.offer(at, &seed.x)?;
        }
        self.held.pace.check()?;
        let point = &self.points[at];
        let draws = self.draws(point, site, round);
        if let Some(found) = self.held.race(&draws, point.cost) {
            self.improve(at, found);
        }
        Ok(below(self.points[at].cost, before))
    }

    /// The points at which an envelope is searched widely: its ends, and half-way to each from the lowest.
    fn site(&self, site: usize) -> Option<usize> {
        let (lowest, last) = (self.lowest(), self.points.len() - 1);
        let at = [0, last, lowest / 2, (lowest + last).div_ceil(2)][site];
        let again = (site == 2 && lowest < 4) || (site == 3 && last - lowest < 4);
        (!again && at != lowest).then_some(at)
    }

    /// Vectors at the value of a point: half of them between the point's and the fit's other ends, half from
    /// anywhere within the bounds.
    fn draws(&self, point: &Point, site: usize, round: &Round<'_>) -> Vec<Vec<f64>> {
        let held = &self.held;
        let seed = (held.at * SITES + site + 1) as u64 * 1000 + round.number as u64;
        let mut all = latin_hypercube(&held.lower, &held.upper, DRAWS / 2, seed);
        let valleys: Vec<&Seed> = round.pool.valleys().collect();
        let mut rng = rng(seed, BETWEEN);
        for valley in valleys.iter().cycle().take(DRAWS / 2) {
            all.push(draw_between((&point.x, &valley.x), (&held.lower, &held.upper), &mut rng));
        }
        all.iter_mut().for_each(|x| x[held.at] = point.value);
        all
    }
}

/// How many points of an envelope are searched widely.
pub(super) const SITES: usize = 4;

/// How far below a straight line between two points a vector must lie to be tried: the envelope itself bends.
const UNDERCUT: f64 = 0.02;

/// The random stream for draws between vectors; those below belong to the Latin hypercube.
const BETWEEN: u64 = 1 << 33;
