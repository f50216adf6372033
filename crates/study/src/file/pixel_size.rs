use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

/// Size of a pixel along z, y, x in µm. Its own type, so that what is wrong with it is told in those words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PixelSize(pub(crate) [f64; 3]);

impl<'de> Deserialize<'de> for PixelSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Along)
    }
}

struct Along;

impl<'de> Visitor<'de> for Along {
    type Value = PixelSize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of 3, the size along z, y, x (z = 1 for flat images),")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<PixelSize, A::Error> {
        let mut all: Vec<f64> = Vec::new();
        while let Some(value) = values.next_element()? {
            all.push(value);
        }
        let size = <[f64; 3]>::try_from(all).map_err(|all| A::Error::invalid_length(all.len(), &self))?;
        Ok(PixelSize(size))
    }
}
