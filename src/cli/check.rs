//! `check`: findings.

use super::args::Check;
use super::session::Session;
use super::{Ending, drafts, fixing, print};
use crate::report::{self, Run};
use crate::settings::Severity;

/// Checks drafts and prints what was found.
pub fn run(args: &Check) -> anyhow::Result<Ending> {
    let mut session = Session::new(&args.place);
    let mut drafts = drafts::read(&args.drafts, &mut session)?;
    let mut sheets = drafts::check_all(&drafts);
    if args.fix && fixing::apply(&mut drafts, &sheets)? {
        sheets = drafts::check_all(&drafts);
    }
    session.tell_of_archives();
    let fails = drafts.iter().zip(&sheets).any(|(draft, sheet)| {
        let bar = draft.found.settings.fail_on.max(Severity::Hint);
        report::gravest(&sheet.checked).is_some_and(|gravest| gravest >= bar)
    });
    let reporter = report::format(&args.format).expect("the command line takes only formats of the list");
    let mut page = Vec::new();
    reporter.write(&Run { drafts: sheets }, &mut page)?;
    print(&page)?;
    Ok(if fails && !args.exit_zero { Ending::Findings } else { Ending::Clean })
}
