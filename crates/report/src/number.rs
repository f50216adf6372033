//! Numbers as people read them: few digits, a true minus sign, powers of ten as such.

/// A number with up to `digits` significant digits; `n/a` when it is not a number.
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "n/a".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let digits = digits.clamp(1, 15);
    let rounded = format!("{value:.*e}", digits - 1);
    let Some((mantissa, exponent)) = rounded.split_once('e') else { return rounded };
    let power: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && (power < -3 || power >= 6.max(digits as i32)) {
        return minus(&format!("{}×10{}", trim(mantissa), superscript(power)));
    }
    let decimals = (digits as i32 - 1 - power).max(0) as usize;
    let text = rounded.parse::<f64>().map_or_else(|_| rounded.clone(), |v| format!("{v:.decimals$}"));
    minus(&group(trim(&text)))
}

/// A number with four significant digits.
#[must_use]
pub fn number(value: f64) -> String {
    significant(value, 4)
}

/// A share as a percentage with one decimal.
#[must_use]
pub fn percent(share: f64) -> String {
    if share.is_finite() { minus(&format!("{:.1} %", share * 100.0)) } else { "n/a".to_owned() }
}

/// A number with a fixed count of decimals, for ticks of one axis.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
    minus(&group(if zero { text.trim_start_matches('-') } else { &text }))
}

/// A power of ten: plain between 0.01 and 1000, else `10⁻⁵`.
pub(crate) fn decade(power: i32) -> String {
    match power {
        0..=3 => fixed(10f64.powi(power), 0),
        -2..=-1 => fixed(10f64.powi(power), power.unsigned_abs() as usize),
        _ => format!("10{}", superscript(power)),
    }
}

fn trim(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn minus(text: &str) -> String {
    text.strip_prefix('-').map_or_else(|| text.to_owned(), |rest| format!("−{rest}"))
}

/// Sets narrow spaces between thousands from five digits on.
fn group(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    if whole.len() < 5 {
        return text.to_owned();
    }
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

fn superscript(power: i32) -> String {
    let raise = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
    };
    power.to_string().chars().map(raise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let cases = [
            (0.0, "0"),
            (-138.222, "−138.2"),
            (0.980_04, "0.98"),
            (12_345.0, "12\u{202f}340"),
            (1.234e-7, "1.234×10⁻⁷"),
            (6.02e23, "6.02×10²³"),
            (999_999.0, "1×10⁶"),
            (f64::NAN, "n/a"),
            (f64::NEG_INFINITY, "−∞"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(percent(0.8834), "88.3 %");
        assert_eq!(fixed(-0.001, 1), "0.0");
        assert_eq!([decade(-5), decade(-1), decade(2)], ["10⁻⁵", "0.1", "100"]);
    }
}
