//! Getting at a reservation's machine: where to log in, and what it printed.

use std::path::PathBuf;

use jiff::Timestamp;

use super::change::owner;
use super::read::reservation_id;
use crate::app::App;
use crate::auth::Scope;
use crate::booking::{Rental, RentalState, Reservation, State};
use crate::error::{Code, Error, Result};
use crate::ops::actor::require;
use crate::providers::Network;
use crate::providers::rental::{Bound, Caution, DEADMAN_MARGIN, Endpoint, MachineId};

/// How to log in to a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    endpoint: Endpoint,
    /// What its host key is known by: addresses are used again by other machines.
    host_key_alias: String,
    /// Where host keys are kept; the user's own file where no folder is.
    known_hosts: Option<PathBuf>,
}

impl Connection {
    /// The arguments of OpenSSH's `ssh`; a command to run may follow them. The first key that a machine shows is
    /// believed, and no other afterwards.
    #[must_use]
    pub fn arguments(&self, identity: Option<&str>) -> Vec<String> {
        let mut options = vec![
            "StrictHostKeyChecking=accept-new".to_owned(),
            format!("HostKeyAlias={}", self.host_key_alias),
            "ServerAliveInterval=15".to_owned(),
        ];
        if let Some(file) = &self.known_hosts {
            // ssh reads the value as words, in which these mean something.
            let file = file.display().to_string().replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
            options.push(format!("UserKnownHostsFile=\"{file}\""));
        }
        let options = options.into_iter().flat_map(|option| ["-o".to_owned(), option]);
        let identity = identity.into_iter().flat_map(|file| ["-i".to_owned(), file.to_owned()]);
        options.chain(identity).chain(self.endpoint.ssh_arguments()).collect()
    }
}

/// Where to log in to a reservation's machine.
pub async fn connection(app: &App, id: &str) -> Result<Connection> {
    let (reservation, rental) = machine(app, id).await?;
    let up = rental.filter(|rental| rental.state == RentalState::Running && reservation.state == State::Active);
    let Some(rental) = up else {
        let message = format!("the reservation is {} and has no machine to log in to", reservation.state.as_str());
        let hint = if reservation.needs_machine() {
            "`gp4u reserve wait` waits for it"
        } else {
            "it was booked with --manual"
        };
        return Err(Error::new(Code::Conflict, message).hint(hint));
    };
    connection_to(app, &rental)
}

fn connection_to(app: &App, rental: &Rental) -> Result<Connection> {
    let missing = || Error::new(Code::Conflict, "the provider has not said where the machine is");
    let (user, host, port) = rental.endpoint.as_ref().ok_or_else(missing)?;
    let endpoint = Endpoint::new(user, host, i64::from(*port));
    let endpoint = endpoint.map_err(|error| Error::new(Code::Conflict, error.to_string()))?;
    let network = Network::parse(&rental.provider).ok();
    let is_local = network.map(|network| app.is_local(network)).transpose()?.unwrap_or(false);
    if matches!(endpoint.caution(), Some(Caution::Special))
        || endpoint.caution() == Some(Caution::Loopback) && !is_local
    {
        return Err(Error::new(
            Code::Conflict,
            format!("the provider says that the machine is at {endpoint}, which cannot be"),
        ));
    }
    let known_hosts = app.config.folders.state.as_ref().map(|folder| folder.join("known_hosts"));
    Ok(Connection { endpoint, host_key_alias: rental.label.clone(), known_hosts })
}

/// A machine that ends itself by a file on it, which only who is logged in can change.
#[derive(Clone, Debug)]
pub struct OwnEnd {
    /// Where to log in.
    pub connection: Connection,
    /// The command that sets it.
    pub command: String,
    /// To when.
    pub until: Timestamp,
    rental: Rental,
}

/// The end of a machine that has to be moved on the machine itself, since its booking became longer. An error says that it
/// cannot be moved now.
pub async fn own_end(app: &App, id: &str) -> Result<Option<OwnEnd>> {
    let (reservation, rental) = machine(app, id).await?;
    let has_machine = |rental: &Rental| matches!(rental.state, RentalState::Created | RentalState::Running);
    let Some(rental) = rental.filter(has_machine) else { return Ok(None) };
    let until = reservation.window.end().checked_add(DEADMAN_MARGIN).unwrap_or(reservation.window.end());
    let Some(own_end_at) = rental.own_end_at.filter(|own_end_at| *own_end_at < until) else { return Ok(None) };
    let network = Network::parse(&rental.provider).map_err(|error| Error::new(Code::Conflict, error.to_string()))?;
    let unmoved = |error: Error| {
        Error::new(error.code, format!("the machine may still end itself at {own_end_at}: {}", error.message))
    };
    let Bound::Script { file } = app.rental(network).map_err(unmoved)?.profile().bound else { return Ok(None) };
    let command = format!("echo {} > {file}", until.as_second());
    let connection = connection_to(app, &rental).map_err(unmoved)?;
    Ok(Some(OwnEnd { connection, command, until, rental }))
}

/// The machine's own end was moved.
pub async fn moved(app: &App, own_end: &OwnEnd) -> Result<()> {
    Ok(app.store().await?.moved_own_end(&own_end.rental, own_end.until).await?)
}

/// The end of what a reservation's machine printed.
pub async fn logs(app: &App, id: &str, lines: u32) -> Result<String> {
    let (_, rental) = machine(app, id).await?;
    let found =
        rental.as_ref().and_then(|rental| Some((&rental.provider, MachineId::new(rental.machine.as_deref()?)?)));
    let Some((provider, machine)) = found else {
        return Err(Error::new(Code::Conflict, "the reservation has no machine yet"));
    };
    let network = Network::parse(provider).map_err(|error| Error::new(Code::Conflict, error.to_string()))?;
    let unanswered = |error: crate::providers::FetchError| Error::new(Code::ProviderUnavailable, error.to_string());
    let text = app.rental(network)?.logs(&machine, lines).await.map_err(unanswered)?;
    text.ok_or_else(|| {
        Error::new(Code::Conflict, format!("{} has no way to ask for a machine's log", network.title()))
            .hint("`gp4u reserve ssh ID --exec 'dmesg'` looks on the machine itself")
    })
}

/// A reservation of one's own and the last rental of it.
async fn machine(app: &App, id: &str) -> Result<(Reservation, Option<Rental>)> {
    let actor = require(app, Scope::Read).await?;
    let store = app.store().await?;
    let reservation = store.reservation(reservation_id(id)?, owner(&actor)).await?;
    let rental = store.rentals(reservation.id).await?.pop();
    Ok((reservation, rental))
}
