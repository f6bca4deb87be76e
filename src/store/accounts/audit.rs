//! Who did what, when, to what.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::tx::{Tx, on};
use crate::store::{MAX_PAGE, Page, Store, StoreError, bind_all, instant, micros, read};
use crate::units::{SessionId, UserId};

/// What was done, to be written down.
#[derive(Clone, Debug)]
pub struct AuditEntry<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub user: UserId,
    /// With which login or token.
    pub session: Option<SessionId>,
    /// Which command.
    pub command: &'a str,
    /// The id of what it was done to.
    pub object: Option<&'a str>,
    /// How that was before.
    pub before: Option<&'a Value>,
    /// How it is now.
    pub after: Option<&'a Value>,
    /// Under which key it was asked for.
    pub idempotency_key: Option<&'a str>,
}

/// Which of what was done; newest first.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only by this user.
    pub user: Option<UserId>,
    /// Only by the account of this address.
    pub email: Option<String>,
    /// Only with this command, or one that starts with it and a space.
    pub command: Option<String>,
    /// Only to this.
    pub object: Option<String>,
    /// At or after.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Where the page before ended.
    pub before: Option<i64>,
    /// Rows wanted, at most [`MAX_PAGE`].
    pub limit: u32,
}

/// Something that was done, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub user_id: String,
    /// The address of that account, as it is now; `None` when the account is gone.
    pub email: Option<String>,
    /// With which login or token.
    pub session_id: Option<String>,
    /// Which command.
    pub command: String,
    /// The id of what it was done to.
    pub object: Option<String>,
    /// How that was before.
    pub before: Option<Value>,
    /// How it was afterwards.
    pub after: Option<Value>,
    /// Under which key it was asked for.
    pub idempotency_key: Option<String>,
}

/// Id, time, user, command; then the texts that may be missing: address, session, object, before, after, key.
#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    user_id: String,
    email: Option<String>,
    session_id: Option<String>,
    command: String,
    object: Option<String>,
    state_before: Option<String>,
    state_after: Option<String>,
    idem_key: Option<String>,
}

impl Store {
    /// What was done, newest first; the next page starts before a number.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Page<AuditRow, i64>, StoreError> {
        let limit = filter.limit.min(MAX_PAGE);
        let sql = select(filter, limit);
        let rows: Vec<Row> = read!(self, |pool: Db| {
            bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(pool).await?
        });
        let rows = rows.into_iter().map(audit_row).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(rows, limit as usize, |row| row.id))
    }
}

fn select(filter: &AuditFilter, limit: u32) -> Sql {
    let mut sql = Sql::default();
    sql.push(
        "SELECT a.id, a.at, a.user_id, u.email, a.session_id, a.command, a.object, a.state_before, a.state_after, \
         a.idem_key FROM audit a LEFT JOIN users u ON u.id = a.user_id WHERE 1 = 1",
    );
    let texts = [
        (" AND a.user_id = ", filter.user.map(|id| id.to_string())),
        (" AND u.email = ", filter.email.clone()),
        (" AND a.object = ", filter.object.clone()),
    ];
    for (condition, value) in texts {
        if let Some(value) = value {
            sql.push(condition);
            sql.bind(Bind::Text(value));
        }
    }
    if let Some(command) = &filter.command {
        sql.push(" AND (a.command = ");
        sql.bind(Bind::Text(command.clone()));
        // From the space to the character after it: what follows a space, without LIKE and its wildcards.
        sql.push(" OR (a.command >= ");
        sql.bind(Bind::Text(format!("{command} ")));
        sql.push(" AND a.command < ");
        sql.bind(Bind::Text(format!("{command}!")));
        sql.push("))");
    }
    let numbers = [
        (" AND a.at >= ", filter.since.map(micros)),
        (" AND a.at < ", filter.until.map(micros)),
        (" AND a.id < ", filter.before),
    ];
    for (condition, value) in numbers {
        if let Some(value) = value {
            sql.push(condition);
            sql.bind(Bind::Integer(value));
        }
    }
    sql.push(" ORDER BY a.id DESC LIMIT ");
    sql.bind(Bind::Integer(i64::from(limit) + 1));
    sql
}

fn audit_row(row: Row) -> Result<AuditRow, StoreError> {
    let json = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    let json = |text| json(text).map_err(|_| StoreError::Corrupt("an audit row that is no JSON"));
    Ok(AuditRow {
        id: row.id,
        at: instant(row.at)?,
        user_id: row.user_id,
        email: row.email,
        session_id: row.session_id,
        command: row.command,
        object: row.object,
        before: json(row.state_before)?,
        after: json(row.state_after)?,
        idempotency_key: row.idem_key,
    })
}

impl Tx<'_> {
    /// Writes down what this transaction does.
    pub async fn write_audit(&mut self, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO audit (at, user_id, session_id, command, object, state_before, state_after, idem_key) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(micros(entry.at)).bind(entry.user.to_string());
            let query = query.bind(entry.session.map(|id| id.to_string())).bind(entry.command).bind(entry.object);
            let query = query.bind(entry.before.map(Value::to_string)).bind(entry.after.map(Value::to_string));
            query.bind(entry.idempotency_key).execute(connection).await?;
        });
        Ok(())
    }
}
