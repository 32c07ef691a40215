//! What an editor is told: one rule a file, reading a draft and its verdicts.
//!
//! A rule never searches. The same draft and the same verdicts give the same findings in an editor and in CI.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use crate::quotations::QuotationId;
use crate::settings::{Settings, Severity};
use crate::speakers::{Background, Reading};
use crate::text::Span;
use crate::verify::{Evidence, Verdict};

mod context;
pub mod differences;
mod ignores;
mod incomplete;
mod mending;
mod offices;
pub mod pairs;
pub mod sources;
mod spellings;
mod stands;

pub use src103_own_copy::LikeASource;
pub use stands::{Retyped, stands};

use context::Context;
use sources::SourceRule;

/// Declares a rule: its doc comment is its page, its metadata stand beside its name.
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])*
        $name:ident { code: $code:literal, name: $rule:literal, severity: $severity:ident }
    ) => {
        $(#[doc = $line])*
        pub(super) struct $name;

        impl $name {
            const META: $crate::rules::Meta = $crate::rules::Meta {
                code: $code,
                name: $rule,
                severity: $crate::settings::Severity::$severity,
                lines: &[$($line),*],
            };
        }

        impl $crate::rules::Declared for $name {
            fn meta(&self) -> &'static $crate::rules::Meta {
                &Self::META
            }
        }
    };
}

mod att101_no_attribution;
mod att102_ambiguous_attribution;
mod att103_misspelled_name;
mod att104_short_first_reference;
mod att105_title_conflict;
mod att106_office_not_held;
mod att107_unknown_speaker;
mod att108_pronoun_conflict;
mod ign101_unused_ignore;
mod ign102_incomplete_ignore;
mod quo101_unpaired_mark;
mod quo102_wrong_way_mark;
mod quo103_mismatched_marks;
mod quo104_misplaced_punctuation;
mod quo105_nested_alike;
mod quo106_marks_off_style;
mod quo107_partial_quotation;
mod src101_source_not_current;
mod src102_single_second_hand;
mod src103_own_copy;
mod src104_undated_source;
mod src105_unreadable_source;
mod src106_empty_source;
mod src107_truncated_source;
mod src108_duplicate_id;
mod src109_contradicting_sources;
mod src110_two_spellings;
mod tim101_day_conflict;
mod tim102_old_quotation;
mod tim103_another_place;
mod ver101_unsupported;
mod ver102_misattributed;
mod ver103_meaning_changed;
mod ver104_spliced;
mod ver105_omission;
mod ver106_altered;
mod ver107_out_of_context;
mod ver108_second_hand;
mod ver109_paraphrase;
mod ver110_disputed;

/// Every rule about drafts, in order of code.
static RULES: &[&dyn Rule] = &[
    &att101_no_attribution::NoAttribution,
    &att102_ambiguous_attribution::AmbiguousAttribution,
    &att103_misspelled_name::MisspelledName,
    &att104_short_first_reference::ShortFirstReference,
    &att105_title_conflict::TitleConflict,
    &att106_office_not_held::OfficeNotHeld,
    &att107_unknown_speaker::UnknownSpeaker,
    &att108_pronoun_conflict::PronounConflict,
    &ign101_unused_ignore::UnusedIgnore,
    &ign102_incomplete_ignore::IncompleteIgnore,
    &quo101_unpaired_mark::UnpairedMark,
    &quo102_wrong_way_mark::WrongWayMark,
    &quo103_mismatched_marks::MismatchedMarks,
    &quo104_misplaced_punctuation::MisplacedPunctuation,
    &quo105_nested_alike::NestedAlike,
    &quo106_marks_off_style::MarksOffStyle,
    &quo107_partial_quotation::PartialQuotation,
    &src101_source_not_current::SourceNotCurrent,
    &src102_single_second_hand::SingleSecondHand,
    &src103_own_copy::OwnCopy,
    &tim101_day_conflict::DayConflict,
    &tim102_old_quotation::OldQuotation,
    &tim103_another_place::AnotherPlace,
    &ver101_unsupported::Unsupported,
    &ver102_misattributed::Misattributed,
    &ver103_meaning_changed::MeaningChanged,
    &ver104_spliced::Spliced,
    &ver105_omission::Omission,
    &ver106_altered::Altered,
    &ver107_out_of_context::OutOfContext,
    &ver108_second_hand::SecondHand,
    &ver109_paraphrase::Paraphrase,
    &ver110_disputed::Disputed,
];

/// Every rule about sources, in order of code.
static SOURCE_RULES: &[&dyn SourceRule] = &[
    &src104_undated_source::UndatedSource,
    &src105_unreadable_source::UnreadableSource,
    &src106_empty_source::EmptySource,
    &src107_truncated_source::TruncatedSource,
    &src108_duplicate_id::DuplicateId,
    &src109_contradicting_sources::ContradictingSources,
    &src110_two_spellings::TwoSpellings,
];

/// One reported problem. Ranges are bytes of the draft's text, not of its prose.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `VER103`
    pub code: &'static str,
    /// `meaning-changed`
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// The words that differ, inside `span`; empty where the whole is meant.
    pub words: Vec<Span>,
    /// What was found, in one sentence.
    pub message: String,
    /// The quotation it is about, wherever it points.
    pub about: Option<QuotationId>,
    /// Who is quoted.
    pub speaker: Option<String>,
    /// What it rests on, best first.
    pub evidence: Vec<Evidence>,
    /// Other places of the draft that have to do with it, each with a word why.
    pub related: Vec<(Span, String)>,
    /// What can be done, the preferred one first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding with its rule's own severity, at a range of the text.
    fn new(meta: &'static Meta, span: Span, message: String) -> Self {
        Self {
            code: meta.code,
            rule: meta.name,
            severity: meta.severity,
            span,
            words: Vec::new(),
            message,
            about: None,
            speaker: None,
            evidence: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "Put the source's words in".
    pub title: String,
    /// Without overlap, ascending.
    pub edits: Vec<Edit>,
    /// Whether it never changes a word a reader sees inside quotation marks.
    pub safe: bool,
}

/// Text in place of a range of the draft's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// A rule's page and defaults.
#[derive(Debug)]
pub struct Meta {
    /// Family and three digits.
    pub code: &'static str,
    /// Kebab-case.
    pub name: &'static str,
    /// The gravest it reports, unless the settings say otherwise.
    pub severity: Severity,
    /// The lines of its doc comment.
    lines: &'static [&'static str],
}

impl Meta {
    /// The page, in Markdown: *What it flags*, *Why it matters*, *Example*, *Fix*, *Limits*.
    pub fn page(&self) -> String {
        let mut page = format!("# {} {}\n\n", self.code, self.name);
        for line in self.lines {
            page.push_str(line.strip_prefix(' ').unwrap_or(line));
            page.push('\n');
        }
        page
    }

    /// The page's first line: what it flags, in one sentence.
    pub fn summary(&self) -> &'static str {
        self.lines.first().map_or("", |line| line.trim())
    }
}

/// What `declare_rule!` makes of a name.
trait Declared: Sync {
    /// Its page and defaults.
    fn meta(&self) -> &'static Meta;

    /// How grave the settings have it, if they say so.
    fn set_by(&self, settings: &Settings) -> Option<Severity> {
        settings.severity_of(self.meta().code)
    }

    /// Whether it is to be run.
    fn is_on(&self, settings: &Settings) -> bool {
        self.set_by(settings).unwrap_or(self.meta().severity) != Severity::Off
    }
}

/// Looks at a draft and its verdicts for one thing.
trait Rule: Declared {
    /// Whether it looks at what became of the other rules' findings.
    fn after_others(&self) -> bool {
        false
    }

    /// Reports what it sees.
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>);
}

/// Every rule's metadata, in order of code.
pub fn all() -> impl Iterator<Item = &'static Meta> {
    static ALL: LazyLock<Vec<&Meta>> = LazyLock::new(|| {
        let of_sources = SOURCE_RULES.iter().map(|rule| rule.meta());
        let mut all: Vec<&Meta> = RULES.iter().map(|rule| rule.meta()).chain(of_sources).collect();
        all.sort_by_key(|meta| meta.code);
        all
    });
    ALL.iter().copied()
}

/// The rule of a code, in any case, or of a name.
pub fn named(name: &str) -> Option<&'static Meta> {
    all().find(|meta| meta.code.eq_ignore_ascii_case(name) || meta.name == name)
}

/// The edits of all safe fixes, the first of each finding, in order; of two fixes that touch one place, the first.
pub fn safe_edits(findings: &[Finding]) -> Vec<Edit> {
    let mut taken: BTreeMap<Span, &Edit> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.safe)) {
        let free = |edit: &Edit| {
            let before = taken.range(..=edit.span).next_back();
            let after = taken.range(edit.span..).next();
            before.is_none_or(|(span, _)| span.end <= edit.span.start && *span != edit.span)
                && after.is_none_or(|(span, _)| edit.span.end <= span.start && *span != edit.span)
        };
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span, edit)));
        }
    }
    taken.into_values().cloned().collect()
}

/// The code of the rule that goes by this code or name.
pub fn code_of(name: &str) -> Option<&'static str> {
    named(name).map(|meta| meta.code)
}

/// Runs every rule that is not off; findings in order of place, then code, without those that the draft asks to
/// ignore. `background` is what the draft was read with.
///
/// A rule that panics becomes one finding about itself, and the others go on.
pub fn run(draft: &Reading, verdicts: &[Verdict], background: &Background<'_>, settings: &Settings) -> Vec<Finding> {
    let mut ignores = ignores::of(draft);
    let mut findings = Vec::new();
    for last in [false, true] {
        let cx = Context { draft, verdicts, background, settings, ignores: &ignores, apostrophes: OnceCell::new() };
        for rule in RULES.iter().filter(|rule| rule.after_others() == last) {
            findings.extend(run_one(*rule, &cx));
        }
        if !last {
            ignores::apply(&mut ignores, &mut findings);
        }
    }
    incomplete::temper(&mut findings, verdicts, settings);
    findings.sort_by_key(|finding| (finding.span.start, finding.code));
    findings
}

fn run_one(rule: &dyn Rule, cx: &Context<'_>) -> Vec<Finding> {
    if !rule.is_on(cx.settings) {
        return Vec::new();
    }
    let meta = rule.meta();
    let mut found = Vec::new();
    if catch_unwind(AssertUnwindSafe(|| rule.check(cx, &mut found))).is_err() {
        let message = format!("the rule {} failed on this draft, what it would have said is missing", meta.code);
        found = vec![cx.finding(meta, Span::at(0), message)];
    }
    if let Some(severity) = rule.set_by(cx.settings) {
        for finding in &mut found {
            finding.severity = severity;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    declare_rule! {
        /// Panics, to show what becomes of it.
        Stumbles { code: "TST101", name: "stumbles", severity: Warning }
    }

    impl Rule for Stumbles {
        fn check(&self, cx: &Context<'_>, _: &mut Vec<Finding>) {
            assert!(cx.draft.quotations.len() > 1_000, "stumbled");
        }
    }

    const NOBODY: &Background<'static> = &Background { directories: &[], today: None };

    fn nothing<'a>(draft: &'a Reading, settings: &'a Settings) -> Context<'a> {
        Context { draft, verdicts: &[], background: NOBODY, settings, ignores: &[], apostrophes: OnceCell::new() }
    }

    #[test]
    fn a_rule_that_panics_is_a_finding_about_itself() {
        let (draft, mut settings) = (Reading::default(), Settings::default());
        let found = run_one(&Stumbles, &nothing(&draft, &settings));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "TST101");
        assert!(found[0].message.contains("TST101 failed"));
        settings.rules.insert("TST101".into(), Severity::Off);
        assert!(run_one(&Stumbles, &nothing(&draft, &settings)).is_empty());
    }
}
