//! All instances, page by page: `GET /api/v1/instances/`.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::super::cloud::Cloud;
use super::super::fault::Fault;
use super::super::truth::Machine;
use super::super::{Network, wire};
use super::{filter, instances};
use crate::server::{Answer, Request};

/// Instances of a page, at most and when no number is given.
const PAGE_MAX: usize = 25;
/// Instances of a page when none or fewer are asked for.
const PAGE_OF_NONE: usize = 5;
/// Columns that are computed and cannot be asked for.
const COMPUTED: [&str; 6] = ["dph_total", "duration", "uptime_mins", "search", "instance", "storage_total_cost"];

/// Answers a list.
pub fn list(cloud: &mut Cloud, request: &Request) -> Answer {
    match page(cloud, request) {
        Ok(page) => wire::ok(&page),
        Err(column) => {
            let text = format!("Error in query parameters: {column} is not a valid search key");
            wire::reply(400, &json!({"error": "invalid_request", "msg": text}))
        }
    }
}

fn page(cloud: &mut Cloud, request: &Request) -> Result<Value, String> {
    let filters = parameter(request, "select_filters").and_then(|value| value.as_object().cloned()).unwrap_or_default();
    if let Some(column) = filters.keys().find(|column| COMPUTED.contains(&column.as_str())) {
        return Err(column.clone());
    }
    let mut rows = rows(cloud, &filters)?;
    sort(&mut rows, request);
    let total = rows.len();
    let mut labels = std::collections::BTreeMap::<String, usize>::new();
    for row in &rows {
        *labels.entry(row["label"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    if let Some(after) = wire::query(request, "after_token").and_then(|token| id_of(&token)) {
        // The last one seen may be gone by now.
        let same = rows.iter().position(|row| row["id"] == after).map(|position| position + 1);
        let later = || rows.iter().position(|row| row["id"].as_u64() > after.as_u64());
        let from = same.or_else(later).unwrap_or(rows.len());
        rows.drain(..from);
    }
    let limit = match wire::query(request, "limit").map(|limit| limit.parse::<i64>()) {
        None => PAGE_MAX,
        Some(Ok(limit)) if limit > 0 => usize::try_from(limit).unwrap_or(PAGE_MAX).min(PAGE_MAX),
        Some(_) => PAGE_OF_NONE,
    };
    let mut next = rows.get(limit).map(|_| token_of(&rows[limit - 1]["id"]));
    rows.truncate(limit);
    if cloud.faults.happens(Network::Vast, &Fault::CutList) {
        rows.truncate(rows.len() / 2);
        next = None;
    }
    select(&mut rows, request);
    Ok(json!({
        "success": true, "instances_found": rows.len(), "total_instances": total, "label_counts": labels,
        "next_token": next, "instances": rows,
    }))
}

fn rows(cloud: &mut Cloud, filters: &Map<String, Value>) -> Result<Vec<Value>, String> {
    if cloud.faults.happens(Network::Vast, &Fault::EmptyList) {
        return Ok(Vec::new());
    }
    let lag = cloud.faults.take(Network::Vast, |fault| match fault {
        Fault::ListLagsSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    let listed = |machine: &Machine| {
        machine.is_live() && lag.is_none_or(|lag| instances::age_seconds(machine, cloud.now) >= lag)
    };
    let mut rows = Vec::new();
    for (index, _) in cloud.of(Network::Vast).filter(|(_, machine)| listed(machine)) {
        let row = instances::shown(cloud, index);
        if satisfies(&row, filters)? {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn satisfies(row: &Value, filters: &Map<String, Value>) -> Result<bool, String> {
    for (column, operators) in filters {
        let operators = operators.as_object().ok_or_else(|| column.clone())?;
        let value = row.get(column).ok_or_else(|| column.clone())?;
        if !filter::holds(value, operators)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn sort(rows: &mut [Value], request: &Request) {
    let order = parameter(request, "order_by").unwrap_or_else(|| json!([{"col": "id", "dir": "asc"}]));
    for key in order.as_array().into_iter().flatten().rev() {
        let Some(column) = key["col"].as_str() else { continue };
        rows.sort_by(|left, right| {
            let order = filter::order(&left[column], &right[column]).unwrap_or(Ordering::Equal);
            if key["dir"] == "desc" { order.reverse() } else { order }
        });
    }
}

/// Keeps the columns that were asked for; what does not exist is null.
fn select(rows: &mut [Value], request: &Request) {
    let Some(Value::Array(columns)) = parameter(request, "select_cols") else { return };
    if columns.iter().any(|column| column == "*") {
        return;
    }
    for row in rows {
        let kept: Map<String, Value> = columns
            .iter()
            .filter_map(Value::as_str)
            .map(|column| (column.to_owned(), row.get(column).cloned().unwrap_or(Value::Null)))
            .collect();
        *row = Value::Object(kept);
    }
}

fn parameter(request: &Request, name: &str) -> Option<Value> {
    serde_json::from_str(&wire::query(request, name)?).ok()
}

fn token_of(id: &Value) -> String {
    STANDARD.encode(json!({"values": {"id": id}}).to_string())
}

fn id_of(token: &str) -> Option<Value> {
    let token: Value = serde_json::from_slice(&STANDARD.decode(token).ok()?).ok()?;
    Some(token["values"]["id"].clone())
}

/// `GET /instances/filters/`: the values there are to filter by.
pub fn filters(cloud: &Cloud) -> Answer {
    let live = cloud.of(Network::Vast).filter(|(_, machine)| machine.is_live());
    let filters = live.map(|(index, _)| {
        let row = instances::shown(cloud, index);
        json!({
            "actual_status": row["actual_status"], "verification": row["verification"], "gpu_name": row["gpu_name"],
        })
    });
    wire::ok(&json!({"filters": filters.collect::<Vec<_>>()}))
}
