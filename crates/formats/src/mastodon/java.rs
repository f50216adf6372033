//! The part of the stream protocol of Java's object serialisation that Mastodon's files use: blocks of raw
//! data, arrays of whole numbers and of bytes, and arrays of texts. From the protocol's grammar in the "Java
//! Object Serialization Specification", chapter 6.

/// A place in a stream, and what is wrong there.
pub(super) type Fault = String;

/// What stands in a stream, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Raw data of blocks that follow each other.
    Data(Vec<u8>),
    /// `int[]`.
    Ints(Vec<i32>),
    /// `byte[]`.
    Bytes(Vec<u8>),
    /// `String[]`; only texts that are written out.
    Texts(Vec<String>),
}

/// Reads all items of a stream.
pub(super) fn items(bytes: &[u8]) -> Result<Vec<Item>, Fault> {
    let mut stream = Stream { bytes, at: 0, classes: Vec::new() };
    if stream.take(4)? != [0xac, 0xed, 0, 5] {
        return Err("it does not begin as a stream of Java objects does".into());
    }
    let mut items = Vec::new();
    while stream.at < bytes.len() {
        let item = stream.item()?;
        match (items.last_mut(), item) {
            (Some(Item::Data(all)), Item::Data(more)) => all.extend(more),
            (_, item) => items.push(item),
        }
    }
    Ok(items)
}

struct Stream<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Every object that later ones may refer to: the name of a class, or empty for other objects.
    classes: Vec<String>,
}

impl<'a> Stream<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let part = self.at.checked_add(count).and_then(|end| self.bytes.get(self.at..end));
        let part = part.ok_or_else(|| format!("it ends within byte {}", self.bytes.len()))?;
        self.at += count;
        Ok(part)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    fn short(&mut self) -> Result<usize, Fault> {
        Ok(self.take(2)?.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
    }

    fn long(&mut self) -> Result<usize, Fault> {
        let value = self.take(4)?.iter().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte));
        usize::try_from(value).map_err(|_| "a length goes beyond this machine's".to_owned())
    }

    fn text(&mut self) -> Result<String, Fault> {
        let length = self.short()?;
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn item(&mut self) -> Result<Item, Fault> {
        let at = self.at;
        match self.byte()? {
            0x77 => {
                let length = self.byte()?;
                Ok(Item::Data(self.take(usize::from(length))?.to_vec()))
            }
            0x7a => {
                let length = self.long()?;
                Ok(Item::Data(self.take(length)?.to_vec()))
            }
            0x75 => self.array(),
            kind => Err(format!("an object of kind {kind:#x} at byte {at} is none that Mastodon writes")),
        }
    }

    fn array(&mut self) -> Result<Item, Fault> {
        let class = self.class()?;
        self.classes.push(String::new());
        let length = self.long()?;
        match class.as_str() {
            "[I" => {
                let bytes = self.take(length.checked_mul(4).ok_or("an array is too long")?)?;
                let whole = |four: &[u8]| four.iter().fold(0_i32, |sum, &byte| sum << 8 | i32::from(byte));
                Ok(Item::Ints(bytes.chunks_exact(4).map(whole).collect()))
            }
            "[B" => Ok(Item::Bytes(self.take(length)?.to_vec())),
            "[Ljava.lang.String;" => {
                let mut texts = Vec::new();
                for _ in 0..length {
                    if self.byte()? != 0x74 {
                        return Err(format!("a text is missing at byte {}", self.at));
                    }
                    self.classes.push(String::new());
                    texts.push(self.text()?);
                }
                Ok(Item::Texts(texts))
            }
            other => Err(format!("an array of class `{other}` is none that Mastodon writes")),
        }
    }

    /// The name of an array's class: described here, or named before.
    fn class(&mut self) -> Result<String, Fault> {
        match self.byte()? {
            0x71 => {
                let handle = self.long()?;
                let known = handle.checked_sub(0x7e_0000).and_then(|at| self.classes.get(at)).cloned();
                known.ok_or_else(|| format!("the object {handle:#x} is named before it is there"))
            }
            0x72 => {
                let name = self.text()?;
                self.take(8)?; // the version of the class
                self.classes.push(name.clone());
                let (_flags, fields) = (self.byte()?, self.short()?);
                let (end, above) = (self.byte()?, self.byte()?);
                if fields != 0 || end != 0x78 || above != 0x70 {
                    return Err(format!("the class `{name}` is described in a way that arrays are not"));
                }
                Ok(name)
            }
            kind => Err(format!("a class of kind {kind:#x} at byte {} is not known", self.at - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Vec<u8> {
        let mut bytes = vec![0xac, 0xed, 0, 5, 0x77, 2, 1, 2, 0x7a, 0, 0, 0, 1, 3];
        for kind in ["[I", "[B"] {
            bytes.extend([0x75, 0x72, 0, 2]);
            bytes.extend(kind.bytes());
            bytes.extend([0; 8]);
            bytes.extend([2, 0, 0, 0x78, 0x70, 0, 0, 0, 1]);
            bytes.extend(if kind == "[I" { vec![0, 0, 1, 2] } else { vec![9] });
        }
        // A second `int[]` whose class is the first object.
        bytes.extend([0x75, 0x71, 0, 0x7e, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn blocks_and_arrays_are_read() {
        let expected = [
            Item::Data(vec![1, 2, 3]),
            Item::Ints(vec![258]),
            Item::Bytes(vec![9]),
            Item::Ints(Vec::new()),
        ];
        assert_eq!(items(&stream()).unwrap(), expected);
    }

    #[test]
    fn a_stream_cut_anywhere_is_refused_without_harm() {
        let whole = stream();
        for end in 0..whole.len() {
            // Between two items the cut stream is whole; all else is an error.
            let _ = items(&whole[..end]);
        }
        assert!(items(&whole[..whole.len() - 1]).unwrap_err().contains("ends within"));
        assert!(items(b"PK").is_err() && items(&[0xac, 0xed, 0, 5, 0x73]).is_err());
    }
}
