/// Some systems set wider types than most (DejaVu Sans): room is kept for those.
const WIDEST: f64 = 1.08;

/// About how wide a text is set in the page's sans-serif type, in units of its size.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let advance = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '\u{202f}' => 0.28,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | ' ' | '-' | '/' | '⁻' => 0.35,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.88,
        c if c.is_uppercase() => 0.68,
        c if c as u32 > 0x2e80 => 1.0,
        _ => 0.57,
    };
    text.chars().map(advance).sum::<f64>() * size * WIDEST
}

/// The text, cut with an ellipsis where it is wider than `width`.
pub(crate) fn fit(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if text_width(&kept, size) > width - size {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_the_width() {
        let cut = fit("a very long name of a cell line", 12.0, 80.0);
        assert!(cut.ends_with('…') && text_width(&cut, 12.0) <= 82.0);
        assert_eq!(fit("short", 12.0, 80.0), "short");
    }
}
