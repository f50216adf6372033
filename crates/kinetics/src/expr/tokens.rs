use super::MathError;

/// One word of a math text and the byte where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Name(String),
    Sign(&'static str),
}

const SIGNS: [&str; 20] = [
    "**", "<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "^", "(", ")", ",", "<", ">", "!", "=", ";",
];

/// Splits a math text into words.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, MathError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = token(&text[at..], first)
            .ok_or_else(|| MathError::new(text, at, format!("`{first}` does not belong here")))?;
        found.push(Token { kind, at });
        at += length;
    }
    Ok(found)
}

fn token(rest: &str, first: char) -> Option<(Kind, usize)> {
    if first.is_ascii_digit() || first == '.' {
        let length = number_length(rest.as_bytes());
        return rest[..length].parse().ok().map(|value| (Kind::Number(value), length));
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        return Some((Kind::Name(rest[..length].to_owned()), length));
    }
    SIGNS.iter().find(|sign| rest.starts_with(**sign)).map(|sign| (Kind::Sign(sign), sign.len()))
}

fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = if length + 1 + signed <= bytes.len() { digits(length + 1 + signed) } else { 0 };
        if exponent > 0 {
            length += 1 + signed + exponent;
        }
    }
    length
}
