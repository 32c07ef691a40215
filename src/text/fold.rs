//! What counts as the same word.
//!
//! [`tokens`] turns prose into words with keys: two words with one key are the same for a reader, however
//! they are set. Quote marks, dashes and spacing are no part of a key; case, ligatures, spelled-out
//! numerals, spelling variants and abbreviations of titles and months fold together; contractions come
//! apart. Each token keeps the bytes it was read from.

mod in_print;
mod measures;
mod numerals;
mod variants;

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

pub use self::variants::unabbreviated;
use super::Span;
use super::lists::List;

/// One word, or one mark that says words were left out.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Same key, same word.
    pub key: u64,
    /// The bytes it was read from.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, or a sign that is read as one.
    Word,
    /// A number, in figures or spelled out.
    Number,
    /// A word in square or round brackets: `[the minister]`.
    Bracketed,
    /// An ellipsis: words were left out here.
    Cut,
}

/// The words of a range of prose.
pub fn tokens(prose: &str, span: Span) -> Vec<Token> {
    let mut scan =
        Scan { prose, at: span.start, end: span.end, bracket: None, words: Vec::with_capacity(span.len() / 5) };
    scan.run();
    numerals::fold(prose, &scan.words)
}

/// The key of one word that is already in lower case.
pub const fn key(word: &str) -> u64 {
    // FNV-1a: stable, and quick on a handful of bytes.
    let bytes = word.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The key of a whole number, in figures or spelled out.
pub fn number_key(number: u32) -> u64 {
    numerals::Number::of(number, false, Span::at(0)).key()
}

/// The key of an ordinal number, in figures or spelled out.
pub fn ordinal_key(number: u32) -> u64 {
    numerals::Number::of(number, true, Span::at(0)).key()
}

/// A word on its way to a token: what it reads as, and where.
struct Raw<'t> {
    word: Cow<'t, str>,
    span: Span,
    kind: TokenKind,
}

struct Scan<'t> {
    prose: &'t str,
    at: usize,
    end: usize,
    /// Where the open bracket's words end.
    bracket: Option<usize>,
    words: Vec<Raw<'t>>,
}

impl<'t> Scan<'t> {
    fn run(&mut self) {
        while self.at < self.end {
            if let Some(close) = self.bracket.take_if(|close| self.at >= *close)
                && self.at == close
            {
                self.clitic();
                continue;
            }
            // What most bytes begin: a gap, or a word of small letters.
            match self.prose.as_bytes()[self.at] {
                b' ' => {
                    self.at += 1;
                    continue;
                }
                b'a'..=b'z' => {
                    self.word();
                    continue;
                }
                _ => {}
            }
            let Some(c) = self.prose[self.at..self.end].chars().next() else { break };
            match c {
                c if c.is_alphanumeric() => self.word(),
                '.' | '…' => self.dots(),
                '[' | '(' => self.open_bracket(c),
                '%' => self.sign("percent", 1),
                '&' => self.sign("and", 1),
                '$' => self.sign("$", 1),
                '€' => self.sign("€", c.len_utf8()),
                '£' => self.sign("£", c.len_utf8()),
                '°' => self.degrees(),
                '-' | '−' if self.is_minus(c) => self.sign("minus", c.len_utf8()),
                '#' if self.prose[self.at + 1..self.end].starts_with(|c: char| c.is_ascii_digit()) => {
                    self.sign("number", 1);
                }
                _ => self.at += c.len_utf8(),
            }
        }
    }

    /// "[the fog]’s coming": what is glued to a bracket's words was glued to those it stands for.
    fn clitic(&mut self) {
        self.at += 1;
        let rest = &self.prose[self.at.min(self.end)..self.end];
        let Some(apostrophe) = rest.chars().next().filter(|c| APOSTROPHES.contains(c)) else { return };
        let letters: String = rest[apostrophe.len_utf8()..].chars().take_while(|c| c.is_alphabetic()).take(3).collect();
        let written = format!("'{}", letters.to_lowercase());
        let Some((_, reads)) = CLITICS.into_iter().find(|(clitic, _)| *clitic == written) else { return };
        let span = Span::new(self.at, self.at + apostrophe.len_utf8() + letters.len());
        self.words.push(Raw { word: Cow::Borrowed(reads), span, kind: TokenKind::Word });
        self.at = span.end;
    }

    fn kind(&self) -> TokenKind {
        if self.bracket.is_some() { TokenKind::Bracketed } else { TokenKind::Word }
    }

    fn sign(&mut self, word: &'static str, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.words.push(Raw { word: Cow::Borrowed(word), span, kind: self.kind() });
        self.at += len;
    }

    /// A mark in front of a figure, with a gap in front of itself: "-12".
    fn is_minus(&self, mark: char) -> bool {
        let before = self.prose[..self.at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "(\"“‘".contains(c))
            && self.prose[self.at + mark.len_utf8()..self.end].starts_with(|c: char| c.is_ascii_digit())
    }

    /// `°`, `°C`: degrees, and whose.
    fn degrees(&mut self) {
        self.sign("degrees", '°'.len_utf8());
        let rest = &self.prose[self.at..self.end];
        let scale = match rest.chars().next() {
            Some('C') => "celsius",
            Some('F') => "fahrenheit",
            _ => return,
        };
        if !rest[1..].starts_with(char::is_alphanumeric) {
            self.sign(scale, 1);
        }
    }

    /// `…`, `...`, `. . .`: a cut. Fewer than three dots are punctuation.
    fn dots(&mut self) {
        let rest = &self.prose[self.at..self.end];
        let (mut dots, mut end) = (0, 0);
        for (i, c) in rest.char_indices() {
            match c {
                '.' => dots += 1,
                '…' => dots += 3,
                ' ' | '\u{a0}' | '\u{202f}' if dots > 0 => continue,
                _ => break,
            }
            end = i + c.len_utf8();
        }
        if dots >= 3 {
            self.cut(Span::new(self.at, self.at + end));
        }
        self.at += end.max(1);
    }

    fn cut(&mut self, span: Span) {
        match self.words.last_mut() {
            Some(last) if last.kind == TokenKind::Cut => last.span.end = span.end,
            _ => self.words.push(Raw { word: Cow::Borrowed("…"), span, kind: TokenKind::Cut }),
        }
    }

    /// `[W]e` is a word, `[…]` a cut, `[sic]` and `(APPLAUSE)` nothing, `[the minister]` an insertion.
    fn open_bracket(&mut self, open: char) {
        let close = if open == '[' { ']' } else { ')' };
        let inside_from = self.at + 1;
        // A bracket that closes far off, or not at all, opened nothing we would set apart.
        let limit = self.floor((inside_from + 240).min(self.end));
        let Some(len) = self.prose[inside_from..limit].find(close) else {
            self.at += 1;
            return;
        };
        let inside = &self.prose[inside_from..inside_from + len];
        let after = inside_from + len + 1;
        if is_dots(inside) {
            self.cut(Span::new(self.at, after));
            self.at = after;
        } else if is_stage_direction(inside) {
            self.at = after;
        } else if open == '[' && self.is_mended_letter(inside, after) {
            self.word();
        } else {
            self.bracket = Some(inside_from + len);
            self.at += 1;
        }
    }

    fn floor(&self, mut at: usize) -> usize {
        while !self.prose.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// One to three letters in brackets with a word going on behind: `[W]e`, `[Th]ey`.
    fn is_mended_letter(&self, inside: &str, after: usize) -> bool {
        let letters = inside.chars().count();
        letters <= 3
            && inside.chars().all(char::is_alphabetic)
            && self.prose[after..self.end].chars().next().is_some_and(char::is_alphabetic)
    }

    /// Where the word ends that begins here, if it has nothing but small letters behind its first one, as most have.
    fn end_of_plain(&self) -> Option<usize> {
        let from = self.at + usize::from(self.prose.as_bytes()[self.at].is_ascii_uppercase());
        let rest = &self.prose.as_bytes()[from..self.end];
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let plain = match &rest[length..] {
            [] => true,
            // Closing marks and dashes; of what else is no ASCII, some goes on with a word.
            [0xe2, 0x80, 0x93 | 0x94 | 0x9d, ..] => true,
            [next, ..] => {
                next.is_ascii() && !next.is_ascii_alphanumeric() && !matches!(next, b'\'' | b'`' | b'[' | b']')
            }
        };
        (length > 0 && plain).then_some(from + length)
    }

    /// One written word, with the apostrophes, digits' points and mended letters inside it.
    fn word(&mut self) {
        let start = self.at;
        let bytes = self.prose.as_bytes();
        if let Some(end) = self.end_of_plain() {
            self.at = end;
            let kind = self.kind();
            let word = &self.prose[start..end];
            let capital = bytes[start].is_ascii_uppercase();
            let word = if capital { Cow::Owned(word.to_ascii_lowercase()) } else { Cow::Borrowed(word) };
            self.push_plain(word, Span::new(start, end), kind);
            return;
        }
        let digits = bytes[start].is_ascii_digit();
        let mut word = String::new();
        let mut plain = true;
        let mut apostrophe = false;
        let mut iter = self.prose[start..self.end].char_indices().peekable();
        let mut end = start;
        let mut acronym = true;
        while let Some((i, c)) = iter.next() {
            let next = iter.peek().map(|&(_, c)| c);
            match c {
                c if c.is_alphanumeric() => {
                    acronym &= c.is_uppercase() && (i == 0 || bytes[start + i - 1] == b'.');
                    plain &= c.is_ascii();
                    word.push(c);
                }
                // "6'2" are two numbers.
                c if APOSTROPHES.contains(&c) && next.is_some_and(char::is_alphabetic) && !word.is_empty() => {
                    plain &= c == '\'';
                    apostrophe = true;
                    acronym = false;
                    word.push('\'');
                }
                ',' | '.' if digits && next.is_some_and(|n| n.is_ascii_digit()) => word.push(c),
                // U.S., e.g. only capitals, a letter at a time.
                '.' if acronym && (next.is_some_and(char::is_uppercase) || word.len() > 1) => {}
                '[' | ']' if next.is_some_and(char::is_alphabetic) && (c == '[') == (i == 0) => {
                    plain = false;
                    acronym = false;
                }
                // Soft hyphens and zero-width characters come with text pasted from layout programs.
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => plain = false,
                c if unicode_normalization::char::is_combining_mark(c) => {
                    plain = false;
                    word.push(c);
                }
                _ => break,
            }
            end = start + i + c.len_utf8();
        }
        self.at = end.max(start + 1);
        let kind = self.kind();
        let span = Span::new(start, self.at);
        if !plain && !word.is_ascii() {
            word = word.nfkc().filter(|&c| c != '’').collect();
        }
        // The country and the pronoun differ in case alone.
        if word == "US" {
            self.words.push(Raw { word: Cow::Borrowed("u.s"), span, kind });
            return;
        }
        let lower = if word.is_ascii() {
            word.make_ascii_lowercase();
            word
        } else {
            // As Switzerland and capitals have it.
            word.to_lowercase().replace('ß', "ss")
        };
        if apostrophe {
            self.contraction(&lower, span, kind);
        } else {
            self.push_plain(Cow::Owned(lower), span, kind);
        }
    }

    fn push_plain(&mut self, word: Cow<'t, str>, span: Span, kind: TokenKind) {
        if word == "cannot" {
            // Marks that are no letters may stand in it.
            let letters = span.of(self.prose).char_indices().filter(|(_, c)| c.is_alphabetic());
            let middle = letters.map(|(at, _)| span.start + at).nth(3).unwrap_or(span.end);
            self.words.push(Raw { word: Cow::Borrowed("can"), span: Span::new(span.start, middle), kind });
            self.words.push(Raw { word: Cow::Borrowed("not"), span: Span::new(middle, span.end), kind });
            return;
        }
        self.words.push(Raw { word: variants::fold(word), span, kind });
    }

    /// "don't" is *do* and *not*, "we've" *we* and *have*, "wouldn't've" three; an apostrophe inside a name is nothing.
    fn contraction(&mut self, word: &str, span: Span, kind: TokenKind) {
        let cut_off = |(end, reads)| Some((word.strip_suffix(end).filter(|stem| !stem.is_empty())?, end, reads));
        let Some((stem, end, reads)) = CLITICS.into_iter().find_map(cut_off) else {
            self.push_plain(Cow::Owned(word.replace('\'', "")), span, kind);
            return;
        };
        let apostrophe = span.of(self.prose).rfind(APOSTROPHES).map_or(span.end, |at| span.start + at);
        let cut = self.floor((apostrophe - usize::from(end == "n't")).clamp(span.start, span.end));
        let before = Span::new(span.start, cut);
        match (stem, end) {
            ("ca", "n't") => self.push_plain(Cow::Borrowed("can"), before, kind),
            ("wo", "n't") => self.push_plain(Cow::Borrowed("will"), before, kind),
            ("sha", "n't") => self.push_plain(Cow::Borrowed("shall"), before, kind),
            _ => self.contraction(stem, before, kind),
        }
        self.words.push(Raw { word: Cow::Borrowed(reads), span: Span::new(cut, span.end), kind });
    }
}

/// What is glued to the word in front of it, and how it is read.
const CLITICS: [(&str, &str); 7] =
    [("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "'d"), ("'s", "'s")];

/// What stands for a letter that is left out.
const APOSTROPHES: [char; 5] = ['\'', '’', 'ʼ', '`', '‘'];

/// What transcribers write between brackets.
static NOTES: List = List::of(include_str!("../../data/stage-directions.txt"));

fn is_dots(inside: &str) -> bool {
    !inside.is_empty() && inside.chars().all(|c| matches!(c, '.' | '…' | ' ')) && inside.contains(['.', '…'])
}

/// `APPLAUSE`, `laughter`, `sic`: what a transcriber or editor says about the words.
fn is_stage_direction(inside: &str) -> bool {
    let first = inside.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let shouted = inside.chars().filter(|c| c.is_alphabetic()).count() > 4 && !inside.chars().any(char::is_lowercase);
    shouted || NOTES.iter().any(|note| first.eq_ignore_ascii_case(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<u64> {
        tokens(text, Span::new(0, text.len())).iter().map(|token| token.key).collect()
    }

    fn same(a: &str, b: &str) {
        assert_eq!(keys(a), keys(b), "{a:?} and {b:?} should read the same");
    }

    fn differ(a: &str, b: &str) {
        assert_ne!(keys(a), keys(b), "{a:?} and {b:?} should read differently");
    }

    #[test]
    fn what_editing_may_change() {
        same("“We won’t go,” he", "\"we won't go\" he");
        same("a brand-new, big – thing", "A brand new big—thing");
        same("We cannot. We can't.", "we can not, we can not");
        same("[W]e go", "we go");
        same("It cost 25,000", "it cost twenty-five thousand");
        same("75% of it", "75 per cent of it");
        same("$5 million more", "five million dollars more");
        same("$5m more, €2.5bn", "five\nmillion dollars more, 2.5 billion euros");
        same("a hundred, half a million", "100, 500,000");
        same("a hundred and fifty of one thousand two hundred", "150 of 1,200");
        same("two and a half million, one point five", "2.5 million, 1.5");
        same("in the 90s", "in the 1990s");
        same("in the nineteen-nineties, the ’80s", "in the 1990s, the eighties");
        same("two-thirds, one-third, three quarters, one-half", "2/3, 1/3, 3/4, 1/2");
        same("the No. 1 problem, #2", "the number one problem, number two");
        same("on May 3rd, May 25, 3 May, the third of May", "on 3 May, May twenty-fifth, May 3, May 3");
        same("zehn, dreißig, fünfundzwanzig, zweihundert", "10, 30, 25, 200");
        same("4,5 Millionen, 25.000", "4.500.000, fünfundzwanzigtausend");
        same("777777", "siebenhundertsiebenundsiebzigtausendsiebenhundertsiebenundsiebzig");
        // What repeats itself without end is no number, and is not taken apart word by word.
        let long = "eintausend".repeat(20_000);
        assert_eq!(tokens(&long, Span::new(0, long.len())).len(), 1);
        same("die Straße am Fluß", "DIE STRASSE am Fluss");
        same("the labour centre organised", "The labor center organized");
        same("the 3rd time", "the third time");
        same("he is 6’2, in thirty-7 years", "he is six'2, in thirty-seven years");
        same("an unfavourable, eurosceptic view", "an unfavorable, euroskeptic view");
        same("U.S. troops", "US troops");
        same("Sen. Lind in Jan. 2020", "senator Lind in January 2020");
        same("a ﬁne cafe\u{301}", "a fine café");
        same("half past nine, a quarter to ten", "9:30, 9:45");
        same("9.30am, 4pm", "9:30 am, 4 pm");
        same("between 5:00 and 7:00 p.m.", "between 5 and 7 p.m.");
        same("half a percent, half a per cent", "0.5%, 0.5 per cent");
        same("US$5 million, EUR 3", "$5 million, three euros");
        same("a dozen boats, half a dozen", "12 boats, 6");
        same(
            "3 km, 3km, 60 mph, 60km/h",
            "three kilometres, 3 kilometers, sixty miles per hour, 60 kilometres per hour",
        );
        same("it is -12, or −12", "it is minus 12, or minus twelve");
        same("20°, 20°C", "twenty degrees, 20 degrees Celsius");
        same("Mr. Roe", "Mister Roe");
        same(
            "a cheque at the kerb, two storeys, a tyre, mum’s jewellery",
            "a check at the curb, two stories, a tire, mom’s jewelry",
        );
        same("organisational, recognisable, organisationally", "organizational, recognizable, organizationally");
        same("soft\u{ad}ware", "software");
        same("(APPLAUSE) thank you [laughter]", "Thank you");
        same("as he say [sic]", "as he say");
        same("I was (coughs) late", "I was late");
        same("O’Malley's", "o'malley’s");
        same("they shouldn’t’ve", "they should not have");
        same("ca\u{200b}nnot, ca’nnot", "can not, can not");
    }

    #[test]
    fn what_it_may_not() {
        differ("We will go", "We will not go");
        differ("they told us", "they told US");
        differ("15 million", "50 million");
        differ("2:00:15 hours", "2:15 hours");
        differ("he is 6’2", "he is 62");
        differ("one hundred and two hundred", "three hundred");
        differ("a hundred and two thousand", "102 thousand and");
        differ("filling", "filing");
        differ("four", "for");
        differ("on May 3rd", "on May 4");
        differ("2/3", "3/2");
        differ("No one", "number one");
        differ("the 90s", "the 80s");
        differ("may", "must");
        differ("20 million euros. Second, we", "20 million euros. We, second");
        differ("half. A million came", "500,000 came");
        differ("it cost ten dollars. Five of us paid", "it cost ten 5 dollars of us paid");
        differ("a dozen five times", "17 times");
        differ("12 degrees", "-12 degrees");
    }

    #[test]
    fn cuts_and_insertions() {
        use TokenKind::{Bracketed, Cut, Word};

        let text = "We … [the party] will . . . go [...] now...";
        let kinds: Vec<_> = tokens(text, Span::new(0, text.len())).iter().map(|t| (t.kind, t.span.of(text))).collect();
        assert_eq!(
            kinds,
            [
                (Word, "We"),
                (Cut, "…"),
                (Bracketed, "the"),
                (Bracketed, "party"),
                (Word, "will"),
                (Cut, ". . ."),
                (Word, "go"),
                (Cut, "[...]"),
                (Word, "now"),
                (Cut, "...")
            ]
        );
    }

    #[test]
    fn what_is_glued_to_a_bracket() {
        let all = |text: &str| tokens(text, Span::new(0, text.len()));
        assert_eq!(all("[The fog]’s here").last(), all("[The fog]’s here").get(3));
        assert_eq!(all("[they]’ll go")[1].key, key("will"));
        assert_eq!(all("[they]’ll go")[1].kind, TokenKind::Word);
        // A word may go on behind its bracket.
        assert_eq!(all("[the minister]s’ plan").len(), 3);
    }

    #[test]
    fn contractions_keep_their_bytes() {
        let text = "We don’t";
        let spans: Vec<_> = tokens(text, Span::new(0, text.len())).iter().map(|t| t.span.of(text)).collect();
        assert_eq!(spans, ["We", "do", "n’t"]);
        let text = "O’Neill’s crew shouldn’t’ve";
        let spans: Vec<_> = tokens(text, Span::new(0, text.len())).iter().map(|t| t.span.of(text)).collect();
        assert_eq!(spans, ["O’Neill", "’s", "crew", "should", "n’t", "’ve"]);
    }

    /// One way to set the words: `way` picks the gaps, marks, dashes and hyphens that editing may change.
    fn set(words: &[(&str, bool)], ways: &[usize]) -> String {
        let mut text = String::new();
        for (nth, (&(word, dash), &way)) in words.iter().zip(ways).enumerate() {
            let gap = if dash { ["—", " – ", " -- ", " — "] } else { [" ", "\u{a0}", "  ", "\u{202f}\n"] }[way % 4];
            if nth > 0 {
                text.push_str(gap);
            }
            let mut chars = word.chars();
            let first = chars.next().expect("no word is empty");
            let rest = chars.as_str();
            let rest = if way / 4 % 2 == 0 { rest.to_owned() } else { rest.replace('\'', "’") };
            let hyphen = if way / 8 % 2 == 0 || rest.len() < 2 { "" } else { "\u{ad}" };
            let first = if nth == 0 && way / 16 % 2 == 1 { first.to_ascii_uppercase() } else { first };
            let word = format!("{first}{hyphen}{rest}");
            let (open, close) = [("", ""), ("“", "”"), ("\"", "\""), ("«", ",»")][way / 32 % 4];
            text.extend([open, &word, close]);
        }
        text
    }

    proptest::proptest! {
        #[test]
        fn setting_makes_no_other_words(
            words in proptest::collection::vec(
                (proptest::sample::select(vec!["ferry", "don't", "we'll", "nobody", "harbour's", "will", "winter", "not"]), proptest::bool::ANY),
                1..12,
            ),
            ways in proptest::collection::vec(0..128usize, 12),
        ) {
            let (plain, other) = (set(&words, &[0; 12]), set(&words, &ways));
            proptest::prop_assert_eq!(keys(&plain), keys(&other), "{:?} and {:?}", plain, other);
        }

        #[test]
        fn brackets_and_apostrophes_tear_nothing(text in "[a-c é’'\\[\\]()$5.n t\u{ad}]{0,40}") {
            for token in tokens(&text, Span::new(0, text.len())) {
                proptest::prop_assert!(text.get(token.span.range()).is_some());
            }
        }

        #[test]
        fn any_text_yields_ascending_words(text in ".{0,80}") {
            let all = tokens(&text, Span::new(0, text.len()));
            for token in &all {
                proptest::prop_assert!(text.get(token.span.range()).is_some());
            }
            for pair in all.windows(2) {
                proptest::prop_assert!(pair[0].span.start <= pair[1].span.start);
            }
        }
    }
}
