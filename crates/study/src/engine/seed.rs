use serde_json::Value;

/// The seed a step draws from, and its parameters as the record tells them. What a parameter `seed` says is
/// added to the study's; where it adds nothing it is left out, as a reader would take it for the seed used.
pub(super) fn told(params: &Value, study: u64) -> (u64, Value) {
    let mut params = params.clone();
    let own = take(&mut params);
    (study.wrapping_add(own), params)
}

/// Sums all `seed` there are, and removes those that are 0.
fn take(params: &mut Value) -> u64 {
    let Value::Object(fields) = params else { return 0 };
    let own = fields.get("seed").and_then(Value::as_u64);
    if own == Some(0) {
        // Not `remove`, which moves the last field to this one's place.
        fields.retain(|name, _| name != "seed");
    }
    let nested: u64 = fields.values_mut().map(take).fold(0, u64::wrapping_add);
    own.unwrap_or(0).wrapping_add(nested)
}

#[cfg(test)]
mod tests {
    use super::told;
    use serde_json::json;

    #[test]
    fn one_seed_is_told_the_one_that_was_used() {
        let params = json!({ "resolution": 1.0, "seed": 0, "iterations": null, "theta": 0.01 });
        let (seed, told_params) = told(&params, 3);
        assert_eq!(seed, 3);
        assert_eq!(told_params.to_string(), r#"{"resolution":1.0,"iterations":null,"theta":0.01}"#);
        let params = json!({ "batch": "lane", "harmony": { "theta": 2.0, "seed": 4 } });
        assert_eq!(told(&params, 3), (7, params.clone()));
    }
}
