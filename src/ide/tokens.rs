//! What the words of a draft are: quoted, with what verdict; a speaker; a cue.

use crate::check::Checked;
use crate::text::Span;
use crate::verify::Outcome;

/// A stretch of the draft's text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What words are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Quoted, and how that came out.
    Quotation(Standing),
    /// Words that name a speaker.
    Speaker,
    /// The verb or phrase that reports.
    Cue,
}

/// How a quotation came out, as coarse as a colour can tell.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A source bears it out.
    Borne,
    /// There is something to look at.
    Doubtful,
    /// No source has it.
    Unsupported,
    /// It was not held against anything.
    Unchecked,
}

/// The tokens of a draft, in order and without overlap.
pub fn tokens(checked: &Checked) -> Vec<Token> {
    let draft = &checked.draft;
    let mut tokens = Vec::new();
    for verdict in &checked.verdicts {
        let standing = match verdict.outcome {
            Outcome::Exact => Standing::Borne,
            Outcome::Unsupported => Standing::Unsupported,
            Outcome::Unchecked => Standing::Unchecked,
            Outcome::NotSpeech => continue,
            _ => Standing::Doubtful,
        };
        let parts = draft.quotations[verdict.quotation].parts.iter();
        tokens.extend(parts.map(|&part| (part, TokenKind::Quotation(standing))));
    }
    let mentions = draft.speakers.iter().flat_map(|speaker| &speaker.mentions);
    tokens.extend(mentions.map(|&mention| (mention, TokenKind::Speaker)));
    let cues = draft.utterances.iter().filter_map(|utterance| utterance.attribution.cue);
    tokens.extend(cues.map(|cue| (cue, TokenKind::Cue)));
    // Of two that begin together, the longer one: a name inside a quotation is part of it.
    tokens.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    tokens.retain(|(span, _)| {
        let apart = end <= span.start && !span.is_empty();
        end = if apart { span.end } else { end };
        apart
    });
    tokens.into_iter().map(|(span, kind)| Token { span: draft.document.prose.to_text(span), kind }).collect()
}
