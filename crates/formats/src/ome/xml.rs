use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deeper elements are refused: taking such a tree apart would need a stack as deep.
const DEEPEST: usize = 100;

/// An XML element with its attributes, text and children, without namespaces.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) children: Vec<Self>,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(crate) fn first<'a>(&'a self, name: &'a str) -> Option<&'a Self> {
        self.all(name).next()
    }
}

/// Reads a document's root element; the error says what is wrong and at which byte.
pub(crate) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_end_matches('\0'));
    let mut open = vec![Element::default()];
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| format!("byte {at}: {error}"))?;
        match event {
            Event::Start(_) if open.len() > DEEPEST => {
                return Err(format!("byte {at}: elements {DEEPEST} deep"));
            }
            Event::Start(tag) => open.push(element(&tag).map_err(|error| format!("byte {at}: {error}"))?),
            Event::Empty(tag) => {
                let child = element(&tag).map_err(|error| format!("byte {at}: {error}"))?;
                add(&mut open, child);
            }
            Event::End(_) => {
                if let Some(child) = open.pop() {
                    add(&mut open, child);
                }
            }
            Event::Text(text) => {
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.len(), open.pop().map(|mut root| root.children.pop())) {
        (1, Some(Some(root))) => Ok(root),
        (1, _) => Err("it has no element".to_owned()),
        _ => Err("it ends before its elements are closed".to_owned()),
    }
}

fn add(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn element(tag: &BytesStart) -> Result<Element, String> {
    let name = tag.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name, attributes, ..Element::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_elements_and_entities() {
        let root = parse("<?xml version='1.0'?><o:A x='1 &#181;m'><B>text</B><B y=\"2\"/></o:A>").unwrap();
        assert_eq!((root.name.as_str(), root.get("x")), ("A", Some("1 µm")));
        assert_eq!(root.all("B").count(), 2);
        assert_eq!(root.first("B").unwrap().text, "text");
    }

    #[test]
    fn unsound_documents_are_refused() {
        for text in ["", "<A>", "<A></B>", "<A x=1/>", "no xml", &"<A>".repeat(100_000)] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
