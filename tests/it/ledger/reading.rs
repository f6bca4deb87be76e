//! Reading the book back: pages, filters, laws.

use gp4u::ledger::account::Chain;
use gp4u::ledger::rules::{self, Booking};
use gp4u::ledger::{AccountCode, Entry, Kind, Line};
use gp4u::store::{AccountFilter, EntryFilter, PostError, Posted, StatementLine, StoredEntry};
use gp4u::units::Usdc;
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::*;

/// A book with a user's money, 20 reservations of which every second has ended, and a withdrawal.
async fn busy(book: &Book) {
    book.fund(id(1), 1_000).await;
    for number in 0..20 {
        let booking = Booking::Reservation(id(number));
        let at = moment(i64::try_from(number).unwrap());
        book.store.post(&rules::hold(booking, id(1), usdc(10)).unwrap(), at).await.unwrap();
        if number % 2 == 0 {
            book.store.post(&rules::void(booking, id(1), usdc(10)).unwrap(), at).await.unwrap();
        }
    }
    book.post(&rules::withdrawal_requested(&withdrawal(7, id(1), 100)).unwrap()).await.unwrap();
}

async fn every_line(book: &Book, account: &AccountCode, filter: &EntryFilter) -> Vec<StatementLine> {
    let mut filter = filter.clone();
    let mut lines = Vec::new();
    loop {
        let page = book.store.statement(account, &filter).await.unwrap().unwrap().page;
        assert!(page.rows.len() <= filter.limit as usize);
        lines.extend(page.rows);
        filter.before = page.next;
        if filter.before.is_none() {
            return lines;
        }
    }
}

async fn every_entry(book: &Book, filter: &EntryFilter) -> Vec<StoredEntry> {
    let mut filter = filter.clone();
    let mut entries = Vec::new();
    loop {
        let page = book.store.entries(&filter).await.unwrap();
        entries.extend(page.rows);
        filter.before = page.next;
        if filter.before.is_none() {
            return entries;
        }
    }
}

#[test]
fn a_statement_runs_from_the_balance_back_to_zero() {
    on_each(async |book| {
        busy(&book).await;
        let whole = every_line(&book, &wallet(1), &EntryFilter { limit: 1_000, ..EntryFilter::default() }).await;
        assert_eq!(whole.len(), 1 + 20 + 10 + 1);
        for limit in [1, 7, 32] {
            assert_eq!(every_line(&book, &wallet(1), &EntryFilter { limit, ..EntryFilter::default() }).await, whole);
        }
        let mut balance = book.balance(&wallet(1)).await;
        for (line, version) in whole.iter().zip((1..=32).rev()) {
            assert_eq!((line.balance_after.micros(), line.version), (balance, version));
            balance -= line.change.micros();
        }
        assert_eq!(balance, 0);
        assert!(book.store.statement(&wallet(99), &EntryFilter::default()).await.unwrap().is_none());
    });
}

/// Whether an entry is one that a filter should give.
type Wanted = fn(&StoredEntry) -> bool;

#[test]
fn filters_mean_what_they_say() {
    on_each(async |book| {
        busy(&book).await;
        let all = every_entry(&book, &EntryFilter { limit: 3, ..EntryFilter::default() }).await;
        assert_eq!(all.len(), 2 + 20 + 10 + 1);
        assert!(all.is_sorted_by(|a, b| a.id > b.id));
        let one = format!("res:{}:", id(4));
        let filters: [(EntryFilter, Wanted); 5] = [
            (EntryFilter { kinds: vec![Kind::ReservationVoid], ..EntryFilter::default() }, |entry| {
                entry.kind == Kind::ReservationVoid
            }),
            (EntryFilter { kinds: vec![Kind::Deposit, Kind::WithdrawalRequest], ..EntryFilter::default() }, |entry| {
                matches!(entry.kind, Kind::Deposit | Kind::WithdrawalRequest)
            }),
            (EntryFilter { since: Some(moment(5)), ..EntryFilter::default() }, |entry| entry.created_at >= moment(5)),
            (EntryFilter { since: Some(moment(3)), until: Some(moment(9)), ..EntryFilter::default() }, |entry| {
                entry.created_at >= moment(3) && entry.created_at < moment(9)
            }),
            (EntryFilter { key_prefixes: vec![one], ..EntryFilter::default() }, |entry| {
                entry.key.as_str().contains("0004:")
            }),
        ];
        for (filter, wanted) in filters {
            let expected: Vec<StoredEntry> = all.iter().filter(|entry| wanted(entry)).cloned().collect();
            assert!(!expected.is_empty());
            assert_eq!(every_entry(&book, &EntryFilter { limit: 2, ..filter.clone() }).await, expected, "{filter:?}");
            let of_wallet = every_line(&book, &wallet(1), &EntryFilter { limit: 2, ..filter.clone() }).await;
            let touching = expected.iter().filter(|entry| entry.lines.iter().any(|line| line.account == wallet(1)));
            assert_eq!(
                of_wallet.iter().map(|line| line.entry_id).collect::<Vec<_>>(),
                touching.map(|entry| entry.id).collect::<Vec<_>>()
            );
        }
    });
}

#[test]
fn an_entry_comes_back_as_it_was_booked() {
    on_each(async |book| {
        book.open(&wallet(1)).await;
        let entry = rules::goodwill(&name("t-1"), id(1), usdc(5)).unwrap().happened_at(moment(-9));
        let entry = entry.note("reason", "slow \"disk\" %_\u{e9}").unwrap();
        let posted = book.store.post(&entry, moment(3)).await.unwrap();
        let stored = book.store.entries(&EntryFilter::default()).await.unwrap().rows.remove(0);
        assert_eq!((stored.id, stored.kind, &stored.key), (posted.entry_id, Kind::Goodwill, entry.key()));
        assert_eq!((stored.event_at, stored.created_at), (moment(-9), moment(3)));
        assert_eq!(stored.meta, *entry.meta());
        let lines: Vec<Line> =
            stored.lines.iter().map(|line| Line { account: line.account.clone(), amount: line.amount }).collect();
        assert_eq!(lines, entry.lines());
        assert_eq!(stored.lines[0].balance_after, usdc(5), "an expense grows with debits");
        assert_eq!(stored.lines[1].balance_after, usdc(5), "a wallet grows with credits");
    });
}

#[test]
fn accounts_are_listed_by_code_without_closed_ones_unless_asked() {
    on_each(async |book| {
        busy(&book).await;
        let list = async |closed, limit| {
            let mut filter = AccountFilter { prefix: "escrow:res:".to_owned(), closed, after: None, limit };
            let mut found = Vec::new();
            loop {
                let page = book.store.accounts(&filter).await.unwrap();
                found.extend(page.rows);
                filter.after = page.next;
                if filter.after.is_none() {
                    return found;
                }
            }
        };
        let open = list(false, 3).await;
        assert_eq!(open.len(), 10);
        assert!(open.iter().all(|state| state.closed_at.is_none() && state.balance == usdc(10)));
        let all = list(true, 7).await;
        assert_eq!(all.len(), 20);
        assert!(all.is_sorted_by_key(|state| state.account.to_string()));
        assert!(all.iter().all(|state| state.closed_at.is_some() == (state.balance == Usdc::default())));
    });
}

/// When several reasons hold, callers are told the first of a documented order.
#[test]
fn refusals_have_a_precedence() {
    on_each(async |book| {
        book.fund(id(1), 100).await;
        book.open(&wallet(2)).await;
        let booking = Booking::Reservation(id(5));
        book.post(&rules::hold(booking, id(1), usdc(10)).unwrap()).await.unwrap();
        book.post(&rules::void(booking, id(1), usdc(10)).unwrap()).await.unwrap();
        let entry = |key: &str, lines: &[(AccountCode, i64)]| {
            let lines = lines.iter().map(|(account, amount)| Line::debit(account.clone(), usdc(*amount)));
            Entry::new(Kind::Goodwill, key.parse().unwrap(), lines).unwrap()
        };
        let closed = || booking.escrow();
        let cases = [
            (
                entry("funds", &[(wallet(2), 1), (wallet(1), 999), (AccountCode::EquityOperator, -1000)]),
                "InsufficientFunds",
            ),
            (entry("closed", &[(closed(), 5), (wallet(2), 1), (AccountCode::EquityOperator, -6)]), "AccountClosed"),
            (entry("missing", &[(closed(), 5), (wallet(2), 1), (wallet(9), -6)]), "AccountMissing"),
            (entry(&format!("res:{}:end", id(5)), &[(wallet(9), 5), (wallet(2), -5)]), "KeyReused"),
            (
                entry("large", &[(AccountCode::IncomePlatformFee, -i64::MAX), (AccountCode::EquityOperator, i64::MAX)]),
                "Ok",
            ),
            (entry("larger", &[(AccountCode::IncomePlatformFee, -1), (wallet(2), 1)]), "InsufficientFunds"),
            (
                entry("largest", &[(AccountCode::IncomePlatformFee, -1), (AccountCode::ExpenseLoss, 1)]),
                "BalanceTooLarge",
            ),
        ];
        for (entry, expected) in cases {
            let answer = format!("{:?}", book.post(&entry).await);
            assert!(answer.contains(expected), "{}: {answer}", entry.key());
        }
        let unclaimed = deposit("never-came", 5);
        let reversal = |deposit| rules::deposit_reversed(deposit, &name("hot"), None, usdc(0)).unwrap();
        assert!(matches!(book.post(&reversal(&unclaimed)).await, Err(PostError::ReversedMissing(_))));
        book.post(&rules::deposit_final(&unclaimed, &name("hot")).unwrap()).await.unwrap();
        let first = book.post(&reversal(&unclaimed)).await.unwrap();
        assert!(first.created);
        assert_eq!(book.post(&reversal(&unclaimed)).await.unwrap(), Posted { created: false, ..first });
        book.proven().await;
    });
}

/// Laws that no entry can break are broken by hand, with the tables' own defences taken away first.
#[test]
fn every_law_notices_when_it_is_broken() {
    const BREACHES: &[(&str, &str)] = &[
        ("I1", "UPDATE posting SET amount = amount + 1 WHERE entry_id = 1 AND line = 1"),
        ("I2", "UPDATE posting SET amount = amount + 1 WHERE entry_id = 1"),
        ("I3", "UPDATE account SET balance = balance + 1 WHERE code LIKE 'wallet:%'"),
        ("I4", "UPDATE posting SET balance_after = balance_after + 1 WHERE entry_id = 2 AND line = 2"),
        ("I4", "UPDATE account SET version = version + 1 WHERE code LIKE 'wallet:%'"),
        ("I4", "UPDATE posting SET account_version = 900 WHERE entry_id = 2 AND line = 1"),
        ("I5", "UPDATE posting SET balance_after = -1 WHERE entry_id = 2 AND line = 2"),
        ("I5", "UPDATE account SET floor = -5 WHERE code LIKE 'wallet:%'"),
        ("I6", "UPDATE account SET closed_at = NULL WHERE code LIKE 'escrow:res:%0000'"),
        ("I6", "UPDATE account SET closed_at = 1, balance = 0 WHERE code LIKE 'escrow:res:%0001'"),
        ("I7", "UPDATE entry SET idem_key = 'other' WHERE idem_key LIKE 'res:%0001:hold'"),
        ("I8", "UPDATE entry SET idem_key = 'other' WHERE idem_key LIKE 'res:%0002:hold'"),
        ("I9", "UPDATE deposit SET amount = amount + 1"),
        ("I9", "UPDATE deposit SET state = 'rejected'"),
        ("I9", "UPDATE deposit SET wallet_id = wallet_id + 1"),
        ("I9", "UPDATE deposit SET reference = 'other'"),
        ("I10", "UPDATE withdrawal SET state = 'paid', decided_at = 1"),
        ("I10", "UPDATE withdrawal SET amount = amount + 1"),
        ("I10", "DELETE FROM withdrawal"),
        ("I12", "UPDATE account SET balance = balance - 1 WHERE code LIKE 'custody:%'"),
        ("I14", "UPDATE entry SET lines = 3 WHERE id = 1"),
        (
            "I15",
            "UPDATE posting SET amount = amount + 1 WHERE account_version = 2 \
             AND account_id = (SELECT id FROM account WHERE code LIKE 'escrow:res:%0000')",
        ),
    ];
    on_each(async |book| {
        busy(&book).await;
        let rows = rows_behind();
        if book.is_sqlite() {
            execute(&mut sqlx::SqliteConnection::connect(&book.url).await.unwrap(), &rows).await;
        } else {
            execute(&mut sqlx::PgConnection::connect(&book.url).await.unwrap(), &rows).await;
        }
        assert!(book.store.verify_ledger().await.unwrap().is_clean());
        if book.is_sqlite() {
            let mut connection = sqlx::SqliteConnection::connect(&book.url).await.unwrap();
            let triggers: Vec<String> =
                sqlx::query_scalar("SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'")
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
            execute(&mut connection, &format!("PRAGMA foreign_keys = OFF; {}", triggers.join(";"))).await;
            break_each(&book, &mut connection, BREACHES, "").await;
        } else {
            let mut connection = sqlx::PgConnection::connect(&book.url).await.unwrap();
            execute(&mut connection, "SET session_replication_role = replica").await;
            break_each(&book, &mut connection, BREACHES, "OVERRIDING SYSTEM VALUE").await;
        }
        assert!(book.store.verify_ledger().await.unwrap().is_clean());
    });
}

/// What stands behind the deposit and the withdrawal of a busy book.
fn rows_behind() -> String {
    let wallet = format!("(SELECT id FROM account WHERE code = '{}')", wallet(1));
    format!(
        "INSERT INTO deposit (id, wallet_id, chain, reference, log, amount, state, requested_at, decided_at) \
         VALUES ('d', {wallet}, 0, 'funds-{}', 0, 1000, 'claimed', 0, 0); \
         INSERT INTO withdrawal (id, wallet_id, destination, amount, fee, state, requested_at) \
         VALUES ('{}', {wallet}, 'bank', 100, 0, 'requested', 0)",
        id(1),
        id(7)
    )
}

async fn execute<C>(connection: &mut C, sql: &str)
where
    for<'c> &'c mut C: Executor<'c>,
{
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Breaks one law after the other, each on the tables as they were.
async fn break_each<C>(book: &Book, connection: &mut C, breaches: &[(&str, &str)], overriding: &str)
where
    for<'c> &'c mut C: Executor<'c>,
{
    const TABLES: [&str; 5] = ["account", "entry", "posting", "deposit", "withdrawal"];
    for table in TABLES {
        execute(connection, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
    for (law, breach) in breaches {
        execute(connection, breach).await;
        let report = book.store.verify_ledger().await.unwrap();
        let broken: Vec<&str> =
            report.checks.iter().filter(|check| !check.breaches.is_empty()).map(|check| check.id).collect();
        assert!(broken.contains(law) && !report.is_clean(), "{breach} broke {broken:?}");
        for table in TABLES {
            let overriding = if ["account", "entry"].contains(&table) { overriding } else { "" };
            let restore = format!("DELETE FROM {table}; INSERT INTO {table} {overriding} SELECT * FROM kept_{table}");
            execute(connection, &restore).await;
        }
    }
}

/// A deposit on a real chain and one by the operator's word never share an account.
#[test]
fn chains_are_kept_apart() {
    on_each(async |book| {
        let mut on_base = deposit("0xab", 5);
        on_base.chain = Chain(8453);
        for deposit in [&on_base, &deposit("0xab", 7)] {
            assert!(book.post(&rules::deposit_final(deposit, &name("hot")).unwrap()).await.unwrap().created);
        }
        assert_eq!(book.balance(&AccountCode::Custody(Chain(8453), name("hot"))).await, 5);
        assert_eq!(book.balance(&custody()).await, 7);
        book.proven().await;
    });
}

/// People read the book on the server in decimals and dates.
#[test]
fn the_servers_views_show_decimals_and_dates() {
    let url = crate::world::fresh_postgres();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let book = Book::postgres(url).await;
        book.fund(id(1), 1_500_001).await;
        let mut connection = sqlx::PgConnection::connect(&book.url).await.unwrap();
        let lines: Vec<(String, Option<String>, Option<String>, String)> = sqlx::query_as(
            "SELECT account, debit::text, credit::text, extract(year FROM created_at)::text FROM ledger_readable \
             WHERE kind = 'deposit_claim' ORDER BY line",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let amount = Some("1.500001".to_owned());
        let year = "2026".to_owned();
        assert_eq!(
            lines,
            [
                ("unclaimed:deposits:0".to_owned(), amount.clone(), None, year.clone()),
                (wallet(1).to_string(), None, amount, year)
            ]
        );
        let balance: String = sqlx::query_scalar("SELECT balance::text FROM account_readable WHERE class = 'asset'")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(balance, "1.500001");
    });
}
