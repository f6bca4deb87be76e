//! Offers as things to book.

use jiff::Timestamp;

use crate::app::App;
use crate::booking::slots::Occupied;
use crate::booking::{BookedOffer, Terms, Window};
use crate::error::{Result, Warning};
use crate::market::all_in::Needs;
use crate::market::row::OfferRow;
use crate::ops::market::{unknown_offers, view};

const SECONDS_PER_HOUR: u64 = 3_600;

/// An offer, and what is to be known of it before it is booked.
pub(super) struct Bookable {
    /// The offer as it is listed, or was.
    pub offer: OfferRow,
    /// When it was last listed, when it is no longer.
    pub gone_at: Option<Timestamp>,
    /// Units that can be booked side by side.
    pub units: u32,
    /// Our share of what it costs, in hundredths of a percent.
    fee_basis_points: u32,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// Looks an offer up.
pub(super) async fn bookable(app: &App, id: &str) -> Result<Bookable> {
    let store = app.store().await?;
    let ids = [id.to_owned()];
    let offer = store.offers_by_id(&ids, &view(app, Needs::default())).await?.pop();
    let offer = offer.ok_or_else(|| unknown_offers(&ids))?;
    let gone_at = store.offer_links(&offer).await?.gone_at;
    let mut warnings = Vec::new();
    if gone_at.is_some() {
        warnings.push(Warning::new("offer_gone", format!("{id} is no longer listed by its provider")));
    } else if !offer.available {
        warnings.push(Warning::new("offer_unavailable", format!("{id} cannot be rented at this moment")));
    } else if offer.stale {
        warnings.push(Warning::new("stale", format!("what is known of {id} is old: run `gp4u sync`")));
    }
    // What is rented to the last unit has none left, and still can be booked for later.
    let units = offer.units.max(1);
    let fee_basis_points = app.config.fees.platform_basis_points;
    Ok(Bookable { offer, gone_at, units, fee_basis_points, warnings })
}

impl Bookable {
    /// The machine under it, unique across providers.
    pub fn machine(&self) -> Option<String> {
        self.offer.machine_id.as_ref().map(|machine| format!("{}:{machine}", self.offer.provider))
    }

    /// What a reservation keeps of it.
    pub fn booked(&self) -> BookedOffer {
        BookedOffer {
            id: self.offer.id.clone(),
            provider: self.offer.provider.clone(),
            machine: self.machine(),
            model: self.offer.model.clone(),
            gpu_count: self.offer.gpu_count,
        }
    }

    /// At which terms it can be booked now.
    pub fn terms(&self) -> Terms {
        Terms {
            rate: self.offer.price_per_hour,
            min_seconds: u64::from(self.offer.min_hours) * SECONDS_PER_HOUR,
            fee_basis_points: self.fee_basis_points,
        }
    }

    /// What is booked of it within a window.
    pub async fn occupied(&self, app: &App, within: Window) -> Result<Occupied> {
        let machine = self.machine();
        Ok(app.store().await?.occupied(&self.offer.id, machine.as_deref(), self.units, within).await?)
    }
}
