use serde_json::{Value, json};

/// SpatialData's way of saying that an element's coordinates are those of the system `global`.
pub(crate) fn coordinate_transformations(axes: &[&str]) -> Value {
    let axis = |name: &&str| {
        if *name == "c" {
            json!({ "name": name, "type": "channel" })
        } else {
            json!({ "name": name, "type": "space", "unit": "unit" })
        }
    };
    let list: Vec<Value> = axes.iter().map(axis).collect();
    json!([{
        "type": "identity",
        "input": { "name": axes.concat(), "axes": list },
        "output": { "name": "global", "axes": list },
    }])
}
