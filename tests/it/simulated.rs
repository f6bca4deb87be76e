//! gp4u against the simulator, whose formats are written down independently of gp4u's.

use serde_json::{Value, json};

use crate::simulator::{Clock, Network, Operation, Simulator};
use crate::world::World;

#[test]
fn what_the_simulator_offers_is_what_is_found() {
    World::each(|mut world| {
        let simulator = Simulator::start(Clock::running());
        for (name, value) in simulator.environment() {
            world.set(&name, value);
        }
        let document = world.run(["sync", "-o", "json"]).exits(0).json();
        for report in document["data"]["providers"].as_array().unwrap() {
            assert_eq!(report["rejected"], json!({}), "{report:#}");
        }
        let found = world.run(["gpus", "search", "--all", "--limit", "0", "-o", "json"]).exits(0).json();
        let price = |id: &str| {
            let offers = found["data"].as_array().unwrap();
            offers.iter().find(|offer| offer["id"] == id).map_or(Value::Null, |offer| offer["price_per_hour"].clone())
        };
        assert_eq!(price("vast:101"), "0.40");
        assert_eq!(price("vast:103"), "10.00");
        assert_eq!(price("ionet:8H100.80S.176V__FI"), "27.875342");
        assert_eq!(price("render:off_4090_2"), "0.70");
        assert!(found["data"].as_array().unwrap().iter().any(|offer| offer["provider"] == "akash"), "{found:#}");
        for network in Network::ALL {
            assert!(simulator.count(network, Operation::Market) > 0, "{network:?} was asked");
        }
        assert!(simulator.calls().iter().all(|call| call.status == Some(200)), "{:#?}", simulator.calls());
        assert_eq!(simulator.leaked_secrets(), [] as [String; 0]);
    });
}
