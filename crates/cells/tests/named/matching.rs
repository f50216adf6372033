use crate::common::made::{groups, names};
use crate::{labels, logged, same_on_any_threads};
use lca_cells::*;
use lca_numerics::Csr;
use lca_tables::Categorical;

fn only(x: &Csr<f32>, codes: &[u32], kept: impl Fn(u32) -> bool) -> (Csr<f32>, Categorical) {
    let rows: Vec<usize> = (0..codes.len()).filter(|&row| kept(codes[row])).collect();
    (x.select_rows(&rows), labels(&rows.iter().map(|&row| codes[row]).collect::<Vec<_>>()))
}

#[test]
fn equal_states_find_each_other_and_a_state_of_one_set_alone_is_new() {
    let genes = names(600);
    let (first, a) = groups(400, 5, 1);
    let (second, b) = groups(300, 5, 2);
    let (first, second) = (logged(&first), logged(&second));
    for lacking in 0..5 {
        let (x, states) = only(&first, &a, |code| code != lacking);
        let (y, theirs) = only(&second, &b, |_| true);
        let one = Stated { measured: Measured { x: &x, genes: &genes }, states: &states };
        let two = Stated { measured: Measured { x: &y, genes: &genes }, states: &theirs };
        let found = same_on_any_threads(|| match_states(one, two, &MatchParams::default()).unwrap());
        for state in &found.first {
            assert_eq!((state.verdict, state.best.as_deref()), (Verdict::Same, Some(state.state.as_str())));
        }
        for state in &found.second {
            let want = if state.state == format!("s{lacking}") { Verdict::New } else { Verdict::Same };
            assert_eq!(state.verdict, want, "{state:?} without s{lacking}");
        }
        // The other way round it is the same.
        let back = match_states(two, one, &MatchParams::default()).unwrap();
        assert_eq!((back.first, back.second), (found.second, found.first));
    }
}

#[test]
fn halves_of_a_state_are_parts_and_small_ones_are_left_aside() {
    let genes = names(600);
    let (first, a) = groups(400, 4, 1);
    let (second, b) = groups(404, 4, 2);
    let (x, y) = (logged(&first), logged(&second));
    let halves: Vec<u32> = b
        .iter()
        .enumerate()
        .map(|(at, &code)| match (code, at / 4 % 2) {
            (0, 1) => 4,
            (1, _) if at < 8 => 5,
            (code, _) => code,
        })
        .collect();
    let (states, theirs) = (labels(&a), labels(&halves));
    let one = Stated { measured: Measured { x: &x, genes: &genes }, states: &states };
    let two = Stated { measured: Measured { x: &y, genes: &genes }, states: &theirs };
    let found = match_states(one, two, &MatchParams { min_auroc: 0.8, ..MatchParams::default() }).unwrap();
    let of = |name: &str| found.second.iter().find(|state| state.state == name).unwrap();
    let mut verdicts = [of("s0").verdict.word(), of("s4").verdict.word()];
    verdicts.sort_unstable();
    assert_eq!(verdicts, ["part", "same"]);
    assert_eq!(of("s5").verdict, Verdict::Few);
    assert!(of("s2").correlation > 0.5, "{:?}", of("s2"));
}

#[test]
fn what_cannot_be_matched_is_refused() {
    let genes = names(600);
    let (counts, codes) = groups(60, 3, 1);
    let (x, states) = (logged(&counts), labels(&codes));
    let one = Stated { measured: Measured { x: &x, genes: &genes }, states: &states };
    let strangers: Vec<String> = (0..600).map(|at| format!("h{at}")).collect();
    let two = Stated { measured: Measured { x: &x, genes: &strangers }, states: &states };
    let refused = |two, params: MatchParams| match_states(one, two, &params).unwrap_err().to_string();
    assert!(refused(two, MatchParams::default()).contains("shared genes"));
    let alone = labels(&[0; 60]);
    let single = Stated { measured: one.measured, states: &alone };
    assert!(refused(single, MatchParams::default()).contains("states with enough cells"));
    assert!(refused(one, MatchParams { min_auroc: 0.2, ..MatchParams::default() }).contains("min_auroc"));
    assert!(refused(one, MatchParams { min_cells: 50, ..MatchParams::default() }).contains("enough cells"));
}
