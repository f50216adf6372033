use super::spec::{StepSpec, StudySpec};
use crate::registry::Kind;
use crate::step::{Count, FileNeed, Port};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The JSON Schema of `study.toml`, as editors use it: each kind of step with its own inputs and
/// parameters.
#[must_use]
pub fn json_schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let mut root = StudySpec::json_schema(&mut generator).to_value();
    let steps: Vec<Value> = Kind::all().iter().map(|kind| step(kind, &mut generator)).collect();
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        let list = json!({
            "description": "What to do, in any order.",
            "type": "array",
            "items": { "type": "object", "oneOf": steps },
        });
        if let Some(Value::Object(properties)) = root.get_mut("properties") {
            properties.insert("step".into(), list);
        }
        root.insert("$defs".into(), Value::Object(generator.take_definitions(true)));
    }
    root
}

fn step(kind: &Kind, generator: &mut SchemaGenerator) -> Value {
    let params = (kind.schema)(generator).to_value();
    let head = StepSpec::json_schema(generator).to_value();
    let mut properties = head.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    properties.insert("kind".into(), json!({ "const": kind.name }));
    properties.insert("params".into(), params);
    let mut required = vec!["id", "kind"];
    if kind.file == FileNeed::None {
        properties.remove("assay");
        properties.remove("file");
    } else if kind.file != FileNeed::May {
        required.push("assay");
    }
    if !kind.ports.is_empty() {
        properties.insert("from".into(), from(kind.ports));
    }
    if kind.ports.iter().any(|port| matches!(port.count, Count::One | Count::Some)) {
        required.push("from");
    }
    json!({
        "title": kind.name,
        "description": kind.about,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A table of ports; where only the first must be given, also its value alone.
fn from(ports: &[Port]) -> Value {
    let must = |port: &&Port| matches!(port.count, Count::One | Count::Some);
    let properties: Map<String, Value> =
        ports.iter().map(|port| (port.name.to_owned(), value(port))).collect();
    let required: Vec<&str> = ports.iter().filter(must).map(|port| port.name).collect();
    let table = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let alone = ports.iter().skip(1).filter(must).count() == 0;
    match ports.first() {
        Some(first) if alone => json!({ "anyOf": [value(first), table] }),
        _ => table,
    }
}

fn value(port: &Port) -> Value {
    let description = format!("A step that gives {}.", port.what);
    let one = json!({ "type": "string", "description": description });
    match port.count {
        Count::One => one,
        Count::Some | Count::Any => json!({ "anyOf": [one, { "type": "array", "items": one }] }),
    }
}
