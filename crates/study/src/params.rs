//! Parameters that a room below defines, as part of a step's schema.

use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The schema of a set of parameters, read off its defaults: names, types and default values.
pub(crate) fn schema<T: Serialize + Default>(_generator: &mut SchemaGenerator) -> Schema {
    let value = serde_json::to_value(T::default()).unwrap_or_default();
    Schema::try_from(described(&value)).unwrap_or_default()
}

fn described(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|(name, value)| (name.clone(), field(value))).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        other => field(other),
    }
}

fn field(value: &Value) -> Value {
    match value {
        Value::Object(fields) if !fields.is_empty() => described(value),
        Value::Object(_) => json!({ "type": "object", "default": value }),
        Value::Null => json!({ "default": null }),
        Value::Bool(_) => json!({ "type": "boolean", "default": value }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number", "default": value }),
        Value::Number(_) => json!({ "type": "integer", "default": value }),
        Value::String(_) => json!({ "type": "string", "default": value }),
        Value::Array(_) => json!({ "type": "array", "default": value }),
    }
}
