//! Values: `kf = 0.003 [1e-5, 10] 1/(nM*s)`.

use super::scan::items;
use lca_kinetics::sketch::{Given, Setting};
use lca_kinetics::{Expr, parse_math};

/// The identifier that a word is, or why it is none.
pub(super) fn identifier(word: &str) -> Result<String, String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if word.is_empty() {
        return Err("a name is missing".to_owned());
    }
    if !word.chars().all(legal) || word.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("`{word}` is no name: use letters, digits and `_`, no digit first"));
    }
    if parse_math(word) != Ok(Expr::symbol(word)) {
        return Err(format!("`{word}` means a number or the time in formulas; choose another name"));
    }
    Ok(word.to_owned())
}

/// A formula, in which the `u[…]`, `p[…]` and `init[…]` of Text2Model mean what is in the brackets.
pub(super) fn formula(text: &str) -> Result<Expr, String> {
    let plain = plain(text);
    if plain.trim().is_empty() {
        return Err("a formula is missing".to_owned());
    }
    parse_math(&plain).map_err(|error| error.to_string())
}

/// The text without `u[`, `p[`, `init[` and their closing brackets.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        match (after.find(']'), word) {
            (Some(end), "u" | "p" | "init") => {
                out.push_str(&before[..before.len() - word.len()]);
                out.push_str(&after[..end]);
                rest = &after[end + 1..];
            }
            _ => {
                out.push_str(&rest[..=at]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Several values.
pub(super) fn settings(text: &str, line: u64) -> Result<Vec<Setting>, String> {
    items(text).into_iter().map(|item| setting(item, line)).collect()
}

/// One value: `[const|fixed] NAME = VALUE [LOWER, UPPER] UNIT`, the last two if need be.
pub(super) fn setting(item: &str, line: u64) -> Result<Setting, String> {
    let (name, value) =
        item.split_once('=').ok_or_else(|| format!("`{item}` gives no value: write `NAME = VALUE`"))?;
    let (fixed, name) = fixed(name.trim());
    let name = identifier(plain(name).trim())?;
    let (value, bounds, unit) = value_of(&name, value.trim())?;
    Ok(Setting { name, value, bounds, fixed, unit, line })
}

/// A name without the word before it that keeps its value from being estimated.
pub(super) fn fixed(name: &str) -> (bool, &str) {
    let words = ["const ", "constant ", "fixed "];
    let rest = words.into_iter().find_map(|word| name.strip_prefix(word));
    (rest.is_some(), rest.unwrap_or(name).trim())
}

type Value = (Given, Option<[f64; 2]>, Option<String>);

fn value_of(name: &str, text: &str) -> Result<Value, String> {
    let end = text.find(|c: char| c.is_whitespace() || c == '[').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let given = match word.parse::<f64>() {
        Ok(number) if number.is_finite() => Given::Number(number),
        Ok(_) => return Err(format!("`{name}` is {word}; give a finite number")),
        Err(_) if word.is_empty() => return Err(format!("`{name}` has no value: write `{name} = 0.1`")),
        Err(_) => Given::Same(identifier(word).map_err(|_| {
            format!("`{word}` is neither a number nor the name of a parameter: write `{name} = 0.1`")
        })?),
    };
    let rest = rest.trim();
    let (bounds, unit) = match rest.strip_prefix('[') {
        None => (None, rest),
        Some(inner) => {
            let (inside, after) =
                inner.split_once(']').ok_or_else(|| format!("the bounds of `{name}` have no `]`"))?;
            (Some(bounds(name, inside)?), after.trim())
        }
    };
    if let (Given::Number(value), Some([lower, upper])) = (&given, bounds)
        && !(lower..=upper).contains(value)
    {
        return Err(format!("`{name}` is {value}, outside its bounds {lower} to {upper}"));
    }
    Ok((given, bounds, (!unit.is_empty()).then(|| unit.to_owned())))
}

fn bounds(name: &str, text: &str) -> Result<[f64; 2], String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|one| one.trim().parse().ok()).collect();
    match numbers.as_slice() {
        &[lower, upper] if text.split(',').count() == 2 && lower < upper && (upper - lower).is_finite() => {
            Ok([lower, upper])
        }
        _ => Err(format!("`[{text}]` are no bounds of `{name}`: write two numbers, the lower first")),
    }
}
