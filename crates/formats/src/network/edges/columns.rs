use std::collections::HashMap;

/// Where the columns of a table stand, by their names in small letters.
pub(super) struct Columns(HashMap<String, usize>);

impl Columns {
    pub(super) fn new(header: &[String]) -> Self {
        let mut places = HashMap::new();
        for (place, name) in header.iter().enumerate() {
            places.entry(name.to_ascii_lowercase()).or_insert(place);
        }
        Self(places)
    }

    /// Whether one of these columns is there.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains_key(*name))
    }

    /// The fields of one row.
    pub(super) const fn row<'r>(&'r self, fields: &'r [String]) -> Row<'r> {
        Row { columns: self, fields }
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    columns: &'r Columns,
    fields: &'r [String],
}

impl<'r> Row<'r> {
    /// The field of the first of these columns that there is, without blanks around it; none where it is
    /// empty or missing.
    pub(super) fn get(self, names: &[&str]) -> Option<&'r str> {
        let place = names.iter().find_map(|name| self.columns.0.get(*name))?;
        let field = self.fields.get(*place)?.trim();
        (!matches!(field, "" | "NA" | "NaN" | "nan" | "None")).then_some(field)
    }

    /// As [`Self::get`], for a field that must be there.
    pub(super) fn need(self, names: &[&str], what: &str) -> Result<&'r str, String> {
        self.get(names).ok_or_else(|| format!("the {what} is empty"))
    }

    /// A field of truth.
    pub(super) fn flag(self, name: &str) -> Result<Option<bool>, String> {
        match self.get(&[name]).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(None),
            Some("true" | "1" | "1.0" | "t" | "yes") => Ok(Some(true)),
            Some("false" | "0" | "0.0" | "f" | "no") => Ok(Some(false)),
            Some(other) => Err(format!("`{other}` in column `{name}` is neither true nor false")),
        }
    }

    /// A field that holds a number.
    pub(super) fn number(self, names: &[&str]) -> Result<Option<f64>, String> {
        let Some(text) = self.get(names) else { return Ok(None) };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| format!("`{text}` in column `{}` is no number", names.join("` or `")))
    }
}
