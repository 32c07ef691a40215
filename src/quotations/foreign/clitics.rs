//! Words written as one that are two: l'élu, dit-il, dell'Interno.

use crate::quotations::language::Language;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::quotations::stream::{Item, Kind};
use crate::text::Span;

/// Takes words apart that a language writes together, so that each half is known for what it is.
pub fn split(text: &str, language: Language, lexicon: &Lexicon, items: &mut Vec<Item>) {
    if !matches!(language, Language::French | Language::Italian | Language::Portuguese) {
        return;
    }
    let whole = std::mem::take(items);
    for item in whole {
        match cut(language, lexicon, item.span.of(text), &item) {
            Some((left, right)) => {
                let start = item.span.start;
                let half = |span: Span| {
                    let word = span.of(text);
                    let capital = word.starts_with(char::is_uppercase);
                    Item { span, class: lexicon.class(word), capital, ..item }
                };
                items.push(half(Span::new(start, start + left)));
                items.push(half(Span::new(start + right, item.span.end)));
            }
            None => items.push(item),
        }
    }
}

/// Where the first half ends and the second begins.
fn cut(language: Language, lexicon: &Lexicon, word: &str, item: &Item) -> Option<(usize, usize)> {
    const TURNED: [&str; 9] = ["-il", "-elle", "-ils", "-elles", "-je", "-on", "-nous", "-lhe", "-me"];
    if !matches!(item.kind, Kind::Word(_)) || lexicon.class(word) != Class::default() {
        return None;
    }
    if language != Language::Italian
        && let Some(turned) = TURNED.iter().find(|turned| word.ends_with(**turned))
    {
        let left = word.len() - turned.len();
        let verb = word[..left].strip_suffix("-t").map_or(left, str::len);
        return (verb > 0).then_some((verb, left + 1));
    }
    let (at, mark) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
    let left = at + mark.len_utf8();
    let listed = lexicon.class(&word[..left]) != Class::default();
    (listed && left < word.len() && language != Language::Portuguese).then_some((left, left))
}
