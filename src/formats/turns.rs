//! Turns of transcripts and interviews: `MAYOR LIND:`, `Q:`, `**Ana Lind:**`, `>> LIND:`.

mod interview;
mod label;

use rustc_hash::{FxHashMap, FxHashSet};

use self::interview::Initials;
use self::label::{Form, Label, label};
use super::document::{Block, BlockKind, Voice};
use super::metadata::Kind;
use crate::text::Span;

/// Turns labelled paragraphs into turns where the document shows a pattern of labels.
///
/// `marked` names the paragraphs whose opening words stand in bold, as written for labels.
/// Answers what the whole then is, if it is more than an article with some turns in it.
pub(super) fn mark(prose: &str, blocks: &mut [Block], stated: Kind, marked: &[Span]) -> Option<Kind> {
    mark_with(prose, blocks, stated, marked, true)
}

/// The same where headings are guessed from their shape: between turns, "Thank you" heads nothing.
pub(super) fn mark_plain(prose: &str, blocks: &mut [Block], stated: Kind) -> Option<Kind> {
    mark_with(prose, blocks, stated, &[], false)
}

fn mark_with(prose: &str, blocks: &mut [Block], stated: Kind, marked: &[Span], headings: bool) -> Option<Kind> {
    let labels: Vec<Option<Label>> = blocks
        .iter()
        .map(|block| {
            let label = label(prose, block.span, marked);
            // What stands alone on its line is often taken for a menu's.
            let plain = can_hold(block.kind) || block.kind == BlockKind::Heading;
            let label = label
                .filter(|label| plain || may_be_menu(block.kind) && matches!(label.form, Form::Alone | Form::Timed));
            // "Tickets: free" is an item of a list.
            let item = |label: &Label| {
                block.kind == BlockKind::ListItem
                    && matches!(label.form, Form::Name | Form::Bold)
                    && stated != Kind::Transcript
            };
            label.filter(|label| !item(label))
        })
        .collect();
    let Some(trusted) = trusted(prose, blocks, &labels, stated) else {
        interview::questions(prose, blocks, marked);
        return None;
    };
    let letters = pairs(|word| trusted.contains(word));
    let letters_only = trusted.iter().all(|label| letters.iter().any(|pair| pair.0 == label || pair.1 == label));
    let guessed = |kind| kind == BlockKind::Heading && !headings && !letters_only;
    let first = labels.iter().position(|label| label.is_some_and(|label| trusted.contains(key(prose, label))));
    let initials = first.map(|first| Initials::read(&prose[..blocks[first].span.start])).unwrap_or_default();
    let mut voice: Option<String> = None;
    let (mut turns, mut others) = (0usize, 0usize);
    for (block, label) in blocks.iter_mut().zip(labels) {
        if let Some(label) = label.filter(|label| trusted.contains(key(prose, *label))) {
            let name = match label.name.of(prose) {
                name if letters.iter().any(|pair| pair.0 == name) => "Q",
                name if letters.iter().any(|pair| pair.1 == name) => "A",
                name => initials.name(name).unwrap_or(name),
            };
            voice = Some(name.to_owned());
            turns += 1;
            // The line above a letter is the letterhead's.
            if label.form == Form::Desk {
                block.kind = BlockKind::Credit;
                continue;
            }
            block.kind = BlockKind::Turn;
            block.voice = Some(Voice { name: name.to_owned(), span: Some(label.name).filter(|span| !span.is_empty()) });
        } else if let (Some(name), true) = (&voice, can_hold(block.kind) || guessed(block.kind)) {
            if is_remark(block.span.of(prose)) {
                block.kind = BlockKind::Boilerplate;
                continue;
            }
            // A question in bold between the turns is the interviewer's, and whoever spoke answers it.
            let asks = interview::is_question(prose, block, marked);
            block.kind = BlockKind::Turn;
            block.voice = Some(Voice { name: if asks { "Q".to_owned() } else { name.clone() }, span: None });
            turns += 1;
        } else if can_hold(block.kind) {
            others += 1;
        } else if block.kind == BlockKind::Heading {
            // A new section of an article with an interview in it; not the words of whoever spoke last.
            voice = None;
        }
    }
    (!letters_only && turns > others * 2).then_some(Kind::Transcript)
}

/// Whether a paragraph in plain words opens with what may be a label.
pub(super) fn may_be_labelled(prose: &str, span: Span) -> bool {
    label(prose, span, &[]).is_some()
}

fn may_be_menu(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Boilerplate | BlockKind::Credit)
}

fn can_hold(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// Whether a line opens a turn that nothing but its shape tells: in a text broken to a width, and in subtitles.
pub(super) fn opens(line: &str) -> bool {
    let label = label(line, Span::new(0, line.len()), &[]);
    label.is_some_and(|label| matches!(label.form, Form::Letter | Form::Capitals | Form::Arrows))
}

/// Whether a paragraph is a remark of the transcriber's, or a time: "(Applause.)", `[00:01:02]`.
pub(super) fn is_remark(text: &str) -> bool {
    let mut rest = text;
    loop {
        let behind = match rest.chars().next() {
            None => return !text.is_empty(),
            Some('♪' | '♫') => return true,
            Some('(') => rest.split_once(')'),
            Some('[') => rest.split_once(']'),
            _ => None,
        };
        match behind {
            Some((_, behind)) => rest = behind.trim_start_matches([' ', '.']),
            None => return label::time(rest) == Some(rest.len()),
        }
    }
}

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
fn pairs(occurs: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    QUESTIONS.into_iter().filter(|pair| occurs(pair.0) && occurs(pair.1)).collect()
}

/// The labels that the document uses as labels.
fn trusted(prose: &str, blocks: &[Block], labels: &[Option<Label>], stated: Kind) -> Option<FxHashSet<String>> {
    let mut counts: FxHashMap<&str, (usize, Form)> = FxHashMap::default();
    let mut people: FxHashMap<(&str, Form), usize> = FxHashMap::default();
    for label in labels.iter().flatten() {
        let name = key(prose, *label);
        counts.entry(name).or_insert((0, label.form)).0 += 1;
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
    let transcript = stated == Kind::Transcript;
    let several = |form: Form| distinct(form) >= 2 && total(form) >= 3;
    // Somebody is asked, and answers by name: "Q    Did you know?" and "MAYOR LIND: No."
    let asked =
        total(Form::Asked) >= 1 && total(Form::Capitals) >= 1 && total(Form::Asked) + total(Form::Capitals) >= 3;
    let capitals = transcript
        || asked
        || several(Form::Capitals) && (repeated(Form::Capitals) >= 1 || spoken(Form::Capitals))
        || monologue(prose, blocks, labels, Form::Capitals, 3);
    // A colon after a name is common in running text; only who speaks again and again is a label.
    let names = repeated(Form::Name) >= 2 && total(Form::Name) * 4 >= bodies || transcript && total(Form::Name) >= 2;
    // In a list of dates and places there is another label a line.
    let bold = repeated(Form::Bold) >= 1 && total(Form::Bold) >= 3 && distinct(Form::Bold) <= total(Form::Bold) / 2 + 1
        || transcript;
    let arrows = total(Form::Arrows) >= 2 || transcript;
    let alone = several(Form::Alone) && repeated(Form::Alone) >= 1 && spoken(Form::Alone);
    let timed = total(Form::Timed) >= 2;
    let desk = monologue(prose, blocks, labels, Form::Desk, 2);
    let pairs = pairs(|word| counts.contains_key(word));
    let trusted: FxHashSet<String> = counts
        .iter()
        .filter(|(key, (_, form))| {
            pairs.iter().any(|pair| pair.0 == **key || pair.1 == **key)
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
                }
        })
        .map(|(key, _)| (*key).to_owned())
        .collect();
    (!trusted.is_empty()).then_some(trusted)
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
fn key(prose: &str, label: Label) -> &str {
    label.name.of(prose)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> (Vec<(BlockKind, String)>, Option<Kind>) {
        let mut at = 0;
        let mut blocks = Vec::new();
        for paragraph in text.split("\n\n") {
            blocks.push(Block::new(Span::new(at, at + paragraph.len()), BlockKind::Paragraph));
            at += paragraph.len() + 2;
        }
        let kind = mark(text, &mut blocks, Kind::Article, &[]);
        let kinds =
            blocks.into_iter().map(|block| (block.kind, block.voice.map(|voice| voice.name).unwrap_or_default()));
        (kinds.collect(), kind)
    }

    fn voices(text: &str) -> Vec<String> {
        turns(text).0.into_iter().map(|(_, voice)| voice).collect()
    }

    #[test]
    fn a_hearing() {
        let text = "MAYOR LIND: Good evening.\n\nWe begin.\n\nUNIDENTIFIED: No!\n\nMAYOR LIND: Order.";
        assert_eq!(voices(text), ["MAYOR LIND", "MAYOR LIND", "UNIDENTIFIED", "MAYOR LIND"]);
        assert_eq!(turns(text).1, Some(Kind::Transcript));
    }

    #[test]
    fn an_interview_inside_an_article() {
        let text = "Ana Lind runs the ferry.\n\nQ: Why?\n\nA: Somebody must.\n\nAnd I like boats.";
        assert_eq!(voices(text), ["", "Q", "A", "A"]);
        assert_eq!(turns(text).1, None);
        let headed = "Q&A: Ana Lind on the ferry\n\nShe runs it.\n\nQ: Why?\n\nA: Somebody must.";
        assert_eq!(voices(headed), ["", "", "Q", "A"]);
    }

    #[test]
    fn a_parliaments_record() {
        let text = "The PRESIDING OFFICER. The Senator is recognized.\n\nMr. LIND. Mr. President, I rise.\n\nMrs. ORRE. Will he yield?\n\nMr. LIND. I do.";
        assert_eq!(voices(text), ["The PRESIDING OFFICER", "Mr. LIND", "Mrs. ORRE", "Mr. LIND"]);
        assert_eq!(
            voices("Mr. Lind left. He was late.\n\nThe U.S. has gone.\n\nThe U.S. Navy stays.\n\nMr. Orre stayed."),
            ["", "", "", ""]
        );
    }

    #[test]
    fn questions_to_somebody_with_a_name() {
        let text = "The mayor took two questions.\n\nQ    Did you know?\n\nMAYOR LIND: No.\n\nI did not.\n\nQ Will you go?\n\nMAYOR LIND: Where?";
        assert_eq!(voices(text), ["", "Q", "MAYOR LIND", "MAYOR LIND", "Q", "MAYOR LIND"]);
        assert_eq!(voices("Q fever is rare.\n\nQ Branch is shut.\n\nThe mayor left."), ["", "", ""]);
    }

    #[test]
    fn a_speech_with_one_label() {
        let text = "ANA LIND: I came here as a child.\n\nWe had nothing, and my mother worked.\n\nI will not forget.";
        assert_eq!(voices(text), ["ANA LIND", "ANA LIND", "ANA LIND"]);
        assert_eq!(
            voices("VELLIN: The mayor left.\n\n“I will come back, and we will win, I and my party,” she said."),
            ["", ""]
        );
    }

    #[test]
    fn colons_of_running_text() {
        assert_eq!(voices("Note: closed on Monday.\n\nThe mayor left.\n\nCorrection: it was Tuesday."), ["", "", ""]);
        assert_eq!(voices("THE FACTS: no.\n\nTHE CLAIM: yes.\n\nTHE FACTS: no."), ["", "", ""]);
        assert_eq!(voices("Q: What?"), [""]);
    }

    #[test]
    fn captions_of_live_television() {
        assert_eq!(voices(">> LIND: We are live.\n\n>> Thank you."), ["LIND", ""]);
    }

    #[test]
    fn what_is_listed_is_not_said() {
        assert_eq!(voices("INGREDIENTS: Two eggs.\n\nMETHOD: Beat them.\n\nSERVES: Four."), ["", "", ""]);
        assert_eq!(voices("Bridge: open.\n\nFerry: shut.\n\nTickets: free.\n\nTickets: sold."), ["", "", "", ""]);
    }

    #[test]
    fn names_on_lines_of_their_own() {
        assert_eq!(
            voices("ANA LIND\n\nWe will not sell.\n\nPETER ORRE\n\n(angrily)\n\nYou did.\n\nANA LIND\n\nI did not."),
            ["ANA LIND", "ANA LIND", "PETER ORRE", "", "PETER ORRE", "ANA LIND", "ANA LIND"]
        );
        assert_eq!(voices("Ana Lind  0:12\nGood evening.\n\nPeter Orre  0:19\nThank you."), ["Ana Lind", "Peter Orre"]);
    }

    #[test]
    fn initials_stand_for_whom_the_text_names_above() {
        let text = "We met Ana Lind and Peter Orre.\n\nAL: I stay.\n\nPO: I go.\n\nAL: We see.";
        assert_eq!(voices(text), ["", "Ana Lind", "Peter Orre", "Ana Lind"]);
    }

    #[test]
    fn questions_in_other_languages() {
        assert_eq!(voices("Frage: Warum?\n\nAntwort: Darum.\n\nUnd gern."), ["Q", "A", "A"]);
    }
}
