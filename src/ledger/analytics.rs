//! Where a wallet's money went: by kind of event, by provider, by GPU and by day (UTC).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Kind;
use crate::units::Usdc;

/// The note that says at which provider a booking's money was used.
pub const PROVIDER_NOTE: &str = "provider";
/// The note that says on which GPU.
pub const GPU_NOTE: &str = "gpu";

/// One movement of a wallet.
#[derive(Clone, Copy, Debug)]
pub struct Movement<'a> {
    /// What kind of event.
    pub kind: Kind,
    /// When it was booked.
    pub at: Timestamp,
    /// By how much the balance changed.
    pub change: Usdc,
    /// The balance after it.
    pub balance_after: Usdc,
    /// At which provider, where it says.
    pub provider: Option<&'a str>,
    /// On which GPU, where it says.
    pub gpu: Option<&'a str>,
}

/// What came in and what went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Movements.
    pub count: u64,
    /// What came in.
    pub money_in: Usdc,
    /// What went out.
    pub money_out: Usdc,
}

impl Flow {
    fn add(&mut self, change: Usdc) {
        self.count += 1;
        let (side, amount) = match change.micros() {
            micros @ 0.. => (&mut self.money_in, micros),
            micros => (&mut self.money_out, micros.saturating_neg()),
        };
        // Far beyond all the USDC there is.
        *side = Usdc::from_micros(side.micros().saturating_add(amount));
    }

    /// What went out and did not come back; negative when more came in.
    #[must_use]
    pub const fn net_out(&self) -> Usdc {
        Usdc::from_micros(self.money_out.micros().saturating_sub(self.money_in.micros()))
    }
}

/// A day of a wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFlow {
    /// Which day (UTC).
    pub day: Date,
    /// All that moved.
    pub flow: Flow,
    /// What bookings took, less what came back of bookings.
    pub spent: Usdc,
    /// The balance at its end.
    pub balance: Usdc,
}

/// Sums of a wallet's movements.
#[derive(Clone, Debug, Default)]
pub struct Analytics {
    /// Everything.
    pub total: Flow,
    /// By kind of event.
    pub by_kind: BTreeMap<&'static str, Flow>,
    /// What was used at each provider; `None` where it is not said.
    pub by_provider: BTreeMap<Option<String>, Flow>,
    /// What was used on each GPU; `None` where it is not said.
    pub by_gpu: BTreeMap<Option<String>, Flow>,
    days: BTreeMap<Date, (Flow, Flow, Usdc)>,
}

/// Whether an event is a booking's.
const fn books(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ReservationHold
            | Kind::ReservationExtend
            | Kind::ReservationSettle
            | Kind::ReservationVoid
            | Kind::ClusterHold
            | Kind::ClusterSettle
            | Kind::ClusterVoid
    )
}

impl Analytics {
    /// Adds a movement; movements come in the order of the book.
    pub fn add(&mut self, movement: &Movement<'_>) {
        let Movement { kind, change, .. } = *movement;
        self.total.add(change);
        self.by_kind.entry(kind.as_str()).or_default().add(change);
        let (flow, booked, balance) = self.days.entry(day_of(movement.at)).or_default();
        flow.add(change);
        *balance = movement.balance_after;
        if books(kind) {
            booked.add(change);
            self.by_provider.entry(movement.provider.map(str::to_owned)).or_default().add(change);
            self.by_gpu.entry(movement.gpu.map(str::to_owned)).or_default().add(change);
        }
    }

    /// What bookings took, less what came back of bookings.
    #[must_use]
    pub fn spent(&self) -> Usdc {
        let nets = self.days.values().map(|(_, booked, _)| booked.net_out().micros());
        Usdc::from_micros(nets.fold(0, i64::saturating_add))
    }

    /// Every day from the first to the last, also those on which nothing moved. `opening` is the balance before.
    #[must_use]
    pub fn days(&self, first: Date, last: Date, opening: Usdc) -> Vec<DayFlow> {
        let mut balance = opening;
        let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
        let flow_of = |day: Date| {
            let (flow, booked, after) =
                self.days.get(&day).copied().unwrap_or((Flow::default(), Flow::default(), balance));
            balance = after;
            DayFlow { day, flow, spent: booked.net_out(), balance }
        };
        days.map(flow_of).collect()
    }
}

/// The day of an instant (UTC).
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usdc(micros: i64) -> Usdc {
        Usdc::from_micros(micros)
    }

    fn movement(kind: Kind, at: &str, change: i64, after: i64, provider: Option<&'static str>) -> Movement<'static> {
        let at = at.parse().unwrap();
        Movement { kind, at, change: usdc(change), balance_after: usdc(after), provider, gpu: provider.map(|_| "H100") }
    }

    #[test]
    fn what_comes_back_of_a_booking_was_not_spent() {
        let mut analytics = Analytics::default();
        for movement in [
            movement(Kind::DepositClaim, "2026-11-01T10:00:00Z", 100, 150, None),
            movement(Kind::ReservationHold, "2026-11-01T23:59:59Z", -60, 90, Some("vast")),
            movement(Kind::ReservationSettle, "2026-11-03T00:00:00Z", 20, 110, Some("vast")),
            movement(Kind::ClusterHold, "2026-11-03T01:00:00Z", -30, 80, None),
            movement(Kind::WithdrawalRequest, "2026-11-03T02:00:00Z", -5, 75, None),
        ] {
            analytics.add(&movement);
        }
        assert_eq!(analytics.spent(), usdc(70));
        assert_eq!(analytics.total, Flow { count: 5, money_in: usdc(120), money_out: usdc(95) });
        let vast = Some("vast".to_owned());
        assert_eq!(
            (analytics.by_provider[&vast].net_out(), analytics.by_provider[&None].net_out()),
            (usdc(40), usdc(30))
        );
        assert_eq!(analytics.by_kind["withdrawal_request"].money_out, usdc(5));
        let first = "2026-10-31".parse().unwrap();
        let days = analytics.days(first, "2026-11-04".parse().unwrap(), usdc(50));
        let told: Vec<_> = days.iter().map(|day| (day.spent.micros(), day.balance.micros())).collect();
        assert_eq!(told, [(0, 50), (60, 90), (0, 90), (10, 75), (0, 75)]);
    }

    proptest! {
        #[test]
        fn every_grouping_sums_to_the_whole(
            movements in prop::collection::vec((0..20_usize, -1_000_000_i64..1_000_000, 0..5_000_000_i64, 0..3_usize), 0..60),
        ) {
            let mut analytics = Analytics::default();
            let mut at = 1_790_000_000;
            for (kind, change, later, provider) in movements {
                at += later % 100_000;
                let provider = [None, Some("vast"), Some("akash")][provider];
                let kind = Kind::ALL[kind % Kind::ALL.len()];
                let at = Timestamp::from_second(at).unwrap();
                analytics.add(&Movement { kind, at, change: usdc(change), balance_after: usdc(0), provider, gpu: None });
            }
            let net = |flows: Vec<Flow>| flows.iter().map(|flow| flow.net_out().micros()).sum::<i64>();
            let total = analytics.total.net_out().micros();
            prop_assert_eq!(net(analytics.by_kind.values().copied().collect()), total);
            let spent = analytics.spent().micros();
            prop_assert_eq!(net(analytics.by_provider.values().copied().collect()), spent);
            prop_assert_eq!(net(analytics.by_gpu.values().copied().collect()), spent);
            let days = analytics.days(day_of(Timestamp::from_second(1_790_000_000).unwrap()), day_of(Timestamp::from_second(at).unwrap()), usdc(0));
            prop_assert_eq!(net(days.iter().map(|day| day.flow).collect()), total);
            prop_assert_eq!(days.iter().map(|day| day.spent.micros()).sum::<i64>(), spent);
        }
    }
}
