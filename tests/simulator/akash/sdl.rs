//! What a deployment asks for, read from its SDL.

use serde_json::Value;

/// Longest SDL that the Console takes.
const SDL_MAX_BYTES: usize = 512 * 1024;

/// An order for GPUs.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The first service.
    pub service: String,
    /// The placement group.
    pub group: String,
    pub image: String,
    pub gpus: u64,
    /// Models that will do, with the memory and the connection asked for; none means any.
    pub models: Vec<Model>,
    /// The most that is paid per block, in millionths of a dollar.
    pub price_max: f64,
    /// Ports that are reachable from outside under a number of the provider's choice.
    pub ports: Vec<u64>,
}

/// A GPU model as an SDL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub name: String,
    pub ram: Option<String>,
    pub interface: Option<String>,
}

/// Reads an SDL; an error is what the Console says about it.
pub fn read(sdl: &str) -> Result<Order, String> {
    if sdl.len() > SDL_MAX_BYTES {
        return Err("SDL is too long".to_owned());
    }
    let document: Value = serde_saphyr::from_str(sdl).map_err(|error| error.to_string())?;
    if !matches!(document["version"].as_str(), Some("2.0" | "2.1")) {
        return Err("version must be \"2.0\" or \"2.1\"".to_owned());
    }
    let (service, placed) = first(&document["deployment"]).ok_or("deployment is empty")?;
    let (group, wish) = first(placed).ok_or("deployment names no placement")?;
    let profile = wish["profile"].as_str().ok_or("deployment names no profile")?;
    let described = &document["services"][service];
    let image = described["image"].as_str().ok_or_else(|| format!("Service \"{service}\" has no image"))?;
    if !image.rsplit('/').next().is_some_and(|name| name.contains(':')) {
        return Err(format!("Service \"{service}\" has an image without a tag"));
    }
    let resources = &document["profiles"]["compute"][profile]["resources"];
    for needed in ["cpu", "memory", "storage"] {
        if resources[needed].is_null() {
            return Err(format!("Service \"{service}\" has no {needed}"));
        }
    }
    let (gpus, models) = gpu(service, &resources["gpu"])?;
    let price = &document["profiles"]["placement"][group]["pricing"][profile];
    if !matches!(price["denom"].as_str(), Some("uact" | "uakt")) {
        return Err(format!("Placement \"{group}\" has no price for \"{profile}\""));
    }
    Ok(Order {
        service: service.to_owned(),
        group: group.to_owned(),
        image: image.to_owned(),
        gpus,
        models,
        price_max: price["amount"].as_f64().ok_or("price is not a number")?,
        ports: ports(&described["expose"]),
    })
}

fn first(mapping: &Value) -> Option<(&str, &Value)> {
    mapping.as_object()?.iter().next().map(|(key, value)| (key.as_str(), value))
}

fn gpu(service: &str, gpu: &Value) -> Result<(u64, Vec<Model>), String> {
    let units = match &gpu["units"] {
        Value::Null => 0,
        Value::String(units) => units.parse().map_err(|_| "gpu units is not a number")?,
        units => units.as_u64().ok_or("gpu units is not a number")?,
    };
    let vendors = &gpu["attributes"]["vendor"];
    if units == 0 && !gpu["attributes"].is_null() {
        return Err(format!("Service \"{service}\" has GPU attributes but no GPU"));
    }
    if units > 0 && vendors.as_object().is_none_or(|vendors| !vendors.contains_key("nvidia")) {
        return Err(format!("Service \"{service}\" has an invalid GPU vendor"));
    }
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let models = vendors["nvidia"].as_array().into_iter().flatten().map(|model| {
        let name = text(&model["model"]).ok_or_else(|| "Invalid GPU attributes".to_owned())?;
        Ok(Model { name, ram: text(&model["ram"]), interface: text(&model["interface"]) })
    });
    Ok((units, models.collect::<Result<_, String>>()?))
}

fn ports(expose: &Value) -> Vec<u64> {
    let global = |port: &&Value| port["to"].as_array().is_some_and(|to| to.iter().any(|to| to["global"] == true));
    // What is exposed as port 80 gets a host name instead.
    expose
        .as_array()
        .into_iter()
        .flatten()
        .filter(global)
        .filter(|port| port["as"].as_u64() != Some(80))
        .filter_map(|port| port["port"].as_u64())
        .collect()
}

impl Model {
    /// Whether a provider's card is of this model.
    pub fn fits(&self, name: &str, ram: &str, interface: &str) -> bool {
        let kind = |text: &str| text.to_lowercase().trim_end_matches(|last: char| last.is_ascii_digit()).to_owned();
        self.name == name
            && self.ram.as_ref().is_none_or(|wanted| wanted == ram)
            && self.interface.as_ref().is_none_or(|wanted| kind(wanted) == kind(interface))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SSH: &str = include_str!("ssh.sdl.yml");

    #[test]
    fn the_order_is_read_as_the_network_reads_it() {
        let order = read(SSH).unwrap();
        assert_eq!((order.service.as_str(), order.group.as_str(), order.gpus), ("ssh", "akash", 1));
        assert_eq!((order.price_max, order.ports), (100_000.0, vec![22]));
        let [model] = order.models.as_slice() else { panic!("one model") };
        assert!(model.fits("rtx4090", "24Gi", "PCIe"));
        assert!(!model.fits("rtx4090", "48Gi", "PCIe") && !model.fits("rtx3090", "24Gi", "PCIe"));
    }

    #[test]
    fn any_model_will_do_when_none_is_named_and_forms_are_compared_by_kind() {
        let any = SSH.replace("nvidia:\n                - model: rtx4090\n                  ram: 24Gi\n", "nvidia:\n");
        assert_eq!(read(&any).unwrap().models, []);
        let sxm = Model { name: "h100".into(), ram: None, interface: Some("sxm".into()) };
        assert!(sxm.fits("h100", "80Gi", "SXM5") && !sxm.fits("h100", "80Gi", "PCIe"));
    }

    #[test]
    fn what_the_console_refuses_is_refused() {
        for (from, to, why) in [
            ("version: \"2.0\"", "version: \"1.0\"", "version"),
            ("ssh:2\n", "ssh\n", "without a tag"),
            ("nvidia:", "amd:", "Service \"ssh\" has an invalid GPU vendor"),
            ("units: 1\n", "units: 0\n", "no GPU"),
            ("denom: uact", "denom: usd", "no price"),
            ("deployment:", "deployments:", "deployment is empty"),
            ("services:", "services: [", ""),
        ] {
            let sdl = SSH.replace(from, to);
            assert_ne!(sdl, SSH, "{from}");
            let error = read(&sdl).expect_err(to);
            assert!(error.contains(why), "{error}");
        }
    }
}
