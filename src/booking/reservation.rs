//! A reservation and its life: `pending → active → completed`, `pending | active → cancelled`, `active → failed`. One whose
//! machine gp4u rents is `activating` in between: it is paid, and either becomes active or fails and gets all of it back.
//!
//! [`create`] makes one, [`next`] says what time asks for, [`apply`] takes in what happened and says what is booked
//! with it. Whoever stores the answer stores both together or neither.

use jiff::Timestamp;

use super::price::Terms;
use super::window::{Window, WindowError, seconds_between, whole_second};
use super::{BookingError, MAX_NOTE_CHARS};
use crate::ledger::analytics::{GPU_NOTE, PROVIDER_NOTE};
use crate::ledger::rules::{self, Booking, Settlement};
use crate::ledger::{AccountCode, Entry, Name};
use crate::market::offer::PriceKind;
use crate::units::{Rate, ReservationId, SessionId, Usdc, UserId};

/// A booking that begins so long ago at most begins now: nobody types faster.
pub const PAST_GRACE_SECONDS: u64 = 60;
/// A booking that becomes active so long after its start at most became active at its start: nobody looks more often.
/// Of one that is later than that, the time that was missed is not paid for.
pub const LATE_GRACE_SECONDS: u64 = 60;
/// Times a booking can be extended.
pub const MAX_EXTENSIONS: u32 = 10_000;

macro_rules! words {
    ($( #[doc = $about:literal] )+ $name:ident { $( #[doc = $doc:literal] $variant:ident = $word:literal, )+ }) => {
        $( #[doc = $about] )+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $( #[doc = $doc] $variant, )+ }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The word in the database, in JSON and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// Finds one by its word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words! {
    /// Where a reservation stands.
    State {
        /// Booked; nothing is paid yet.
        Pending = "pending",
        /// Paid; its machine is being rented.
        Activating = "activating",
        /// Paid and running.
        Active = "active",
        /// Over, and settled.
        Completed = "completed",
        /// Given up before or while it ran, and settled.
        Cancelled = "cancelled",
        /// Broken off by the machine's side, and settled.
        Failed = "failed",
    }
}

impl State {
    /// Whether nothing happens to it any more.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Failed)
    }
}

words! {
    /// Why a reservation ended otherwise than by its time.
    Reason {
        /// Its owner, or the operator, cancelled it.
        Requested = "requested",
        /// The wallet did not hold its price when it was due.
        Unpaid = "unpaid",
        /// More would have been spent than a limit of the wallet or the token allows when it was due.
        OverLimit = "over_limit",
        /// The market asked more than its owner accepts when it was due.
        PriceChanged = "price_changed",
        /// Nothing looked after it before its time was over; nothing was paid.
        Missed = "missed",
        /// The machine was lost.
        MachineLost = "machine_lost",
        /// No machine was to be had.
        NoMachine = "no_machine",
        /// The machine was not up in time.
        NotStarted = "not_started",
        /// The machine was another one than was sold.
        WrongMachine = "wrong_machine",
    }
}

words! {
    /// How a reservation comes to its machine.
    Fulfilment {
        /// By hand: gp4u keeps the calendar and the money.
        Manual = "manual",
        /// gp4u rents the machine, watches it and gives it back.
        Automatic = "automatic",
    }
}

/// What of an offer a reservation keeps: offers come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedOffer {
    /// Its id.
    pub id: String,
    /// Its provider.
    pub provider: String,
    /// The physical machine, unique across providers. Reservations of different offers of one exclude each other.
    pub machine: Option<String>,
    /// The GPU.
    pub model: String,
    /// GPUs.
    pub gpu_count: u32,
}

/// A booking of one unit of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// Whose it is.
    pub owner: UserId,
    /// The token that booked it, where one did: what it may spend counts when the reservation is paid.
    pub token: Option<SessionId>,
    /// What is booked.
    pub offer: BookedOffer,
    /// Which unit of it; the store finds a free one.
    pub unit: u32,
    /// From when until when.
    pub window: Window,
    /// What was agreed on.
    pub terms: Terms,
    /// Dearest market price at which it still becomes active.
    pub max_price: Option<Rate>,
    /// How it comes to its machine.
    pub fulfilment: Fulfilment,
    /// The owner's own words.
    pub note: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Why it ended, when not by its time.
    pub reason: Option<Reason>,
    /// From when on it is paid for: from when the money was set aside, and once the machine is up, from then.
    pub started_at: Option<Timestamp>,
    /// Until when it was paid for, since it ended.
    pub stopped_at: Option<Timestamp>,
    /// Market price of the offer when it became active, where known.
    pub market_price: Option<Rate>,
    /// When its machine has to be up, since renting began.
    pub start_by: Option<Timestamp>,
    /// How often it was extended.
    pub extensions: u32,
    /// What its owner paid.
    pub charged: Usdc,
    /// What of that went back.
    pub refunded: Usdc,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts its changes, so that nobody changes what somebody else has changed meanwhile.
    pub version: u64,
}

/// What somebody wants to book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Id of the reservation to be.
    pub id: ReservationId,
    /// For whom.
    pub owner: UserId,
    /// With which token, where it is one.
    pub token: Option<SessionId>,
    /// Of which offer.
    pub offer: BookedOffer,
    /// How the offer's price is made.
    pub kind: PriceKind,
    /// From when on.
    pub start: Timestamp,
    /// Until when.
    pub end: End,
    /// At which terms.
    pub terms: Terms,
    /// Dearest price per hour that is accepted, now and when it becomes active.
    pub max_price: Option<Rate>,
    /// Highest price of the whole that is accepted.
    pub max_cost: Option<Usdc>,
    /// How it comes to its machine.
    pub fulfilment: Fulfilment,
    /// The owner's own words.
    pub note: Option<String>,
}

/// When a booking is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At an instant.
    At(Timestamp),
    /// So many seconds after its start.
    After(u64),
}

/// Makes a reservation, without a unit yet. Nothing is paid.
pub fn create(wish: Wish, now: Timestamp) -> Result<Reservation, BookingError> {
    let now = whole_second(now);
    if seconds_between(wish.start, now) > PAST_GRACE_SECONDS {
        return Err(BookingError::InThePast { start: wish.start });
    }
    let start = wish.start.max(now);
    let window = match wish.end {
        End::At(end) => Window::new(start, end)?,
        End::After(seconds) => Window::lasting(start, seconds)?,
    };
    if wish.kind == PriceKind::Indicative || wish.terms.rate <= Rate::default() {
        return Err(BookingError::NotForRent);
    }
    // Also proves that the provider can be paid in the end.
    let _payee: Name = wish.offer.provider.parse()?;
    if let Some(accepted) = wish.max_price.filter(|accepted| wish.terms.rate > *accepted) {
        return Err(BookingError::Dearer { asked: wish.terms.rate, accepted });
    }
    let cost = wish.terms.price(window.seconds())?;
    if let Some(accepted) = wish.max_cost.filter(|accepted| cost > *accepted) {
        return Err(BookingError::CostsMore { cost, accepted });
    }
    if wish.note.as_ref().is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS) {
        return Err(BookingError::NoteTooLong);
    }
    Ok(Reservation {
        id: wish.id,
        owner: wish.owner,
        token: wish.token,
        offer: wish.offer,
        unit: 0,
        window,
        terms: wish.terms,
        max_price: wish.max_price,
        fulfilment: wish.fulfilment,
        note: wish.note,
        state: State::Pending,
        reason: None,
        started_at: None,
        stopped_at: None,
        market_price: None,
        start_by: None,
        extensions: 0,
        charged: Usdc::default(),
        refunded: Usdc::default(),
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

/// What time asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this instant.
    Wait(Timestamp),
    /// Its time has come: it is to be rented and paid.
    Activate,
    /// Its time went by and nothing was done: it is given up.
    GiveUp,
    /// Its machine is not up and should be: it is given up, and what was paid goes back.
    Abandon,
    /// Its time is over: it is to be released and settled.
    Complete,
    /// Nothing, ever.
    Done,
}

/// What is to be done for a reservation now. A clock that was put back undoes nothing.
#[must_use]
pub fn next(reservation: &Reservation, now: Timestamp) -> Step {
    match (reservation.state, reservation.due_at()) {
        (_, None) => Step::Done,
        (_, Some(due)) if now < due => Step::Wait(due),
        (State::Pending, _) if now < reservation.window.end() => Step::Activate,
        (State::Pending, _) => Step::GiveUp,
        (State::Activating, _) => Step::Abandon,
        _ => Step::Complete,
    }
}

/// What happened to a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is rented, and to be paid; the market price of its offer then, where known.
    Activated(Option<Rate>),
    /// It is paid, and its machine is being rented; the market price of its offer then, where known, and how many seconds
    /// the machine may take to be up.
    Renting(Option<Rate>, u64),
    /// Its machine is up.
    Up,
    /// It was due and could not become active.
    Refused(Reason),
    /// Its time is over.
    Completed,
    /// It was cancelled on request.
    Cancelled,
    /// It ends later.
    Extended(Timestamp),
    /// Its machine was last well at this instant.
    Lost(Timestamp),
}

/// Takes in what happened at an instant: the reservation as it is then, and what is booked with the change, if money
/// moves. The entry and the change stand or fall together.
pub fn apply(
    reservation: &Reservation,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(Reservation, Option<Entry>), BookingError> {
    let mut changed = reservation.clone();
    changed.updated_at = whole_second(now).max(reservation.updated_at);
    changed.version += 1;
    let entry = match (reservation.state, outcome) {
        (State::Pending, Outcome::Activated(market_price)) => changed.activate(market_price, now)?,
        (State::Pending, Outcome::Renting(market_price, seconds)) => changed.rent(market_price, seconds, now)?,
        (State::Activating, Outcome::Up) => changed.is_up(now)?,
        (State::Pending, Outcome::Refused(reason)) => changed.give_up(reason),
        (State::Pending, Outcome::Cancelled) => changed.give_up(Reason::Requested),
        (State::Activating, Outcome::Refused(reason)) => {
            changed.reason = Some(reason);
            changed.void(State::Failed)?
        }
        (State::Activating, Outcome::Cancelled) => {
            changed.reason = Some(Reason::Requested);
            changed.void(State::Cancelled)?
        }
        (State::Pending | State::Activating | State::Active, Outcome::Extended(end)) => changed.extend(end, now)?,
        // Whoever cancels what is over has come too late.
        (State::Active, Outcome::Completed | Outcome::Cancelled) if now >= reservation.window.end() => {
            changed.settle(State::Completed, reservation.window.end())?
        }
        (State::Active, Outcome::Cancelled) => {
            changed.reason = Some(Reason::Requested);
            changed.settle(State::Cancelled, now)?
        }
        (State::Active, Outcome::Lost(last_well)) => {
            changed.reason = Some(Reason::MachineLost);
            changed.settle(State::Failed, last_well.min(now))?
        }
        (state, _) => return Err(BookingError::NotNow { state }),
    };
    // For whoever asks what was spent on what.
    let noted =
        |entry: Entry| entry.note(PROVIDER_NOTE, &*changed.offer.provider)?.note(GPU_NOTE, &*changed.offer.model);
    let entry = entry.map(noted).transpose()?;
    Ok((changed, entry))
}

impl Reservation {
    /// When there is something to do for it; `None` when never.
    #[must_use]
    pub const fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Pending => Some(self.window.start()),
            State::Activating => self.start_by,
            State::Active => Some(self.window.end()),
            State::Completed | State::Cancelled | State::Failed => None,
        }
    }

    /// What it costs, as it stands: of all its time before it ended, of what was used afterwards.
    pub fn cost(&self) -> Result<Usdc, BookingError> {
        match self.state {
            State::Pending => Ok(self.terms.price(self.window.seconds())?),
            State::Activating | State::Active => Ok(self.charged),
            State::Completed | State::Cancelled | State::Failed => Ok(self.paid()),
        }
    }

    /// What its owner paid and did not get back.
    #[must_use]
    pub fn paid(&self) -> Usdc {
        Usdc::from_micros(self.charged.micros().saturating_sub(self.refunded.micros()))
    }

    /// What comes back when it is cancelled at an instant.
    pub fn refund_at(&self, now: Timestamp) -> Result<Usdc, BookingError> {
        match (self.state, self.started_at) {
            (State::Activating, _) => Ok(self.charged),
            (State::Active, Some(started)) => self.unused(self.used_seconds(started, now)),
            _ => Ok(Usdc::default()),
        }
    }

    /// What was paid for more than so many seconds. The wait for a machine was paid ahead, too, and comes back.
    fn unused(&self, used_seconds: u64) -> Result<Usdc, BookingError> {
        let used = self.terms.price(used_seconds)?.min(self.charged);
        Ok(Usdc::from_micros(self.charged.micros() - used.micros()))
    }

    /// What does not come back then of time that was not used, because the provider bills it all the same.
    pub fn kept_at(&self, now: Timestamp) -> Result<Usdc, BookingError> {
        let by_the_second = Self { terms: Terms { min_seconds: 0, ..self.terms }, ..self.clone() };
        Ok(Usdc::from_micros(
            by_the_second.refund_at(now)?.micros().saturating_sub(self.refund_at(now)?.micros()).max(0),
        ))
    }

    /// What it costs more to end at a later instant; what is asked for at once when it is active.
    pub fn price_until(&self, end: Timestamp) -> Result<Usdc, BookingError> {
        let started = self.started_at.unwrap_or(self.window.start());
        let longer = Window::new(started, end)?;
        Ok(self.terms.extension(self.booked_seconds(started), longer.seconds())?)
    }

    /// Seconds that were paid for until an instant.
    #[must_use]
    pub fn billed_seconds(&self) -> u64 {
        match (self.started_at, self.stopped_at) {
            (Some(started), Some(stopped)) => seconds_between(started, stopped),
            (Some(started), None) => self.booked_seconds(started),
            (None, _) => 0,
        }
    }

    /// Since when its machine is not wanted any more; `None` while it is.
    #[must_use]
    pub fn unwanted_since(&self) -> Option<Timestamp> {
        if !self.state.is_terminal() {
            return None;
        }
        // What was given back as a whole stopped at its start, but its machine was wanted until then.
        if self.stopped_at == self.started_at { Some(self.updated_at) } else { self.stopped_at }
    }

    /// Whether gp4u has, or had, to rent its machine.
    #[must_use]
    pub fn needs_machine(&self) -> bool {
        self.fulfilment == Fulfilment::Automatic
    }

    fn booked_seconds(&self, started: Timestamp) -> u64 {
        seconds_between(started, self.window.end())
    }

    /// Never more than booked, never less than nothing, whatever the clock says.
    fn used_seconds(&self, started: Timestamp, stopped: Timestamp) -> u64 {
        seconds_between(started, whole_second(stopped)).min(self.booked_seconds(started))
    }

    fn activate(&mut self, market_price: Option<Rate>, now: Timestamp) -> Result<Option<Entry>, BookingError> {
        if self.needs_machine() {
            return Err(BookingError::NotNow { state: self.state });
        }
        let hold = self.hold(market_price, now)?;
        self.state = State::Active;
        Ok(hold)
    }

    /// Sets the price aside before anything is rented.
    fn rent(
        &mut self,
        market_price: Option<Rate>,
        seconds: u64,
        now: Timestamp,
    ) -> Result<Option<Entry>, BookingError> {
        let hold = self.hold(market_price, now)?;
        self.state = State::Activating;
        let start_by = super::window::after(whole_second(now), seconds).unwrap_or(self.window.end());
        self.start_by = Some(start_by.min(self.window.end()));
        Ok(hold)
    }

    /// From now on its time is used.
    fn is_up(&mut self, now: Timestamp) -> Result<Option<Entry>, BookingError> {
        let started = whole_second(now).max(self.started_at.unwrap_or(now));
        if started >= self.window.end() {
            return Err(BookingError::Over { end: self.window.end() });
        }
        self.state = State::Active;
        self.started_at = Some(started);
        Ok(None)
    }

    fn hold(&mut self, market_price: Option<Rate>, now: Timestamp) -> Result<Option<Entry>, BookingError> {
        if now < self.window.start() || now >= self.window.end() {
            return Err(BookingError::NotNow { state: self.state });
        }
        let started = if seconds_between(self.window.start(), now) <= LATE_GRACE_SECONDS {
            self.window.start()
        } else {
            whole_second(now)
        };
        self.started_at = Some(started);
        self.market_price = market_price;
        self.charged = self.terms.price(self.booked_seconds(started))?;
        Ok(Some(
            rules::hold(Booking::Reservation(self.id.uuid()), self.owner.uuid(), self.charged)?.happened_at(started),
        ))
    }

    /// Before anything was paid.
    fn give_up(&mut self, reason: Reason) -> Option<Entry> {
        self.state = State::Cancelled;
        self.reason = Some(reason);
        None
    }

    fn extend(&mut self, end: Timestamp, now: Timestamp) -> Result<Option<Entry>, BookingError> {
        if now >= self.window.end() {
            return Err(BookingError::Over { end: self.window.end() });
        }
        if end <= self.window.end() {
            return Err(BookingError::NotLater { end: self.window.end() });
        }
        if self.extensions >= MAX_EXTENSIONS {
            return Err(BookingError::TooManyExtensions);
        }
        let price = self.price_until(end)?;
        self.window = Window::new(self.window.start(), end)?;
        self.extensions += 1;
        if self.state == State::Pending || price == Usdc::default() {
            return Ok(None);
        }
        let charged = self.charged.micros().checked_add(price.micros());
        self.charged = Usdc::from_micros(charged.ok_or(crate::ledger::LedgerError::TooLarge)?);
        Ok(Some(rules::extend(self.id.uuid(), self.extensions, self.owner.uuid(), price)?))
    }

    /// Gives all of it back: there never was a machine.
    fn void(&mut self, state: State) -> Result<Option<Entry>, BookingError> {
        self.state = state;
        self.stopped_at = self.started_at;
        self.refunded = self.charged;
        Ok(Some(rules::void(Booking::Reservation(self.id.uuid()), self.owner.uuid(), self.charged)?))
    }

    /// Pays the provider and us for what was used, and gives the rest back.
    fn settle(&mut self, state: State, stopped: Timestamp) -> Result<Option<Entry>, BookingError> {
        let started = self.started_at.ok_or(BookingError::NotNow { state: self.state })?;
        let used_seconds = self.used_seconds(started, stopped);
        let back = self.unused(used_seconds)?;
        let used = Usdc::from_micros(self.charged.micros() - back.micros());
        self.state = state;
        self.stopped_at = Some(super::window::after(started, used_seconds)?);
        self.refunded = back;
        let booking = Booking::Reservation(self.id.uuid());
        let entry = if used == Usdc::default() {
            rules::void(booking, self.owner.uuid(), self.charged)?
        } else {
            let earners = [(AccountCode::PayableProvider(self.offer.provider.parse()?), 1)];
            let fee = self.terms.fee(used)?;
            let settlement = Settlement { user: self.owner.uuid(), held: self.charged, used, fee, earners: &earners };
            rules::settle(booking, &settlement)?
        };
        Ok(Some(entry.happened_at(self.stopped_at.unwrap_or(stopped))))
    }
}

impl From<WindowError> for BookingError {
    fn from(error: WindowError) -> Self {
        Self::Window(error)
    }
}
