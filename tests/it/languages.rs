//! Articles in other languages than English: what is quoted in them, and who is read to say it.
//!
//! A file holds an article and, behind `===`, a line for each quotation: its words and the speaker, or in brackets
//! what its marks are for. Quotations inside quotations stand indented. `UPDATE=1` writes the lines anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use onrecord::check::{Cancel, check};
use onrecord::formats;
use onrecord::quotations::QuotationKind;
use onrecord::quotations::language::Language;
use onrecord::settings::Settings;
use onrecord::speakers;

const LANGUAGES: [(&str, Language); 27] = [
    ("german", Language::German),
    ("german-names", Language::German),
    ("german-speakers", Language::German),
    ("german-phrases", Language::German),
    ("german-decomposed", Language::German),
    ("german-whose", Language::German),
    ("german-reports", Language::German),
    ("german-locals", Language::German),
    ("french", Language::French),
    ("french-whose", Language::French),
    ("french-reports", Language::French),
    ("french-locals", Language::French),
    ("spanish", Language::Spanish),
    ("spanish-whose", Language::Spanish),
    ("spanish-reports", Language::Spanish),
    ("spanish-locals", Language::Spanish),
    ("italian", Language::Italian),
    ("italian-whose", Language::Italian),
    ("italian-reports", Language::Italian),
    ("italian-locals", Language::Italian),
    ("portuguese", Language::Portuguese),
    ("portuguese-whose", Language::Portuguese),
    ("portuguese-reports", Language::Portuguese),
    ("portuguese-locals", Language::Portuguese),
    ("dutch", Language::Other),
    ("polish", Language::Other),
    ("japanese", Language::Other),
];

#[test]
fn articles_say_who_says_what() {
    for (name, language) in LANGUAGES {
        let path = Path::new("tests/fixtures/languages").join(name).with_extension("txt");
        let file = fs::read_to_string(&path).expect("the fixture is there");
        let (article, expected) = file.split_once("===\n").expect("the fixture has a line of ===");
        let read = read(article, language);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, format!("{article}===\n{read}")).expect("the fixture can be written");
        } else {
            assert_eq!(read, expected, "{name}");
        }
    }
}

/// The quotations of an article, each with its speaker.
fn read(article: &str, language: Language) -> String {
    let document = formats::read_text("draft.txt", article);
    assert_eq!(Language::of(&document), language);
    let reading = speakers::read(document);
    let text = reading.document.prose.text();
    reading.quotations.iter().fold(String::new(), |mut out, quotation| {
        let who = match quotation.kind {
            QuotationKind::NotSpeech(reason) => format!("({})", reason.reason()),
            _ => reading.speaker_of(quotation).map_or("?".to_owned(), |speaker| speaker.name.clone()),
        };
        let indent = if quotation.parent.is_some() { "    " } else { "" };
        writeln!(out, "{indent}{} → {who}", quotation.span.of(text)).expect("a string takes all");
        out
    })
}

#[test]
fn what_a_document_says_of_its_language_goes_before_what_it_looks_like() {
    let english = "“We will stay”, zei Ana Lind.";
    for (name, text) in [
        ("draft.md", format!("---\nlang: nl\n---\n\n{english}")),
        ("draft.html", format!("<html lang=\"nl\"><body><p>{english}</p></body></html>")),
    ] {
        assert_eq!(Language::of(&formats::read_text(name, text)), Language::Other, "{name}");
    }
    assert_eq!(Language::of(&formats::read_text("draft.md", english)), Language::English);
    let german = formats::read_text("draft.md", "---\nlang: de-AT\n---\n\n„Wir bleiben.“");
    assert_eq!(Language::of(&german), Language::German);
}

#[test]
fn what_the_newsroom_sets_goes_before_what_a_document_says() {
    let draft = "---\nlang: en\n---\n\n„Wir bleiben“, sagte Ana Lind.";
    let speaker = |language: Option<&str>| {
        let settings = Settings { language: language.map(str::to_owned), ..Settings::default() };
        let checked = check(formats::read_text("draft.md", draft), None, &settings, &Cancel::default(), None);
        checked.draft.speaker_of(&checked.draft.quotations[0]).map(|speaker| speaker.name.clone())
    };
    assert_eq!(speaker(Some("de")).as_deref(), Some("Ana Lind"));
    assert_eq!(speaker(Some("fi")), None);
}
