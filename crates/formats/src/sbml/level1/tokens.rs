/// One word of a formula and the character where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Name(String),
    Sign(char),
}

/// Splits a formula into words; the error is the position of what is none.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, usize> {
    let characters: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&first) = characters.get(at) {
        let rest = &characters[at..];
        let (kind, length) = match first {
            _ if first.is_whitespace() => {
                at += 1;
                continue;
            }
            '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' => (Kind::Sign(first), 1),
            _ if first.is_ascii_digit() || first == '.' => number(rest).ok_or(at)?,
            _ if is_name(first) => {
                let name: String = rest.iter().take_while(|&&c| is_name(c)).collect();
                let length = name.len();
                (Kind::Name(name), length)
            }
            _ => return Err(at),
        };
        found.push(Token { kind, at });
        at += length;
    }
    Ok(found)
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Digits with a point and an exponent, as C reads them.
fn number(rest: &[char]) -> Option<(Kind, usize)> {
    let digits = |from: usize| rest.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let mut length = digits(0);
    if rest.get(length) == Some(&'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(rest.get(length), Some('e' | 'E')) {
        let signed = usize::from(matches!(rest.get(length + 1), Some('+' | '-')));
        let exponent = digits(length + 1 + signed);
        if exponent > 0 {
            length += 1 + signed + exponent;
        }
    }
    let text: String = rest.iter().take(length).collect();
    text.parse().ok().map(|value| (Kind::Number(value), length))
}
