use super::{Correction, CorrectionError, CorrectionFault, Place};
use lca_graph::{Detection, Track, Tracks};
use std::collections::HashMap;

pub(super) fn apply(lines: &[(usize, Correction)], tracks: &Tracks) -> Result<Tracks, CorrectionError> {
    let mut lines_of = Lines::new(tracks);
    for &(line, correction) in lines {
        lines_of.correct(correction).map_err(|fault| CorrectionError { line, fault })?;
    }
    Ok(lines_of.tracks())
}

/// The lines of descent, object by object.
struct Lines<'a> {
    seen: &'a [Detection],
    at: HashMap<Place, usize>,
    before: Vec<Option<usize>>,
    /// What each object becomes: nothing, itself in a later frame, or daughters.
    after: Vec<After>,
}

#[derive(Clone, Default)]
struct After {
    objects: Vec<usize>,
    /// Whether these are daughters, or a track of its own.
    born: bool,
}

impl<'a> Lines<'a> {
    fn new(tracks: &'a Tracks) -> Self {
        let seen = tracks.detections();
        let at = seen.iter().enumerate().map(|(at, seen)| ((seen.t, seen.label), at)).collect();
        let mut lines =
            Self { seen, at, before: vec![None; seen.len()], after: vec![After::default(); seen.len()] };
        for (a, b) in tracks.links() {
            lines.before[b] = Some(a);
            lines.after[a].born |= seen[a].track != seen[b].track;
            lines.after[a].objects.push(b);
        }
        lines
    }

    fn find(&self, (t, label): Place) -> Result<usize, CorrectionFault> {
        self.at.get(&(t, label)).copied().ok_or(CorrectionFault::Missing { t, label })
    }

    fn correct(&mut self, correction: Correction) -> Result<(), CorrectionFault> {
        match correction {
            Correction::Cut(place) => self.end(self.find(place)?),
            Correction::Join(earlier, later) => self.join(self.find(earlier)?, self.find(later)?),
            Correction::Accept(earlier, later) => {
                let (a, b) = (self.find(earlier)?, self.find(later)?);
                if self.before[b] != Some(a) {
                    self.join(a, b);
                }
            }
            Correction::Reject(earlier, later) => {
                let (a, b) = (self.find(earlier)?, self.find(later)?);
                if self.before[b] == Some(a) {
                    self.orphan(b);
                }
            }
            Correction::Divide(mother, daughters) => {
                let mother = self.find(mother)?;
                let daughters = [self.find(daughters[0])?, self.find(daughters[1])?];
                self.end(mother);
                daughters.iter().for_each(|&child| self.orphan(child));
                self.link(mother, daughters.to_vec(), true);
            }
            Correction::Swap(one, other) => {
                let (a, b) = (self.find(one)?, self.find(other)?);
                let (from_a, from_b) = (self.before[a], self.before[b]);
                self.replace(from_a, a, b);
                // Sisters have one mother, whose daughters they stay.
                if from_a != from_b {
                    self.replace(from_b, b, a);
                }
                (self.before[a], self.before[b]) = (from_b, from_a);
            }
        }
        Ok(())
    }

    fn replace(&mut self, from: Option<usize>, old: usize, new: usize) {
        if let Some(from) = from {
            self.after[from].objects.iter_mut().filter(|at| **at == old).for_each(|at| *at = new);
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        self.end(a);
        self.orphan(b);
        self.link(a, vec![b], false);
    }

    fn link(&mut self, a: usize, objects: Vec<usize>, born: bool) {
        objects.iter().for_each(|&b| self.before[b] = Some(a));
        self.after[a] = After { objects, born };
    }

    /// Lets a line end with an object.
    fn end(&mut self, a: usize) {
        let after = std::mem::take(&mut self.after[a]);
        after.objects.into_iter().for_each(|b| self.before[b] = None);
    }

    /// Lets a line begin with an object; a mother left with one daughter goes on as her.
    fn orphan(&mut self, b: usize) {
        let Some(from) = self.before[b].take() else { return };
        let after = &mut self.after[from];
        after.objects.retain(|at| *at != b);
        after.born = after.objects.len() > 1;
    }

    fn tracks(&self) -> Tracks {
        let first = |at: usize| self.before[at].is_none_or(|from| self.after[from].born);
        let mut track_of = vec![0; self.seen.len()];
        let (mut detections, mut tracks) = (Vec::new(), Vec::new());
        // Objects are sorted by frame, so mothers have their numbers before daughters.
        for start in (0..self.seen.len()).filter(|&at| first(at)) {
            let id = tracks.len() as u32 + 1;
            let next =
                |&at: &usize| (!self.after[at].born).then(|| self.after[at].objects.first().copied())?;
            let mut end = self.seen[start].t;
            for at in std::iter::successors(Some(start), next) {
                (track_of[at], end) = (id, self.seen[at].t);
                detections.push(Detection { track: id, ..self.seen[at] });
            }
            let parent = self.before[start].map(|from| track_of[from]);
            tracks.push(Track { id, begin: self.seen[start].t, end, parent });
        }
        // Every object is in one line, and lines go forward in time: this cannot contradict itself.
        Tracks::new(detections, tracks).unwrap_or_default()
    }
}
