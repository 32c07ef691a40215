//! What an editor shows at a place of a draft, from fixtures with a cursor.

use onrecord::corpus::Corpus;
use onrecord::ide::annotations::{Annotation, origins, verdicts};
use onrecord::ide::goto_source::goto_source;
use onrecord::ide::hover::hover;
use onrecord::ide::links::{address, links};
use onrecord::ide::symbols::symbols;

use crate::fixture::Fixture;

/// Two sources of one mayor.
const SOURCES: &str = "\
//- article council.txt outlet=\"Coast Courier\" date=2031-05-02 url=https://courier.example/council
“The quay will not be sold before the winter,” Mayor Mara Teller told the council on Friday.

“Nobody has made us an offer,” she said. “When somebody does, the whole town will read it.”
//- article later.txt outlet=\"Northbank Today\" date=2031-06-11
Teller was asked again. “Ask me in November,” Mara Teller said.
";

fn fixture(draft: &str) -> Fixture {
    Fixture::parse(&format!("//- draft story.md date=2031-06-12\n{draft}\n{SOURCES}"))
}

/// What hovering at the cursor says, plainly, and the words it is about.
fn hovered(draft: &str) -> Option<(String, String)> {
    let fixture = fixture(draft);
    let checked = fixture.check();
    let corpus = fixture.corpus();
    let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
    let hover = hover(&checked, corpus, None, &address, fixture.cursor.unwrap())?;
    Some((hover.span.of(&fixture.draft.text).to_owned(), hover.note.plain()))
}

#[test]
fn a_speaker_is_known_under_any_name() {
    let expected = "\
Mara Teller, Mayor (2031-05-02)
Also: Teller
Quoted once in this draft
Quoted 4 times in 2 sources (Coast Courier 3, Northbank Today 1), 2031-05-02 to 2031-06-11
Latest:
- Northbank Today, 2031-06-11: “Ask me in November”
- Coast Courier, 2031-05-02 <https://courier.example/council#:~:text=The%20quay%20will%20not%20be%20sold%20before%20the%20winter>: \
“The quay will not be sold before the winter”
- Coast Courier, 2031-05-02 <https://courier.example/council#:~:text=Nobody%20has%20made%20us%20an%20offer>: \
“Nobody has made us an offer”";
    for (draft, words) in [
        ("“Ask me in November,” Mara $0Teller said. Nobody did.", "Mara Teller"),
        ("“Ask me in November,” Mara Teller said. $0Teller left.", "Teller"),
    ] {
        let (span, said) = hovered(draft).unwrap_or_else(|| panic!("nothing at {draft}"));
        assert_eq!(span, words, "{draft}");
        assert_eq!(said, expected, "{draft}");
    }
    let (span, said) = hovered("“Ask me in November,” Mara Teller said. Then $0she left.").unwrap();
    assert_eq!(span, "she");
    let pointing = expected.replace("\nQuoted once", "\n“she” points back at “Mara Teller” in line 1\nQuoted once");
    assert_eq!(said, pointing);
}

#[test]
fn a_name_that_the_directory_lists_as_misspelled_is_shown_with_the_right_one() {
    let fixture = Fixture::parse(&format!(
        "//- settings\n[[people]]\nname = \"Mara Teller\"\nmisspellings = [\"Mahra Tellre\"]\n\
         //- draft story.md date=2031-06-12\n“Ask me in November,” $0Mahra Tellre said.\n{SOURCES}"
    ));
    let corpus = fixture.corpus().unwrap();
    let said = hover(&fixture.check(), Some(&corpus), None, &address, fixture.cursor.unwrap()).unwrap().note.plain();
    assert!(said.contains("\nThe newsroom’s directory has “Mara Teller”\n"), "{said}");
    assert!(said.contains("\nQuoted 4 times in 2 sources"), "{said}");
}

/// What hovering at the cursor says of a speaker, with other sources: what begins with some words.
fn line_of(draft: &str, sources: &str, begins: &str) -> String {
    let fixture = Fixture::parse(&format!("//- draft story.md date=2031-06-12\n{draft}\n{sources}"));
    let (checked, corpus) = (fixture.check(), fixture.corpus().unwrap());
    let said = hover(&checked, Some(&corpus), None, &address, fixture.cursor.unwrap()).unwrap().note.plain();
    said.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn of_one_who_is_quoted_often_the_latest_are_counted() {
    let article = |n: usize| {
        let (month, day) = (1 + n / 28, 1 + n % 28);
        format!(
            "//- article n{n}.txt outlet=\"Coast Courier\" date=2031-{month:02}-{day:02}\n\
             “Boat {n} came in {n} minutes late,” Mara Teller said.\n"
        )
    };
    let sources: String = (0..120).map(article).collect();
    let line = line_of("“It rained,” Mara $0Teller said.", &sources, "Quoted 1");
    assert_eq!(
        line,
        "Quoted 120 times, copies included; 100 of the latest in 100 sources (Coast Courier 100), 2031-01-21 to 2031-05-08"
    );
}

#[test]
fn of_many_who_go_by_a_name_a_few_are_named() {
    let given = ["Ada", "Berit", "Carl", "Dora", "Emil", "Frida", "Gerda", "Hans", "Ines", "Jonas"];
    let article = |name: &&str| format!("//- article {name}.txt\n“This is {name}’s own boat,” {name} Teller said.\n");
    let sources: String = given.iter().map(article).collect();
    let line = line_of("“It rained,” $0Teller said.", &sources, "The corpus has");
    let few = given[..8].iter().map(|name| format!("{name} Teller")).collect::<Vec<_>>().join(", ");
    assert_eq!(line, format!("The corpus has several of this name: {few} and others"));
}

#[test]
fn a_quotation_says_what_decided_who_says_it() {
    for (draft, expected) in [
        ("“It $0rained,” Jon Abel said.", "Said by Jon Abel: “Jon Abel said”"),
        (
            "Jon Abel left.\n\n“It rained,” he said. “It $0snowed.”",
            "Said by Jon Abel: “he said”; “he” points back at “Jon Abel” in line 1",
        ),
        (
            "“It rained,” Jon Abel said.\n\n“It $0snowed all night, and nobody slept.”",
            "Said by Jon Abel: it goes on from the quotation before",
        ),
        ("It was late.\n\n“It $0rained all day and all night.”\n\nThe town slept.", "Nobody is named for it"),
        (
            "JON ABEL: It $0rained.\n\nMARA TELLER: It did.\n\nJON ABEL: All night.",
            "Said by Jon Abel: labelled “JON ABEL”",
        ),
        ("It was late. “It $0rained,” she said.", "Speaker not found: “she” fits nobody named before"),
    ] {
        let (_, said) = hovered(draft).unwrap_or_else(|| panic!("nothing at {draft}"));
        assert_eq!(said.lines().nth(1).unwrap_or_default(), expected, "{draft}:\n{said}");
    }
}

#[test]
fn a_listed_speaker_says_so() {
    let fixture = Fixture::parse(
        "//- settings\n[[people]]\nname = \"Jonas Abel\"\noffices = [{ title = \"warden\", of = \"the quay\", from = 2030-01-01 }]\n\
         //- draft story.md\n“It rained,” $0Abel said.\n",
    );
    let said = hover(&fixture.check(), None, None, &address, fixture.cursor.unwrap()).unwrap().note.plain();
    assert_eq!(
        said,
        "Jonas Abel\nAlso: Abel\nThe newsroom’s directory knows who “Abel” is\n\
         In the newsroom’s directory: warden of the quay (from 2030-01-01 on)\nQuoted once in this draft"
    );
}

#[test]
fn an_unknown_speaker_is_said_to_be_unknown() {
    let (_, said) = hovered("“It rained,” Jon $0Abel said.").unwrap();
    assert_eq!(said, "Jon Abel\nQuoted once in this draft\nNot quoted in the corpus");
}

#[test]
fn a_difference_is_shown_word_by_word() {
    let (span, said) = hovered("“The quay will be $0sold before the summer,” Mara Teller said.").unwrap();
    assert_eq!(span, "The quay will be sold before the summer,");
    assert!(said.starts_with("meaning changed: "), "{said}");
    assert!(
        said.contains("\n[-source-] {+draft+}:\nThe quay will [-not-] be sold before the [-winter-] {+summer+}\n"),
        "{said}"
    );
    assert!(
        said.contains("\nIn the sources:\n- Coast Courier, 2031-05-02 <https://courier.example/council#:~:text="),
        "{said}"
    );
    assert!(said.ends_with(", Mara Teller: “The quay will not be sold before the winter”"), "{said}");
}

#[test]
fn marks_for_something_else_say_what_for() {
    let (_, said) = hovered("The cinema on the square has put on “The $0Long Quay” again.").unwrap();
    assert_eq!(said, "not speech: title of a work");
}

#[test]
fn without_a_corpus_a_quotation_is_not_checked() {
    let fixture =
        Fixture::parse("//- draft story.md\n“The quay will $0not be sold before the winter,” Mara Teller said.\n");
    let checked = fixture.check();
    let said = hover(&checked, None, None, &address, fixture.cursor.unwrap()).unwrap().note.plain();
    assert!(said.starts_with("not checked"), "{said}");
    assert_eq!(links(&checked, &address), []);
    assert!(goto_source(&checked, fixture.cursor.unwrap()).is_none());
}

#[test]
fn nothing_stands_between_the_things_there_are() {
    assert_eq!(hovered("“Ask me in November,” Mara Teller said. The r$0est is silence."), None);
}

#[test]
fn the_source_opens_at_the_words() {
    for draft in [
        "“Nobody has made us an $0offer,” Mara Teller said.",
        "$0“Nobody has made us an offer,” Mara Teller said.",
        "“Nobody has made us an offer,$0” Mara Teller said.",
    ] {
        let fixture = fixture(draft);
        let checked = fixture.check();
        let origin = goto_source(&checked, fixture.cursor.unwrap()).unwrap();
        let source = &origin.article.reading.document.text;
        assert_eq!(origin.article.path, "council.txt");
        assert_eq!(origin.words.of(source).trim_end_matches(','), "Nobody has made us an offer");
        assert!(origin.around.covers(origin.words) && origin.around.of(source).contains("the whole town will read it"));
        assert_eq!(origin.quotation.of(&fixture.draft.text), "Nobody has made us an offer,");
    }
}

#[test]
fn links_stand_on_the_closing_marks_of_what_was_found() {
    let fixture = fixture("“Nobody has made us an offer,” Mara Teller said. “Fish are patient,” she said.");
    let checked = fixture.check();
    let links = links(&checked, &address);
    assert_eq!(links.len(), 1, "{links:#?}");
    assert_eq!(links[0].span.of(&fixture.draft.text), "”");
    assert_eq!(links[0].target, "https://courier.example/council#:~:text=Nobody%20has%20made%20us%20an%20offer");
    assert_eq!(links[0].label, "Coast Courier, 2031-05-02");
}

#[test]
fn the_outline_goes_by_speaker() {
    let fixture = fixture(
        "“Ask me in November,” Mara Teller said. “It rained,” Jon Abel said. “Nobody has made us an offer,” Teller said.",
    );
    let outline = symbols(&fixture.check());
    let outline = outline.iter().map(|speaker| {
        let words = speaker.quotations.iter().map(|quotation| quotation.words.as_str()).collect::<Vec<_>>();
        (speaker.name.as_str(), words)
    });
    let expected =
        [("Mara Teller", vec!["Ask me in November", "Nobody has made us an offer"]), ("Jon Abel", vec!["It rained"])];
    assert_eq!(outline.collect::<Vec<_>>(), expected);
}

#[test]
fn beside_a_quotation_stands_where_it_comes_from_and_its_verdict() {
    let fixture = fixture("“Nobody has made us an offer,” Mara Teller said. “Fish are patient,” she said.");
    let checked = fixture.check();
    let placed = |all: Vec<Annotation>| {
        all.into_iter().map(|it| (fixture.draft.text[it.at..].chars().take(6).collect(), it.words)).collect::<Vec<_>>()
    };
    let told = |place: &str, words: &str| (place.to_owned(), words.to_owned());
    assert_eq!(placed(origins(&checked, false)), [told(" Mara ", "Coast Courier, 2031-05-02")]);
    assert_eq!(
        placed(verdicts(&checked, false)),
        [told("“Nobod", "exact, 1 source"), told("“Fish ", "unsupported, no source")]
    );
}
