use std::collections::VecDeque;

/// How many steps each molecule is from the target; none where no way leads there.
pub(super) fn distances(backward: &[Vec<usize>], to: usize) -> Vec<Option<usize>> {
    let mut found = vec![None; backward.len()];
    found[to] = Some(0);
    let mut open = VecDeque::from([(to, 0)]);
    while let Some((at, steps)) = open.pop_front() {
        for &next in &backward[at] {
            if found[next].is_none() {
                found[next] = Some(steps + 1);
                open.push_back((next, steps + 1));
            }
        }
    }
    found
}
