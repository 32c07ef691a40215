//! The command line: one file a sub-command.
#![allow(clippy::disallowed_methods, reason = "the command line is where files, the environment and clocks belong")]

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

mod args;
mod check;
mod drafts;
mod explain;
mod find;
mod fixing;
mod index;
mod init;
mod lint;
mod mishap;
#[cfg(feature = "pdf")]
mod pages;
mod quotes;
mod report;
mod session;
mod speakers;

use crate::report::plain::Plain;
use args::{Arguments, Command};

/// How a run ended, as the exit status has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing to report.
    Clean,
    /// Something was found.
    Findings,
    /// The run itself failed.
    Failed,
    /// An editor was served, and the protocol says what the status is.
    Served(u8),
}

impl Ending {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
            Self::Served(status) => status,
        }
    }
}

/// Runs the program as the process it is.
pub fn main() -> ExitCode {
    #[cfg(feature = "pdf")]
    crate::corpus::pages::this_is_the_program();
    ExitCode::from(run(std::env::args_os()).status())
}

/// Runs the program with its arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Ending {
    let ending = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => guarded(arguments.command),
        Err(error) => return usage(&error),
    };
    match ending {
        Ok(ending) => ending,
        // Whoever reads our output has seen enough; that is no failure of the run.
        Err(error) if is_broken_pipe(&error) => Ending::Clean,
        Err(error) => {
            complain(&format!("{error:#}"));
            Ending::Failed
        }
    }
}

/// Does what is asked; where the program itself breaks, the run has failed.
fn guarded(command: Command) -> anyhow::Result<Ending> {
    // The server catches what breaks, and has a log for what a panic prints.
    #[cfg(feature = "lsp")]
    if matches!(command, Command::Lsp { .. }) {
        return dispatch(command);
    }
    mishap::quieten();
    let broke = |broke| Err(anyhow::anyhow!("internal error ({broke}); please report it"));
    mishap::caught(|| dispatch(command)).unwrap_or_else(broke)
}

fn dispatch(command: Command) -> anyhow::Result<Ending> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Quotes(args) => quotes::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Speakers(args) => speakers::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Explain { rule } => explain::one(&rule),
        Command::Rules { format } => explain::all(format),
        Command::Init { folder } => init::run(&folder),
        #[cfg(feature = "pdf")]
        Command::PdfPages { memory } => pages::run(memory),
        #[cfg(feature = "lsp")]
        Command::Lsp { .. } => Ok(Ending::Served(crate::server::run())),
    }
}

/// Help and version go to standard output; a mistake is one line.
fn usage(error: &clap::Error) -> Ending {
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        complain(
            "a subcommand is missing: check, quotes, report, find, speakers, index, explain, rules, init (--help tells more)",
        );
        return Ending::Failed;
    }
    if error.use_stderr() {
        let text = error.render().to_string();
        let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:")).collect();
        let said = lines.join(" ").replace("error: ", "");
        let said = said.split("For more information").next().unwrap_or_default();
        complain(&format!("{} (--help tells more)", said.split_whitespace().collect::<Vec<_>>().join(" ")));
        return Ending::Failed;
    }
    // A reader that went away has nothing to be told.
    let _ = error.print();
    Ending::Clean
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(of)
            || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
                == Some(io::ErrorKind::BrokenPipe)
    })
}

/// Why the run failed, in one line.
fn complain(what: &str) {
    // With standard error gone there is nobody left to tell.
    let _ = writeln!(anstream::stderr(), "onrecord: {}", Plain(what));
}

/// What is odd, while the run goes on.
fn warn(what: &str) {
    complain(&format!("warning: {what}"));
}

/// Writes what a command prepared, all at once; colours only where they are shown.
///
/// A reader that went away, as `head` does, has seen enough; how the run ends is told all the same.
fn print(page: &[u8]) -> anyhow::Result<()> {
    write(page).or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })
}

fn write(page: &[u8]) -> anyhow::Result<()> {
    // Only what is coloured is looked through for colours that the terminal does not take.
    let mut out: Box<dyn Write> = match memchr::memchr(0x1b, page) {
        Some(_) => Box::new(anstream::stdout().lock()),
        None => Box::new(std::io::stdout().lock()),
    };
    out.write_all(page)?;
    out.flush()?;
    Ok(())
}
