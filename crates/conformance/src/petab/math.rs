use crate::{Case, ConformanceError, Report};
use lca_kinetics::parse_math;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Suite {
    cases: Vec<Expression>,
}

#[derive(Debug, Deserialize)]
struct Expression {
    expression: String,
    expected: Expected,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Expected {
    Number(f64),
    Truth(bool),
    /// What has no value but a form, or a number that YAML does not know: `inf`.
    Formula(String),
}

/// Runs the expressions of a file, numbered from 1.
pub(super) fn run(path: &Path) -> Result<Report, ConformanceError> {
    let failed = |source| ConformanceError::Read { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let suite: Suite = serde_norway::from_str(&text).map_err(|error| failed(std::io::Error::other(error)))?;
    let case = |(at, one): (usize, &Expression)| Case {
        name: format!("{:04}", at + 1),
        tags: vec!["math".to_owned()],
        failure: judge(one).err(),
    };
    Ok(Report { suite: "petab", cases: suite.cases.iter().enumerate().map(case).collect() })
}

fn judge(Expression { expression, expected }: &Expression) -> Result<(), String> {
    let formula = parse_math(expression).map_err(|error| error.to_string())?;
    let expected = match expected {
        Expected::Number(value) => *value,
        Expected::Truth(value) => f64::from(u8::from(*value)),
        Expected::Formula(text) if text.parse::<f64>().is_ok() => text.parse().unwrap_or(f64::NAN),
        Expected::Formula(text) => {
            let same = parse_math(text).is_ok_and(|other| other == formula);
            return if same { Ok(()) } else { Err(format!("{expression}: {formula} against {text}")) };
        }
    };
    let found = formula.value(&|_| None).map_err(|error| error.to_string())?;
    if found == expected || (found - expected).abs() <= 1e-12 * expected.abs().max(1.0) {
        return Ok(());
    }
    Err(format!("{expression}: {found} against {expected}"))
}
