//! Where machines answer on SSH: with the first line and no more, or as a machine does that lets its renter in and runs
//! the few commands that renters of GPUs begin with.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use jiff::Timestamp;
use russh::keys::{Algorithm, PrivateKey, PublicKey, PublicKeyBase64, key::safe_rng};
use russh::server::{self, Auth, ChannelOpenHandle, Msg, PublicKeyOffer, VerifiedPublicKey};
use russh::{Channel, ChannelId, MethodKind, Pty};
use tokio::runtime::{Builder, Handle, Runtime};

use super::truth::{End, Machine};
use super::{Clock, Cloud, State};

/// The address of all machines that answer.
pub const HOST: &str = "127.0.0.1";
/// The file that gp4u's start scripts read a machine's end from, in seconds since 1970.
const ENDS_AT_FILE: &str = ".gp4u-ends-at";

/// How machines get their ports.
#[derive(Clone)]
pub enum Ports {
    /// One for all, with the first line and no more.
    Shared(u16),
    /// Each its own, with all that comes after it.
    Own(Door),
}

impl Ports {
    /// The port of a machine that has none yet.
    pub fn open(&self, machine: usize) -> u16 {
        match self {
            Self::Shared(port) => *port,
            Self::Own(door) => door.open(machine),
        }
    }
}

/// The port that all machines share, for as long as the process lives.
pub fn shared_port() -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let (listener, port) = listen();
        std::thread::spawn(move || {
            for mut caller in listener.incoming().flatten() {
                // A caller who is gone already knows enough.
                drop(caller.write_all(b"SSH-2.0-simulator\r\n"));
            }
        });
        port
    })
}

fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind((HOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// What serves all machines' ports; they close when it is dropped.
pub struct Service(Option<Runtime>);

impl Service {
    /// Starts it, for the machines of a truth.
    pub fn start(state: &Arc<Mutex<State>>, clock: &Clock) -> (Self, Door) {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let config = server::Config {
            methods: [MethodKind::PublicKey].as_slice().into(),
            keys: vec![PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap()],
            // Nobody guesses here, and tests have no time.
            auth_rejection_time: Duration::ZERO,
            nodelay: true,
            ..server::Config::default()
        };
        let (state, clock, handle) = (Arc::downgrade(state), clock.clone(), runtime.handle().clone());
        (Self(Some(runtime)), Door { handle, config: Arc::new(config), state, clock })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // A test may end where nothing may be waited for.
        self.0.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

/// What opens ports, and knows the machines behind them.
#[derive(Clone)]
pub struct Door {
    handle: Handle,
    config: Arc<server::Config>,
    state: Weak<Mutex<State>>,
    clock: Clock,
}

impl Door {
    fn open(&self, machine: usize) -> u16 {
        let (listener, port) = listen();
        listener.set_nonblocking(true).unwrap();
        self.handle.spawn(self.clone().serve(listener, machine));
        port
    }

    async fn serve(self, listener: TcpListener, machine: usize) {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        while let Ok((caller, _)) = listener.accept().await {
            let Some(answers) = self.look(|cloud| cloud.answers_on_ssh(machine)) else { return };
            // To others the line is cut before the first line is said.
            if answers {
                let session = Session { door: self.clone(), machine };
                tokio::spawn(async move {
                    if let Ok(running) = server::run_stream(session.door.config.clone(), caller, session).await {
                        // What a client breaks off is no matter of the simulator's.
                        drop(running.await);
                    }
                });
            }
        }
    }

    /// Looks at the truth as it is now, or changes it; none when the simulator is gone.
    fn look<T>(&self, look: impl FnOnce(&mut Cloud) -> T) -> Option<T> {
        let state = self.state.upgrade()?;
        let mut state = state.lock().unwrap();
        state.cloud.advance(self.clock.now());
        Some(look(&mut state.cloud))
    }
}

/// Somebody who called at a machine.
struct Session {
    door: Door,
    machine: usize,
}

impl Session {
    fn lets_in(&self, key: &PublicKey) -> Auth {
        let key = key.public_key_base64();
        match self.door.look(|cloud| cloud.lets_in(self.machine, &key)) {
            Some(true) => Auth::Accept,
            _ => Auth::reject(),
        }
    }
}

impl server::Handler for Session {
    type Error = russh::Error;

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        Ok(self.lets_in(offer.public_key))
    }

    async fn auth_publickey(&mut self, _: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        Ok(self.lets_in(key.public_key))
    }

    async fn channel_open_session(
        &mut self,
        _: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut server::Session,
    ) -> Result<(), Self::Error> {
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut server::Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut server::Session) -> Result<(), Self::Error> {
        self.exec_request(channel, b"echo 'root@simulator:~#'", session).await
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        command: &[u8],
        session: &mut server::Session,
    ) -> Result<(), Self::Error> {
        let command = String::from_utf8_lossy(command);
        let ran =
            self.door.look(|cloud| cloud.answers_on_ssh(self.machine).then(|| run(cloud, self.machine, &command)));
        // What has ended since it let somebody in says no more.
        let (status, printed) = ran.flatten().ok_or(russh::Error::Disconnect)?;
        session.channel_success(channel)?;
        match status {
            0 => session.data(channel, printed)?,
            _ => session.extended_data(channel, 1, printed)?,
        }
        session.exit_status_request(channel, status)?;
        session.eof(channel)?;
        session.close(channel)
    }
}

/// Runs a command on a machine; its exit status, and what it printed, which is an error where that is not zero.
fn run(cloud: &mut Cloud, machine: usize, command: &str) -> (u32, String) {
    if command.contains(ENDS_AT_FILE)
        && let Some(at) = instant(command)
    {
        // Only the start script reads that file; no network's own clock does.
        if let Some((_, End::StartScript)) = cloud.machines[machine].own_end {
            cloud.set_own_end(machine, at, End::StartScript);
        }
        return (0, String::new());
    }
    let words = shlex::split(command).unwrap_or_default();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["true", ..] => (0, String::new()),
        ["echo", words @ ..] => (0, words.join(" ") + "\n"),
        ["nvidia-smi", ..] => (0, nvidia_smi(&cloud.machines[machine])),
        [first, ..] => (127, format!("sh: {first}: not found\n")),
    }
}

/// The first number of ten digits, as seconds since 1970.
fn instant(command: &str) -> Option<Timestamp> {
    let mut numbers = command.split(|character: char| !character.is_ascii_digit());
    numbers.find(|digits| digits.len() == 10).and_then(|digits| Timestamp::from_second(digits.parse().ok()?).ok())
}

fn nvidia_smi(machine: &Machine) -> String {
    let line = format!("+{0:-<41}+{0:-<35}+\n", "");
    let head = format!("| {:<39} | {:<33} |\n", "GPU  Name", "Bus-Id");
    let cards = (0..machine.gpu_count).map(|card| {
        let bus = format!("00000000:{:02X}:00.0", card + 1);
        format!("| {card:>3}  {:<34} | {bus:<33} |\n", machine.gpu)
    });
    let title = "NVIDIA-SMI 570.86.15    Driver Version: 570.86.15    CUDA Version: 12.8";
    [format!("| {title:<75} |\n"), line.clone(), head, line.clone()].into_iter().chain(cards).chain([line]).collect()
}
