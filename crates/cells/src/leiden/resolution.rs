use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How fine communities are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolution {
    /// This fine: higher gives more communities.
    Value(f64),
    /// As fine as communities stay the same when cells are left out; written `auto`.
    Auto,
}

impl From<f64> for Resolution {
    fn from(value: f64) -> Self {
        Self::Value(value)
    }
}

impl Serialize for Resolution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_f64(*value),
            Self::Auto => serializer.serialize_str("auto"),
        }
    }
}

impl<'de> Deserialize<'de> for Resolution {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Words)
    }
}

struct Words;

impl Visitor<'_> for Words {
    type Value = Resolution;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number or `auto`")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Resolution, E> {
        Ok(Resolution::Value(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Resolution, E> {
        Ok(Resolution::Value(value as f64))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Resolution, E> {
        Ok(Resolution::Value(value as f64))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Resolution, E> {
        if text == "auto" {
            Ok(Resolution::Auto)
        } else {
            Err(E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
}
