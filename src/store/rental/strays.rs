//! Machines that carry a label of ours and that nobody owns.

use jiff::Timestamp;

use crate::booking::Rental;
use crate::ledger::Entry;
use crate::store::tx::{Tx, on, retry};
use crate::store::{ReserveError, Store, instant, micros, read, write};
use crate::units::{Rate, RentalId};

/// A machine that nobody owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// At which provider.
    pub provider: String,
    /// The provider's name for it.
    pub machine: String,
    /// Whose label it carries.
    pub rental: RentalId,
    /// When it was found.
    pub found_at: Timestamp,
    /// It bills from then on at the latest.
    pub since: Timestamp,
    /// What it bills, where the provider says so.
    pub price: Option<Rate>,
}

type StrayRow = (String, String, i64, i64, Option<i64>);

impl Store {
    /// The strays of a provider that are not gone yet.
    pub async fn strays(&self, provider: &str) -> Result<Vec<Stray>, ReserveError> {
        let sql = "SELECT machine, rental, found_at, since, price_per_hour FROM stray WHERE provider = $1 \
             AND ended_at IS NULL ORDER BY found_at, machine";
        let rows: Vec<StrayRow> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(sql).bind(provider).fetch_all(pool).await?);
        let strays = rows.into_iter().map(|(machine, rental, found_at, since, price)| {
            Ok(Stray {
                provider: provider.to_owned(),
                machine,
                rental: rental.parse().map_err(|_| ReserveError::corrupt("a stray of no rental"))?,
                found_at: instant(found_at)?,
                since: instant(since)?,
                price: price.map(Rate::from_micros),
            })
        });
        strays.collect()
    }

    /// Writes down a machine that nobody owns, unless it is known.
    pub async fn add_stray(&self, stray: &Stray, owner: &Rental) -> Result<(), ReserveError> {
        retry!(self.try_add_stray(stray, owner))
    }

    async fn try_add_stray(&self, stray: &Stray, owner: &Rental) -> Result<(), ReserveError> {
        // One that was believed to be gone and is there begins anew: until then it was paid for.
        let sql = "INSERT INTO stray (provider, machine, rental, found_at, since, price_per_hour) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (provider, machine) DO UPDATE \
             SET ended_at = NULL, found_at = excluded.found_at, since = excluded.found_at \
             WHERE stray.ended_at IS NOT NULL";
        write!(self, |tx: Db| {
            let tx = &mut Tx::from(tx);
            let rows = on!(tx, |connection: Db2| {
                let query = sqlx::query::<Db2>(sql).bind(&stray.provider).bind(&stray.machine);
                let query = query.bind(stray.rental.to_string()).bind(micros(stray.found_at));
                let query = query.bind(micros(stray.since)).bind(stray.price.map(Rate::micros));
                query.execute(connection).await?.rows_affected()
            });
            if rows == 1 {
                let message = format!("{} carries its label and is nobody's", stray.machine);
                tx.rental_event(owner, stray.found_at, "stray", &message).await?;
            }
        });
        Ok(())
    }

    /// A stray is proven to be gone; what it cost is booked with it, once.
    pub async fn end_stray(&self, stray: &Stray, entry: Option<&Entry>, now: Timestamp) -> Result<(), ReserveError> {
        retry!(self.try_end_stray(stray, entry, now))
    }

    async fn try_end_stray(&self, stray: &Stray, entry: Option<&Entry>, now: Timestamp) -> Result<(), ReserveError> {
        let sql = "UPDATE stray SET ended_at = $3 WHERE provider = $1 AND machine = $2 AND ended_at IS NULL";
        write!(self, |tx: Db| {
            let tx = &mut Tx::from(tx);
            let rows = on!(tx, |connection: Db2| {
                let query = sqlx::query::<Db2>(sql).bind(&stray.provider).bind(&stray.machine).bind(micros(now));
                query.execute(connection).await?.rows_affected()
            });
            if let Some(entry) = entry.filter(|_| rows == 1) {
                tx.post(entry, now).await?;
            }
        });
        Ok(())
    }
}
