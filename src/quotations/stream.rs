//! The reporter's own words of a paragraph, each quotation standing as one item among them.

use super::QuotationId;
use super::lexicon::{self, Class, Lexicon};
use crate::text::words::{self, MayEnd, Token, TokenKind};
use crate::text::{Span, particles};

/// A word, a mark of punctuation, or a whole quotation.
#[derive(Copy, Clone, Debug)]
pub struct Item {
    /// Its range of the prose; of a quotation, with its marks.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// What the word is good for.
    pub class: Class,
    /// Begins with a capital letter.
    pub capital: bool,
}

/// What an item is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word; whether it carries a full stop, and may end a sentence with it.
    Word(Option<MayEnd>),
    /// Punctuation, numbers and possessives.
    Sign(TokenKind),
    /// A quotation.
    Quote(QuotationId),
}

/// One paragraph, or the inside of one quotation.
#[derive(Debug, Default)]
pub struct Stream {
    /// In order.
    pub items: Vec<Item>,
    /// The sentences, as ranges of `items`.
    pub sentences: Vec<Span>,
}

impl Item {
    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(_))
    }

    /// Whether it is this sign.
    pub fn is_sign(&self, sign: TokenKind) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether it is a quotation.
    pub fn quote(&self) -> Option<QuotationId> {
        match self.kind {
            Kind::Quote(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it is a word of one of these classes.
    pub fn is(&self, class: Class) -> bool {
        self.class.is(class)
    }
}

impl Stream {
    /// Reads `span` of `text`, where `quotes` stand, in order, as outer ranges.
    pub fn read(
        text: &str,
        span: Span,
        quotes: &[(QuotationId, Span)],
        lexicon: &Lexicon,
        tokens: &mut Vec<Token>,
    ) -> Self {
        let mut items = Vec::with_capacity(span.len() / 5 + 4);
        let mut at = span.start;
        let mut push = |from: usize, to: usize, items: &mut Vec<Item>| {
            tokens.clear();
            words::tokens(text, Span::new(from, to.max(from)), tokens);
            for token in tokens.iter() {
                if ends_on_x(text, token) {
                    let (letter, stop) = (Span::new(token.span.start, token.span.end - 1), token.span.end - 1);
                    items.push(item(text, Token { span: letter, kind: TokenKind::Word }, lexicon));
                    let stop = Span::new(stop, token.span.end);
                    items.push(item(text, Token { span: stop, kind: TokenKind::Stop }, lexicon));
                    continue;
                }
                match contraction(text, token, lexicon) {
                    Some(at) => {
                        let (pronoun, verb) = (Span::new(token.span.start, at), Span::new(at, token.span.end));
                        items.push(item(text, Token { span: pronoun, ..*token }, lexicon));
                        items.push(item(text, Token { span: verb, ..*token }, lexicon));
                    }
                    None => items.push(item(text, *token, lexicon)),
                }
            }
        };
        for &(id, outer) in quotes {
            if outer.start < at {
                continue;
            }
            push(at, outer.start, &mut items);
            items.push(Item { span: outer, kind: Kind::Quote(id), class: Class::default(), capital: false });
            at = outer.end;
        }
        push(at, span.end, &mut items);
        Self { items, sentences: Vec::new() }
    }
}

/// Whether what stands behind a full stop may begin a sentence.
pub fn begins_sentence(next: Option<&Item>) -> bool {
    next.is_none_or(|next| match next.kind {
        Kind::Word(_) => next.capital,
        Kind::Quote(_) | Kind::Sign(TokenKind::Number | TokenKind::Open | TokenKind::Mark) => true,
        Kind::Sign(_) => false,
    })
}

/// Whether the token is the name of a network and the stop of its sentence, no initial: "wrote on X. Lind is …".
fn ends_on_x(text: &str, token: &Token) -> bool {
    token.span.of(text) == "X." && text[..token.span.start].ends_with(" on ")
}

/// Where a pronoun ends that has its verb tied to it: he’d, they’ll.
fn contraction(text: &str, token: &Token, lexicon: &Lexicon) -> Option<usize> {
    let word = token.span.of(text);
    if token.kind != TokenKind::Word || word.len() > 9 {
        return None;
    }
    let at = word.bytes().position(|byte| matches!(byte, b'\'' | 0xE2))?;
    if !word[at..].starts_with(['\'', '’']) {
        return None;
    }
    lexicon.class(&word[..at]).is(Class::SUBJECT).then_some(token.span.start + at)
}

fn item(text: &str, token: Token, lexicon: &Lexicon) -> Item {
    let word = token.span.of(text);
    let kind = match token.kind {
        TokenKind::Word => Kind::Word(None),
        TokenKind::Abbreviation(may_end) => Kind::Word(Some(may_end)),
        sign => Kind::Sign(sign),
    };
    let class = if matches!(kind, Kind::Word(_)) { class_of(word, lexicon) } else { Class::default() };
    Item {
        span: token.span,
        kind,
        class,
        capital: word.starts_with(char::is_uppercase) || particles::is_before_name(word),
    }
}

/// The class of a word; of "co-author" and "ex-mayor" that of what stands behind the hyphen, of "mother-of-two" that of
/// what stands in front, if that is somebody.
fn class_of(word: &str, lexicon: &Lexicon) -> Class {
    const PREFIXES: [&str; 6] = ["co", "ex", "then", "vice", "deputy", "former"];
    // "the US director", "the IT department"
    let own = if matches!(word, "US" | "IT") { Class::default() } else { lexicon.class(word) };
    let capitals = matches!(word.len(), 2 | 3) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if capitals && lexicon::by_letters(&word.to_ascii_lowercase()).is_some() {
        return own | Class::PERSON | Class::TITLE;
    }
    if own != Class::default() {
        return own;
    }
    let Some((first, rest)) = word.split_once('-') else { return own };
    let prefixed = PREFIXES.iter().any(|known| first.eq_ignore_ascii_case(known)).then_some(rest);
    let noun = prefixed.or_else(|| rest.starts_with("of-").then_some(first));
    noun.map(|noun| lexicon.class(noun)).filter(|class| class.is(Class::PERSON)).unwrap_or(own)
}
