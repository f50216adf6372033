//! The document of the API is whole: every address is in it, and all it names is there.

use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&lca_server::openapi().unwrap()).unwrap()
}

#[test]
fn every_address_is_in_the_document() {
    let document = document();
    assert_eq!(document["openapi"].as_str().unwrap().split('.').take(2).collect::<Vec<_>>(), ["3", "1"]);
    let listed = ADDRESSES.iter().map(|(path, methods)| (*path, methods.split(' ').collect::<Vec<_>>()));
    for (path, methods) in listed {
        for method in methods {
            let operation = &document["paths"][path][method];
            assert!(operation.is_object(), "{method} {path} is not in the document");
            assert!(
                operation["responses"]["default"].is_object(),
                "{method} {path} does not tell its errors"
            );
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{method} {path} has no words");
        }
    }
    assert_eq!(document["paths"].as_object().unwrap().len(), ADDRESSES.len());
}

/// All addresses with their methods, as the page uses them.
const ADDRESSES: [(&str, &str); 23] = [
    ("/data/{a}/{path}", "get"),
    ("/api/atlases/{a}/movies/{m}/states", "get"),
    ("/api/openapi.json", "get"),
    ("/api/session", "get"),
    ("/api/atlases", "get"),
    ("/api/atlases/{a}", "get"),
    ("/api/atlases/{a}/movies/{m}", "get"),
    ("/api/atlases/{a}/tracks/{t}", "get"),
    ("/api/atlases/{a}/tracks/{t}/points", "get"),
    ("/api/atlases/{a}/traces/{o}", "get"),
    ("/api/atlases/{a}/observations/{o}", "get"),
    ("/api/atlases/{a}/registry/{r}", "get"),
    ("/api/atlases/{a}/tables/{t}", "get"),
    ("/api/atlases/{a}/query", "post"),
    ("/api/atlases/{a}/export", "get"),
    ("/api/atlases/{a}/corrections", "get post"),
    ("/api/atlases/{a}/corrections/{id}/undo", "post"),
    ("/api/atlases/{a}/corrections/{id}/redo", "post"),
    ("/api/atlases/{a}/networks/{n}", "get"),
    ("/api/atlases/{a}/models/{m}", "get"),
    ("/api/atlases/{a}/runs", "get post"),
    ("/api/atlases/{a}/runs/current", "delete"),
    ("/api/atlases/{a}/events", "get"),
];

#[test]
fn all_that_is_named_is_there() {
    let document = document();
    let mut names = Vec::new();
    collect(&document, &mut names);
    assert!(names.len() > 10);
    for name in names {
        assert!(document.pointer(name.trim_start_matches('#')).is_some(), "{name} is missing");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let says =
            ["type", "oneOf", "anyOf", "allOf", "$ref", "enum"].iter().any(|key| schema.get(key).is_some());
        assert!(says, "{name} says nothing: {schema}");
    }
    let model = &document["components"]["schemas"]["Model"]["properties"];
    assert!(model["fits"]["items"]["properties"]["residual"].is_object(), "{model}");
}

fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match (key.as_str(), value) {
            ("$ref", Value::String(name)) => names.push(name.clone()),
            _ => collect(value, names),
        }),
        Value::Array(all) => all.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}
