use super::cycle::shortest_cycle;
use super::reduce::{Keep, reduce};
use super::search::Search;
use super::work::Work;
use crate::NetworkError;

/// Sets that break all cycles, by names.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    pub(super) sets: Vec<Vec<usize>>,
    /// How many there are; none where the list was cut off before that was known.
    pub(super) count: Option<u128>,
}

/// Lists the smallest sets of a graph, `size` nodes each, up to `most` of them. The nodes of a shortest cycle are
/// gone through: the first of them that is in the set makes the cases disjoint, and a case is followed only where
/// a set of that size is left in it.
pub(super) fn list(
    search: &mut Search<'_>,
    mut work: Work,
    size: usize,
    most: usize,
) -> Result<Listing, NetworkError> {
    let taken = reduce(&mut work, Keep::All);
    let parts = work.split();
    let mut rest = Listing { sets: vec![Vec::new()], count: Some(1) };
    for part in &parts {
        let own = if let [_] = parts.as_slice() {
            size.saturating_sub(taken.len())
        } else {
            search.smallest(part.clone(), usize::MAX)?.map_or(0, |set| set.len())
        };
        rest = product(&rest, &cases(search, part, own, most)?, most);
    }
    rest.sets.iter_mut().for_each(|set| set.extend_from_slice(&taken));
    Ok(rest)
}

/// The smallest sets of a strongly connected graph.
fn cases(search: &mut Search<'_>, work: &Work, size: usize, most: usize) -> Result<Listing, NetworkError> {
    let mut all = Listing { sets: Vec::new(), count: Some(0) };
    let mut left = work.clone();
    for node in shortest_cycle(work).unwrap_or_default() {
        if all.sets.len() >= most {
            all.count = None;
            break;
        }
        let mut with = left.clone();
        with.remove(node);
        if search.smallest(with.clone(), size)?.is_some() {
            let mut found = list(search, with, size - 1, most - all.sets.len())?;
            found.sets.iter_mut().for_each(|set| set.push(work.names[node]));
            all.sets.extend(found.sets);
            all.count = all.count.zip(found.count).and_then(|(a, b)| a.checked_add(b));
        }
        if left.has_self_loop(node) {
            break;
        }
        left.contract(node);
    }
    Ok(all)
}

/// Each set of one with each of the other.
fn product(a: &Listing, b: &Listing, most: usize) -> Listing {
    let pairs = a.sets.iter().flat_map(|one| b.sets.iter().map(|other| [one.as_slice(), other].concat()));
    let count = a.count.zip(b.count).and_then(|(a, b)| a.checked_mul(b));
    Listing { sets: pairs.take(most).collect(), count }
}
