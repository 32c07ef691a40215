//! Marks that quote nobody: titles, nicknames, terms.

mod terms;

pub use terms::spoken_of;

use super::NotSpeech;
use super::lexicon::Class;
use super::phrases::Sentence;
use crate::text::lists::List;
use crate::text::words::TokenKind;

const BESIDE: &str = include_str!("../../data/not-speech.txt");

/// Nouns in front of the title of a work.
static WORKS: List = List::group(BESIDE, "work");

/// Words in front of a term that is spoken of.
static TERMS: List = List::group(BESIDE, "term");

/// Between a form of "be" and "called": "is often called".
static OFTEN: List = List::group(BESIDE, "often");

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];

/// Nouns for what a legislature or an army names.
static RULES: List = List::group(BESIDE, "rule");

/// In front of words that are painted or chanted.
static SLOGANS: List = List::group(BESIDE, "slogan");

/// What carries painted words: "placards that read".
static CARRIERS: List = List::group(BESIDE, "carrier");

/// Whether the words before `quote` say that painted words follow: "hold up placards that read", "a sign reading".
pub fn painted(sentence: Sentence<'_>, quote: usize) -> bool {
    quote > 1
        && sentence.any(quote - 1, &["read", "reads", "reading", "saying"])
        && (quote.saturating_sub(3)..quote - 1).any(|at| sentence.any(at, &CARRIERS))
}

/// Whether what follows says which work the quoted words are the title of: "wrote “The Long Quay”, a novel about".
pub fn titled_work(sentence: Sentence<'_>, quote: usize, inner: &str) -> bool {
    let comma = sentence.sign(quote + 1, TokenKind::Comma);
    let article = quote + 1 + usize::from(comma);
    (comma || inner.ends_with(','))
        && sentence.is(article, Class(Class::DETERMINER.0 | Class::INDEFINITE.0))
        && (article + 1..article + 4).any(|at| sentence.any(at, &WORKS))
        && inner.contains(' ')
        && title_case(inner)
        && !inner.ends_with(['!', '?', '.'])
}

/// What the quoted words are when they are no speech, by what stands around them.
///
/// `quote` is the place of the quotation among the items, `inner` its words.
pub fn reason(sentence: Sentence<'_>, quote: usize, inner: &str) -> Option<NotSpeech> {
    let marked = Marked {
        sentence,
        quote,
        inner,
        // Whether it is more than ten is all one.
        words: inner.split_whitespace().take(10).count(),
        titled: title_case(inner),
    };
    marked
        .told_behind()
        .or_else(|| marked.told_by(quote.checked_sub(1)?))
        .or_else(|| marked.is_title().then_some(NotSpeech::Title))
}

/// Words in marks, which may quote nobody.
struct Marked<'a> {
    sentence: Sentence<'a>,
    quote: usize,
    inner: &'a str,
    words: usize,
    /// Whether they are set as a title is.
    titled: bool,
}

impl Marked<'_> {
    /// What they are by themselves and by what stands behind them.
    fn told_behind(&self) -> Option<NotSpeech> {
        let &Self { sentence, quote, inner, words, titled } = self;
        if titled && words > 1 && (names_a_rule(inner) || sentence.any(quote + 1, &RULES)) {
            return Some(NotSpeech::Name);
        }
        if sentence.defined(quote, inner) || words == 1 && sentence.votes(quote) {
            return Some(NotSpeech::Term);
        }
        (words > 1 && sentence.made_by(quote, inner)).then_some(NotSpeech::Title)
    }

    /// What they are by the word in front of them, at `at`.
    fn told_by(&self, at: usize) -> Option<NotSpeech> {
        let sentence = self.sentence;
        let called = || if self.titled { NotSpeech::Title } else { NotSpeech::Term };
        if self.titled && sentence.any(at, &["operation", "project", "mission", "exercise"]) {
            Some(NotSpeech::Name)
        } else if self.is_nickname(at) {
            Some(NotSpeech::Nickname)
        } else if self.is_told(at) {
            Some(NotSpeech::Name)
        } else if self.is_called_the(at) {
            Some(called())
        } else if self.is_slogan(at) {
            Some(NotSpeech::Slogan)
        } else if self.is_term(at) {
            Some(NotSpeech::Term)
        } else if self.is_called(at) {
            Some(called())
        } else {
            self.is_heading(at).then_some(NotSpeech::Title)
        }
    }

    /// "Ana “The Gull” Lind"
    fn is_nickname(&self, at: usize) -> bool {
        self.words <= 3
            && self.sentence.name_word(at)
            && self.sentence.name_word(self.quote + 1)
            && (self.inner.starts_with(char::is_uppercase) || self.inner.starts_with("the "))
            && !self.inner.ends_with(['.', ',', '?', '!'])
    }

    /// "told “Harbour and Home”": whom she told is no speech.
    fn is_told(&self, at: usize) -> bool {
        self.titled
            && self.words > 1
            && self.words <= 5
            && self.sentence.any(at, &["told", "tells", "telling"])
            && !self.inner.ends_with(['!', '?'])
    }

    /// "dubbed “Gate” by all": somebody's words.
    fn is_given_by_somebody(&self) -> bool {
        self.sentence.any(self.quote + 1, &["by"]) && !self.titled
    }

    /// "a blog, called the “Feed,”", not "called her “late”", nor "called the “Gate” by all"
    fn is_called_the(&self, at: usize) -> bool {
        let sentence = self.sentence;
        at > 1
            && sentence.any(at, &["the", "a", "an"])
            && !sentence.any(self.quote + 1, &["by"])
            && sentence.any(at - 1, &["called", "named", "dubbed", "nicknamed", "titled", "entitled"])
            && (sentence.sign(at - 2, TokenKind::Comma) || sentence.any(at - 2, BE))
    }

    /// "is often called “late”", "a boat named “Gull”"
    fn is_called(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let passive = || {
            at > 0
                && (sentence.any(at - 1, BE)
                    || sentence.any(at - 1, &OFTEN)
                    || !sentence.is(at - 1, Class::SUBJECT) && self.titled)
        };
        sentence.any(at, &["called", "named", "dubbed", "titled", "entitled", "branded", "christened"])
            && !self.is_given_by_somebody()
            && (passive() || sentence.indefinite_until(at))
    }

    /// "placards with slogans such as “No Quay”", "the motto “Slow is safe”"
    fn is_slogan(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let such = at > 1 && sentence.any(at, &["as"]) && sentence.any(at - 1, &["such"]);
        such && sentence.any(at - 2, &["slogans", "mottos", "banners", "hashtags", "placards"])
            || sentence.any(at, &SLOGANS) && self.words <= 6
            || self.titled && self.words > 1 && painted(sentence, self.quote)
    }

    /// "the so-called “gate”", "known as “late”"
    fn is_term(&self, at: usize) -> bool {
        let sentence = self.sentence;
        sentence.any(at, &TERMS)
            && self.words <= 8
            && !sentence.given_by(at)
            && sentence.used(at).is_none()
            && !self.is_given_by_somebody()
            || sentence.any(at, &["known", "pronounced"])
            || sentence.any(at, &["as"]) && sentence.known_before(at)
    }

    /// "under the title “In haste”"
    fn is_heading(&self, at: usize) -> bool {
        at > 1
            && self.sentence.any(at, &["title", "name", "heading", "banner", "pseudonym", "alias"])
            && self.sentence.any(at - 2, &["under", "by"])
    }

    /// Whether they are the title of a work, by how they are set and where they stand.
    fn is_title(&self) -> bool {
        let &Self { sentence, quote, inner, words, titled } = self;
        titled_work(sentence, quote, inner)
            || titled && words > 1 && (sentence.seen(quote) || sentence.is_about(quote, inner))
            || titled && !inner.ends_with(['!', '?']) && quote > 0 && self.is_framed(quote - 1)
    }

    /// Whether a title stands behind the word at `at`: "her novel “The Quay”", "on “Quay”".
    fn is_framed(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let work =
            (at.saturating_sub(3)..=at).any(|at| sentence.any(at, &WORKS) && !sentence.sign(at + 1, TokenKind::Comma));
        let possessive = sentence.sign(at, TokenKind::Possessive);
        // "called him the “Great Divider”": a name somebody gives.
        let given =
            || (sentence.is(at, Class::DETERMINER) || sentence.any(at, &["as", "for"])) && named_by_verb(sentence, at);
        work || (self.words >= 2 || possessive || sentence.any(at, &["on", "of", "host", "in"]))
            && !given()
            && (possessive
                || sentence.is(at, Class(Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::CONJUNCTION.0))
                || sentence.tells_which(self.quote)
                || sentence.sign(at, TokenKind::Comma)
                || sentence.name_word(at)
                || sentence.sign(at, TokenKind::Open))
    }
}

impl Sentence<'_> {
    /// "the Orrin Trading Company (“Orrin”, or the “Company”)": what something is called farther on, in brackets.
    fn defined(self, quote: usize, inner: &str) -> bool {
        let lead = (0..quote).rev().take_while(|&at| {
            self.sign(at, TokenKind::Comma)
                || self.any(at, &["the", "or", "collectively", "together", "hereafter", "hereinafter"])
        });
        let open = quote.saturating_sub(1 + lead.count());
        let closed = self.sign(quote + 1, TokenKind::Close) || self.any(quote + 1, &["or"]);
        let short = inner.split_whitespace().nth(2).is_none() && inner.ends_with(char::is_alphanumeric);
        closed && short && title_case(inner) && open > 0 && self.sign(open, TokenKind::Open) && self.name_word(open - 1)
    }

    /// "the famous “Duel at Dawn” race": a name between an article with its adjectives and a noun.
    fn tells_which(self, quote: usize) -> bool {
        let article = (quote.saturating_sub(3)..quote).rev().find(|&at| !self.is_noun(at));
        article.is_some_and(|at| self.any(at, &["a", "an", "the", "this", "that"]))
            && self.is_noun(quote + 1)
            && !self.finite_at(quote + 1)
    }

    /// "voted “no”"
    fn votes(self, quote: usize) -> bool {
        quote > 0
            && self.any(quote - 1, &["vote", "votes", "voted", "voting"])
            && ["yes", "no", "aye", "nay", "yea", "leave", "remain"]
                .iter()
                .any(|word| self.quoted_words(quote).trim_end_matches([',', '.']).eq_ignore_ascii_case(word))
    }

    /// "The whole town saw “The Long Quay”": what is watched or listened to.
    fn seen(self, quote: usize) -> bool {
        static WATCH: List = List::group(BESIDE, "seen");
        quote > 0 && self.any(quote - 1, &WATCH)
    }

    /// "“The Long Quay” tells the story of a ferry": a work that its sentence is about.
    fn is_about(self, quote: usize, inner: &str) -> bool {
        let verb = quote + 1;
        let says = self.is(verb, Class::SPEECH) && (self.name_word(verb + 1) || self.is(verb + 1, Class::SUBJECT));
        quote == 0
            && inner.ends_with(char::is_alphanumeric)
            && self.is(verb + 1, Class::DETERMINER)
            && self.finite_at(verb)
            && !says
    }

    /// "“I Left My Boat”, by the singer Ana Lind": whose work it is.
    fn made_by(self, quote: usize, inner: &str) -> bool {
        let comma = self.sign(quote + 1, TokenKind::Comma);
        let by = quote + 1 + usize::from(comma);
        let apart = comma || inner.ends_with(',');
        let maker = self.name_word(by + 1) || self.is(by + 1, Class::DETERMINER);
        apart
            && self.any(by, &["by"])
            && maker
            && inner.starts_with(char::is_uppercase)
            && !inner.ends_with(['!', '?', '.'])
            && self.link_behind(quote).is_none()
    }

    /// The verb or the possessive by which the noun at `at` stands for a word that somebody uses: "used the term",
    /// "Lind's phrase"; not "refused to use the term".
    pub(super) fn used(self, at: usize) -> Option<usize> {
        if at < 2 || !self.any(at, &["term", "terms", "word", "words", "phrase", "phrases"]) {
            return None;
        }
        if self.sign(at - 1, TokenKind::Possessive) {
            return Some(at - 1);
        }
        let verb = (at - 2).checked_sub(usize::from(self.any(at - 2, &["of"])))?;
        let denied = (verb.saturating_sub(3)..verb).any(|at| {
            self.any(
                at,
                &["not", "never", "without", "from", "stop", "avoid", "avoided", "refused", "refuses", "refuse"],
            ) || self.word(at).ends_with("n't")
                || self.word(at).ends_with("n’t")
        });
        let uses = self.any(verb, &["use", "uses", "used", "using", "prefer", "prefers", "preferred", "repeated"]);
        (uses && !denied).then_some(verb)
    }

    /// Whether a "known" goes on up to "as" at `at`: "known to friends and neighbours as".
    fn known_before(self, at: usize) -> bool {
        let known = (at.saturating_sub(8)..at).rev().take_while(|&at| self.items[at].is_word());
        let known = known.take_while(|&at| !self.finite_at(at)).find(|&at| self.any(at, &["known"]));
        known.is_some_and(|known| known + 2 >= at || self.any(known + 1, &["to", "by", "among", "in", "locally"]))
    }

    /// Whether a thing that was not told of before ends before `at`, and is not what begins the sentence: "lives in a
    /// house", not "A reporter".
    fn indefinite_until(self, at: usize) -> bool {
        let plain = |at: &usize| {
            self.items[*at].is_word() && !self.is(*at, Class(Class::PERSON.0 | Class::GROUP.0)) && !self.name_word(*at)
        };
        let article = (at.saturating_sub(4)..at).rev().take_while(plain).find(|&at| self.any(at, &["a", "an"]));
        article.is_some_and(|article| article + 1 < at && article > 0 && self.items[article - 1].is_word())
    }

    /// Whether the word at `at` is a verb by which somebody gives a name: "what she has dubbed", not "dubbed".
    fn given_by(self, at: usize) -> bool {
        let subject = |at: usize| {
            self.is(at, Class::SUBJECT) || self.name_word(at) || self.is(at, Class(Class::PERSON.0 | Class::GROUP.0))
        };
        let have = at > 0 && self.any(at - 1, &["has", "have", "had"]);
        self.any(at, &["dubbed", "nicknamed", "labeled", "labelled", "named", "renamed"])
            && (have && at > 1 && subject(at - 2) || at > 0 && subject(at - 1))
    }
}

/// Whether quoted words end as the name of a law does: "Clean Harbour Act".
fn names_a_rule(inner: &str) -> bool {
    let last = inner.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(' ').next().unwrap_or_default();
    RULES.iter().any(|rule| last.eq_ignore_ascii_case(rule))
}

/// Whether a verb that gives a name stands shortly before `at`: call, describe, refer to.
fn named_by_verb(sentence: Sentence<'_>, at: usize) -> bool {
    (at.saturating_sub(7)..at).any(|at| {
        sentence.is(at, Class::NAMED) && sentence.verb(at).is_some_and(|form| form != super::verbs::Form::Passive)
    })
}

/// Whether every long word begins with a capital: "The Winter Road".
pub fn title_case(inner: &str) -> bool {
    let mut any = false;
    for word in inner.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = bare.chars().next() else { continue };
        if first.is_uppercase() || first.is_ascii_digit() {
            any = true;
        } else if bare.chars().count() > 3 && !matches!(bare, "with" | "from" | "into" | "over" | "against") || !any {
            return false;
        }
    }
    any
}
