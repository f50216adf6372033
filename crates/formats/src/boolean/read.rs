use super::names::Names;
use super::parse::expression;
use super::tokens::{Token, tokens};
use crate::FormatError;
use lca_graph::BooleanNetwork;
use std::path::Path;

/// Reads a Boolean network: rules as text (see [`parse_boolean_rules`]) or SBML with package *qual*
/// whose species have two levels.
///
/// # Errors
/// When the file cannot be read or a rule is none; each with the line.
pub fn read_boolean(path: &Path) -> Result<BooleanNetwork, FormatError> {
    let text = crate::network::whole_text(path)?;
    if text.trim_start().starts_with('<') {
        return crate::network::read_boolean(path, &text);
    }
    parse_rules(path, &text)
}

/// Reads rules, one for each line: `Gata1 = (Gata1 or Gata2 or Fli1) and not Pu1`, or in BoolNet's form
/// `targets, factors` with `Gata1, (Gata1 | Gata2 | Fli1) & !Pu1` below it. Operators are
/// `and & && ∧`, `or | || ∨`, `not ! ~ ¬`, constants `true 1` and `false 0`, in either case; `*=` means
/// `=`. Names that hold more than letters, digits and `_ . / : $ @ # % - + '`, or are words of the
/// language, stand in double quotes. Lines that begin with `#` or `//` and empty ones are passed over.
/// Who acts on others and has no rule keeps its value.
///
/// ```
/// let toggle = lca_formats::parse_boolean_rules("A = not B\nB = not A and Signal").unwrap();
/// assert_eq!(toggle.len(), 3);
/// assert_eq!(toggle.inputs(), [2]); // `Signal` keeps its value
/// assert!(lca_formats::parse_boolean_rules("A = not").is_err());
/// ```
///
/// # Errors
/// When a line is no rule, or a node has two; each with the line.
pub fn parse_boolean_rules(text: &str) -> Result<BooleanNetwork, FormatError> {
    parse_rules(Path::new("rules"), text)
}

pub(crate) fn parse_rules(path: &Path, text: &str) -> Result<BooleanNetwork, FormatError> {
    let mut targets = Names::default();
    let mut rules: Vec<(u64, Vec<Token>)> = Vec::new();
    let mut first = true;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if skipped(line) {
            continue;
        }
        if std::mem::take(&mut first) && is_header(line) {
            continue;
        }
        let (name, rule) = parts(line).map_err(|what| FormatError::line(path, number, what))?;
        if targets.ruled(&name) {
            let what = format!("node `{name}` has two rules: keep one, or join them with `or`");
            return Err(FormatError::line(path, number, what));
        }
        // A stand-in, so that nodes stand in the order of their rules and inputs behind them.
        targets.rule(&name, lca_graph::BooleanExpression::Constant(false));
        rules.push((number, vec![Token::Name(name)].into_iter().chain(rule).collect()));
    }
    if rules.is_empty() {
        return Err(FormatError::broken(path, "rule", "it holds no rule: write `NODE = EXPRESSION`"));
    }
    for (number, tokens) in rules {
        let [Token::Name(name), rule @ ..] = tokens.as_slice() else { continue };
        let rule = expression(rule, &mut targets).map_err(|what| FormatError::line(path, number, what))?;
        targets.rule(name, rule);
    }
    targets.network().map_err(|what| FormatError::broken(path, "rule", what))
}

fn skipped(line: &str) -> bool {
    line.is_empty() || line.starts_with('#') || line.starts_with("//")
}

fn is_header(line: &str) -> bool {
    let fields: Vec<String> = line.split(',').map(|field| field.trim().to_ascii_lowercase()).collect();
    matches!(fields.as_slice(), [targets, factors] if targets == "targets" && matches!(factors.as_str(), "factors" | "functions"))
}

/// Whether a text holds rules rather than edges: its first line is BoolNet's header or `NODE = …`.
pub(crate) fn looks_like_rules(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !skipped(line));
    let Some(first) = first else { return false };
    if is_header(first) {
        return true;
    }
    let Some(at) = first.find('=') else { return false };
    let before = first[..at].trim_end_matches(['*', ':']).trim();
    let quoted = before.len() > 1 && before.starts_with('"') && before.ends_with('"');
    !before.is_empty() && (quoted || !before.contains(char::is_whitespace))
}

fn parts(line: &str) -> Result<(String, Vec<Token>), String> {
    let mut all = tokens(line)?;
    match all.as_slice() {
        [Token::Name(name), Token::Is, ..] => {
            let name = name.clone();
            let rule = all.split_off(2);
            if rule.contains(&Token::Is) {
                return Err("a rule holds one `=` or `,`: rules with probabilities cannot be read".to_owned());
            }
            Ok((name, rule))
        }
        [] | [_] => Err("write `NODE = EXPRESSION`".to_owned()),
        [first, ..] => Err(format!("`{}` is followed by no `=`: write `NODE = EXPRESSION`", first.shown())),
    }
}
