//! From one place to others: references, renaming, completion, stretches of a draft.

use onrecord::check::Checked;
use onrecord::corpus::Corpus;
use onrecord::corpus::memory::MemoryCorpus;
use onrecord::ide::completion::{completions, named_in};
use onrecord::ide::references::{Place, first_source, references};
use onrecord::ide::regions::{foldings, selections};
use onrecord::ide::rename::{rename, renamed};
use onrecord::ide::tokens::{Standing, TokenKind, tokens};

use crate::fixture::Fixture;

const SOURCES: &str = "\
//- article council.txt outlet=\"Coast Courier\" date=2031-05-02
“The quay will not be sold before the winter,” Mayor Mara Teller told the council on Friday.

“The quay will not hold another winter,” the engineer Jonas Abel said.
//- article later.txt outlet=\"Northbank Today\" date=2031-06-11
Teller was asked again. “Ask me in November,” Mara Teller said.
";

struct Read {
    fixture: Fixture,
    checked: Checked,
    corpus: MemoryCorpus,
}

impl Read {
    fn new(draft: &str) -> Self {
        let fixture = Fixture::parse(&format!("//- draft story.md date=2031-06-12\n{draft}\n{SOURCES}"));
        Self { checked: fixture.check(), corpus: fixture.corpus().unwrap(), fixture }
    }

    fn cursor(&self) -> usize {
        self.fixture.cursor.unwrap()
    }

    fn text(&self) -> &str {
        &self.fixture.draft.text
    }

    /// Where something is quoted, as file and words.
    fn references(&self) -> Vec<String> {
        let told = |place| match place {
            Place::Draft(span) => format!("draft: {}", span.of(self.text())),
            Place::Source(article, words) => {
                format!("{}: {}", article.path, words.of(&article.reading.document.text))
            }
        };
        references(&self.checked, Some(&self.corpus), self.cursor()).into_iter().map(told).collect()
    }
}

#[test]
fn references_of_words_are_their_sources_and_who_else_prints_them() {
    let read = Read::new("“Ask me in $0November,” Mara Teller said.\n\nShe meant it: “Ask me in November.”");
    assert_eq!(
        read.references(),
        ["draft: Ask me in November,", "draft: Ask me in November.", "later.txt: Ask me in November"]
    );
}

#[test]
fn references_of_a_speaker_are_all_that_they_said() {
    let read = Read::new("“Ask me in November,” Mara $0Teller said. “It rained,” Jonas Abel said.");
    assert_eq!(
        read.references(),
        [
            "draft: Ask me in November,",
            "later.txt: Ask me in November,",
            "council.txt: The quay will not be sold before the winter,",
        ]
    );
    let (article, words) = first_source(&read.checked, &read.corpus, read.cursor()).unwrap();
    assert_eq!(article.path, "council.txt");
    assert!(words.of(&article.reading.document.text).starts_with("The quay will not be sold"));
    // Of two who may be meant neither is taken.
    let more = "//- article more.txt\n“I bake bread for the boats,” Ines Teller said.\n";
    let draft = "//- draft story.md\n“I bake bread for the boats,” $0Teller said.\n";
    let both = Fixture::parse(&format!("{draft}{SOURCES}{more}"));
    assert!(first_source(&both.check(), &both.corpus().unwrap(), both.cursor.unwrap()).is_none());
}

#[test]
fn a_speaker_is_renamed_everywhere_but_in_others_words() {
    let draft = "“It rained,” Mara Teller said.\n\n“Ask Mara Teller,” Jonas Abel said. $0Teller left, and she slept.";
    let after = |to: &str| {
        let read = Read::new(draft);
        let here = renamed(&read.checked, read.cursor()).unwrap();
        assert_eq!(here.of(read.text()), "Teller");
        let mut text = read.text().to_owned();
        for edit in rename(&read.checked, read.cursor(), to).unwrap().iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        text
    };
    let renamed = "“It rained,” Mara Tellor said.\n\n“Ask Mara Teller,” Jonas Abel said. Tellor left, and she slept.\n";
    assert_eq!(after("Tellor"), renamed);
    assert_eq!(after("Maria Tellor"), renamed.replacen("Mara Tellor", "Maria Tellor", 1));
    let read = Read::new("“It rained,” Mara Teller said. $0She left.");
    assert_eq!(renamed_at(&read), None);
}

#[test]
fn a_speaker_is_renamed_in_headings_and_links_and_not_in_code() {
    let draft = "# Teller speaks\n\n“It rained,” Mara $0Teller said. See [what Teller said](https://a.example/teller) \
                 and `Mara Teller`, which is `Teller`.";
    let read = Read::new(draft);
    let mut text = read.text().to_owned();
    for edit in rename(&read.checked, read.cursor(), "Mara Orre").unwrap().iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    let after = "# Orre speaks\n\n“It rained,” Mara Orre said. See [what Orre said](https://a.example/teller) \
                 and `Mara Teller`, which is `Teller`.\n";
    assert_eq!(text, after);
}

#[test]
fn a_name_is_renamed_in_all_its_forms() {
    for (draft, to, after) in [
        // A surname of several words, and what was typed over one of its forms.
        (
            "“It rained,” $0Mara van der Teller, the mayor, said. Later van der Teller left.",
            "Mara Orre",
            "“It rained,” Mara Orre, the mayor, said. Later Orre left.",
        ),
        (
            "“It rained,” Mara van der Teller, the mayor, said. Later van $0der Teller left.",
            "van Orre",
            "“It rained,” Mara van Orre, the mayor, said. Later van Orre left.",
        ),
        // Over a line end, and with markup.
        (
            "“It rained,” $0Mara Teller said. Then Mara\nTeller left, and **Mara** Teller slept.",
            "Ines Orre",
            "“It rained,” Ines Orre said. Then Ines\nOrre left, and **Ines** Orre slept.",
        ),
        (
            "“It rained,” $0Mara Elena Teller said. Then Mara Teller left.",
            "Ines Elena Orre",
            "“It rained,” Ines Elena Orre said. Then Ines Orre left.",
        ),
    ] {
        let read = Read::new(draft);
        let mut text = read.text().to_owned();
        let edits = rename(&read.checked, read.cursor(), to).unwrap_or_else(|| panic!("nothing in {draft}"));
        assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{edits:#?}");
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(text.trim_end(), after);
    }
    let read = Read::new("“It rained,” Mara van der Teller, the mayor, said. Later van $0der Teller left.");
    assert_eq!(renamed_at(&read), Some("van der Teller"));
}

fn renamed_at(read: &Read) -> Option<&str> {
    renamed(&read.checked, read.cursor()).map(|span| span.of(read.text()))
}

#[test]
fn a_quotation_is_written_on_from_the_corpus() {
    let read = Read::new("“It rained,” Jonas Abel said.");
    let corpus: &dyn Corpus = &read.corpus;
    let offered = |before: &str| {
        let speaker = named_in(&read.checked, before);
        let all = completions(corpus, before, "", speaker).into_iter();
        all.map(|it| (it.rest, it.detail, it.typed)).collect::<Vec<_>>()
    };
    let told = |rest: &str, detail: &str, typed| (rest.to_owned(), detail.to_owned(), typed);
    let teller = "Mara Teller, Coast Courier, 2031-05-02";
    let abel = "Jonas Abel, Coast Courier, 2031-05-02";
    let mut unnamed = offered("She went on: “The quay will not ");
    unnamed.sort();
    assert_eq!(
        unnamed,
        [
            told("be sold before the winter,” Mara Teller said", teller, 0),
            told("hold another winter,” Jonas Abel said", abel, 0),
        ]
    );
    // Whoever the paragraph names comes first, and is not named again.
    assert_eq!(offered("Abel said: “The quay will not ")[0], told("hold another winter”", abel, 0));
    assert_eq!(
        offered("She said: “quay will not be so"),
        [told("sold before the winter,” Mara Teller said", teller, 2)]
    );
    for nothing in ["“The ", "The quay will not ", "“The quay will not be sold,” she said. And ", "“Fish swim under "]
    {
        assert_eq!(offered(nothing), [], "{nothing}");
    }
}

#[test]
fn what_is_written_on_fits_what_stands_there() {
    let read = Read::new("“It rained,” Jonas Abel said.");
    let sources = "//- article more.txt\n“Who pays for the quay in July?” Mara Teller asked.\n\n\
                   “We leave for the U.S.” said Mara Teller.\n";
    let corpus = Fixture::parse(&format!("//- draft story.md\nx\n{SOURCES}{sources}")).corpus().unwrap();
    let written = |draft: &str| {
        let (before, after) = draft.split_once('|').expect("has a cursor");
        let offered = completions(&corpus, before, after, named_in(&read.checked, before)).into_iter().next()?;
        Some(format!("{}{}{}", &before[..before.len() - offered.typed], offered.rest, &after[offered.behind..]))
    };
    for (draft, after) in [
        // Closed already: the words alone, or all where nothing stands behind the mark that the editor put in.
        (
            "“The quay will not be so|ld before the summer,” she said.",
            Some("“The quay will not be sold before the winter,” she said."),
        ),
        (
            "“The quay will not be |”\nMore.",
            Some("“The quay will not be sold before the winter,” Mara Teller said\nMore."),
        ),
        ("\"The quay will not be |\"", Some("\"The quay will not be sold before the winter,\" Mara Teller said")),
        ("“The quay will not be |”, she said.", Some("“The quay will not be sold before the winter”, she said.")),
        ("“The quay will not be |\nsold before the winter,” she said.", None),
        (
            "“The quay will not be | and “yes,” she said.",
            Some("“The quay will not be sold before the winter,” Mara Teller said and “yes,” she said."),
        ),
        // Who says it stands there already.
        (
            "“The quay will not be | said Mara Teller.",
            Some("“The quay will not be sold before the winter,” said Mara Teller."),
        ),
        (
            "“The quay will not be | Mara Teller, the mayor, told reporters.",
            Some("“The quay will not be sold before the winter,” Mara Teller, the mayor, told reporters."),
        ),
        // Whoever else the paragraph names did not say it.
        (
            "Abel left. “The quay will not be |",
            Some("Abel left. “The quay will not be sold before the winter,” Mara Teller said"),
        ),
        (
            "Abelton is near. “The quay will not hold |",
            Some("Abelton is near. “The quay will not hold another winter,” Jonas Abel said"),
        ),
        ("“Who pays for |", Some("“Who pays for the quay in July?” Mara Teller said")),
        ("“Who pays for |,” she said.", Some("“Who pays for the quay in July?” she said.")),
        ("“We leave for |", Some("“We leave for the U.S.,” Mara Teller said")),
        ("«\u{a0}The quay will not be |", Some("«\u{a0}The quay will not be sold before the winter\u{a0}»")),
    ] {
        assert_eq!(written(draft).as_deref(), after, "{draft}");
    }
}

#[test]
fn a_selection_grows_step_by_step() {
    let read = Read::new("It rained.\n\n“He told me ‘ask me in $0May’ twice,” Mara Teller said.");
    let steps = selections(&read.checked, read.cursor());
    let steps = steps.iter().map(|span| span.of(read.text())).collect::<Vec<_>>();
    assert_eq!(
        steps,
        [
            "ask me in May",
            "‘ask me in May’",
            "He told me ‘ask me in May’ twice,",
            "“He told me ‘ask me in May’ twice,”",
            "“He told me ‘ask me in May’ twice,” Mara Teller said.",
            read.text(),
        ]
    );
    let folded = foldings(&read.checked);
    assert_eq!(folded.len(), 1);
    assert_eq!(folded[0].of(read.text()), "“He told me ‘ask me in May’ twice,”");
}

#[test]
fn words_are_told_apart_for_colours() {
    let read = Read::new("“Ask me in November,” Mara Teller said. “Fish are patient with us,” Teller went on.");
    let told = tokens(&read.checked).into_iter().map(|token| (token.span.of(read.text()), token.kind));
    let told = told.collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            ("Ask me in November,", TokenKind::Quotation(Standing::Borne)),
            ("Mara Teller", TokenKind::Speaker),
            ("said", TokenKind::Cue),
            ("Fish are patient with us,", TokenKind::Quotation(Standing::Unsupported)),
            ("Teller", TokenKind::Speaker),
            ("went", TokenKind::Cue),
        ]
    );
}
