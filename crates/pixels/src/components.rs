use crate::lanes::{Dim, filled, flat};
use crate::{Connectivity, Labels, Mask, runs};
use std::ops::Range;

/// Numbers the connected parts of a mask from 1, in the order of their first pixels (`z, y, x`).
/// Whole runs of pixels along x are joined, not single pixels.
#[must_use]
pub fn components(mask: &Mask, connectivity: Connectivity) -> Labels {
    let mut runs = Runs::new(&flat(mask), mask.dim(), connectivity);
    filled(mask.dim(), |out: &mut [u32]| runs.paint(out))
}

/// Runs along x of pixels that are not 0 and alike, in order, in sets of those that are alike and connected,
/// named by their first run.
pub(crate) struct Runs<T> {
    span: Vec<Range<usize>>,
    value: Vec<T>,
    first_of_row: Vec<usize>,
    set: Vec<usize>,
    nx: usize,
}

impl<T: Copy + PartialEq + Default> Runs<T> {
    pub(crate) fn new(pixels: &[T], (_, ny, nx): Dim, connectivity: Connectivity) -> Self {
        let (mut span, mut value, mut first_of_row) = (Vec::new(), Vec::new(), vec![0]);
        for (row, line) in pixels.chunks(nx.max(1)).enumerate() {
            for (columns, kind) in runs(line, T::default()) {
                span.push(row * nx + columns.start..row * nx + columns.end);
                value.push(kind);
            }
            first_of_row.push(span.len());
        }
        let mut runs = Self { set: (0..span.len()).collect(), span, value, first_of_row, nx };
        let rows = pixels.len().checked_div(nx).unwrap_or(0);
        for row in 0..rows {
            let (z, y) = (row / ny, row % ny);
            let reach = usize::from(connectivity == Connectivity::Corners);
            if y > 0 {
                runs.join_rows(row - 1, row, reach);
            }
            if z > 0 {
                let above = row - ny;
                for other in above - reach.min(y)..=above + reach.min(ny - 1 - y) {
                    runs.join_rows(other, row, reach);
                }
            }
        }
        runs
    }

    /// What the pixels of each set are, in the order of their first runs.
    pub(crate) fn sets(&self) -> impl Iterator<Item = T> + '_ {
        (0..self.set.len()).filter(|&run| self.set[run] == run).map(|run| self.value[run])
    }

    fn root(&mut self, mut run: usize) -> usize {
        while self.set[run] != run {
            self.set[run] = self.set[self.set[run]];
            run = self.set[run];
        }
        run
    }

    /// Joins the runs of two rows that touch: share a column, or lie within `reach` columns.
    fn join_rows(&mut self, above: usize, below: usize, reach: usize) {
        let columns = |row: usize, run: &Range<usize>| run.start - row * self.nx..run.end - row * self.nx;
        let mut pairs = Vec::new();
        let (mut first, last) = (self.first_of_row[above], self.first_of_row[above + 1]);
        for b in self.first_of_row[below]..self.first_of_row[below + 1] {
            let two = columns(below, &self.span[b]);
            while first < last && columns(above, &self.span[first]).end + reach <= two.start {
                first += 1;
            }
            let near = (first..last).take_while(|&a| columns(above, &self.span[a]).start < two.end + reach);
            pairs.extend(near.filter(|&a| self.value[a] == self.value[b]).map(|a| (a, b)));
        }
        for (a, b) in pairs {
            let (x, y) = (self.root(a), self.root(b));
            self.set[x.max(y)] = x.min(y);
        }
    }

    fn paint(&mut self, out: &mut [u32]) {
        let (mut last, mut name) = (0, vec![0; self.span.len()]);
        for run in 0..self.span.len() {
            let root = self.root(run);
            if root == run {
                last += 1;
                name[run] = last;
            }
            out[self.span[run].clone()].fill(name[root]);
        }
    }
}

/// Number of pixels of each label; entry 0 is the background.
#[must_use]
pub fn areas(labels: &Labels) -> Vec<usize> {
    let mut counts = vec![0; labels.iter().max().map_or(1, |&most| most as usize + 1)];
    for &label in labels {
        counts[label as usize] += 1;
    }
    counts
}

/// Drops the labels for which `keep` is false and numbers the others from 1 without holes, in their
/// old order.
#[must_use]
pub fn keep_labels(labels: &Labels, keep: impl Fn(u32) -> bool) -> Labels {
    let counts = areas(labels);
    let (mut next, mut new) = (0, vec![0; counts.len()]);
    for (old, &count) in counts.iter().enumerate().skip(1) {
        if count > 0 && keep(old as u32) {
            next += 1;
            new[old] = next;
        }
    }
    labels.mapv(|label| new[label as usize])
}

/// Drops labels of fewer than `least` pixels and numbers the others from 1 without holes.
#[must_use]
pub fn remove_small(labels: &Labels, least: usize) -> Labels {
    let counts = areas(labels);
    keep_labels(labels, |label| counts[label as usize] >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(rows: &[&str]) -> Mask {
        Mask::from_shape_fn((1, rows.len(), rows[0].len()), |(_, y, x)| rows[y].as_bytes()[x] == b'#')
    }

    #[test]
    fn corners_join_what_faces_part() {
        let mask = mask(&["##..", "..#.", "#..."]);
        assert_eq!(components(&mask, Connectivity::Faces).iter().max(), Some(&3));
        assert_eq!(components(&mask, Connectivity::Corners).iter().max(), Some(&2));
    }

    /// Every pixel joined with its neighbours one by one.
    fn slow(mask: &Mask, connectivity: Connectivity) -> Labels {
        let near = crate::neighbours::Neighbours::new(mask.dim(), connectivity);
        let inside = flat(mask);
        filled(mask.dim(), |out: &mut [u32]| {
            let mut last = 0;
            for start in 0..inside.len() {
                if inside[start] && out[start] == 0 {
                    last += 1;
                    let mut stack = vec![start];
                    while let Some(at) = stack.pop() {
                        if inside[at] && out[at] == 0 {
                            out[at] = last;
                            stack.extend(near.of(at));
                        }
                    }
                }
            }
        })
    }

    #[test]
    fn runs_join_as_pixels_do() {
        for seed in 0..60_usize {
            let dim = [(1, 13, 17), (4, 7, 9), (5, 1, 8), (3, 6, 1), (1, 1, 1)][seed % 5];
            let mask = Mask::from_shape_fn(dim, |(z, y, x)| {
                (z * 7919 + y * 104_729 + x * 1299 + seed * 31).wrapping_mul(2_654_435_761) >> 7 & 7 < 4
            });
            for connectivity in [Connectivity::Faces, Connectivity::Corners] {
                assert_eq!(
                    components(&mask, connectivity),
                    slow(&mask, connectivity),
                    "{seed} {connectivity:?}"
                );
            }
        }
    }

    #[test]
    fn small_parts_go_and_numbers_close_up() {
        let labels = components(&mask(&["#.##", "....", "###."]), Connectivity::Faces);
        let kept = remove_small(&labels, 2);
        assert_eq!(areas(&kept), [7, 2, 3]);
    }
}
