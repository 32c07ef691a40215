//! What every corpus promises, whatever holds it.

use onrecord::corpus::memory::MemoryCorpus;
use onrecord::corpus::{self, Corpus, CorpusError, Keep, Query};
use onrecord::formats;
use onrecord::text::{Span, fold};
use onrecord::verify::phrase;

pub const SOURCES: [(&str, &str); 3] = [
    (
        "harbour.txt",
        "---\noutlet: Vale Courier\ndate: 2025-05-02\n---\n“We will not close the old quay before the winter,” \
         Mayor Ilse Lind told the council on Friday. “The ferries need it more than we need the money.”\n",
    ),
    (
        "ferry.txt",
        "---\noutlet: Northbank Today\ndate: 2025-05-03\n---\nThe ferry carries twelve hundred passengers a day. \
         “Nobody asked the crews,” said Tom Harke, who has sailed it for thirty years.\n",
    ),
    (
        "council.txt",
        "---\noutlet: Vale Courier\ndate: 2025-06-11\n---\nLind was asked about the quay again. “Ask me in November,” \
         the mayor, Ilse Lind, said.\n",
    ),
];

fn memory() -> MemoryCorpus {
    let documents =
        SOURCES.iter().map(|(name, text)| ((*name).to_owned(), formats::read(name, text.as_bytes()))).collect();
    MemoryCorpus::new(documents, Vec::new())
}

fn query(words: &str) -> Query {
    let keys = fold::tokens(words, Span::new(0, words.len())).iter().map(|token| token.key).collect();
    Query { parts: vec![keys], words: vec![words.to_owned()], limit: 5, ..Query::default() }
}

pub fn contract(corpus: &dyn Corpus) {
    let about = corpus.about();
    assert_eq!(about.articles, SOURCES.len());
    assert!(about.quotations >= 4, "{about:?}");

    // Words in order are found, also with one of them changed, left out or put in.
    for words in [
        "We will not close the old quay before the winter",
        "We will never close the old quay before the winter",
        "We will not close the quay before the winter",
        "We will not ever close the old quay before the winter",
    ] {
        let hits = corpus.search(&query(words)).expect("it answers");
        let best = hits.first().unwrap_or_else(|| panic!("“{words}” is found"));
        let article = corpus.article(best.article).expect("a hit's article is there");
        assert!(article.path.ends_with("harbour.txt"), "{}", article.path);
        let found = best.span.of(article.reading.document.prose.text());
        assert!(found.contains("old quay"), "{found}");
        assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "best first");
    }

    // What is joined of two places is met in both at once, and how rare each word is goes with it.
    let joined = "close the old quay before the winter the ferry carries twelve hundred passengers";
    assert!(corpus.find(&query(joined)).expect("it answers").beside.is_empty(), "nobody asked what else there is");
    let found = corpus.find(&Query { beside: true, ..query(joined) }).expect("it answers");
    let beside = found.beside.first().expect("what the best one has not is somewhere");
    assert!(corpus.article(found.hits[0].article).expect("is there").path.ends_with("harbour.txt"));
    assert!(corpus.article(beside.article).expect("is there").path.ends_with("ferry.txt"));
    let (best, reach) = (found.hits[0], beside.from..beside.to);
    assert!(best.from == 0 && (7..=8).contains(&best.to) && reach == (best.to..12), "{best:?} {reach:?}");
    assert_eq!(found.rarity.of.len(), 12, "twelve hundred is one number");
    assert!(found.rarity.of[6][0] > found.rarity.of[5][0], "“winter” is rarer than “the”");
    let both: Vec<String> =
        phrase::find(joined, corpus).expect("it answers").iter().map(|it| it.article.path.clone()).collect();
    assert!(both.len() == 2 && both[0].ends_with("harbour.txt") && both[1].ends_with("ferry.txt"), "{both:?}");

    // Places that have most of the words are told alone where that is asked for.
    let [part, most] = [0.5, 0.7].map(|least| {
        let hits = corpus.search(&Query { least, ..query(joined) }).expect("it answers");
        hits.iter().map(|hit| hit.words).collect::<Vec<_>>()
    });
    assert!(part.iter().any(|words| (6..=8).contains(words)) && part.iter().all(|&words| words >= 6), "{part:?}");
    assert_eq!(most, [0; 0], "no place has nine of twelve");

    // Some articles alone are searched where that is asked for; how rare words are is told for these.
    let ferry = corpus.find(&query("Nobody asked the crews")).expect("it answers").hits[0].article;
    // An archive's articles are here once they were asked for.
    corpus.find(&query("the ferry and the ferries")).expect("it answers");
    let all = corpus.find(&query("the ferry and the ferries")).expect("it answers");
    let among = Query { among: Some([ferry].into()), ..query("the ferry and the ferries") };
    let found = corpus.find(&among).expect("it answers");
    assert!(all.hits.iter().any(|hit| hit.article != ferry) && !found.hits.is_empty(), "{all:?} {found:?}");
    assert!(found.hits.iter().all(|hit| hit.article == ferry), "{found:?}");
    assert!(found.rarity.of == all.rarity.of && found.rarity.chance <= all.rarity.chance, "{all:?} {found:?}");
    assert_eq!(corpus.search(&Query { among: Some([].into()), ..query("the ferry") }).expect("it answers"), []);

    // What nobody said is nowhere.
    assert_eq!(corpus.search(&query("purple elephants juggle")).expect("it answers"), []);
    assert_eq!(corpus.search(&query("")).expect("it answers"), []);

    // People are one over all articles, by any part of their name.
    let people = corpus.people("Lind", usize::MAX).expect("it answers");
    assert_eq!(people.len(), 1, "{people:?}");
    assert_eq!(people[0].name, "Ilse Lind");
    let articles: Vec<_> = people[0].said.iter().map(|said| said.article).collect();
    assert!(articles.len() >= 3, "{articles:?}");
    let day = |id| corpus.article(id).expect("is there").reading.document.meta.date;
    assert!(articles.windows(2).all(|pair| day(pair[0]) >= day(pair[1])), "latest first");
    assert_eq!(corpus.people("Lind", 1).expect("it answers").len(), 1);
    assert_eq!(corpus.people("Lind", 0).expect("it answers").len(), 0, "no more than are wanted");
    assert_eq!(corpus.people("Nobody", usize::MAX).expect("it answers").len(), 0);
    let everybody = corpus.everybody().expect("it answers");
    assert_eq!(everybody[0].name, "Ilse Lind", "most quoted first");
}

/// What a corpus on this machine can do besides.
fn by_name(corpus: &dyn Corpus) {
    let names = |typed: &str, limit| {
        let found = corpus.titled(typed, limit).expect("it answers");
        found.iter().map(|article| article.name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("FERRY", 9), ["ferry.txt"]);
    assert_eq!((names(".txt", 9).len(), names(".txt", 2).len(), names("elephants", 9).len()), (3, 2, 0));
}

#[test]
fn in_memory() {
    contract(&memory());
    by_name(&memory());
}

#[test]
fn from_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in SOURCES {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    std::fs::write(folder.path().join("photo.jpg"), [0xff, 0xd8, 0, 0]).expect("written");
    let corpus = corpus::open(&[folder.path().to_owned()], &Keep::Nowhere, &|_| {}).expect("opens");
    assert_eq!(corpus.about().articles, SOURCES.len());
    assert_eq!(corpus.about().problems.len(), 1, "the photograph is told: {:?}", corpus.about().problems);
}

#[test]
fn from_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).expect("made");
    for (name, text) in SOURCES {
        std::fs::write(sources.join(name), text).expect("written");
    }
    let keep = Keep::Always(folder.path().join("indexes"));
    // Made, opened again, and what is in memory for want of a folder.
    for keep in [&keep, &keep, &Keep::Always(folder.path().join("sources/harbour.txt/none"))] {
        let corpus = corpus::open(std::slice::from_ref(&sources), keep, &|_| {}).expect("opens");
        contract(corpus.as_ref());
        by_name(corpus.as_ref());
    }
}

#[test]
fn from_lines_of_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("archive.jsonl");
    let lines = [
        r#"{"id":"a1","text":"“Ask me in November,” Mayor Ilse Lind said.","outlet":"Vale Courier","date":"2025-06-11"}"#,
        r#"{"text":"#,
        r#"{"text":"Nothing was said."}"#,
    ];
    std::fs::write(&file, lines.join("\n")).expect("written");
    let corpus = corpus::open(&[file], &Keep::Nowhere, &|_| {}).expect("opens");
    assert_eq!(corpus.about().articles, 2);
    assert_eq!(corpus.about().problems.len(), 1, "the broken line is told: {:?}", corpus.about().problems);
    let hits = corpus.search(&query("ask me in November")).expect("it answers");
    let article = corpus.article(hits[0].article).expect("is there");
    assert!(article.path.ends_with("archive.jsonl#a1"), "{}", article.path);
    assert_eq!(article.reading.document.meta.outlet.as_deref(), Some("Vale Courier"));
    assert_eq!(corpus.titled("jsonl#a", 9).expect("it answers").len(), 1);
}

#[test]
fn what_is_not_there_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(
        corpus::open(&[folder.path().join("gone")], &Keep::Nowhere, &|_| {}),
        Err(CorpusError::Missing(_))
    ));
    assert!(matches!(
        corpus::open(&[folder.path().to_owned()], &Keep::Nowhere, &|_| {}),
        Err(CorpusError::Empty { .. })
    ));
}

fn opened(name: &str, contents: &str) -> std::sync::Arc<dyn Corpus> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, contents).expect("written");
    corpus::open(&[file], &Keep::Nowhere, &|_| {}).expect("opens")
}

#[test]
fn lines_of_json_with_one_id() {
    let line = r#"{"id":7,"text":"“Ask me in November,” Mayor Ilse Lind said."}"#;
    let corpus = opened("archive.jsonl", &format!("\u{FEFF}{line}\n\n{line}\r\n{line}\n"));
    let about = corpus.about();
    assert_eq!(about.articles, 3, "no words are lost");
    assert_eq!(about.problems.len(), 1, "{:?}", about.problems);
    assert!(about.problems[0].contains("archive.jsonl:3:"), "{:?}", about.problems);
}

#[test]
fn a_file_of_other_lines_is_told_in_a_few() {
    let mut lines = "{\"headline\": \"no text\"}\n".repeat(500);
    lines.push_str("{\"text\": \"The ferry sails at six.\"}\n");
    let about = opened("other.jsonl", &lines).about();
    assert_eq!(about.articles, 1);
    assert_eq!(about.problems.len(), 6, "{:?}", about.problems);
    assert!(about.problems[5].contains("495 more lines"), "{:?}", about.problems);
}

#[test]
fn fields_of_a_line_stand_over_what_the_text_says() {
    let line = r#"{"text":"Bridge closed for good\n\nBy Jo Doe\nMay 3, 2025\n\nVELLIN (MPA) — “We had no choice left,” Ana Lind said on Friday.","outlet":"Vale Courier","date":"2025-05-04"}"#;
    let corpus = opened("archive.jsonl", line);
    let hits = corpus.search(&query("We had no choice left")).expect("it answers");
    let article = corpus.article(hits[0].article).expect("is there");
    let meta = article.meta_at(hits[0].span.start);
    assert_eq!(meta.outlet.as_deref(), Some("Vale Courier"));
    assert_eq!(meta.date, Some(jiff::civil::date(2025, 5, 4)));
    assert_eq!((meta.title.as_deref(), &meta.byline[..]), (Some("Bridge closed for good"), &["Jo Doe".to_owned()][..]));
}

#[test]
fn one_name_for_two_people_joins_neither() {
    let said = ["Ana Ruiz", "Pedro Ruiz", "Ruiz", "Ana Ruiz", "Ruiz", "Pedro Ruiz", "Ruiz"];
    let documents = said.iter().enumerate().map(|(nth, name)| {
        let text = format!("“The ferry needs a new pier,” {name} said on Friday.\n");
        (format!("{nth}.txt"), formats::read("a.txt", text.as_bytes()))
    });
    let corpus = MemoryCorpus::new(documents.collect(), Vec::new());
    let mut people: Vec<_> =
        corpus.everybody().expect("it answers").iter().map(|p| (p.name.clone(), p.said.len())).collect();
    people.sort();
    let want = [("Ana Ruiz", 2), ("Pedro Ruiz", 2), ("Ruiz", 1), ("Ruiz", 1), ("Ruiz", 1)];
    assert_eq!(people, want.map(|(name, said)| (name.to_owned(), said)));
}
