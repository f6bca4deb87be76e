//! Bids on an order: which of them are for what was ordered, and which is the best.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use super::sdl::{BLOCKS_PER_HOUR, GpuSpec, interface_family};
use crate::providers::wire::{Raw, object, price_of, rows_at};
use crate::units::Rate;

/// What a bid is in dollars per million of: Akash's credit, and USDC on the main network
/// (`apps/api/src/utils/constants.ts`). Bids in AKT would need its price; orders do not allow them.
const DOLLARS: [&str; 2] = ["uact", "ibc/170C677610AC31DF0904FFE09CD3B5C657492170E7E52372E48756B71E56F2F1"];

object! {
    struct Entry {
        bid,
    }
}

object! {
    struct Bid {
        id,
        /// How older chains name it.
        bid_id,
        state,
        price,
        resources_offer,
    }
}

object! {
    struct BidId {
        gseq,
        oseq,
        provider,
    }
}

object! {
    /// Per block, for the whole order.
    struct Price {
        denom,
        amount,
    }
}

object! {
    struct Offered {
        resources,
        count,
    }
}

object! {
    struct Resources {
        gpu,
    }
}

object! {
    struct Gpu {
        units,
        attributes,
    }
}

object! {
    struct Amount {
        val,
    }
}

object! {
    struct Attribute {
        key,
    }
}

/// A bid that can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Candidate {
    pub dseq: String,
    pub gseq: u32,
    pub oseq: u32,
    pub provider: String,
    #[serde(skip)]
    pub price_per_hour: Rate,
}

/// The bids on an order, told apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Bids {
    /// For what was ordered, at most at its price, cheapest first.
    pub good: Vec<Candidate>,
    /// The least price of those that are for what was ordered but too dear.
    pub too_dear: Option<Rate>,
    /// Those for something else.
    pub other: usize,
}

/// What bids are compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub dseq: &'a str,
    pub gpu: &'a GpuSpec,
    pub gpu_count: u32,
    pub max_price_per_hour: Rate,
    /// Providers that were tried without success.
    pub tried: &'a BTreeSet<String>,
}

/// Reads an answer and sorts its bids.
pub(super) fn read(text: &str, terms: &Terms<'_>) -> serde_json::Result<Bids> {
    let mut bids = Bids::default();
    for row in rows_at(text, &["data"])? {
        let bid = Raw::new(row).parsed::<Entry<'_>>().and_then(|entry| entry.bid.parsed::<Bid<'_>>());
        let Some(bid) = bid.filter(|bid| bid.state.text().is_some_and(|state| state == "open")) else { continue };
        let Some(candidate) = candidate(&bid, terms) else {
            bids.other += 1;
            continue;
        };
        if candidate.price_per_hour > terms.max_price_per_hour {
            bids.too_dear =
                Some(bids.too_dear.map_or(candidate.price_per_hour, |least| least.min(candidate.price_per_hour)));
        } else if !terms.tried.contains(&candidate.provider) {
            bids.good.push(candidate);
        }
    }
    bids.good.sort_by(|a, b| (a.price_per_hour, &a.provider).cmp(&(b.price_per_hour, &b.provider)));
    Ok(bids)
}

fn candidate(bid: &Bid<'_>, terms: &Terms<'_>) -> Option<Candidate> {
    let id: BidId<'_> = bid.id.parsed().or_else(|| bid.bid_id.parsed())?;
    let provider = id.provider.text()?;
    let wanted_provider = terms.gpu.owner.as_deref().is_none_or(|owner| owner == provider);
    (wanted_provider && offers(bid, terms)).then_some(())?;
    Some(Candidate {
        dseq: terms.dseq.to_owned(),
        gseq: id.gseq.count()?,
        oseq: id.oseq.count()?,
        provider: provider.into_owned(),
        price_per_hour: price_per_hour(bid.price)?,
    })
}

/// Dollars per hour of an amount per block.
pub(super) fn price_per_hour(price: Raw<'_>) -> Option<Rate> {
    price_of(dollars(price)?.checked_mul(Decimal::from(BLOCKS_PER_HOUR))?)
}

/// An amount in dollars, if it is of a kind that is worth some and not negative.
pub(super) fn dollars(amount: Raw<'_>) -> Option<Decimal> {
    let price: Price<'_> = amount.parsed()?;
    let denom = price.denom.text()?;
    let amount = price.amount.decimal().filter(|amount| *amount >= Decimal::ZERO && DOLLARS.contains(&&*denom))?;
    amount.checked_div(Decimal::from(1_000_000))
}

/// Whether a bid is for the GPUs that were ordered: the price list was only an estimate, this is what one gets. One
/// container was ordered, so they are all in one part of the offer.
fn offers(bid: &Bid<'_>, terms: &Terms<'_>) -> bool {
    let items = bid.resources_offer.items();
    let [part] = items.as_slice() else { return false };
    let Some(part) = part.parsed::<Offered<'_>>().filter(|part| part.count.count() == Some(1)) else { return false };
    let gpu = part.resources.parsed::<Resources<'_>>().and_then(|resources| resources.gpu.parsed::<Gpu<'_>>());
    let Some(gpu) = gpu else { return false };
    let units = gpu.units.parsed::<Amount<'_>>().and_then(|units| units.val.count());
    let attributes = gpu.attributes.items();
    let is_ordered = |attribute: &Raw<'_>| {
        attribute
            .parsed::<Attribute<'_>>()
            .is_some_and(|attribute| attribute.key.text().is_some_and(|key| is_same(&key, terms.gpu)))
    };
    units == Some(terms.gpu_count) && !attributes.is_empty() && attributes.iter().all(is_ordered)
}

/// Compares `vendor/nvidia/model/h100/ram/80Gi/interface/sxm`, which may stop after the model, with what was ordered.
fn is_same(key: &str, gpu: &GpuSpec) -> bool {
    let parts: Vec<&str> = key.split('/').collect();
    let (pairs, rest) = parts.as_chunks::<2>();
    let value = |name: &str| pairs.iter().find(|[key, _]| *key == name).map(|[_, value]| *value);
    let told = |told: Option<String>, wanted: &Option<String>| told.is_none() || wanted.is_none() || told == *wanted;
    rest.is_empty()
        && value("vendor") == Some(&gpu.vendor)
        && value("model") == Some(&gpu.model)
        && told(value("ram").map(str::to_owned), &gpu.ram)
        && told(value("interface").and_then(interface_family), &gpu.interface)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn bid(provider: &str, amount: &str, key: &str) -> Value {
        json!({"bid": {
            "id": {"owner": "akash1me", "dseq": "1788868820092", "gseq": 1, "oseq": 1, "provider": provider, "bseq": 0},
            "state": "open",
            "price": {"denom": "uact", "amount": amount},
            "created_at": "28826850",
            "resources_offer": [{
                "resources": {"id": 1, "gpu": {"units": {"val": "2"}, "attributes": [{"key": key, "value": "true"}]}},
                "count": 1,
                "prices": null,
            }],
        }, "escrow_account": {}})
    }

    const H100: &str = "vendor/nvidia/model/h100/ram/80Gi/interface/sxm";

    fn sorted(bids: &[Value], offer: &str, max_micros: i64) -> Bids {
        let gpu = GpuSpec::parse(offer).unwrap();
        let tried = BTreeSet::from(["akash1tried".to_owned()]);
        let max_price_per_hour = Rate::from_micros(max_micros);
        let terms = Terms { dseq: "1788868820092", gpu: &gpu, gpu_count: 2, max_price_per_hour, tried: &tried };
        read(&json!({"data": bids}).to_string(), &terms).unwrap()
    }

    fn providers(bids: &Bids) -> Vec<&str> {
        bids.good.iter().map(|bid| bid.provider.as_str()).collect()
    }

    #[test]
    fn only_bids_for_what_was_ordered_are_taken_cheapest_first() {
        let mut closed = bid("akash1closed", "1", H100);
        closed["bid"]["state"] = "closed".into();
        let mut akt = bid("akash1akt", "1", H100);
        akt["bid"]["price"]["denom"] = "uakt".into();
        let mut legacy = bid("akash1legacy", "2000.000000000000000000", H100);
        legacy["bid"]["bid_id"] = legacy["bid"]["id"].take();
        let mut three = bid("akash1three", "1", H100);
        three["bid"]["resources_offer"][0]["count"] = 2.into();
        let bids = [
            bid("akash1dear", "9000", H100),
            bid("akash1mid", "3059.461421", "vendor/nvidia/model/h100"),
            legacy,
            bid("akash1tried", "1", H100),
            bid("akash1b200", "1", "vendor/nvidia/model/b200/ram/192Gi/interface/sxm"),
            bid("akash1small", "1", "vendor/nvidia/model/h100/ram/40Gi/interface/sxm"),
            bid("akash1pcie", "1", "vendor/nvidia/model/h100/ram/80Gi/interface/pcie"),
            bid("akash1odd", "1", "h100"),
            closed,
            akt,
            three,
            json!({"bid": null}),
            json!(7),
        ];
        let sorted = sorted(&bids, "nvidia/h100/80Gi/SXM5", 2_000_000);
        assert_eq!(providers(&sorted), ["akash1legacy", "akash1mid"]);
        assert_eq!(sorted.good[1].price_per_hour, Rate::from_micros(1_835_677));
        assert_eq!((sorted.too_dear, sorted.other), (Some(Rate::from_micros(5_400_000)), 6));
    }

    #[test]
    fn an_offer_of_one_provider_takes_only_its_bid() {
        let bids = [bid("akash1a", "1000", H100), bid("akash1b", "2000", H100)];
        assert_eq!(providers(&sorted(&bids, "nvidia/h100/80Gi/SXM5@akash1b", 2_000_000)), ["akash1b"]);
    }

    proptest! {
        #[test]
        fn any_answer_can_be_read(text in "\\PC{0,60}", amount in "[-0-9eE.]{0,40}", key in "[a-z/]{0,30}") {
            let gpu = GpuSpec::parse("nvidia/h100/80Gi/SXM5").unwrap();
            let tried = BTreeSet::new();
            let max_price_per_hour = Rate::from_micros(1);
            let terms = Terms { dseq: "1", gpu: &gpu, gpu_count: 2, max_price_per_hour, tried: &tried };
            drop(read(&text, &terms));
            drop(read(&json!({"data": [bid(&text, &amount, &key), text]}).to_string(), &terms));
        }
    }
}
