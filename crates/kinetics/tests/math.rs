//! Formulas: values, what is refused, and writing and reading back.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{Expr, parse_math};

fn value(text: &str) -> f64 {
    let with = |id: &str| match id {
        "x" => Some(2.0),
        "y" => Some(-3.0),
        _ => None,
    };
    parse_math(text).unwrap().value(&with).unwrap()
}

const CASES: [(&str, f64); 24] = [
    ("1 + 2 * 3", 7.0),
    ("-2^4", -16.0),
    ("2^2^3", 256.0),
    ("9 * 3 ^ -2", 1.0),
    ("8 / 4 / 2", 1.0),
    ("8 - 4 - 2", 2.0),
    ("1e-2 * 1.5E2 + .5", 2.0),
    ("log(100, 10)", 2.0),
    ("log2(8) + log10(1000) + ln(exp(2))", 8.0),
    ("sqrt(x * 8)", 4.0),
    ("max(1, x, y) + min(1, x, y)", -1.0),
    ("piecewise(1, x > 3, 2, x > 1, 3)", 2.0),
    ("piecewise(0, true || false && false, 1)", 1.0),
    ("!(x < 1) + (x <= 2) + (x != 2) + (x == 2)", 3.0),
    ("3 + true", 4.0),
    ("-!0", -1.0),
    ("abs(y) + sign(y) + floor(2.5) + ceil(2.5)", 7.0),
    ("sec(0) + coth(1) * tanh(1)", 2.0),
    ("arccot(1) * 4", std::f64::consts::PI),
    ("factorial(5)", 120.0),
    ("rem(7, 3) + quotient(7, 3)", 3.0),
    ("log(0)", f64::NEG_INFINITY),
    ("-inf", f64::NEG_INFINITY),
    ("1 - (2 - (3 - x))", 0.0),
];

#[test]
fn formulas_have_their_values() {
    for (text, expected) in CASES {
        let found = value(text);
        assert!(found == expected || (found - expected).abs() < 1e-14, "{text}: {found}");
    }
}

#[test]
fn formulas_read_back_as_written() {
    for (text, expected) in CASES {
        let written = parse_math(text).unwrap().to_string();
        let found = value(&written);
        assert!(found == expected || (found - expected).abs() < 1e-14, "{text} -> {written}: {found}");
    }
}

#[test]
fn what_is_no_formula_is_refused_with_its_place() {
    let cases = [
        ("", "character 1"),
        ("1 +", "character 4"),
        ("(1", "`)` is missing"),
        ("1 2", "character 3"),
        ("a $ b", "`$` does not belong"),
        ("sin(1, 2)", "`sin` does not take 2"),
        ("piecewise(1)", "piecewise"),
        ("1e", "character 2"),
        ("é", "does not belong"),
    ];
    for (text, expected) in cases {
        let error = parse_math(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn deep_and_long_formulas_are_refused_or_read_but_never_overflow() {
    assert!(parse_math(&"(".repeat(100_000)).is_err());
    assert!(parse_math(&"-".repeat(100_000)).is_err());
    assert!(parse_math(&"1-".repeat(100_000)).is_err());
    assert!(parse_math(&"2^".repeat(100_000)).is_err());
    let sum = vec!["x"; 20_000].join(" + ");
    assert_eq!(parse_math(&sum).unwrap().value(&|_| Some(1.0)).unwrap(), 20_000.0);
}

#[test]
fn unknown_functions_and_symbols_have_no_value() {
    let text = |text: &str| parse_math(text).unwrap().value(&|_| None).unwrap_err().to_string();
    assert!(text("f(1)").contains("no function `f`"));
    assert!(text("q + 1").contains("`q`"));
    assert!(text("time").contains("time"));
    assert_eq!(parse_math("f(1)").unwrap(), Expr::Call("f".into(), vec![1.0.into()]));
}
