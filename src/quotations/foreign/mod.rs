//! Cue and mention in German, French, Spanish, Italian and Portuguese.
//!
//! A sentence is taken apart into phrases and clauses. The quotation belongs to the subject of the verb
//! that reports it: the one right behind, the one of its own clause, the nearest one before, the one at the end.

mod appositions;
mod as_told;
mod claims;
mod clauses;
mod clitics;
mod dashes;
mod inverted;
mod lexicon;
mod looking_back;
mod names;
mod not_speech;
mod phrases;
mod relatives;
mod romance;
mod scan;
mod shared_subjects;

pub use clitics::split;
pub use dashes::{breaking_in, dialogue, goes_on};
pub use lexicon::lexicon;
pub use looking_back::{given_out, looks_back};
pub use names::Names;
pub use not_speech::{characterised, nominal, reason};
pub use scan::{scan, topic};

use super::How;
use super::attribution::Link;
use super::language::Language;
use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use crate::text::Span;
use crate::text::words::{self, TokenKind};
use clauses::{Clauses, STRONG, VERB};
use phrases::{Phrase, Sort};

/// The attribution of the quotation at `quote`. One without a mention goes on with whoever spoke last.
pub fn link(sentence: Sentence<'_>, quote: usize, language: Language, names: &Names) -> Option<Link> {
    let clauses = Clauses::read(sentence, language, Some(quote), names);
    // "…: „…“, weiter hieß es": whom the words in front name goes before whoever spoke last.
    let colon = quote > 0 && sentence.sign(quote - 1, TokenKind::Colon);
    clauses
        .set_against(quote)
        .or_else(|| clauses.claimed(quote))
        .or_else(|| clauses.with_words(quote))
        .or_else(|| clauses.stems(quote))
        .or_else(|| clauses.gapped(quote))
        .or_else(|| clauses.closing_verb(quote))
        .or_else(|| clauses.behind(quote, STRONG).map(|link| clauses.in_front(quote, &link)))
        .filter(|link| link.mention.is_some() || !colon)
        .or_else(|| clauses.holding(quote).filter(|_| clauses.is_that(quote)))
        .or_else(|| clauses.turned(quote))
        .or_else(|| clauses.as_told_behind(quote))
        .or_else(|| clauses.beside(quote))
        .or_else(|| clauses.within(quote))
        .or_else(|| clauses.before(quote))
        .or_else(|| clauses.holding(quote))
        .or_else(|| clauses.behind(quote, VERB))
        .or_else(|| clauses.any_verb(quote))
        .or_else(|| clauses.points_back(quote + 1))
        .or_else(|| clauses.at_end(quote))
        .or_else(|| clauses.in_the_eyes_of(quote))
        .or_else(|| clauses.indirect(quote))
        .or_else(|| clauses.about(quote))
        .or_else(|| clauses.opening(quote))
}

/// Who a sentence without quotations reports.
pub fn reports(sentence: Sentence<'_>, language: Language, names: &Names) -> Option<Mention> {
    let clauses = Clauses::read(sentence, language, None, names);
    (0..sentence.items.len())
        .filter(|&at| !clauses.tells_a_story(at))
        .find_map(|at| {
            let link = clauses.according(at).or_else(|| clauses.of_verb(at, STRONG));
            link.filter(|link| link.mention.is_some())
        })
        .or_else(|| clauses.holding(sentence.items.len().checked_sub(1)?))
        .and_then(|link| link.mention)
}

/// What is spoken, not written: "hieß es in der Rede" tells of no paper but of who gave it.
const SPOKEN: &[&str] = &["rede", "ansprache", "interview", "gespräch", "vortrag", "predigt", "konferenz"];

impl Clauses<'_> {
    /// "La obra cuenta la historia de Ana Lind": a work says nothing.
    fn tells_a_story(&self, verb: usize) -> bool {
        const TELL: &[&str] = &["erzähl", "schilder", "racont", "cuent", "cont", "narr", "relat"];
        let tells = TELL.iter().any(|stem| self.sentence.word(verb).starts_with(stem));
        let work =
            |phrase: Phrase| self.sentence.is(phrase.head, Class::WORK) && !self.sentence.is(phrase.head, Class::BODY);
        tells && self.verb(verb, STRONG) && self.subject(verb).is_some_and(work)
    }

    /// "Lind („Wir bleiben“)", "und Ana Lind: „Wir bleiben“": whose words stand behind a name without a verb.
    fn beside(&self, quote: usize) -> Option<Link> {
        let sign = quote.checked_sub(1)?;
        let bracketed = self.sentence.sign(sign, TokenKind::Open) && self.sentence.sign(quote + 1, TokenKind::Close);
        let colon = self.sentence.sign(sign, TokenKind::Colon);
        let named = |phrase: &&Phrase| phrase.end == sign && phrase.name.is_some_and(|(_, end)| end == phrase.core);
        let phrase = self.phrases.iter().find(named)?;
        let joins = |at: usize| !self.sentence.items[at].is_word() || self.sentence.is(at, Class::CONJUNCTION);
        let alone = self.items(self.clause(phrase.start)).all(|at| at >= phrase.start || joins(at));
        // What may be any noun says nothing from the middle of a clause.
        let bracketed = bracketed && (phrase.sort != Sort::Doubtful || alone);
        (bracketed || colon && alone && phrase.preposition.is_none()).then(|| Link {
            mention: Some(self.mention(phrase)),
            how: How::Label,
            ..Link::default()
        })
    }

    /// The verb or "according to" of the clause that the quotation stands in.
    fn within(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        // « exige « l'arrêt » avant le « sommet » proposé par Lind »: of the one that it stands behind.
        let beside_another = |at: usize| {
            let other = at.checked_sub(1).filter(|&before| before != quote);
            other.is_some_and(|before| self.sentence.items[before].quote().is_some()) && self.done_by(at).is_some()
        };
        let mut verbs: Vec<usize> = self
            .items(own)
            .filter(|&at| self.verb(at, VERB) && !self.told_of_thing(at) && !beside_another(at))
            .collect();
        verbs.sort_by_key(|&at| (!self.verb(at, STRONG), at.abs_diff(quote)));
        let strong = verbs.iter().find(|&&at| self.verb(at, STRONG)).and_then(|&at| self.of_verb(at, VERB));
        strong
            .filter(|link| link.mention.is_some())
            .or_else(|| self.items(own).find_map(|at| self.according(at)))
            .or_else(|| self.as_told(own))
            .or_else(|| if self.hangs(own) { self.before(quote) } else { None })
            .or_else(|| verbs.into_iter().find_map(|at| self.of_verb(at, VERB)).filter(|link| link.mention.is_some()))
    }

    /// "Die Aktion erinnere „…“": what somebody told of a thing, whatever the verb says elsewhere.
    fn told_of_thing(&self, verb: usize) -> bool {
        let word = self.sentence.word(verb);
        let told = self.language == Language::German && word.ends_with('e') && !word.ends_with("te");
        told && self.subject(verb).is_some_and(|subject| matches!(subject.sort, Sort::Thing | Sort::Doubtful))
    }

    /// The nearest clause before that reports.
    fn before(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        // "…, sagte Lind" behind a clause of its own goes before what the sentence began with.
        let turned = self.at_end(quote).filter(|_| {
            let next = self.items(own + 1).find(|&at| self.sentence.items[at].is_word());
            next.is_some_and(|next| self.verb(next, STRONG) || self.sentence.is(next, Class::ACCORDING))
        });
        // "Während der Rat schweigt, zählt Lind mehr auf: „…“": whoever stands right before the colon, by whatever verb.
        let main = |clause: usize| {
            let speaker = self.who_speaks(clause, quote).filter(|phrase| phrase.preposition.is_none());
            let somebody = speaker.is_some_and(|phrase| matches!(phrase.sort, Sort::Name | Sort::Person));
            self.language == Language::German
                && clause + 1 == own
                && self.sentence.sign(self.items(own).start, TokenKind::Colon)
                && somebody
                && !self.hangs(clause)
                && clause.checked_sub(1).is_some_and(|before| self.hangs(before))
        };
        turned.or_else(|| {
            (0..own).rev().take_while(|&clause| clause + 1 == own || !main(own - 1)).find_map(|clause| {
                let items = self.items(clause);
                let strong = items.clone().rev().find_map(|at| self.of_verb(at, STRONG));
                // "Hablando del barco, el alcalde fue tajante: «…»", "si bien se pensaba que …"
                let opens = |at: usize| {
                    at == 0 && self.sentence.word(at).ends_with("ndo")
                        || at > 0 && self.sentence.any(at - 1, &["se", "si"]) && self.language != Language::German
                };
                strong.or_else(|| items.rev().filter(|&at| !opens(at)).find_map(|at| self.of_verb(at, VERB)))
            })
        })
    }

    /// “…” …, sagte Lind.
    fn at_end(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        (quote + 1..self.sentence.items.len())
            .filter(|&at| self.clause(at) > own)
            .find_map(|at| self.according(at).or_else(|| self.of_verb(at, STRONG)))
    }

    /// "Für Lind ist das „…“", « Pour Lind, … ».
    fn in_the_eyes_of(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        // "Für Lind ist klar: „…“"
        let colon = quote > 1 && self.sentence.sign(quote - 1, TokenKind::Colon);
        let clause = match self.language {
            Language::German if colon => self.clause(quote - 2),
            Language::German => own,
            _ => own.min(self.clause(0)),
        };
        let first = self.items(clause).find(|&at| self.sentence.items[at].is_word())?;
        let phrase = self.in_clause(clause).next().filter(|phrase| {
            phrase
                .preposition
                .is_some_and(|at| at <= first + 1 && self.sentence.any(at, &["für", "pour", "para", "per"]))
                && matches!(phrase.sort, Sort::Name | Sort::Person | Sort::Group | Sort::Body)
        })?;
        // "Für Lind liegt der Fall auf der Hand: „…“"
        let judges = self.language != Language::German
            || self.items(clause).any(|at| self.sentence.any(at, claims::BE))
            || colon && self.who_speaks(clause, quote).is_none();
        phrase.preposition.filter(|_| judges).map(|cue| self.told(cue, self.mention(phrase)))
    }

    /// "Der Plan sei „…“": indirect speech of whoever spoke last.
    fn indirect(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        let colon = quote > 1 && self.sentence.sign(quote - 1, TokenKind::Colon);
        let clause = if colon { self.clause(quote - 2) } else { own };
        let told = match self.language {
            Language::German => (0..self.sentence.items.len()).any(|at| self.sentence.is(at, Class::SUBJUNCTIVE)),
            _ => !colon && self.items(clause).any(|at| self.sentence.is(at, Class::SUBJUNCTIVE)),
        };
        told.then(|| Link { how: How::Continued, ..Link::default() })
    }

    /// The subject of the clause, where it can speak: "Er blieb gelassen: „…“".
    fn about(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        let colon = self.sentence.sign(quote.wrapping_sub(1), TokenKind::Colon);
        let clause = if colon { self.clause(quote.checked_sub(2)?) } else { own };
        if let Some(link) = self.saying_of(clause).filter(|_| colon) {
            return Some(link);
        }
        let of = |phrase: &Phrase| Link { mention: Some(self.mention(phrase)), how: How::Clause, ..Link::default() };
        if let Some(phrase) = self.giver(clause).filter(|_| colon) {
            return Some(of(&phrase));
        }
        if colon {
            // "Lind war sauer, weil Orre fehlte: „…“", "Lind, die das Heim leitet, atmet auf: „…“"
            let mut main = (0..=clause).rev().filter(|&clause| !self.hangs(clause) && !self.adds(clause));
            let pronoun = || self.who_speaks(clause, quote).filter(|phrase| phrase.sort == Sort::Pronoun);
            let speaks = main.find_map(|clause| self.who_speaks(clause, quote));
            return speaks.or_else(pronoun).or_else(|| self.with_whom(clause)).as_ref().map(of);
        }
        // "Es gibt Leute, die „…“ nicht mögen": told of them, not by them.
        self.who_speaks(clause, quote).filter(|_| !self.relative(own)).as_ref().map(of)
    }

    /// "Bei Lind überwog der Ärger: „…“", « C'est le choc pour Lind : « … » »
    fn with_whom(&self, clause: usize) -> Option<Phrase> {
        let first = self.items(clause).find(|&at| self.sentence.items[at].is_word())?;
        let last = self.items(clause).end;
        let with = |phrase: &Phrase, at: usize| {
            let front = at == first && self.sentence.any(at, &["bei", "chez"]);
            front || phrase.end == last && self.sentence.any(at, &["pour", "para", "per"])
        };
        let named = |phrase: &&Phrase| {
            phrase.sort == Sort::Name && phrase.preposition.is_some_and(|preposition| with(phrase, preposition))
        };
        self.in_clause(clause).find(named).copied()
    }

    /// Whether a clause behind another only says what somebody is: "…, Fischer in dritter Generation, …".
    fn adds(&self, clause: usize) -> bool {
        let mut items = self.items(clause);
        let first = items.clone().find(|&at| self.sentence.items[at].is_word());
        let noun = first.is_some_and(|first| {
            self.phrases
                .iter()
                .any(|phrase| phrase.start == first && phrase.head == first && phrase.sort == Sort::Person)
        });
        clause > 0 && noun && !items.any(|at| self.sentence.is(at, Class(VERB.0 | Class::AUXILIARY.0)))
    }

    /// The subject of a clause, where it can speak.
    fn who_speaks(&self, clause: usize, quote: usize) -> Option<Phrase> {
        let verb = self.items(clause).find(|&at| self.sentence.is(at, Class(Class::AUXILIARY.0 | VERB.0)));
        self.subject_in(clause, verb.unwrap_or(quote)).filter(|phrase| phrase.sort.speaks())
    }

    /// "Laut Lind ist der Bau, den viele wollten, „…“ verlaufen": what the sentence begins with holds to its end.
    fn opening(&self, quote: usize) -> Option<Link> {
        let begins = self.sentence.is(0, Class::ACCORDING) && quote > 0;
        let parted = (0..quote).any(|at| self.sentence.sign(at, TokenKind::Comma));
        if begins && parted { self.according(0) } else { None }
    }

    /// Whether the quotation stands in a clause that begins with "dass".
    pub(super) fn is_that(&self, quote: usize) -> bool {
        let first = self.items(self.clause(quote)).find(|&at| self.sentence.items[at].is_word());
        first.is_some_and(|first| self.sentence.any(first, &["dass", "daß"]))
    }

    /// From whom something comes: "Lob bekam Lind vom Rat", "Kritik kam von Lind".
    fn giver(&self, clause: usize) -> Option<Phrase> {
        const GET: &[&str] =
            &["bekommt", "bekam", "bekamen", "erhält", "erhielt", "erhielten", "erntet", "erntete", "kommt", "kam"];
        let verb = self.items(clause).find(|&at| self.sentence.any(at, GET))?;
        let reader =
            phrases::Reader { sentence: self.sentence, language: self.language, quote: None, names: self.names };
        self.items(clause)
            .filter(|&at| at > verb && self.sentence.any(at, &["von", "vom"]))
            .find_map(|at| reader.phrase_at(at).filter(|phrase| phrase.sort.speaks()))
    }

    /// The attribution by the verb at `at`.
    pub(super) fn of_verb(&self, at: usize, class: Class) -> Option<Link> {
        if !self.verb(at, class) {
            return None;
        }
        let clause = self.clause(at);
        let is = |class: Class| self.sentence.is(at, class);
        let speaker = if is(Class::STANDS) && !is(Class::SPEECH) {
            let says = ["lautet", "lautete", "lauteten"];
            let reads = self.sentence.any(at, &says);
            if let Some(link) = self.saying_of(clause).filter(|_| reads) {
                return Some(link);
            }
            let named = reads.then(|| self.subject_in(clause, at)).flatten();
            let spoken = |phrase: &&Phrase| {
                let head = self.sentence.word(phrase.head).to_lowercase();
                phrase.sort == Sort::Paper && SPOKEN.iter().any(|word| head.ends_with(word))
            };
            // "In der Stadt heißt es": there, not by the town.
            let place = |phrase: &&Phrase| {
                phrase.preposition.is_some_and(|at| self.sentence.any(at, &["in", "im"]))
                    && self.sentence.any(phrase.head, &["stadt", "land", "kreis", "staat", "region", "gemeinde"])
            };
            let papers = self.in_clause(clause);
            let papers = papers.filter(|phrase| phrase.sort != Sort::Thing && !spoken(phrase) && !place(phrase));
            named.or_else(|| {
                papers.max_by_key(|phrase| (phrase.sort == Sort::Paper, std::cmp::Reverse(phrase.start))).copied()
            })
        } else if is(Class::OF_OBJECT) {
            let passive = self.passive(at);
            let mut persons = self.in_clause(clause).filter(|phrase| {
                phrase.preposition.is_none()
                    && (passive || !matches!(phrase.sort, Sort::Body | Sort::Paper | Sort::Thing))
            });
            persons.next_back().copied()
        } else if self.passive(at) {
            Some(*self.agent(clause)?)
        } else if let Some(agent) = self.done_by(at) {
            Some(agent)
        } else {
            // "acusando o presidente de “…”": what stands behind it is its object.
            let object = |phrase: &Phrase| {
                self.language != Language::German && self.sentence.word(at).ends_with("ndo") && phrase.start > at
            };
            let own = || self.subject(at).filter(|phrase| self.may_say(phrase, at) && !object(phrase));
            self.shared_subject(at).or_else(own)
        };
        Some(Link {
            cue: Some(self.sentence.items[at].span),
            mention: speaker.map(|phrase| self.mention(&phrase)),
            how: if speaker.is_some() { How::Cue } else { How::Continued },
            strong: is(STRONG),
            ..Link::default()
        })
    }

    pub(super) fn told(&self, cue: usize, mention: Mention) -> Link {
        let cue = Some(self.sentence.items[cue].span);
        Link { cue, mention: Some(mention), how: How::Cue, strong: true, ..Link::default() }
    }

    /// The mention that a phrase makes.
    pub(super) fn mention(&self, phrase: &Phrase) -> Mention {
        mention(self.sentence, phrase)
    }
}

/// Words without the full stop that ends their paragraph, where the last of them is like a shortened one: "o ministro do Mar."
fn without_stop(text: &str, words: Span, last: Span) -> Span {
    let ends = text[words.end..].chars().find(|c| !matches!(c, ' ' | '\u{a0}')).is_none_or(|c| c == '\n');
    let name = last.of(text).strip_suffix('.').filter(|word| word.len() > 2 && !word.contains('.'));
    let stopped = ends && name.is_some_and(|name| name.starts_with(char::is_uppercase));
    Span::new(words.start, words.end - usize::from(stopped))
}

/// The mention that a phrase makes: of a name the name, else the pronoun or the whole role.
fn mention(sentence: Sentence<'_>, phrase: &Phrase) -> Mention {
    let text = sentence.text;
    let span = |from: usize, to: usize| {
        let words = Span::new(sentence.items[from].span.start, sentence.items[to - 1].span.end);
        let words = without_stop(text, words, sentence.items[to - 1].span);
        // The marks of a name in marks are no part of it.
        let lead = words.of(text).len() - words.of(text).trim_start_matches(words::is_mark).len();
        let bare = words.of(text).trim_end_matches(words::is_mark).len();
        if sentence.items[from].quote().is_some() { Span::new(words.start + lead, words.start + bare) } else { words }
    };
    let end = phrase.end.min(sentence.items.len());
    let comma = end > phrase.core && sentence.sign(end - 1, TokenKind::Comma);
    let whole = Some(span(phrase.start, end - usize::from(comma)));
    match (phrase.sort, phrase.name) {
        (Sort::Pronoun, _) => {
            Mention { span: span(phrase.start, phrase.core), kind: MentionKind::Pronoun, ..Mention::default() }
        }
        (_, Some((from, to))) => {
            let determined = sentence.is(phrase.start, Class::DETERMINER);
            let first = phrase.owner.map_or(phrase.start + usize::from(determined), |(_, owner)| owner + 1);
            let upto = if from > phrase.core { phrase.core } else { from };
            let title = (first < upto).then(|| span(first, upto));
            Mention { span: span(from, to), title, whole, kind: MentionKind::Name, ..Mention::default() }
        }
        _ => Mention {
            span: span(phrase.start, phrase.core),
            whole,
            head: Some(sentence.items[phrase.head].span),
            kind: MentionKind::Role,
            ..Mention::default()
        },
    }
}
