use lca_core::Unit;

/// A time as people write it (`0 hr`, `015min`, `2.5 h`) in seconds; a bare number takes the unit given.
///
/// # Errors
/// When there is no number, or no unit of time that is known; the text says which.
pub fn parse_time(text: &str, unit: Option<&Unit>) -> Result<f64, String> {
    let text = text.trim();
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let value: f64 = number.parse().map_err(|_| format!("`{text}` does not begin with a number"))?;
    let rest = rest.trim();
    let own = match rest.to_ascii_lowercase().trim_end_matches('.') {
        "" => None,
        "s" | "sec" | "second" | "seconds" => Some("s"),
        "min" | "m" | "mins" | "minute" | "minutes" => Some("min"),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some("h"),
        "d" | "day" | "days" => Some("d"),
        "ms" => Some("ms"),
        _ => return Err(format!("`{rest}` in `{text}` is no unit of time: use s, min, h or d")),
    };
    let own: Option<Unit> = own.and_then(|name| name.parse().ok());
    let unit = own.as_ref().or(unit).ok_or_else(|| {
        format!("`{text}` has no unit: write `{text} min`, or name the column `time_min` or `time_h`")
    })?;
    let seconds: Unit = "s".parse().map_err(|error: lca_core::UnitError| error.to_string())?;
    unit.convert(value, &seconds).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let read = |text| parse_time(text, None);
        assert_eq!((read("0 hr"), read("015min"), read(" 2.5 h")), (Ok(0.0), Ok(900.0), Ok(9000.0)));
        assert_eq!(parse_time("5", "min".parse().ok().as_ref()), Ok(300.0));
        assert!(read("5").unwrap_err().contains("no unit"));
        assert!(read("3 weeks").unwrap_err().contains("`weeks`"));
        assert!(read("early").is_err() && read("").is_err());
        assert!(parse_time("5", "nM".parse().ok().as_ref()).is_err());
    }
}
