//! The `gp4u` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    gp4u::cli::main()
}
