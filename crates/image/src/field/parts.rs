use super::Seen;
use super::alternatives::Alternatives;
use super::graph::Graph;
use super::owners::by_basin;
use super::tile::Tile;
use lca_pixels::Labels;

impl Alternatives {
    /// The parts that the labels of a tile's core are made of: each pixel is of the part of its reduced pixel, and where that
    /// is none of its label's (at rims, in holes, where crumbs are), of the part nearest to it.
    pub(super) fn parts(
        &self,
        tile: &Tile,
        labels: &Labels,
        seen: &Seen,
        graph: &Graph,
        factor: usize,
    ) -> Labels {
        let (_, ny, nx) = seen.terrain.hills.dim();
        let near =
            Near { part: by_basin(&seen.terrain, &seen.tops, graph, |at| self.part[at]), size: [ny, nx] };
        let reduced =
            |axis: usize, at: usize| (tile.core[axis].start + at) / factor - seen.terrain.origin[axis];
        let mut out = labels.clone();
        for ((_, y, x), slot) in out.indexed_iter_mut().filter(|(_, slot)| **slot > 0) {
            let [first, count] = self.of_label[*slot as usize];
            *slot =
                if count == 1 { first } else { near.part([reduced(0, y), reduced(1, x)], [first, count]) };
        }
        out
    }
}

/// The parts of a window's reduced pixels.
struct Near {
    part: Vec<u32>,
    size: [usize; 2],
}

impl Near {
    /// The part of an object, whose parts are `first` and so many after it, that is nearest to a reduced pixel; of those
    /// equally near the first by row and column.
    fn part(&self, [y, x]: [usize; 2], [first, count]: [u32; 2]) -> u32 {
        let [ny, nx] = self.size;
        let own = |y: usize, x: usize| {
            let part = self.part[y * nx + x];
            (part >= first && part - first < count).then_some(part)
        };
        let mut best: Option<(usize, u32)> = None;
        for ring in 0..ny.max(nx) {
            // Beyond this ring all is farther than what was found.
            if best.is_some_and(|(far, _)| ring * ring > far) {
                break;
            }
            for row in y.saturating_sub(ring)..=(y + ring).min(ny - 1) {
                let edge = row.abs_diff(y) == ring;
                let step = if edge || ring == 0 { 1 } else { 2 * ring };
                for column in (x as i64 - ring as i64..=(x + ring) as i64).step_by(step) {
                    let inside = usize::try_from(column).ok().filter(|column| *column < nx);
                    let Some((column, part)) = inside.and_then(|column| Some((column, own(row, column)?)))
                    else {
                        continue;
                    };
                    let far = row.abs_diff(y).pow(2) + column.abs_diff(x).pow(2);
                    if best.is_none_or(|(least, _)| far < least) {
                        best = Some((far, part));
                    }
                }
            }
        }
        best.map_or(first, |(_, part)| part)
    }
}
