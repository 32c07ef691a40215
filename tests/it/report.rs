//! The annotated draft: what is on the page, and what cannot get onto it.

use std::path::{Path, PathBuf};

use crate::desk::{Desk, Outcome, command};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/report")
}

/// The page of some drafts of the fixtures.
fn page(drafts: &[&str]) -> String {
    let output = command(&fixtures()).arg("report").args(drafts).args(["-o", "-"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What stands between the tags, and the tags.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|piece| piece.split('>').next().unwrap()).collect()
}

/// What a reader sees: text without tags, white space drawn together.
fn seen(page: &str) -> String {
    let body = page.split("<body>").nth(1).unwrap();
    let text: String = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_is_what_it_was() {
    let page = page(&["lighthouse.md"]);
    // What a verdict rests on in detail is others' business.
    let body = page.split("<body>\n").nth(1).unwrap().split("<details>");
    let body: String = body.map(|piece| piece.split_once("</details>\n").map_or(piece, |(_, rest)| rest)).collect();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("report-lighthouse", body.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    });
}

#[test]
fn it_says_what_to_look_at_first_and_shows_why() {
    let text = seen(&page(&["lighthouse.md"]));
    let first = text.find("Look at first").unwrap();
    let changed = text[first..].find("meaning changed").unwrap();
    assert!(changed < text[first..].find("unsupported").unwrap_or(usize::MAX), "{text}");
    for said in [
        "A word that turns the meaning differs.",
        "We will not close the tower to visitors until the autumn",
        "Carrow Trust, 2033-03-12, “Minutes of the spring meeting”, press release",
        "sources/minutes.md:11",
        "Edda Marlin",
        "VER103 meaning-changed (error)",
        "onrecord-ignore VER102: she read it out for him",
        "The trust called it",
    ] {
        assert!(text.contains(said), "no “{said}” in {text}");
    }
}

#[test]
fn every_word_of_the_draft_is_on_the_page() {
    let draft = std::fs::read_to_string(fixtures().join("lighthouse.md")).unwrap();
    let text = seen(&page(&["lighthouse.md"])).replace("&amp;", "&");
    let body = draft.split("---\n").nth(2).unwrap();
    let words = body.lines().filter(|line| !line.starts_with("<!--")).flat_map(str::split_whitespace);
    for word in words.map(|word| word.replace("<b>", "").replace("</b>", "")).filter(|word| !"#>".contains(&**word)) {
        assert!(text.contains(&word), "“{word}” is missing");
    }
}

#[test]
fn nothing_of_a_draft_or_a_source_becomes_markup() {
    let page = page(&["hostile.txt", "lighthouse.md"]);
    let known = [
        "a",
        "article",
        "b",
        "bdi",
        "blockquote",
        "body",
        "br",
        "code",
        "del",
        "details",
        "div",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "header",
        "html",
        "ins",
        "li",
        "main",
        "mark",
        "meta",
        "nav",
        "ol",
        "p",
        "section",
        "span",
        "strong",
        "style",
        "summary",
        "sup",
        "title",
        "ul",
        "!DOCTYPE",
        "!--",
    ];
    for tag in tags(&page) {
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        assert!(known.contains(&name), "<{tag}> stands in the page");
        let attributes = tag.split_whitespace().skip(1).filter_map(|it| it.split_once('=')).map(|(name, _)| name);
        for attribute in attributes {
            let allowed =
                ["id", "class", "href", "rel", "dir", "lang", "title", "charset", "name", "content", "http-equiv"];
            assert!(allowed.contains(&attribute) || tag.starts_with("meta"), "<{tag}> has {attribute}");
        }
        assert!(!tag.contains("javascript:"), "<{tag}>");
    }
    let links = tags(&page).into_iter().filter_map(|tag| tag.split_once("href=\"")).map(|(_, rest)| rest);
    for link in links {
        assert!(link.starts_with('#') || link.starts_with("https://"), "{link}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the words are still to be read");
    // Tags are balanced, or the page would end somewhere in a draft.
    for name in ["div", "p", "section", "article", "ol", "ul", "li", "mark", "span", "bdi", "blockquote", "main"] {
        let count = |start: &str| tags(&page).iter().filter(|tag| tag.split_whitespace().next() == Some(start)).count();
        assert_eq!(count(name), count(&format!("/{name}")), "{name}");
    }
}

#[test]
fn the_page_needs_nothing_beside_itself() {
    let page = page(&["lighthouse.md", "hostile.txt"]);
    for outside in ["<script", "<link", "<img", "@import", "url(", "<iframe", "src="] {
        assert!(!page.split("<body>").next().unwrap().contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'"));
    let ids: Vec<&str> =
        tags(&page).into_iter().filter_map(|tag| tag.split_once(" id=\"")?.1.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an address stands twice");
    let inside = tags(&page).into_iter().filter_map(|tag| tag.split_once("href=\"#")?.1.split('"').next());
    for address in inside {
        assert!(ids.contains(&address), "#{address} leads nowhere");
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    assert_eq!(page(&["lighthouse.md", "hostile.txt"]), page(&["lighthouse.md", "hostile.txt"]));
}

fn written(desk: &Desk, output: &str) -> Outcome {
    desk.run(&["report", "story.md", "-o", output])
}

#[test]
fn a_report_takes_the_place_of_a_report_and_of_nothing_else() {
    let desk = Desk::with_story();
    let run = written(&desk, "out.html");
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.out, "out.html: 1 draft, 1 quotation: 1 meaning-changed; 1 error\n");
    assert_eq!(written(&desk, "out.html").status, 0);
    let draft = desk.read("story.md");
    written(&desk, "story.md").fails_with("story.md is there already and is no report");
    assert_eq!(desk.read("story.md"), draft);
    written(&desk, "no/such/folder/out.html").fails_with("cannot write no/such/folder/out.html");
    written(&desk, "sources").fails_with("cannot write sources");
    let left = std::fs::read_dir(desk.path("")).unwrap().count();
    assert_eq!(left, 4, "nothing half-written is left");
}

#[test]
fn a_report_is_neither_a_draft_nor_a_source() {
    let desk = Desk::with_story();
    assert_eq!(written(&desk, "story.html").status, 0);
    assert_eq!(written(&desk, "sources/story.html").status, 0);
    desk.run(&["check", "story.html"]).fails_with("is a report that onrecord wrote");
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!((run.status, run.out.lines().count()), (1, 1), "{run:?}");
    run.warns_of("sources/story.html: is a report that onrecord wrote");
}

#[test]
fn without_a_corpus_the_quotations_are_still_told() {
    let desk = Desk::with_story();
    desk.write("onrecord.toml", "");
    let run = desk.run(&["report", "story.md", "-o", "-"]);
    let text = seen(&run.out);
    assert!(text.contains("not checked") && text.contains("Mara Teller"), "{text}");
}

#[test]
fn a_report_is_a_page_of_html_and_nothing_else() {
    let desk = Desk::with_story();
    desk.run(&["report", "story.md", "-o", "story.pdf"]).fails_with("the report is a page of HTML");
    assert!(!desk.path("story.pdf").exists());
    assert_eq!(desk.run(&["report", "story.md", "-o", "story.html"]).status, 0);
}
