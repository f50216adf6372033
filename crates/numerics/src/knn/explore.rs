use super::points::{Points, square};
use super::trees::Tree;
use crate::{Wide, wide};
use rayon::prelude::*;

/// Points whose lists one task works on.
const CHUNK: usize = 256;
/// Marks a neighbour found in the last round.
const FRESH: u32 = 1 << 31;

/// A neighbour: the square of its distance, and its number with the mark.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    square: f32,
    tag: u32,
}

impl Entry {
    const NONE: Self = Self { square: f32::INFINITY, tag: FRESH - 1 };

    const fn point(self) -> u32 {
        self.tag & !FRESH
    }

    const fn is_fresh(self) -> bool {
        self.tag & FRESH != 0
    }
}

/// Each point's best neighbours so far, nearest first.
pub(super) struct Lists {
    entries: Vec<Entry>,
    length: usize,
}

impl Lists {
    /// The nearest of each point among those that share a leaf with it.
    pub(super) fn of_trees(points: &Points, trees: &[Tree], length: usize) -> Self {
        let mut lists = Self { entries: vec![Entry::NONE; points.count() * length], length };
        let leaves =
            |point: usize| trees.iter().map(move |tree| (tree.leaf[point].1 - tree.leaf[point].0) as usize);
        let most = (0..points.count()).map(|point| leaves(point).sum()).max().unwrap_or(0);
        lists.each(most, |chunk, lists| wide(Leaves { points, trees, chunk, lists }));
        lists
    }

    /// Looks at the neighbours of each point's neighbours, where one of the two links is fresh (Dong, Moses & Li 2011,
    /// from the side of the point that gains); links count in both directions. Returns how many neighbours changed.
    pub(super) fn explore(&mut self, points: &Points) -> usize {
        let before = self.entries.clone();
        let (length, backward) = (self.length, self.length);
        let back = reversed(&before, length, backward);
        let most = length + (length + backward) * (length + 1);
        self.entries.iter_mut().for_each(|entry| entry.tag &= !FRESH);
        self.each(most, |chunk, lists| {
            wide(Around { points, before: &before, back: &back, length, chunk, lists })
        });
        self.entries.iter().filter(|entry| entry.is_fresh()).count()
    }

    /// How many neighbours are kept of each point.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Makes room for more neighbours, half as many again, and lets all links be looked at afresh.
    pub(super) fn lengthen(&mut self) {
        let longer = self.length + self.length.div_ceil(2);
        let mut entries = vec![Entry::NONE; self.entries.len() / self.length * longer];
        for (to, from) in entries.chunks_exact_mut(longer).zip(self.entries.chunks_exact(self.length)) {
            to[..self.length].copy_from_slice(from);
            to[..self.length].iter_mut().for_each(|entry| entry.tag |= FRESH);
        }
        (self.entries, self.length) = (entries, longer);
    }

    /// The neighbours of a point.
    pub(super) fn of(&self, point: usize) -> impl Iterator<Item = u32> + '_ {
        let list = &self.entries[point * self.length..][..self.length];
        list.iter().filter(|entry| entry.square < f32::INFINITY).map(|entry| entry.point())
    }

    /// Lets `work` change chunk after chunk of lists, which no other task sees, looking at up to `most` points for each.
    fn each(&mut self, most: usize, work: impl Fn(u32, ListsOf<'_>) + Sync) {
        let length = self.length;
        self.entries.par_chunks_mut(CHUNK * length).enumerate().for_each(|(chunk, entries)| {
            work(
                (chunk * CHUNK) as u32,
                ListsOf { lists: entries.chunks_exact_mut(length), seen: Seen::new(most) },
            );
        });
    }
}

/// The lists of some points, and what was looked at for one of them.
struct ListsOf<'a> {
    lists: std::slice::ChunksExactMut<'a, Entry>,
    seen: Seen,
}

/// Looks at all who share a leaf.
struct Leaves<'a> {
    points: &'a Points,
    trees: &'a [Tree],
    chunk: u32,
    lists: ListsOf<'a>,
}

impl Wide for Leaves<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let ListsOf { lists, mut seen } = self.lists;
        for (list, own) in lists.zip(self.chunk..) {
            seen.forget();
            for tree in self.trees {
                let (start, end) = tree.leaf[own as usize];
                for &other in &tree.order[start as usize..end as usize] {
                    consider(self.points, own, other, list, &mut seen);
                }
            }
        }
    }
}

/// Looks at the neighbours of neighbours.
struct Around<'a> {
    points: &'a Points,
    before: &'a [Entry],
    back: &'a [Vec<Entry>],
    length: usize,
    chunk: u32,
    lists: ListsOf<'a>,
}

impl Wide for Around<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let list_of = |point: u32| &self.before[point as usize * self.length..][..self.length];
        let ListsOf { lists, mut seen } = self.lists;
        for (list, own) in lists.zip(self.chunk..) {
            seen.forget();
            list.iter().for_each(|entry| _ = seen.is_new(entry.point()));
            let around = list_of(own).iter().chain(&self.back[own as usize]);
            for link in around.filter(|link| link.square < f32::INFINITY) {
                if link.is_fresh() {
                    consider(self.points, own, link.point(), list, &mut seen);
                }
                for next in list_of(link.point()) {
                    if (link.is_fresh() || next.is_fresh()) && next.square < f32::INFINITY {
                        consider(self.points, own, next.point(), list, &mut seen);
                    }
                }
            }
        }
    }
}

/// Puts a point among the neighbours if it is nearer than the last of them.
#[inline(always)]
fn consider(points: &Points, own: u32, other: u32, list: &mut [Entry], seen: &mut Seen) {
    if other == own || !seen.is_new(other) {
        return;
    }
    let square = square(points.get(own), points.get(other));
    let last = list.len() - 1;
    if square.is_nan() || square >= list[last].square {
        return;
    }
    let mut at = last;
    while at > 0 && list[at - 1].square > square {
        list[at] = list[at - 1];
        at -= 1;
    }
    list[at] = Entry { square, tag: other | FRESH };
}

/// The links into each point, those of best rank first, up to a number.
fn reversed(entries: &[Entry], length: usize, most: usize) -> Vec<Vec<Entry>> {
    let count = entries.len() / length;
    let mut back: Vec<Vec<Entry>> = vec![Vec::new(); count];
    for rank in 0..length {
        for (own, list) in entries.chunks_exact(length).enumerate() {
            let link = list[rank];
            if link.square < f32::INFINITY && back[link.point() as usize].len() < most {
                let tag = own as u32 | (link.tag & FRESH);
                back[link.point() as usize].push(Entry { square: link.square, tag });
            }
        }
    }
    back
}

/// Points already looked at, in a table that never fills: it has two slots for each that may come.
struct Seen {
    slots: Vec<u64>,
    shift: u32,
    round: u64,
}

impl Seen {
    fn new(most: usize) -> Self {
        let size = (2 * most).next_power_of_two().max(2);
        Self { slots: vec![0; size], shift: 32 - size.ilog2(), round: 0 }
    }

    fn forget(&mut self) {
        self.round += 1;
    }

    /// Whether the point was not seen since the last `forget`.
    #[inline(always)]
    fn is_new(&mut self, point: u32) -> bool {
        let mark = self.round << 32 | u64::from(point);
        let mut slot = (point.wrapping_mul(0x9E37_79B1) >> self.shift) as usize;
        loop {
            let known = self.slots[slot];
            if known == mark {
                return false;
            }
            if known >> 32 != self.round {
                self.slots[slot] = mark;
                return true;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}
