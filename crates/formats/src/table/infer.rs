use lca_tables::Column;

/// Whether a field stands for "missing".
fn missing(field: &str) -> bool {
    matches!(field, "" | "NA" | "N/A" | "NaN" | "nan" | "null" | "NULL" | "<NA>")
}

fn truth(field: &str) -> Option<bool> {
    match field {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Whole numbers; not such with leading zeros, which are names (`007`).
fn whole(field: &str) -> Option<i64> {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let named = digits.len() > 1 && digits.starts_with('0');
    if named || !digits.bytes().all(|byte| byte.is_ascii_digit()) { None } else { field.parse().ok() }
}

/// Numbers; not whole ones that [`whole`] turned down, because those are names.
fn number(field: &str) -> Option<f64> {
    if let Some(value) = whole(field) {
        return Some(value as f64);
    }
    let digits = field.trim_start_matches(['-', '+']);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { None } else { field.parse().ok() }
}

fn value(field: &str) -> Option<&str> {
    (!missing(field)).then_some(field)
}

/// The column's fields in the first type that holds all that are not missing: truth values, whole
/// numbers, numbers, texts. A column of only missing fields holds numbers, all NaN.
pub(super) fn infer(fields: Vec<String>) -> Column {
    let gaps = fields.iter().any(|field| missing(field));
    let present = || fields.iter().filter(|field| !missing(field));
    if present().next().is_none() {
        Column::Float(vec![f64::NAN; fields.len()])
    } else if present().all(|field| truth(field).is_some()) {
        let values = fields.iter().map(|field| value(field).and_then(truth));
        if gaps { Column::NullableBool(values.collect()) } else { Column::Bool(values.flatten().collect()) }
    } else if present().all(|field| whole(field).is_some()) {
        let values = fields.iter().map(|field| value(field).and_then(whole));
        if gaps { Column::NullableInt(values.collect()) } else { Column::Int(values.flatten().collect()) }
    } else if present().all(|field| number(field).is_some()) {
        Column::Float(fields.iter().map(|field| value(field).and_then(number).unwrap_or(f64::NAN)).collect())
    } else if gaps {
        Column::NullableText(fields.into_iter().map(|field| (!missing(&field)).then_some(field)).collect())
    } else {
        Column::Text(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[&str]) -> Column {
        infer(fields.iter().map(|&field| field.to_owned()).collect())
    }

    #[test]
    fn the_narrowest_type_that_holds_all_is_taken() {
        assert_eq!(of(&["1", "-2"]), Column::Int(vec![1, -2]));
        assert_eq!(of(&["1", "NA"]), Column::NullableInt(vec![Some(1), None]));
        assert_eq!(of(&["1", "2.5e-1"]), Column::Float(vec![1.0, 0.25]));
        assert_eq!(of(&["TRUE", "false"]), Column::Bool(vec![true, false]));
        assert_eq!(of(&["True", ""]), Column::NullableBool(vec![Some(true), None]));
        assert_eq!(of(&["a", ""]), Column::NullableText(vec![Some("a".into()), None]));
        assert_eq!(of(&["007", "8"]), Column::Text(vec!["007".into(), "8".into()]));
        let long = "12345678901234567890";
        assert_eq!(of(&[long]), Column::Text(vec![long.into()]));
        assert!(matches!(of(&["", "NA"]), Column::Float(values) if values.iter().all(|v| v.is_nan())));
    }
}
