//! What gp4u prints about itself: schemas, exit codes, completion scripts, manual pages.

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::args::{Cli, words};
use super::output::{ExitCodeRow, ManPages, Printer, SCHEMA_NAMES, SchemaRow, schema, schema_id};
use crate::error::{Code, Error, Result};

/// Print the JSON Schema of an output.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which output; without it, the names of all
    #[arg(value_name = "NAME", value_parser = words(&SCHEMA_NAMES))]
    name: Option<&'static str>,
}

impl SchemaArgs {
    /// Runs it.
    pub fn run(&self, printer: &mut Printer) -> Result<()> {
        let Some(name) = self.name else {
            let row = |name: &'static str| SchemaRow { name, schema: schema_id(name) };
            return printer.list(&SCHEMA_NAMES.map(row), None, Vec::new());
        };
        printer.text(&schema_text(name)?)
    }
}

/// A schema as a file.
fn schema_text(name: &str) -> Result<String> {
    let schema = schema(name).ok_or_else(|| Error::new(Code::NotFound, format!("no schema named `{name}`")))?;
    let text = serde_json::to_string_pretty(&schema);
    text.map(|text| text + "\n").map_err(|error| Error::new(Code::Internal, error.to_string()))
}

/// Prints the table of exit codes.
pub fn exit_codes(printer: &mut Printer) -> Result<()> {
    printer.list(&ExitCodeRow::all(), None, Vec::new())
}

/// Print the completion script of a shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl CompletionsArgs {
    /// Runs it.
    pub fn run(&self, printer: &mut Printer) -> Result<()> {
        printer.text(&completions(self.shell)?)
    }
}

fn completions(shell: Shell) -> Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gp4u", &mut script);
    String::from_utf8(script).map_err(|_| Error::new(Code::Internal, "the script is not text"))
}

/// Write the manual pages into a folder.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder; made when missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl ManArgs {
    /// Runs it.
    pub fn run(&self, printer: &mut Printer) -> Result<()> {
        let failed =
            |error: std::io::Error| Error::new(Code::Io, format!("cannot write to {}: {error}", self.folder.display()));
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let mut written = Vec::new();
        for (name, page) in man_pages()? {
            let path = self.folder.join(name);
            fs::write(&path, page).map_err(failed)?;
            written.push(ManPages { path: path.display().to_string() });
        }
        printer.list(&written, None, Vec::new())
    }
}

/// The manual pages by file name: one for each command.
fn man_pages() -> Result<Vec<(String, Vec<u8>)>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add_man_pages(&command, &mut pages)?;
    Ok(pages)
}

fn add_man_pages(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    pages.push((man.get_filename(), page));
    command.get_subcommands().filter(|command| !command.is_hide_set()).try_for_each(|inner| add_man_pages(inner, pages))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::ValueEnum;

    use super::*;

    /// Set to write the files instead of comparing them.
    const REGENERATE: &str = "GP4U_REGENERATE";

    /// Everything that is generated and committed, by its path in the repository.
    fn generated_files() -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        for shell in Shell::value_variants() {
            let path = PathBuf::from("completions").join(completion_file(*shell));
            files.push((path, completions(*shell).unwrap().into_bytes()));
        }
        for (name, page) in man_pages().unwrap() {
            files.push((PathBuf::from("man").join(name), page));
        }
        for name in SCHEMA_NAMES {
            let path = PathBuf::from("tests/golden/schemas").join(format!("{name}.json"));
            files.push((path, schema_text(name).unwrap().into_bytes()));
        }
        files
    }

    /// The file name each shell expects.
    const fn completion_file(shell: Shell) -> &'static str {
        match shell {
            Shell::Bash => "gp4u.bash",
            Shell::Elvish => "gp4u.elv",
            Shell::Fish => "gp4u.fish",
            Shell::PowerShell => "_gp4u.ps1",
            _ => "_gp4u",
        }
    }

    #[test]
    fn generated_files_are_up_to_date() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let generated = generated_files();
        if std::env::var_os(REGENERATE).is_some() {
            for folder in ["completions", "man", "tests/golden/schemas"] {
                drop(fs::remove_dir_all(root.join(folder)));
                fs::create_dir_all(root.join(folder)).unwrap();
            }
            for (path, content) in &generated {
                fs::write(root.join(path), content).unwrap();
            }
        }
        let stale: Vec<String> = generated
            .iter()
            .filter(|(path, content)| fs::read(root.join(path)).ok().as_ref() != Some(content))
            .map(|(path, _)| path.display().to_string())
            .collect();
        let kept: usize = ["completions", "man", "tests/golden/schemas"]
            .map(|folder| fs::read_dir(root.join(folder)).map_or(0, Iterator::count))
            .iter()
            .sum();
        assert!(
            stale.is_empty() && kept == generated.len(),
            "stale, missing or left over: {stale:?}; write them anew with\n    \
             {REGENERATE}=1 cargo test --lib generated_files_are_up_to_date"
        );
    }

    #[test]
    fn every_schema_is_one_and_has_a_name() {
        for name in SCHEMA_NAMES {
            let schema: serde_json::Value = serde_json::from_str(&schema_text(name).unwrap()).unwrap();
            assert!(jsonschema::meta::is_valid(&schema), "{name}");
            assert_eq!(schema["title"], format!("gp4u.{name}/1"));
        }
    }
}
