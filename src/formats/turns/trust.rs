//! Which labels a document uses as labels, and which are words with a colon.

use rustc_hash::{FxHashMap, FxHashSet};

use super::interview::Initials;
use super::label::{self, Form, Label};
use super::{can_hold, interview};
use crate::formats::document::Block;
use crate::formats::metadata::Kind;
use crate::text::words;

/// The labels that a document uses as labels.
#[derive(Debug, Default)]
pub(super) struct Trusted {
    labels: FxHashSet<String>,
    questions: FxHashSet<&'static str>,
    answers: FxHashSet<&'static str>,
    /// Whether names without a colon, on lines of their own, are labels as well.
    alone: bool,
}

impl Trusted {
    /// Those of the labels that the document uses so; `None` where it uses none.
    pub fn of(prose: &str, blocks: &[Block], labels: &[Option<Label>], stated: Kind) -> Option<Self> {
        let tally = Tally::of(prose, labels, stated == Kind::Transcript)?;
        let words = Words::of(prose, blocks, labels, &tally);
        let answering = answering(prose, blocks, labels, &words.questions);
        let judging = judging(prose, blocks, labels);
        let forms = tally.trusted_forms(prose, blocks, labels);
        let is_trusted = |label: &&Label| {
            let key = key(prose, **label);
            let form = tally.forms.get(key).map_or(label.form, |form| form.1);
            // "Mr Lind:" among "MS ORRE:" is who interrupts.
            let interrupts = form == Form::Name && !label.quoted && label::is_titled(key);
            words.paired.contains(key)
                || answering.contains(key)
                || judging.contains(key)
                || forms.contains(&form)
                || interrupts && forms.contains(&Form::Capitals)
        };
        let trusted = labels.iter().flatten().filter(is_trusted);
        let mut labels: FxHashSet<String> = trusted.map(|label| key(prose, *label).to_owned()).collect();
        let Words { questions, answers, .. } = words;
        // Between turns that have names, a question is nobody's of these, even if it is answered once.
        if !labels.is_empty() {
            labels.extend(questions.iter().map(|&question| question.to_owned()));
        }
        let alone = forms.contains(&Form::Alone);
        (!labels.is_empty()).then_some(Self { labels, questions, answers, alone })
    }

    pub fn contains(&self, prose: &str, label: Label) -> bool {
        self.labels.contains(key(prose, label)) && (label.form != Form::Alone || self.alone)
    }

    /// Whether nobody has a name: there are questions and answers.
    pub fn names_nobody(&self) -> bool {
        self.labels.iter().all(|label| self.letter(label).is_some())
    }

    /// What those who speak are called in the end: the last word of each name.
    pub fn names(&self) -> Vec<&str> {
        let names = self.labels.iter().filter(|label| self.letter(label).is_none());
        names.filter_map(|name| name.split_whitespace().next_back()).filter(|name| name.len() > 2).collect()
    }

    /// "Q" for what a question is called, "A" for an answer.
    pub fn letter(&self, name: &str) -> Option<&'static str> {
        let question = self.questions.contains(name).then_some("Q");
        question.or_else(|| self.answers.contains(name).then_some("A"))
    }
}

/// What question and answer are called.
///
/// Whoever publishes an interview of his own may call himself "Me".
const QUESTIONS: [(&str, &str); 14] = [
    ("Q", "A"),
    ("Question", "Answer"),
    ("QUESTION", "ANSWER"),
    ("Frage", "Antwort"),
    ("FRAGE", "ANTWORT"),
    ("Question", "Réponse"),
    ("Pregunta", "Respuesta"),
    ("Domanda", "Risposta"),
    ("Pergunta", "Resposta"),
    ("Q", "R"),
    ("P", "R"),
    ("F", "A"),
    ("D", "R"),
    ("Me", "Them"),
];

/// Whether a word is what a question or an answer is called, alone or by its first letter.
pub(super) fn is_question_or_answer(word: &str) -> bool {
    QUESTIONS.iter().any(|pair| pair.0 == word || pair.1 == word)
}

/// The words for question and answer that a document uses.
struct Words {
    questions: FxHashSet<&'static str>,
    /// Those that answer a word for a question.
    answers: FxHashSet<&'static str>,
    /// Both, where both occur.
    paired: FxHashSet<&'static str>,
}

impl Words {
    fn of(prose: &str, blocks: &[Block], labels: &[Option<Label>], tally: &Tally) -> Self {
        // "P" may be a person, "D." begin a name: what is asked has a mark, most of the time.
        let asks = |word: &str| {
            let all = || blocks.iter().zip(labels).filter(|(_, label)| label.is_some_and(|it| key(prose, it) == word));
            all().filter(|(block, _)| block.span.of(prose).contains('?')).count() * 2 > all().count()
        };
        let sure = |word: &str| word == "Q" || word.len() > 1 || asks(word);
        let occurring = QUESTIONS.iter().filter(|pair| tally.forms.contains_key(pair.0) && sure(pair.0));
        let both: Vec<_> = occurring.clone().filter(|pair| tally.forms.contains_key(pair.1)).collect();
        Self {
            questions: occurring.map(|pair| pair.0).collect(),
            answers: both.iter().map(|pair| pair.1).collect(),
            paired: both.iter().flat_map(|pair| [pair.0, pair.1]).collect(),
        }
    }
}

/// How often labels occur.
struct Tally<'t> {
    transcript: bool,
    /// Of each label, how often, and how it is written where it stands first.
    forms: FxHashMap<&'t str, (usize, Form)>,
    /// The same of each person: "Ana Lind:" once and "Lind:" from there on is one.
    people: FxHashMap<(&'t str, Form), usize>,
    /// How many have a time beside them that nothing but a transcript sets there.
    timed: usize,
}

impl<'t> Tally<'t> {
    fn of(prose: &'t str, labels: &[Option<Label>], transcript: bool) -> Option<Self> {
        let (mut forms, mut people) = (FxHashMap::default(), FxHashMap::default());
        // “Ana Lind: “We stay.”” again and again is an article that quotes her.
        let tells = |label: &&Label| transcript || !label.quoted || matches!(label.form, Form::Letter | Form::Initial);
        let mut initials = Initials::default();
        initials.learn_labels(prose, labels);
        let mut timed = 0;
        for label in labels.iter().flatten().filter(tells) {
            let name = key(prose, *label);
            let whole = initials.name(name);
            let form = if whole.is_some() { Form::Name } else { label.form };
            let known = forms.entry(name).or_insert((0, form));
            known.0 += 1;
            // Who sits is listed above the turns of the same name.
            if known.1 == Form::Alone {
                known.1 = form;
            }
            timed += usize::from(label.timed);
            if !name.is_empty() {
                let whole = whole.unwrap_or(name);
                *people.entry((whole.split_whitespace().next_back().unwrap_or(whole), form)).or_default() += 1;
            }
        }
        (!forms.is_empty()).then_some(Self { transcript, forms, people, timed })
    }

    fn total(&self, form: Form) -> usize {
        self.forms.values().filter(|count| count.1 == form).map(|count| count.0).sum()
    }

    fn distinct(&self, form: Form) -> usize {
        self.people.keys().filter(|person| person.1 == form).count()
    }

    fn repeated(&self, form: Form) -> usize {
        self.people.iter().filter(|(person, count)| person.1 == form && **count >= 2).count()
    }

    fn several(&self, form: Form) -> bool {
        self.distinct(form) >= 2 && self.total(form) >= 3
    }

    /// Labels of which form the document uses as labels, whoever they name.
    fn trusted_forms(&self, prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> FxHashSet<Form> {
        let is_trusted = |form: &Form| match form {
            Form::Letter | Form::Initial => false,
            Form::Asked => self.asked(),
            Form::Capitals => {
                self.transcript
                    || self.asked()
                    || self.several(Form::Capitals)
                        && (self.repeated(Form::Capitals) >= 1 || speaks(prose, blocks, labels, Form::Capitals))
                    || self.timed >= 2
                    || monologue(prose, blocks, labels, Form::Capitals, 3)
                    || are_few_turns(prose, blocks, labels)
            }
            Form::Name => self.names(prose, blocks, labels),
            // In a list of dates and places there is another label a line.
            Form::Bold => {
                self.repeated(Form::Bold) >= 1
                    && self.total(Form::Bold) >= 3
                    && self.distinct(Form::Bold) <= self.total(Form::Bold) / 2 + 1
                    || self.transcript
                    || are_few_turns(prose, blocks, labels)
            }
            Form::Arrows => self.total(Form::Arrows) >= 2 || self.transcript,
            Form::Alone => {
                self.several(Form::Alone)
                    && self.repeated(Form::Alone) >= 1
                    && speaks(prose, blocks, labels, Form::Alone)
            }
            Form::Timed => self.total(Form::Timed) >= 2,
            Form::Desk => monologue(prose, blocks, labels, Form::Desk, 2),
            // "Mr. Lind. He left.": who is named so in running text is not named so again and again.
            Form::Stop => {
                self.several(Form::Stop)
                    && (self.repeated(Form::Stop) >= 1
                        || self.are_addressed(Form::Stop) && self.covers(Form::Stop, blocks, 2))
                    && speaks(prose, blocks, labels, Form::Stop)
                    || self.transcript && self.total(Form::Stop) >= 2
            }
            Form::StopCapitals | Form::Bare => self.talk(*form, prose, blocks, labels),
            Form::Dated => self.is_chat(labels),
        };
        let forms: FxHashSet<Form> = self.forms.values().map(|count| count.1).collect();
        forms.into_iter().filter(is_trusted).collect()
    }

    /// Whether half of the labels of a form are people's, by a given name or a title in front; others may be a chair's.
    fn are_people(&self, form: Form) -> bool {
        let names = || self.forms.iter().filter(|(_, count)| count.1 == form).map(|(name, _)| *name);
        names().filter(|name| label::is_somebody(name)).count() * 2 >= names().count()
    }

    /// Whether all labels of a form open with what no sentence in French opens with in front of a full stop: "M. Vidal."
    fn are_addressed(&self, form: Form) -> bool {
        let mut names = self.forms.iter().filter(|(_, count)| count.1 == form).map(|(name, _)| *name);
        names.all(|name| ["M. ", "Mme ", "Mlle "].iter().any(|title| name.starts_with(title)))
    }

    /// Whether one paragraph of so many has one, at least.
    fn covers(&self, form: Form, blocks: &[Block], of: usize) -> bool {
        self.total(form) * of >= blocks.iter().filter(|block| can_hold(block.kind)).count()
    }

    /// Whether labels of a form are people's who talk to each other, one of them again.
    fn talk(&self, form: Form, prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
        self.several(form)
            && self.repeated(form) >= 1
            && self.are_people(form)
            && self.covers(form, blocks, 3)
            && speaks(prose, blocks, labels, form)
    }

    /// Whether somebody is asked, and answers by name: "Q    Did you know?" or "Q. Did you?", and "MAYOR LIND: No."
    fn asked(&self) -> bool {
        let letters = self.forms.get("Q").filter(|count| count.1 == Form::Letter && !self.forms.contains_key("A"));
        let asked = self.total(Form::Asked) + letters.map_or(0, |count| count.0);
        let capitals = self.total(Form::Capitals);
        asked >= 1 && capitals >= 1 && asked + capitals >= 3
    }

    /// Whether a name with a colon is a label: that is common in running text, but for who speaks again and again.
    fn names(&self, prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
        let bodies = blocks.iter().filter(|block| can_hold(block.kind)).count();
        let total = self.total(Form::Name);
        let said = || says_sentences(prose, blocks, labels);
        self.transcript && total >= 2
            || self.repeated(Form::Name) >= 2 && total * 4 >= bodies && said()
            || self.talk(Form::Name, prose, blocks, labels) && said()
            || self.timed >= 2 && self.timed * 4 >= bodies && said()
            || total * 4 >= bodies * 3 && is_round(prose, blocks, labels)
            || are_few_turns(prose, blocks, labels)
    }

    /// Whether days and times stand in front of names, as in a chat; they stand in front of news, too.
    fn is_chat(&self, labels: &[Option<Label>]) -> bool {
        let named = labels.iter().flatten().filter(|label| label.form == Form::Dated && !label.name.is_empty()).count();
        self.repeated(Form::Dated) >= 1 && named >= 2 && named * 4 >= self.total(Form::Dated) * 3
    }
}

/// The labels of an interview whose questions have a word and whose answers a name: "Q: Why?" and "Lind: I stay."
fn answering<'t>(
    prose: &'t str,
    blocks: &[Block],
    labels: &[Option<Label>],
    questions: &FxHashSet<&'static str>,
) -> FxHashSet<&'t str> {
    let all: Vec<(&str, Form)> = labels.iter().flatten().map(|label| (key(prose, *label), label.form)).collect();
    let is_name = |label: &(&str, Form)| matches!(label.1, Form::Name | Form::Bold | Form::Capitals);
    let papers = askers(prose, blocks, labels);
    let asks = |label: &(&str, Form)| questions.contains(label.0) || papers.contains(last(label.0));
    let asked = || {
        let pairs = all.windows(2).filter(|pair| asks(&pair[0]) && !asks(&pair[1]) && is_name(&pair[1]));
        pairs.map(|pair| (pair[0].0, pair[1].0))
    };
    let mut answers: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, who) in asked() {
        *answers.entry(last(who)).or_default() += 1;
    }
    let again = answers.values().any(|&count| count > 1);
    if again { asked().flat_map(|(question, who)| [question, who]).collect() } else { FxHashSet::default() }
}

/// The papers that ask in their interviews, by the last word of what they are called: one in capitals, as nobody else is
/// labelled, and each time a question. `DIE WOCHE: Bleiben Sie?` once, `WOCHE:` from there on.
fn askers<'t>(prose: &'t str, blocks: &[Block], labels: &[Option<Label>]) -> FxHashSet<&'t str> {
    let mut capitals: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (block, label) in blocks.iter().zip(labels) {
        if let Some(label) = label.filter(|label| label.form == Form::Capitals && !label.quoted) {
            let (all, asked) = capitals.entry(last(key(prose, label))).or_default();
            *all += 1;
            *asked += usize::from(block.span.of(prose).ends_with('?'));
        }
    }
    // "Lind:" alone is somebody whom the text names above.
    let above = blocks.iter().zip(labels).take_while(|(_, label)| label.is_none()).last();
    let above = above.map_or("", |(last, _)| &prose[..last.span.end]);
    let named = labels.iter().flatten().filter(|label| label.form == Form::Name).any(|label| {
        let name = key(prose, *label);
        label::is_somebody(name) || words::whole(above, last(name)).next().is_some()
    });
    let asks = |&(_, &(all, asked)): &(&&str, &(usize, usize))| all >= 2 && asked == all;
    let one = capitals.len() == 1 && named;
    capitals.iter().filter(asks).filter(|_| one).map(|(name, _)| *name).collect()
}

/// The last word of a name.
fn last(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}

/// The labels of judges: titled names with a colon, each on a line of its own above what it says, one after the other: "Lord
/// Justice Lind:"
fn judging<'t>(prose: &'t str, blocks: &[Block], labels: &[Option<Label>]) -> FxHashSet<&'t str> {
    let mut heads: FxHashSet<&str> = FxHashSet::default();
    let mut own = Own::default();
    for (block, label) in blocks.iter().zip(labels) {
        let head = label.filter(|label| {
            let behind = &prose[label.name.end..block.span.end.max(label.name.end)];
            let alone = !label::outside_brackets(behind).any(char::is_alphanumeric);
            label.form == Form::Name && alone && label::is_titled(key(prose, *label))
        });
        if let Some(head) = head {
            heads.insert(key(prose, head));
        } else if !heads.is_empty() && can_hold(block.kind) {
            own.count(block.span.of(prose));
        }
    }
    if heads.len() >= 2 && own.first_person >= 2 { heads } else { FxHashSet::default() }
}

/// Whether a text is a turn or a few and nothing else: each paragraph has somebody's name in front, known for one, and
/// they speak of themselves. More turns than these are told by who speaks again.
fn are_few_turns(prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
    const FEW: usize = 3;
    let mut bodies = blocks.iter().zip(labels).filter(|(block, _)| can_hold(block.kind)).take(FEW + 1);
    let (mut all, mut own) = (0, false);
    bodies.all(|(block, label)| {
        let Some(label) = label.filter(|label| !label.quoted) else { return false };
        let words = &prose[label.name.end..block.span.end.max(label.name.end)];
        own |= interview::says_own(words);
        all += 1;
        label::is_known(key(prose, label)) && ends_sentence(words)
    }) && own
        && (1..=FEW).contains(&all)
}

/// Whether names stand in front of sentences. "Mayor: Ana Lind" is a list.
fn says_sentences(prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
    let (all, ended) = named(prose, blocks, labels)
        .fold((0, 0), |(all, ended), (_, text)| (all + 1, ended + usize::from(ends_sentence(text))));
    ended * 2 >= all
}

/// Whether words end as a sentence does, or break off.
fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*']);
    end.ends_with(['.', '?', '!', '…', '-', '—', '–', ','])
}

/// Whether people talk whom a moderator lets speak: who speaks first does so again, everybody has a name that is known
/// for one, and some ask or say "I".
fn is_round(prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
    let all: Vec<(&str, &str)> = named(prose, blocks, labels).collect();
    let Some((moderator, _)) = all.first() else { return false };
    let people: FxHashSet<&str> = all.iter().map(|(name, _)| *name).collect();
    people.len() >= 3
        && all.len() >= 4
        && all.iter().filter(|(name, _)| name == moderator).count() >= 2
        && people.iter().all(|name| label::is_known(name))
        && all.iter().filter(|(_, text)| interview::is_talk(text)).count() >= 2
}

/// The names in front of paragraphs, and what stands behind each: in the next one, where a name has its own to itself.
fn named<'t>(prose: &'t str, blocks: &[Block], labels: &[Option<Label>]) -> impl Iterator<Item = (&'t str, &'t str)> {
    labels.iter().enumerate().filter_map(move |(at, label)| {
        let label = label.filter(|label| label.form == Form::Name && !label.quoted)?;
        let beside = &prose[label.name.end..blocks[at].span.end.max(label.name.end)];
        let below = blocks.get(at + 1).filter(|_| labels[at + 1].is_none()).map(|next| next.span.of(prose));
        let alone = !label::outside_brackets(beside).any(char::is_alphanumeric);
        let words = below.filter(|_| alone).unwrap_or(beside);
        Some((key(prose, label), words))
    })
}

/// Whether what stands behind labels of a form, or below them, says "I" and "you", as people do who talk.
fn speaks(prose: &str, blocks: &[Block], labels: &[Option<Label>], form: Form) -> bool {
    let mut own = Own::default();
    let mut labelled = false;
    for (block, label) in blocks.iter().zip(labels) {
        match label {
            Some(label) => {
                labelled = label.form == form;
                if labelled {
                    own.count(&prose[label.name.end..block.span.end.max(label.name.end)]);
                }
            }
            None if labelled && can_hold(block.kind) => own.count(block.span.of(prose)),
            None => {}
        }
    }
    own.is_talk()
}

/// Who is spoken to, in words that are nothing else.
const ADDRESSED: [&str; 14] = [
    "you", "You", "your", "Your", "Ihnen", "vous", "Vous", "votre", "Votre", "usted", "Usted", "ustedes", "você",
    "Você",
];

/// How often a text says "I" and "we", and not between quotation marks.
#[derive(Default)]
pub(super) struct Own {
    words: usize,
    first_person: usize,
    /// "you"
    addressed: usize,
}

impl Own {
    pub fn count(&mut self, text: &str) {
        let mut inside = false;
        for word in text.split_whitespace() {
            inside |= word.starts_with(['“', '"']);
            if !inside {
                self.words += 1;
                let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
                let stem = word.split(['\'', '’']).next().unwrap_or(word);
                self.first_person += usize::from(interview::is_own(stem));
                self.addressed += usize::from(ADDRESSED.contains(&stem));
            }
            let opening = word.chars().next().map_or(0, char::len_utf8);
            inside &= !word[opening..].contains(['”', '"']);
        }
    }

    /// Of one person who speaks.
    pub fn is_speech(&self, least: usize) -> bool {
        self.first_person >= least && self.first_person * 60 >= self.words
    }

    /// Of somebody who speaks of himself, if only once.
    pub fn says_own(&self) -> bool {
        self.first_person > 0
    }

    /// Of people who talk to each other.
    pub fn is_talk(&self) -> bool {
        self.first_person + self.addressed >= 2 && (self.first_person + self.addressed) * 60 >= self.words
    }
}

/// Whether people talk to each other in these lines.
pub(super) fn are_talk<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let mut own = Own::default();
    lines.for_each(|line| own.count(line));
    own.is_talk()
}

/// Whether a text tells of others: it has neither "I" nor "you" but in quotation marks, and asks nothing.
pub(super) fn is_narrated(text: &str) -> bool {
    let mut own = Own::default();
    own.count(text);
    own.first_person + own.addressed == 0 && !text.trim_end().ends_with('?')
}

/// Whether one label opens a speech: the rest says "I" and "we".
fn monologue(prose: &str, blocks: &[Block], labels: &[Option<Label>], form: Form, least: usize) -> bool {
    let opens = |label: &Option<Label>| label.is_some_and(|label| label.form == form);
    let Some(first) = labels.iter().position(opens) else { return false };
    let before = || blocks[..first].iter().filter(|block| can_hold(block.kind)).map(|block| block.span.of(prose));
    if before().next().is_some() && !before().next_back().is_some_and(announces) {
        return false;
    }
    let mut own = Own::default();
    for block in blocks[first..].iter().filter(|block| can_hold(block.kind)).take(40) {
        own.count(block.span.of(prose));
    }
    own.is_speech(least)
}

/// Whether a paragraph says that what follows is a record of what was said.
fn announces(text: &str) -> bool {
    const RECORDS: [&str; 5] = ["transcript", "remarks", "speech", "statement", "testimony"];
    text.len() < LONGEST_ANNOUNCEMENT
        && text.split(|c: char| !c.is_alphanumeric()).any(|word| RECORDS.contains(&word.to_lowercase().as_str()))
}

/// In bytes.
const LONGEST_ANNOUNCEMENT: usize = 400;

/// Under which a label is counted: its words, for letters as for names; of `Q1` the letter.
pub(super) fn key(prose: &str, label: Label) -> &str {
    let name = label.name.of(prose);
    let letter = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if letter.len() == 1 { letter } else { name }
}
