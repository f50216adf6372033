use super::Outlines;
use super::shape::Shape;
use std::collections::BTreeSet;

/// What it costs that one outline becomes two from a frame to the next, or two one, or that outlines are read otherwise
/// where nothing is known of the frame beyond: the logarithm of odds.
const CHANGE: f64 = 3.0;

/// What it costs in a frame that two outlines are one cell: [`DENT`] for each [`DENTED`] by which the two together fall
/// short of an ellipse, beyond the first; at least [`LEAST`], which any other reading than the given costs.
const DENT: f64 = 2.0;
const DENTED: f64 = 0.05;
const LEAST: f64 = 0.1;

/// What a reading costs that segmentation gives the cost 1, a parting without any valley: as unlikely as a [`CHANGE`].
const VALLEY: f64 = CHANGE;

/// What may be one cell in a frame: an outline, whose second label is 0, or a pair of them.
pub(super) type Item = [u32; 2];

/// The same place and size in frames that follow each other, seen as one outline or as two.
pub(super) struct Run {
    /// The first frame.
    first: usize,
    /// What is seen in each frame.
    items: Vec<Item>,
}

/// Frames in which what costs least is another reading than the given one, and how much less it costs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Other {
    pub(super) gain: f64,
    /// An outline is to be parted, a pair to be joined.
    pub(super) items: Vec<(usize, Item)>,
}

/// What is found in the place of an item beyond an end of its run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beyond {
    /// The movie begins.
    Begin,
    /// One outline, which is more like another one.
    One,
    /// Its two halves, apart from each other.
    Two,
    Unknown,
}

/// Every run with something in it that can be read otherwise, in the order of its first such item.
pub(super) fn runs(frames: &[Outlines]) -> Vec<Run> {
    let mut seen: BTreeSet<(usize, Item)> = BTreeSet::new();
    let mut found = Vec::new();
    for (t, frame) in frames.iter().enumerate() {
        let partings = frame.known.iter().flat_map(|known| known.partings.keys().map(|&label| [label, 0]));
        for item in frame.pairs.iter().copied().chain(partings) {
            if !seen.contains(&(t, item)) {
                let run = Run::through(frames, t, item);
                seen.extend(run.all());
                found.push(run);
            }
        }
    }
    found
}

impl Run {
    /// Goes back and forth from an item as long as each of two frames' items is the nearest to the other.
    fn through(frames: &[Outlines], t: usize, item: Item) -> Self {
        let (mut first, mut back) = (t, vec![item]);
        while let Some(before) =
            first.checked_sub(1).and_then(|to| mutual(frames, first, back[back.len() - 1], to))
        {
            first -= 1;
            back.push(before);
        }
        back.reverse();
        let mut items = back;
        while let Some(after) =
            mutual(frames, first + items.len() - 1, items[items.len() - 1], first + items.len())
        {
            items.push(after);
        }
        Self { first, items }
    }

    fn all(&self) -> impl Iterator<Item = (usize, Item)> {
        self.items.iter().enumerate().map(|(at, &item)| (self.first + at, item))
    }

    /// The reading of all its frames, one cell or two in each, that costs least (Viterbi 1967), where that is not the given
    /// one: in every frame what the reading costs there, between frames [`CHANGE`] where one becomes two or two one.
    pub(super) fn other(&self, frames: &[Outlines]) -> Option<Other> {
        let costs: Vec<[f64; 2]> = self.all().map(|(t, item)| costs(&frames[t], item)).collect();
        let ends = self.ends(frames);
        let mut least = [0, 1].map(|state| costs[0][state] + ends[0][state]);
        let mut from: Vec<[usize; 2]> = Vec::with_capacity(costs.len());
        for here in &costs[1..] {
            let came = [0, 1].map(|state| usize::from(stay_or_change(least, state)));
            let cost = |state: usize| {
                let change = if came[state] == state { 0.0 } else { CHANGE };
                least[came[state]] + change + here[state]
            };
            least = [cost(0), cost(1)];
            from.push(came);
        }
        let last = [0, 1].map(|state| least[state] + ends[1][state]);
        let mut state = usize::from(last[1] < last[0]);
        let best = last[state];
        let mut states = vec![state];
        for came in from.iter().rev() {
            state = came[state];
            states.push(state);
        }
        states.reverse();
        let given: Vec<usize> = self.items.iter().map(|item| usize::from(item[1] > 0)).collect();
        let changes = given.windows(2).filter(|two| two[0] != two[1]).count() as f64;
        let gain = ends[0][given[0]] + CHANGE * changes + ends[1][given[given.len() - 1]] - best;
        let differ = self.all().zip(given.iter().zip(&states)).filter(|(_, (given, state))| given != state);
        (gain > 1e-9).then(|| Other { gain, items: differ.map(|(item, _)| item).collect() })
    }

    /// What each reading costs at the ends.
    fn ends(&self, frames: &[Outlines]) -> [[f64; 2]; 2] {
        let last = self.first + self.items.len() - 1;
        let begin = match self.first.checked_sub(1) {
            None => Beyond::Begin,
            Some(t) => beyond(&frames[self.first], self.items[0], &frames[t]),
        };
        let item = self.items[self.items.len() - 1];
        let end = frames.get(last + 1).map_or(Beyond::Unknown, |next| beyond(&frames[last], item, next));
        [end_costs(begin, self.items[0]), end_costs(end, item)]
    }
}

/// Whether a state is reached from two at less cost than from one.
fn stay_or_change(least: [f64; 2], state: usize) -> bool {
    let to = |from: usize| least[from] + if from == state { 0.0 } else { CHANGE };
    if state == 0 { to(1) < to(0) } else { to(1) <= to(0) }
}

/// What it costs in a frame to read an item as one and as two.
fn costs(frame: &Outlines, item: Item) -> [f64; 2] {
    if item[1] > 0 {
        return [joining(frame, item), 0.0];
    }
    let parting = frame.known.as_ref().and_then(|known| known.partings.get(&item[0]));
    [0.0, parting.map_or(f64::INFINITY, |parting| (VALLEY * parting.cost).max(LEAST))]
}

/// What the shape says, or segmentation where it knows the pair as likelier to be one: a valley that is seen in one frame is
/// mostly seen in the next, so that it would count anew in each.
fn joining(frame: &Outlines, pair: Item) -> f64 {
    let dent = DENT * ((1.0 - frame.both(pair).fullness()) / DENTED - 1.0);
    let known = frame.known.as_ref().and_then(|known| known.joinings.get(&pair));
    known.map_or(dent, |cost| dent.min(VALLEY * cost)).max(LEAST)
}

/// The item of another frame that is nearest to one, where that is also the nearest to it.
fn mutual(frames: &[Outlines], t: usize, item: Item, to: usize) -> Option<Item> {
    let next = frames.get(to)?;
    let there = next.nearest(&frames[t].both(item))?;
    (frames[t].nearest(&next.both(there)) == Some(item)).then_some(there)
}

fn beyond(frame: &Outlines, item: Item, other: &Outlines) -> Beyond {
    match other.nearest(&frame.both(item)) {
        Some([_, 0]) => return Beyond::One,
        Some(_) => return Beyond::Unknown,
        None => {}
    }
    let parting = frame.known.as_ref().and_then(|known| known.partings.get(&item[0]));
    let halves: Option<[Shape; 2]> = parting.filter(|_| item[1] == 0).map(|parting| parting.halves);
    let found = halves.map(|halves| halves.map(|half| other.nearest_outline(&half)));
    match found {
        Some([Some(one), Some(two)]) if one != two => Beyond::Two,
        _ => Beyond::Unknown,
    }
}

/// At the beginning of the movie nothing is known of before: two that are one afterwards may have been one.
fn end_costs(beyond: Beyond, item: Item) -> [f64; 2] {
    let pair = item[1] > 0;
    match beyond {
        Beyond::Begin if pair => [0.0, 0.0],
        Beyond::One => [0.0, CHANGE],
        Beyond::Two => [CHANGE, 0.0],
        Beyond::Begin | Beyond::Unknown => {
            if pair {
                [CHANGE, 0.0]
            } else {
                [0.0, CHANGE]
            }
        }
    }
}
