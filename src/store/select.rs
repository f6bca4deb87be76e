//! From a query to SQL: predicates, sort orders and cursors become text with placeholders.
//! Column names come from enums and constants, never from users; values are always bound.

use std::fmt::Write as _;

use super::sql::{Bind, Dialect};
use crate::market::all_in::{HOURS_PER_MONTH, Needs};
use crate::market::query::{Cursor, Literal, OrderKey, Predicate, QueryField, SortOrder};
use crate::market::row::{Field, FieldType};

/// A piece of SQL under construction, with the values of its placeholders.
#[derive(Debug, Default)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) binds: Vec<Bind>,
}

impl Sql {
    /// Appends text that is SQL already.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends a placeholder for a value.
    pub(super) fn bind(&mut self, value: Bind) {
        self.binds.push(value);
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${}", self.binds.len());
    }
}

/// What derived fields depend on: the moment of reading and the needs of the job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) dialect: Dialect,
    pub(super) now_micros: i64,
    pub(super) max_age_micros: i64,
    pub(super) needs: Needs,
}

/// Offers with their provider's state; every query starts here.
pub(super) const FROM_OFFERS: &str = "FROM offers o JOIN providers p ON p.name = o.provider";

impl Frame {
    /// When the provider last listed the offer.
    fn observed_at() -> &'static str {
        "COALESCE(o.last_seen_at, p.synced_at, o.changed_at)"
    }

    /// Seconds since the offer was observed, never negative.
    fn age_s(self) -> String {
        let (now, observed) = (self.now_micros, Self::observed_at());
        format!("(CASE WHEN {now} > {observed} THEN ({now} - {observed}) / 1000000 ELSE 0 END)")
    }

    fn stale(self) -> String {
        let (now, max_age) = (self.now_micros, self.max_age_micros);
        format!("(p.error_code IS NOT NULL OR {now} - {} > {max_age})", Self::observed_at())
    }

    /// [`Needs::price`] in SQL, rounding included; a test compares the two.
    fn all_in(self) -> String {
        let (disk, egress, hours) = (self.needs.disk_gib, self.needs.egress_gib, self.needs.hours());
        let mut price = match self.needs.run_hours {
            Some(_) => format!(
                "(o.price_per_hour * (CASE WHEN o.min_hours > {hours} THEN o.min_hours ELSE {hours} END) + {hours} - 1) \
                 / {hours}"
            ),
            None => "o.price_per_hour".to_owned(),
        };
        if disk > 0 {
            let _ = write!(
                price,
                " + (o.storage_price_per_gib_month * {disk} + {HOURS_PER_MONTH} - 1) / {HOURS_PER_MONTH}"
            );
        }
        if egress > 0 {
            let _ = write!(price, " + (o.egress_price_per_gib * {egress} + {hours} - 1) / {hours}");
        }
        format!("({price})")
    }

    /// The SQL of a field.
    pub(super) fn expression(self, field: QueryField) -> String {
        let QueryField::Row(field) = field else {
            return format!("(({} + o.gpu_count - 1) / o.gpu_count)", self.all_in());
        };
        match field {
            Field::AllInPerHour => self.all_in(),
            // One look tells whether there are any at all.
            Field::StartFailures => "CASE WHEN EXISTS (SELECT 1 FROM start_failure) THEN \
                 (SELECT COUNT(*) FROM start_failure f WHERE f.provider = o.provider \
                 AND f.host = COALESCE(o.machine_id, o.external_id)) ELSE CAST(0 AS BIGINT) END"
                .to_owned(),
            Field::ObservedAt => Self::observed_at().to_owned(),
            Field::AgeS => self.age_s(),
            Field::Stale => self.stale(),
            _ => format!("o.{}", field.name()),
        }
    }

    /// Appends a predicate. True, false and unknown come out as SQL's own.
    pub(super) fn predicate(self, sql: &mut Sql, predicate: &Predicate) {
        match predicate {
            Predicate::And(terms) => self.joined(sql, terms, " AND ", "(1 = 1)"),
            Predicate::Or(terms) => self.joined(sql, terms, " OR ", "(1 = 0)"),
            Predicate::Not(inner) => {
                sql.push("NOT ");
                self.predicate(sql, inner);
            }
            Predicate::Compare { field, op, value } => {
                sql.push("(");
                sql.push(&self.folded(*field));
                sql.push(" ");
                sql.push(op.symbol());
                sql.push(" ");
                sql.bind(literal(*field, value));
                sql.push(")");
            }
            Predicate::In { field, values, negated } => {
                sql.push("(");
                sql.push(&self.folded(*field));
                sql.push(if *negated { " NOT IN (" } else { " IN (" });
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        sql.push(", ");
                    }
                    sql.bind(literal(*field, value));
                }
                sql.push("))");
            }
            Predicate::Glob { field, pattern } => {
                sql.push("(");
                sql.push(&self.folded(*field));
                let (before, after) = self.dialect.glob_operator();
                sql.push(before);
                sql.bind(Bind::Text(self.dialect.glob_pattern(&fold(*field, pattern))));
                sql.push(after);
                sql.push(")");
            }
            Predicate::IsNull { field, negated } => {
                sql.push("(");
                sql.push(&self.expression(*field));
                sql.push(if *negated { " IS NOT NULL)" } else { " IS NULL)" });
            }
        }
    }

    fn joined(self, sql: &mut Sql, terms: &[Predicate], separator: &str, empty: &str) {
        if terms.is_empty() {
            sql.push(empty);
            return;
        }
        sql.push("(");
        for (i, term) in terms.iter().enumerate() {
            if i > 0 {
                sql.push(separator);
            }
            self.predicate(sql, term);
        }
        sql.push(")");
    }

    /// The SQL that a key of an order sorts by, and whether it can be NULL.
    fn key(self, key: OrderKey) -> (String, bool) {
        match key {
            OrderKey::IndicativeLast => ("o.indicative".to_owned(), false),
            OrderKey::Field(key) => (self.expression(key.field), self.is_nullable(key.field)),
        }
    }

    /// Whether a field can be unknown. Where it cannot, the order needs no term for NULL and can follow an index.
    fn is_nullable(self, field: QueryField) -> bool {
        match field {
            QueryField::AllInPerGpuHour | QueryField::Row(Field::AllInPerHour) => self.needs.any(),
            QueryField::Row(field) => !matches!(
                field,
                Field::Id
                    | Field::Provider
                    | Field::ExternalId
                    | Field::Model
                    | Field::GpuCount
                    | Field::Units
                    | Field::Available
                    | Field::Kind
                    | Field::PricePerHour
                    | Field::PricePerGpuHour
                    | Field::Verified
                    | Field::StartFailures
                    | Field::MinHours
                    | Field::ObservedAt
                    | Field::AgeS
                    | Field::Stale
            ),
        }
    }

    /// Appends `ORDER BY`, unknown values last in either direction.
    pub(super) fn order_by(self, sql: &mut Sql, order: &SortOrder) {
        sql.push(" ORDER BY ");
        for (i, key) in order.keys().iter().enumerate() {
            let (expression, nullable) = self.key(*key);
            if i > 0 {
                sql.push(", ");
            }
            if nullable {
                sql.push(&format!("({expression} IS NULL), "));
            }
            sql.push(&expression);
            if key.is_descending() {
                sql.push(" DESC");
            }
        }
    }

    /// Appends the condition that a row comes after the cursor.
    pub(super) fn after(self, sql: &mut Sql, order: &SortOrder, cursor: &Cursor) {
        let keys: Vec<(String, bool, bool, Option<&Literal>)> = order
            .keys()
            .iter()
            .zip(cursor.values())
            .map(|(key, value)| {
                let (expression, nullable) = self.key(*key);
                (expression, nullable, key.is_descending(), value.as_ref())
            })
            .collect();
        if keys.iter().all(|(_, nullable, descending, value)| !nullable && !descending && value.is_some()) {
            after_row_value(sql, &keys);
            return;
        }
        sql.push("(1 = 0");
        for (i, (expression, nullable, descending, value)) in keys.iter().enumerate() {
            // Nothing comes after an unknown value under its own key.
            let Some(value) = value else { continue };
            sql.push(" OR (");
            for (equal, _, _, value) in keys.iter().take(i) {
                sql.push(equal);
                match value {
                    Some(value) => {
                        sql.push(" = ");
                        sql.bind(exact(value));
                    }
                    None => sql.push(" IS NULL"),
                }
                sql.push(" AND ");
            }
            sql.push(&format!("({expression} {} ", if *descending { "<" } else { ">" }));
            sql.bind(exact(value));
            if *nullable {
                sql.push(&format!(" OR {expression} IS NULL"));
            }
            sql.push("))");
        }
        sql.push(")");
    }

    /// A field as it is compared: text without regard to ASCII case, ids as they are.
    fn folded(self, field: QueryField) -> String {
        if is_folded(field) { format!("lower({})", self.expression(field)) } else { self.expression(field) }
    }
}

fn is_folded(field: QueryField) -> bool {
    field.field_type() == FieldType::Text && !field.is_case_sensitive()
}

fn fold(field: QueryField, text: &str) -> String {
    if is_folded(field) { text.to_ascii_lowercase() } else { text.to_owned() }
}

/// The same for keys that are all known and ascending: one comparison of rows, which an index can follow.
fn after_row_value(sql: &mut Sql, keys: &[(String, bool, bool, Option<&Literal>)]) {
    let names = keys.iter().map(|(expression, ..)| expression.as_str()).collect::<Vec<_>>().join(", ");
    sql.push(&format!("(({names}) > ("));
    for (i, value) in keys.iter().filter_map(|(.., value)| *value).enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.bind(exact(value));
    }
    sql.push("))");
}

/// A literal as a bound value.
fn literal(field: QueryField, value: &Literal) -> Bind {
    match value {
        Literal::Text(text) => Bind::Text(fold(field, text)),
        Literal::Integer(number) | Literal::Money(number) | Literal::Time(number) => Bind::Integer(*number),
        Literal::Number(number) => Bind::Number(*number),
        Literal::Bool(truth) => Bind::Bool(*truth),
    }
}

/// A cursor's value as a bound value; text as it is, because sorting is by bytes.
fn exact(value: &Literal) -> Bind {
    match value {
        Literal::Text(text) => Bind::Text(text.clone()),
        Literal::Integer(number) | Literal::Money(number) | Literal::Time(number) => Bind::Integer(*number),
        Literal::Number(number) => Bind::Number(*number),
        Literal::Bool(truth) => Bind::Bool(*truth),
    }
}
