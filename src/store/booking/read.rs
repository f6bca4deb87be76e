//! Reading reservations and what they leave free.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::ReserveError;
use super::create::occupied;
use super::record::{COLUMNS, ReservationRow};
use crate::booking::slots::Occupied;
use crate::booking::{Reservation, State, Window};
use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::{Store, bind_all, micros, read};
use crate::units::{ReservationId, UserId};

/// Bookings of one offer looked at together at most: every hour of two years, on one unit.
const MAX_BOOKINGS: i64 = 20_000;

/// Which reservations.
#[derive(Clone, Debug, Default)]
pub struct ReservationFilter {
    /// Of this owner.
    pub owner: Option<UserId>,
    /// In one of these states; in any when empty.
    pub states: Vec<State>,
    /// Of this offer.
    pub offer_id: Option<String>,
    /// Not over at this instant.
    pub from: Option<Timestamp>,
    /// Begun before this instant.
    pub until: Option<Timestamp>,
    /// Listed after this one.
    pub after: Option<ReservationId>,
    /// So many at most.
    pub limit: Option<u32>,
}

impl Store {
    /// A reservation; `owner` limits it to somebody's own.
    pub async fn reservation(&self, id: ReservationId, owner: Option<UserId>) -> Result<Reservation, ReserveError> {
        let sql = format!("SELECT {COLUMNS} FROM reservation WHERE id = $1 AND ($2 IS NULL OR owner = $2)");
        let row: Option<ReservationRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql))
                .bind(id.to_string())
                .bind(owner.map(|id| id.to_string()))
                .fetch_optional(pool)
                .await?
        });
        row.ok_or(ReserveError::Missing)?.try_into()
    }

    /// Reservations, the latest start first.
    pub async fn reservations(&self, filter: &ReservationFilter) -> Result<Vec<Reservation>, ReserveError> {
        let mut sql = Sql::default();
        sql.push(&format!("SELECT {COLUMNS} FROM reservation WHERE "));
        conditions(&mut sql, filter);
        if let Some(after) = filter.after {
            sql.push(" AND (starts_at, id) < (SELECT starts_at, id FROM reservation WHERE id = ");
            sql.bind(Bind::Text(after.to_string()));
            sql.push(")");
        }
        sql.push(" ORDER BY starts_at DESC, id DESC");
        if let Some(limit) = filter.limit {
            sql.push(" LIMIT ");
            sql.bind(Bind::Integer(i64::from(limit)));
        }
        let rows: Vec<ReservationRow> = read!(self, |pool: Db| {
            bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(pool).await?
        });
        rows.into_iter().map(Reservation::try_from).collect()
    }

    /// How many there are, on all pages.
    pub async fn count_reservations(&self, filter: &ReservationFilter) -> Result<u64, ReserveError> {
        let mut sql = Sql::default();
        sql.push("SELECT COUNT(*) FROM reservation WHERE ");
        conditions(&mut sql, filter);
        let count: i64 = read!(self, |pool: Db| {
            bind_all!(sqlx::query_scalar::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_one(pool).await?
        });
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// What is booked of an offer with so many units, and of the machine under it, within a window.
    pub async fn occupied(
        &self,
        offer_id: &str,
        machine: Option<&str>,
        units: u32,
        within: Window,
    ) -> Result<Occupied, ReserveError> {
        // One arm an index: two scans of what is asked for rather than one of everything. And all of it as one text: a
        // driver spends more on a row than the database does.
        let sql = format!(
            "SELECT {} FROM (SELECT unit, 1 AS same_offer, starts_at, ends_at FROM reservation WHERE offer_id = $1 \
             AND state IN ('pending', 'activating', 'active') AND ends_at > $3 AND starts_at < $4 \
             UNION ALL SELECT unit, 0, starts_at, ends_at FROM reservation WHERE machine = $2 AND offer_id <> $1 \
             AND state IN ('pending', 'activating', 'active') AND ends_at > $3 AND starts_at < $4 LIMIT $5) AS busy",
            self.dialect().json_rows("unit, same_offer, starts_at, ends_at")
        );
        let json: Option<String> = read!(self, |pool: Db| {
            let query = sqlx::query_scalar::<Db, _>(AssertSqlSafe(sql)).bind(offer_id).bind(machine);
            let query = query.bind(micros(within.start())).bind(micros(within.end())).bind(MAX_BOOKINGS);
            query.fetch_one(pool).await?
        });
        let rows: Vec<(i64, u8, i64, i64)> = serde_json::from_str(json.as_deref().unwrap_or("[]"))
            .map_err(|_| ReserveError::corrupt("a reservation that cannot be read"))?;
        let rows = rows.into_iter().map(|(unit, same_offer, start, end)| (unit, same_offer == 1, start, end));
        Ok(Occupied { units, ..occupied(rows)? })
    }
}

fn conditions(sql: &mut Sql, filter: &ReservationFilter) {
    sql.push("1 = 1");
    if let Some(owner) = filter.owner {
        sql.push(" AND owner = ");
        sql.bind(Bind::Text(owner.to_string()));
    }
    let mut separator = " AND state IN (";
    for state in &filter.states {
        sql.push(separator);
        sql.bind(Bind::Text(state.as_str().to_owned()));
        separator = ", ";
    }
    if !filter.states.is_empty() {
        sql.push(")");
    }
    if let Some(offer_id) = &filter.offer_id {
        sql.push(" AND offer_id = ");
        sql.bind(Bind::Text(offer_id.clone()));
    }
    if let Some(from) = filter.from {
        sql.push(" AND ends_at > ");
        sql.bind(Bind::Integer(micros(from)));
    }
    if let Some(until) = filter.until {
        sql.push(" AND starts_at < ");
        sql.bind(Bind::Integer(micros(until)));
    }
}
