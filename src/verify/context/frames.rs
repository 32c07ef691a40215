//! Words in front of a clause, or behind it, by which it is no claim of who says it: "they say that", "I doubt that".

use crate::quotations::language::Language;
use crate::quotations::lexicon::{self as spoken, Class as Spoken};
use crate::text::lists::List;
use crate::text::{Span, fold};
use crate::verify::judge::Held;
use crate::verify::lexicon::{self, Class, Frame};
use crate::verify::passage::Passage;

const AROUND: &str = include_str!("../../../data/meaning/clauses.txt");

/// Words that frame a clause are no more.
const FRAME: usize = 10;
/// And those that say whose claim it is.
const CLAIMED: usize = 7;
/// What joins such words to the clause.
const JOINS: &[&str] = &["that", "whether", "if", "how", "dass", "ob", "que", "che"];
/// What leaves open whether the clause behind it holds.
const OPEN: &[&str] = &["whether", "ob"];
/// Behind these begins a clause that can stand alone.
const AND: &[&str] = &["and", "but", "so", "or", "und", "aber"];
/// Who others are without a name.
const OTHERS: &[&str] = &["they", "he", "she", "everybody", "everyone", "some", "somebody", "someone", "people"];
/// Who speaks.
const OWN: &[&str] = &["i", "we", "you"];
/// What stands between "that" and the clause and makes no difference.
static ADVERBS: List = List::group(AROUND, "adverb");
/// How much somebody hopes.
static HOW_MUCH: List = List::group(AROUND, "degree");
/// What is done to a claim by nobody who is named, and what may stand in front of it: "it has often been suggested".
static CLAIMED_BY_NOBODY: List = List::group(AROUND, "claimed");
/// What has to be said is what the speaker says.
const MUST: &[&str] = &["must", "should", "to", "can"];
const BEEN: &[&str] = &["is", "was", "be", "been", "being", "'s", "’s"];
/// Of which there is none where a clause is denied: "I get no sense from the panel that".
static SIGNS: List = List::group(AROUND, "sign");
/// Who does so to an idea has it himself.
static AGREE: List = List::group(AROUND, "agree");
/// What does no more than hint at a clause.
static SUGGEST: List = List::group(AROUND, "suggest");
/// Whom one is told something.
const TOLD: &[&str] = &["us", "me", "you", "him", "her", "them"];

/// Whether words of the passage, right in front of a clause, say that others claim it, or that the speaker does not:
/// "they say that", "some of my critics told me", "I wouldn't say", "I doubt whether".
pub(super) fn is_no_claim(held: &Held, words: &[usize]) -> bool {
    let frame = Words { held, words }.without_adverb();
    let joined = frame.last_is(JOINS);
    if frame.last_is(OPEN) {
        return true;
    }
    let lead = if joined { frame.without_last() } else { frame };
    let frame = lead.clause();
    if frame.words.is_empty() {
        return false;
    }
    if joined && (frame.is_claim_of_nobody() || frame.is_claimed_by_nobody()) || lead.is_passed_on(joined) {
        return true;
    }
    if frame.words.len() > FRAME || frame.ends(Frame::Affirmed).is_some() {
        return false;
    }
    if let Some(doubt) = frame.ends(Frame::Doubt) {
        return !Words { words: &frame.words[..frame.words.len() - doubt], ..frame }.negates();
    }
    if frame.suggests() || joined && frame.negates() && frame.has_sign() {
        return true;
    }
    if frame.words.len() > CLAIMED {
        return false;
    }
    let language = held.passage.language();
    frame.is_of_others() || frame.negates() && (frame.is_told() || joined && language != Language::English)
}

/// Of a long sentence in front of a clause no more than its last clause is told, which frames it.
pub(super) fn shown(held: &Held, words: &[usize], lead: Span) -> Span {
    let clause = Words { held, words }.clause();
    let first = clause.words.first().filter(|_| words.len() > FRAME + 1 && clause.words.len() > 2);
    first.map_or(lead, |&first| Span::new(held.passage.tokens[first].span.start, lead.end))
}

/// The words of the passage, right in front of others, that deny these: "not", "far from".
pub(super) fn denial(held: &Held, words: &[usize]) -> Option<Span> {
    let (&last, tokens) = (words.last()?, &held.passage.tokens);
    let is_denied = |at: usize| lexicon::class_in(tokens[at].key, held.passage.language()).is_some_and(Class::denies);
    let denied = || {
        let clause = Words { held, words }.clause();
        // "It never fails to | open" affirms it.
        let twice = |&count: &usize| count < words.len() && is_denied(words[words.len() - count - 1]);
        clause.ends(Frame::Denied).filter(|count| !twice(count))
    };
    let count = if is_denied(last) { Some(1) } else { denied() }?;
    Some(tokens[words[words.len() - count]].span.join(tokens[last].span))
}

/// The words of the passage, right in front of a clause, that leave open whether it holds: "perhaps", "I hope that"; or, where
/// the clause is `exact`, say no more than that the speaker thinks so.
pub(super) fn hedge(held: &Held, words: &[usize], exact: bool) -> Option<Span> {
    let frame = Words { held, words };
    let frame = if frame.last_is(&["that", "que", "dass"]) { frame.without_last() } else { frame }.clause();
    let is_all = |frame: &Words<'_>, kind: Frame| frame.ends(kind) == Some(frame.words.len());
    let plain = frame.plain();
    let plain = Words { words: &plain, ..frame };
    // "Angeblich hat | der Rat zugestimmt"
    let verb_second = || held.passage.language() == Language::German && frame.words.len() == 2;
    let (&first, &last) = (frame.words.first()?, words.last()?);
    let tokens = &held.passage.tokens;
    let hedges = !plain.words.is_empty() && is_all(&plain, Frame::Hedge)
        || exact && is_all(&frame, Frame::Opinion)
        || verb_second() && is_all(&frame.without_last(), Frame::Hedge);
    hedges.then(|| tokens[first].span.join(tokens[last].span))
}

/// Whether words of the passage, right in front of those of whom a clause says something, keep it from being said of all of
/// them: "some of the".
pub(super) fn is_share(held: &Held, words: &[usize]) -> bool {
    let frame = Words { held, words }.clause();
    let Some(share) = frame.ends(Frame::Share) else { return false };
    // "We can tell that some | people …"
    let led_by = Words { words: &frame.words[..frame.words.len() - share], ..frame };
    led_by.words.is_empty() || led_by.last_is(JOINS)
}

/// Whether words right behind a clause say that others claim it: "…, they say", "or so the pilot tells us".
pub(super) fn is_others_claim(held: &Held, words: &[usize]) -> bool {
    let frame = Words { held, words };
    let led =
        frame.words.iter().take(3).take_while(|&&at| ["or", "so", "at", "least"].contains(&&*frame.word(at))).count();
    let clause = Words { words: &frame.words[led..], ..frame }.up_to_a_stop();
    !clause.words.is_empty() && clause.words.len() <= CLAIMED && clause.is_of_others()
}

/// What a contraction's end stands for where a clause is framed: "it's possible that", "I'd say".
fn written_out(key: u64) -> u64 {
    const ENDS: [(u64, u64); 2] = [(fold::key("'s"), fold::key("is")), (fold::key("'d"), fold::key("would"))];
    ENDS.iter().find(|&&(end, _)| end == key).map_or(key, |&(_, whole)| whole)
}

/// Some words of a passage.
#[derive(Copy, Clone)]
struct Words<'h> {
    held: &'h Held,
    words: &'h [usize],
}

impl Words<'_> {
    fn word(&self, at: usize) -> String {
        self.held.passage.word(at).to_lowercase()
    }

    fn is(&self, at: usize, those: &[&str]) -> bool {
        those.contains(&&*self.word(at))
    }

    fn last_is(&self, those: &[&str]) -> bool {
        self.words.last().is_some_and(|&at| self.is(at, those))
    }

    fn without_last(self) -> Self {
        Self { words: &self.words[..self.words.len() - 1], ..self }
    }

    /// Without the adverb behind the word that joins them to a clause.
    fn without_adverb(self) -> Self {
        let before = self.words.len().checked_sub(2);
        let joined = before.is_some_and(|before| self.is(self.words[before], JOINS));
        if joined && self.last_is(&ADVERBS) { self.without_last() } else { self }
    }

    /// Whether nothing but spaces stands between two words.
    fn is_gap(&self, before: usize, at: usize) -> bool {
        let tokens = &self.held.passage.tokens;
        let (from, to) = (tokens[before].span.end, tokens[at].span.start);
        from >= to || {
            let between = &self.held.passage.prose()[from..to];
            between == "-" || between.chars().all(char::is_whitespace)
        }
    }

    /// The last clause of them.
    fn clause(self) -> Self {
        let begins = |n: &usize| {
            let at = self.words[*n];
            *n > 0 && (!self.is_gap(self.words[n - 1], at) || self.is(self.words[n - 1], AND))
        };
        let from = (0..self.words.len()).rev().find(begins).unwrap_or(0);
        let from = from + usize::from(self.words.get(from).is_some_and(|&at| self.is(at, AND)));
        Self { words: &self.words[from..], ..self }
    }

    /// Those in front of the first mark.
    fn up_to_a_stop(self) -> Self {
        let end = (1..self.words.len()).find(|&n| !self.is_gap(self.words[n - 1], self.words[n]));
        Self { words: &self.words[..end.unwrap_or(self.words.len())], ..self }
    }

    /// Of how many of these words a phrase that frames a clause consists, if they end in one.
    fn ends(&self, frame: Frame) -> Option<usize> {
        let keys: Vec<u64> = self.words.iter().map(|&at| written_out(self.held.passage.tokens[at].key)).collect();
        lexicon::ends_in(&keys, frame)
    }

    /// Without what tells how much: "I very much hope", "it is our sincere hope".
    fn plain(&self) -> Vec<usize> {
        self.words.iter().copied().filter(|&at| !self.is(at, &HOW_MUCH)).collect()
    }

    fn negates(&self) -> bool {
        let Passage { tokens, .. } = &self.held.passage;
        let class = |at: usize| lexicon::class_in(tokens[at].key, self.held.passage.language());
        self.words.iter().any(|&at| class(at).is_some_and(Class::denies))
    }

    fn class(&self, at: usize) -> Spoken {
        spoken::english().class(&self.word(at))
    }

    /// Whether they end in a verb of saying or believing, and perhaps in whom it is said to.
    fn told(&self) -> Option<&[usize]> {
        let told = self.words.len() - usize::from(self.last_is(TOLD));
        let (&verb, subject) = self.words[..told].split_last()?;
        self.class(verb).is(Spoken::CUE).then_some(subject)
    }

    fn is_told(&self) -> bool {
        self.told().is_some()
    }

    fn has(&self, those: &[&str]) -> bool {
        self.words.iter().any(|&at| self.is(at, those))
    }

    fn has_sign(&self) -> bool {
        self.has(&SIGNS)
    }

    /// Whether they end in a noun for what somebody claims, fears or takes for possible: "the rumour that", "a risk that".
    fn is_claim_of_nobody(&self) -> bool {
        let Some(noun) = self.ends(Frame::Claim) else { return false };
        let before = Words { words: &self.words[..self.words.len() - noun], ..*self };
        // "I support the idea that": it is the speaker's, too.
        let shares = self.has(OWN) && before.has(&AGREE) && !self.negates();
        !before.last_is(&["i", "we", "you", "my", "our", "your"]) && !shares
    }

    /// Whether it is somebody's claim, and nobody is named for it: "it has been contended", "it was said to me". What must be
    /// said, or is said by "us", is said.
    fn is_claimed_by_nobody(&self) -> bool {
        let to = self.words.iter().rposition(|&at| self.is(at, &["to", "by"])).filter(|&n| n + 3 > self.words.len());
        let Some(verb) = to.unwrap_or(self.words.len()).checked_sub(1) else { return false };
        let from = self.words[..verb].iter().rposition(|&at| self.is(at, &["it"]));
        let (Some(from), true) = (from, self.is(self.words[verb], &CLAIMED_BY_NOBODY)) else { return false };
        let between = Words { words: &self.words[from + 1..verb], ..*self };
        verb - from <= CLAIMED
            && between.has(BEEN)
            && (between.negates() || !between.has(MUST))
            && !Words { words: &self.words[verb..], ..*self }.has(&["us", "we"])
    }

    /// Whether something, or somebody else, does no more than hint at it: "the letter suggests that".
    fn suggests(&self) -> bool {
        self.words.len() > 1 && self.last_is(&SUGGEST) && !self.has(&["i", "we"])
    }

    /// Whether a sentence that is not of the speaker leads to the clause by what is said there: "he went on by saying that",
    /// "she got up to tell the members".
    fn is_passed_on(&self, joined: bool) -> bool {
        let says = |n: usize| self.class(self.words[n]).is(Spoken::CUE);
        let verb = (0..self.words.len()).rev().take(3).find(|&n| says(n));
        let Some(verb) = verb.filter(|&verb| verb > 0) else { return false };
        let participle = joined && verb + 1 == self.words.len() && self.word(self.words[verb]).ends_with("ing");
        let infinitive = self.is(self.words[verb - 1], &["to"]);
        // "It is time to tell people that": nobody else does.
        (participle || infinitive && verb + 1 < self.words.len())
            && self.words[..verb].iter().any(|&at| self.is_other(at))
            && !self.has(&["i", "we", "me", "us", "my", "our", "you", "let"])
            && !self.negates()
    }

    /// Whether a word tells of somebody else than who speaks.
    fn is_other(&self, at: usize) -> bool {
        self.is(at, OTHERS) || self.class(at).is(Spoken(Spoken::GROUP.0 | Spoken::PERSON.0)) || self.is_name(at)
    }

    /// Whether a word is a name: a capital that no sentence's beginning explains.
    fn is_name(&self, at: usize) -> bool {
        let begins = at.checked_sub(1).is_none_or(|before| !self.is_gap(before, at));
        let titled = at.checked_sub(1).is_some_and(|before| self.class(before).is(Spoken::ANY_TITLE));
        self.held.passage.word(at).starts_with(char::is_uppercase) && (!begins || titled)
    }

    /// "they say", "my critics told me", "according to the minister"
    fn is_of_others(&self) -> bool {
        let own = |at: &usize| self.is(*at, OWN);
        if let [first, second, rest @ ..] = self.words
            && self.is(*first, &["according"])
            && self.is(*second, &["to"])
        {
            return !rest.iter().any(|&at| self.is(at, &["me", "us", "my", "our", "the"])) && !rest.is_empty()
                || rest.iter().any(|&at| self.class(at).is(Spoken::PERSON));
        }
        let Some(subject) = self.told() else { return false };
        let others = |at: &usize| self.is_other(*at);
        // "We have members who think that": whoever has them, they think so.
        if let [.., whom, relative] = *subject
            && self.is(relative, &["who", "that"])
        {
            return !self.is(whom, OWN) && others(&whom);
        }
        subject.iter().any(others) && !subject.iter().any(own)
    }
}
