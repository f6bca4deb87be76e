//! The simulator's own paths, for driving it by hand with `curl`.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::cloud::Cloud;
use super::fault::Fault;
use super::{Clock, Network, wire};
use crate::server::{Answer, Request};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    advance_seconds: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Injection {
    fault: Fault,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

/// `GET /simulator`: the truth. `POST /simulator/clock`: put it forward. `POST /simulator/faults`: let something go
/// wrong at the network whose port it is. `DELETE /simulator/faults`: take that back.
pub fn answer(cloud: &mut Cloud, clock: &Clock, network: Network, request: &Request) -> Answer {
    match (request.method.as_str(), wire::segments(request)[1..].join("/").as_str()) {
        ("GET", "") => {}
        ("POST", "clock") => match serde_json::from_str::<Forward>(&request.body) {
            Ok(forward) => {
                clock.advance(Duration::from_secs(forward.advance_seconds));
                cloud.advance(clock.now());
            }
            Err(error) => return wire::reply(400, &json!({"error": error.to_string()})),
        },
        ("POST", "faults") => match serde_json::from_str::<Injection>(&request.body) {
            Ok(injection) => cloud.faults.add(network, injection.fault, injection.times),
            Err(error) => return wire::reply(400, &json!({"error": error.to_string()})),
        },
        ("DELETE", "faults") => cloud.faults.clear(network),
        _ => return wire::reply(404, &json!({"error": "not a path of the simulator"})),
    }
    let machines = cloud.machines.iter().map(|machine| {
        let mut shown = serde_json::to_value(machine).unwrap();
        shown["billed_micro_usd"] = json!(machine.billed(cloud.now));
        shown
    });
    wire::ok(&json!({"now": cloud.now, "machines": machines.collect::<Vec<_>>()}))
}
