use lca_core::nearest;

/// What the TOML reader says, in the words of who wrote the file: what is wrong, and where it can be
/// told what to do about it.
pub(crate) fn plain(said: &str) -> (String, Option<String>) {
    let said = said.replace('\n', " ");
    match known(&said) {
        Some((message, help)) => (message, Some(help).filter(|help| !help.is_empty())),
        None => (said, None),
    }
}

fn known(said: &str) -> Option<(String, String)> {
    if let Some(rest) = said.strip_prefix("unknown field ") {
        let (name, known) = one_of(rest)?;
        return Some(unknown_key(name, &known));
    }
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        let (name, known) = one_of(rest)?;
        return Some((
            format!("`{name}` is none of the values there are"),
            choice("use one of", name, &known),
        ));
    }
    if let Some(rest) = said.strip_prefix("missing field ") {
        let name = rest.trim_matches('`');
        return Some((format!("`{name}` is missing"), format!("add `{name} = …`")));
    }
    let rest = ["invalid type: ", "invalid value: ", "invalid length "];
    let rest = rest.iter().find_map(|start| said.strip_prefix(start))?;
    let (found, expected) = rest.split_once(", expected ")?;
    let counted = said.starts_with("invalid length ");
    let found = if counted { format!("a list of {found}") } else { value(found) };
    Some((format!("{} is expected here, not {found}", kind(expected, &found)), String::new()))
}

/// What to say of a key that does not exist.
pub(crate) fn unknown_key(name: &str, known: &[&str]) -> (String, String) {
    let help = if known.is_empty() { "remove it".to_owned() } else { choice("there are", name, known) };
    (format!("there is no key `{name}` here"), help)
}

/// The names there are, the nearest to the one that was written first.
pub(crate) fn choice<S: AsRef<str>>(begin: &str, name: &str, known: &[S]) -> String {
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {begin}: {}", known.join(", ")),
        None => format!("{begin}: {}", known.join(", ")),
    }
}

/// A name in backticks, and those in backticks after it.
fn one_of(rest: &str) -> Option<(&str, Vec<&str>)> {
    let mut names = rest.split('`').skip(1).step_by(2);
    Some((names.next()?, names.collect()))
}

/// A value as the file has it.
fn value(found: &str) -> String {
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {text}");
    }
    match found.split_once('`') {
        Some((_, value)) => value.trim_end_matches('`').to_owned(),
        None if found == "map" => "a table".to_owned(),
        None if found == "sequence" => "a list".to_owned(),
        None => found.to_owned(),
    }
}

/// What a type of Rust is to who writes the file.
fn kind(expected: &str, found: &str) -> String {
    let plain = match expected {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" if found.starts_with('-') => "a whole number from 0",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" => "a text in quotes",
        "a boolean" | "bool" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table",
        _ if expected.starts_with("struct ") => "a table",
        _ => {
            return expected
                .replace("an array of length ", "a list of ")
                .replace("a tuple of size ", "a list of ");
        }
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_word_of_rust_is_left() {
        let said = |text| plain(text).0;
        assert_eq!(
            said("invalid type: string \"500\", expected u64"),
            "a whole number is expected here, not the text \"500\""
        );
        assert_eq!(
            said("invalid type: floating point `2.5`, expected usize"),
            "a whole number is expected here, not 2.5"
        );
        assert_eq!(
            said("invalid value: integer `-1`, expected usize"),
            "a whole number from 0 is expected here, not -1"
        );
        assert_eq!(said("invalid type: map, expected f64"), "a number is expected here, not a table");
        assert_eq!(
            said("invalid length 1, expected a tuple of size 2"),
            "a list of 2 is expected here, not a list of 1"
        );
    }

    #[test]
    fn the_nearest_name_comes_first() {
        let (message, help) = plain("unknown field `n_compz`, expected `n_comps` or `seed`");
        assert_eq!(message, "there is no key `n_compz` here");
        assert_eq!(help.unwrap(), "did you mean `n_comps`? there are: n_comps, seed");
        let (_, help) = plain("unknown field `x`, there are no fields");
        assert_eq!(help.unwrap(), "remove it");
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        assert_eq!(plain("string values must be quoted"), ("string values must be quoted".to_owned(), None));
    }
}
