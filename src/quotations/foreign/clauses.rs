//! A sentence as clauses: where they end, which verbs report in them, and who does what.

use super::names::Names;
use super::phrases::{Phrase, Reader, Sort};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
use crate::text::words::TokenKind;

/// What may report: a verb that does as such.
pub const STRONG: Class = Class(Class::SPEECH.0 | Class::NAMED.0 | Class::STANDS.0);
/// Any verb that may carry a quotation.
pub const VERB: Class = Class(STRONG.0 | Class::WEAK.0);

/// A sentence taken apart.
pub struct Clauses<'a> {
    /// The sentence.
    pub sentence: Sentence<'a>,
    /// Its language.
    pub language: Language,
    /// Words of the names that the document has told so far.
    pub names: &'a Names,
    /// Its phrases, in order.
    pub phrases: Vec<Phrase>,
    /// For each item, the number of its clause.
    of: Vec<usize>,
}

impl<'a> Clauses<'a> {
    /// Takes a sentence apart; `quote` is the quotation that is asked about.
    pub fn read(sentence: Sentence<'a>, language: Language, quote: Option<usize>, names: &'a Names) -> Self {
        let phrases = Reader { sentence, language, quote, names }.phrases();
        let mut inside = vec![false; sentence.items.len()];
        for phrase in &phrases {
            inside[phrase.start..phrase.end.min(sentence.items.len())].fill(true);
        }
        // What stands in brackets interrupts no clause.
        let mut open = None;
        for (at, item) in sentence.items.iter().enumerate() {
            if item.is_sign(TokenKind::Open) {
                open = Some(at);
            } else if item.is_sign(TokenKind::Close)
                && let Some(start) = open.take().filter(|&start| quote.is_none_or(|quote| quote < start || quote > at))
            {
                inside[start..=at].fill(true);
            }
        }
        let mut of = Vec::with_capacity(sentence.items.len());
        let mut clause = 0;
        for (at, item) in sentence.items.iter().enumerate() {
            let mark = [
                TokenKind::Comma,
                TokenKind::Semicolon,
                TokenKind::Colon,
                TokenKind::Dash,
                TokenKind::Open,
                TokenKind::Close,
                TokenKind::Stop,
            ];
            let ordinal = at > 0 && item.is_sign(TokenKind::Stop) && sentence.sign(at - 1, TokenKind::Number);
            let ends = mark.iter().any(|sign| item.is_sign(*sign)) && !inside[at] && !ordinal;
            let begins = language != Language::German && item.is(Class(Class::SUBORDINATOR.0 | Class::RELATIVE.0));
            clause += usize::from(ends || begins);
            of.push(clause);
        }
        Self { sentence, language, names, phrases, of }
    }

    /// The number of the clause that the item at `at` stands in.
    pub fn clause(&self, at: usize) -> usize {
        self.of.get(at).copied().unwrap_or(usize::MAX)
    }

    /// The items of a clause.
    pub fn items(&self, clause: usize) -> std::ops::Range<usize> {
        let start = self.of.partition_point(|&of| of < clause);
        start..self.of.partition_point(|&of| of <= clause)
    }

    /// Whether a verb of `class` stands at `at`: no noun that is spelled the same.
    pub fn verb(&self, at: usize, class: Class) -> bool {
        let Some(item) = self.sentence.items.get(at) else { return false };
        if !item.is(class) || item.capital && at > 0 && self.sentence.items[at - 1].is_word() {
            return false;
        }
        // "wo es viele Leute gibt"
        if self.sentence.any(at, &["gibt", "gab", "gäbe"])
            && self.items(self.clause(at)).any(|at| self.sentence.any(at, &["es"]))
        {
            return false;
        }
        // "Man sehe darin „…“": told, not telling.
        if item.is(Class::SUBJUNCTIVE) && !item.is(STRONG) {
            return false;
        }
        if self.phrases.iter().any(|phrase| phrase.start <= at && at < phrase.core) {
            return false;
        }
        if item.is(Class::STANDS) && !item.is(Class(Class::SPEECH.0 | Class::NAMED.0)) && !self.paper_speaks(at) {
            return false;
        }
        !self.infinitive(at)
    }

    /// "heißt es", "steht in dem Bericht", "se lee": it is a paper's words that follow.
    fn paper_speaks(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let impersonal = sentence.any(at + 1, &["es"])
            || at > 0 && sentence.is(at - 1, Class::REFLEXIVE)
            || sentence.any(at.wrapping_sub(1), &["es"]);
        // "„…“, lautete der Tenor der Anwohner"
        let reads = sentence.any(at, &["lautet", "lautete", "lauteten"]);
        let of = Class(Class::GENITIVE.0 | Class::OF.0);
        let said = |at: usize| reads && sentence.is(at, Class::SAYING) && sentence.is(at + 1, of);
        let paper = |at: usize| self.phrases.iter().any(|phrase| phrase.start == at && phrase.sort == Sort::Paper);
        impersonal || self.items(self.clause(at)).any(|at| paper(at) || said(at))
    }

    /// Whether a clause hangs on another one: "dass der Rat …", "…, die er …".
    pub fn hangs(&self, clause: usize) -> bool {
        // "Während der Sitzung": a preposition as well.
        let governs = |at: usize| self.phrases.iter().any(|phrase| phrase.preposition == Some(at));
        let mut items = self.items(clause).filter(|&at| self.sentence.items[at].is_word());
        items.next().is_some_and(|first| self.sentence.is(first, Class::SUBORDINATOR) && !governs(first))
            || self.relative(clause)
    }

    /// "zu klagen", "die Stadt werde klagen": what is to be done, not done.
    fn infinitive(&self, at: usize) -> bool {
        const MODAL: &[&str] = &[
            "lässt", "liess", "ließ", "ließen", "werde", "wolle", "könne", "müsse", "solle", "dürfe", "werden",
            "wollen", "müssten", "sollten", "könnten",
        ];
        let modal = |at: usize| {
            let clause = self.clause(at);
            self.items(clause).start.max(at.saturating_sub(16))..at
        };
        self.language == Language::German
            && at > 0
            && (self.sentence.any(at - 1, &["zu"])
                || self.sentence.word(at).ends_with("en") && modal(at).any(|at| self.sentence.any(at, MODAL)))
    }

    /// The phrases of a clause.
    pub fn in_clause(&self, clause: usize) -> impl DoubleEndedIterator<Item = &Phrase> + Clone {
        self.phrases.iter().filter(move |phrase| self.clause(phrase.start) == clause)
    }

    /// Whether the verb at `verb` is a passive's participle.
    pub fn passive(&self, verb: usize) -> bool {
        let mut items = self.items(self.clause(verb));
        match self.language {
            Language::German => {
                let auxiliary = items.any(|at| self.sentence.is(at, Class::PASSIVE));
                let word = self.sentence.word(verb);
                auxiliary
                    && (word.contains("ge") || word.ends_with('t') || word.ends_with("en"))
                    && !word.ends_with("te")
            }
            _ => (items.start..verb).rev().take(3).any(|at| self.sentence.is(at, Class::PASSIVE)),
        }
    }

    /// "come ribadito dal sindaco": by whom, behind a participle without a verb of its own.
    pub fn done_by(&self, verb: usize) -> Option<Phrase> {
        let ends = ["ato", "ito", "uto", "etto", "ado", "ido", "é", "ée"];
        let participle = ends.iter().any(|end| self.sentence.word(verb).ends_with(end));
        let alone = verb == 0 || !self.sentence.is(verb - 1, Class(Class::AUXILIARY.0 | Class::ADVERB.0)) || {
            (0..verb)
                .rev()
                .find(|&at| !self.sentence.is(at, Class::ADVERB))
                .is_none_or(|at| !self.sentence.is(at, Class::AUXILIARY))
        };
        let by = |phrase: &&Phrase| {
            let preposition = phrase.preposition.filter(|&at| self.sentence.is(at, Class::AGENT));
            preposition == Some(verb + 1) && phrase.sort.speaks()
        };
        self.phrases.iter().find(by).filter(|_| self.language != Language::German && participle && alone).copied()
    }

    /// By whom it is done, in a clause in the passive.
    pub fn agent(&self, clause: usize) -> Option<&Phrase> {
        let by = |phrase: &&Phrase| {
            phrase.preposition.is_some_and(|preposition| self.sentence.is(preposition, Class::AGENT))
        };
        // "Die Gefahr von Stürmen wurde vom Wetteramt als „…“ eingestuft": the one who can.
        self.in_clause(clause)
            .filter(by)
            .find(|phrase| phrase.sort.speaks())
            .or_else(|| self.in_clause(clause).find(by))
    }

    /// The subject of the verb at `verb`: in its clause, else in the nearest one before.
    pub fn subject(&self, verb: usize) -> Option<Phrase> {
        let own = self.clause(verb);
        if let Some(phrase) = self.who_goes_on(verb).or_else(|| self.of_relative(verb)) {
            return Some(phrase);
        }
        // "Lind, die Bürgermeisterin, kritisierte die Pläne": behind a verb at the head of its clause may stand its object.
        let beside = self.subject_in(own, verb);
        let leads = own > 0 && self.items(own).find(|&at| self.sentence.items[at].is_word()) == Some(verb);
        let object = |phrase: &Phrase| {
            leads && !self.quotes_alone(own - 1) && matches!(phrase.sort, Sort::Thing | Sort::Doubtful)
        };
        if let Some(phrase) = beside.filter(|phrase| !object(phrase)) {
            return Some(phrase);
        }
        let bare = own > 0 && self.items(own).take_while(|&at| at < verb).all(|at| self.leading(at));
        let mut clause = own;
        // "…, der sagte", "Lind kam, sah und sagte"
        while clause > 0 && own - clause < 3 {
            clause -= 1;
            // "Lind, der 200 Leute führt, sagte": what stands between is about her.
            let aside = if beside.is_some() {
                self.hangs(clause)
            } else {
                clause > 0 && (self.relative(clause) || bare && self.parenthetic(clause))
            };
            if self.items(clause).is_empty() || aside {
                continue;
            }
            let relative = clause + 1 == own && self.relative(own);
            let found = if relative {
                self.in_clause(clause)
                    .next_back()
                    .copied()
                    .filter(|phrase| phrase.sort.speaks() || phrase.sort == Sort::Paper)
            } else {
                None
            };
            let subject = found.or_else(|| self.subject_in(clause, verb));
            if let Some(phrase) =
                subject.filter(|phrase| beside.is_none() || matches!(phrase.sort, Sort::Name | Sort::Person))
            {
                return Some(phrase);
            }
        }
        beside
    }

    /// What may stand between the head of a clause and its verb, so that its subject must stand elsewhere.
    fn leading(&self, at: usize) -> bool {
        !self.sentence.items[at].is_word() && self.sentence.items[at].quote().is_none() || self.light(at)
    }

    /// Whether a clause is nothing but a quotation: behind "„…“, schrieb die Akademie" stands no object.
    fn quotes_alone(&self, clause: usize) -> bool {
        let mut items = self.items(clause).map(|at| &self.sentence.items[at]);
        items.clone().all(|item| !item.is_word()) && items.any(|item| item.quote().is_some())
    }

    /// Whether a clause behind whoever can speak says something of them: "Lind, die Paul Orre vertritt, sagte".
    fn parenthetic(&self, clause: usize) -> bool {
        let sentence = self.sentence;
        let items = self.items(clause);
        let Some(first) = items.clone().find(|&at| sentence.items[at].is_word()) else { return false };
        let comma = first.checked_sub(1).filter(|&comma| sentence.sign(comma, TokenKind::Comma));
        let of_whom = self.phrases.iter().find(|phrase| comma.is_some_and(|comma| phrase.end == comma));
        if !of_whom.is_some_and(|phrase| phrase.sort.speaks() && phrase.preposition.is_none()) {
            return false;
        }
        let last = items.clone().next_back().unwrap_or(first);
        let named = |at: usize| self.phrases.iter().any(|phrase| phrase.start <= at && at < phrase.core);
        let verb_last = sentence.items[last].is_word() && !sentence.items[last].capital && !named(last);
        let acts = |at: usize| sentence.is(at, Class(VERB.0 | Class::AUXILIARY.0)) && !named(at);
        match self.language {
            // "Lind, Leiterin der Werft und Ingenieurin, sagte"
            Language::German if !items.clone().any(acts) && !verb_last => {
                self.in_clause(clause).all(|phrase| phrase.sort != Sort::Name)
            }
            Language::German => sentence.is(first, Class::RELATIVE) && verb_last,
            _ => sentence.is(first, Class(Class::RELATIVE.0 | Class::SUBORDINATOR.0)),
        }
    }

    /// Whether the clause begins with a relative pronoun.
    pub fn relative(&self, clause: usize) -> bool {
        let first = self.items(clause).find(|&at| self.sentence.items[at].is_word());
        first.is_some_and(|first| {
            // "Lind, dessen Partei zustimmt, …"
            let whose = self.sentence.any(first, &["dessen", "deren"]) && clause > 0;
            whose
                || self.sentence.is(first, Class::RELATIVE) && !self.phrases.iter().any(|phrase| phrase.start == first)
        })
    }

    /// The phrase of a clause that can best be the subject of the verb at `verb`.
    pub fn subject_in(&self, clause: usize, verb: usize) -> Option<Phrase> {
        let best = self
            .in_clause(clause)
            .filter(|phrase| phrase.preposition.is_none() && !phrase.oblique)
            .map(|phrase| (self.weight(phrase, verb), phrase))
            .max_by_key(|(weight, phrase)| (*weight, std::cmp::Reverse(phrase.start.abs_diff(verb))))?;
        (best.0 > 0).then_some(*best.1)
    }

    /// How well a phrase fits as the subject of the verb at `verb`.
    fn weight(&self, phrase: &Phrase, verb: usize) -> i32 {
        let sort = match phrase.sort {
            Sort::Pronoun if self.may_be_object(phrase) => 30,
            Sort::Pronoun => 60,
            Sort::Name | Sort::Person | Sort::Group => 50,
            Sort::Body => 40,
            Sort::Paper => 25,
            Sort::Doubtful => 22,
            Sort::Thing => 10,
        };
        let verb_known = self.sentence.is(verb, Class(VERB.0 | Class::AUXILIARY.0));
        let finite = self.finite(verb);
        let behind = phrase.start > finite && (finite + 1..phrase.start).all(|at| self.light(at));
        let before = phrase.end <= finite && (phrase.end..finite).all(|at| self.light(at));
        let beside = match (before, behind) {
            // "nannte ihn", "nannte die Absage": the thing named stands right behind the verb.
            (false, true) if finite == verb && self.sentence.is(verb, Class::NAMED) => -10,
            (false, false) => 0,
            _ => 15,
        };
        let order = match self.language {
            // What stands first and right before the verb is the subject, unless the form of another says so.
            Language::German if before && phrase.sort != Sort::Thing => 16,
            Language::German => i32::from(self.sentence.any(phrase.start, &["der", "er", "ein"])) * 6,
            _ => i32::from(phrase.end <= verb || behind) * 15,
        };
        // What may be any noun is taken only where its place says so.
        if beside == 0 && matches!(phrase.sort, Sort::Doubtful | Sort::Thing) && verb_known {
            return 0;
        }
        sort + beside + order
    }

    /// Where the word stands beside which a subject is to be found: in German the verb may be last, "hat Lind Orre gerügt".
    fn finite(&self, verb: usize) -> usize {
        if self.language != Language::German {
            return verb;
        }
        let clause = self.clause(verb);
        let named = |at: usize| self.phrases.iter().any(|phrase| phrase.start <= at && at < phrase.core);
        let mut before = self.items(clause).start..verb;
        let first = before.clone().find(|&at| self.sentence.items[at].is_word());
        // "Während der Pause sagte Lind": no clause of its own.
        let governs = |at: usize| self.phrases.iter().any(|phrase| phrase.preposition == Some(at));
        let conjunction = |at: usize| self.sentence.is(at, Class::SUBORDINATOR) && !named(at) && !governs(at);
        first
            .filter(|&first| first < verb && conjunction(first))
            .or_else(|| before.find(|&at| self.sentence.is(at, Class::AUXILIARY) && !named(at)))
            .unwrap_or(verb)
    }

    /// "weil Lind sie „…“ nannte", "Lind kam und nannte sie „…“": a form that may be the object is one right behind whoever
    /// may be the subject, and behind a verb that has a subject before it.
    fn may_be_object(&self, pronoun: &Phrase) -> bool {
        let called = pronoun.start > 0 && self.sentence.is(pronoun.start - 1, Class::NAMED);
        let own = self.clause(pronoun.start);
        self.language == Language::German
            && self.sentence.any(pronoun.start, &["sie", "diese"])
            && self.phrases.iter().any(|phrase| {
                let before = phrase.end == pronoun.start
                    || called && phrase.end < pronoun.start && self.clause(phrase.start) == own;
                before && phrase.preposition.is_none() && !phrase.oblique && phrase.sort.speaks()
            })
    }

    fn light(&self, at: usize) -> bool {
        let light = Class(
            Class::ADVERB.0
                | Class::REFLEXIVE.0
                | Class::AUXILIARY.0
                | Class::OBJECT.0
                | Class::CONJUNCTION.0
                | Class::PASSIVE.0,
        );
        self.sentence.is(at, light) || self.sentence.sign(at, TokenKind::Comma)
    }
}
