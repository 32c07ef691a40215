//! The binary as scripts and people use it.

use serde_json::Value;

use crate::desk::{Desk, command};

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_changed_word_is_shown_with_its_source() {
    let desk = Desk::with_story();
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
    snapbox::assert_data_eq!(
        run.out,
        snapbox::str![[r#"
story.md:5:19: error VER103 meaning-changed: draft has “never”, source does not
   5 | “The harbour will never stay open all winter,” Mara Teller said.
     |                   ^^^^^
    source: “The harbour will stay open all winter,” Mara Teller told the council on Friday.
                             -
            Mara Teller, Coast Courier, 2031-05-02, sources/harbour.txt:6
    fix: Put the source's words in

1 draft, 1 quotation: 1 meaning-changed; 1 error

"#]]
    );
}

#[test]
fn a_source_commands_no_terminal() {
    let desk = Desk::with_story();
    let row = serde_json::json!({
        "id": "a\u{1b}[2J", "outlet": "Coast\u{1b}]0;ours\u{7} Courier\u{202e}", "url": "https://a.example/\u{9b}31m",
        "text": "“The harbour will stay open all winter,” Mara \u{1b}[31mTeller told the council on Friday."
    });
    desk.write("sources/rows.jsonl", format!("{row}\n{{\"id\": \"\u{1b}[31m\n"));
    for command in [
        &["check", "story.md"][..],
        &["check", "story.md", "--format", "concise"],
        &["check", "--corpus-only"],
        &["quotes", "story.md", "--explain"],
        &["find", "will stay open all winter"],
        &["speakers"],
    ] {
        let run = desk.run(command);
        let told = format!("{}{}", run.out, run.err);
        assert!(run.status < 2 && !run.out.is_empty(), "{run:?}");
        assert!(!told.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{run:?}");
    }
}

#[test]
fn a_verdict_says_what_it_rests_on() {
    let desk = Desk::with_story();
    let run = desk.run(&["quotes", "story.md", "--explain"]);
    snapbox::assert_data_eq!(
        run.out,
        snapbox::str![[r#"
story.md:5:2: meaning-changed, Mara Teller
    The harbour will never stay open all winter,
    Mara Teller, Coast Courier, 2031-05-02, sources/harbour.txt:6
      - Said by Mara Teller: “Mara Teller said”
      - one place of the corpus was compared
      - best: sources/harbour.txt: 90 % of its words in order, as direct speech of Mara Teller
      - “never” put in: turns the sense (negation)
      - the source's speaker is the draft's, Mara Teller

"#]]
    );
    let run = desk.run(&["quotes", "story.md", "--explain", "--format", "jsonl"]);
    assert!(rows(&run.out)[0]["reasons"].as_array().is_some_and(|reasons| reasons.len() > 3), "{run:?}");
}

#[test]
fn rows_of_findings_are_what_scripts_were_promised() {
    let desk = Desk::with_story();
    let run = desk.run(&["check", "story.md", "--format", "jsonl"]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let rows = rows(&run.out);
    assert_eq!(rows.len(), 1);
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "path", "start", "end", "line", "column", "code", "rule", "severity", "message", "speaker", "sources",
            "fixes"
        ]
    );
    let draft = desk.read("story.md");
    let at = |row: &Value, text: &str| {
        text[row["start"].as_u64().unwrap() as usize..row["end"].as_u64().unwrap() as usize].to_owned()
    };
    let row = &rows[0];
    assert_eq!(at(row, &draft), "The harbour will never stay open all winter,");
    assert_eq!((row["line"].as_u64(), row["column"].as_u64()), (Some(5), Some(2)));
    assert_eq!((row["code"].as_str(), row["rule"].as_str()), (Some("VER103"), Some("meaning-changed")));
    assert_eq!((row["severity"].as_str(), row["speaker"].as_str()), (Some("error"), Some("Mara Teller")));
    assert_eq!(row["sources"][0]["path"], "sources/harbour.txt");
    let source = at(&row["sources"][0], &desk.read("sources/harbour.txt"));
    assert!(source.starts_with("The harbour will stay open all winter"), "{source}");
    let edit = &row["fixes"][0]["edits"][0];
    assert_eq!((at(edit, &draft).as_str(), edit["text"].as_str()), (" never", Some("")));
    assert_eq!(row["fixes"][0]["safe"], false);

    let whole = desk.run(&["check", "story.md", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&whole.out).unwrap(), rows);
}

#[test]
fn rows_of_quotations_are_what_scripts_were_promised() {
    let desk = Desk::with_story();
    let run = desk.run(&["quotes", "story.md", "--format", "jsonl"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let row = &rows(&run.out)[0];
    assert_eq!(row["verdict"], "meaning-changed");
    assert_eq!(row["kind"], "speech");
    assert_eq!(row["codes"], serde_json::json!(["VER103"]));
    assert_eq!(row["speaker"]["name"], "Mara Teller");
    assert_eq!(row["speaker"]["mention"], "Mara Teller");
    assert_eq!(row["speaker"]["how"], "cue");
    let source = &row["sources"][0];
    assert_eq!((&source["outlet"], &source["date"]), (&Value::from("Coast Courier"), &Value::from("2031-05-02")));
    assert_eq!(source["speaker"], "Mara Teller");
    assert_eq!(source["url"], Value::Null);

    let alone = desk.run(&["quotes", "story.md", "--format", "jsonl", "--config", "empty.toml"]);
    alone.fails_with("cannot read empty.toml");
    desk.write("onrecord.toml", "");
    let alone = desk.run(&["quotes", "story.md", "--format", "jsonl"]);
    let row = &rows(&alone.out)[0];
    assert_eq!((&row["verdict"], &row["sources"]), (&Value::Null, &serde_json::json!([])));
    assert_eq!(row["speaker"]["name"], "Mara Teller");
}

#[test]
fn offsets_are_bytes_on_disk() {
    let desk = Desk::with_story();
    let text = desk.read("story.md");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    desk.write("utf16.md", &utf16);
    desk.write("bom.md", format!("\u{feff}{text}"));
    for name in ["utf16.md", "bom.md"] {
        let run = desk.run(&["quotes", name, "--format", "jsonl"]);
        let row = &rows(&run.out)[0];
        let bytes = std::fs::read(desk.path(name)).unwrap();
        let cut = &bytes[row["start"].as_u64().unwrap() as usize..row["end"].as_u64().unwrap() as usize];
        let words = if name == "bom.md" {
            String::from_utf8(cut.to_vec()).unwrap()
        } else {
            let units: Vec<u16> = cut.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        };
        assert_eq!(words, "The harbour will never stay open all winter,", "{name}");
        assert_eq!((row["line"].as_u64(), row["column"].as_u64()), (Some(5), Some(2)), "{name}");
    }
}

#[test]
fn standard_input_is_a_draft_with_a_name() {
    let desk = Desk::with_story();
    let draft = desk.read("story.md");
    let run = desk.run_with(&["check", "-", "--stdin-filename", "new.md", "--format", "concise"], draft.as_bytes());
    assert_eq!(run.status, 1, "{run:?}");
    assert_eq!(
        run.out,
        "new.md:5:19: error VER103 meaning-changed: draft has “never”, source does not (sources/harbour.txt:6)\n"
    );
}

#[test]
fn annotations_for_a_pull_request() {
    let desk = Desk::with_story();
    let run = desk.run(&["check", "story.md", "--format", "github"]);
    assert_eq!(
        run.out,
        "::error file=story.md,line=5,endLine=5,col=19,endColumn=24,title=VER103 meaning-changed::\
         draft has “never”, source does not%0AMara Teller, Coast Courier, 2031-05-02: sources/harbour.txt:6\n"
    );
}

#[test]
fn places_are_named_as_a_repository_names_them() {
    let desk = Desk::with_story();
    desk.write("drafts/city/story.md", desk.read("story.md"));
    std::fs::remove_file(desk.path("story.md")).unwrap();
    for (format, field) in [("github", "file="), ("gitlab", "\"path\":"), ("rdjsonl", "\"path\":"), ("junit", "file=")]
    {
        let [all, one] = [".", "drafts"].map(|named| desk.run(&["check", named, "--format", format]).out);
        assert_eq!(all, one, "the same finding, whatever led to it");
        let place = all.split(field).nth(1).unwrap().trim_start_matches([' ', '"']);
        assert!(place.starts_with("drafts/city/story.md"), "{format}: {all}");
    }
}

#[test]
fn results_for_other_programs() {
    let desk = Desk::with_story();
    let json = |format: &str| -> Value {
        let run = desk.run(&["check", "story.md", "--format", format]);
        assert_eq!(run.status, 1, "{run:?}");
        serde_json::from_str(&run.out).expect("is JSON")
    };
    let log = json("sarif");
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    let driver = &log["runs"][0]["tool"]["driver"];
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(driver["rules"][index]["id"], "VER103");
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "story.md");
    assert_eq!(place["region"]["startColumn"], 19);
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "sources/harbour.txt");
    assert!(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"].is_string());

    let issue = &json("gitlab")[0];
    assert_eq!((&issue["check_name"], &issue["severity"]), (&"VER103".into(), &"critical".into()));
    assert_eq!(issue["location"]["lines"]["begin"], 5);
    let print = issue["fingerprint"].clone();

    let row = json("rdjsonl");
    // “ has three bytes.
    assert_eq!(row["location"]["range"]["start"], serde_json::json!({ "line": 5, "column": 21 }));
    assert_eq!(row["severity"], "ERROR");

    let suites = desk.run(&["check", "story.md", "--format", "junit"]).out;
    assert!(suites.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"onrecord\" tests=\"1\" failures=\"1\">"
    ));
    assert!(suites.contains("<failure type=\"error\" message=\"draft has “never”, source does not\">Mara Teller, "));

    // The finding is the same one when it has moved.
    desk.write(
        "story.md",
        format!("{}\nOne more line.\n", desk.read("story.md")).replacen('\n', "\n\nA line above.\n", 1),
    );
    let moved = &json("gitlab")[0];
    assert_eq!(moved["fingerprint"], print);
    assert_ne!(moved["location"]["lines"]["begin"], 5);
}

#[test]
fn exit_status_follows_the_settings() {
    let desk = Desk::with_story();
    assert_eq!(desk.run(&["check", "story.md", "--exit-zero"]).status, 0);
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n[rules]\nmeaning-changed = \"warning\"\n");
    assert_eq!(desk.run(&["check", "story.md"]).status, 1);
    desk.write(
        "onrecord.toml",
        "fail-on = \"error\"\n[corpus]\npaths = [\"sources\"]\n[rules]\nVER103 = \"warning\"\n",
    );
    assert_eq!(desk.run(&["check", "story.md"]).status, 0);
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n[rules]\nVER103 = \"off\"\n");
    let quiet = desk.run(&["check", "story.md"]);
    assert_eq!(quiet.status, 0);
    assert_eq!(quiet.out, "1 draft, 1 quotation: 1 meaning-changed; nothing to report\n");
}

#[test]
fn the_nearest_configuration_holds() {
    let desk = Desk::with_story();
    desk.write("north/deep/story.md", desk.read("story.md"));
    desk.write("north/onrecord.toml", "[corpus]\npaths = [\"../sources\"]\n[rules]\nVER103 = \"hint\"\n");
    assert_eq!(desk.run(&["check", "north/deep/story.md"]).status, 0);
    assert_eq!(desk.run(&["check", "north/deep/story.md", "--config", "onrecord.toml"]).status, 1);
    let both = desk.run(&["check", "story.md", "north/deep/story.md", "--format", "jsonl"]);
    let severities: Vec<Value> = rows(&both.out).iter().map(|row| row["severity"].clone()).collect();
    assert_eq!(severities, ["error", "hint"]);
}

#[test]
fn a_folder_is_walked_for_drafts_and_its_sources_left_aside() {
    let desk = Desk::with_story();
    desk.write("notes.txt", "“The harbour will stay open all winter,” Mara Teller said.\n");
    desk.write(".hidden.md", "“Nothing,” Ines Caro said.\n");
    let paths = |desk: &Desk| {
        let mut paths: Vec<String> = rows(&desk.run(&["quotes", ".", "--format", "jsonl"]).out)
            .iter()
            .map(|row| row["path"].to_string())
            .collect();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&desk), ["\"./notes.txt\"", "\"./story.md\""]);
    desk.write("onrecord.toml", "drafts = [\"*.md\"]\n[corpus]\npaths = [\"sources\"]\n");
    assert_eq!(paths(&desk), ["\"./story.md\""]);
}

#[test]
fn safe_fixes_are_written_back() {
    let desk = Desk::new();
    let draft = "\u{feff}”The harbour stays open,” Mara Teller said.\r\n";
    desk.write("story.md", draft);
    let run = desk.run(&["check", "--fix", "story.md"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.starts_with("mended story.md, in 1 place\n\n1 draft"), "{run:?}");
    assert_eq!(desk.read("story.md"), draft.replacen('”', "“", 1));
    assert_eq!(std::fs::read_dir(desk.path(".")).unwrap().count(), 1, "nothing is left beside the draft");
}

#[test]
fn standard_input_is_no_file_to_mend() {
    let desk = Desk::new();
    desk.write("story.md", "mine\n");
    let draft = "”The harbour stays open,” Mara Teller said.\n";
    for more in [&["--stdin-filename", "story.md"][..], &[]] {
        let run = desk.run_with(&[&["check", "--fix", "-"], more].concat(), draft.as_bytes());
        run.fails_with("--fix writes to files, and standard input is none");
    }
    assert_eq!(desk.read("story.md"), "mine\n");
    assert_eq!(std::fs::read_dir(desk.path(".")).unwrap().count(), 1);
}

#[test]
fn a_draft_that_is_named_twice_is_one_draft() {
    let desk = Desk::with_story();
    let once = desk.run(&["check", "story.md"]);
    assert_eq!(desk.run(&["check", "story.md", "./story.md", "."]).out, once.out);
}

#[cfg(unix)]
#[test]
fn drafts_are_what_a_folder_holds_and_no_links_out_of_it() {
    let desk = Desk::with_story();
    for name in ["one.md", "two.mdown", "three.mkd", "four.vtt", "elsewhere/five.md"] {
        desk.write(&format!("desk/{name}").replace("desk/elsewhere", "elsewhere"), "“Yes,” Ana Lind said.\n");
    }
    std::os::unix::fs::symlink(desk.path("elsewhere"), desk.path("desk/out")).unwrap();
    std::os::unix::fs::symlink(desk.path("desk/one.md"), desk.path("desk/again.md")).unwrap();
    let run = desk.run(&["quotes", "desk", "--format", "jsonl"]);
    let paths: Vec<Value> = rows(&run.out).into_iter().map(|row| row["path"].clone()).collect();
    assert_eq!(paths, ["desk/one.md", "desk/three.mkd", "desk/two.mdown"]);
    run.warns_of("left out: desk/out leads out of desk; to have it checked, name it");
    assert_eq!(rows(&desk.run(&["quotes", "desk/out", "--format", "jsonl"]).out).len(), 1);
}

#[test]
fn no_fix_changes_a_quoted_word_by_itself() {
    let desk = Desk::with_story();
    let before = desk.read("story.md");
    let run = desk.run(&["check", "--fix", "story.md"]);
    assert_eq!(run.status, 1);
    assert!(run.out.starts_with("nothing mended: --fix changes no word inside quotation marks"), "{run:?}");
    assert_eq!(desk.read("story.md"), before);
}

#[test]
fn phrases_are_found() {
    let desk = Desk::with_story();
    let run = desk.run_with(
        &["find", "--batch", "-", "--format", "jsonl"],
        b"will stay open all winter\nsuch a small elephant\n",
    );
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let rows = rows(&run.out);
    assert_eq!(rows.len(), 2);
    let source = &rows[0]["sources"][0];
    let text = desk.read("sources/harbour.txt");
    let cut = &text[source["start"].as_u64().unwrap() as usize..source["end"].as_u64().unwrap() as usize];
    assert_eq!(cut, "will stay open all winter");
    assert_eq!((source["text"].as_str(), source["speaker"].as_str()), (Some(cut), Some("Mara Teller")));
    assert!(rows[0]["micros"].is_u64());
    assert_eq!(rows[1]["sources"], serde_json::json!([]));

    for phrase in [&["will stay open"][..], &["will", "stay", "open"], &["“will stay open”"]] {
        let one = desk.run(&[&["find"], phrase].concat());
        assert!(one.out.starts_with("sources/harbour.txt:6: Mara Teller, Coast Courier, 2031-05-02\n"), "{one:?}");
    }
    desk.run(&["find", ""]).fails_with("nothing to look for");
    desk.run(&["find", "will", "--limit", "0"]).fails_with("0");
}

#[test]
fn speakers_are_listed() {
    let desk = Desk::with_story();
    let all = rows(&desk.run(&["speakers", "--format", "jsonl"]).out);
    assert_eq!((all[0]["name"].as_str(), all[0]["quotations"].as_u64()), (Some("Mara Teller"), Some(1)));
    let one = desk.run(&["speakers", "Teller"]);
    assert!(one.out.starts_with("Mara Teller: 1 quotation\n"), "{one:?}");
    assert_eq!(desk.run(&["speakers", "Nobody"]).out, "no source quotes Nobody\n");
}

#[test]
fn a_title_is_one_with_either_apostrophe() {
    let desk = Desk::new();
    desk.write("sources/one.txt", "“The quay is closed,” said Vellin's mayor, Mara Teller.\n");
    desk.write("sources/two.txt", "“The quay is open,” said Vellin’s mayor, Mara Teller.\n");
    let run = desk.run(&["speakers", "Teller", "--corpus", "sources", "--format", "jsonl"]);
    assert_eq!(rows(&run.out)[0]["titles"].as_array().map(Vec::len), Some(1), "{run:?}");
}

#[test]
fn a_name_is_one_with_its_marks_and_without() {
    let desk = Desk::new();
    desk.write("sources/one.txt", "“The quay is closed,” said Kemal Kılıç. “It is open,” said Ágnes Soó.\n");
    desk.write("sources/two.txt", "“The quay is open,” said Kemal Kilic. “It never was,” said Agnes Soo.\n");
    let run = desk.run(&["speakers", "--corpus", "sources", "--format", "jsonl"]);
    let counts: Vec<Value> = rows(&run.out).into_iter().map(|row| row["quotations"].clone()).collect();
    assert_eq!(counts, [2, 2], "{run:?}");
    desk.write("story.md", "“It is open,” said Agnes Soo.\n");
    assert_eq!(desk.run(&["check", "story.md", "--corpus", "sources"]).status, 0);
}

#[test]
fn speakers_are_found_by_what_one_remembers_of_them() {
    let desk = Desk::new();
    desk.write(
        "sources/quay.txt",
        "“The quay is closed,” Mayor Mára Teller said. “It is not,” said Jon Abel, spokesman for Mayor Mára Teller.\n",
    );
    for asked in ["teller", "Tell", "mara tel", "Mayor", "the mayor"] {
        let run = desk.run(&["speakers", asked, "--corpus", "sources", "--format", "jsonl"]);
        let names: Vec<Value> = rows(&run.out).into_iter().map(|row| row["name"].clone()).collect();
        assert_eq!(names, ["Mára Teller"], "{asked}: {run:?}");
    }
    let none = desk.run(&["speakers", "ell", "--corpus", "sources"]);
    assert_eq!(none.out, "no source quotes ell\n", "the middle of a name is none");
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = Desk::new();
    let list: Vec<Value> = serde_json::from_str(&desk.run(&["rules", "--format", "json"]).out).unwrap();
    assert_eq!(list.len(), onrecord::rules::all().count());
    let (code, name) = (desk.run(&["explain", "ver106"]).out, desk.run(&["explain", "altered"]).out);
    assert!(code == name && code.starts_with("# VER106 altered\n"), "{code}");
    desk.run(&["explain", "altred"]).fails_with("did you mean `altered`?");
}

#[test]
fn a_configuration_to_start_from() {
    let desk = Desk::new();
    let made = desk.run(&["init"]);
    assert_eq!(made.out, "wrote ./onrecord.toml\nput your sources into ./sources, or say in it where they are\n");
    assert_eq!(desk.run(&["init", "river/story"]).status, 0, "the folder is made");
    assert!(desk.path("river/story/onrecord.toml").is_file());
    desk.write("onrecord.toml", "# mine\n");
    desk.run(&["init"]).fails_with("is there already");
    assert_eq!(desk.read("onrecord.toml"), "# mine\n");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let desk = Desk::with_story();
    let colours = |variable: Option<(&str, &str)>| {
        let mut command = command(&desk.path("."));
        command.args(["check", "story.md"]).envs(variable);
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colours(None), "this is no terminal");
    assert!(!colours(Some(("NO_COLOR", "1"))));
    assert!(colours(Some(("CLICOLOR_FORCE", "1"))));
}

#[test]
fn runs_are_the_same_each_time() {
    let desk = Desk::with_story();
    for number in 0..12 {
        desk.write(&format!("drafts/{number}.md"), desk.read("story.md"));
    }
    let first = desk.run(&["check", "drafts", "--format", "json"]).out;
    assert_eq!(serde_json::from_str::<Vec<Value>>(&first).unwrap().len(), 12);
    for _ in 0..3 {
        assert_eq!(desk.run(&["check", "drafts", "--format", "json"]).out, first);
    }
}
