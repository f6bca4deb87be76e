//! Failed logins.

use std::time::Duration;

use jiff::Timestamp;

use crate::auth::{FORGET_AFTER, FREE_FAILURES, Failures};
use crate::store::tx::{Tx, on};
use crate::store::{StoreError, instant, micros};
use crate::units::UserId;

impl Tx<'_> {
    /// Whether a login to this account ever came from this source.
    pub async fn knows_source(&mut self, user: UserId, source: &str) -> Result<bool, StoreError> {
        let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM sessions WHERE user_id = $1 AND kind = 'login' AND source = $2 \
             LIMIT 1) AS known";
        let known: i64 = on!(self, |connection: Db| {
            sqlx::query_scalar::<Db, _>(sql).bind(user.to_string()).bind(source).fetch_one(connection).await?
        });
        Ok(known > 0)
    }

    /// How long the next login has to wait for what is counted under each of these subjects. When none has to, one
    /// more failure is counted for each, before anything is tried: many attempts at once are still many.
    pub async fn count_attempt(&mut self, subjects: &[&str], at: Timestamp) -> Result<Duration, StoreError> {
        let mut counts = Vec::new();
        let mut wait = Duration::ZERO;
        for subject in subjects {
            self.hold_failures(subject, at).await?;
            let failures = self.failures(subject).await?;
            wait = wait.max(failures.wait(at));
            counts.push((subject, failures));
        }
        if wait.is_zero() {
            for (subject, failures) in counts {
                self.set_failures(subject, Failures::and_one(Some(failures), at)).await?;
            }
        }
        Ok(wait)
    }

    /// Forgets the failures of a subject: its login succeeded.
    pub async fn clear_failures(&mut self, subject: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM login_failures WHERE subject = $1";
        on!(self, |connection: Db| {
            sqlx::query::<Db>(sql).bind(subject).execute(connection).await?;
        });
        Ok(())
    }

    /// Takes back the one failure that was counted for an attempt that succeeded, and of the others as many that the
    /// next one waits no longer than the first that waits.
    pub async fn uncount_attempt(&mut self, subject: &str) -> Result<(), StoreError> {
        let sql = "UPDATE login_failures SET failures = CASE WHEN failures > $2 THEN $2 ELSE failures - 1 END \
             WHERE subject = $1 AND failures > 0";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(subject).bind(i64::from(FREE_FAILURES));
            query.execute(connection).await?;
        });
        Ok(())
    }

    /// Makes sure that the subject has a row, and holds it until the transaction ends; drops rows that are forgotten.
    async fn hold_failures(&mut self, subject: &str, at: Timestamp) -> Result<(), StoreError> {
        let forget = "DELETE FROM login_failures WHERE last_at < $1";
        let hold = "INSERT INTO login_failures (subject, failures, last_at) VALUES ($1, 0, $2) \
             ON CONFLICT (subject) DO UPDATE SET failures = login_failures.failures";
        let forgotten = at.checked_sub(FORGET_AFTER).unwrap_or(Timestamp::MIN);
        on!(self, |connection: Db| {
            sqlx::query::<Db>(forget).bind(micros(forgotten)).execute(&mut *connection).await?;
            sqlx::query::<Db>(hold).bind(subject).bind(micros(at)).execute(connection).await?;
        });
        Ok(())
    }

    async fn failures(&mut self, subject: &str) -> Result<Failures, StoreError> {
        let sql = "SELECT failures, last_at FROM login_failures WHERE subject = $1";
        let (count, last): (i64, i64) =
            on!(self, |connection: Db| sqlx::query_as::<Db, _>(sql).bind(subject).fetch_one(connection).await?);
        Ok(Failures { count: u32::try_from(count).unwrap_or(u32::MAX), last: instant(last)? })
    }

    async fn set_failures(&mut self, subject: &str, failures: Failures) -> Result<(), StoreError> {
        let sql = "UPDATE login_failures SET failures = $2, last_at = $3 WHERE subject = $1";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(subject).bind(i64::from(failures.count));
            query.bind(micros(failures.last)).execute(connection).await?;
        });
        Ok(())
    }
}
