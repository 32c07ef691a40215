//! What can be said on the command line.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report;

/// Checks every quotation in an article draft against the record.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The sub-commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check drafts: every quotation is looked up in the corpus, and what differs is reported
    Check(Check),
    /// List every quotation of a draft with its speaker, its verdict and its sources, also those with nothing wrong
    Quotes(Quotes),
    /// Write the annotated draft for a fact-checker: one HTML page, each quotation with its verdict and its sources
    Report(Report),
    /// Show where in the corpus a phrase was said, in these words or similar ones
    Find(Find),
    /// Show who is quoted in the corpus: names, other spellings, titles with their dates, how often
    Speakers(Speakers),
    /// Make the index of the corpus, or bring it up to date; what checks and searches does so by itself, too
    Index(Index),
    /// Show the page of a rule: what it flags, why, an example, and its limits
    Explain {
        /// The rule's code or name: VER103, meaning-changed
        rule: String,
    },
    /// List all rules
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = ListFormat::Human)]
        format: ListFormat,
    },
    /// Write a commented onrecord.toml into this folder, or into the one that is named
    Init {
        /// Where to write it
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Print the text of a PDF file on standard input, page by page: for this program itself
    #[cfg(feature = "pdf")]
    #[command(hide = true)]
    PdfPages {
        /// So many MB it may take at most
        #[arg(long, value_name = "MB", default_value_t = super::pages::MEMORY)]
        memory: u64,
    },
    /// Run the language server, for editors, on standard input and output
    #[cfg(feature = "lsp")]
    Lsp {
        /// Accepted for editors that insist on naming the transport; there is no other
        #[arg(long, hide = true)]
        stdio: bool,
    },
}

/// What every command that reads a corpus takes.
#[derive(Debug, Default, Args)]
pub struct Where {
    /// Use this configuration instead of the nearest onrecord.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Check against this folder or file instead of the configured corpus; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub corpus: Vec<PathBuf>,
}

/// Which drafts to read.
#[derive(Debug, Default, Args)]
pub struct Drafts {
    /// Drafts, or folders of drafts; `-` reads standard input. Without any, the folder one stands in
    pub files: Vec<PathBuf>,
    /// The name that goes with what comes on standard input: it tells the format and which configuration holds
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
}

/// `check`
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 when nothing is at or above the failing severity (`fail-on`, by default \
    warning), 1 when something is, 2 when the run itself failed.")]
pub struct Check {
    /// Which drafts.
    #[command(flatten)]
    pub drafts: Drafts,
    /// Against what.
    #[command(flatten)]
    pub place: Where,
    /// Or the corpus itself.
    #[command(flatten)]
    pub lint: Lint,
    /// How to print findings
    #[arg(long, default_value = super::check::HUMAN, value_parser = PossibleValuesParser::new(report::FORMATS.iter().map(|(name, _)| *name)))]
    pub format: String,
    /// Mend what can be mended without changing a quoted word, and report the rest
    #[arg(long)]
    pub fix: bool,
    /// End with status 0 whatever was found
    #[arg(long)]
    pub exit_zero: bool,
}

/// `check --corpus-only`
#[derive(Debug, Args)]
pub struct Lint {
    /// Check the corpus itself instead of drafts: sources without a day, unreadable, empty, cut off, or at odds with others
    #[arg(long, conflicts_with_all = ["files", "stdin_filename", "fix"])]
    pub corpus_only: bool,
    /// With `--corpus-only`: look at the archive under `[corpus.archive]` instead, article by article; what can only be seen of
    /// all sources together is not looked for
    #[arg(long, requires = "corpus_only", conflicts_with = "corpus")]
    pub archive: bool,
}

/// `quotes`
#[derive(Debug, Args)]
pub struct Quotes {
    /// Which drafts.
    #[command(flatten)]
    pub drafts: Drafts,
    /// Against what.
    #[command(flatten)]
    pub place: Where,
    /// How to print quotations
    #[arg(long, value_enum, default_value_t = RowFormat::Human)]
    pub format: RowFormat,
    /// Say of each quotation what its speaker and its verdict rest on, step by step
    #[arg(long)]
    pub explain: bool,
}

/// `report`
#[derive(Debug, Args)]
pub struct Report {
    /// Which drafts.
    #[command(flatten)]
    pub drafts: Drafts,
    /// Against what.
    #[command(flatten)]
    pub place: Where,
    /// The page to write; `-` is standard output
    #[arg(short, long, value_name = "OUT.html")]
    pub output: PathBuf,
}

/// `find`
#[derive(Debug, Args)]
pub struct Find {
    /// The phrase, as it is remembered, with marks around it or without
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Vec<String>,
    /// Read phrases, one a line, from this file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// In what.
    #[command(flatten)]
    pub place: Where,
    /// How many places to show at most
    #[arg(long, default_value = "10", value_name = "N")]
    pub limit: std::num::NonZeroUsize,
    /// How to print places
    #[arg(long, value_enum, default_value_t = LineFormat::Human)]
    pub format: LineFormat,
}

/// `index`
#[derive(Debug, Args)]
pub struct Index {
    /// Of what.
    #[command(flatten)]
    pub place: Where,
    /// Where it goes: an index on this machine, or the archive that the configuration names
    #[arg(long, value_enum, default_value_t = To::Disk)]
    pub to: To,
    /// With `--to archive`: count what this corpus sent before and no longer holds, and take it out of the archive if it is
    /// no more than so many articles; without a number, only count it
    #[arg(long, value_name = "AT_MOST", num_args = 0..=1, require_equals = true, default_missing_value = "0")]
    pub prune: Option<usize>,
}

/// Where an index goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// On this machine
    Disk,
    /// Into the archive under `[corpus.archive]`
    Archive,
}

/// `speakers`
#[derive(Debug, Args)]
pub struct Speakers {
    /// A name, a part of one, or an office: mayor
    pub name: Option<String>,
    /// In what.
    #[command(flatten)]
    pub place: Where,
    /// How to print speakers
    #[arg(long, value_enum, default_value_t = RowFormat::Human)]
    pub format: RowFormat,
}

/// Formats of lists that are complete when printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
}

/// Formats of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

/// Formats of answers that come one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LineFormat {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}
