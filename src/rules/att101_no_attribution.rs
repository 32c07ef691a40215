//! `ATT101`: nobody says it.

use super::{Context, Finding, Rule};
use crate::formats::Kind;
use crate::quotations::language::Language;
use crate::quotations::{How, MarkProblemKind, QuotationKind};
use crate::settings::Severity;

declare_rule! {
    /// Nobody is named for a quotation.
    ///
    /// ## What it flags
    ///
    /// Direct speech, a clause or more, with no speaker beside it, before it or carried over from the quotation before.
    /// It is information in languages other than English, where more speakers are missed.
    ///
    /// ## Why it matters
    ///
    /// The reader cannot weigh words without knowing whose they are, and nobody can check them.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// The town hall was full on Friday night, and most of those who came had to stand.
    ///
    /// “We will keep the harbour open all winter, whatever it costs the town.”
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ATT101 nobody is named
    ///
    /// The council meets again in May.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Say who said it.
    ///
    /// ## Limits
    ///
    /// Parts of sentences in marks are left alone: they are often terms, titles or well-known phrases. So are headlines,
    /// and languages whose reporting verbs are not known.
    NoAttribution { code: "ATT101", name: "no-attribution", severity: Warning }
}

impl Rule for NoAttribution {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        // Where no cue is understood, everything would seem to be nobody's.
        let language = cx.draft.language;
        if language == Language::Other {
            return;
        }
        for quotation in cx.utterances_by(How::None) {
            let unnamed = cx.attribution(quotation).mention.is_none();
            let speech = matches!(quotation.kind, QuotationKind::Speech | QuotationKind::Block);
            // Where a mark is missing, nobody knows how far the words go; that is said already.
            let problems = &cx.draft.mark_problems;
            let from = problems.partition_point(|it| it.span.start < quotation.outer.start);
            let inside = problems[from..].iter().take_while(|it| it.span.start < quotation.outer.end);
            let whole = inside.into_iter().all(|it| it.kind != MarkProblemKind::Unpaired);
            // A transcript leaves turns unnamed where it does not know the voice.
            let unheard = quotation.kind == QuotationKind::Block && cx.draft.document.meta.kind == Kind::Transcript;
            if unheard {
                continue;
            }
            if unnamed && speech && whole && !cx.may_be_headline(quotation) {
                let mut finding = cx.finding(&Self::META, quotation.span, "nobody is named for these words".into());
                if language != Language::English {
                    finding.severity = Severity::Info;
                }
                found.push(finding);
            }
        }
    }
}
