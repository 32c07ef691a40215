//! `check`: findings.

use std::path::Path;

use anyhow::bail;

use super::args::Check;
use super::drafts::Desk;
use super::session::{self, Session};
use super::{Ending, drafts, fixing, lint, print, warn};
use crate::report::{self, Run, Sheet};
use crate::settings::{Settings, Severity};

/// Checks drafts and prints what was found.
pub fn run(args: &Check) -> anyhow::Result<Ending> {
    if args.lint.corpus_only {
        let (run, settings, unshown) = if args.lint.archive { lint::archive(args)? } else { lint::run(args)? };
        let fails = run.drafts.iter().any(|sheet| is_grave(sheet, &settings));
        return told(args, &run, fails || unshown >= settings.fail_on.max(Severity::Hint));
    }
    if args.fix && args.drafts.files.iter().any(|file| file == Path::new(drafts::STDIN)) {
        bail!("--fix writes to files, and standard input is none: leave out --fix, or name the file");
    }
    let mut session = Session::new(&args.place);
    let mut desk = drafts::read(&args.drafts, &mut session)?;
    let mut checks = drafts::check_all(&mut desk);
    let mended = if args.fix { fixing::apply(&mut desk.drafts, &checks.sheets)? } else { Vec::new() };
    if !mended.is_empty() {
        let broke = checks.broke;
        checks = drafts::check_all(&mut desk);
        checks.broke |= broke;
    }
    session.tell_of_archives();
    // What is printed for people says so at its end; what is printed for programs looks as if all were borne out.
    if args.format != HUMAN {
        tell_unheld(&desk, &checks.sheets);
    } else if args.fix {
        print(what_was_mended(&mended, &checks.sheets).as_bytes())?;
    }
    let fails = desk.drafts.iter().zip(&checks.sheets).any(|(draft, sheet)| is_grave(sheet, &draft.found.settings));
    let whole = checks.ending();
    let ending = told(args, &Run { drafts: checks.sheets, sources: None }, fails)?;
    Ok(if whole == Ending::Clean { ending } else { whole })
}

/// The format that is printed unless another is asked for.
pub const HUMAN: &str = "human";

/// What `--fix` did; and where it did nothing, why that is so.
fn what_was_mended(mended: &[String], sheets: &[Sheet]) -> String {
    let texts = sheets.iter().map(|sheet| &sheet.checked).filter(|checked| checked.draft.document.editable);
    let left = || texts.flat_map(|checked| &checked.findings).any(|finding| !finding.fixes.is_empty());
    if mended.is_empty() && left() {
        return "nothing mended: --fix changes no word inside quotation marks; the fixes below are yours to make\n\n"
            .into();
    }
    let end = if mended.is_empty() { "" } else { "\n" };
    mended.concat() + end
}

/// Warns of quotations that were held against nothing since no corpus is named for their drafts.
fn tell_unheld(desk: &Desk, sheets: &[Sheet]) {
    let unheld = desk.drafts.iter().zip(sheets).filter(|(draft, _)| draft.corpus.is_none());
    let quotations: usize = unheld.map(|(_, sheet)| sheet.checked.verdicts.len()).sum();
    if quotations > 0 {
        let plural = if quotations == 1 { " was" } else { "s were" };
        warn(&format!("{quotations} quotation{plural} held against nothing; {}", session::no_corpus()));
    }
}

/// Whether something is at or above the failing severity.
fn is_grave(sheet: &Sheet, settings: &Settings) -> bool {
    let bar = settings.fail_on.max(Severity::Hint);
    report::gravest(&sheet.checked).is_some_and(|gravest| gravest >= bar)
}

/// Prints a run.
fn told(args: &Check, run: &Run, fails: bool) -> anyhow::Result<Ending> {
    let reporter = report::format(&args.format).expect("the command line takes only formats of the list");
    let mut page = Vec::new();
    reporter.write(run, &mut page)?;
    print(&page)?;
    Ok(if fails && !args.exit_zero { Ending::Findings } else { Ending::Clean })
}
