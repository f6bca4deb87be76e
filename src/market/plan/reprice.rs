//! What a plan made earlier costs today.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::PlanDocument;
use super::pool::Pool;
use crate::units::Rate;

/// A member's price then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RepricedMember {
    /// The offer's id in the plan.
    pub id: String,
    /// Its id now, where the provider has given the same slice of the same machine a new one; null if it is gone.
    pub found_as: Option<String>,
    /// USD per hour in the plan.
    pub planned_per_hour: Rate,
    /// USD per hour now; null if it is gone.
    pub price_per_hour: Option<Rate>,
}

/// A plan at today's prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repriced {
    /// The members, as in the plan.
    pub members: Vec<RepricedMember>,
    /// USD per hour in the plan.
    pub planned_per_hour: Rate,
    /// USD per hour now; null if a member is gone.
    pub price_per_hour: Option<Rate>,
    /// The change in millionths of the planned price, rounded up; negative when it became cheaper.
    pub change_ppm: Option<i64>,
    /// Whether all members are there for no more than the slippage allowed.
    pub acceptable: bool,
}

/// Prices a plan again over the candidates of today's market. `slippage_ppm` is how much dearer it may have become, in
/// millionths.
///
/// A member is found by its id or, as ids of offers are short-lived, by its machine: as many GPUs of the same model on
/// the same machine of the same network.
#[must_use]
pub fn reprice(document: &PlanDocument, pool: &Pool, slippage_ppm: u32) -> Repriced {
    const MILLION: i128 = 1_000_000;
    // How many units of each candidate the plan has taken already.
    let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
    let mut members = Vec::new();
    for member in &document.members {
        let is_same_gpu = |index: usize| {
            let candidate = &pool.candidates[index];
            candidate.gpus == member.offer.gpu_count
                && candidate.model == member.offer.model
                && candidate.vram_gib == member.offer.vram_gib
        };
        let is_left = |index: &usize| {
            taken.get(index).copied().unwrap_or_default() < pool.candidates[*index].units && is_same_gpu(*index)
        };
        let by_id = |index: &usize| pool.candidates[*index].id == member.offer.id;
        let by_machine = |index: &usize| {
            let candidate = &pool.candidates[*index];
            candidate.machine.is_some()
                && candidate.machine == member.offer.machine_id.as_deref()
                && candidate.provider == member.offer.provider
                && pool.kinds[*index] == member.offer.kind
        };
        let all = 0..pool.candidates.len();
        let found = all.clone().filter(by_id).find(is_left).or_else(|| all.filter(by_machine).find(is_left));
        if let Some(index) = found {
            *taken.entry(index).or_default() += 1;
        }
        members.push(RepricedMember {
            id: member.offer.id.clone(),
            found_as: found.map(|index| pool.candidates[index].id.to_owned()),
            planned_per_hour: member.planned_per_hour,
            price_per_hour: found.map(|index| pool.candidates[index].price),
        });
    }
    let planned: i128 = members.iter().map(|member| i128::from(member.planned_per_hour.micros())).sum();
    let now: Option<i128> = members.iter().map(|member| Some(i128::from(member.price_per_hour?.micros()))).sum();
    let rate = |micros: i128| i64::try_from(micros).ok().map(Rate::from_micros);
    let change = now.filter(|_| planned > 0).map(|now| -((planned - now) * MILLION).div_euclid(planned));
    Repriced {
        planned_per_hour: rate(planned).unwrap_or_default(),
        price_per_hour: now.and_then(rate),
        change_ppm: change.and_then(|change| i64::try_from(change).ok()),
        acceptable: !members.is_empty()
            && now.is_some_and(|now| now * MILLION <= planned * (MILLION + i128::from(slippage_ppm))),
        members,
    }
}
