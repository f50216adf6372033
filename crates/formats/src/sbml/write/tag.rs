use lca_kinetics::Units;
use quick_xml::escape::escape;
use std::fmt::Write;

/// A start tag under construction.
pub(super) struct Tag(String);

impl Tag {
    pub(super) fn new(name: &str) -> Self {
        Self(format!("<{name}"))
    }

    pub(super) fn text(mut self, name: &str, value: &str) -> Self {
        let _ = write!(self.0, " {name}=\"{}\"", escape(value));
        self
    }

    pub(super) fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    pub(super) fn number(self, name: &str, value: Option<f64>) -> Self {
        let text = value.map(|value| match value {
            value if value.is_nan() => "NaN".to_owned(),
            value if value.is_infinite() => if value > 0.0 { "INF" } else { "-INF" }.to_owned(),
            value => format!("{value:?}"),
        });
        self.optional(name, text.as_deref())
    }

    pub(super) fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    /// A unit that there is; any other name would make the file unsound.
    pub(super) fn unit(self, name: &str, unit: Option<&str>, units: &Units) -> Self {
        self.optional(name, unit.filter(|unit| units.has(unit)))
    }

    pub(super) fn close(self, out: &mut String) {
        let _ = writeln!(out, "{}/>", self.0);
    }

    pub(super) fn open(self, out: &mut String) {
        let _ = writeln!(out, "{}>", self.0);
    }
}

/// A list of elements, which is left out where it is empty.
pub(super) fn list<T>(out: &mut String, name: &str, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "<{name}>");
    items.iter().for_each(|item| each(out, item));
    let _ = writeln!(out, "</{name}>");
}
