//! Words that are written otherwise and are the same: "anti-trust" and "antitrust", "1984" as it is said, an oath that a
//! paper will not print.

use super::passage::Passage;
use super::sides::Sides;
use crate::quotations::language::Language;
use crate::text::fold::{self, Token};
use crate::text::lists::List;
use crate::text::{Span, letters};

/// Whether words of the draft and those of the source that they stand for are one and the same.
pub(super) fn is_one_word(added: &[usize], gone: &[usize], sides: Sides<'_>) -> bool {
    let Sides { draft, prose, passage, .. } = sides;
    if added.is_empty() || gone.is_empty() {
        return false;
    }
    let ours: Vec<Token> = added.iter().map(|&at| draft[at]).collect();
    let theirs: Vec<Token> = gone.iter().map(|&place| passage.tokens[place]).collect();
    has_same_letters(&ours, &theirs, prose, passage)
        || is_nth(&ours, &theirs, prose, passage.language())
        || is_nth(&theirs, &ours, passage.prose(), passage.language())
        || is_year(&ours, &theirs, prose)
        || reaching_over(gone, passage).any(|theirs| is_year(&ours, theirs, prose))
        || is_year(&theirs, &ours, passage.prose())
        || is_clipped((&ours, prose), (&theirs, passage.prose()))
        || is_clipped((&theirs, passage.prose()), (&ours, prose))
        || is_masked((&ours, prose), (&theirs, passage.prose()))
        || is_masked((&theirs, passage.prose()), (&ours, prose))
}

/// Words of the source with one more in front or behind: where a quotation ends with a year, the source's goes on.
fn reaching_over<'p>(gone: &[usize], passage: &'p Passage) -> impl Iterator<Item = &'p [Token]> {
    let (from, to) = (gone[0], gone[gone.len() - 1]);
    [from..to + 2, from.saturating_sub(1)..to + 1].into_iter().filter_map(|range| passage.tokens.get(range))
}

/// "anti-trust" and "antitrust", "Müller" and "Mueller", and in English "cafe" and "café": the same letters.
fn has_same_letters(added: &[Token], gone: &[Token], prose: &str, passage: &Passage) -> bool {
    // No two words of English differ in an accent alone but such as nobody takes for one another.
    let accents_tell = passage.article.reading.language != Language::English;
    // What stands between figures tells: 5.6 is not 56.
    let figures = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let tells = |c: char, word: &str| c.is_alphanumeric() || matches!(c, '.' | ',') && figures(word);
    let spelled = |words: &[Token], text: &str| -> String {
        let letters =
            words.iter().map(|word| word.span.of(text)).flat_map(|it| it.chars().filter(move |&c| tells(c, it)));
        letters.flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (spelled(added, prose), spelled(gone, passage.prose()));
    if a == b || a.is_ascii() && b.is_ascii() {
        return a == b;
    }
    let in_two = |word: &str| {
        let two = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")];
        two.iter().fold(word.to_owned(), |word, (letter, two)| word.replace(letter, two))
    };
    in_two(&a) == in_two(&b) || !accents_tell && letters::plain(&a).eq(letters::plain(&b))
}

/// "3." where others say "dritte": German writes the ordinal with a full stop.
fn is_nth(figure: &[Token], said: &[Token], prose: &str, language: Language) -> bool {
    let ([figure], [said]) = (figure, said) else { return false };
    let number = figure.span.of(prose).parse::<u32>().ok().filter(|_| prose[figure.span.end..].starts_with(". "));
    language == Language::German && number.is_some_and(|number| said.key == fold::ordinal_key(number))
}

/// Whether one figure is the year that others say: "1984", "nineteen eighty-four".
///
/// It is no key of theirs: "nineteen eighty-four" may be a score as well.
fn is_year(figure: &[Token], said: &[Token], prose: &str) -> bool {
    let ([figure], [century, rest @ ..]) = (figure, said) else { return false };
    let Some(year) = figure.span.of(prose).parse::<u32>().ok().filter(|year| (1300..2100).contains(year)) else {
        return false;
    };
    let keys: Vec<u64> = rest.iter().map(|word| word.key).collect();
    let short: &[u64] = if year % 100 < 10 {
        &[fold::key("oh"), fold::number_key(year % 100)]
    } else {
        &[fold::number_key(year % 100)]
    };
    century.key == fold::number_key(year / 100) && keys == short
}

/// "’em" where others write "them": the same word, with an apostrophe for what is not heard.
fn is_clipped((clipped, prose): (&[Token], &str), (whole, theirs): (&[Token], &str)) -> bool {
    const WORDS: [(&str, &str); 6] = [
        ("em", "them"),
        ("til", "until"),
        ("til", "till"),
        ("cause", "because"),
        ("bout", "about"),
        ("round", "around"),
    ];
    let ([clipped], [whole]) = (clipped, whole) else { return false };
    let (word, whole) = (clipped.span.of(prose).to_lowercase(), whole.span.of(theirs).to_lowercase());
    let bare = word.trim_start_matches(['\'', '’', '‘']);
    let marked = bare.len() < word.len() || prose[..clipped.span.start].ends_with(['\'', '’', '‘']);
    marked && WORDS.contains(&(bare, whole.as_str()))
}

/// Whether letters of an oath are masked, and the others are as they stand: "s—t", "f***ing".
fn is_masked((masked, prose): (&[Token], &str), (oath, theirs): (&[Token], &str)) -> bool {
    let ([first, .., last] | [first @ last], [oath]) = (masked, oath) else { return false };
    let oath = oath.span.of(theirs).to_lowercase();
    let behind = prose[last.span.end..].chars().take_while(|c| is_mask(*c)).map(char::len_utf8).sum::<usize>();
    let written = Span::new(first.span.start, last.span.end + behind).of(prose).to_lowercase();
    let (Some(start), Some(end)) = (written.find(is_mask), written.rfind(is_mask)) else { return false };
    let (start, end) = (&written[..start], written[end..].trim_start_matches(is_mask));
    !start.is_empty()
        && start.len() + end.len() < oath.len()
        && oath.starts_with(start)
        && oath.ends_with(end)
        && OATHS.iter().any(|stem| oath.contains(stem))
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '-' | '–' | '—' | '_' | '•')
}

/// Stems of oaths that papers mask.
static OATHS: List = List::of(include_str!("../../data/oaths.txt"));
