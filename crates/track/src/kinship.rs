use lca_graph::Tracks;
use std::collections::BTreeMap;

/// One cell's life as far as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Its track.
    pub track: u32,
    /// Divisions before it that were seen.
    pub generation: u32,
    /// Frames from its first to the one in which its daughters, or the next of its kind, would be first.
    pub frames: u32,
    /// Whether a division began it, and one ended it: then `frames` is its generation time.
    pub whole: bool,
}

/// The life of every track, by its number. A track whose only child goes on after a hole does not divide.
#[must_use]
pub fn lives(tracks: &Tracks) -> Vec<Life> {
    let daughters = daughters(tracks);
    let divides = |track: u32| daughters.contains_key(&track);
    let mut generation: BTreeMap<u32, u32> = BTreeMap::new();
    let mut by_begin: Vec<_> = tracks.tracks().iter().collect();
    by_begin.sort_unstable_by_key(|track| (track.begin, track.id));
    for track in by_begin {
        let before = track
            .parent
            .map_or(0, |parent| generation.get(&parent).copied().unwrap_or(0) + u32::from(divides(parent)));
        generation.insert(track.id, before);
    }
    let life = |track: &lca_graph::Track| {
        let born = track.parent.is_some_and(divides);
        let until = daughters
            .get(&track.id)
            .and_then(|own| own.iter().filter_map(|&id| tracks.track(id)).map(|own| own.begin).min());
        Life {
            track: track.id,
            generation: generation[&track.id],
            frames: until.unwrap_or(track.end + 1) - track.begin,
            whole: born && until.is_some(),
        }
    };
    tracks.tracks().iter().map(life).collect()
}

/// How much alike kin are in one property.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Correlation; not a number below three pairs, or where all values of a side are one.
    pub correlation: f64,
    /// Pairs of cells.
    pub pairs: usize,
}

/// Correlations between kin. Those of equals (sisters, cousins) take each pair both ways, as an intraclass
/// correlation does. Pairs of one family are not independent of each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kinship {
    /// Mothers and their daughters.
    pub mother_daughter: Alike,
    /// Daughters of one mother.
    pub sisters: Alike,
    /// Daughters of two sisters.
    pub cousins: Alike,
}

/// Correlations of a property of tracks between kin; tracks without a value, or one that is not finite, are
/// left out.
#[must_use]
pub fn kinship(tracks: &Tracks, value: &BTreeMap<u32, f64>) -> Kinship {
    let daughters = daughters(tracks);
    let known = |pair: &(u32, u32)| {
        let one = |id: u32| value.get(&id).copied().filter(|value| value.is_finite());
        Some((one(pair.0)?, one(pair.1)?))
    };
    let alike = |pairs: &[(u32, u32)], equals: bool| {
        let mut values: Vec<(f64, f64)> = pairs.iter().filter_map(known).collect();
        let pairs = values.len();
        if equals {
            values.extend(values.clone().into_iter().map(|(a, b)| (b, a)));
        }
        Alike { correlation: if pairs < 3 { f64::NAN } else { pearson(&values) }, pairs }
    };
    let each = |own: &Vec<u32>| -> Vec<(u32, u32)> {
        let pairs = (0..own.len()).flat_map(|at| own[at + 1..].iter().map(move |&b| (own[at], b)));
        pairs.collect()
    };
    let mothers: Vec<(u32, u32)> =
        daughters.iter().flat_map(|(&mother, own)| own.iter().map(move |&child| (mother, child))).collect();
    let sisters: Vec<(u32, u32)> = daughters.values().flat_map(each).collect();
    let none = Vec::new();
    let of = |id: u32| daughters.get(&id).unwrap_or(&none);
    let cousins: Vec<(u32, u32)> = sisters
        .iter()
        .flat_map(|&(a, b)| of(a).iter().flat_map(move |&one| of(b).iter().map(move |&other| (one, other))))
        .collect();
    Kinship {
        mother_daughter: alike(&mothers, false),
        sisters: alike(&sisters, true),
        cousins: alike(&cousins, true),
    }
}

/// The daughters of each track that divides, followed to the first of their pieces.
fn daughters(tracks: &Tracks) -> BTreeMap<u32, Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for track in tracks.tracks() {
        if let Some(parent) = track.parent {
            children.entry(parent).or_default().push(track.id);
        }
    }
    children.retain(|_, own| own.len() > 1);
    children
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / n;
    let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |part: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(part).sum::<f64>();
    let both = sum(&|pair| (pair.0 - a) * (pair.1 - b));
    let spread = sum(&|pair| (pair.0 - a).powi(2)) * sum(&|pair| (pair.1 - b).powi(2));
    if spread > 0.0 { both / spread.sqrt() } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_graph::Track;

    /// A cell that divides twice: 1 into 2 and 3, 2 into 4 and 5, 3 into 6 and 7.
    fn family() -> Tracks {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let tracks = vec![
            track(1, 0, 4, None),
            track(2, 5, 12, Some(1)),
            track(3, 5, 14, Some(1)),
            track(4, 13, 20, Some(2)),
            track(5, 13, 20, Some(2)),
            track(6, 15, 20, Some(3)),
            track(7, 16, 20, Some(3)),
        ];
        Tracks::new(Vec::new(), tracks).unwrap()
    }

    #[test]
    fn lives_are_whole_between_two_divisions() {
        let lives = lives(&family());
        assert_eq!(lives[0], Life { track: 1, generation: 0, frames: 5, whole: false });
        assert_eq!(lives[1], Life { track: 2, generation: 1, frames: 8, whole: true });
        assert_eq!(lives[2], Life { track: 3, generation: 1, frames: 10, whole: true });
        assert_eq!(lives[6], Life { track: 7, generation: 2, frames: 5, whole: false });
    }

    #[test]
    fn kin_are_paired_and_correlated() {
        let value = BTreeMap::from([(1, 5.0), (2, 1.0), (3, 2.0), (4, 1.0), (5, 1.5), (6, 2.5), (7, 2.0)]);
        let kin = kinship(&family(), &value);
        assert_eq!([kin.mother_daughter.pairs, kin.sisters.pairs, kin.cousins.pairs], [6, 3, 4]);
        // By numpy, of the pairs (5,1) (5,2) (1,1) (1,1.5) (2,2.5) (2,2).
        assert!((kin.mother_daughter.correlation + 0.029_565_62).abs() < 1e-7, "{kin:?}");
        assert!(kin.cousins.correlation < -0.79);
        let few = BTreeMap::from([(2, 1.0), (3, f64::NAN)]);
        let kin = kinship(&family(), &few);
        assert!(kin.sisters.pairs == 0 && kin.sisters.correlation.is_nan());
    }
}
