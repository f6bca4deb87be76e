//! Every command that the examples and the README show is one that this program understands.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;

use super::args::Cli;

/// What stands for the value of a shell's variable: a number is also an id, a name and a key.
const VALUE: &str = "7";

/// The commands of a text: what follows `gp4u` where a shell, a unit file or a crontab would run it.
fn commands(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        // In a comment, only what is shown at a prompt is a command.
        let line = if line.starts_with('#') { line.split_once("$ ").map_or("", |(_, shown)| shown) } else { line };
        for (at, _) in line.match_indices("gp4u ") {
            let before = line[..at].trim_end_matches("/usr/local/bin/");
            if before.ends_with(['/', '-', '"', '\'', '`', '.']) || before.ends_with(char::is_alphanumeric) {
                continue;
            }
            let prompt = before.trim_end();
            let runs = ["", "$", "$(", "|", "||", "&&", "run:", "ExecStart=", "*"];
            if runs.iter().any(|shell| prompt == *shell || (!shell.is_empty() && prompt.ends_with(shell))) {
                found.push(command(&line[at..]));
            }
        }
    }
    found
}

/// A command up to where the shell goes on, with something in the place of variables.
fn command(rest: &str) -> String {
    let mut quote = None;
    let mut end = rest.len();
    for (at, character) in rest.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            None if matches!(character, '|' | ')' | '>' | ';' | '&' | '#') => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let mut command = String::new();
    let mut rest = &rest[..end];
    while let Some(at) = rest.find('$') {
        command.push_str(&rest[..at]);
        command.push_str(VALUE);
        let tail = rest[at + 1..].trim_start_matches('{');
        rest = tail.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim_start_matches('}');
    }
    command.push_str(rest);
    command
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|kind| kind != "json" && kind != "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn commands_are_found_where_a_shell_would_run_them() {
    let text = "\
#   $ gp4u db migrate
# gp4u is not a command here
ExecStart=/usr/local/bin/gp4u daemon --once
*/5 * * * * gp4u daemon --once >/dev/null
run: gp4u sync --quiet || [ $? -eq 11 ]
offer=$(gp4u gpus search --model \"$MODEL\" --where 'a | b' \\
  -o ids) # the cheapest
echo \"gp4u is not well: gp4u daemon status\" | logger
$ gp4u gpus search -o ids | gp4u gpus compare -
";
    let expected = [
        "gp4u db migrate",
        "gp4u daemon --once",
        "gp4u daemon --once ",
        "gp4u sync --quiet ",
        "gp4u gpus search --model \"7\" --where 'a | b'    -o ids",
        "gp4u gpus search -o ids ",
        "gp4u gpus compare -",
    ];
    assert_eq!(commands(text), expected);
}

#[test]
fn every_command_in_the_examples_is_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = files(&root.join("examples"));
    paths.push(root.join("README.md"));
    let mut seen = Vec::new();
    for path in paths {
        for command in commands(&fs::read_to_string(&path).unwrap()) {
            let words = shlex::split(&command).unwrap();
            if let Err(error) = Cli::try_parse_from(&words) {
                panic!("{}: {command}\n{error}", path.display());
            }
            seen.push(command);
        }
    }
    for expected in
        ["gp4u daemon --listen", "gp4u daemon --once", "gp4u reserve create", "gp4u reserve cancel", "gp4u db migrate"]
    {
        assert!(seen.iter().any(|command| command.starts_with(expected)), "{expected} in {seen:#?}");
    }
}
