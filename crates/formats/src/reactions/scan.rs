//! Lines into fields, fields into lists, sentences into words.

/// Arrows, the longest first, and whether they point both ways.
const ARROWS: [(&str, bool); 8] = [
    ("<-->", true),
    ("<->", true),
    ("<=>", true),
    ("-->", false),
    ("==>", false),
    ("->", false),
    ("=>", false),
    ("→", false),
];

/// Whether a word is an arrow, and if so whether it points both ways.
pub(super) fn arrow(word: &str) -> Option<bool> {
    ARROWS.iter().find(|(sign, _)| *sign == word).map(|(_, both)| *both)
}

/// The fields of a line: what stands between single `|`; `||` is an operator of formulas.
pub(super) fn fields(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let bar = |at: usize| bytes.get(at) == Some(&b'|');
    let single = |&at: &usize| bar(at) && !bar(at + 1) && (at == 0 || !bar(at - 1));
    parts(text, (0..bytes.len()).filter(single))
}

/// The items of a list: what stands between commas that are in no brackets.
pub(super) fn items(text: &str) -> Vec<&str> {
    let mut depth = 0i64;
    let mut cuts = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b',' if depth <= 0 => cuts.push(at),
            _ => {}
        }
    }
    parts(text, cuts.into_iter()).into_iter().filter(|item| !item.is_empty()).collect()
}

/// What lies between places that hold a sign of one byte.
fn parts(text: &str, cuts: impl Iterator<Item = usize>) -> Vec<&str> {
    let mut from = 0;
    let mut parts = Vec::new();
    for at in cuts {
        parts.push(text.get(from..at).unwrap_or_default().trim());
        from = at + 1;
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

/// The words of a sentence; arrows and the signs `+ , ( ) & :` are words of their own.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let sign = sign(rest);
        let step = sign.max(rest.chars().next().map_or(1, char::len_utf8));
        if sign > 0 || rest.starts_with(char::is_whitespace) {
            words.extend(text.get(from..at).filter(|word| !word.is_empty()));
            words.extend(text.get(at..at + sign).filter(|word| !word.is_empty()));
            from = at + step;
        }
        at += step;
    }
    words.extend(text.get(from..).filter(|word| !word.is_empty()));
    words
}

/// How many bytes the sign at the start of a text has; 0 where there is none.
fn sign(text: &str) -> usize {
    if let Some((arrow, _)) = ARROWS.iter().find(|(arrow, _)| text.starts_with(arrow)) {
        return arrow.len();
    }
    usize::from(text.starts_with(['+', ',', '(', ')', '&', ':']))
}
