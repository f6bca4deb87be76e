//! The JSON Schema of every JSON document gp4u prints.

use jiff::Timestamp;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::record::Record;
use super::rows::Page;
use super::views::{ExitCodeRow, ManPages, Paths, SchemaRow, SettingRow};
use crate::daemon::{LoopStatus, LoopTurn};
use crate::error::Warning;
use crate::market::plan::PlanDocument;
use crate::market::query::TermReport;
use crate::market::row::OfferRow;
use crate::ops::arbitrage::{BestDeal, GpuPrices, Opportunity, Savings};
use crate::ops::audit::AuditRecord;
use crate::ops::auth::{AccountUpdate, Identity, Logout, NewToken, Token};
use crate::ops::cluster::{FrontRow, PlanCheck};
use crate::ops::database::DatabaseReport;
use crate::ops::doctor::Check;
use crate::ops::history::GpuHistory;
use crate::ops::import::ImportReport;
use crate::ops::ledger::{LedgerAccount, LedgerEntry, LedgerVerification};
use crate::ops::market::{Comparison, ModelSummary, OfferDetail};
use crate::ops::mutation::Done;
use crate::ops::providers::{ProviderCheck, ProviderInfo, ProviderStatus};
use crate::ops::reconcile::Finding;
use crate::ops::reserve::{CalendarDay, ReservationDetail, ReservationReport, SlotReport};
use crate::ops::sync::SyncReport;
use crate::ops::wallet::{SpendingLimit, SpendingLimits, Transaction, Transfer, WalletAnalytics, WalletBalance};
use crate::ops::watch::WatchEvent;

/// Version of all output schemas; within it fields are only added.
const SCHEMA_VERSION: u32 = 1;

/// A list as one document; `ndjson` prints the elements of `data` alone, one a line.
#[derive(JsonSchema)]
#[allow(dead_code)]
struct ListDocument<T> {
    /// Name and version of this schema.
    schema: String,
    /// When the document was made.
    generated_at: Timestamp,
    /// The rows; with `--fields`, only the fields named.
    data: Vec<T>,
    /// Where the list stands.
    page: Page,
    /// With `--explain`: what each term of the query removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Vec<TermReport>>,
    /// What the reader should know.
    warnings: Vec<Warning>,
}

/// One thing as one document; `ndjson` prints `data` alone.
#[derive(JsonSchema)]
#[allow(dead_code)]
struct ObjectDocument<T> {
    /// Name and version of this schema.
    schema: String,
    /// When the document was made.
    generated_at: Timestamp,
    /// The thing; with `--fields`, only the fields named.
    data: T,
    /// What the reader should know.
    warnings: Vec<Warning>,
}

/// An error, as one line on standard error.
#[derive(JsonSchema)]
#[allow(dead_code)]
struct ErrorDocument {
    error: super::ErrorBody<'static>,
}

/// Names of all schemas.
pub const SCHEMA_NAMES: [&str; 52] = [
    "offers",
    "offer",
    "comparison",
    "models",
    "opportunities",
    "best",
    "prices",
    "savings",
    "history",
    "plan",
    "front",
    "plan_check",
    "import",
    "providers",
    "provider_status",
    "provider_checks",
    "sync",
    "identity",
    "signup",
    "logout",
    "reservations",
    "reservation",
    "reservation_change",
    "slots",
    "calendar",
    "account",
    "token",
    "tokens",
    "revoked_token",
    "audit",
    "wallet",
    "request",
    "requests",
    "transactions",
    "analytics",
    "limits",
    "limits_change",
    "ledger_verification",
    "ledger_accounts",
    "ledger_entries",
    "database",
    "config",
    "paths",
    "doctor",
    "findings",
    "exit_codes",
    "schemas",
    "man",
    "daemon_status",
    "daemon_turns",
    "event",
    "error",
];

/// The schema of a document by its name.
#[must_use]
pub fn schema(name: &str) -> Option<Schema> {
    Some(match name {
        "offers" => list::<OfferRow>(),
        "offer" => object::<OfferDetail>(),
        "comparison" => object::<Comparison>(),
        "models" => list::<ModelSummary>(),
        "opportunities" => list::<Opportunity>(),
        "best" => list::<BestDeal>(),
        "prices" => list::<GpuPrices>(),
        "savings" => list::<Savings>(),
        "history" => list::<GpuHistory>(),
        "plan" => object::<PlanDocument>(),
        "front" => list::<FrontRow>(),
        "plan_check" => object::<PlanCheck>(),
        "import" => object::<ImportReport>(),
        "providers" => list::<ProviderInfo>(),
        "provider_status" => list::<ProviderStatus>(),
        "provider_checks" => list::<ProviderCheck>(),
        "sync" => object::<SyncReport>(),
        "identity" => object::<Identity>(),
        "signup" => object::<Done<Identity>>(),
        "logout" => object::<Done<Logout>>(),
        "reservations" => list::<ReservationReport>(),
        "reservation" => object::<ReservationDetail>(),
        "reservation_change" => object::<Done<ReservationReport>>(),
        "slots" => list::<SlotReport>(),
        "calendar" => list::<CalendarDay>(),
        "account" => object::<Done<AccountUpdate>>(),
        "token" => object::<Done<NewToken>>(),
        "tokens" => list::<Token>(),
        "revoked_token" => object::<Done<Token>>(),
        "audit" => list::<AuditRecord>(),
        "wallet" => object::<WalletBalance>(),
        "request" => object::<Done<Transfer>>(),
        "requests" => list::<Transfer>(),
        "transactions" => list::<Transaction>(),
        "analytics" => object::<WalletAnalytics>(),
        "limits" => list::<SpendingLimit>(),
        "limits_change" => object::<Done<SpendingLimits>>(),
        "ledger_verification" => object::<LedgerVerification>(),
        "ledger_accounts" => list::<LedgerAccount>(),
        "ledger_entries" => list::<LedgerEntry>(),
        "database" => object::<DatabaseReport>(),
        "config" => list::<SettingRow>(),
        "paths" => object::<Paths>(),
        "findings" => list::<Finding>(),
        "doctor" => list::<Check>(),
        "exit_codes" => list::<ExitCodeRow>(),
        "schemas" => list::<SchemaRow>(),
        "man" => list::<ManPages>(),
        "daemon_status" => list::<LoopStatus>(),
        "daemon_turns" => list::<LoopTurn>(),
        "event" => document::<WatchEvent>("event"),
        "error" => document::<ErrorDocument>("error"),
        _ => return None,
    })
}

fn list<R: Record>() -> Schema {
    document::<ListDocument<R>>(R::SCHEMA)
}

fn object<R: Record>() -> Schema {
    document::<ObjectDocument<R>>(R::SCHEMA)
}

/// What a document of this name says of itself.
#[must_use]
pub fn schema_id(name: &str) -> String {
    format!("gp4u.{name}/{SCHEMA_VERSION}")
}

fn document<T: JsonSchema>(name: &str) -> Schema {
    let mut schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    let id = schema_id(name);
    if let Some(property) = schema.pointer_mut("/properties/schema").and_then(Value::as_object_mut) {
        property.insert("const".to_owned(), json!(id));
    }
    schema.insert("title".to_owned(), json!(id));
    schema
}
