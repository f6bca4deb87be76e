//! Where and with what one logs in: both are texts of strangers until they have been read here.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// Longest host name (RFC 1035 §2.3.4).
const MAX_HOST_CHARS: usize = 253;
/// Longest user name of Linux.
const MAX_USER_CHARS: usize = 32;
/// Longest public key taken: an RSA key of 16,384 bits has 2.8 KB.
const MAX_KEY_CHARS: usize = 4096;
/// The kinds of keys that OpenSSH still takes by default.
const KEY_KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];
/// Names that a cloud or this machine answers to.
const LOCAL_NAMES: [&str; 4] = ["localhost", "metadata", "local", "internal"];

/// Where a machine takes logins. Whatever the provider said, its parts have a grammar in which nothing can be read as
/// an option or by a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    user: String,
    host: String,
    port: u16,
}

/// Why an address is no endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not a host name, an IPv4 or an IPv6 address.
    #[error("the provider named a host that is none")]
    Host,
    /// Not a user name.
    #[error("the provider named a user that cannot be one")]
    User,
    /// Not a port.
    #[error("the provider named a port that is none")]
    Port,
}

/// What is suspicious about an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// This machine, or a name that means it.
    Loopback,
    /// An address of a private network, or a name that only exists in one.
    Private,
    /// Where clouds tell machines their secrets, or another address that no rented machine has.
    Special,
}

impl Endpoint {
    /// Checks the parts.
    pub fn new(user: &str, host: &str, port: i64) -> Result<Self, EndpointError> {
        let host = host.trim();
        if !is_user(user) {
            return Err(EndpointError::User);
        }
        if !is_host(host) {
            return Err(EndpointError::Host);
        }
        let port = u16::try_from(port).ok().filter(|port| *port > 0).ok_or(EndpointError::Port)?;
        Ok(Self { user: user.to_owned(), host: host.to_ascii_lowercase(), port })
    }

    /// Who logs in.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// A host name, an IPv4 address, or an IPv6 address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The TCP port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether an SSH server answers there within a time: whoever connects is greeted first (RFC 4253 §4.2).
    pub async fn answers(&self, limit: Duration) -> bool {
        const GREETING: &[u8] = b"SSH-";
        let greeted = async {
            let mut stream = TcpStream::connect((self.host.as_str(), self.port)).await.ok()?;
            let mut greeting = [0; GREETING.len()];
            stream.read_exact(&mut greeting).await.ok()?;
            Some(greeting == GREETING)
        };
        tokio::time::timeout(limit, greeted).await.ok().flatten() == Some(true)
    }

    /// The arguments of OpenSSH's `ssh`, the program itself left out; a command to run may follow them.
    #[must_use]
    pub fn ssh_arguments(&self) -> Vec<String> {
        vec!["-p".to_owned(), self.port.to_string(), "--".to_owned(), format!("{}@{}", self.user, self.host)]
    }

    /// What a user should know before trusting it.
    #[must_use]
    pub fn caution(&self) -> Option<Caution> {
        match self.host.parse() {
            Ok(IpAddr::V4(address)) => caution_v4(address),
            Ok(IpAddr::V6(address)) => caution_v6(address),
            Err(_) => {
                let last = self.host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
                match last {
                    "localhost" => Some(Caution::Loopback),
                    last if LOCAL_NAMES.contains(&last) => Some(Caution::Private),
                    _ => None,
                }
            }
        }
    }
}

/// For people: `root@203.0.113.7 -p 20000`.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{} -p {}", self.user, self.host, self.port)
    }
}

/// As `useradd` takes them, without the dollar sign at the end.
fn is_user(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
    first && text.len() <= MAX_USER_CHARS && text.bytes().all(rest)
}

fn is_host(text: &str) -> bool {
    if text.contains(':') {
        return text.parse::<Ipv6Addr>().is_ok();
    }
    let labels = text.strip_suffix('.').unwrap_or(text).split('.');
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // What ends in a number is an address to resolvers, in spellings (`0x7f.1`, `2130706433`) nobody should have to read.
    let is_number = |label: &str| {
        label.bytes().all(|byte| byte.is_ascii_digit())
            || label.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let ends_in_number = labels.clone().next_back().is_some_and(is_number);
    let valid = text.len() <= MAX_HOST_CHARS && labels.clone().all(is_label);
    valid && (!ends_in_number || text.parse::<Ipv4Addr>().is_ok())
}

fn caution_v4(address: Ipv4Addr) -> Option<Caution> {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    if address.is_loopback() {
        Some(Caution::Loopback)
    } else if address.is_link_local() || first == 0 || first >= 224 || address.octets() == [100, 100, 100, 200] {
        Some(Caution::Special)
    } else if address.is_private() || shared {
        Some(Caution::Private)
    } else {
        None
    }
}

fn caution_v6(address: Ipv6Addr) -> Option<Caution> {
    if let Some(address) = address.to_ipv4_mapped() {
        return caution_v4(address);
    }
    if address.is_loopback() {
        Some(Caution::Loopback)
    } else if address.is_unspecified() || address.is_multicast() || address.is_unicast_link_local() {
        Some(Caution::Special)
    } else if address.is_unique_local() {
        Some(Caution::Private)
    } else {
        None
    }
}

/// A public key as it stands in `authorized_keys`: kind, key, and what is left of its comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(String);

/// A text that is no public SSH key. Never shows it: it may be a private one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not one public SSH key (`ssh-ed25519 AAAA… comment`)")]
pub struct NotAKey;

impl PublicKey {
    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        if text.len() > MAX_KEY_CHARS || text.contains(char::is_control) {
            return Err(NotAKey);
        }
        let mut parts = text.splitn(3, ' ');
        let (kind, key) = parts.next().zip(parts.next()).ok_or(NotAKey)?;
        let blob = STANDARD.decode(key).map_err(|_| NotAKey)?;
        // RFC 4253 §6.6: the key begins with the length of its kind, and its kind.
        let named = blob.get(..4).and_then(|length| length.try_into().ok()).map(u32::from_be_bytes);
        let repeats = named == u32::try_from(kind.len()).ok() && blob.get(4..4 + kind.len()) == Some(kind.as_bytes());
        if !KEY_KINDS.contains(&kind) || !repeats {
            return Err(NotAKey);
        }
        let comment: String = parts.next().unwrap_or_default().chars().filter(|c| is_comment(*c)).collect();
        Ok(Self([kind, key, comment.trim()].join(" ").trim_end().to_owned()))
    }
}

/// The characters of a comment that no document or script has to escape.
const fn is_comment(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '@' | '.' | '_' | '-' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4";

    #[test]
    fn hosts_have_a_grammar() {
        let taken = ["ssh5.vast.ai", "203.0.113.7", "2001:db8::7", "node-1.proxy.dispersed.com", " 203.0.113.7\n", "a"];
        for host in taken {
            let endpoint = Endpoint::new("root", host, 22).expect(host);
            assert_eq!(endpoint.caution(), None, "{host}");
        }
        let refused = [
            "",
            "-oProxyCommand=touch x",
            "-oProxyCommand=x",
            "a;rm -rf /",
            "$(reboot)",
            "`reboot`",
            "a b",
            "a\nb",
            "a'b",
            "user@host",
            "fe80::1%eth0",
            "[::1]",
            "host:22",
            "2130706433",
            "0x7f000001",
            "127.1",
            "0x7f.1",
            "a..b",
            "a-.b",
            "hôte",
            "1.2.3.256",
        ];
        for host in refused {
            assert_eq!(Endpoint::new("root", host, 22), Err(EndpointError::Host), "{host}");
        }
    }

    #[test]
    fn suspicious_hosts_are_flagged() {
        let cases = [
            ("127.0.0.1", Caution::Loopback),
            ("::1", Caution::Loopback),
            ("::ffff:127.0.0.1", Caution::Loopback),
            ("localhost", Caution::Loopback),
            ("x.localhost.", Caution::Loopback),
            ("10.0.0.5", Caution::Private),
            ("192.168.1.1", Caution::Private),
            ("100.64.0.1", Caution::Private),
            ("fd00::1", Caution::Private),
            ("metadata.google.internal", Caution::Private),
            ("169.254.169.254", Caution::Special),
            ("100.100.100.200", Caution::Special),
            ("fe80::1", Caution::Special),
            ("0.0.0.0", Caution::Special),
            ("255.255.255.255", Caution::Special),
        ];
        for (host, caution) in cases {
            assert_eq!(Endpoint::new("root", host, 22).expect(host).caution(), Some(caution), "{host}");
        }
    }

    #[test]
    fn users_and_ports_are_checked() {
        for user in ["", "-l", "Root", "a b", "root;x", "1a", &"a".repeat(33)] {
            assert_eq!(Endpoint::new(user, "a", 22), Err(EndpointError::User), "{user}");
        }
        for port in [0, -1, 65_536, i64::MAX] {
            assert_eq!(Endpoint::new("root", "a", port), Err(EndpointError::Port), "{port}");
        }
        let endpoint = Endpoint::new("root", "2001:DB8::7", 20_000).unwrap();
        assert_eq!(endpoint.ssh_arguments(), ["-p", "20000", "--", "root@2001:db8::7"]);
    }

    #[test]
    fn public_keys_are_told_from_everything_else() {
        assert_eq!(KEY.parse::<PublicKey>().unwrap().as_str(), KEY);
        let commented: PublicKey = format!("{KEY} me@\"home\"'$(x)`; é\\\n").parse().unwrap();
        assert_eq!(commented.as_str(), format!("{KEY} me@homex"));
        let refused = [
            "",
            "ssh-ed25519",
            "ssh-ed25519 AAAA",
            "ssh-ed25519 !!!",
            "ssh-dss AAAAB3NzaC1kc3MAAACB",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            &KEY.replace("ssh-ed25519 ", "ssh-rsa "),
            &format!("{KEY} a\n{KEY} b"),
            &format!("command=\"x\" {KEY}"),
        ];
        for text in refused {
            assert_eq!(text.parse::<PublicKey>(), Err(NotAKey), "{text}");
        }
    }

    proptest! {
        /// Whatever a provider says, no argument can be taken for an option, and no shell finds anything to do.
        #[test]
        fn no_endpoint_can_be_misread(user in ".{0,12}", host in "[-a-zA-Z0-9.:;$ @/%]{0,30}", port: i64) {
            if let Ok(endpoint) = Endpoint::new(&user, &host, port) {
                let arguments = endpoint.ssh_arguments();
                let target = arguments.last().unwrap();
                let harmless = |c: char| c.is_ascii_alphanumeric() || "@.:-_".contains(c);
                prop_assert!(target.chars().all(harmless) && !target.starts_with('-'), "{}", target);
                prop_assert!(!endpoint.host().starts_with('-'));
            }
        }

        #[test]
        fn any_text_can_be_tried_as_a_key(text in ".{0,100}") {
            drop(text.parse::<PublicKey>());
            drop(format!("ssh-ed25519 {text}").parse::<PublicKey>());
        }
    }
}
