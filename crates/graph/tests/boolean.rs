//! Boolean networks: what is refused, how rules are evaluated, who acts on whom.
#![allow(clippy::unwrap_used)]

use lca_graph::{BooleanError, BooleanExpression as Is, BooleanNetwork, Layer, Sign};

fn not(inner: Is) -> Is {
    Is::Not(Box::new(inner))
}

#[test]
fn what_is_no_network_is_refused() {
    let twice = BooleanNetwork::new([("A", Is::Constant(true)), ("A", Is::Constant(false))]);
    assert_eq!(twice, Err(BooleanError::Duplicate("A".to_owned())));
    let beyond = BooleanNetwork::new([("A", Is::And(vec![Is::Variable(0), Is::Variable(1)]))]);
    assert_eq!(beyond, Err(BooleanError::Place { node: "A".to_owned(), place: 1, count: 1 }));
    let deep = |levels| (0..levels).fold(Is::Variable(0), |inner, _| not(inner));
    assert!(BooleanNetwork::new([("A", deep(Is::DEPTH - 1))]).is_ok());
    let error = BooleanNetwork::new([("A", deep(Is::DEPTH))]).unwrap_err();
    assert!(error.to_string().contains("nested more than 256 deep"), "{error}");
}

#[test]
fn empty_and_is_true_and_empty_or_is_false() {
    let network = BooleanNetwork::new([("all", Is::And(vec![])), ("any", Is::Or(vec![]))]).unwrap();
    assert_eq!(network.next(&[false, true]), [true, false]);
}

#[test]
fn a_partial_state_decides_only_what_every_completion_agrees_on() {
    let rule = Is::Or(vec![Is::And(vec![Is::Variable(0), not(Is::Variable(1))]), Is::Variable(2)]);
    for given in 0..27_usize {
        let digit = |place: usize| given / 3_usize.pow(u32::try_from(place).unwrap()) % 3;
        let partial = |place: usize| (digit(place) < 2).then(|| digit(place) == 1);
        if let Some(value) = rule.evaluate_partial(&partial) {
            for full in 0..8_usize {
                let state = |place: usize| partial(place).unwrap_or(full >> place & 1 == 1);
                assert_eq!(rule.evaluate(&state), value, "{given} {full}");
            }
        } else {
            assert!((0..3).any(|place| digit(place) == 2));
        }
    }
}

#[test]
fn influences_have_the_sign_of_their_mentions() {
    let either = Is::Or(vec![
        Is::And(vec![Is::Variable(0), not(Is::Variable(1))]),
        Is::And(vec![not(Is::Variable(0)), Is::Variable(1)]),
    ]);
    let rules = [
        ("input", Is::Variable(0)),
        ("off", not(Is::Variable(0))),
        ("either", either),
        ("self", not(Is::Or(vec![not(Is::Variable(3)), Is::Variable(2)]))),
    ];
    let network = BooleanNetwork::new(rules).unwrap();
    assert_eq!(network.inputs(), [0]);
    let graph = network.influences(Layer::Gene);
    let edges: Vec<_> = graph.interactions().iter().map(|one| (one.source, one.target, one.sign)).collect();
    let expected = [
        (0, 1, Sign::Negative),
        (0, 2, Sign::Dual),
        (1, 2, Sign::Dual),
        (2, 3, Sign::Negative),
        (3, 3, Sign::Positive),
    ];
    assert_eq!(edges, expected);
}
