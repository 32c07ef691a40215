//! What was read before an edit, held against what was read after it.

use std::ops::Range;

use super::Counts;
use crate::quotations::extract::unattributed::is_described;
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::{Attribution, MarkProblem, Quotation, QuotationId, Utterance};
use crate::text::{Edit, Span};

/// Some of what was read of a document, without a gap.
#[derive(Copy, Clone)]
pub(super) struct Part<'a> {
    quotations: &'a [Quotation],
    utterances: &'a [Utterance],
    voices: &'a [Voice],
    through: &'a [Option<Mention>],
    problems: &'a [MarkProblem],
    pub(super) mentions: &'a [Mention],
    reporters: &'a [usize],
    repeats: &'a [QuotationId],
}

impl<'a> Part<'a> {
    /// All of it.
    pub(super) fn all(out: &'a Extracted, repeats: &'a [QuotationId]) -> Self {
        let Extracted { quotations, utterances, voices, through, problems, mentions, reporters, .. } = out;
        Self { quotations, utterances, voices, through, problems, mentions, reporters, repeats }
    }

    /// What was read in a range of it all.
    pub(super) fn of(out: &'a Extracted, repeats: &'a [QuotationId], within: Range<Counts>) -> Self {
        let Range { start, end } = within;
        Self {
            quotations: &out.quotations[start.quotations..end.quotations],
            utterances: &out.utterances[start.utterances..end.utterances],
            voices: &out.voices[start.utterances..end.utterances],
            through: &out.through[start.utterances..end.utterances],
            problems: &out.problems[start.problems..end.problems],
            mentions: &out.mentions[start.mentions..end.mentions],
            reporters: &out.reporters[start.reporters..end.reporters],
            repeats: &repeats[start.repeats..end.repeats],
        }
    }
}

/// Holds what was read before an edit against what was read after it.
#[derive(Copy, Clone)]
pub(super) struct Alike<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    pub(super) edit: Edit,
}

fn both<T>(was: Option<T>, is: Option<T>, alike: impl Fn(T, T) -> bool) -> bool {
    match (was, is) {
        (Some(was), Some(is)) => alike(was, is),
        (was, is) => was.is_none() && is.is_none(),
    }
}

impl Alike<'_> {
    /// Whether there are the same quotations, and utterances made up of the same.
    pub(super) fn shape(self, was: Part<'_>, is: Part<'_>) -> bool {
        self.all(was.quotations, is.quotations, Self::quotations)
            && self.all(was.utterances, is.utterances, |_, was, is| was.quotations == is.quotations)
            && was.repeats == is.repeats
    }

    /// Whether the same ones say it.
    pub(super) fn ascribed(self, was: Part<'_>, is: Part<'_>) -> bool {
        self.all(was.voices, is.voices, Self::voices)
    }

    /// Whether all that names somebody does so as it did, by the same words.
    pub(super) fn naming(self, was: Part<'_>, is: Part<'_>) -> bool {
        self.ascribed(was, is)
            && self.all(was.utterances, is.utterances, Self::utterances)
            && self.all(was.through, is.through, |alike, was, is| both(*was, *is, |was, is| alike.mentions(&was, &is)))
            && self.all_mentions((was.mentions, was.reporters), (is.mentions, is.reporters))
            && self.all(was.reporters, is.reporters, |alike, was, is| alike.edit.start(*was) == *is)
    }

    /// Whether, besides, nothing is another but for its place.
    pub(super) fn still(self, was: Part<'_>, is: Part<'_>) -> bool {
        self.all(was.quotations, is.quotations, Self::untouched)
            && self.all(was.utterances, is.utterances, |alike, was, is| {
                alike.words(was.attribution.when, is.attribution.when)
            })
            && self.all(was.problems, is.problems, Self::problems)
    }

    fn all<T>(self, was: &[T], is: &[T], alike: impl Fn(Self, &T, &T) -> bool) -> bool {
        was.len() == is.len() && was.iter().zip(is).all(|(was, is)| alike(self, was, is))
    }

    fn places(self, was: Option<Span>, is: Option<Span>) -> bool {
        both(was, is, |was, is| self.edit.may_be(was, is))
    }

    /// The same words in the same place.
    fn words(self, was: Option<Span>, is: Option<Span>) -> bool {
        both(was, is, |was, is| self.edit.span(was) == is && was.of(self.before) == is.of(self.after))
    }

    fn mentions(self, was: &Mention, is: &Mention) -> bool {
        let bare =
            |mention: &Mention| Mention { span: Span::default(), title: None, head: None, whole: None, ..*mention };
        bare(was) == bare(is)
            && self.words(Some(was.span), Some(is.span))
            && self.words(was.title, is.title)
            && self.words(was.head, is.head)
            && (self.words(was.whole, is.whole) || self.tell_nothing(was, is))
    }

    /// The same mentions, each with where the ones start that report: but for words such as "we", which name nobody unless
    /// they speak.
    fn all_mentions(self, was: (&[Mention], &[usize]), is: (&[Mention], &[usize])) -> bool {
        fn naming<'m>(
            (mentions, reporters): (&'m [Mention], &'m [usize]),
            text: &'m str,
        ) -> impl Iterator<Item = &'m Mention> {
            let speaks = move |mention: &Mention| reporters.contains(&mention.span.start);
            mentions.iter().filter(move |mention| !mention.is_first_or_second_person(text) || speaks(mention))
        }
        let (mut was, mut is) = (naming(was, self.before), naming(is, self.after));
        loop {
            match (was.next(), is.next()) {
                (Some(was), Some(is)) if self.mentions(was, is) => {}
                (was, is) => return was.is_none() && is.is_none(),
            }
        }
    }

    /// Whether the phrases around two names, however far they reach, say of neither who it is.
    fn tell_nothing(self, was: &Mention, is: &Mention) -> bool {
        let lexicon = lexicon::for_names(Language::English);
        let silent = |mention: &Mention, text: &str| {
            let whole = mention.whole.filter(|whole| mention.kind == MentionKind::Name && *whole != mention.span);
            whole.is_some_and(|whole| {
                let mut words = whole.of(text).split(|c: char| !c.is_alphanumeric());
                !words.any(|word| lexicon.class(word).is(Class::PERSON))
            })
        };
        silent(was, self.before) && silent(is, self.after)
    }

    /// The same names, one after the other, each with what says that it is a person's: those who come later may be told by
    /// them.
    pub(super) fn names(self, was: &[Mention], is: &[Mention]) -> bool {
        let names = |mentions: &[Mention], text: &str| {
            let names = mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
            let told = |mention: &Mention| mention.title.is_some() || is_described(mention, text);
            names.map(|mention| (mention.span.of(text).to_owned(), told(mention))).collect::<Vec<_>>()
        };
        names(was, self.before) == names(is, self.after)
    }

    fn quotations(self, was: &Quotation, is: &Quotation) -> bool {
        was.utterance == is.utterance
            && was.parent == is.parent
            && self.edit.may_be(was.span, is.span)
            && self.edit.may_be(was.outer, is.outer)
            && self.all(&was.parts, &is.parts, |alike, was, is| alike.edit.may_be(*was, *is))
    }

    fn utterances(self, was: &Utterance, is: &Utterance) -> bool {
        let Attribution { cue, mention, when, how, .. } = &was.attribution;
        was.quotations == is.quotations
            && self.words(*cue, is.attribution.cue)
            && self.words(*mention, is.attribution.mention)
            && self.places(*when, is.attribution.when)
            && *how == is.attribution.how
    }

    fn voices(self, was: &Voice, is: &Voice) -> bool {
        match (was, is) {
            (Voice::Mention(was), Voice::Mention(is)) => self.mentions(was, is),
            (Voice::Label(was, place), Voice::Label(is, here)) => was == is && self.words(*place, *here),
            (was, is) => was == is,
        }
    }

    /// Whether nothing was typed into words of the text as it is, or at their edge.
    pub(super) fn is_untouched(self, span: Span) -> bool {
        let typed = self.edit.after();
        // Spaces behind a paragraph's last word are no part of it.
        self.edit.is_nothing() || span.end < typed.start || typed.end < span.start
    }

    /// The same words in the same place, of the same kind, and nothing typed at their edge, but in front of the first mark.
    fn untouched(self, was: &Quotation, is: &Quotation) -> bool {
        was.kind == is.kind
            && was.outer.of(self.before) == is.outer.of(self.after)
            && self.edit.span(was.outer) == is.outer
            && self.edit.span(was.span) == is.span
            && is.parts.iter().all(|&part| self.is_untouched(part))
            && self.is_untouched(Span::at(is.outer.end))
            && was.parts.len() == is.parts.len()
    }

    fn problems(self, was: &MarkProblem, is: &MarkProblem) -> bool {
        self.edit.span(was.span) == is.span && was.kind == is.kind && was.instead == is.instead
    }
}

/// The last words of names: by these a bare one is known later.
pub(super) fn surnames<'t>(mentions: &[Mention], text: &'t str) -> Vec<&'t str> {
    mentions.iter().filter(|mention| mention.kind == MentionKind::Name).map(|name| surname(name, text)).collect()
}

/// The last word of a name.
pub(super) fn surname<'t>(name: &Mention, text: &'t str) -> &'t str {
    name.span.of(text).split_whitespace().next_back().unwrap_or_default()
}
