//! The flags that say what machine is to be rented.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;

use crate::cli::values;
use crate::error::{Code, Error, Result};
use crate::ops::reserve::MachineWish;

/// Disk of a machine of which nothing else is said.
const DISK_GIB: u32 = 20;
/// Where people keep public keys, the ones that are asked for first.
const USUAL_KEYS: [&str; 3] = ["id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"];
/// Largest file taken for a script or a key.
const MAX_FILE_BYTES: u64 = 64 << 10;

/// The machine to be rented.
#[derive(Debug, Args)]
#[command(next_help_heading = "Machine")]
pub struct MachineArgs {
    /// Keep the calendar and the money only, and rent by hand
    #[arg(long, conflicts_with_all = ["image", "disk", "ssh_key", "env", "onstart", "substitute", "start_timeout"])]
    manual: bool,

    /// Container image, such as pytorch/pytorch:latest [default: the network's own]
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,

    /// Disk in GiB
    #[arg(long, value_name = "GIB", default_value_t = DISK_GIB)]
    disk: u32,

    /// Public SSH key, or a file with it (repeatable) [default: the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub]
    #[arg(long, value_name = "KEY|FILE")]
    ssh_key: Vec<String>,

    /// Environment variable of the machine; without a value gp4u's own (repeatable)
    #[arg(long, value_name = "NAME[=VALUE]")]
    env: Vec<String>,

    /// File with a shell script to be run at the machine's start
    #[arg(long, value_name = "FILE")]
    onstart: Option<PathBuf>,

    /// Take an equivalent offer when this one is gone: never a dearer or lesser one
    #[arg(long)]
    substitute: bool,

    /// Give up, and take the money back, when the machine is not up by then [default: rental.start_timeout]
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    start_timeout: Option<Duration>,
}

impl MachineArgs {
    /// The machine; none when it is rented by hand. Reads files.
    pub fn wish(self) -> Result<Option<MachineWish>> {
        if self.manual {
            return Ok(None);
        }
        Ok(Some(MachineWish {
            image: self.image,
            disk_gib: self.disk,
            ssh_keys: keys(&self.ssh_key)?,
            env: self.env.iter().map(|text| variable(text)).collect::<Result<BTreeMap<_, _>>>()?,
            onstart: self.onstart.as_deref().map(|file| read(file).map(SecretString::from)).transpose()?,
            substitute: self.substitute,
            start_timeout: self.start_timeout,
        }))
    }
}

fn keys(given: &[String]) -> Result<Vec<String>> {
    let key = |text: &String| {
        let is_key = text.contains(' ') && !Path::new(text).is_file();
        if is_key { Ok(text.clone()) } else { Ok(read(Path::new(text))?.trim().to_owned()) }
    };
    if !given.is_empty() {
        return given.iter().map(key).collect();
    }
    let folder = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".ssh"));
    let mut usual = folder.into_iter().flat_map(|folder| USUAL_KEYS.map(|name| folder.join(name)));
    let Some(file) = usual.find(|file| file.is_file()) else {
        return Err(Error::new(
            Code::Usage,
            "there is no public SSH key in ~/.ssh: nobody could log in to the machine",
        )
        .hint("say --ssh-key FILE, or make one with `ssh-keygen -t ed25519`")
        .hint("--manual books without renting"));
    };
    Ok(vec![read(&file)?.trim().to_owned()])
}

fn variable(text: &str) -> Result<(String, SecretString)> {
    if let Some((name, value)) = text.split_once('=') {
        return Ok((name.to_owned(), value.into()));
    }
    let missing = |_| Error::new(Code::Usage, format!("--env {text}: gp4u has no such variable itself"));
    Ok((text.to_owned(), std::env::var(text).map_err(missing)?.into()))
}

fn read(file: &Path) -> Result<String> {
    let failed = |why: String| Error::new(Code::BadInput, format!("{}: {why}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| failed(error.to_string()))?.len();
    if size > MAX_FILE_BYTES {
        return Err(failed("it is larger than 64 KiB".to_owned()));
    }
    std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))
}
