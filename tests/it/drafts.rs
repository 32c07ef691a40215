//! Which files are drafts, that none of them is its own source, and how a run ends that could not check all of them.

use std::process::Stdio;

use crate::desk::{Desk, Outcome, command};

const DRAFT: &str = "“The harbour will stay open all winter,” Mara Teller said.\n";
const RELEASE: &str = "“The ferry will run until midnight,” Ines Caro told reporters.\n";

fn verdicts(run: &Outcome) -> Vec<String> {
    let rows = run.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.map(|row| row["verdict"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_draft_in_the_corpus_is_not_its_own_source() {
    let desk = Desk::new();
    desk.write("story.md", DRAFT);
    desk.write("release.txt", RELEASE);
    for draft in ["story.md", "./story.md"] {
        let run = desk.run(&["quotes", draft, "--corpus", ".", "--format", "jsonl"]);
        assert_eq!(verdicts(&run), ["unsupported"], "{run:?}");
    }
    // What another file of the corpus has is borne out as before.
    desk.write("notes/minutes.txt", DRAFT);
    let run = desk.run(&["quotes", "story.md", "--corpus", ".", "--format", "jsonl"]);
    assert_eq!(verdicts(&run), ["exact"], "{run:?}");
    assert!(run.out.contains("minutes.txt") && !run.out.contains("\"path\":\"./story.md\""), "{run:?}");
}

#[test]
fn a_draft_on_standard_input_is_not_borne_out_by_its_own_file() {
    let desk = Desk::new();
    desk.write("story.md", DRAFT);
    desk.write("release.txt", RELEASE);
    let run = desk.run_with(
        &["quotes", "-", "--stdin-filename", "story.md", "--corpus", ".", "--format", "jsonl"],
        DRAFT.as_bytes(),
    );
    assert_eq!(verdicts(&run), ["unsupported"], "{run:?}");
}

#[test]
fn an_index_knows_a_draft_of_its_own_too() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\".\"]\nindex = \"../index\"\n");
    desk.write("desk/onrecord.toml", "[corpus]\npaths = [\".\"]\nindex = \"../index\"\n");
    desk.write("desk/story.md", DRAFT);
    desk.write("desk/release.txt", RELEASE);
    let made = desk.run(&["index", "--config", "desk/onrecord.toml"]);
    assert_eq!(made.status, 0, "{made:?}");
    let run = desk.run(&["quotes", "desk/story.md", "--format", "jsonl"]);
    assert_eq!(verdicts(&run), ["unsupported"], "{run:?}");
}

#[test]
fn drafts_that_are_named_within_the_corpus_are_checked() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "drafts = [\"drafts/*\"]\n[corpus]\npaths = [\".\"]\n");
    desk.write("drafts/story.md", DRAFT);
    desk.write("release.txt", RELEASE);
    let run = desk.run(&["check", ".", "--format", "jsonl"]);
    assert_eq!((run.status, run.out.lines().count()), (1, 1), "{run:?}");
    assert!(run.out.contains("VER101"), "{run:?}");
}

#[test]
fn where_there_is_no_draft_it_says_why() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\".\"]\n");
    desk.write("story.md", DRAFT);
    desk.run(&["check"]).fails_with("no draft in .: 1 text in it belongs to the corpus");
    desk.write("onrecord.toml", "drafts = [\"drafts/*\"]\n");
    desk.write("other.md", DRAFT);
    desk.run(&["check"]).fails_with("no draft in .: 2 texts in it are none that `drafts` in onrecord.toml names");
    let office = Desk::new();
    office.write("story.docx", "PK");
    office.run(&["check"]).fails_with("no draft in .: to have ./story.docx checked, name it");
    office.write("other.md", DRAFT);
    let run = office.run(&["check"]);
    run.warns_of("./story.docx is not checked: name it to have it checked");
    office.write("onrecord.toml", "drafts = [\"*.md\"]\n");
    assert_eq!(office.run(&["check"]).err, "", "what is no draft is passed over in silence");
}

#[test]
fn that_there_is_no_corpus_is_told_whatever_is_printed() {
    let desk = Desk::new();
    desk.write("story.md", DRAFT);
    for format in ["github", "concise", "sarif", "jsonl"] {
        let run = desk.run(&["check", "story.md", "--format", format]);
        assert_eq!(run.status, 0, "{run:?}");
        run.warns_of("1 quotation was held against nothing; no corpus: name one with --corpus");
    }
    let human = desk.run(&["check", "story.md"]);
    assert_eq!(human.err, "", "what is printed says it: {human:?}");
    let own = Desk::with_story();
    assert_eq!(own.run(&["check", "story.md", "--format", "github"]).err, "");
}

#[cfg(unix)]
#[test]
fn a_draft_of_a_folder_that_cannot_be_read_fails_the_run() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_story();
    desk.write("locked.md", DRAFT);
    set_permissions(desk.path("locked.md"), Permissions::from_mode(0o000)).unwrap();
    // Whoever runs the tests as root may read everything.
    if std::fs::read(desk.path("locked.md")).is_ok() {
        return;
    }
    for arguments in [&["check", "."][..], &["quotes", "."], &["report", ".", "-o", "-"]] {
        let run = desk.run(arguments);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(run.err.contains("onrecord: cannot read ./locked.md"), "{run:?}");
        assert!(run.out.contains("never"), "the others are checked: {run:?}");
    }
}

#[test]
fn a_reader_that_goes_away_changes_no_status() {
    let desk = Desk::with_story();
    let story = desk.read("story.md").repeat(4_000);
    desk.write("story.md", story);
    let mut child = command(&desk.path(""))
        .args(["check", "story.md", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn nothing_to_fail_at_is_no_severity() {
    let desk = Desk::with_story();
    desk.write("onrecord.toml", "fail-on = \"off\"\n[corpus]\npaths = [\"sources\"]\n");
    desk.run(&["check", "story.md"]).fails_with("expected one of");
}

#[test]
fn what_the_top_of_a_text_says_in_vain_is_told() {
    let desk = Desk::with_story();
    desk.write("story.md", format!("---\ndate: Tuesday\nlayout: post\n---\n\n{DRAFT}"));
    desk.write("sources/old.txt", format!("---\nstatus: retrcated\nsection: port\n---\n\n{RELEASE}"));
    let run = desk.run(&["check", "story.md"]);
    run.warns_of("date “Tuesday” is no day with its year");
    run.warns_of("status “retrcated” is none of current, corrected, retracted and superseded");
    assert_eq!(run.err.lines().count(), 2, "other fields are other programs’: {run:?}");
    let lint = desk.run(&["check", "--corpus-only", "--format", "concise"]);
    assert!(lint.out.contains("SRC105 unreadable-source: status “retrcated”"), "{lint:?}");
}

#[test]
fn rows_of_quotations_within_quotations_and_of_answers_are_what_was_promised() {
    let desk = Desk::new();
    desk.write("sources/a.txt", "“My aunt told me, ‘Never sell a boat,’ and I always did,” Ines Caro said.\n");
    desk.write(
        "story.md",
        "“My aunt told me, ‘Never sell a boat,’ and I never did,” Ines Caro said.\n\n\
         “My aunt told me, ‘Always sell a boat,’ and I always did,” Ines Caro said.\n\n\
         “My aunt told me, ‘Never sell a boat,’ and I always did,” Ines Caro said.\n",
    );
    let run = desk.run(&["quotes", "story.md", "--corpus", "sources", "--format", "jsonl"]);
    let rows: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let both = |row: &serde_json::Value| [row["verdict"].clone(), row["nested"][0]["verdict"].clone()];
    assert_eq!(both(&rows[0]), ["meaning-changed", "exact"], "{run:?}");
    assert_eq!(both(&rows[1]), ["meaning-changed", "meaning-changed"], "{run:?}");
    assert_eq!(both(&rows[2]), ["exact", "exact"], "{run:?}");

    desk.write(
        "talk.md",
        "# Ines Caro on the ferry\n\nInes Caro runs the ferry.\n\nQ: What will change?\n\n\
         A: Nothing will change before the winter is over.\n\nQ: Are you sure?\n\nA: I am as sure as one can be of it.\n",
    );
    let run = desk.run(&["quotes", "talk.md", "--format", "jsonl"]);
    let row: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    let speaker = serde_json::json!({"name": "Ines Caro", "mention": null, "start": null, "end": null, "how": "label"});
    assert_eq!(row["speaker"], speaker, "{run:?}");
}
