//! An archive with an index for each year: where an article lies, and how it moves.

use super::*;

#[test]
fn an_article_lies_in_the_volume_of_its_year_and_in_no_other() {
    let newsroom = Newsroom::with(&[]);
    newsroom.cluster.store.lock().unwrap().indices.clear();
    newsroom.cluster.store.lock().unwrap().forgetful = true;
    let load = || newsroom.loads("loads", "sources", YEARLY, None).unwrap();
    assert_eq!(load().sent, 0, "an archive of no articles is none yet");
    let words = "We will not close the old quay before the winter";
    newsroom.write("sources/a.txt", &story("2031-05-02", words));
    newsroom.write("sources/b.txt", &story("2029-05-02", "The ferries need it more than the pumps do"));
    newsroom.write("sources/c.txt", &story("", "Nobody asked the people of the old harbour town"));
    newsroom.write("sources/d.txt", &story("0031-05-02", "We sold the lighthouse to pay for the new station"));
    assert_eq!((load().sent, load().there), (4, 4));
    let counts = || {
        ["2031", "2029", "undated"].map(|volume| {
            (newsroom.count(&format!("it-articles-{volume}")), newsroom.count(&format!("it-passages-{volume}")))
        })
    };
    assert_eq!(counts(), [(1, 1), (1, 1), (2, 2)]);
    assert_eq!(outcome(RIGHT, newsroom.yearly().as_ref()), Outcome::Exact);
    assert_eq!(
        outcome("“The ferries need it more than the pumps do,” Lind said.\n", newsroom.yearly().as_ref()),
        Outcome::Exact
    );
    assert_eq!(newsroom.yearly().about().articles, 4);
    assert_eq!(newsroom.yearly().people("Lind", usize::MAX).unwrap().len(), 1);
    // The day is mended: another year, and then none.
    for (day, expected) in [("2029-05-02", [(0, 0), (2, 2), (2, 2)]), ("", [(0, 0), (1, 1), (3, 3)])] {
        newsroom.write("sources/a.txt", &story(day, words));
        assert_eq!((load().sent, load().there), (1, 4));
        assert_eq!(counts(), expected, "{day}");
        let checked = checked(RIGHT, newsroom.yearly().as_ref());
        assert_eq!((checked.verdicts[0].outcome, checked.verdicts[0].sources.len()), (Outcome::Exact, 1), "{day}");
    }
    // And by somebody else, who remembers nothing.
    newsroom.write("sources/a.txt", &story("2031-05-02", words));
    assert_eq!(newsroom.loads("others", "sources", YEARLY, None).unwrap().sent, 1);
    assert_eq!(counts(), [(1, 1), (1, 1), (2, 2)]);
    // Two lines of one name, of different years, in one go: the later one stays, and alone.
    newsroom.write("sources/e.jsonl", &["2031", "2029"].map(|year| {
        json!({"id": "x", "date": format!("{year}-01-01"), "text": format!("“We met in {year},” Tom Harke said.")}).to_string() + "\n"
    }).concat());
    newsroom.loads("loads", "sources", YEARLY, None).unwrap();
    assert_eq!(counts(), [(1, 1), (2, 2), (2, 2)]);
}

#[test]
fn a_move_that_broke_off_is_carried_through() {
    // Whatever write is the last that is done, the next load leaves one copy with all its windows.
    for fails_at in 0..6 {
        let newsroom = Newsroom::with(&[]);
        newsroom.cluster.store.lock().unwrap().indices.clear();
        let long =
            |day: &str| story(day, "We will not close the old quay before the winter") + &"It rained. ".repeat(300);
        newsroom.write("sources/a.txt", &long("2031-05-02"));
        newsroom.loads("loads", "sources", YEARLY, None).unwrap();
        let windows = newsroom.count("it-passages");
        assert!(windows > 3);
        newsroom.write("sources/a.txt", &long("2029-05-02"));
        let times = std::sync::atomic::AtomicUsize::new(0);
        newsroom.cluster.plays(move |asked, _| {
            let nth = if asked.path.starts_with("/_bulk") {
                times.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
            } else {
                0
            };
            (asked.path.starts_with("/_bulk") && nth >= fails_at).then(|| Says::json(403, &json!({})))
        });
        let broke = newsroom.loads("loads", "sources", YEARLY, None).is_err();
        assert_eq!(broke, fails_at < 4, "windows, article, old windows, old article");
        newsroom.cluster.behaves();
        newsroom.loads("loads", "sources", YEARLY, None).unwrap();
        assert_eq!((newsroom.count("it-articles-2031"), newsroom.count("it-passages-2031")), (0, 0), "{fails_at}");
        assert_eq!(
            (newsroom.count("it-articles-2029"), newsroom.count("it-passages-2029")),
            (1, windows),
            "{fails_at}"
        );
        assert_eq!(outcome(RIGHT, newsroom.yearly().as_ref()), Outcome::Exact, "{fails_at}");
    }
}

#[test]
fn an_archive_is_divided_as_it_was_when_it_was_filled() {
    let newsroom = Newsroom::with(&[("a.txt", HARBOUR)]);
    let why = newsroom.loads("loads", "sources", YEARLY, None).unwrap_err().to_string();
    assert!(why.contains("has one index for all years"), "{why}");
    newsroom.cluster.store.lock().unwrap().indices.clear();
    newsroom.loads("loads", "sources", YEARLY, None).unwrap();
    let why = newsroom.load().unwrap_err().to_string();
    assert!(why.contains("is divided by years"), "{why}");
}
