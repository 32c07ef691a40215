//! Which labels a document uses as labels, and which are words with a colon.

use rustc_hash::{FxHashMap, FxHashSet};

use super::label::{self, Form, Label};
use super::{can_hold, interview};
use crate::formats::document::Block;
use crate::formats::metadata::Kind;

/// What question and answer are called.
const QUESTIONS: [(&str, &str); 9] = [
    ("Q", "A"),
    ("Question", "Answer"),
    ("QUESTION", "ANSWER"),
    ("Frage", "Antwort"),
    ("Question", "Réponse"),
    ("Pregunta", "Respuesta"),
    ("Domanda", "Risposta"),
    ("Pergunta", "Resposta"),
    ("P", "R"),
];

/// The words for question and answer that both occur.
pub(super) fn pairs(occurs: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    QUESTIONS.into_iter().filter(|pair| occurs(pair.0) && occurs(pair.1)).collect()
}

/// Whether a label is a word for a question. "P" may be a person.
pub(super) fn is_question(name: &str) -> bool {
    name != "P" && QUESTIONS.iter().any(|pair| pair.0 == name)
}

/// The labels that the document uses as labels.
pub(super) fn trusted(
    prose: &str,
    blocks: &[Block],
    labels: &[Option<Label>],
    stated: Kind,
) -> Option<FxHashSet<String>> {
    let mut counts: FxHashMap<&str, (usize, Form)> = FxHashMap::default();
    let mut people: FxHashMap<(&str, Form), usize> = FxHashMap::default();
    let transcript = stated == Kind::Transcript;
    // “Ana Lind: “We stay.”” again and again is an article that quotes her.
    let tells = |label: &&Label| transcript || !label.quoted || label.form == Form::Letter;
    for label in labels.iter().flatten().filter(tells) {
        let name = key(prose, *label);
        counts.entry(name).or_insert((0, label.form)).0 += 1;
        if name.is_empty() {
            continue;
        }
        // "Ana Lind:" once and "Lind:" from there on is one person.
        *people.entry((name.split_whitespace().next_back().unwrap_or(name), label.form)).or_default() += 1;
    }
    if counts.is_empty() {
        return None;
    }
    let total = |form: Form| counts.values().filter(|count| count.1 == form).map(|count| count.0).sum::<usize>();
    let distinct = |form: Form| people.keys().filter(|person| person.1 == form).count();
    let repeated = |form: Form| people.iter().filter(|(person, count)| person.1 == form && **count >= 2).count();
    let spoken = |form: Form| speaks(prose, blocks, labels, form);
    let bodies = blocks.iter().filter(|block| can_hold(block.kind)).count();
    let several = |form: Form| distinct(form) >= 2 && total(form) >= 3;
    // Somebody is asked, and answers by name: "Q    Did you know?" and "MAYOR LIND: No."
    let asked =
        total(Form::Asked) >= 1 && total(Form::Capitals) >= 1 && total(Form::Asked) + total(Form::Capitals) >= 3;
    let capitals = transcript
        || asked
        || several(Form::Capitals) && (repeated(Form::Capitals) >= 1 || spoken(Form::Capitals))
        || monologue(prose, blocks, labels, Form::Capitals, 3);
    // A colon after a name is common in running text; only who speaks again and again is a label.
    let names = repeated(Form::Name) >= 2 && total(Form::Name) * 4 >= bodies && says_sentences(prose, blocks, labels)
        || transcript && total(Form::Name) >= 2
        || is_round(prose, blocks, labels) && total(Form::Name) * 4 >= bodies * 3;
    // In a list of dates and places there is another label a line.
    let bold = repeated(Form::Bold) >= 1 && total(Form::Bold) >= 3 && distinct(Form::Bold) <= total(Form::Bold) / 2 + 1
        || transcript;
    let arrows = total(Form::Arrows) >= 2 || transcript;
    let alone = several(Form::Alone) && repeated(Form::Alone) >= 1 && spoken(Form::Alone);
    let timed = total(Form::Timed) >= 2;
    // "Mr. Lind. He left.": who is named so in running text is not named so again and again.
    let stop =
        several(Form::Stop) && repeated(Form::Stop) >= 1 && spoken(Form::Stop) || transcript && total(Form::Stop) >= 2;
    // Days and times stand in front of news, too; in front of names they are a chat's.
    let chat = labels.iter().flatten().filter(|label| label.form == Form::Dated && !label.name.is_empty()).count();
    let dated = repeated(Form::Dated) >= 1 && chat >= 2 && chat * 4 >= total(Form::Dated) * 3;
    let answering = answering(prose, labels);
    let desk = monologue(prose, blocks, labels, Form::Desk, 2);
    let pairs = pairs(|word| counts.contains_key(word));
    let trusted: FxHashSet<String> = labels
        .iter()
        .flatten()
        .map(|label| (key(prose, *label), counts.get(key(prose, *label)).map_or(label.form, |count| count.1)))
        .filter(|(key, form)| {
            pairs.iter().any(|pair| pair.0 == *key || pair.1 == *key)
                || answering.contains(key)
                || match form {
                    Form::Letter => false,
                    Form::Asked => asked,
                    Form::Capitals => capitals,
                    Form::Name => names,
                    Form::Bold => bold,
                    Form::Arrows => arrows,
                    Form::Alone => alone,
                    Form::Timed => timed,
                    Form::Desk => desk,
                    Form::Stop => stop,
                    Form::Dated => dated,
                }
        })
        .map(|(key, _)| key.to_owned())
        .collect();
    (!trusted.is_empty()).then_some(trusted)
}

/// The labels of an interview whose questions have a word and whose answers a name: "Q: Why?" and "Lind: I stay."
fn answering<'t>(prose: &'t str, labels: &[Option<Label>]) -> FxHashSet<&'t str> {
    let all: Vec<(&str, Form)> = labels.iter().flatten().map(|label| (key(prose, *label), label.form)).collect();
    let is_name = |label: &(&str, Form)| matches!(label.1, Form::Name | Form::Bold | Form::Capitals);
    let asked = || {
        let pairs =
            all.windows(2).filter(|pair| is_question(pair[0].0) && !is_question(pair[1].0) && is_name(&pair[1]));
        pairs.map(|pair| (pair[0].0, pair[1].0))
    };
    let mut answers: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, who) in asked() {
        *answers.entry(who).or_default() += 1;
    }
    let again = answers.values().any(|&count| count > 1);
    if again { asked().flat_map(|(question, who)| [question, who]).collect() } else { FxHashSet::default() }
}

/// Whether names stand in front of sentences. "Mayor: Ana Lind" is a list.
fn says_sentences(prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
    let (all, ended) = named(prose, blocks, labels).fold((0, 0), |(all, ended), (_, text)| {
        let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*']);
        (all + 1, ended + usize::from(end.ends_with(['.', '?', '!', '…', '-', '—', '–', ','])))
    });
    ended * 2 >= all
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
        let words = below.filter(|_| !beside.contains(char::is_alphanumeric)).unwrap_or(beside);
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

/// How often a text says "I" and "we", and not between quotation marks.
#[derive(Default)]
struct Own {
    words: usize,
    first_person: usize,
    /// "you"
    addressed: usize,
}

impl Own {
    fn count(&mut self, text: &str) {
        let mut inside = false;
        for word in text.split_whitespace() {
            inside |= word.starts_with(['“', '"']);
            if !inside {
                self.words += 1;
                let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
                let stem = word.split(['\'', '’']).next().unwrap_or(word);
                self.first_person += usize::from(OWN.contains(&stem));
                self.addressed += usize::from(matches!(stem, "you" | "You" | "your" | "Your"));
            }
            let opening = word.chars().next().map_or(0, char::len_utf8);
            inside &= !word[opening..].contains(['”', '"']);
        }
    }

    /// Of one person who speaks.
    fn is_speech(&self, least: usize) -> bool {
        self.first_person >= least && self.first_person * 60 >= self.words
    }

    /// Of people who talk to each other.
    fn is_talk(&self) -> bool {
        self.first_person + self.addressed >= 2 && (self.first_person + self.addressed) * 60 >= self.words
    }
}

/// What people say of themselves.
const OWN: [&str; 9] = ["I", "we", "We", "my", "My", "our", "Our", "us", "me"];

/// Whether one label opens a speech: the rest says "I" and "we".
fn monologue(prose: &str, blocks: &[Block], labels: &[Option<Label>], form: Form, least: usize) -> bool {
    let opens = |label: &Option<Label>| label.is_some_and(|label| label.form == form);
    let Some(first) = labels.iter().position(opens) else { return false };
    if blocks[..first].iter().any(|block| can_hold(block.kind)) {
        return false;
    }
    let mut own = Own::default();
    for block in blocks[first..].iter().filter(|block| can_hold(block.kind)).take(40) {
        own.count(block.span.of(prose));
    }
    own.is_speech(least)
}

/// Under which a label is counted: its words, for letters as for names.
pub(super) fn key(prose: &str, label: Label) -> &str {
    label.name.of(prose)
}
