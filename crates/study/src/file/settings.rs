use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// One parameter of a step as it was written.
pub(crate) struct Setting {
    /// Its name; within tables, the names on the way to it, joined by points.
    pub(crate) name: String,
    /// Where its value stands.
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// What a parameter was set to, as far as it can be judged without its step.
pub(crate) enum Value {
    Number(f64),
    Text(String),
    Other,
}

/// The parameters of a step as they were written, those in tables after those before them. Numbers in a
/// list each count, under the list's name.
pub(crate) fn settings(params: &Spanned<DeValue<'_>>) -> Vec<Setting> {
    let mut found = Vec::new();
    walk("", params, &mut found);
    found
}

fn walk(name: &str, value: &Spanned<DeValue<'_>>, found: &mut Vec<Setting>) {
    let number = |text: &str| text.replace('_', "").parse().map_or(Value::Other, Value::Number);
    let here = match value.get_ref() {
        DeValue::Table(table) => {
            for (key, value) in table {
                let dot = if name.is_empty() { "" } else { "." };
                walk(&format!("{name}{dot}{}", key.get_ref()), value, found);
            }
            return;
        }
        DeValue::Array(values) => {
            values.iter().for_each(|value| walk(name, value, found));
            return;
        }
        DeValue::Integer(number_) => number(number_.as_str()),
        DeValue::Float(number_) => number(number_.as_str()),
        DeValue::String(text) => Value::Text(text.to_string()),
        _ => Value::Other,
    };
    found.push(Setting { name: name.to_owned(), span: value.span(), value: here });
}
