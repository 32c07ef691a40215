//! A library of references beside the sources lends them what they do not say of themselves.

use std::path::Path;
use std::sync::Arc;

use onrecord::corpus::{self, ArticleId, Corpus, Keep};

const LIBRARY: &str = r#"[
    {"type": "article-newspaper", "title": "The quay", "container-title": "Coast Courier",
     "author": [{"family": "Doe", "given": "Jo"}], "issued": {"date-parts": [[2031, 5, 2]]},
     "attachments": [{"path": "storage/AB12/quay.txt"}]},
    {"type": "webpage", "title": "Nobody asked the crews about it", "publisher": "Evening Lamp",
     "issued": {"raw": "2031-05-03"}, "URL": "https://lamp.example/crews"}
]"#;

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

fn told(corpus: &Arc<dyn Corpus>, name: &str) -> (Option<String>, Option<String>) {
    let articles = (0..corpus.about().articles as u32).map(|id| corpus.article(ArticleId(id)).unwrap());
    let article = articles.into_iter().find(|article| article.path.ends_with(name)).unwrap();
    let meta = &article.reading.document.meta;
    (meta.outlet.clone(), meta.date.map(|day| day.to_string()))
}

fn some(outlet: &str, day: &str) -> (Option<String>, Option<String>) {
    (Some(outlet.to_owned()), Some(day.to_owned()))
}

#[test]
fn sources_are_lent_what_the_library_says() {
    let (sources, indexes) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(sources.path(), "quay.txt", "“The harbour will stay open all winter,” Mara Teller told the council.\n");
    write(
        sources.path(),
        "own.txt",
        "---\nurl: http://www.lamp.example/crews/\noutlet: Own Paper\n---\n\nNobody asked.\n",
    );
    write(
        sources.path(),
        "rows.jsonl",
        "{\"id\": \"r\", \"title\": \"Nobody asked the crews about it\", \"text\": \"Nobody.\"}\n",
    );
    write(sources.path(), "other.txt", "“We sail on Friday,” Tom Harke said.\n");
    write(sources.path(), "library.json", LIBRARY);
    // Other files of that kind are no reason not to look at it.
    for number in 0..20 {
        let talk = format!(
            "{{\"text\": \" We talked.\", \"segments\": [{{\"start\": {number}, \"end\": 30, \"text\": \" We talked.\"}}]}}"
        );
        write(sources.path(), &format!("interview-{number}.json"), &talk);
    }
    let paths = [sources.path().to_owned()];
    for keep in [Keep::Nowhere, Keep::Always(indexes.path().to_owned())] {
        let corpus = corpus::open(&paths, &keep, &|_| {}).unwrap();
        assert_eq!(corpus.about().problems, Vec::<String>::new(), "a library is no source that cannot be read");
        assert_eq!(corpus.about().articles, 24);
        assert_eq!(told(&corpus, "quay.txt"), some("Coast Courier", "2031-05-02"));
        assert_eq!(told(&corpus, "own.txt"), some("Own Paper", "2031-05-03"));
        assert_eq!(told(&corpus, "rows.jsonl#r"), some("Evening Lamp", "2031-05-03"));
        assert_eq!(told(&corpus, "other.txt"), (None, None));
    }
    // A library that says otherwise is heard at once, though no source was written to.
    write(sources.path(), "library.json", &LIBRARY.replace("Coast Courier", "Coast Chronicle"));
    let keep = Keep::Always(indexes.path().to_owned());
    let corpus = corpus::open(&paths, &keep, &|_| {}).unwrap();
    assert_eq!(told(&corpus, "quay.txt"), some("Coast Chronicle", "2031-05-02"));
    std::fs::remove_file(sources.path().join("library.json")).unwrap();
    let corpus = corpus::open(&paths, &keep, &|_| {}).unwrap();
    assert_eq!(told(&corpus, "quay.txt"), (None, None));
    assert_eq!(told(&corpus, "own.txt"), (Some("Own Paper".to_owned()), None));
}
