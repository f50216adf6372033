use super::points::{Points, product};
use crate::{Rng, Wide, rng, wide};
use rand::RngExt;

/// A random projection tree over points (Dasgupta & Freund 2008): each inner node splits its points by the plane half
/// way between two of them. The leaves are runs of `order`.
pub(super) struct Tree {
    /// The points, leaf after leaf.
    pub(super) order: Vec<u32>,
    /// Where the leaf of each point begins and ends in `order`.
    pub(super) leaf: Vec<(u32, u32)>,
}

/// Grows a tree whose leaves have at most `size` points, on one thread.
pub(super) fn grow(points: &Points, size: usize, seed: u64, stream: u64) -> Tree {
    let mut order: Vec<u32> = (0..points.count() as u32).collect();
    let mut leaf = vec![(0, 0); order.len()];
    let mut random = rng(seed, stream);
    let mut open = vec![(0, order.len())];
    while let Some((start, end)) = open.pop() {
        if end - start <= size {
            order[start..end].iter().for_each(|&point| leaf[point as usize] = (start as u32, end as u32));
            continue;
        }
        let middle = start + wide(Split { points, members: &mut order[start..end], random: &mut random });
        open.extend([(start, middle), (middle, end)]);
    }
    Tree { order, leaf }
}

/// Brings the points of one side to the front and says how many they are: by a plane, or by halves where no plane
/// parts them well.
struct Split<'a> {
    points: &'a Points,
    members: &'a mut [u32],
    random: &'a mut Rng,
}

impl Wide for Split<'_> {
    type Output = usize;

    #[inline(always)]
    fn run(self) -> usize {
        let Self { points, members, random } = self;
        let count = members.len();
        for _ in 0..3 {
            let (a, b) = (members[random.random_range(0..count)], members[random.random_range(0..count)]);
            let (a, b) = (points.get(a), points.get(b));
            let normal: Vec<f32> = a.iter().zip(b).map(|(x, y)| x - y).collect();
            let offset = 0.5 * (product(a, a) - product(b, b));
            let front = part(points, members, &normal, offset);
            if front.min(count - front) * 20 >= count {
                return front;
            }
        }
        count / 2
    }
}

/// Exchanges members until those beyond the plane stand in front.
#[inline(always)]
fn part(points: &Points, members: &mut [u32], normal: &[f32], offset: f32) -> usize {
    let mut front = 0;
    for at in 0..members.len() {
        if product(points.get(members[at]), normal) > offset {
            members.swap(front, at);
            front += 1;
        }
    }
    front
}
