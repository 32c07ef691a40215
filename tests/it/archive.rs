//! An archive in a cluster: what it promises, who may be asked, and what is said when it does not answer.

pub mod cluster;
mod large;
mod prune;
mod volumes;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use onrecord::check::{Cancel, Checked, check};
use onrecord::corpus::archive::{Archive, Manner, joined, load};
use onrecord::corpus::{self, Corpus, Keep, Query, Remote};
use onrecord::formats;
use onrecord::settings::archive::{Allowed, ArchiveSettings};
use onrecord::settings::{Settings, Severity};
use onrecord::text::{Span, fold};
use onrecord::verify::Outcome;
use serde_json::json;

use crate::corpus::{SOURCES, contract};
use crate::desk::{Desk, Outcome as Ran};
use cluster::{Cluster, Says};

const HARBOUR: &str = "---\noutlet: Vale Courier\ndate: 2031-05-02\n---\n“We will not close the old quay before the winter,” \
    Mayor Ilse Lind told the council on Friday.\n";
const RIGHT: &str = "“We will not close the old quay before the winter,” Ilse Lind said.\n";
const NOWHERE: &str = "“We sold the lighthouse to pay for the new pumping station,” Ilse Lind said.\n";

const YEARLY: &str = "per = \"year\"";

fn settings(url: &str) -> ArchiveSettings {
    settings_with(url, "")
}

fn settings_with(url: &str, more: &str) -> ArchiveSettings {
    toml(&format!("backend = \"opensearch\"\nurl = \"{url}\"\nindex = \"it\"\nreplicas = 0\n{more}\n"))
}

fn allowed(url: &str) -> Vec<Allowed> {
    vec![toml(&format!("url = \"{url}\"\n"))]
}

fn toml<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap()
}

/// A cluster, a folder of sources, and the user's cache.
struct Newsroom {
    cluster: Cluster,
    folder: tempfile::TempDir,
}

impl Newsroom {
    /// With these sources, loaded into the archive.
    fn with(sources: &[(&str, &str)]) -> Self {
        let newsroom = Self { cluster: Cluster::new(), folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(newsroom.path("sources")).unwrap();
        for (name, text) in sources {
            std::fs::write(newsroom.path("sources").join(name), text).unwrap();
        }
        newsroom.load().unwrap();
        newsroom
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn load(&self) -> Result<load::Loaded, corpus::CorpusError> {
        self.loads("loads", "sources", "", None)
    }

    /// As somebody who remembers here what they sent, from a folder, into an archive with these settings besides.
    fn loads(
        &self,
        memory: &str,
        folder: &str,
        more: &str,
        prune: Option<usize>,
    ) -> Result<load::Loaded, corpus::CorpusError> {
        let url = self.cluster.url();
        let (named, cache) = (settings_with(&url, more), self.path(memory));
        load::load(&[self.path(folder)], &named, &allowed(&url), Some(&cache), prune, &|_| {})
    }

    /// How many documents an index or an alias holds.
    fn count(&self, name: &str) -> usize {
        self.cluster.store.lock().unwrap().count(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn yearly(&self) -> Arc<dyn Corpus> {
        let url = self.cluster.url();
        let named = settings_with(&url, YEARLY);
        joined(None, Arc::new(Archive::kept_in(&named, Ok(&allowed(&url)), Manner::AtOnce, Some(&self.path("cache")))))
    }

    fn archive(&self, manner: Manner) -> Arc<Archive> {
        let url = self.cluster.url();
        Arc::new(Archive::kept_in(&settings(&url), Ok(&allowed(&url)), manner, Some(&self.path("cache"))))
    }

    fn corpus(&self) -> Arc<dyn Corpus> {
        joined(None, self.archive(Manner::AtOnce))
    }
}

fn checked(draft: &str, corpus: &dyn Corpus) -> Checked {
    let document = formats::read("draft.md", draft.as_bytes());
    check(document, Some(corpus), &Settings::default(), &Cancel::default(), None)
}

fn outcome(draft: &str, corpus: &dyn Corpus) -> Outcome {
    checked(draft, corpus).verdicts[0].outcome
}

fn query(words: &str) -> Query {
    let keys = fold::tokens(words, Span::new(0, words.len())).iter().map(|token| token.key).collect();
    Query { parts: vec![keys], words: vec![words.to_owned()], limit: 5, ..Query::default() }
}

/// On the cluster of this file, or on a real one at the address in `ONRECORD_OPENSEARCH`.
#[test]
fn an_archive_keeps_the_contract() {
    keeps_the_contract("");
}

/// Divided by years, in indices of another name.
#[test]
fn an_archive_of_yearly_volumes_keeps_the_contract() {
    keeps_the_contract(&format!("index = \"years\"\n{YEARLY}"));
}

fn keeps_the_contract(more: &str) {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).unwrap();
    for (name, text) in SOURCES {
        std::fs::write(sources.join(name), text).unwrap();
    }
    let cluster = Cluster::new();
    let url = std::env::var("ONRECORD_OPENSEARCH").unwrap_or_else(|_| cluster.url());
    let more = format!(
        "backend = \"opensearch\"\nurl = \"{url}\"\nreplicas = 0\n{}",
        if more.is_empty() { "index = \"it\"" } else { more }
    );
    let (named, allowed): (ArchiveSettings, _) = (toml(&more), allowed(&url));
    let cache = folder.path().join("cache");
    let loaded = load::load(std::slice::from_ref(&sources), &named, &allowed, Some(&cache), None, &|_| {}).unwrap();
    assert_eq!((loaded.sent, loaded.problems), (SOURCES.len(), Vec::new()));
    let open = || joined(None, Arc::new(Archive::kept_in(&named, Ok(&allowed), Manner::AtOnce, Some(&cache))));
    contract(open().as_ref());
    // Again, with what was kept; and with all of it near as well, which makes nobody two.
    contract(open().as_ref());
    let near = corpus::open(&[sources], &Keep::Nowhere, &|_| {}).unwrap();
    let both = joined(Some(near), Arc::new(Archive::kept_in(&named, Ok(&allowed), Manner::AtOnce, Some(&cache))));
    assert_eq!(both.people("Lind", usize::MAX).unwrap().len(), 1);
    let found = both.search(&query("We will not close the old quay before the winter")).unwrap();
    assert_eq!(found.len(), 2, "near and far: {found:?}");
    let families: Vec<u32> =
        found.iter().map(|hit| both.article(hit.article).unwrap().family_at(hit.span.start)).collect();
    assert_eq!(families[0], families[1], "it is one story");
    let verdict = checked("“We will not close the old quay before the winter,” Ilse Lind said.\n", both.as_ref());
    assert_eq!(verdict.verdicts[0].outcome, Outcome::Exact);
    assert_eq!((verdict.verdicts[0].sources.len(), verdict.verdicts[0].sources[0].copies.len()), (1, 1));
}

#[test]
fn loading_again_sends_what_changed_and_leaves_nothing_old_to_be_found() {
    let long = |word: &str| {
        format!("“We will not close the old {word} before the winter,” Ilse Lind said. ") + &"It rained. ".repeat(300)
    };
    let newsroom = Newsroom::with(&[("a.txt", &long("quay")), ("b.txt", HARBOUR)]);
    let windows = || newsroom.count("it-passages");
    let before = windows();
    assert!(before > 5, "{before}");
    let again = newsroom.load().unwrap();
    assert_eq!((again.sent, again.there), (0, 2));
    // Nobody remembers: the cluster tells.
    std::fs::remove_dir_all(newsroom.path("loads")).unwrap();
    let again = newsroom.load().unwrap();
    assert_eq!((again.sent, again.there), (0, 2));
    std::fs::write(newsroom.path("sources").join("a.txt"), "“We may close the old ferry,” Ilse Lind said.\n").unwrap();
    let again = newsroom.load().unwrap();
    assert_eq!((again.sent, again.there), (1, 1));
    assert_eq!(windows(), 2, "one each, and none of the older text");
}

#[test]
fn a_busy_cluster_is_sent_less_and_a_load_that_broke_off_goes_on() {
    let stories: Vec<(String, String)> = (0..450)
        .map(|number| (format!("{number}.txt"), format!("“Ward {number} keeps its ferry,” Mara Teller said.\n")))
        .collect();
    let named: Vec<(&str, &str)> = stories.iter().map(|(name, text)| (&**name, &**text)).collect();
    let newsroom = Newsroom::with(&named[..0]);
    for (name, text) in &stories {
        std::fs::write(newsroom.path("sources").join(name), text).unwrap();
    }
    // Every other time it has too much to do, as a whole or with half of what it was sent; in the end it refuses all.
    let times = std::sync::atomic::AtomicUsize::new(0);
    newsroom.cluster.plays(move |asked, store| {
        if !asked.path.starts_with("/_bulk") {
            return None;
        }
        match times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Some(Says::json(429, &json!({"error": {"reason": "too much"}}))),
            1 => {
                let lines: Vec<&str> = asked.body.lines().collect();
                let half = lines.len() / 4 * 2;
                let body = lines[..half].join("\n") + "\n";
                store.answer(&cluster::Asked { body, ..asked.clone() });
                let done = (0..half / 2).map(|_| json!({"index": {"status": 201}}));
                let late =
                    (half / 2..lines.len() / 2).map(|_| json!({"index": {"status": 429, "error": {"reason": "late"}}}));
                Some(Says::json(200, &json!({"errors": true, "items": done.chain(late).collect::<Vec<_>>()})))
            }
            2..=5 => None,
            _ => Some(Says::json(403, &json!({"error": {"reason": "read only"}}))),
        }
    });
    let broken = newsroom.load().unwrap_err().to_string();
    assert!(broken.contains("does not let this user in") && broken.contains("goes on from there"), "{broken}");
    newsroom.cluster.behaves();
    newsroom.cluster.forget();
    let rest = newsroom.load().unwrap();
    assert!(rest.sent > 0 && rest.there > 0, "{rest:?}");
    assert_eq!(rest.sent + rest.there, 450);
    let store = newsroom.cluster.store.lock().unwrap();
    assert_eq!((store.indices["it-articles"].len(), store.indices["it-passages"].len()), (450, 450));
}

#[test]
fn what_is_not_taken_is_told() {
    let newsroom = Newsroom::with(&[]);
    std::fs::write(newsroom.path("sources").join("a.txt"), HARBOUR).unwrap();
    newsroom.cluster.plays(|asked, _| {
        let bad = json!({"errors": true, "items": [{"index": {"status": 400, "error": {"reason": "no such field"}}}]});
        asked.path.starts_with("/_bulk").then(|| Says::json(200, &bad))
    });
    let loaded = newsroom.load().unwrap();
    assert_eq!(loaded.sent, 0);
    assert!(loaded.problems.iter().any(|problem| problem.contains("a.txt: no such field")), "{loaded:?}");
    assert!(newsroom.cluster.store.lock().unwrap().indices["it-articles"].is_empty());
}

#[test]
fn a_corrected_article_is_not_quoted_from_what_was_kept() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::Exact);
    std::fs::write(newsroom.path("sources").join("a.txt"), HARBOUR.replace("will not close", "will close")).unwrap();
    newsroom.load().unwrap();
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::MeaningChanged);
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::MeaningChanged, "nor the next time");
    // Taken out of the archive, it is taken out here.
    for index in newsroom.cluster.store.lock().unwrap().indices.values_mut() {
        index.clear();
    }
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::Unsupported);
}

#[test]
fn what_was_returned_is_there_without_a_network() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::Exact);
    newsroom.cluster.plays(|_, _| Some(Says::text(503, "")));
    let checked = checked(RIGHT, newsroom.corpus().as_ref());
    assert_eq!(checked.verdicts[0].outcome, Outcome::Exact);
    assert!(checked.verdicts[0].missed.is_some(), "but not all was searched");
    let path = &checked.verdicts[0].sources[0].article.path;
    assert!(path.starts_with(&*newsroom.path("cache").to_string_lossy()) && path.ends_with("#sources/a.txt"), "{path}");
    assert!(Path::new(path.split('#').next().unwrap()).is_file());
}

/// Whatever the cluster does, nothing near is lost, nobody is called unsupported, and it ends soon.
fn stands(name: &str, why: &str, trick: impl Fn(&cluster::Asked) -> Option<Says> + Send + Sync + 'static) -> Cluster {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    newsroom.cluster.plays(move |asked, _| trick(asked));
    let near = tempfile::tempdir().unwrap();
    std::fs::write(near.path().join("near.txt"), "“The ferries need it more,” Tom Harke said.\n").unwrap();
    let near = corpus::open(&[near.path().to_owned()], &Keep::Nowhere, &|_| {}).unwrap();
    let began = Instant::now();
    let corpus = joined(Some(near), newsroom.archive(Manner::AtOnce));
    assert_eq!(outcome("“The ferries need it more,” Tom Harke said.\n", corpus.as_ref()), Outcome::Exact, "{name}");
    let checked = checked(NOWHERE, corpus.as_ref());
    assert_eq!(checked.verdicts[0].outcome, Outcome::Unchecked, "{name}");
    let finding = checked.findings.iter().find(|finding| finding.code == "VER101").expect("it is told");
    assert_eq!(finding.severity, Severity::Info, "{name}");
    assert!(
        finding.message.contains("search incomplete") && finding.message.contains(why),
        "{name}: {}",
        finding.message
    );
    let trouble = corpus.remote().and_then(Remote::trouble).expect("it is told");
    assert!(trouble.contains(why), "{name}: {trouble}");
    assert!(began.elapsed() < Duration::from_secs(14), "{name}: {:?}", began.elapsed());
    newsroom.cluster
}

#[test]
fn garbage_is_no_answer() {
    for body in ["", "<html>It works</html>", "{}", "[]", "null", "{\"responses\":[{}]}", "{\"responses\":", "\u{0}"] {
        stands(body, "makes no sense", move |asked| asked.path.contains("search").then(|| Says::text(200, body)));
    }
}

#[test]
fn errors_are_no_answer() {
    stands("down", "status 503", |_| Some(Says::text(503, "")));
    stands("wrong", "does not take what it is asked", |asked| {
        asked.path.contains("msearch").then(|| Says::json(400, &json!({"error": {"reason": "no"}})))
    });
    stands("busy", "too much to do", |asked| asked.path.contains("msearch").then(|| Says::text(429, "{}")));
    stands("articles", "status 500", |asked| {
        asked.path.contains("mget").then(|| Says::text(500, "{}")).or_else(|| {
        let hit = json!({"_source": {"a": "x", "rev": "1", "t": "We sold the lighthouse to pay for the new pumping station"}});
        let told = json!({"timed_out": false, "_shards": {"total": 1, "failed": 0}, "hits": {"hits": [hit]}});
        let many = asked.body.lines().count() / 2;
        asked.path.contains("msearch").then(|| Says::json(200, &json!({"responses": vec![told; many]})))
    })
    });
}

#[test]
fn what_was_searched_in_part_is_incomplete() {
    let part = |timed_out: bool, failed: u32| {
        move |asked: &cluster::Asked| {
            let told = json!({"timed_out": timed_out, "_shards": {"total": 4, "failed": failed}, "hits": {"hits": []}});
            let many = asked.body.lines().count() / 2;
            asked.path.contains("msearch").then(|| Says::json(200, &json!({"responses": vec![told; many]})))
        }
    };
    stands("late", "in time", part(true, 0));
    stands("broken", "1 of 4 parts failed", part(false, 1));
}

#[test]
fn a_slow_one_is_not_waited_for() {
    stands("slow", "did not answer in time", |_| {
        Some(Says { after: Duration::from_secs(30), ..Says::text(200, "{}") })
    });
}

#[test]
fn one_that_is_slow_now_and_then_is_left_alone_for_a_while() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    let archive = newsroom.archive(Manner::Later);
    let corpus = joined(None, archive.clone());
    archive.begin(1);
    let mut asked = 0..;
    let mut ask = || {
        let nth = asked.next().expect("there are more");
        corpus.search(&query(&format!("the old quay of ward {nth} stays"))).unwrap();
        archive.refine();
    };
    // Every seventh answer takes longer than anybody listens: never five in a row.
    let times = std::sync::atomic::AtomicUsize::new(0);
    newsroom.cluster.plays(move |asked, store| {
        let late = asked.path.contains("msearch") && times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 7 == 6;
        late.then(|| Says { after: Duration::from_secs(1), ..store.answer(asked) })
    });
    for _ in 0..20 {
        ask();
    }
    newsroom.cluster.behaves();
    newsroom.cluster.forget();
    ask();
    assert!(newsroom.cluster.asked().is_empty(), "it is not asked");
    let trouble = archive.trouble().expect("that is told");
    assert!(trouble.contains("takes too long to answer and is left alone for a while"), "{trouble}");
    assert!(archive.retry().is_some_and(|wait| wait > Duration::from_secs(3)), "and later it is");
}

#[test]
fn one_that_refuses_is_asked_once() {
    for (status, why) in [(401, "does not know who asks"), (403, "does not let this user in")] {
        let cluster = stands("refuses", why, move |_| Some(Says::text(status, "")));
        let loading = cluster.asked().iter().position(|asked| asked.path.ends_with("_refresh")).unwrap();
        let after = cluster.asked()[loading..].iter().filter(|asked| !asked.path.ends_with("_refresh")).count();
        assert_eq!(after, 1, "{status}: nothing more is sent");
    }
}

#[test]
fn nobody_is_sent_on_to_another_host() {
    let elsewhere = Cluster::new();
    let there = format!("location: {}/stolen\r\n", elsewhere.url());
    stands("redirect", "where nothing is sent", move |_| Some(Says { headers: there.clone(), ..Says::text(307, "") }));
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn an_answer_without_end_is_no_answer() {
    let much = format!("{{\"responses\": [\"{}\"]}}", "x".repeat(70 << 20));
    stands("endless", "more than is any use", move |asked| {
        asked.path.contains("msearch").then(|| Says::text(200, &much))
    });
}

#[test]
fn one_that_is_not_there() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let archive = Archive::kept_in(&settings(&url), Ok(&allowed(&url)), Manner::AtOnce, None);
    let corpus = joined(None, Arc::new(archive));
    let began = Instant::now();
    for _ in 0..20 {
        assert_eq!(outcome(NOWHERE, corpus.as_ref()), Outcome::Unchecked);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "after some failures it is left alone: {:?}", began.elapsed());
}

#[test]
fn another_node_answers_for_one_that_is_gone() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{gone}\", \"{}", newsroom.cluster.url());
    let named: ArchiveSettings = toml(&format!("backend = \"opensearch\"\nurl = [\"{url}\"]\nindex = \"it\"\n"));
    let allowed: Vec<Allowed> = vec![toml(&format!("url = [\"{url}\"]\n"))];
    let corpus = joined(None, Arc::new(Archive::kept_in(&named, Ok(&allowed), Manner::AtOnce, None)));
    assert_eq!(outcome(RIGHT, corpus.as_ref()), Outcome::Exact);
    assert_eq!(corpus.remote().and_then(Remote::trouble), None);
}

#[test]
fn two_are_on_their_way_at_most() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    newsroom.cluster.plays(|asked, store| Some(Says { after: Duration::from_millis(60), ..store.answer(asked) }));
    let corpus = newsroom.corpus();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let corpus = &corpus;
            scope.spawn(move || corpus.search(&query(&format!("We will not close the old quay of ward {number}"))));
        }
    });
    assert_eq!(newsroom.cluster.busiest(), 2);
}

#[test]
fn later_means_later() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    newsroom.cluster.forget();
    let archive = newsroom.archive(Manner::Later);
    let corpus = joined(None, archive.clone());
    archive.begin(1);
    let first = checked(RIGHT, corpus.as_ref());
    assert_eq!(first.verdicts[0].outcome, Outcome::Unchecked);
    assert!(first.verdicts[0].missed.as_ref().is_some_and(|missed| missed.pending));
    assert_eq!(
        first.findings.iter().filter(|finding| finding.code.starts_with("VER")).count(),
        0,
        "no alarm meanwhile"
    );
    assert!(newsroom.cluster.asked().is_empty(), "nothing is asked by searching");
    // A newer state of the draft wants to know something else.
    archive.begin(1);
    checked(NOWHERE, corpus.as_ref());
    assert!(archive.is_due() && archive.refine());
    let asked = newsroom.cluster.asked();
    assert!(asked.iter().any(|asked| asked.body.contains("lighthouse")));
    assert!(!asked.iter().any(|asked| asked.body.contains("quay")), "what is no longer there is not asked for");
    assert_eq!(outcome(NOWHERE, corpus.as_ref()), Outcome::Unsupported);
    archive.begin(2);
    checked(RIGHT, corpus.as_ref());
    archive.refine();
    let document = formats::read("draft.md", RIGHT.as_bytes());
    let again = check(document, Some(corpus.as_ref()), &Settings::default(), &Cancel::default(), Some(&first));
    assert_eq!(again.verdicts[0].outcome, Outcome::Exact, "an answer that was still to come is not carried over");
}

fn desk(cluster: &Cluster) -> Desk {
    let desk = Desk::new();
    desk.write("sources/near.txt", "“The ferries need it more,” Tom Harke said.\n");
    desk.write("draft.md", RIGHT);
    desk.write(
        "onrecord.toml",
        format!(
            "[corpus]\npaths = [\"sources\"]\n[corpus.archive]\nbackend = \"opensearch\"\nurl = \"{}\"\n",
            cluster.url()
        ),
    );
    desk
}

#[test]
fn a_workspace_alone_sends_nothing_anywhere() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    let elsewhere = format!("[[archives]]\nurl = \"{}\"\n", Cluster::new().url());
    // Nothing of the user's own, and something of another host's.
    for own in [None, Some(&elsewhere)] {
        if let Some(own) = own {
            desk.write("config/onrecord/onrecord.toml", own);
        }
        for arguments in [
            &["check", "draft.md"][..],
            &["quotes", "draft.md"],
            &["find", "We will not close the old quay"],
            &["speakers", "Lind"],
            &["index", "--to", "archive"],
            &["check", "--config", "onrecord.toml", "draft.md"],
        ] {
            let ran = run(&desk, arguments, &[("ONRECORD_ARCHIVE_API_KEY", "secret")]);
            assert!(ran.err.contains("does not allow it"), "{arguments:?}: {ran:?}");
        }
    }
    // A workspace that allows it itself is told that this is not for it to say.
    let own = desk.read("onrecord.toml") + &format!("[[archives]]\nurl = \"{}\"\n", cluster.url());
    desk.write("onrecord.toml", own);
    let ran = run(&desk, &["check", "draft.md"], &[]);
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.err.contains("`[[archives]]` is only allowed in"), "{ran:?}");
    // The user's own file is that however it is named.
    let ran = run(&desk, &["check", "--config", "config/onrecord/onrecord.toml", "draft.md"], &[]);
    assert!(ran.status < 2, "{ran:?}");
    assert!(cluster.asked().is_empty(), "{:#?}", cluster.asked());
}

fn run(desk: &Desk, arguments: &[&str], set: &[(&str, &str)]) -> Ran {
    let mut command = crate::desk::command(&desk.path(""));
    command.env("XDG_CONFIG_HOME", desk.path("config")).env("XDG_CACHE_HOME", desk.path("cache"));
    let output = command.args(arguments).envs(set.iter().copied()).output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_command_asks_what_the_user_allows_with_the_users_secret() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    desk.write("sources/harbour.txt", HARBOUR);
    desk.write(
        "config/onrecord/onrecord.toml",
        format!("[[archives]]\nurl = \"{}\"\nuser = \"desk\"\n", cluster.url()),
    );
    let set = [("ONRECORD_ARCHIVE_PASSWORD", "open sesame")];
    let ran = run(&desk, &["index", "--to", "archive"], &set);
    assert!(ran.out.starts_with("2 articles sent, 0 were there already"), "{ran:?}");
    std::fs::remove_file(desk.path("sources/harbour.txt")).unwrap();
    let ran = run(&desk, &["quotes", "draft.md", "--format", "jsonl"], &set);
    assert!(ran.out.contains("\"verdict\":\"exact\"") && ran.err.is_empty(), "{ran:?}");
    assert!(cluster.asked().iter().all(|asked| asked.proof.as_deref() == Some("Basic ZGVzazpvcGVuIHNlc2FtZQ==")));
    cluster.forget();
    // Another corpus named on the command line is all that is searched.
    run(&desk, &["check", "draft.md", "--corpus", "sources"], &set);
    assert!(cluster.asked().is_empty());
    cluster.plays(|_, _| Some(Says::text(503, "")));
    desk.write("draft.md", NOWHERE);
    let ran = run(&desk, &["check", "draft.md"], &set);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.err.matches("warning: search incomplete: the archive at http://127.0.0.1").count(), 1, "{ran:?}");
    assert!(ran.out.contains("info VER101 unsupported: search incomplete"), "{ran:?}");
    let ran = run(&desk, &["quotes", "draft.md", "--format", "jsonl"], &set);
    assert!(ran.out.contains("\"verdict\":null"), "{ran:?}");
    let ran = run(&desk, &["find", "We sold the lighthouse", "--format", "jsonl"], &set);
    assert!(ran.out.contains("\"incomplete\":\"the archive at"), "{ran:?}");
    assert!(!format!("{ran:?}").contains("sesame"));
}

fn story(day: &str, words: &str) -> String {
    let day = if day.is_empty() { String::new() } else { format!("date: {day}\n") };
    format!("---\noutlet: Vale Courier\n{day}---\n“{words},” Mayor Ilse Lind told the council on Friday.\n")
}
