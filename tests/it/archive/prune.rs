//! What is gone near by goes from the archive, and nothing else does.

use super::*;

#[test]
fn what_is_gone_near_by_is_taken_out_when_that_is_asked_for_and_no_more_than_was_said() {
    for more in ["", YEARLY] {
        let newsroom = Newsroom::with(&[]);
        newsroom.cluster.store.lock().unwrap().indices.clear();
        for number in 0..9 {
            let text = format!("Ward {number} keeps its ferry for {number} years") + &" and longer".repeat(90);
            newsroom.write(&format!("sources/{number}.txt"), &story(&format!("203{}-05-02", number % 3), &text));
        }
        let rows = |range: std::ops::Range<u32>| {
            let row = |number| {
                json!({"id": number, "text": format!("“We met {number} times,” Tom Harke said.")}).to_string() + "\n"
            };
            range.map(row).collect::<String>()
        };
        newsroom.write("sources/rows.jsonl", &rows(0..5));
        let load = |prune| newsroom.loads("loads", "sources", more, prune).unwrap();
        assert_eq!(load(None).sent, 14);
        let windows = newsroom.count("it-passages");
        assert_eq!(load(Some(100)).gone.map(|gone| (gone.articles, gone.taken_out)), Some((0, 0)));
        for number in [1, 4] {
            std::fs::remove_file(newsroom.path(&format!("sources/{number}.txt"))).unwrap();
        }
        newsroom.write("sources/rows.jsonl", &rows(1..5));
        assert_eq!(load(None).gone, None);
        for at_most in [0, 2] {
            let gone = load(Some(at_most)).gone.unwrap();
            assert_eq!((gone.articles, gone.taken_out), (3, 0), "{at_most}");
            assert_eq!(gone.names, ["sources/1.txt", "sources/4.txt", "sources/rows.jsonl#0"]);
            assert_eq!(newsroom.count("it-articles"), 14);
        }
        let gone = load(Some(3)).gone.unwrap();
        assert_eq!((gone.articles, gone.taken_out, gone.shared), (3, 3, 0));
        assert_eq!(newsroom.count("it-articles"), 11);
        assert!(newsroom.count("it-passages") < windows - 3, "with all their windows");
        assert_eq!(load(Some(3)).gone.unwrap().articles, 0);
        // It comes back, and is there again.
        newsroom.write("sources/rows.jsonl", &rows(0..5));
        assert_eq!(load(None).sent, 1);
        assert_eq!(newsroom.count("it-articles"), 12);
    }
}

#[test]
fn nothing_is_taken_out_that_somebody_else_sent() {
    let newsroom = Newsroom::with(&[]);
    newsroom.write("here/wire/a.txt", &story("2031-05-02", "We will not close the old quay before the winter"));
    newsroom.write("here/wire/b.txt", &story("2031-05-02", "The ferries need it more than the pumps do"));
    newsroom.write("there/wire/b.txt", &story("2031-05-02", "The ferries need it more than the pumps do"));
    newsroom.write("there/wire/c.txt", &story("2031-05-02", "Nobody asked the people of the old harbour town"));
    // Somebody filled it in a way of their own.
    newsroom.cluster.store.lock().unwrap().indices.get_mut("it-articles").unwrap().insert(
        "wire/d.txt".to_owned(),
        cluster::Document { source: json!({"id": "wire/d.txt", "rev": "1", "text": "Old.", "passages": 0}), seq: 0 },
    );
    let load = |memory: &str, prune| newsroom.loads(memory, &format!("{memory}/wire"), "", prune).unwrap();
    assert_eq!(load("here", None).sent, 2);
    let there = load("there", None);
    assert_eq!((there.sent, there.there), (1, 1));
    for name in ["here/wire/a.txt", "here/wire/b.txt"] {
        std::fs::remove_file(newsroom.path(name)).unwrap();
    }
    newsroom.write("here/wire/new.txt", "Nothing.\n");
    let gone = load("here", Some(9)).gone.unwrap();
    assert_eq!((gone.articles, gone.taken_out, gone.shared), (2, 1, 1), "the other one has it, too");
    let store = newsroom.cluster.store.lock().unwrap();
    let left: Vec<&String> = store.indices["it-articles"].keys().collect();
    assert_eq!(left, ["wire/b.txt", "wire/c.txt", "wire/d.txt", "wire/new.txt"]);
    drop(store);
    assert_eq!(load("here", Some(9)).gone.unwrap().articles, 0, "and it is nothing of ours any more");
    // What another corpus overwrote is not forgotten to be theirs.
    newsroom.write("here/wire/c.txt", &story("2031-05-02", "Somebody asked the people of the old harbour town"));
    newsroom.write("here/wire/d.txt", "New.\n");
    assert_eq!(load("here", None).sent, 2);
    for name in ["c.txt", "d.txt"] {
        std::fs::remove_file(newsroom.path("here/wire").join(name)).unwrap();
    }
    let gone = load("here", Some(9)).gone.unwrap();
    assert_eq!((gone.articles, gone.taken_out, gone.shared), (2, 0, 2));
    assert_eq!(newsroom.count("it-articles"), 4);
    // Who remembers nothing is somebody else.
    std::fs::remove_dir_all(newsroom.path("there")).unwrap();
    newsroom.write("there/wire/z.txt", "Nothing.\n");
    assert_eq!(load("there", Some(9)).gone.unwrap().articles, 0);
}

#[test]
fn what_cannot_be_read_is_not_taken_for_gone() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    newsroom.write("sources/rows.jsonl", "{\"id\": 1, \"text\": \"“We met,” Tom Harke said.\"}\n");
    newsroom.load().unwrap();
    newsroom.write("sources/rows.jsonl", "{\"id\": 1, \"text\": \"“We met,” Tom\n");
    newsroom.write("sources/a.txt", "");
    let loaded = newsroom.loads("loads", "sources", "", Some(9)).unwrap();
    assert_eq!(loaded.gone.unwrap().articles, 0, "{:?}", loaded.problems);
    // A folder without anything in it is a drive that is not there.
    newsroom.write("elsewhere/x.txt", HARBOUR);
    newsroom.loads("loads", "elsewhere", "", None).unwrap();
    std::fs::remove_file(newsroom.path("elsewhere/x.txt")).unwrap();
    let why = newsroom.loads("loads", "elsewhere", "", Some(9)).unwrap_err().to_string();
    assert!(why.contains("no source at all") && why.contains("nobody knows what is gone"), "{why}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        newsroom.write("sources/locked/b.txt", HARBOUR);
        newsroom.load().unwrap();
        let lock =
            |mode| std::fs::set_permissions(newsroom.path("sources/locked"), PermissionsExt::from_mode(mode)).unwrap();
        lock(0o000);
        let told = newsroom.loads("loads", "sources", "", Some(9));
        lock(0o755);
        // Who may read everything, as root may, is not kept out.
        match told {
            Ok(loaded) => assert_eq!(loaded.gone.unwrap().articles, 0),
            Err(why) => assert!(why.to_string().contains("nobody knows what is gone"), "{why}"),
        }
    }
}

#[test]
fn a_prune_that_broke_off_goes_on() {
    for fails_at in 1..4 {
        let newsroom =
            Newsroom::with(&[("a.txt", HARBOUR), ("b.txt", "“The ferries need it more,” Tom Harke said.\n")]);
        let text = std::fs::read_to_string(newsroom.path("sources/a.txt")).unwrap();
        std::fs::remove_file(newsroom.path("sources/a.txt")).unwrap();
        let times = std::sync::atomic::AtomicUsize::new(0);
        newsroom.cluster.plays(move |asked, _| {
            let nth = if asked.path.starts_with("/_bulk") {
                times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1
            } else {
                0
            };
            (nth >= fails_at).then(|| Says::json(403, &json!({})))
        });
        newsroom.loads("loads", "sources", "", Some(1)).unwrap_err();
        newsroom.cluster.behaves();
        if fails_at == 2 {
            // It comes back before it is all gone: it is sent as if it had never been there.
            newsroom.write("sources/a.txt", &text);
            assert_eq!(newsroom.load().unwrap().sent, 1);
            assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::Exact);
            continue;
        }
        let gone = newsroom.loads("loads", "sources", "", Some(1)).unwrap().gone.unwrap();
        assert_eq!((gone.articles, gone.taken_out), (1, 1), "{fails_at}");
        assert_eq!((newsroom.count("it-articles"), newsroom.count("it-passages")), (1, 1), "{fails_at}");
    }
}

#[test]
fn what_somebody_sends_in_between_stays_with_all_its_windows() {
    let long = HARBOUR.to_owned() + &"It rained on the old quay. ".repeat(60);
    let newsroom = Newsroom::with(&[("a.txt", &long), ("b.txt", "“The ferries need it more,” Tom Harke said.\n")]);
    std::fs::remove_file(newsroom.path("sources/a.txt")).unwrap();
    let windows = newsroom.count("it-passages");
    // As their first windows are about to be taken out, another corpus has sent them again.
    newsroom.cluster.plays(|asked, store| {
        if asked.path.starts_with("/_bulk") && asked.body.starts_with(r#"{"delete":{"_index":"it-passages""#) {
            let documents = |index: &str, whose: &str| {
                let all = store.indices[index].iter().filter(|(_, it)| it.source[whose] == "sources/a.txt");
                let rows = all.map(|(id, it)| {
                    let mut source = it.source.clone();
                    source["rev"] = json!("7");
                    format!("{}\n{source}\n", json!({"index": {"_index": index, "_id": id}}))
                });
                rows.collect::<String>()
            };
            let body = documents("it-passages", "a") + &documents("it-articles", "id");
            store.answer(&cluster::Asked { body, ..asked.clone() });
        }
        None
    });
    let gone = newsroom.loads("loads", "sources", "", Some(9)).unwrap().gone.unwrap();
    newsroom.cluster.behaves();
    assert_eq!((gone.articles, gone.taken_out), (1, 0));
    assert_eq!((newsroom.count("it-articles"), newsroom.count("it-passages")), (2, windows));
    assert_eq!(outcome(RIGHT, newsroom.corpus().as_ref()), Outcome::Exact, "it is found");
    let gone = newsroom.loads("loads", "sources", "", Some(9)).unwrap().gone.unwrap();
    assert_eq!((gone.taken_out, newsroom.count("it-passages")), (1, 1), "as long as it bears this corpus's mark alone");
}

#[test]
fn the_command_tells_what_is_gone_before_it_takes_it_out() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    desk.write("config/onrecord/onrecord.toml", format!("[[archives]]\nurl = \"{}\"\n", cluster.url()));
    for number in 0..7 {
        desk.write(&format!("sources/{number}.txt"), HARBOUR);
    }
    let index = |more: &[&str]| run(&desk, &[&["index", "--to", "archive"], more].concat(), &[]);
    index(&[]);
    for number in 0..6 {
        std::fs::remove_file(desk.path(&format!("sources/{number}.txt"))).unwrap();
    }
    let ran = index(&["--prune"]);
    let said = ran.out.split_once('\n').unwrap().1;
    assert!(said.starts_with("6 articles that this corpus sent and no longer holds:\n    sources/0.txt\n"), "{ran:?}");
    assert!(said.ends_with("    and 1 more\nnone was taken out; --prune=6 does so\n"), "{ran:?}");
    assert_eq!((ran.status, cluster.store.lock().unwrap().count("onrecord-articles")), (0, 8));
    let ran = index(&["--prune=5"]);
    assert!(ran.status == 2 && ran.err.contains("more than the 5 that --prune allows: none was taken out"), "{ran:?}");
    let ran = index(&["--prune=6"]);
    assert!(ran.out.ends_with("\n6 of 6 articles that this corpus no longer holds taken out\n"), "{ran:?}");
    assert_eq!((ran.status, cluster.store.lock().unwrap().count("onrecord-articles")), (0, 2));
    let ran = run(&desk, &["index", "--prune"], &[]);
    assert!(ran.status == 2 && ran.err.contains("goes with --to archive"), "{ran:?}");
    let ran = index(&["--prune", "6"]);
    assert_eq!(ran.status, 2, "the number stands with it: {ran:?}");
}
