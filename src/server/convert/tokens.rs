//! Semantic tokens.

use tower_lsp::lsp_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend,
};

use crate::ide::tokens::{Standing, TokenKind, tokens};
use crate::server::view::View;
use crate::text::Span;

/// Types that every editor has a colour for, and how quotations came out as modifiers of ours.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![SemanticTokenType::STRING, SemanticTokenType::CLASS, SemanticTokenType::KEYWORD],
        token_modifiers: ["exact", "doubtful", "unsupported", "unchecked"].map(SemanticTokenModifier::new).to_vec(),
    }
}

/// The tokens of a draft; each stays on its line, as every editor can take it.
pub fn of(view: &View) -> SemanticTokens {
    let mut data = Vec::new();
    let mut last = Position::default();
    for token in tokens(&view.proof.checked) {
        let (kind, modifiers) = match token.kind {
            TokenKind::Quotation(Standing::Borne) => (0, 1),
            TokenKind::Quotation(Standing::Doubtful) => (0, 2),
            TokenKind::Quotation(Standing::Unsupported) => (0, 4),
            TokenKind::Quotation(Standing::Unchecked) => (0, 8),
            TokenKind::Speaker => (1, 0),
            TokenKind::Cue => (2, 0),
        };
        for line in lines(view, token.span) {
            let Some(range) = view.range(line).filter(|range| range.start >= last) else { continue };
            let delta_line = range.start.line - last.line;
            let delta_start = range.start.character - if delta_line == 0 { last.character } else { 0 };
            let length = range.end.character.saturating_sub(range.start.character);
            data.push(SemanticToken {
                delta_line,
                delta_start,
                length,
                token_type: kind,
                token_modifiers_bitset: modifiers,
            });
            last = range.start;
        }
    }
    SemanticTokens { result_id: None, data }
}

/// A range of the checked text, cut at the ends of lines.
fn lines(view: &View, span: Span) -> Vec<Span> {
    let text = &*view.proof.checked.draft.document.text;
    let mut lines = Vec::new();
    let mut at = span.start;
    for line in span.of(text).split_inclusive(['\n', '\r']) {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.is_empty() {
            lines.push(Span::new(at, at + words.len()));
        }
        at += line.len();
    }
    lines
}
