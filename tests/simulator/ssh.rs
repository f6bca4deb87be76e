//! Something that answers where a machine would: with the first line of SSH and no more.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::OnceLock;

/// Where it listens, for as long as the process lives.
pub fn listening_at() -> SocketAddr {
    static LISTENING: OnceLock<SocketAddr> = OnceLock::new();
    *LISTENING.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut caller in listener.incoming().flatten() {
                // A caller who is gone already knows enough.
                drop(caller.write_all(b"SSH-2.0-simulator\r\n"));
            }
        });
        at
    })
}
