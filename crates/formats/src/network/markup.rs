use crate::FormatError;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::path::Path;

/// How deep elements may nest: taking a tree apart needs a stack as deep. A Boolean rule of the
/// greatest depth still fits.
const DEEPEST: usize = 600;

/// An XML element: names without prefixes, text without what children hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of that name in all lists of that name.
    pub(super) fn listed<'e>(&'e self, list: &'e str, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.all(list).flat_map(move |list| list.all(name))
    }

    /// An attribute that must be there.
    pub(super) fn required(&self, path: &Path, attribute: &str) -> Result<&str, FormatError> {
        let missing = || self.wrong(path, format!("<{}> has no `{attribute}`", self.name));
        self.get(attribute).ok_or_else(missing)
    }

    pub(super) fn wrong(&self, path: &Path, what: impl Into<String>) -> FormatError {
        FormatError::line(path, self.line, what)
    }
}

/// Reads the document's root element.
pub(super) fn parse(path: &Path, text: &str) -> Result<Element, FormatError> {
    let mut reader = Reader::from_str(text);
    let mut place = Place { text, seen: 0, line: 1 };
    let mut open: Vec<Element> = Vec::new();
    loop {
        let line = place.at(reader.buffer_position());
        let wrong = |what: String| FormatError::line(path, line, what);
        let done = match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(_) if open.len() >= DEEPEST => {
                return Err(wrong(format!("elements nest more than {DEEPEST} deep")));
            }
            Event::Start(tag) => {
                open.push(element(&tag, line).map_err(wrong)?);
                None
            }
            Event::Empty(tag) => add(&mut open, element(&tag, line).map_err(wrong)?),
            Event::End(_) => open.pop().and_then(|done| add(&mut open, done)),
            Event::Eof => return Err(wrong("the file ends before its elements are closed".to_owned())),
            other => {
                if let Some(inside) = open.last_mut() {
                    inside.text.push_str(&content(&other).map_err(wrong)?);
                }
                None
            }
        };
        if let Some(root) = done {
            return Ok(root);
        }
    }
}

/// Counts lines up to a byte.
struct Place<'t> {
    text: &'t str,
    seen: usize,
    line: u64,
}

impl Place<'_> {
    fn at(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).clamp(self.seen, self.text.len());
        let passed = self.text.as_bytes().get(self.seen..position).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.seen = position;
        self.line
    }
}

/// Gives an element to the one around it, or back where it is the root.
fn add(open: &mut [Element], done: Element) -> Option<Element> {
    match open.last_mut() {
        Some(around) => {
            around.children.push(done);
            None
        }
        None => Some(done),
    }
}

fn element(tag: &BytesStart<'_>, line: u64) -> Result<Element, String> {
    let name = tag.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name, line, attributes, ..Element::default() })
}

fn content(event: &Event<'_>) -> Result<String, String> {
    match event {
        Event::Text(text) => Ok(text.xml10_content().into_owned()),
        Event::CData(text) => Ok(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => {
            let name = reference.xml10_content();
            let character = reference.resolve_char_ref().ok().flatten().map(String::from);
            let known = || resolve_predefined_entity(&name).map(str::to_owned);
            character.or_else(known).ok_or_else(|| format!("the entity `&{name};` is not known"))
        }
        _ => Ok(String::new()),
    }
}
