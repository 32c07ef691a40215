//! `QUO104`: a comma on the wrong side.

use rustc_hash::FxHashMap;

use super::{Context, Edit, Finding, Rule, mending, pairs};
use crate::quotations::language::Language;
use crate::quotations::not_speech::title_case;
use crate::quotations::{Quotation, QuotationKind};
use crate::settings::Punctuation;
use crate::text::Span;
use crate::text::words::is_mark;

declare_rule! {
    /// A comma or a full stop stands on the wrong side of a closing mark for the house's style.
    ///
    /// ## What it flags
    ///
    /// Nothing until the settings say which style is the house's.
    /// With `punctuation = "us"`: a comma or a full stop behind a closing mark, where American papers put it in front.
    /// With `punctuation = "uk"`: a comma or a full stop in front of the mark that closes part of a sentence, and a full
    /// stop behind the mark that closes a whole one.
    /// With either: a semicolon or a colon in front of the mark that closes part of a sentence.
    ///
    /// ## Why it matters
    ///
    /// Readers of one paper should not find both ways on one page.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// punctuation = "us"
    /// //- draft story.md
    /// “We will keep it open”, Mara Teller said, and promised “a long winter”.
    ///                      ^^ QUO104 the comma belongs inside
    ///                                                                      ^^ QUO104 the full stop belongs inside
    /// ```
    ///
    /// In the British style, a full stop or comma stays outside unless it belongs to what was said:
    ///
    /// ```fixture
    /// //- settings
    /// punctuation = "uk"
    /// //- draft story.md
    /// “We will keep it open,” Mara Teller said, and promised “a long winter.”
    ///                                                                      ^^ QUO104 the full stop belongs outside
    /// ```
    ///
    /// ## Fix
    ///
    /// Put it on the other side. Safe: no word changes.
    ///
    /// ## Limits
    ///
    /// Only in English. In the British style, the comma in front of *she said* is left alone: papers differ there.
    MisplacedPunctuation { code: "QUO104", name: "misplaced-punctuation", severity: Warning }
}

impl Rule for MisplacedPunctuation {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let Some(style) = cx.settings.punctuation else { return };
        if cx.draft.language != Language::English {
            return;
        }
        let ends = cx.draft.quotations.iter().map(|quotation| (quotation.outer.end, quotation.span.end)).collect();
        for quotation in &cx.draft.quotations {
            let Some(close) = pairs::closing(cx.draft.document.prose.text(), quotation) else { continue };
            let outside = outside(cx, &ends, close);
            let misplaced = match style {
                Punctuation::Us => outside,
                Punctuation::Uk => outside.filter(|it| it.mark == '.' && is_sentence(cx, quotation)),
            };
            let misplaced = misplaced.or_else(|| inside(cx, quotation, close, style));
            found.extend(misplaced.map(|misplaced| misplaced.finding(cx)));
        }
    }
}

/// A sign that stands on one side of a mark and belongs on the other.
struct Misplaced {
    mark: char,
    at: Span,
    to: usize,
}

/// A comma or a full stop right behind the outermost of the marks that close together, which belongs in front of all.
///
/// `ends` leads from where quotations end to where their words do.
fn outside(cx: &Context<'_>, ends: &FxHashMap<usize, usize>, close: Span) -> Option<Misplaced> {
    let prose = cx.draft.document.prose.text();
    let behind = &prose[close.end..];
    let mark = behind.chars().next().filter(|c| matches!(c, ',' | '.'))?;
    // Not "...", not the point of a number or of a file's name.
    let ends_here =
        behind[1..].chars().next().is_none_or(|c| c.is_whitespace() || is_mark(c) || matches!(c, ')' | ']'));
    let mut to = close.start;
    while let Some(&inner) = ends.get(&to).filter(|&&inner| inner < to) {
        to = inner;
    }
    let closed = prose[..to].ends_with([',', '.', '!', '?', '…', ';', ':', '—', '–']);
    (ends_here && !closed && !is_length(&prose[..to])).then_some(Misplaced {
        mark,
        at: Span::new(close.end, close.end + 1),
        to,
    })
}

/// 6’2”: the mark may mean inches.
fn is_length(words: &str) -> bool {
    let feet = words.trim_end_matches(|c: char| c.is_ascii_digit());
    feet.len() < words.len() && feet.ends_with(['’', '\''])
}

/// A sign right in front of the closing mark of a part of a sentence, which belongs behind it.
fn inside(cx: &Context<'_>, quotation: &Quotation, close: Span, style: Punctuation) -> Option<Misplaced> {
    let prose = cx.draft.document.prose.text();
    let words = &prose[quotation.span.start..close.start];
    let mark = words.chars().next_back()?;
    let moves = match style {
        Punctuation::Us => matches!(mark, ';' | ':'),
        Punctuation::Uk => matches!(mark, ';' | ':' | ',' | '.'),
    };
    let cut_short = words.ends_with("..") || abbreviated(words);
    let more = prose[close.end..].starts_with([',', '.', ';', ':', '?', '!']);
    (moves && !cut_short && !more && is_part(cx, quotation)).then_some(Misplaced {
        mark,
        at: Span::new(close.start - 1, close.start),
        to: close.end,
    })
}

/// "the U.S.", "Acme Inc.": the full stop is the word's own.
fn abbreviated(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or(words);
    last.ends_with('.') && (last[..last.len() - 1].contains('.') || last.chars().count() <= 3)
}

/// Whether the quoted words are woven into the writer's own sentence, which goes on or ends with them.
fn is_part(cx: &Context<'_>, quotation: &Quotation) -> bool {
    let utterance = &cx.draft.utterances[quotation.utterance];
    let first = utterance.quotations.first().is_none_or(|&id| cx.draft.quotations[id].span == quotation.span);
    let named_behind = utterance.attribution.cue.or(utterance.attribution.mention).is_some_and(|said| {
        // The comma in front of "she said" stands for the full stop of what was said.
        said.start >= quotation.outer.end
    });
    let woven = match quotation.kind {
        QuotationKind::Fragment => cx.words(quotation.span).starts_with(char::is_lowercase) && first && !named_behind,
        QuotationKind::NotSpeech(_) => is_phrase(cx.words(quotation.span)),
        QuotationKind::Speech | QuotationKind::Block => false,
    };
    woven && quotation.parts.len() == 1
}

/// A term or a title, not a sentence that somebody might say.
fn is_phrase(words: &str) -> bool {
    let inner = words.trim_end_matches(['.', ',', ';', ':']);
    !inner.contains(['.', '!', '?']) && (inner.starts_with(char::is_lowercase) || title_case(inner))
}

/// Whether what is quoted is a whole sentence, from its capital on, that the writer's words lead up to.
fn is_sentence(cx: &Context<'_>, quotation: &Quotation) -> bool {
    quotation.kind == QuotationKind::Speech
        && cx.words(quotation.span).starts_with(char::is_uppercase)
        && is_led_up_to(cx.draft.document.prose.text(), quotation)
}

fn is_led_up_to(prose: &str, quotation: &Quotation) -> bool {
    prose[..quotation.outer.start].trim_end().ends_with([':', ','])
}

/// All that the rule reads of what stands around a quotation.
pub(super) fn beside<'t>(prose: &'t str, quotation: &Quotation) -> (bool, &'t str) {
    let behind = &prose[quotation.outer.end..];
    let two = behind.char_indices().nth(2).map_or(behind, |(end, _)| &behind[..end]);
    (is_led_up_to(prose, quotation), two)
}

impl Misplaced {
    fn finding(self, cx: &Context<'_>) -> Finding {
        let sign = match self.mark {
            ',' => "comma",
            '.' => "full stop",
            ';' => "semicolon",
            _ => "colon",
        };
        let side = if self.to < self.at.start { "inside" } else { "outside" };
        let span = self.at.join(Span::at(self.to));
        let message = format!("the {sign} belongs {side} the closing mark in this house's style");
        let mut finding = cx.finding(&MisplacedPunctuation::META, span, message);
        let removed = mending::replace(cx, format!("Put the {sign} {side}"), self.at, "", true);
        finding.fixes.extend(removed.map(|mut fix| {
            let before = cx.draft.document.prose.text()[..self.to].chars().next_back().map_or(0, char::len_utf8);
            let to = cx.text(Span::new(self.to - before, self.to)).end;
            fix.edits.push(Edit { span: Span::at(to), text: self.mark.to_string() });
            fix.edits.sort_by_key(|edit| edit.span);
            fix
        }));
        finding
    }
}
