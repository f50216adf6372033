use std::sync::{Condvar, Mutex, PoisonError};

/// Where each step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Done,
}

struct Board<E> {
    states: Vec<State>,
    failures: Vec<(usize, E)>,
}

/// Does `work` on every step that is not `ready` yet, each after those it takes from, at most
/// `threads` at once. After a failure no further step begins; those running are let finish. The
/// failures come in the steps' order.
pub(crate) fn schedule<E: Send>(
    from: &[Vec<usize>],
    ready: &[bool],
    threads: usize,
    work: impl Fn(usize) -> Result<(), E> + Sync,
) -> Vec<(usize, E)> {
    let states = ready.iter().map(|&ready| if ready { State::Done } else { State::Waiting }).collect();
    let board = Mutex::new(Board { states, failures: Vec::new() });
    let changed = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some(step) = take(from, &board, &changed) {
                    let result = work(step);
                    let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
                    board.states[step] = State::Done;
                    if let Err(error) = result {
                        board.failures.push((step, error));
                    }
                    changed.notify_all();
                }
            });
        }
    });
    let mut failures = board.into_inner().unwrap_or_else(PoisonError::into_inner).failures;
    failures.sort_by_key(|(step, _)| *step);
    failures
}

/// Waits for a step that can run; none when there is nothing left to begin.
fn take<E>(from: &[Vec<usize>], board: &Mutex<Board<E>>, changed: &Condvar) -> Option<usize> {
    let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if !board.failures.is_empty() || !board.states.contains(&State::Waiting) {
            return None;
        }
        let states = &board.states;
        let can = |step: &usize| {
            states[*step] == State::Waiting && from[*step].iter().all(|&up| states[up] == State::Done)
        };
        if let Some(step) = (0..states.len()).find(can) {
            board.states[step] = State::Running;
            return Some(step);
        }
        board = changed.wait(board).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use super::schedule;
    use std::sync::Mutex;

    #[test]
    fn every_step_runs_once_after_those_it_takes_from() {
        let from = [vec![], vec![0], vec![0], vec![1, 2], vec![]];
        for threads in [1, 2, 8] {
            let order = Mutex::new(Vec::new());
            let failures = schedule::<()>(&from, &[false; 5], threads, |step| {
                order.lock().unwrap().push(step);
                Ok(())
            });
            assert!(failures.is_empty());
            let order = order.into_inner().unwrap();
            let at = |step: usize| order.iter().position(|&done| done == step).unwrap();
            assert_eq!(order.len(), 5);
            assert!(at(0) < at(1) && at(0) < at(2) && at(1) < at(3) && at(2) < at(3));
        }
    }

    #[test]
    fn nothing_begins_after_a_failure_and_ready_steps_are_left_alone() {
        let from = [vec![], vec![0], vec![1]];
        let order = Mutex::new(Vec::new());
        let failures = schedule(&from, &[true, false, false], 2, |step| {
            order.lock().unwrap().push(step);
            if step == 1 { Err("no") } else { Ok(()) }
        });
        assert_eq!(failures, [(1, "no")]);
        assert_eq!(order.into_inner().unwrap(), [1]);
    }
}
