//! Plain text, as written or as scraped: the text is its own prose.

mod breaks;
mod clock;
mod margin;
mod paragraphs;

pub(super) use self::breaks::is_page_number;

use super::document::Document;
use super::remarks::{self, Remark, RemarkForm};
use super::{Fields, Format, Kind, Metadata, chat, front_matter, page};
use crate::text::{Prose, Span, Text};

/// Plain text.
pub(super) struct Plain;

impl Format for Plain {
    fn id(&self) -> &'static str {
        "plain"
    }

    fn claims(&self, _name: &str, _head: &str) -> bool {
        true
    }

    fn read(&self, text: Text) -> Document {
        let (fields, start) = front_matter::split(&text).unwrap_or_default();
        let problems = front_matter::misunderstood(&fields);
        Document { problems, ..with_fields(text, start, &fields) }
    }
}

/// Reads the text from byte `start` on, with what is stated beside it.
pub(super) fn with_fields(text: Text, start: usize, fields: &Fields) -> Document {
    let mut stated = Metadata::default();
    fields.fill(&mut stated);
    if let Some(messages) = chat::pasted(&text, start) {
        return chat::document(text, start, &messages, stated);
    }
    let remarks = remarks::in_plain(&text);
    let times = clock::times(&text, start);
    if times.recorded && stated.kind == Kind::default() {
        stated.kind = Kind::Transcript;
    }
    let (prose, paragraphs) = readable(&text, start, &remarks, &times.gaps);
    let page = page::arrange(prose.text(), &paragraphs, stated);
    Document {
        disk: super::DiskMap::default(),
        prose,
        blocks: page.blocks,
        meta: page.meta,
        stories: page.stories,
        code: Vec::new(),
        remarks,
        remark_form: RemarkForm::Brackets,
        loci: Vec::new(),
        problems: Vec::new(),
        editable: true,
        text,
    }
}

/// What a reader sees of the text from byte `start` on, and its paragraphs.
///
/// `times` are those that stand beside the words of a recording.
fn readable(text: &Text, start: usize, remarks: &[Remark], times: &[Span]) -> (Prose, Vec<Span>) {
    let mut gaps = margin::numbers(text, start);
    gaps.extend(times);
    let unnumbered = without(&mut gaps, text, start);
    let pages = breaks::between_pages(unnumbered.text(), 0);
    let pages: Vec<Span> = pages.into_iter().map(|page| unnumbered.to_text(page)).collect();
    gaps.extend(remarks.iter().map(|remark| remark.span).chain(pages.iter().copied()));
    let lines = without(&mut gaps, text, start);
    let joints: Vec<usize> = pages.iter().map(|page| lines.from_text(page.end)).collect();
    let paragraphs = paragraphs::paragraphs(lines.text(), &joints);
    let cuts = breaks::within_words(lines.text(), &paragraphs);
    if cuts.is_empty() {
        return (lines, paragraphs);
    }
    gaps.extend(cuts.into_iter().map(|cut| lines.to_text(cut)));
    let prose = without(&mut gaps, text, start);
    let moved = |at: Span| Span::new(prose.from_text(at.start), prose.from_text(at.end));
    let paragraphs = paragraphs.into_iter().map(|paragraph| moved(lines.to_text(paragraph))).collect();
    (prose, paragraphs)
}

/// The text from byte `start` on, without some stretches of it.
fn without(gaps: &mut [Span], text: &Text, start: usize) -> Prose {
    if gaps.is_empty() {
        return Prose::tail(text.clone(), start);
    }
    gaps.sort_unstable();
    let mut prose = Prose::default();
    let mut at = start;
    for gap in gaps.iter().filter(|gap| gap.start >= start) {
        prose.push(&text[at..gap.start.max(at)], at);
        at = gap.end.max(at);
    }
    prose.push(&text[at..], at);
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Document) {
        let document = with_fields(text.into(), 0, &Fields::default());
        let words = document.blocks.iter().map(|block| block.span.of(document.prose.text()).to_owned());
        (words.collect(), document)
    }

    #[test]
    fn a_sentence_goes_on_behind_the_number_of_a_page() {
        let text = "“The minister has not answered our letters\n\n- 2 -\n\nfor weeks,” said Ana Lind.";
        let (words, document) = read(text);
        assert_eq!(words, ["“The minister has not answered our letters\nfor weeks,” said Ana Lind."]);
        let at = document.prose.text().find("weeks").expect("is there");
        assert_eq!(document.prose.to_text(Span::new(at, at + 5)).of(text), "weeks");
        let headed = "“The minister has not\n\nCouncil of Vellin, page 1\n\nanswered our letters.” He left, and the\n\n\
                      Council of Vellin, page 2\n\nmayor did, too.";
        assert_eq!(read(headed).0, ["“The minister has not\nanswered our letters.” He left, and the\nmayor did, too."]);
    }

    #[test]
    fn who_speaks_again_and_again_heads_no_page() {
        let talk = "ANA LIND\n\nWe wanted the old ferry to\n\nPETER ORRE\n\nsail but you did not want it\n\nANA LIND\n\nwe did, and I said so,\n\nPETER ORRE\n\nand nobody listened to us\n\nANA LIND\n\nThat is not so.";
        let voices = |text: &str| -> Vec<String> {
            let blocks = read(text).1.blocks;
            blocks.into_iter().filter_map(|block| Some(block.voice?.name)).collect()
        };
        let who = ["ANA LIND", "ANA LIND", "PETER ORRE", "PETER ORRE"];
        assert_eq!(voices(talk), [&who[..], &who, &who[..2]].concat());
        for other in ["  0:12", ":"] {
            let talk = talk.replace("ANA LIND", &format!("Ana Lind{other}")).replace("ORRE", &format!("ORRE{other}"));
            assert_eq!(read(&talk).0.len(), 10, "{talk}");
        }
        let pages = "“He has not\n\nPORT COUNCIL\n\n12\n\nanswered us, and\n\nPUBLIC HEARING\n\n13\n\nwe wait. He left, and\n\nPORT COUNCIL\n\n14\n\nhe never wrote,” she said, and\n\nPUBLIC HEARING\n\n15\n\nso it ended.";
        assert_eq!(read(pages).0.len(), 1);
    }

    #[test]
    fn numbers_in_the_margin_are_nobodys_words() {
        let page = " 1           MR. HARKE:  Thank you, and now I shall\n 2  call Ana Lind.\n 3      Q.    Did you offer the old\n 4  ferry for sale?\n 5      A.    We will not sell it, and I told\n 6  them so.\n 7      Q.    Whom did you ask?\n 8      A.    Nobody asked the islanders who\n 9  live there.\n10            MS. ORRE:  I object to this and\n11  ask to be heard.";
        let words = [
            "MR. HARKE:  Thank you, and now I shall\ncall Ana Lind.",
            "Q.    Did you offer the old\nferry for sale?",
            "A.    We will not sell it, and I told\nthem so.",
            "Q.    Whom did you ask?",
            "A.    Nobody asked the islanders who\nlive there.",
            "MS. ORRE:  I object to this and\nask to be heard.",
        ];
        let (read_words, document) = read(page);
        assert_eq!(read_words, words);
        let at = document.prose.text().find("live there").expect("is there");
        assert_eq!(document.prose.to_text(Span::new(at, at + 10)).of(page), "live there");
        let second = page.replace("MR. HARKE:  Thank you, and now I shall", "he went on, and so we");
        let both = format!("{page}\n\n                    12\n\n{second}")
            .replace("ask to be heard.", "ask to be heard before");
        let read_words = read(&both).0;
        assert!(
            read_words.contains(
                &"MS. ORRE:  I object to this and\nask to be heard before he went on, and so we\ncall Ana Lind."
                    .to_owned()
            ),
            "{read_words:?}"
        );
        let list: String = (1..20).map(|nth| format!("{nth} eggs\n")).collect::<Vec<_>>().concat();
        assert!(read(&list).0[0].starts_with('1'));
    }

    #[test]
    fn words_cut_at_the_ends_of_lines_are_whole() {
        let text = "“The transport minis-\nter is well-\nknown, a well-known and wind- and water-\nproof man, pre-\nand post-war,” said Ana Lind.";
        let (words, document) = read(text);
        assert_eq!(
            words,
            [
                "“The transport minister is well-known, a well-known and wind- and waterproof man, pre-\nand post-war,” said Ana Lind."
            ]
        );
        let of = |word: &str| {
            let at = document.prose.text().find(word).expect("is there");
            document.prose.to_text(Span::new(at, at + word.len())).of(text)
        };
        assert_eq!((of("minister"), of("proof man")), ("minis-\nter", "proof man"));
        assert_eq!(
            read("“We keep the fer\u{ad}\nry and No\u{ad}\nbody else,” said Ana Lind.").0,
            ["“We keep the ferry and Nobody else,” said Ana Lind."]
        );
    }

    #[test]
    fn what_is_left_out_between_pages_is_no_remark() {
        let text = "The mayor and\n\n- 2 -\n\n[onrecord-ignore VER101: x]\n\nhe left.";
        assert_eq!(read(text).1.remarks.len(), 1);
    }
}
