//! Nouns for what is said and held, and whose that is: "laut Lind", "nach Ansicht von Lind", "Linds Vorwurf, …".

use super::clauses::Clauses;
use super::phrases::{self, Phrase, Sort};
use crate::quotations::How;
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::text::Span;
use crate::text::words::TokenKind;

pub(super) const BE: &[&str] = &["ist", "war", "sei", "wäre", "sind", "waren", "bleibt", "blieb"];
const GO: &[&str] = &["geht", "ging", "gehen", "gingen"];
const HOLD: &[&str] = &["vertritt", "vertrat", "vertreten", "vertraten", "teilt", "teilte", "äußerte", "äußert"];
const COME: &[&str] = &["kam", "kommt", "kamen", "kommen", "gelangte", "gelangt", "gelangten", "gekommen"];
/// What begins the clause that tells what is claimed.
const CONTENT: &[&str] =
    &["que", "qu'", "qu’", "che", "lequel", "laquelle", "cual", "cui", "quale", "qual", "lesquels", "lesquelles"];

impl Clauses<'_> {
    /// Whose the words are that a clause names: "Das Fazit von Lind nach fünf Jahren", "Seine Antwort".
    pub(super) fn saying_of(&self, clause: usize) -> Option<Link> {
        let mut phrases = self.in_clause(clause).filter(|phrase| phrase.preposition.is_none() && !phrase.oblique);
        phrases.find_map(|phrase| {
            let noun = (phrase.start..phrase.core).find(|&at| self.sentence.is(at, Class::SAYING))?;
            self.whose(noun, phrase)
        })
    }

    /// "Lind ist der Ansicht, dass …", "Lind geht davon aus, dass …", "Lind est d'avis que …": a phrase that reports, of the
    /// nearest clause before.
    pub(super) fn holding(&self, quote: usize) -> Option<Link> {
        (0..=self.clause(quote)).rev().find_map(|clause| {
            let (cue, verb) = match self.language {
                Language::German => self.held(clause),
                _ => self.of_opinion(clause),
            }?;
            let subject = self.subject_in(clause, verb)?;
            (subject.sort.speaks() || subject.sort == Sort::Doubtful).then(|| self.told(cue, self.mention(&subject)))
        })
    }

    /// "ist der Ansicht", "vertritt die Auffassung", "kam zu dem Schluss", "geht davon aus": its noun and its verb.
    fn held(&self, clause: usize) -> Option<(usize, usize)> {
        let any = |words: &[&str]| self.items(clause).find(|&at| self.sentence.any(at, words));
        let behind = |at: &usize, words: &[&str]| *at > 0 && self.sentence.any(at - 1, words);
        let opinion = any(&["meinung", "ansicht", "auffassung", "überzeugung", "these"]);
        let finding = any(&["schluss", "ergebnis", "urteil", "fazit", "überzeugung", "auffassung"]);
        let out_of = any(&["davon"]).filter(|_| any(&["aus"]).is_some());
        let with = |noun: Option<usize>, words: &[&str], verbs: &[&str]| {
            Some((noun.filter(|noun| behind(noun, words))?, any(verbs)?))
        };
        with(opinion, &["der"], BE)
            .or_else(|| with(opinion, &["die"], HOLD))
            .or_else(|| with(finding, &["dem", "der", "zum", "zur"], COME))
            .or_else(|| Some((out_of?, any(GO)?)))
    }

    /// "est d'avis", "es de la opinión", "è dell'avviso": its noun and its verb.
    fn of_opinion(&self, clause: usize) -> Option<(usize, usize)> {
        const OPINIONS: &[&str] = &["avis", "opinión", "avviso", "opinione", "opinião"];
        let noun = self.items(clause).find(|&at| self.sentence.any(at, OPINIONS))?;
        let of = |at: usize| self.sentence.is(at, Class(Class::OF.0 | Class::DETERMINER.0));
        let from = (0..noun).rev().take_while(|&at| of(at)).last()?;
        let verb = from.checked_sub(1).filter(|&verb| self.sentence.is(verb, Class::AUXILIARY))?;
        let governs = (from..noun).any(|at| self.sentence.is(at, Class::OF));
        governs.then_some((noun, verb))
    }

    /// "Der Vorwurf von Lind, der Rat sei „…“, überrascht": whose the words of a clause are that tells what is claimed.
    pub(super) fn claimed(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        let begins = self.items(own).start;
        let noun = self.claim_before(begins)?;
        if !self.tells_claim(own) {
            return None;
        }
        let phrase = self.phrases.iter().find(|phrase| phrase.start <= noun && noun < phrase.core)?;
        let ends = |end: usize| (end..begins).all(|at| !self.sentence.items[at].is_word() || self.leads(at));
        // "Linds Satz, die Stadt sei „…“"
        if let Some(owner) = self.reader().owner(phrase).filter(|_| ends(phrase.core)) {
            return Some(self.told(noun, self.mention(&owner)));
        }
        // "Ana Linds Satz, …": no name of three words.
        let genitive = |at: usize| at > phrase.start && self.sentence.word(at).ends_with('s') && noun == at + 1;
        if self.language == Language::German
            && phrase.sort == Sort::Name
            && let Some(last) = noun.checked_sub(1).filter(|&at| genitive(at) && ends(noun + 1))
        {
            let owner = self.reader().capitals(phrase.start, phrase.start, last + 1, false);
            return Some(self.told(noun, self.of_genitive(self.mention(&owner))));
        }
        let owner = self.owner_behind(noun);
        match owner {
            Some(owner) if owner.start == noun + 1 && owner.sort == Sort::Name => {
                ends(owner.end).then(|| self.told(noun, self.of_genitive(self.mention(&owner))))
            }
            Some(owner) => ends(owner.end).then(|| self.told(noun, self.mention(&owner))),
            None => self.whose(noun, phrase).filter(|_| ends(noun + 1)),
        }
    }

    /// The name that a German genitive is of: "Ana Linds".
    fn of_genitive(&self, mention: Mention) -> Mention {
        let cut = usize::from(self.language == Language::German && mention.span.of(self.sentence.text).ends_with('s'));
        let span = Span::new(mention.span.start, mention.span.end - cut);
        Mention { span, whole: mention.whole.map(|whole| if whole == mention.span { span } else { whole }), ..mention }
    }

    /// The claim in the clause that ends before `end`.
    fn claim_before(&self, end: usize) -> Option<usize> {
        let last = (0..end).rev().find(|&at| self.sentence.items[at].is_word() && !self.leads(at))?;
        let clause = self.clause(last);
        self.items(clause)
            .rev()
            .filter(|&at| at <= last)
            .take(10)
            .find(|&at| self.sentence.is(at, Class(Class::CLAIM.0 | Class::SAYING.0)))
    }

    /// Whether a word only leads from a claim to what it says: "selon lequel", "de que".
    fn leads(&self, at: usize) -> bool {
        self.language != Language::German
            && (self.sentence.is(at, Class(Class::ACCORDING.0 | Class::OF.0 | Class::SUBORDINATOR.0))
                || self.sentence.any(at, &["la", "il", "a"]) && self.sentence.is(at - 1, Class::ACCORDING))
    }

    /// Whether a clause may tell what is claimed: "dass …", "wonach …", in the forms of indirect speech, "zu …".
    fn tells_claim(&self, clause: usize) -> bool {
        let Some(first) = self.items(clause).find(|&at| self.sentence.items[at].is_word()) else { return false };
        match self.language {
            Language::German => {
                let that = self.sentence.any(first, &["dass", "daß", "wonach", "ob"]);
                // "man kämpfe": any verb's.
                let told_of = |at: usize| {
                    let word = self.sentence.word(at);
                    at > 0
                        && self.sentence.any(at - 1, &["man", "er", "es"])
                        && word.ends_with('e')
                        && !word.ends_with("te")
                };
                let told = |at: usize| {
                    self.sentence.is(at, Class::SUBJUNCTIVE) || self.sentence.any(at, &["zu"]) || told_of(at)
                };
                that || !self.hangs(clause) && self.items(clause).any(told)
            }
            _ => self.sentence.any(first, CONTENT),
        }
    }

    /// "laut Lind", "nach Angaben der Polizei", "seiner Ansicht nach", "dem Bericht zufolge".
    pub(super) fn according(&self, at: usize) -> Option<Link> {
        let sentence = self.sentence;
        let phrase_at = |start: usize| {
            self.phrases
                .iter()
                .find(|phrase| phrase.preposition.unwrap_or(phrase.start) == start || phrase.start == start)
        };
        let behind = || self.phrases.iter().rev().find(|phrase| phrase.end <= at && at - phrase.end < 2).copied();
        let told = || behind().is_some_and(|phrase| self.telling(&phrase));
        let (cue, phrase) = if sentence.is(at, Class::AFTER) || sentence.any(at, &["nach"]) && told() {
            (at, behind()?)
        } else if sentence.is(at, Class::ACCORDING) {
            // "de acuerdo con", not "el acuerdo con".
            if sentence.any(at, &["acuerdo", "acordo"]) && !(at > 0 && sentence.any(at - 1, &["de"])) {
                return None;
            }
            let mut start = at + 1;
            while sentence.is(start, Class::PREPOSITION) {
                start += 1;
            }
            // "selon lui", "laut ihm"
            if sentence.any(start, &["lui", "elle", "eux", "elles", "ihm", "ihr", "ihnen", "lei", "loro"])
                && sentence.items.get(start + 1).is_none_or(|next| !next.capital)
            {
                let span = sentence.items[start].span;
                return Some(self.told(at, Mention { span, kind: MentionKind::Pronoun, ..Mention::default() }));
            }
            (at, *phrase_at(start)?)
        } else {
            return self.in_the_words_of(at).or_else(|| self.if_it_goes_by(at));
        };
        // "so Lind" names somebody; "so eine Lösung" does not.
        let adverb = sentence.any(at, &["so"]);
        if adverb && !(at > 0 && (sentence.sign(at - 1, TokenKind::Comma) || sentence.items[at - 1].quote().is_some()))
        {
            return None;
        }
        // "so die Kritik der Anwohner": theirs.
        if phrase.sort == Sort::Thing && !self.telling(&phrase) {
            return if adverb { self.whose(phrase.head, &phrase) } else { None };
        }
        // "laut Angaben der Polizei": the police's.
        let telling = (phrase.start..phrase.core).find(|&at| sentence.is(at, Class::SAYING));
        if let Some(link) = telling.and_then(|noun| self.whose(noun, &phrase)) {
            return Some(link);
        }
        // "según sus propias palabras": of whom the sentence tells, else whoever spoke last.
        let own = ["su", "sus", "ses", "sue", "suas"];
        if telling.is_some() && self.language != Language::German && sentence.any(phrase.start, &own) {
            let reader = self.reader();
            let known = |at: usize| reader.capital(at) && self.names.contains(sentence.word(at));
            let named = (0..at).find(|&at| reader.full_name(at) || known(at)).and_then(|at| reader.phrase_at(at));
            if let Some(owner) = named.filter(|phrase| phrase.sort == Sort::Name) {
                return Some(self.told(cue, self.mention(&owner)));
            }
            let cue = Some(sentence.items[cue].span);
            return Some(Link { cue, how: How::Continued, strong: true, ..Link::default() });
        }
        Some(self.told(cue, self.mention(&phrase)))
    }

    fn telling(&self, phrase: &Phrase) -> bool {
        (phrase.start..phrase.core).any(|at| self.sentence.is(at, Class::SAYING))
    }

    /// "Wenn es nach Lind geht, …", "Geht es nach Lind, …".
    fn if_it_goes_by(&self, at: usize) -> Option<Link> {
        let it = at > 0 && self.sentence.any(at, &["nach"]) && self.sentence.any(at - 1, &["es"]);
        let goes = self.items(self.clause(at)).any(|at| self.sentence.any(at, GO));
        let phrase = self.phrases.iter().find(|phrase| phrase.preposition == Some(at)).filter(|_| it && goes)?;
        phrase.sort.speaks().then(|| self.told(at, self.mention(phrase)))
    }

    /// "nach Ansicht von Lind", "nelle parole di Lind", "aux yeux de Lind".
    fn in_the_words_of(&self, at: usize) -> Option<Link> {
        let sentence = self.sentence;
        let before = [
            "nach", "laut", "aus", "gemäß", "in", "en", "aux", "selon", "nelle", "a", "ad", "nas", "na", "no", "au",
            "de",
        ];
        if !sentence.any(at, &before) {
            return None;
        }
        if let Some(phrase) = self.phrases.iter().find(|phrase| phrase.preposition == Some(at)) {
            let noun = (phrase.start..phrase.core).find(|&at| sentence.is(at, Class::SAYING))?;
            return self.whose(noun, phrase);
        }
        // "A juicio de Lind", "aux yeux de Lind": with no article the noun makes no phrase.
        let article = |at: &usize| sentence.is(*at, Class::DETERMINER);
        let noun = at + 1 + (at + 1..at + 3).take_while(article).count();
        let theirs = sentence.is(noun, Class::SAYING) && sentence.is(noun + 1, Class::OF);
        if theirs { self.whose(noun, &phrases::plain(noun, noun + 1, Sort::Thing)) } else { None }
    }

    /// Whose the words, the opinion, the report at `noun` are.
    fn whose(&self, noun: usize, phrase: &Phrase) -> Option<Link> {
        let sentence = self.sentence;
        // "seiner Ansicht nach"; "la", "cette" tell of the noun.
        let owns = |at: &usize| {
            self.language == Language::German
                && sentence.is(*at, Class(Class::HE.0 | Class::SHE.0))
                && !sentence.is(*at, Class::SUBJECT)
                && !sentence.is(*at, Class::PERSON)
        };
        if let Some(own) = (phrase.start..noun).find(owns) {
            let mention = Mention { span: sentence.items[own].span, kind: MentionKind::Pronoun, ..Mention::default() };
            return Some(self.told(noun, mention));
        }
        let owner = self.owner_behind(noun)?;
        Some(self.told(noun, self.mention(&owner)))
    }

    /// The phrase behind the noun at `noun` that names whose it is.
    pub(super) fn owner_behind(&self, noun: usize) -> Option<Phrase> {
        let mut start = noun + 1;
        while self.sentence.is(start, Class::OF) {
            start += 1;
        }
        let owner = self.reader().phrase_at(start).filter(|_| start < self.sentence.items.len())?;
        (owner.sort != Sort::Thing && owner.sort != Sort::Pronoun).then_some(owner)
    }

    pub(super) fn reader(&self) -> phrases::Reader<'_> {
        phrases::Reader { sentence: self.sentence, language: self.language, quote: None, names: self.names }
    }
}
