//! Noun phrases of French, Spanish, Italian and Portuguese, where only names have capitals.

use super::phrases::{CLOSED, GIVEN, Phrase, ROLE, Reader, Sort, VERB, letters, loose, plain, sort_of};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::stream::{Item, Kind};
use crate::text::words::TokenKind;

impl Reader<'_> {
    /// Determiner, nouns, adjectives, names, and what "de" joins to them.
    pub(super) fn romance(&self, at: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let determined = sentence.is(at, Class::DETERMINER) && self.small(at);
        let mut end = at;
        // "uno dei due vicini", "uma das moradoras"
        let one = |at: usize| sentence.any(at, &["un", "uno", "una", "um", "uma"]) && self.small(at);
        let of_several = |end: usize| end > at && one(end - 1) && sentence.is(end, Class::OF);
        while end < at + 4 && (sentence.is(end, Class::DETERMINER) || of_several(end)) && self.small(end) {
            end += 1;
        }
        // "uno de ellos", "un de Lind"
        if end > at
            && of_several(end - 1)
            && !sentence.items.get(end).is_some_and(|item| item.is_word() && !item.capital)
        {
            return None;
        }
        let first = end;
        // "Elle le juge", "Paolo Lind lo definisce": a pronoun before its verb.
        let somebody = |at: usize| {
            let named = self.capital(at) && !sentence.is(at, Class(Class::PREPOSITION.0 | Class::AUXILIARY.0));
            sentence.is(at, Class(Class::SUBJECT.0 | Class::REFLEXIVE.0)) || named && !sentence.is(first, ROLE)
        };
        if determined && at > 0 && somebody(at - 1) && sentence.is(first, VERB) {
            return None;
        }
        let role = Class(ROLE.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let noun = sentence.is(first, role) && (determined || !sentence.is(first, VERB));
        let begins = self.capital(first) || noun || sentence.sign(first, TokenKind::Number);
        if !determined && !begins {
            return None;
        }
        while end < at + 16 && self.goes_on(end, first) {
            end += 1;
        }
        while end > first && sentence.is(end - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::OF.0)) {
            end -= 1;
        }
        if end == first {
            let marked = determined && self.named_by_marks(first);
            return marked.then(|| Phrase { start: at, ..plain(first, first + 1, Sort::Body) });
        }
        Some(self.romance_phrase(at, first, end, determined))
    }

    fn goes_on(&self, at: usize, first: usize) -> bool {
        let sentence = self.sentence;
        let Some(item) = sentence.items.get(at) else { return false };
        match item.kind {
            Kind::Sign(TokenKind::Number) => true,
            Kind::Word(_) => {
                let next = at + 1;
                // "aseguró a este diario Ana Lind": a paper bears no name like hers.
                let paper = at > first && sentence.is(at - 1, Class(Class::PAPER.0 | Class::BODY.0));
                if paper && !self.capital(at - 1) && sentence.is(at, GIVEN) && self.capital(next) {
                    return false;
                }
                if self.capital(at) && !self.starts(at) || at == first && item.capital && self.capital(at) {
                    return true;
                }
                if item.is(Class::OF) {
                    return at > first && sentence.items.get(next).is_some_and(Item::is_word);
                }
                if item.is(Class::DETERMINER) {
                    return sentence.is(at - 1, Class(Class::OF.0 | Class::DETERMINER.0)) || at == first;
                }
                if item.is(Class::PARTICLE) && self.capital(at - 1) && self.capital(next) {
                    return true;
                }
                // "les habitants prennent": no plural.
                if at > first && sentence.is(first, Class(Class::PERSON.0 | Class::GROUP.0)) && !self.agrees(first, at)
                {
                    return false;
                }
                if at > first && !self.capital(at) && self.ends_like_a_verb(at) {
                    return false;
                }
                // "La ACL reclama", « la CSM taxe »: behind letters a small word is as likely a verb.
                if at == first + 1 && !self.capital(at) && letters(sentence.word(first)) {
                    return false;
                }
                // "le juge", "la demande": a noun behind its article, whatever else it may be.
                let noun = at == first && at > 0 && sentence.is(at - 1, Class::DETERMINER);
                noun && !item.is(Class(CLOSED.0 & !Class::ADVERB.0))
                    || item.is(ROLE) && !item.is(Class::SPEECH)
                    || !item.is(Class(CLOSED.0 | VERB.0 | Class::WHEN.0 | Class::ACCORDING.0))
            }
            _ => false,
        }
    }

    /// Whether what stands behind a noun may go with it, by its ending: with a noun in the plural, plurals alone.
    fn agrees(&self, noun: usize, at: usize) -> bool {
        let plural = |at: usize| {
            let word = self.sentence.word(at);
            match self.language {
                Language::Italian => word.ends_with(['i', 'e']),
                _ => word.ends_with(['s', 'x', 'z']),
            }
        };
        let several = ["les", "des", "ces", "nos", "los", "las", "os", "as", "gli", "i"];
        let counted = noun > 0 && self.sentence.any(noun - 1, &several);
        let item = &self.sentence.items[at];
        !counted || !plural(noun) || plural(at) || item.capital || item.is(Class(Class::OF.0 | CLOSED.0))
    }

    /// "El alcalde abrió", "les élus quittaient": by its ending a verb, though the lists do not have it.
    fn ends_like_a_verb(&self, at: usize) -> bool {
        let endings: &[&str] = match self.language {
            Language::French => &["aient", "èrent"],
            Language::Spanish => &["ó", "aron", "ieron", "aba", "aban"],
            Language::Italian => &["ò", "arono", "irono", "ava", "avano"],
            Language::Portuguese => &["ou", "iu", "aram", "eram", "iram", "ava", "avam"],
            _ => &[],
        };
        let word = self.sentence.word(at);
        endings.iter().any(|end| word.len() > end.len() + 1 && word.ends_with(end))
    }

    fn romance_phrase(&self, at: usize, first: usize, end: usize, determined: bool) -> Phrase {
        let sentence = self.sentence;
        let office = Class(Class::PERSON.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let titled_by = Class(Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let of = (first..end).find(|&at| sentence.is(at, Class::OF) && !self.particle(at)).unwrap_or(end);
        // "el problema técnico": no engineer; "a proposta socialista".
        let partisan = ["socialista", "comunista", "governista", "oposicionista", "oficialista", "democrata"];
        let endings = ["ico", "ica", "icos", "icas", "ici", "iche", "ique", "iques"];
        let adjective = |at: usize| {
            at > first && (sentence.any(at, &partisan) || endings.iter().any(|end| sentence.word(at).ends_with(end)))
        };
        let head = (first..of).find(|&at| sentence.is(at, ROLE) && !adjective(at)).unwrap_or(first);
        // "il segretario Pd", "le député LR Paul Lind": letters of a party name nobody.
        let letters = |at: usize| at > first && !sentence.is(at - 1, titled_by) && abbreviated(sentence.word(at));
        let capital = |at: usize| self.capital(at) && !sentence.is(at, office) && !letters(at) || self.particle(at);
        // "Juan Pastor": a name, though it is an office.
        let named = |at: usize, from: usize| {
            capital(at)
                || at > from && self.capital(at) && (sentence.is(at - 1, GIVEN) || at == from + 1 && capital(from))
        };
        let inside = |at: usize, from: usize| named(at, from) || self.particle_of_surname(at, from, end);
        let run_from =
            |from: usize| (from..end).take_while(|&at| inside(at, from)).last().map_or(from, |last| last + 1);
        // "el alcalde Juan Orre", "Mme Lind", "Ana Lind"; not "La Comisión"; "la ministra de Sanidad Ana Lind".
        let outright = (first..of).find(|&at| {
            capital(at)
                && (at > first || !determined || sentence.is(at, GIVEN))
                && !(at > first && self.capital(at - 1) && !sentence.is(at - 1, office))
        });
        // "la entrada de Ana Lind": no person.
        let behind = || {
            let named = (of..end).find(|&at| self.full_name(at) && at + 1 < end);
            named.filter(|_| sentence.is(head, Class(ROLE.0 | office.0)))
        };
        let titled = outright.filter(|&at| at == first || sentence.is(head, office) || sentence.is(at - 1, office));
        let bare = |&from: &usize| !(from == first && sentence.is(from, Class(Class::BODY.0 | Class::PAPER.0)));
        let name = titled.filter(bare).or_else(behind).map(|from| (from, run_from(from)));
        let sort = match name {
            Some((from, to)) => {
                let doubtful = to == from + 1 && from == at && self.starts(at) && !sentence.is(from, GIVEN);
                let known = self.names.contains(sentence.word(from));
                if doubtful && !known && loose(sentence.word(from)) { Sort::Doubtful } else { Sort::Name }
            }
            None if determined && self.capital(first) && sort_of(sentence.items[head].class, "") == Sort::Thing => {
                Sort::Body
            }
            None => sort_of(sentence.items[head].class, sentence.word(head)),
        };
        let one_of = first > at + 1 && sentence.is(at + 1, Class::OF) && sort == Sort::Group;
        let sort = if one_of { Sort::Person } else { sort };
        Phrase { start: at, head, name, ..plain(at, end, sort) }
    }

    /// "Ana Orre | de | Sousa", "Ana | de la | Rosa": what joins surnames of somebody with a given name; a body behind it says
    /// where she belongs.
    fn particle_of_surname(&self, at: usize, from: usize, end: usize) -> bool {
        let sentence = self.sentence;
        let article = |at: usize| sentence.any(at, &["la", "las", "los"]) && !sentence.items[at].capital;
        let of = |at: usize| sentence.any(at, &["de", "da", "do", "dos", "das", "di"]) && !sentence.items[at].capital;
        let (first, last) = match at {
            _ if of(at) => (at, if article(at + 1) { at + 1 } else { at }),
            _ if article(at) && at > 0 && of(at - 1) => (at - 1, at),
            _ => return false,
        };
        let body = Class(ROLE.0 | Class::TERM.0 | Class::WORK.0);
        // "Ana do Lindo": behind a given name alone, else of where she is from: "Ana Orre do Porto".
        let place = sentence.any(at, &["do"]) && first != from + 1;
        !place
            && matches!(self.language, Language::Spanish | Language::Portuguese)
            && first > from
            && sentence.is(from, GIVEN)
            && self.capital(first - 1)
            && last + 1 < end
            && self.capital(last + 1)
            && !sentence.is(last + 1, body)
            && !abbreviated(sentence.word(last + 1))
    }

    fn particle(&self, at: usize) -> bool {
        self.sentence.is(at, Class::PARTICLE)
            && at > 0
            && !self.sentence.items[at].capital
            && self.capital(at - 1)
            && self.capital(at + 1)
            && self.sentence.is(at - 1, GIVEN)
    }
}

/// Whether a word is the letters of a body's name: "PSD", "Pd".
fn abbreviated(word: &str) -> bool {
    let vowel = |c: char| "aeiouyàâáãäçéèêëíîïóôõöúùûü".contains(c.to_lowercase().next().unwrap_or(c));
    let capitals = word.chars().all(char::is_uppercase) && word.chars().count() <= 4;
    word.chars().count() > 1 && (capitals || !word.chars().any(vowel))
}
