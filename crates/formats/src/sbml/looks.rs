//! What a file is by its first bytes, for those who gave the wrong one.

/// Why bytes are no SBML, where that shows at once.
pub(crate) fn not_sbml(bytes: &[u8]) -> Option<String> {
    if let Some(why) = packed(bytes) {
        return Some(why);
    }
    match begin(bytes) {
        [] => Some("it is empty".to_owned()),
        [b'<', ..] => None,
        text if text.windows(14).any(|part| part == b"format_version") => Some(
            "it is not XML but looks like the YAML file of a PEtab problem; give the SBML file that it names"
                .to_owned(),
        ),
        // What is not even text is told from its encoding.
        text if std::str::from_utf8(text).is_ok() => {
            Some("it is not XML: an SBML file begins with `<`".to_owned())
        }
        _ => None,
    }
}

/// Why bytes are no YAML file of a problem, where that shows at once.
pub(crate) fn not_yaml(bytes: &[u8]) -> Option<String> {
    if let Some(why) = packed(bytes) {
        return Some(why);
    }
    let text = begin(bytes);
    if text.first() != Some(&b'<') {
        return None;
    }
    let sbml = text.windows(5).take(2000).any(|part| part == b"<sbml");
    let what = if sbml { "an SBML model" } else { "XML" };
    Some(format!("it is {what}; give the problem's YAML file, which names the model and its tables"))
}

fn packed(bytes: &[u8]) -> Option<String> {
    let by = match bytes {
        [0x1f, 0x8b, ..] => "gzip",
        [b'P', b'K', 3, 4, ..] => "zip",
        [b'B', b'Z', b'h', ..] => "bzip2",
        [0xfd, b'7', b'z', b'X', b'Z', ..] => "xz",
        _ => return None,
    };
    Some(format!("it is packed with {by}; unpack it first"))
}

/// The bytes after a byte order mark and white space.
fn begin(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}
