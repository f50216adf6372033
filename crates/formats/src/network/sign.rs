use lca_graph::Sign;

/// The sign that a number has, by the convention of signed networks: 1, −1, and 0 for not known.
pub(super) fn of_number(number: f64) -> Option<Sign> {
    match number {
        1.0 => Some(Sign::Positive),
        -1.0 => Some(Sign::Negative),
        0.0 => Some(Sign::Unknown),
        _ => None,
    }
}

/// The sign that a word states and nothing else: `+`, `positive`, `->`.
pub(super) fn pure(word: &str) -> Option<Sign> {
    Some(match word.to_ascii_lowercase().as_str() {
        "+" | "->" | "-->" | "positive" | "pos" => Sign::Positive,
        "-" | "-|" | "--|" | "negative" | "neg" | "−" => Sign::Negative,
        "dual" | "+-" | "±" | "+/-" | "both" => Sign::Dual,
        "unknown" | "?" | "unspecified" => Sign::Unknown,
        _ => return None,
    })
}

/// The sign that a word for a kind of interaction implies: `activates`, `allosteric_inhibitor`.
pub(super) fn implied(kind: &str) -> Option<Sign> {
    let kind = kind.to_ascii_lowercase();
    let kind = kind.rsplit(['_', ' ', '-']).next().unwrap_or(&kind);
    Some(match kind {
        "activates" | "activate" | "activation" | "activator" | "activating" | "stimulates"
        | "stimulation" | "stimulatory" | "induces" | "induction" => Sign::Positive,
        "inhibits" | "inhibit" | "inhibition" | "inhibitor" | "inhibiting" | "inhibitory" | "represses"
        | "repression" => Sign::Negative,
        _ => return None,
    })
}

/// A column of signs: numbers 1, −1, 0, words that state one or imply one, or nothing.
pub(super) fn stated(text: &str) -> Result<Sign, String> {
    if text.is_empty() {
        return Ok(Sign::Unknown);
    }
    let number = text.parse::<f64>().ok().and_then(of_number);
    number.or_else(|| pure(text)).or_else(|| implied(text)).ok_or_else(|| {
        format!("`{text}` is no sign: use positive, negative, dual or unknown, or 1, -1 and 0")
    })
}
