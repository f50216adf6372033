use super::draw::Run;

/// Of what is seen of each star the largest piece, joined by the sides of pixels; of those equally large the first. `runs`
/// are by rows and columns, and there are `stars` stars.
pub(super) fn whole(runs: Vec<Run>, stars: usize) -> Vec<Run> {
    let mut set: Vec<u32> = (0..runs.len() as u32).collect();
    let (mut above, mut first) = (0..0, 0);
    while first < runs.len() {
        let row = runs[first].row;
        let last = first + runs[first..].iter().take_while(|run| run.row == row).count();
        if runs.get(above.start).is_some_and(|run| run.row + 1 == row) {
            join(&runs, &mut set, above, first..last);
        }
        (above, first) = (first..last, last);
    }
    let roots: Vec<u32> = (0..runs.len() as u32).map(|run| root(&mut set, run)).collect();
    let mut sizes = vec![0; runs.len()];
    for (run, &root) in runs.iter().zip(&roots) {
        sizes[root as usize] += run.columns.len();
    }
    let mut best: Vec<Option<u32>> = vec![None; stars];
    for (run, &root) in runs.iter().zip(&roots) {
        let best = &mut best[run.star as usize];
        if best.is_none_or(|best| sizes[root as usize] > sizes[best as usize]) {
            *best = Some(root);
        }
    }
    let kept = runs.into_iter().zip(roots).filter(|(run, root)| best[run.star as usize] == Some(*root));
    kept.map(|(run, _)| run).collect()
}

/// Joins runs of two rows that are of one star and share a column.
fn join(runs: &[Run], set: &mut [u32], above: std::ops::Range<usize>, below: std::ops::Range<usize>) {
    let mut from = above.start;
    for run in below {
        let columns = &runs[run].columns;
        while from < above.end && runs[from].columns.end <= columns.start {
            from += 1;
        }
        for other in (from..above.end).take_while(|&other| runs[other].columns.start < columns.end) {
            if runs[other].star == runs[run].star {
                let (a, b) = (root(set, other as u32), root(set, run as u32));
                set[a.max(b) as usize] = a.min(b);
            }
        }
    }
}

fn root(set: &mut [u32], mut at: u32) -> u32 {
    while set[at as usize] != at {
        set[at as usize] = set[set[at as usize] as usize];
        at = set[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_star_cuts_off_is_left_out() {
        let run = |row: usize, columns: std::ops::Range<usize>, star: u32| Run { row, columns, star };
        // Star 1 lies across star 0, of which two pixels are left beside it, and one that touches by a corner alone.
        let all = vec![
            run(0, 0..4, 0),
            run(1, 0..3, 0),
            run(1, 4..5, 0),
            run(2, 0..2, 0),
            run(2, 2..6, 1),
            run(3, 1..5, 1),
            run(4, 2..4, 0),
        ];
        let kept = whole(all.clone(), 2);
        let expected: Vec<Run> = [0, 1, 3, 4, 5].map(|at: usize| all[at].clone()).to_vec();
        assert_eq!(kept, expected);
        assert!(whole(Vec::new(), 3).is_empty());
    }
}
