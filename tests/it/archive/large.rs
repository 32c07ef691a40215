//! An archive that is too large to be read whole: everybody in it, and what is wrong with it.

use super::*;

#[test]
fn everybody_in_a_large_archive_is_listed_by_name() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    desk.write("config/onrecord/onrecord.toml", format!("[[archives]]\nurl = \"{}\"\n", cluster.url()));
    let rows: String = (0..1_001)
        .map(|number| {
            let who =
                ["Mara Teller", "Tom Harke", "Jo Verhoeven"][usize::from(number % 10 == 0) + usize::from(number == 0)];
            json!({"id": number, "text": format!("“Ward {number} keeps its ferry,” {who} said.")}).to_string() + "\n"
        })
        .collect();
    desk.write("sources/rows.jsonl", rows);
    let ran = run(&desk, &["index", "--to", "archive"], &[]);
    assert!(ran.out.starts_with("1002 articles sent"), "{ran:?}");
    std::fs::remove_file(desk.path("sources/rows.jsonl")).unwrap();
    let ran = run(&desk, &["speakers"], &[]);
    assert_eq!(
        ran.out,
        "Mara Teller: quoted in 900 articles of the archive\n\
         Tom Harke: 1 quotation, quoted in 101 articles of the archive\n\
         Jo Verhoeven: quoted in 1 article of the archive\n"
    );
    assert_eq!(ran.err, "");
    // More names than come at once.
    let mut store = cluster.store.lock().unwrap();
    let articles = store.indices.get_mut("onrecord-articles").unwrap();
    for (number, article) in articles.values_mut().enumerate() {
        article.source["quoted"] = json!([format!("Speaker {number:04}"), format!("Other {number:04}"), "Tom Harke"]);
    }
    articles.values_mut().next().unwrap().source.as_object_mut().unwrap().remove("quoted");
    drop(store);
    let ran = run(&desk, &["speakers", "--format", "jsonl"], &[]);
    let told: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), 2 * 1_001 + 1);
    assert_eq!(
        (told[0]["name"].as_str(), &told[0]["articles"], &told[0]["quotations"]),
        (Some("Tom Harke"), &json!(1_001), &json!(1))
    );
    assert_eq!(told[1]["quotations"], json!(null));
    assert!(ran.err.contains("since an earlier version sent them: 1"), "{}", ran.err);
    cluster.plays(|asked, _| asked.body.contains("composite").then(|| Says::text(503, "")));
    let ran = run(&desk, &["speakers"], &[]);
    assert!(ran.status == 2 && ran.err.contains("status 503"), "{ran:?}");
}

#[test]
fn an_archive_is_looked_over_article_by_article() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    desk.write("config/onrecord/onrecord.toml", format!("[[archives]]\nurl = \"{}\"\n", cluster.url()));
    let rows: String = (0..450)
        .map(|number| {
            let date = if number % 150 == 7 { json!(null) } else { json!("2031-05-02") };
            let text =
                format!("Ward {number} was visited.\n\n“Ward {number} keeps its ferry,” Mara Teller said at noon.");
            json!({"id": format!("w{number:03}"), "date": date, "text": text}).to_string() + "\n"
        })
        .collect();
    desk.write("sources/rows.jsonl", rows);
    desk.write("sources/near.txt", story("2031-05-02", "The ferries need it more than the pumps do"));
    run(&desk, &["index", "--to", "archive"], &[]);
    std::fs::remove_file(desk.path("sources/rows.jsonl")).unwrap();
    cluster.forget();
    let lint = |more: &[&str]| run(&desk, &[&["check", "--corpus-only", "--archive"], more].concat(), &[]);
    let ran = lint(&["--format", "concise"]);
    let told: Vec<&str> = ran.out.lines().filter(|line| line.contains("SRC104")).collect();
    assert_eq!(told.len(), 3, "{ran:?}");
    assert!(told[0].starts_with("sources/rows.jsonl#w007:1:1: info SRC104"), "{ran:?}");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let pages = cluster.asked().iter().filter(|asked| asked.body.contains("\"sort\"")).count();
    assert_eq!(pages, 3, "200 at a time");
    // Answers that are too long are asked for in smaller pieces.
    cluster.plays(|asked, store| {
        let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let long = asked.path.contains("_search") && body["size"].as_u64().is_some_and(|size| size > 100);
        long.then(|| Says::text(200, &"x".repeat(65 << 20))).or_else(|| Some(store.answer(asked)))
    });
    assert_eq!(lint(&["--format", "concise"]).out, ran.out);
    cluster.behaves();
    // What makes no sense, and what bears no name.
    let mut store = cluster.store.lock().unwrap();
    let articles = store.indices.get_mut("onrecord-articles").unwrap();
    let mut all = articles.values_mut();
    all.next().unwrap().source.as_object_mut().unwrap().remove("text");
    all.next().unwrap().source.as_object_mut().unwrap().remove("id");
    drop(store);
    let ran = lint(&[]);
    assert!(ran.err.contains("that could not be read: 1"), "{ran:?}");
    assert!(ran.err.contains("that have no `id` and were not looked at: 1"), "{ran:?}");
    // Down in the middle.
    cluster.plays(|asked, _| asked.body.contains("search_after").then(|| Says::json(403, &json!({}))));
    let ran = lint(&[]);
    assert!(ran.status == 2 && ran.err.contains("articles were looked at by then"), "{ran:?}");
    let ran = run(&desk, &["check", "--archive"], &[]);
    assert_eq!(ran.status, 2, "{ran:?}");
}

#[test]
fn no_more_is_at_hand_than_is_shown() {
    let cluster = Cluster::new();
    let desk = desk(&cluster);
    desk.write("config/onrecord/onrecord.toml", format!("[[archives]]\nurl = \"{}\"\n", cluster.url()));
    desk.write("sources/near.txt", story("2031-05-02", "The ferries need it more than the pumps do"));
    run(&desk, &["index", "--to", "archive"], &[]);
    {
        let mut store = cluster.store.lock().unwrap();
        let articles = store.indices.get_mut("onrecord-articles").unwrap();
        for number in 0..1_200 {
            let source = json!({"id": format!("a{number:04}"), "rev": "1", "text": format!("It rained in ward {number} all day long.")});
            articles.insert(format!("a{number:04}"), cluster::Document { source, seq: 0 });
        }
    }
    let ran = run(&desk, &["check", "--corpus-only", "--archive", "--format", "concise"], &[]);
    assert_eq!(ran.out.lines().filter(|line| line.contains("SRC104")).count(), 1_000);
    assert!(ran.err.contains("only the first 1000 articles are shown; in others there are: 200 SRC104"), "{ran:?}");
    assert_eq!(ran.status, 0);
    // What is not shown fails the check all the same.
    let settings = desk.read("onrecord.toml");
    desk.write("onrecord.toml", format!("fail-on = \"info\"\n{settings}"));
    assert_eq!(run(&desk, &["check", "--corpus-only", "--archive"], &[]).status, 1);
}
