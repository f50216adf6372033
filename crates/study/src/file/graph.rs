/// The order in which steps can run: each after those it takes from, otherwise as they were given.
/// When some form a cycle, the error lists one cycle.
pub(crate) fn order(from: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut done = vec![false; from.len()];
    let mut order = Vec::with_capacity(from.len());
    while order.len() < from.len() {
        let ready = (0..from.len()).find(|&step| !done[step] && from[step].iter().all(|&up| done[up]));
        match ready {
            Some(step) => {
                done[step] = true;
                order.push(step);
            }
            None => return Err(cycle(from, &done)),
        }
    }
    Ok(order)
}

/// Walks upstream from a step that can never run until one comes again.
fn cycle(from: &[Vec<usize>], done: &[bool]) -> Vec<usize> {
    let mut walked: Vec<usize> = Vec::new();
    let mut at = done.iter().position(|done| !done);
    while let Some(step) = at {
        if let Some(start) = walked.iter().position(|&seen| seen == step) {
            return walked.split_off(start);
        }
        walked.push(step);
        at = from[step].iter().copied().find(|&up| !done[up]);
    }
    walked
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn each_step_comes_after_what_it_takes_from() {
        assert_eq!(order(&[vec![2], vec![], vec![1]]).unwrap(), [1, 2, 0]);
    }

    #[test]
    fn a_cycle_is_named_without_what_leads_to_it() {
        assert_eq!(order(&[vec![1], vec![2], vec![1], vec![]]).unwrap_err(), [1, 2]);
        assert_eq!(order(&[vec![0]]).unwrap_err(), [0]);
    }
}
