//! What can be done at the cursor of a draft, and the draft after it was done.

use onrecord::check::Checked;
use onrecord::ide::actions::{Action, Kind, actions, fix_all};
use onrecord::ide::underline::underline;
use onrecord::rules::Edit;
use onrecord::text::Span;

use crate::fixture::Fixture;

const SOURCE: &str = "\
//- article council.txt outlet=\"Coast Courier\" date=2031-05-02 url=https://courier.example/council_(friday)
“The quay will not be sold before the winter,” Mayor Mara Teller told the council on Friday.
";

fn offered(name: &str, draft: &str) -> (Fixture, Checked, Vec<Action>) {
    let fixture = Fixture::parse(&format!("//- draft {name} date=2031-05-03\n{draft}\n{SOURCE}"));
    let checked = fixture.check();
    let actions = actions(&checked, Span::at(fixture.cursor.unwrap()));
    (fixture, checked, actions)
}

fn titles(actions: &[Action]) -> Vec<&str> {
    actions.iter().map(|action| action.title.as_str()).collect()
}

fn done(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[track_caller]
fn after(name: &str, draft: &str, title: &str) -> String {
    let (fixture, _, actions) = offered(name, draft);
    let action = actions.iter().find(|action| action.title == title);
    let action = action.unwrap_or_else(|| panic!("no “{title}” among {:?}", titles(&actions)));
    done(&fixture.draft.text, &action.edits)
}

const FLOOD: &str = "“The quay will not be sold before the $0flood,” Mara Teller said.";

#[test]
fn what_can_be_done_stands_in_one_order() {
    let (_, _, actions) = offered("story.md", FLOOD);
    assert_eq!(
        titles(&actions),
        [
            "Put the source's words in",
            "Ignore VER106 in this paragraph",
            "Ignore VER106 in this file",
            "Link to Coast Courier, 2031-05-02",
            "Name Coast Courier, 2031-05-02 in a footnote",
            "Name Coast Courier, 2031-05-02 in a comment",
            "Turn into a paraphrase: take the marks away",
        ]
    );
    assert!(actions[0].preferred && !actions[1].preferred);
    assert_eq!(actions.iter().filter(|action| action.kind == Kind::Fix).count(), 3);
}

#[test]
fn the_sources_words_come_in_as_the_draft_writes() {
    let mended = |ours: &str, theirs: &str| {
        let draft = format!("“{ours},” Mara Teller said. It is Teller’s quay.");
        let source = format!("“{theirs},” Mara Teller told the council.");
        let fixture = Fixture::parse(&format!("//- draft story.md\n{draft}\n//- article council.txt\n{source}\n"));
        let findings = fixture.check().findings;
        let fix = findings.iter().flat_map(|finding| &finding.fixes).find(|fix| fix.title.starts_with("Put"));
        let text = done(&fixture.draft.text, &fix.expect("words differ").edits);
        text.split(",”").next().unwrap().to_owned()
    };
    assert_eq!(
        mended(
            "We shall meet on the quay at nine sharp on Friday",
            "We shall meet on the quay at nine o'clock on Friday"
        ),
        "“We shall meet on the quay at nine o’clock on Friday"
    );
    assert_eq!(
        mended("Nobody must sell the quay before the winter", "My friends, we must sell the quay before the winter"),
        "“We must sell the quay before the winter"
    );
}

#[test]
fn a_remark_is_written_where_it_holds() {
    let paragraph = "Ignore VER106 in this paragraph";
    let (flood, file) = (FLOOD.replace("$0", ""), "Ignore VER106 in this file");
    assert_eq!(
        after("story.md", &format!("# Quay\n\n{FLOOD}"), paragraph),
        format!("# Quay\n\n<!-- onrecord-ignore VER106: -->\n{flood}\n")
    );
    assert_eq!(
        after("story.md", &format!("# Quay\n\n{FLOOD}"), file),
        format!("<!-- onrecord-ignore-file VER106: -->\n# Quay\n\n{flood}\n")
    );
    assert_eq!(
        after("story.html", &format!("<p>{FLOOD}</p>"), paragraph),
        format!("<p><!-- onrecord-ignore VER106: -->{flood}</p>\n")
    );
    assert_eq!(
        after("story.txt", &format!("Quay\n\n{FLOOD}"), paragraph),
        format!("Quay\n\n[onrecord-ignore VER106:]\n{flood}\n")
    );
    assert_eq!(
        after("story.mdx", &format!("# Quay\n\n{FLOOD}"), paragraph),
        format!("# Quay\n\n{{/* onrecord-ignore VER106: */}}\n{flood}\n")
    );
    assert_eq!(
        after("story.vtt", &format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{FLOOD}"), paragraph),
        format!("WEBVTT\n\nNOTE onrecord-ignore VER106:\n\n00:01.000 --> 00:02.000\n{flood}\n")
    );
}

/// What a remark stands in stays what it is: a list, a table, a block quotation.
#[test]
fn a_remark_within_something_ends_its_line() {
    let flood = FLOOD.replace("$0", "");
    for (before, behind) in [
        ("- One.\n- Two.\n    - ", "\n    - Three."),
        ("| who | what |\n| --- | --- |\n| a | ", " |\n| e | f |"),
        ("1. One.\n2. ", "\n3. Three."),
        ("> One.\n>\n> ", "\n>\n> Three."),
        ("- One.\n\n  ", "\n"),
        ("- **", "**\n- Two."),
    ] {
        for (name, comment) in
            [("story.md", "<!-- onrecord-ignore VER106: -->"), ("story.mdx", "{/* onrecord-ignore VER106: */}")]
        {
            let text = after(name, &format!("{before}{FLOOD}{behind}"), "Ignore VER106 in this paragraph");
            let end = if behind.starts_with("**") { behind.split_at(2) } else { ("", behind) };
            assert_eq!(text.trim_end(), format!("{before}{flood}{} {comment}{}", end.0, end.1).trim_end(), "{name}");
            let fixture = Fixture::parse(&format!("//- draft {name} date=2031-05-03\n{text}{SOURCE}"));
            let codes = fixture.check().findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
            // A block quotation is a quotation of nobody's.
            assert_eq!(codes.iter().filter(|code| **code != "ATT101").collect::<Vec<_>>(), [&"IGN102"], "{text}");
        }
    }
}

#[test]
fn a_remark_that_was_written_asks_for_its_reason_and_nothing_else() {
    for (name, draft) in [
        ("story.md", FLOOD.to_owned()),
        ("story.mdx", FLOOD.to_owned()),
        ("story.html", format!("<p>{FLOOD}</p>")),
        ("story.txt", FLOOD.to_owned()),
        ("story.vtt", format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{FLOOD}")),
    ] {
        for title in ["Ignore VER106 in this paragraph", "Ignore VER106 in this file"] {
            let text = after(name, &draft, title);
            let fixture = Fixture::parse(&format!("//- draft {name} date=2031-05-03\n{text}{SOURCE}"));
            let found = fixture.check().findings;
            assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["IGN102"], "{title}:\n{text}");
        }
    }
}

#[test]
fn a_note_between_captions_is_read_and_written_only_where_captions_have_notes() {
    let cue = "1\n00:00:01,000 --> 00:00:04,000\n";
    let noted = format!("NOTE onrecord-ignore VER106: she said so later\n\n{cue}{}", FLOOD.replace("$0", ""));
    let fixture = Fixture::parse(&format!("//- draft story.srt date=2031-05-03\n{noted}\n{SOURCE}"));
    let found = fixture.check().findings;
    assert!(found.is_empty(), "{found:#?}");
    // A player of SubRip files would show a note to whoever watches.
    let fixture = Fixture::parse(&format!("//- draft story.srt date=2031-05-03\n{cue}{FLOOD}\n{SOURCE}"));
    let checked = fixture.check();
    let span = checked.findings.iter().find(|finding| finding.code == "VER106").unwrap().span;
    assert!(actions(&checked, span).iter().all(|action| !action.title.starts_with("Ignore")));
}

#[test]
fn a_source_is_named_as_the_format_can() {
    let quoted = "“The quay will not be sold before the $0winter,” Mara Teller said.";
    assert_eq!(
        after("story.md", quoted, "Link to Coast Courier, 2031-05-02"),
        "[“The quay will not be sold before the winter,”](https://courier.example/council_%28friday%29) Mara Teller said.\n"
    );
    assert_eq!(
        after("story.html", &format!("<p>{quoted}</p>"), "Link to Coast Courier, 2031-05-02"),
        "<p><a href=\"https://courier.example/council_(friday)\">“The quay will not be sold before the winter,”</a> Mara Teller said.</p>\n"
    );
    assert_eq!(
        after(
            "story.md",
            &format!("One.[^3]\n\n{quoted}\n\n[^3]: Two."),
            "Name Coast Courier, 2031-05-02 in a footnote"
        ),
        "One.[^3]\n\n“The quay will not be sold before the winter,”[^4] Mara Teller said.\n\n[^3]: Two.\n\
         [^4]: Coast Courier, 2031-05-02, https://courier.example/council_(friday)\n"
    );
    assert_eq!(
        after("story.md", quoted, "Name Coast Courier, 2031-05-02 in a comment"),
        "“The quay will not be sold before the winter,”<!-- source: Coast Courier, 2031-05-02, \
         https://courier.example/council_(friday) --> Mara Teller said.\n"
    );
    let (_, _, plain) = offered("story.txt", quoted);
    assert_eq!(titles(&plain), ["Turn into a paraphrase: take the marks away"]);
}

#[test]
fn a_source_is_named_only_where_markdown_is_read() {
    let quoted = "“The quay will not be sold before the $0winter,” Mara Teller said.";
    let (link, note) = ("Link to Coast Courier, 2031-05-02", "Name Coast Courier, 2031-05-02 in a footnote");
    let told = "[^1]: Coast Courier, 2031-05-02, https://courier.example/council_(friday)";
    let words = "“The quay will not be sold before the winter,”";
    for open in ["```\ncode", "<!-- later"] {
        assert_eq!(
            after("story.md", &format!("{quoted}\n\n{open}"), note),
            format!("{words}[^1] Mara Teller said.\n\n{told}\n\n{open}\n")
        );
    }
    assert_eq!(
        after("story.md", &format!("<p>{quoted}</p>"), link),
        format!("<p><a href=\"https://courier.example/council_(friday)\">{words}</a> Mara Teller said.</p>\n")
    );
    let (_, _, actions) = offered("story.md", &format!("<p>{quoted}</p>"));
    assert!(!titles(&actions).contains(&note));
    let linked = quoted.replacen("“", "[“", 1).replacen("”", "”](https://a.example)", 1);
    let (_, _, actions) = offered("story.md", &linked);
    assert!(!titles(&actions).contains(&link), "{:?}", titles(&actions));
}

/// Naming the source changes neither who says it nor what the check shows.
#[test]
fn a_source_that_was_named_changes_nothing_else() {
    let quoted = "“The quay will not be sold before the $0winter,” Mara Teller said.";
    let (_, _, actions) = offered("story.md", quoted);
    for action in actions.iter().filter(|action| !action.title.starts_with("Turn")) {
        let text = after("story.md", quoted, &action.title);
        let fixture = Fixture::parse(&format!("//- draft story.md date=2031-05-03\n{text}{SOURCE}"));
        let checked = fixture.check();
        assert!(checked.findings.is_empty(), "{text}: {:#?}", checked.findings);
        let speaker = checked.draft.speaker_of(&checked.draft.quotations[0]).map(|speaker| speaker.name.as_str());
        assert_eq!(speaker, Some("Mara Teller"), "{text}");
    }
}

#[test]
fn another_is_named_only_where_the_name_is_all_that_is_wrong() {
    let words = "“The quay will not be sold before the $0winter,”";
    let title = "Attribute to Mara Teller";
    assert_eq!(
        after("story.md", &format!("{words} Jonas Abel said."), title),
        "“The quay will not be sold before the winter,” Mara Teller said.\n"
    );
    let twice = format!("{words} Jonas Abel said. “The quay will not be sold before the winter.”");
    assert!(after("story.md", &twice, title).contains("Mara Teller said. “The quay"), "both are hers");
    for more in [
        "Jonas Abel, the engineer, said.",
        "said Jonas Abel, an engineer of the port.",
        "engineer Jonas Abel said.",
        "said the engineer, Jonas Abel.",
        "Jonas Abel said. “Nobody asked me about the weather in the north.”",
    ] {
        let (_, _, actions) = offered("story.md", &format!("{words} {more}"));
        let titles = titles(&actions);
        assert!(titles.contains(&"Ignore VER102 in this paragraph"), "{more}: {titles:?}");
        assert!(!titles.contains(&title), "{more}");
    }
}

#[test]
fn a_name_over_a_line_end_is_spelled_once() {
    let draft = "“The quay will not be sold before the winter,” Mara\n$0Tellre, the mayor, said.";
    assert_eq!(
        after("story.md", draft, "Spell it Teller"),
        "“The quay will not be sold before the winter,” Mara\nTeller, the mayor, said.\n"
    );
}

#[test]
fn a_quotation_without_marks_is_a_paraphrase() {
    assert_eq!(
        after("story.txt", FLOOD, "Turn into a paraphrase: take the marks away"),
        "The quay will not be sold before the flood, Mara Teller said.\n"
    );
}

#[test]
fn all_safe_fixes_go_together() {
    let (fixture, checked, _) = offered(
        "story.md",
        "”The quay will not be sold before the $0flood,” Teller said.\n\n<!-- onrecord-ignore QUO101: x -->\nIt rained.",
    );
    let all = fix_all(&checked).unwrap();
    assert_eq!(all.kind, Kind::FixAll);
    assert_eq!(
        done(&fixture.draft.text, &all.edits),
        "“The quay will not be sold before the flood,” Teller said.\n\nIt rained.\n"
    );
}

#[test]
fn the_words_at_fault_are_underlined() {
    for (draft, underlined) in [
        (FLOOD, "flood"),
        ("“The quay will be $0sold before the winter,” Mara Teller said.", "will be"),
        (
            "“The harbour will not be sold before the $0flood,” Mara Teller said.",
            "harbour will not be sold before the flood",
        ),
        ("“Fish are $0patient, and so are we all,” Mara Teller said.", "Fish are patient, and so are we all,"),
    ] {
        let (fixture, checked, _) = offered("story.md", draft);
        let finding = checked.findings.first().expect("there is a finding");
        assert_eq!(underline(&checked, finding).of(&fixture.draft.text), underlined, "{finding:#?}");
    }
}

/// What a source with these fields offers for a draft, all actions done.
fn written_for(fields: &str, name: &str, draft: &str) -> Vec<String> {
    let source =
        SOURCE.replace("outlet=\"Coast Courier\" date=2031-05-02 url=https://courier.example/council_(friday)", fields);
    let fixture = Fixture::parse(&format!("//- draft {name} date=2031-05-03\n{draft}\n{source}"));
    let actions = actions(&fixture.check(), Span::at(fixture.cursor.unwrap()));
    let named = actions.iter().filter(|action| action.title.starts_with("Link") || action.title.starts_with("Name"));
    named.map(|action| done(&fixture.draft.text, &action.edits)).collect()
}

#[test]
fn only_pages_of_the_web_get_into_a_draft() {
    for scheme in
        ["command:workbench.quit", "javascript:alert(1)", "file:///etc/hosts", "vscode://x/y", "data:text/html,x"]
    {
        for name in ["story.md", "story.html", "story.mdx"] {
            let written = written_for(&format!("outlet=\"Coast Courier\" url={scheme}"), name, FLOOD);
            assert!(!written.is_empty() && written.iter().all(|text| !text.contains(scheme)), "{name}: {written:?}");
        }
    }
}

#[test]
fn what_a_source_calls_itself_is_text_in_a_footnote() {
    let outlet = "outlet=\"Coast <img src=x> [here](command:quit) *Courier* {a}\"";
    let written = written_for(outlet, "story.md", FLOOD);
    assert!(
        written[0].contains("[^1]: Coast \\<img src=x\\> \\[here\\](command:quit) \\*Courier\\* \\{a\\}\n"),
        "{written:?}"
    );
    let address = "outlet=Courier url=https://c.example/[x](command:quit)";
    let written = written_for(address, "story.md", FLOOD);
    assert!(
        written.iter().any(|text| text.contains("[^1]: Courier, https://c.example/%5Bx%5D(command:quit)\n")),
        "{written:?}"
    );
    let comment = "outlet=\"Coast ---><b>\"";
    let written = written_for(comment, "story.html", &format!("<p>{FLOOD}</p>"));
    assert!(written[0].contains("<!-- source: Coast -><b> -->"), "{written:?}");
}

#[test]
fn no_footnote_is_put_into_a_link() {
    let linked = "[“The quay will not be sold before the $0flood,”](https://a.example) Mara Teller said.";
    let (_, _, actions) = offered("story.md", linked);
    assert!(
        !titles(&actions).iter().any(|title| title.contains("footnote") || title.starts_with("Link")),
        "{actions:?}"
    );
}

#[test]
fn what_a_block_quotation_has_stays_quoted() {
    for draft in [format!("- > {FLOOD}"), format!("> {FLOOD}"), format!("1. > {FLOOD}")] {
        let (_, _, actions) = offered("story.md", &draft);
        assert!(!titles(&actions).iter().any(|title| title.contains("paraphrase")), "{draft}: {actions:?}");
    }
}
