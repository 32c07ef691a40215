//! What editing may change leaves a quotation exact.

use std::sync::Arc;

use onrecord::check::{Cancel, check};
use onrecord::corpus::memory::MemoryCorpus;
use onrecord::corpus::{About, Article, ArticleId, Corpus, CorpusError, Found, Person, Query};
use onrecord::formats;
use onrecord::settings::Settings;
use onrecord::speakers::Directory;
use onrecord::verify::{Outcome, Verdict};
use proptest::prelude::*;

const SOURCE: &str = "Mayor Ilse Lind faced the council on Friday. “We won't close the old fish-quay before the winter – \
    not for 12,000 crowns, and not for twice that – because the labour is ours,” Lind said.\n\n“Nobody asked the \
    crews. They have three boats,” said Tom Harke, who sails one of them.\n";

/// Forms of the same words, one of which a draft may have in each place.
const FORMS: [&[&str]; 12] = [
    &["We", "we", "[W]e", "WE"],
    &[" won't", " won’t", " will not", "\u{a0}won't"],
    &[" close the old ", " close  the old ", " close the\nold ", " *close* the old "],
    &["fish-quay", "fish quay", "fish\u{2011}quay"],
    &[" before the winter"],
    &[" – ", " — ", "—", " - ", ", "],
    &["not for 12,000 crowns", "not for twelve thousand crowns", "not for 12 thousand crowns"],
    &[", and not for twice that", " and not for twice that"],
    &["—", " – ", ", "],
    &["because the labour ", "because the labor ", "because [only now] the labour ", "because the la\u{ad}bour "],
    &["is ours", "IS ours"],
    &[",", ".", "", "!"],
];

fn outcomes(draft: &str) -> Vec<Outcome> {
    let corpus = MemoryCorpus::new(vec![("a.txt".to_owned(), formats::read("a.txt", SOURCE.as_bytes()))], Vec::new());
    verdicts(draft, &corpus).iter().map(|verdict| verdict.outcome).collect()
}

fn verdicts(draft: &str, corpus: &MemoryCorpus) -> Vec<Verdict> {
    let document = formats::read("draft.md", draft.as_bytes());
    check(document, Some(corpus), &Settings::default(), &Cancel::default(), None).verdicts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn editing_that_is_allowed_changes_no_verdict(
        choice in proptest::collection::vec(0usize..60, FORMS.len()),
        marks in prop_oneof![Just(('“', '”')), Just(('"', '"')), Just(('„', '“')), Just(('«', '»'))],
    ) {
        let words: String = FORMS.iter().zip(choice).map(|(forms, n)| forms[n % forms.len()]).collect();
        let draft = format!("{}{words}{} Mayor Ilse Lind said.\n", marks.0, marks.1);
        prop_assert_eq!(outcomes(&draft), [Outcome::Exact], "{}", draft);
    }
}

#[test]
fn one_word_that_turns_the_sense_is_always_seen() {
    let words = "We won't close the old fish-quay before the winter – not for 12,000 crowns, and not for twice that – \
                 because the labour is ours,";
    for (from, to) in [
        ("won't", "will"),
        ("won't", "may not"),
        ("12,000", "13,000"),
        ("old", "new"),
        ("before", "after"),
        ("not for twice", "for twice"),
        ("We won't", "They won't"),
    ] {
        let draft = format!("“{}” Mayor Ilse Lind said.\n", words.replacen(from, to, 1));
        assert_eq!(outcomes(&draft), [Outcome::MeaningChanged], "{draft}");
    }
}

/// The page's table is read as it stands: draft, source, and the verdict under each house style.
#[test]
fn house_styles_differ_in_what_their_page_lists() {
    use onrecord::settings::HouseStyle::{Lenient, Standard, Strict};

    let page = include_str!("../../docs/house-style.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| in the draft") && !line.starts_with("| ---"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() > 5);
    for row in rows {
        let source = format!("“{}” Mayor Ilse Lind told the council on Friday.\n", row[1]);
        let corpus =
            MemoryCorpus::new(vec![("a.txt".to_owned(), formats::read("a.txt", source.as_bytes()))], Vec::new());
        for (house_style, expected) in [(Strict, row[2]), (Standard, row[3]), (Lenient, row[4])] {
            let settings = Settings { house_style, ..Settings::default() };
            let draft = format!("“{}” Mayor Ilse Lind said.\n", row[0]);
            let document = formats::read("draft.md", draft.as_bytes());
            let checked = check(document, Some(&corpus), &settings, &Cancel::default(), None);
            assert_eq!(checked.verdicts[0].outcome.as_str(), Some(expected), "{house_style:?}: {row:?}");
        }
    }
}

#[test]
fn carried_over_verdicts_are_what_a_fresh_check_gives() {
    let corpus = MemoryCorpus::new(vec![("a.txt".to_owned(), formats::read("a.txt", SOURCE.as_bytes()))], Vec::new());
    let run = |text: &str, previous| {
        let document = formats::read("draft.md", text.as_bytes());
        check(document, Some(&corpus), &Settings::default(), &Cancel::default(), previous)
    };
    let before = "“They have four boats,” said Tom Harke.\n\n“Nobody asked the crews,” Harke said.\n";
    let after = format!("A line in front.\n\n{before}");
    let first = run(before, None);
    let (carried, fresh) = (run(&after, Some(&first)), run(&after, None));
    let told = |checked: &onrecord::check::Checked| {
        let findings = checked.findings.iter();
        findings
            .map(|finding| (finding.code, finding.span, finding.words.clone(), finding.message.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&carried), told(&fresh));
    assert!(!fresh.findings.is_empty());
    let ops = |checked: &onrecord::check::Checked| checked.verdicts[0].sources[0].ops.clone();
    assert_eq!(ops(&carried), ops(&fresh));
}

/// Sentences of so many words in all, none of them twice; nobody's words.
fn speech(words: usize) -> String {
    const NOUNS: [&str; 16] = [
        "harbour", "ferry", "bridge", "council", "winter", "quay", "crane", "budget", "school", "tide", "market",
        "road", "lantern", "dredger", "festival", "cannery",
    ];
    const VERBS: [&str; 8] = ["keeps", "feeds", "holds", "needs", "leaves", "meets", "follows", "carries"];
    let (mut text, mut count, mut seed) = (String::new(), 0, 7_usize);
    let mut pick = |among: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % among
    };
    while count < words {
        let mut sentence = vec!["the", NOUNS[pick(16)], VERBS[pick(8)], "the", NOUNS[pick(16)], "of", "our"];
        sentence.extend([NOUNS[pick(16)], "and", "will", "not", "fail", "the", NOUNS[pick(16)], "this"]);
        sentence.extend([NOUNS[pick(16)], "or", "that", NOUNS[pick(16)]]);
        count += sentence.len();
        text.push_str("The");
        text.push_str(&sentence.join(" ")[3..]);
        text.push_str(". ");
    }
    text.trim_end().to_owned()
}

#[test]
fn a_speech_of_five_thousand_words_is_held_against_its_transcript() {
    let words = speech(5_000);
    let source = format!("GOVERNOR KARL BRENN: Friends, let me begin. {words} Thank you all.\n");
    let read = formats::read("speech.txt", source.as_bytes());
    let corpus = MemoryCorpus::new(vec![("speech.txt".to_owned(), read)], Vec::new());
    let middle = words.len() / 2 + words[words.len() / 2..].find(" not").expect("there is one in every sentence");
    let dropped = format!("{}{}", &words[..middle], &words[middle + 4..]);
    let left_out = words[..middle].rfind(". ").expect("sentences end") + 2;
    let shorter = format!("{}{}", &words[..left_out], &words[middle + 30..]);
    let started = std::time::Instant::now();
    for (said, outcome) in
        [(&words, Outcome::Exact), (&dropped, Outcome::MeaningChanged), (&shorter, Outcome::Omission)]
    {
        let draft = formats::read("draft.md", format!("“{said}” Governor Karl Brenn said.\n").as_bytes());
        let checked = check(draft, Some(&corpus), &Settings::default(), &Cancel::default(), None);
        let verdicts: Vec<_> = checked.verdicts.iter().map(|verdict| verdict.outcome).collect();
        assert_eq!(verdicts, [outcome]);
    }
    // A table of all words against all words would take half a gigabyte, and minutes in a build that is not optimised.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// A thousand people have said most of these words, so that whose they are cannot be told from them alone.
#[test]
fn a_few_words_are_looked_for_among_what_their_speaker_said() {
    let first = ["Ada", "Bruno", "Carla", "Dario", "Edda", "Fabio", "Greta", "Hugo", "Ilse", "Jonas"];
    let last = ["Abel", "Brandvold", "Corvin", "Dahlke", "Ferrow", "Gessner", "Halvar", "Ilmari", "Jorvik", "Kesten"];
    let what = ["ferry", "quay", "council", "school", "budget", "harbour", "clinic", "market", "permit", "bridge"];
    let mut articles: Vec<String> = Vec::new();
    for number in 0..1_000 {
        let (one, ten, hundred) = (number % 10, number / 10 % 10, number / 100);
        let said = match number % 3 {
            0 => format!("It was a sorry and costly {}", what[hundred]),
            1 => format!("The {} is an utter muddle", what[hundred]),
            _ => format!("Nobody wants a sorry and utter {}", what[hundred]),
        };
        articles.push(format!("“{said},” {} {}{} said.", first[one], last[ten], ["", "sen"][hundred % 2]));
    }
    articles.push("“It was a sorry and shameful muddle,” Mara Vessel told the council.".to_owned());
    let documents = articles.iter().enumerate().map(|(number, text)| {
        let name = format!("{number}.txt");
        (name.clone(), formats::read(&name, text.as_bytes()))
    });
    let corpus = MemoryCorpus::new(documents.collect(), Vec::new());
    let told = |draft: &str| {
        let verdict = verdicts(draft, &corpus).remove(0);
        (verdict.outcome, verdict.sources.first().map(|source| source.article.name().to_owned()))
    };
    let hers = Some("1000.txt".to_owned());
    assert_eq!(told("“A sorry and utter muddle,” Mara Vessel said."), (Outcome::Altered, hers.clone()));
    assert_eq!(told("“A sorry, shameful muddle,” Mara Vessel said."), (Outcome::Omission, hers.clone()));
    assert_eq!(told("It was “shameful,” Mara Vessel said."), (Outcome::Exact, hers));
    // What she has not said is no change of what others say all the time.
    assert_eq!(told("“A sorry and utter ferry and quay,” Mara Vessel said.").0, Outcome::Unsupported);
}

/// A corpus that counts how often it is searched.
struct Counting(MemoryCorpus, std::sync::atomic::AtomicUsize);

impl Corpus for Counting {
    fn find(&self, query: &Query) -> Result<Found, CorpusError> {
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.0.find(query)
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        self.0.article(id)
    }

    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
        self.0.people(name, most)
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        self.0.everybody()
    }

    fn directory(&self) -> Arc<Directory> {
        self.0.directory()
    }

    fn about(&self) -> About {
        self.0.about()
    }
}

/// While a sentence is typed, the words beside it are one speaker's and another's in turns.
#[test]
fn what_was_found_before_is_not_looked_up_again() {
    let source = MemoryCorpus::new(vec![("a.txt".to_owned(), formats::read("a.txt", SOURCE.as_bytes()))], Vec::new());
    let corpus = Counting(source, std::sync::atomic::AtomicUsize::new(0));
    let mut searches = Vec::new();
    let mut checked = None;
    for speaker in ["Ilse Lind", "Tom Harke", "Ilse Lind", "Tom Harke", "Ilse Lind", "Tom Harke"] {
        let draft = format!("“We won't close the old fish-quay before the winter,” {speaker} said.\n");
        let document = formats::read("draft.md", draft.as_bytes());
        let again = check(document, Some(&corpus), &Settings::default(), &Cancel::default(), checked.as_ref());
        let fresh = outcomes(&draft);
        assert_eq!(again.verdicts.iter().map(|verdict| verdict.outcome).collect::<Vec<_>>(), fresh, "{draft}");
        searches.push(corpus.1.swap(0, std::sync::atomic::Ordering::Relaxed));
        checked = Some(again);
    }
    assert!(searches[..3].iter().all(|&count| count > 0), "{searches:?}");
    assert_eq!(searches[3..], [0, 0, 0]);
}
