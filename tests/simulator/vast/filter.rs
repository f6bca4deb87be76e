//! The query language of Vast.ai: `{"num_gpus": {"gte": 2}}`, for offers and for instances.

use std::cmp::Ordering;

use serde_json::{Map, Value};

/// Whether a value satisfies all operators of a field; an error names an operator that does not exist.
pub fn holds(value: &Value, operators: &Map<String, Value>) -> Result<bool, String> {
    for (operator, wanted) in operators {
        let holds = match operator.as_str() {
            "eq" => same(value, wanted),
            "neq" => !same(value, wanted),
            "gt" => order(value, wanted) == Some(Ordering::Greater),
            "lt" => order(value, wanted) == Some(Ordering::Less),
            "gte" => order(value, wanted).is_some_and(Ordering::is_ge),
            "lte" => order(value, wanted).is_some_and(Ordering::is_le),
            "in" => list(wanted).iter().any(|wanted| same(value, wanted)),
            "notin" => !list(wanted).iter().any(|wanted| same(value, wanted)),
            _ => return Err(operator.clone()),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The order of two values: numbers by size, also when one of them is written as text, as the official client does; texts
/// by their letters; others and mixtures have none.
pub fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::Number(left), Value::String(right)) => left.as_f64()?.partial_cmp(&right.parse().ok()?),
        (Value::String(left), Value::Number(right)) => {
            left.parse().ok().and_then(|left: f64| left.partial_cmp(&right.as_f64()?))
        }
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn same(left: &Value, right: &Value) -> bool {
    order(left, right).map_or(left == right, Ordering::is_eq)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "checks read better with values made on the spot")]
mod tests {
    use serde_json::json;

    use super::*;

    fn satisfies(value: Value, operators: Value) -> bool {
        holds(&value, operators.as_object().unwrap()).unwrap()
    }

    #[test]
    fn operators_mean_what_their_names_say() {
        assert!(satisfies(json!(2), json!({"gte": 2, "lt": 2.5})));
        assert!(!satisfies(json!(2), json!({"gt": 2})));
        assert!(satisfies(json!("RTX 4090"), json!({"in": ["RTX 3090", "RTX 4090"]})));
        assert!(satisfies(json!(null), json!({"in": [null, "a"]})));
        assert!(satisfies(json!("US"), json!({"notin": ["CN", "VN"]})));
        assert!(satisfies(json!(1.0), json!({"eq": 1})));
        assert!(satisfies(json!(1), json!({"eq": "1", "gt": "0.9"})) && !satisfies(json!(1), json!({"eq": "one"})));
        assert!(!satisfies(json!(null), json!({"gt": 0})), "unknown is not more than nothing");
        assert_eq!(holds(&json!(1), json!({"like": 1}).as_object().unwrap()), Err("like".to_owned()));
    }
}
