//! Turns of transcripts and interviews: `MAYOR LIND:`, `Q:`, `**Ana Lind:**`, `>> LIND:`.

#[cfg(test)]
mod as_source;
mod attributed;
mod few;
mod heads;
mod interview;
mod judges;
mod label;
mod record;
mod run_on;
mod soundbites;
mod speech;
mod stop;
mod trust;

pub use self::label::is_nobody;
pub(super) use self::record::is_remark;

use self::interview::Initials;
use self::label::{Form, Label, label};
use self::record::{has_lower_words, is_procedure, is_shouted};
use self::trust::Trusted;
use super::document::{Block, BlockKind};
use super::metadata::{Kind, Metadata};
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
        .map(|block| label(prose, block.span, marked).filter(|it| may_label(*it, block, stated)))
        .collect();
    let Some(trusted) = Trusted::of(prose, blocks, &labels, stated) else {
        interview::questions(prose, blocks, &labels, marked);
        return None;
    };
    let labels: Vec<Option<Label>> =
        labels.into_iter().map(|label| label.filter(|label| trusted.contains(prose, *label))).collect();
    let first = labels.iter().position(Option::is_some)?;
    let mut initials = Initials::read(&prose[..blocks[first].span.start]);
    initials.learn_labels(prose, &labels);
    let mut floor = Floor {
        prose,
        marked,
        initials,
        headings: headings || trusted.names_nobody(),
        // In a transcript that is set in capitals throughout, they tell nothing.
        lowers: blocks[first..].iter().take(20).any(|block| has_lower_words(block.span.of(prose))),
        end: interview::end(prose, blocks, &labels, &trusted),
        voice: None,
        turns: 0,
        others: 0,
        trusted: &trusted,
    };
    for (at, (block, label)) in blocks.iter_mut().zip(labels).enumerate() {
        if at == floor.end {
            floor.voice = None;
        }
        match label {
            Some(label) => floor.open(block, label),
            None => floor.go_on(block),
        }
    }
    (!trusted.names_nobody() && floor.turns > floor.others * 2).then_some(Kind::Transcript)
}

/// Takes turns of a source apart that run on in one block, and soundbites out of what tells of the shots.
pub(super) fn part(prose: &str, blocks: &mut Vec<Block>) {
    run_on::part(prose, blocks);
    soundbites::mark(prose, blocks);
}

/// Turns what is somebody's words in a source without the labels of a record: a talk with names on lines of their own,
/// opinions of judges, what is attributed or signed, a speech. Answers what the whole then is.
pub(super) fn mark_source(prose: &str, blocks: &mut [Block], told: &Metadata) -> Option<Kind> {
    if blocks.iter().any(|block| block.kind == BlockKind::Turn) {
        return None;
    }
    if attributed::mark(prose, blocks)
        || attributed::mark_signed(prose, blocks)
        || attributed::mark_under(prose, blocks)
        || attributed::mark_followed(prose, blocks)
    {
        return None;
    }
    let whole = interview::mark_dashed(prose, blocks)
        || heads::mark(prose, blocks)
        || judges::mark(prose, blocks)
        || few::mark(prose, blocks, told)
        || speech::mark(prose, blocks, told);
    whole.then_some(Kind::Transcript)
}

/// Whether what looks like a label may be one, where it stands.
fn may_label(label: Label, block: &Block, stated: Kind) -> bool {
    // What stands alone on its line is often taken for a menu's.
    let stands = may_talk(block.kind) || may_be_menu(block.kind) && matches!(label.form, Form::Alone | Form::Timed);
    // "Tickets: free" is an item of a list.
    let item = block.kind == BlockKind::ListItem
        && matches!(label.form, Form::Name | Form::Bold)
        && stated != Kind::Transcript;
    stands && !item
}

/// Who has the floor, from block to block.
struct Floor<'a> {
    prose: &'a str,
    /// The stretches in bold or italics.
    marked: &'a [Span],
    trusted: &'a Trusted,
    initials: Initials<'a>,
    /// Whether headings are told by markup, and head what comes next.
    headings: bool,
    /// Whether the turns have words in small letters.
    lowers: bool,
    /// The first block behind the last turn that tells of those who spoke.
    end: usize,
    voice: Option<String>,
    turns: usize,
    others: usize,
}

impl Floor<'_> {
    /// Takes a block that opens with a label.
    fn open(&mut self, block: &mut Block, label: Label) {
        let name = label.name.of(self.prose);
        let letter = self.trusted.letter(trust::key(self.prose, label));
        let name = letter.or_else(|| self.initials.name(name)).unwrap_or(name);
        let numbered = label::machines_number(name).map(|number| format!("Speaker {number}"));
        let name = numbered.as_deref().unwrap_or(name);
        let name = label::voice(name, label.office.map(|office| office.of(self.prose)));
        self.voice = Some(name.clone());
        self.turns += 1;
        // The line above a letter is the letterhead's.
        if label.form == Form::Desk {
            block.kind = BlockKind::Credit;
            return;
        }
        block.give(name, Some(label.whole).filter(|span| !span.is_empty()));
    }

    /// Takes a block that has none.
    fn go_on(&mut self, block: &mut Block) {
        let text = block.span.of(self.prose);
        let guessed = block.kind == BlockKind::Heading && !self.headings;
        if self.voice.is_some() && self.lowers && may_talk(block.kind) && is_shouted(text) {
            // "FERRIES BILL: SECOND READING" heads what comes next, "BY MR. LIND:" tells who asks.
            block.kind = BlockKind::Boilerplate;
            self.voice = None;
        } else if let (Some(name), true) = (&self.voice, can_hold(block.kind) || guessed) {
            if is_remark(text) || is_procedure(text) {
                block.kind = BlockKind::Boilerplate;
                return;
            }
            // A question in bold between the turns is the interviewer's, and whoever spoke answers it.
            let asks = interview::is_question(self.prose, block, self.marked);
            block.give(if asks { "Q" } else { name }, None);
            self.turns += 1;
        } else if can_hold(block.kind) {
            self.others += 1;
        } else if block.kind == BlockKind::Heading {
            // A new section of an article with an interview in it; not the words of whoever spoke last.
            self.voice = None;
        }
    }
}

/// Whether a paragraph in plain words opens with what may be a label.
pub(super) fn may_be_labelled(prose: &str, span: Span) -> bool {
    label(prose, span, &[]).is_some()
}

/// Who is named in front of a line's words, and where these begin: "Ana Lind: we stay".
pub(super) fn named_in_front(line: &str) -> Option<(&str, usize)> {
    let label = label(line, Span::new(0, line.len()), &[])?;
    let behind = line[label.name.end..].strip_prefix(": ")?;
    let named = matches!(label.form, Form::Name | Form::Capitals) && label.office.is_none();
    named.then(|| (label.name.of(line), line.len() - behind.len()))
}

/// Whether words may be somebody's name as a label has it.
pub(super) fn may_be_name(words: &str) -> bool {
    matches!(label::form(words), Some(Form::Name | Form::Capitals))
}

/// Whether lines are those of people who talk to each other: they say "I" and "you".
pub(super) fn are_talk(lines: &[&str]) -> bool {
    trust::are_talk(lines.iter().copied())
}

/// Whether a line is nothing but the label of a turn below it, and how surely: in capitals alone it may be a heading.
pub(super) fn is_label_alone(line: &str) -> Option<bool> {
    let label = label(line, Span::new(0, line.len()), &[])?;
    match label.form {
        Form::Alone => Some(false),
        Form::Timed => Some(true),
        _ => (line.ends_with(':') && !label::outside_brackets(&line[label.name.end..]).any(char::is_alphanumeric))
            .then_some(true),
    }
}

fn may_be_menu(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Boilerplate | BlockKind::Credit)
}

/// What is running text, or a heading that may be a short turn.
fn may_talk(kind: BlockKind) -> bool {
    can_hold(kind) || kind == BlockKind::Heading
}

fn can_hold(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// Whether a line opens a turn that nothing but its shape tells: in a text broken to a width, and in subtitles.
pub(super) fn opens(line: &str) -> bool {
    let label = label(line, Span::new(0, line.len()), &[]);
    label.is_some_and(|label| matches!(label.form, Form::Letter | Form::Capitals | Form::Arrows | Form::Dated))
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

    fn in_markdown(text: &str) -> Vec<String> {
        let blocks = crate::formats::read_text("a.md", text).blocks;
        blocks.into_iter().map(|block| block.voice.map(|voice| voice.name).unwrap_or_default()).collect()
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
    fn a_committees_hearing() {
        let text = "The Chairman. The committee will come to order. Ms. Lind, you are recognized.\n\nMs. Lind. Thank you, Mr. Chairman. I was there.\n\nWe found nothing.\n\nSenator Orre. How many were you?\n\nMs. Lind [continuing]. I do not know.";
        assert_eq!(voices(text), ["The Chairman", "Ms. Lind", "Ms. Lind", "Senator Orre", "Ms. Lind"]);
        let text = "CHAIRMAN ORRE. We begin.\n\nMS. LIND. I was there.\n\nCHAIRMAN ORRE. Thank you.";
        assert_eq!(voices(text), ["CHAIRMAN ORRE", "MS. LIND", "CHAIRMAN ORRE"]);
        let text = "Mr. Lind. He was the first.\n\nThe Harbour. It was shut, and I saw it.\n\nMr. Lind. You knew him.\n\nThe U.S. Navy stays.";
        assert_eq!(voices(&text.replace("Mr. Lind. You", "Mr. Orre. You")), ["", "", "", ""]);
    }

    #[test]
    fn a_judgment() {
        let text = "B E F O R E:\n\nLORD JUSTICE LIND\n\nLORD JUSTICE ORRE\n\nMR HARKE appeared for the harbour\n\nLORD JUSTICE LIND: I have seen the harbour.\n\nIt was shut, and I would dismiss the appeal.\n\nLORD JUSTICE ORRE: I agree.";
        let (lind, orre) = ("LORD JUSTICE LIND", "LORD JUSTICE ORRE");
        assert_eq!(voices(text), ["", "", "", "", lind, lind, orre]);
        let text = "Case Number: 12 of 2031\n\nLord Justice Lind:\n\nI have seen the harbour.\n\nLady Justice Orre:\n\nI agree.";
        let (lind, orre) = ("Lord Justice Lind", "Lady Justice Orre");
        assert_eq!(voices(text), ["", lind, lind, orre, orre]);
    }

    #[test]
    fn who_interrupts_is_named_in_small_letters() {
        let text = "MS LIND: I thank the member.\n\nMr Orre: You evade us.\n\nMembers interjecting:\n\nMR HARKE (3.24): I rise.\n\nMS LIND: We do not.";
        assert_eq!(voices(text), ["MS LIND", "Mr Orre", "", "MR HARKE", "MS LIND"]);
    }

    #[test]
    fn a_record_of_one_that_is_announced() {
        let text = "A transcript of the mayor's words to the harbour board.\n\nMAYOR ANA LIND: I thank you.\n\nWe have seen the harbour, and I say that we stay.";
        assert_eq!(voices(text), ["", "MAYOR ANA LIND", "MAYOR ANA LIND"]);
        assert_eq!(voices(&text.replace("A transcript of", "Nobody knew")), ["", "", ""]);
    }

    #[test]
    fn an_interview_of_ones_own() {
        let text = "We met at the pier.\n\nMe: Why do you stay?\n\nAL: I like boats.\n\nMe: And the harbour?\n\nAL: We like it.";
        assert_eq!(voices(text), ["", "Q", "AL", "Q", "AL"]);
    }

    #[test]
    fn who_holds_an_office_speaks() {
        let text = "1. Ana Lind (Vellin North) (Ind): What will he do?\n\nThe Parliamentary Under-Secretary of State for Islands, Ports and Piers (Peter Orre): I shall wait.\n\nAn hon. Member: Resign!\n\nAna Lind: I thank him.\n\nMinister for Ports (Deputy Tom Harke): I shall not.\n\nPeter Orre: Nor I.\n\nQuestion put and agreed to.\n\nFERRIES (ISLANDS) BILL: SECOND READING\n\n3.35 pm";
        assert_eq!(
            voices(text),
            [
                "Ana Lind",
                "Peter Orre, Parliamentary Under-Secretary of State for Islands, Ports and Piers",
                "An hon. Member",
                "Ana Lind",
                "Deputy Tom Harke, Minister for Ports",
                "Peter Orre",
                "",
                "",
                "",
            ]
        );
    }

    #[test]
    fn an_article_that_quotes_with_colons() {
        let text = "Ana Lind: “We stay, and I say so.”\n\nThe council met, and we were there.\n\nPeter Orre: “I go.”\n\nIt rained.\n\nAna Lind: “We see.”\n\nPeter Orre: “You do.”";
        for text in [text.to_owned(), text.replace(':', " (56):"), text.replace("“", "\"").replace("”", "\"")] {
            assert_eq!(voices(&text), ["", "", "", "", "", ""], "{text}");
        }
        assert_eq!(voices(&text.replace(':', " (Harbour Party) said:").replace(['“', '”'], "")), [""; 6]);
        // Who is labelled in the same way elsewhere has the words all the same.
        let text =
            "ANA LIND: I stay.\n\nPETER ORRE: “Never,” he told me.\n\nTOM HARKE: We go.\n\nANA LIND: You heard it.";
        assert_eq!(voices(text), ["ANA LIND", "PETER ORRE", "TOM HARKE", "ANA LIND"]);
    }

    #[test]
    fn lists_of_facts() {
        let town =
            "Mayor: Ana Lind\n\nRiver: Marn\n\nMayor: Peter Orre\n\nRiver: Vell\n\nMayor: Tom Harke\n\nRiver: Aal";
        assert_eq!(voices(town), [""; 6]);
    }

    #[test]
    fn a_round_table_and_a_record_of_nations() {
        let text = "Anna Lind: Welcome. What happened?\n\nPeter Orre: I was told on Thursday.\n\nTom Harke: We were not.\n\nAnna Lind: Thank you.";
        assert_eq!(voices(text), ["Anna Lind", "Peter Orre", "Tom Harke", "Anna Lind"]);
        let text = "The President (spoke in French): I give the floor to Ms. Lind.\n\nMs. Lind (Marn): We were told on Thursday.\n\nThe President (spoke in French): I thank her.\n\nMr. Orre (Vellin): We were not.";
        assert_eq!(voices(text), ["The President", "Ms. Lind", "The President", "Mr. Orre"]);
        let text = "Best Lens: The first is what you want.\n\nBest Price: The third will do.\n\nBest Shop: We like none.\n\nBest Lens: See above.";
        assert_eq!(voices(text), [""; 4]);
    }

    #[test]
    fn a_debate_of_many_groups() {
        let text = "President. – The next item is the debate.\n\nAna Lind, on behalf of the Harbour Group. – Madam President, I was told on Thursday.\n\nPresident. – Thank you.\n\nAna Lind (H). – We wait.";
        assert_eq!(voices(text), ["President", "Ana Lind", "President", "Ana Lind"]);
    }

    #[test]
    fn records_whose_labels_end_in_a_full_stop() {
        let text = "Mme la présidente. La parole est à M. Vidal.\n\nM. Luc Vidal (H). Nous avons vendu la grue, et je le regrette.\n\nMme la présidente. Merci.\n\nM. le ministre de la mer. Je vous répondrai.";
        let who = ["Mme la présidente", "M. Luc Vidal", "Mme la présidente", "M. le ministre de la mer"];
        assert_eq!(voices(text), who);
        assert_eq!(voices(&text.replacen(". ", ". – ", 1)), who);
        let text = "PRESIDENTE. La seduta è aperta.\n\nMARIO ORLI, Ministro del mare. Noi abbiamo chiuso il porto.\n\nPRESIDENTE. La ringrazio.\n\nLUCIA VENTI (H). Io non sono d'accordo.";
        assert_eq!(voices(text), ["PRESIDENTE", "MARIO ORLI", "PRESIDENTE", "LUCIA VENTI"]);
        let text = "SAVE MONEY. You should book early.\n\nNEW YORK. We saw the ferry, and you can.\n\nSAVE MONEY. You pay at the gate.\n\nHOURS. We open at nine.";
        assert_eq!(voices(text), [""; 4]);
        let text = "ANA LIND. She was the first.\n\nPETER ORRE. He was the second.\n\nANA LIND. She was the third.";
        assert_eq!(voices(text), [""; 3], "nobody talks");
    }

    #[test]
    fn names_in_bold_without_a_colon() {
        let voices = in_markdown;
        let talk = "**Ana Lind** We open at nine.\n\nAnd I hold the keys.\n\n**Peter Orre** You never told us.\n\n**Ana Lind** I told you in March.";
        assert_eq!(voices(talk), ["Ana Lind", "Ana Lind", "Peter Orre", "Ana Lind"]);
        let profiles = "**Ana Lind** I met her in March.\n\n**Peter Orre** We met on the ferry.\n\n**Tom Harke** You know him.\n\n**Jo Doe** I do not.";
        assert_eq!(voices(profiles), [""; 4], "nobody speaks again");
        assert_eq!(voices(&talk.replace("** ", "** said that ")), [""; 4]);
        let places = "**Mirror Lake** You can swim there.\n\n**Vellin Pier** We liked it.\n\n**Mirror Lake** You can sleep there.";
        assert_eq!(voices(places), [""; 3], "places are nobody");
        let told = "**Ana Lind** Runs the ferry.\n\n**Peter Orre** Sold it.\n\n**Ana Lind** Bought it back.";
        assert_eq!(voices(told), [""; 3], "nobody talks");
    }

    #[test]
    fn questions_answered_by_name() {
        let text = "Q: Is it safe?\n\nLind: I would go.\n\nWith my mother.\n\nQ: And now?\n\nLind: It has a hole.";
        assert_eq!(voices(text), ["Q", "Lind", "Lind", "Q", "Lind"]);
        assert_eq!(
            voices(&text.replace("Q:", "Frage:").replace("Lind:", "MAYOR LIND:")),
            ["Q", "MAYOR LIND", "MAYOR LIND", "Q", "MAYOR LIND"]
        );
    }

    #[test]
    fn a_paper_asks_in_capitals() {
        let text =
            "DIE WOCHE: Bleiben Sie?\n\nAnna Lind: Ich bleibe.\n\nWOCHE: Und die Fähre?\n\nLind: Sie fährt im Mai.";
        assert_eq!(voices(text), ["DIE WOCHE", "Anna Lind", "WOCHE", "Lind"]);
        let text = "Die Ministerin Bero Vell-Orre im Gespräch.\n\nMZ: Bleiben Sie?\n\nVell-Orre: Ich bleibe.\n\nMZ: Und die Fähre?\n\nVell-Orre: Sie fährt im Mai, wie ich höre.";
        assert_eq!(voices(text), ["", "MZ", "Vell-Orre", "MZ", "Vell-Orre"]);
    }

    #[test]
    fn questions_with_a_letter_and_answers_by_name() {
        let text = "THE MODERATOR: We have Anna Lind with us.\n\nQ. Will it sail?\n\nANNA LIND: It will.\n\nQ. Peter, and you?\n\nPETER ORRE: I stay.";
        assert_eq!(voices(text), ["THE MODERATOR", "Q", "ANNA LIND", "Q", "PETER ORRE"]);
    }

    #[test]
    fn a_chat() {
        let text = "[13/05/2031, 07:42:10] Ana Lind: It was shut.\n\n[13/05/2031, 07:44:55] Peter Orre: When\n\n[13/05/2031, 07:45:12] Ana Lind: Thursday\n\n[13/05/2031, 07:45:12] +44 1: What";
        assert_eq!(voices(text), ["Ana Lind", "Peter Orre", "Ana Lind", ""]);
        let text = "5/13/31, 7:42 AM - Ana Lind: It was shut.\n\n5/13/31, 7:44 AM - Peter Orre: When\n\n5/13/31, 7:45 AM - Ana Lind: Thursday";
        assert_eq!(voices(text), ["Ana Lind", "Peter Orre", "Ana Lind"]);
        let live =
            "14/05/2031 10:30 - The council met.\n\n14/05/2031 10:40 - Marn: It voted.\n\n14/05/2031 10:50 - It left.";
        assert_eq!(voices(live), ["", "", ""]);
    }

    #[test]
    fn questions_to_somebody_with_a_name() {
        let text = "The mayor took two questions.\n\nQ    Did you know?\n\nMAYOR LIND: No.\n\nI did not.\n\nQ Will you go?\n\nMAYOR LIND: Where?";
        assert_eq!(voices(text), ["", "Q", "MAYOR LIND", "MAYOR LIND", "Q", "MAYOR LIND"]);
        assert_eq!(voices("Q fever is rare.\n\nQ Branch is shut.\n\nThe mayor left."), ["", "", ""]);
    }

    #[test]
    fn questions_in_bold_whose_answers_quote_somebody() {
        let text = "**Did you sell the ferry?**\n\nI did not. They told me “sell or sink,” and I laughed.\n\n**Will you?**\n\n**Ana Lind:** No.\n\n**What do you fear?**\n\nMy mother said “nothing.”";
        assert_eq!(in_markdown(text), ["Q", "A", "Q", "Ana Lind", "Q", "A"]);
        let explainer = text.replace("My mother said", "The mayor said");
        assert_eq!(in_markdown(&explainer), [""; 6], "a reporter quotes the mayor");
    }

    #[test]
    fn questions_in_italics() {
        let text = "*Did you sell the ferry?*\n\nI did not, and I told them.\n\n***Will* you?**\n\nWe shall see.\n\n*What do you fear?*\n\nNothing that I know.";
        assert_eq!(in_markdown(text), ["Q", "A", "Q", "A", "Q", "A"]);
    }

    #[test]
    fn a_question_between_turns_is_nobodys_of_those_who_answer() {
        let text = "MODERATOR: We begin.\n\nQ: Will you go?\n\nMAYOR LIND: No.\n\nMR. ORRE: I shall.\n\nQ (inaudible): When?\n\nMODERATOR: Thank you.";
        assert_eq!(voices(text), ["MODERATOR", "Q", "MAYOR LIND", "MR. ORRE", "Q", "MODERATOR"]);
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
    fn who_cries_out_heads_nothing() {
        let text = "ANA LIND: I was there, and they cried.\n\nNO NO NO\n\nAnd then it sank.\n\nPETER ORRE: And you?\n\nNO NO NO\n\nANA LIND: No.";
        assert_eq!(voices(text), ["ANA LIND", "ANA LIND", "ANA LIND", "PETER ORRE", "PETER ORRE", "ANA LIND"]);
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
    fn an_article_goes_on_behind_its_interview() {
        let interview = "Ana Lind runs the ferry.\n\nQ: Why?\n\nA: Somebody must.\n\nThe boat is old.\n\nI like it.";
        let text = format!("{interview}\n\nShe left the hall.\n\n“It will never sail again,” said Tom Harke.");
        assert_eq!(voices(&text), ["", "Q", "A", "A", "A", "", ""]);
        assert_eq!(voices(&format!("{interview}\n\nIt sails in May.")), ["", "Q", "A", "A", "A", "A"]);
        let named = text
            .replace("Q:", "Jo Doe:")
            .replace("A:", "Ana Lind:")
            .replace("I like it.", "Jo Doe: And?\n\nAna Lind: We go.");
        assert_eq!(
            voices(&named),
            ["", "Jo Doe", "Ana Lind", "Ana Lind", "Jo Doe", "Ana Lind", "Ana Lind", "Ana Lind"]
        );
        let named = named.replace("She left", "Lind left");
        assert_eq!(voices(&named), ["", "Jo Doe", "Ana Lind", "Ana Lind", "Jo Doe", "Ana Lind", "", ""]);
    }

    #[test]
    fn a_turn_or_two_and_nothing_else() {
        assert_eq!(voices("Peter Orre: We stay in May, whatever they say."), ["Peter Orre"]);
        assert_eq!(voices("Anna Lind: Will it sail?\n\nMayor Orre: We hope so."), ["Anna Lind", "Mayor Orre"]);
        for text in [
            "Peter Orre: the ferry and its harbour",
            "Peter Orre: The ferry sails in May.",
            "Harbour Orre: We stay.",
            "Peter Orre: “We stay.”",
            "Peter Orre: We stay.\n\nHe left for the harbour.",
        ] {
            assert!(voices(text).concat().is_empty(), "{text}");
        }
    }

    #[test]
    fn times_beside_names() {
        let text = "[00:12] Lind: When does it open?\n\n[00:15] Orre: In May.";
        assert_eq!(voices(text), ["Lind", "Orre"]);
        assert_eq!(voices("Lind (00:12): When does it open?\n\nOrre (00:15): In May."), ["Lind", "Orre"]);
        assert_eq!(voices("10:12 Vellin: The vote is over.\n\n10:15 Marn: It was close."), ["", ""]);
    }

    #[test]
    fn an_office_as_long_as_a_sentence() {
        let office = "The Minister of State for Islands, Harbours, Lighthouses, Piers, Moorings and Inland Waterways, and Under-Secretary for Fisheries, Salt Marshes, Dykes, Dredging and the Protection of the Coast";
        let text = format!(
            "Anna Lind: What will he do?\n\n{office} (Peter Orre): I shall wait.\n\nAnna Lind: Thank you.\n\nPeter Orre: I shall."
        );
        let voices = voices(&text);
        assert!(voices[1].starts_with("Peter Orre, Minister of State"), "{voices:?}");
    }

    #[test]
    fn initials_stand_for_whom_the_text_names_above() {
        let text = "We met Ana Lind and Peter Orre.\n\nAL: I stay.\n\nPO: I go.\n\nAL: We see.";
        assert_eq!(voices(text), ["", "Ana Lind", "Peter Orre", "Ana Lind"]);
        let text =
            "Le Courrier : Vendez-vous le bac ?\n\nAna Lind : Non.\n\nLe Courrier : Pourquoi ?\n\nA. L. : Parce que.";
        assert_eq!(voices(text), ["Le Courrier", "Ana Lind", "Le Courrier", "Ana Lind"]);
    }

    #[test]
    fn questions_in_other_languages() {
        assert_eq!(voices("Frage: Warum?\n\nAntwort: Darum.\n\nUnd gern."), ["Q", "A", "A"]);
        let spanish = "P: ¿Cuándo abre?\n\nR: En mayo.\n\nP: ¿Y el precio?\n\nR: No cambia.";
        for (question, answer) in [("P.", "R."), ("P.-", "R.-"), ("Pregunta.", "Respuesta."), ("P:", "R:")] {
            assert_eq!(voices(&spanish.replace("P:", question).replace("R:", answer)), ["Q", "A", "Q", "A"]);
        }
        assert_eq!(voices("Q1: Why?\n\nA1: Because.\n\nQ2: And?\n\nA2: So."), ["Q", "A", "Q", "A"]);
        assert_eq!(voices("Q : Pourquoi ?\n\nR : Parce que."), ["Q", "A"]);
        assert_eq!(voices("F: Warum?\n\nA: Darum.\n\nF: Und nun?\n\nA: Nichts."), ["Q", "A", "Q", "A"]);
        let people = "P. Orre left.\n\nR. Lind stayed.\n\nP. Orre came back?\n\nP. Orre did.";
        assert_eq!(voices(people), [""; 4]);
    }
}
