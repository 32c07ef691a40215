//! `ATT106`: an office that the directory has somebody in at another time, or somebody else.

use jiff::civil::Date;

use super::offices::{is_past, sole};
use super::{Context, Edit, Finding, Fix, Rule};
use crate::speakers::offices::OfficeWords;
use crate::speakers::{Listed, Office, Speaker, Stated};
use crate::text::Span;

declare_rule! {
    /// A draft gives a speaker an office that, by the newsroom's directory, they do not hold on its day.
    ///
    /// ## What it flags
    ///
    /// A title beside the name of somebody listed, where the directory has the office for them, and the draft's day lies
    /// before its first or behind its last; and one of the offices that nobody holds two of (see `title-conflict`) where
    /// the directory has the speaker in another of them. The day is the draft's `date`, or `today` of the settings.
    ///
    /// ## Why it matters
    ///
    /// Titles change on a day, and habit does not.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// [[people]]
    /// name = "Mara Teller"
    /// offices = [{ title = "mayor", of = "Vellin", from = 2027-02-01, until = 2031-01-31 }]
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mayor Mara Teller said.
    ///                                          ^^^^^ ATT106 mayor of Vellin until 2031-01-31
    /// ```
    ///
    /// ## Fix
    ///
    /// *Former* in front of an office that has ended. `check --fix` leaves it to you.
    ///
    /// ## Limits
    ///
    /// An office that the directory does not give the speaker at all is taken for one it does not care about.
    OfficeNotHeld { code: "ATT106", name: "office-not-held", severity: Warning }
}

impl Rule for OfficeNotHeld {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        if cx.settings.people.is_empty() {
            return;
        }
        let Some(day) = cx.draft.document.meta.date.or(cx.settings.today) else { return };
        for speaker in &cx.draft.speakers {
            let Some(listed) = cx.listed(speaker).filter(|listed| !listed.offices.is_empty()) else { continue };
            // Once is enough: what is wrong once is wrong each time.
            found.extend(speaker.stated.iter().find_map(|stated| not_held(cx, speaker, listed, stated, day)));
        }
    }
}

fn not_held(cx: &Context<'_>, speaker: &Speaker, listed: &Listed, stated: &Stated, day: Date) -> Option<Finding> {
    if is_past(cx.draft.document.prose.text(), &stated.title, stated.span) || cx.is_quoted(stated.span) {
        return None;
    }
    let head = stated.title.split(" of ").next()?.split_whitespace().next_back()?;
    let words = OfficeWords::read(&stated.title, head);
    let meant: Vec<&Office> = listed.offices.iter().filter(|office| words.fits(&office.title)).collect();
    let (message, ended) = if meant.is_empty() {
        let ours = sole(&stated.title)?;
        let held = listed.offices.iter().filter(|office| office.is_held_on(day));
        let other =
            held.into_iter().find(|office| sole(&capital(&office.title)).is_some_and(|theirs| theirs != ours))?;
        (format!("the newsroom’s directory has {} as {}", listed.name, other.title), false)
    } else {
        if meant.iter().any(|office| office.is_held_on(day)) {
            return None;
        }
        let last = meant.last()?;
        let (limit, ended) = match (last.from, last.until) {
            (_, Some(until)) if until < day => (format!("until {until}"), true),
            (Some(from), _) => (format!("from {from} on"), false),
            _ => return None,
        };
        let title = &last.title;
        (format!("the newsroom’s directory has {} as {title} {limit}; the draft is of {day}", listed.name), ended)
    };
    let mut finding = cx.finding(&OfficeNotHeld::META, stated.span, message);
    finding.speaker = Some(speaker.name.clone());
    if ended {
        // Behind an article, which the title is told without.
        let article = cx.words(stated.span).find(&stated.title).unwrap_or_default();
        let at = cx.text(Span::new(stated.span.start + article, stated.span.end)).start;
        let edits = vec![Edit { span: Span::at(at), text: "former ".into() }];
        finding.fixes.push(Fix { title: "Write former in front".into(), edits, safe: false });
    }
    Some(finding)
}

/// A title as it stands before a name.
fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
