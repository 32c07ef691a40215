//! Who answers in an interview whose turns are called "Q" and "A".
//!
//! Whom a question is about is no more than that; who is asked is in the title, above the turns, or addressed in a
//! question. Where that is not certain, nobody is named, and nobody is accused of words that were another's.

use super::{Entity, FAR, Resolver};
use crate::formats::{Block, BlockKind, Voice};
use crate::quotations::lexicon::Class;
use crate::text::{Span, words};

/// Who answers, as far as a text tells.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Who is addressed in questions, and where these begin, in order.
    addressed: Vec<(usize, usize)>,
    /// Whom the title and the headings have interviews with, and where these begin, in order; else who stands above the turns.
    interviewed: Vec<(usize, usize)>,
}

impl Answers {
    /// Who answers at a place. Of several who are addressed, it is one between two questions to the same.
    fn at(&self, place: usize) -> Option<usize> {
        let (before, after) = self.addressed.split_at(self.addressed.partition_point(|&(at, _)| at < place));
        let first = self.addressed.first().map(|&(_, who)| who);
        let one = self.addressed.iter().all(|&(_, who)| Some(who) == first);
        let interviewed = self.interviewed.iter().rfind(|&&(at, _)| at <= place).map(|&(_, who)| who);
        match (before.last(), after.first()) {
            (None, None) => interviewed,
            _ if one && interviewed.is_none_or(|who| Some(who) == first) => first,
            (Some(&(_, who)), Some(&(_, next))) if who == next => Some(who),
            _ => None,
        }
    }
}

impl Resolver<'_> {
    /// Who answers in a turn that is called "A".
    pub(super) fn answerer(&mut self, label: Option<Span>) -> Option<usize> {
        if self.answers.is_none() {
            self.answers = Some(self.read_answers());
        }
        self.answers.as_ref()?.at(label.map_or(0, |label| label.start))
    }

    fn read_answers(&mut self) -> Answers {
        let addressed = self.addressed();
        let titled = self.titled();
        let interviewed =
            if titled.is_empty() { self.above().map(|who| (0, who)).into_iter().collect() } else { titled };
        Answers { addressed, interviewed }
    }

    /// Whom the title or headings have interviews with, and from where on: "Interview with Ana Lind", "Q&A: Ana Lind".
    fn titled(&mut self) -> Vec<(usize, usize)> {
        let (document, text) = (self.document, self.text);
        let headings = document.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
        let headings = headings.map(|block| (block.span.start, block.span.of(text)));
        let titles = document.meta.title.as_deref().map(|title| (0, title)).into_iter().chain(headings);
        let titles = titles.take(FAR).filter_map(|(at, title)| Some((at, interviewee(title)?)));
        let lines = document.blocks.iter().map(|block| (block.span.start, block.span.of(text)));
        let sworn = lines.filter_map(|(at, line)| Some((at, sworn(line)?))).take(FAR);
        let mut named: Vec<(usize, &str)> = titles.chain(sworn).collect();
        named.sort_unstable_by_key(|&(at, _)| at);
        named.into_iter().map(|(at, name)| (at, self.label_of(name))).collect()
    }

    /// The one person who is named most above the first turn, or between the turns. In a court's record, it is whose case
    /// it is.
    fn above(&self) -> Option<usize> {
        let blocks = &self.document.blocks;
        // Who has a label of his own is not the witness.
        let may_answer = |entity: &Entity| entity.person && entity.speaker.named && !entity.surname.labelled;
        let named = |block: &Block| {
            block.voice.as_ref().is_some_and(|voice| !Voice::asks(&voice.name) && !Voice::answers(&voice.name))
        };
        if blocks.iter().any(named) {
            return None;
        }
        let outside = |mention: &&Span| {
            let at = blocks.partition_point(|block| block.span.start <= mention.start);
            at.checked_sub(1).is_none_or(|at| blocks[at].kind != BlockKind::Turn)
        };
        let mut persons: Vec<(usize, usize)> = (0..self.entities.len().min(FAR))
            .filter(|&at| may_answer(&self.entities[at]))
            .map(|at| (self.entities[at].speaker.mentions.iter().filter(outside).count(), at))
            .filter(|&(count, _)| count > 0)
            .collect();
        persons.sort_unstable_by_key(|&(count, at)| (std::cmp::Reverse(count), at));
        match persons[..] {
            [(_, only)] => Some(only),
            [(most, first), (next, _), ..] if most > next => Some(first),
            _ => None,
        }
    }

    /// Everybody whom a question addresses: "Ms. Lind, did you …", "Thank you, Ms. Lind."
    fn addressed(&self) -> Vec<(usize, usize)> {
        let asks = |block: &&Block| block.voice.as_ref().is_some_and(|voice| Voice::asks(&voice.name));
        let questions: Vec<Span> = self.document.blocks.iter().filter(asks).map(|block| block.span).collect();
        let mut addressed = Vec::new();
        for (at, entity) in self.entities.iter().enumerate().take(FAR) {
            if entity.speaker.body || !entity.speaker.named {
                continue;
            }
            for &mention in &entity.speaker.mentions {
                let question = questions.partition_point(|question| question.start <= mention.start);
                let question = question.checked_sub(1).map(|question| questions[question]);
                if let Some(question) = question.filter(|question| question.covers(mention))
                    && self.is_addressed(question, mention)
                {
                    addressed.push((question.start, at));
                }
            }
        }
        addressed.sort_unstable();
        addressed
    }

    /// Whether a question speaks to whom it names: at the head of a sentence that goes on with "you", or behind a greeting.
    fn is_addressed(&self, question: Span, mention: Span) -> bool {
        let before = self.without_titles(&self.text[question.start..mention.start]).to_lowercase();
        let after = &self.text[mention.end..question.end];
        let led = before.trim_end_matches([',', ' ']);
        let ends =
            |words: &[&str]| words.iter().any(|word| words::whole(led, word).any(|at| at + word.len() == led.len()));
        let opens = led.is_empty() || led.ends_with(['.', '?', '!', ':']) || ends(LEADS);
        let Some(rest) = after.strip_prefix(',') else {
            return ends(GREETINGS) && after.starts_with(['.', '!', '?']);
        };
        ends(GREETINGS) || opens && speaks_to(rest)
    }

    /// Words in front of a name without the titles at their end: "Now, " of "Now, Ms. ".
    fn without_titles<'t>(&self, words: &'t str) -> &'t str {
        let mut words = words.trim_end();
        while let Some(last) = words.split_whitespace().next_back()
            && self.lexicon.class(last.trim_end_matches('.')).is(Class::ANY_TITLE)
        {
            words = words[..words.len() - last.len()].trim_end();
        }
        words
    }
}

/// What a question begins with in front of a name.
const LEADS: &[&str] = &["now", "so", "and", "but", "well", "okay", "ok", "q"];
/// What is said to somebody who is named behind it.
const GREETINGS: &[&str] =
    &["good morning", "good afternoon", "good evening", "hello", "welcome", "thank you", "thanks"];
/// How a sentence goes on behind the name of whom it speaks to.
const ASKS: &[&str] = &[
    "did", "do", "does", "have", "has", "had", "are", "were", "is", "was", "can", "could", "will", "would", "should",
    "what", "why", "how", "you", "your", "please", "when", "where",
];

/// Whether the words behind a name and a comma speak to whom it names: ", did you see him?", ", you told the police".
///
/// ", the deputy who told you" tells who somebody is, and so does ", when asked".
fn speaks_to(rest: &str) -> bool {
    let sentence = rest.split(['.', '?', '!']).next().unwrap_or_default().to_lowercase();
    let mut words = sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let asks = ASKS.contains(&first) && (!matches!(first, "when" | "where") || ASKS[..15].contains(&second));
    asks && words::whole(&sentence, "you").chain(words::whole(&sentence, "your")).next().is_some() || first == "please"
}

/// How the title of an interview leads in to whom it is with.
const WITH: &[&str] = &[
    "interview with ",
    "conversation with ",
    "q&a with ",
    "questions for ",
    "questions to ",
    "q&a: ",
    "interview: ",
    "deposition of ",
    "deposition of: ",
    "testimony of ",
    "interview mit ",
    "entretien avec ",
    "entrevista con ",
    "entrevista a ",
    "intervista a ",
];

/// Whom a line of a court's record says to have taken the oath: "ANA LIND, having been first duly sworn, testified".
fn sworn(line: &str) -> Option<&str> {
    const LONGEST: usize = 200;
    let (name, rest) = line.get(..line.floor_char_boundary(LONGEST))?.split_once(',')?;
    let words = || name.split_whitespace();
    let named = (2..=5).contains(&words().count()) && words().all(|word| word.starts_with(char::is_uppercase));
    let rest = rest.trim_start();
    let swears = rest.starts_with("having been") || rest.starts_with("being ") || rest.starts_with("was ");
    (named && swears && rest.contains("sworn")).then_some(name)
}

/// Whom the title of an interview names: "Ana Lind" of "Full transcript: our interview with Ana Lind on the flood".
fn interviewee(title: &str) -> Option<&str> {
    let small = title.to_ascii_lowercase();
    let from = WITH.iter().find_map(|with| small.find(with).map(|at| at + with.len()))?;
    let rest = &title[from..];
    let mut end = 0;
    for word in rest.split_inclusive(' ') {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        end += word.len();
        if word.trim_end().ends_with([',', ':', ';', '?', '!']) || word.contains(['–', '—']) {
            break;
        }
    }
    let name = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    (name.split_whitespace().count() > 1).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_title_names() {
        assert_eq!(interviewee("Full transcript: our interview with Ana Lind on the flood"), Some("Ana Lind"));
        assert_eq!(interviewee("Q&A: Ana Lind, mayor of Vellin"), Some("Ana Lind"));
        assert_eq!(interviewee("VIDEOTAPED DEPOSITION OF: ANA LIND"), Some("ANA LIND"));
        for other in ["Interview with the mayor", "Ana Lind on the flood", "Interview"] {
            assert_eq!(interviewee(other), None, "{other}");
        }
    }

    #[test]
    fn who_takes_the_oath() {
        assert_eq!(sworn("ANA LIND, having been first duly sworn, testified as follows:"), Some("ANA LIND"));
        assert_eq!(sworn("Ana Lind, a witness, was sworn."), None);
        assert_eq!(sworn("The mayor, having been sworn in, left."), None);
    }

    #[test]
    fn whom_a_question_speaks_to() {
        for rest in [" did you see him?", " you told the police that", " when did you leave?", " please go on."] {
            assert!(speaks_to(rest), "{rest}");
        }
        for rest in [" the deputy who told you", " when asked, left you", " who called you?", " was he there?"] {
            assert!(!speaks_to(rest), "{rest}");
        }
    }
}
