//! What an interview leaves unsaid: bold questions with plain answers, initials for names.

use rustc_hash::FxHashMap;

use super::can_hold;
use super::label::{Form, Label};
use super::trust::{self, Trusted};
use crate::formats::document::{Block, BlockKind};
use crate::text::Span;

/// Turns questions that stand out into turns, and the paragraphs below them into answers.
///
/// An explainer asks in bold as well; an interview says "you" in its questions and "I" in its answers.
///
/// Of labels that are too few to trust, one in front of an answer still is no word of it.
pub(super) fn questions(prose: &str, blocks: &mut [Block], labels: &[Option<Label>], marked: &[Span]) {
    let asks: Vec<bool> = blocks.iter().map(|block| is_question(prose, block, marked)).collect();
    let Some(first) = asks.iter().position(|&asks| asks) else { return };
    let questions = || asks.iter().zip(&*blocks).filter(|(asks, _)| **asks).map(|(_, block)| block.span.of(prose));
    let answers = || {
        let answers = asks.iter().zip(&*blocks).skip(first).filter(|(asks, block)| !**asks && can_hold(block.kind));
        answers.map(|(_, block)| block.span.of(prose))
    };
    let addressed = questions().filter(|text| says_you(text)).count();
    let own = answers().filter(|text| says_own(text)).count();
    // Who answers may quote somebody; a paragraph that quotes and speaks of nobody's own is a reporter's.
    let reported = answers().any(|text| text.contains(MARKS) && !says_own(&outside_marks(text)));
    if questions().count() < 3 || addressed * 3 < questions().count() || own * 2 < answers().count() || reported {
        return;
    }
    let mut answering = false;
    for ((block, asks), label) in blocks.iter_mut().zip(asks).zip(labels) {
        if asks {
            block.give("Q", None);
            answering = true;
        } else if block.kind == BlockKind::Heading {
            answering = false;
        } else if answering && can_hold(block.kind) {
            match label.filter(|label| matches!(label.form, Form::Name | Form::Bold)) {
                Some(label) => block.give(trust::key(prose, label), Some(label.whole)),
                None => block.give("A", None),
            }
        }
    }
}

/// Makes turns of an interview whose questions and answers have nothing but dashes in front, as papers of Spain print it;
/// answers whether it is one. Only sources are read so.
pub(super) fn mark_dashed(prose: &str, blocks: &mut [Block]) -> bool {
    const LEAST: usize = 3;
    let dashed = |block: &Block| can_hold(block.kind) && block.span.of(prose).starts_with(['-', '–', '—']);
    let asks = |block: &Block| dashed(block) && block.span.of(prose).ends_with('?');
    let Some(first) = blocks.iter().position(asks) else { return false };
    let held = || blocks[first..].iter().filter(|block| can_hold(block.kind));
    let asked = held().filter(|block| asks(block)).count();
    let answered = held().zip(held().skip(1)).filter(|(one, next)| asks(one) && dashed(next) && !asks(next)).count();
    let spanish = held().filter(|block| asks(block) && block.span.of(prose).contains('¿')).count() == asked;
    if asked < LEAST || answered < asked || !spanish || !held().all(dashed) {
        return false;
    }
    for block in blocks[first..].iter_mut().filter(|block| can_hold(block.kind)) {
        let name = if asks(block) { "Q" } else { "A" };
        block.give(name, None);
    }
    true
}

/// The first block behind the last turn of an interview in an article that is the article's again.
///
/// An answer may run on for paragraphs. It is over where nobody speaks of himself any more and what follows quotes
/// somebody, or names one of those who spoke; where that is not plain, it goes on.
pub(super) fn end(prose: &str, blocks: &[Block], labels: &[Option<Label>], trusted: &Trusted) -> usize {
    let none = blocks.len();
    let (Some(first), Some(last)) = (labels.iter().position(Option::is_some), labels.iter().rposition(Option::is_some))
    else {
        return none;
    };
    let mut bodies = blocks[..first].iter().filter(|block| can_hold(block.kind)).map(|block| block.span.of(prose));
    if !bodies.any(|text| text.trim_end().ends_with(['.', '”', '"', ':'])) {
        return none;
    }
    let behind = || blocks.iter().enumerate().skip(last + 1).filter(|(_, block)| can_hold(block.kind));
    let narrated: Vec<(usize, &Block)> =
        behind().rev().take_while(|(_, block)| trust::is_narrated(block.span.of(prose))).collect();
    let Some((start, _)) = narrated.last() else { return none };
    let names = trusted.names();
    let quotes = trusted.names_nobody() && narrated.len() > 1;
    let tells =
        |text: &str| quotes && text.contains(['“', '"', '„', '«']) || names.iter().any(|name| text.contains(name));
    if narrated.iter().any(|(_, block)| tells(block.span.of(prose))) { *start } else { none }
}

/// Whether a block is a question that stands out: a heading, or in bold from end to end.
pub(super) fn is_question(prose: &str, block: &Block, marked: &[Span]) -> bool {
    let bold = || {
        let at = marked.partition_point(|bold| bold.start < block.span.start);
        marked.get(at).is_some_and(|bold| bold.start == block.span.start && bold.end >= block.span.end)
    };
    block.span.of(prose).ends_with('?') && (block.kind == BlockKind::Heading || can_hold(block.kind) && bold())
}

/// Whether somebody asks, or speaks of "you" or "I".
pub(super) fn is_talk(text: &str) -> bool {
    text.trim_end().ends_with('?') || says_you(text) || says_own(text)
}

/// Whether somebody speaks of himself.
pub(super) fn says_own(text: &str) -> bool {
    words(text).any(is_own)
}

const MARKS: [char; 6] = ['“', '”', '"', '„', '«', '»'];

/// A text without what stands in its quotation marks.
fn outside_marks(text: &str) -> String {
    text.split(MARKS).step_by(2).collect()
}

/// Whether somebody is spoken to.
fn says_you(text: &str) -> bool {
    words(text).any(|word| is_among(word, YOU))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// Whether a word is one that people speak of themselves with, in the languages that are read whole: "we", not "US".
pub(super) fn is_own(word: &str) -> bool {
    word == "I" || is_among(word, I)
}

/// Whether a word is one of these, as it is written or with a capital at the start of its sentence.
fn is_among(word: &str, known: &[&str]) -> bool {
    let mut letters = word.chars();
    let opens = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    known.contains(&word) || opens && known.contains(&word.to_lowercase().as_str())
}

/// Whom a question addresses, in the languages that are read whole.
const YOU: &[&str] = &[
    "you", "your", "yours", "Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "du", "dein", "vous", "votre", "vos", "tu",
    "usted", "ustedes", "su", "lei", "Lei", "você", "senhor", "senhora",
];
/// Who answers.
const I: &[&str] = &[
    "i", "we", "my", "our", "me", "us", "ich", "wir", "mein", "meine", "unser", "unsere", "mir", "mich", "je", "j",
    "nous", "mon", "ma", "mes", "notre", "yo", "mi", "nosotros", "nuestro", "nuestra", "io", "noi", "mio", "mia", "eu",
    "nós", "meu", "minha",
];

/// The names that initials stand for, from what is written above the first turn and from the labels themselves.
#[derive(Debug, Default)]
pub(super) struct Initials<'t>(FxHashMap<String, Option<&'t str>>);

impl<'t> Initials<'t> {
    /// Reads the names of `text`: two or three words with capitals side by side.
    pub fn read(text: &'t str) -> Self {
        let mut known = Self::default();
        let mut run: Vec<&'t str> = Vec::new();
        // No name goes on in the next line: "Interview with Ana Lind", and below it who asked.
        for word in text.lines().flat_map(|line| line.split_whitespace().chain(std::iter::once(""))) {
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            let core = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
            let capital = core.starts_with(char::is_uppercase);
            if capital {
                run.push(core);
            }
            if capital && word.ends_with(char::is_alphanumeric) {
                continue;
            }
            for (from, until) in [(0, run.len()), (run.len().saturating_sub(2), run.len())] {
                let name = &run[from..until];
                if (2..=3).contains(&name.len()) {
                    let start = name[0].as_ptr() as usize - text.as_ptr() as usize;
                    let last = name[name.len() - 1];
                    let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
                    known.learn(&text[start..end]);
                }
            }
            run.clear();
        }
        known
    }

    /// Takes in the names that labels have: "Ana Lind:" once, "AL:" from there on.
    pub fn learn_labels(&mut self, prose: &'t str, labels: &[Option<Label>]) {
        for label in labels.iter().flatten().filter(|label| matches!(label.form, Form::Name | Form::Bold)) {
            self.learn(trust::key(prose, *label));
        }
    }

    /// Takes in a name of several words.
    fn learn(&mut self, name: &'t str) {
        let capitals = name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
        let initials: String = capitals.collect();
        if (2..=3).contains(&initials.chars().count()) && initials.len() < name.len() {
            // Two people with the same initials: neither.
            let known = self.0.entry(initials).or_insert(Some(name));
            if *known != Some(name) {
                *known = None;
            }
        }
    }

    /// Whom the label names by initials, if it does and one name fits.
    pub fn name(&self, label: &str) -> Option<&'t str> {
        let letters: String = label.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
        let short = (2..=3).contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase);
        self.0.get(&letters).copied().flatten().filter(|_| short)
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::turns::as_source;

    #[test]
    fn questions_and_answers_behind_dashes() {
        let text = "Entrevista a Marta Vidal, alcaldesa de Marn\n\n-¿Qué hizo ayer?\n\n-Mirar el puerto.\n\n-¿Y mañana?\n\n-Abrirlo, si no llueve.\n\n-¿Está contenta?\n\n-Sí. Vamos a comprar un barco.";
        let voices = |text: &str| as_source::voices("a.txt", text);
        assert_eq!(voices(text), ["Q", "A", "Q", "A", "Q", "A"]);
        assert!(voices(&format!("{text}\n\nLa alcaldesa se fue.")).is_empty(), "a story goes on");
    }
}
