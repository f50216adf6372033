use super::element::{Element, Origin};
use super::genes;
use crate::FormatError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::path::Path;

/// How deep elements may nest; more than any real model needs, and safe for the stack.
const MAX_DEPTH: usize = 250;

/// A number as XML Schema writes doubles.
pub(super) fn number(text: &str) -> Option<f64> {
    match text.trim() {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        other => other.parse().ok().filter(|value: &f64| value.is_finite()),
    }
}

/// Reads the document's root element. Notes and annotations are left out.
pub(super) fn parse(text: &str, path: &Path) -> Result<Element, FormatError> {
    let mut builder =
        Builder { text, path, seen: 0, line: 1, nodes: 0, open: Vec::new(), skip: 0, notes: None };
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event();
        builder.line_at(reader.buffer_position() as usize);
        let event = event.map_err(|error| builder.wrong(error.to_string()))?;
        let done = match event {
            Event::Start(start) => builder.open(&start).map(|()| None)?,
            Event::Empty(start) => {
                builder.open(&start)?;
                builder.close()
            }
            Event::End(_) => builder.close(),
            Event::Eof => return Err(builder.wrong("the file ends too early".to_owned())),
            other => builder.text(&other).map(|()| None)?,
        };
        if let Some(root) = done {
            return Ok(root);
        }
    }
}

struct Builder<'t> {
    text: &'t str,
    path: &'t Path,
    seen: usize,
    line: u64,
    nodes: u32,
    open: Vec<Element>,
    /// Depth inside notes or annotations.
    skip: usize,
    /// Text of the notes of a reaction, which older models keep its genes in.
    notes: Option<String>,
}

impl Builder<'_> {
    fn wrong(&self, what: String) -> FormatError {
        FormatError::line(self.path, self.line, what)
    }

    fn line_at(&mut self, position: usize) {
        let position = position.clamp(self.seen, self.text.len());
        let passed = &self.text.as_bytes()[self.seen..position];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.seen = position;
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), FormatError> {
        let name = start.local_name().as_ref().to_owned();
        if self.skip > 0 || matches!(name.as_str(), "notes" | "annotation") && !self.open.is_empty() {
            if self.skip == 0 && name == "notes" && self.open.last().is_some_and(|e| e.name == "reaction") {
                self.notes = Some(String::new());
            }
            self.skip += 1;
            return Ok(());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.wrong("elements nest too deeply".to_owned()));
        }
        let (mut attributes, mut foreign) = (Vec::new(), Vec::new());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| self.wrong(error.to_string()))?.into_owned();
            let key = attribute.key.as_ref().to_owned();
            if key.contains(':') || key == "xmlns" {
                foreign.push((key, value))
            } else {
                attributes.push((key, value))
            }
        }
        let full = start.name();
        let prefix = full.as_ref().rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let origin = self.origin(prefix, &foreign);
        let packages = foreign.iter().filter_map(|(key, value)| {
            let (prefix, name) = key.split_once(':')?;
            let origin = self.origin(prefix, &foreign);
            let known = matches!(origin, Origin::Comp | Origin::Fbc);
            known.then(|| (origin, name.to_owned(), value.clone()))
        });
        let packages = packages.collect();
        let (children, text) = (Vec::new(), String::new());
        let (line, node) = (self.line, self.nodes);
        self.nodes += 1;
        self.open.push(Element { name, origin, line, node, attributes, foreign, packages, children, text });
        Ok(())
    }

    fn origin(&self, prefix: &str, own: &[(String, String)]) -> Origin {
        let key = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let mut scopes = std::iter::once(own).chain(self.open.iter().rev().map(|e| e.foreign.as_slice()));
        let uri = scopes.find_map(|scope| scope.iter().find(|(name, _)| *name == key)).map(|(_, uri)| uri);
        match uri {
            Some(uri) => Origin::of(uri),
            None if prefix.is_empty() => Origin::Sbml,
            None => Origin::Other,
        }
    }

    /// Closes the innermost element and returns it when it is the root.
    fn close(&mut self) -> Option<Element> {
        if self.skip > 0 {
            self.skip -= 1;
            self.note("\n");
            if self.skip == 0
                && let (Some(notes), Some(reaction)) = (self.notes.take(), self.open.last_mut())
            {
                reaction.packages.extend(genes::noted(&notes));
            }
            return None;
        }
        let done = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.text.push('\n');
                parent.children.push(done);
                None
            }
            None => Some(done),
        }
    }

    fn note(&mut self, text: &str) {
        if let Some(notes) = &mut self.notes {
            notes.push_str(text);
        }
    }

    fn text(&mut self, event: &Event<'_>) -> Result<(), FormatError> {
        if let (Event::Text(text), Some(_)) = (event, &self.notes) {
            self.note(&text.xml10_content());
        }
        let Some(open) = self.open.last_mut().filter(|_| self.skip == 0) else { return Ok(()) };
        match event {
            Event::Text(text) => open.text.push_str(&text.xml10_content().replace(['\n', '\r'], " ")),
            Event::CData(text) => open.text.push_str(&text.xml10_content().replace(['\n', '\r'], " ")),
            Event::GeneralRef(reference) => {
                let resolved = reference.resolve_char_ref().ok().flatten();
                let known = quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
                match (resolved, known) {
                    (Some(character), _) => open.text.push(character),
                    (None, Some(text)) => open.text.push_str(text),
                    (None, None) => return Err(self.wrong("it uses an unknown entity".to_owned())),
                }
            }
            _ => {}
        }
        Ok(())
    }
}
