/// A length of the OME model in µm; none for `pixel` and `reference frame`, which are no lengths.
pub(super) fn micrometres(value: Option<&str>, unit: Option<&str>) -> Option<f64> {
    let factor = match unit.unwrap_or("µm") {
        "µm" | "um" | "\u{3bc}m" | "micron" => 1.0,
        "nm" => 1e-3,
        "pm" => 1e-6,
        "Å" | "\u{212b}" => 1e-4,
        "mm" => 1e3,
        "cm" => 1e4,
        "m" => 1e6,
        "in" => 25_400.0,
        _ => return None,
    };
    positive(value, factor)
}

/// A time of the OME model in s.
pub(super) fn seconds(value: Option<&str>, unit: Option<&str>) -> Option<f64> {
    positive(value, second(unit)?)
}

/// A point in time of the OME model in s; it may be 0 or negative.
pub(super) fn instant(value: Option<&str>, unit: Option<&str>) -> Option<f64> {
    let value: f64 = value?.trim().parse().ok()?;
    let at = value * second(unit)?;
    at.is_finite().then_some(at)
}

fn second(unit: Option<&str>) -> Option<f64> {
    Some(match unit.unwrap_or("s") {
        "s" => 1.0,
        "ms" => 1e-3,
        "µs" | "us" | "\u{3bc}s" => 1e-6,
        "ns" => 1e-9,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    })
}

fn positive(value: Option<&str>, factor: f64) -> Option<f64> {
    let value: f64 = value?.trim().parse().ok()?;
    let size = value * factor;
    (size.is_finite() && size > 0.0).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_ome_model_become_ours() {
        assert_eq!(micrometres(Some("650"), Some("nm")), Some(0.65));
        assert_eq!(micrometres(Some("0.65"), None), Some(0.65));
        assert_eq!(micrometres(Some("1"), Some("pixel")), None);
        assert_eq!(micrometres(Some("0"), None), None);
        assert_eq!(seconds(Some("5"), Some("min")), Some(300.0));
        assert_eq!(instant(Some("0"), Some("ms")), Some(0.0));
    }
}
