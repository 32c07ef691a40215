//! What is not as it should be gets one clear line; what can go on goes on.

use std::time::{Duration, Instant};

use crate::desk::Desk;

#[test]
fn a_draft_that_is_not_there() {
    let desk = Desk::with_story();
    for format in ["human", "json", "jsonl", "github"] {
        desk.run(&["check", "story.md", "gone.md", "--format", format]).fails_with("cannot read gone.md");
    }
    desk.run(&["quotes", "story.md", "gone.md", "--format", "jsonl"]).fails_with("cannot read gone.md");
}

#[test]
fn a_folder_without_drafts() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.run(&["check", "empty"]).fails_with("no draft in empty");
}

#[test]
fn a_corpus_that_is_not_there_or_empty() {
    let desk = Desk::with_story();
    desk.run(&["check", "story.md", "--corpus", "gone"]).fails_with("corpus gone does not exist");
    std::fs::create_dir(desk.path("empty")).unwrap();
    for command in [&["check", "story.md", "--corpus", "empty"][..], &["find", "harbour", "--corpus", "empty"]] {
        desk.run(command).fails_with("no source found in empty");
    }
    desk.write("empty/scan.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    desk.run(&["check", "story.md", "--corpus", "empty"]).fails_with("left out: empty/scan.txt: is a binary file");
}

#[test]
fn no_corpus_at_all() {
    let desk = Desk::new();
    desk.run(&["find", "harbour"]).fails_with("no corpus");
    desk.run(&["speakers"]).fails_with("no corpus");
}

#[test]
fn a_binary_draft_and_a_binary_source() {
    let desk = Desk::with_story();
    desk.write("sources/scan.txt", [7, 0, 1, 0, 0, 0, 9, 200, 0, 0, 3, 1]);
    desk.write("scan.md", [7, 0, 1, 0, 0, 0, 9, 200, 0, 0, 3, 1]);
    desk.write("photo.md", b"\x89PNG\r\n\x1a\n");
    desk.run(&["check", "scan.md"]).fails_with("scan.md is a binary file");
    desk.run(&["check", "photo.md"]).fails_with("photo.md is a PNG image");
    desk.run(&["check", "story.md"]).warns_of("scan.txt");
    let walked = desk.run(&["check", "."]);
    assert_eq!(walked.status, 1, "{walked:?}");
    assert!(walked.err.contains("warning: ./scan.md is a binary file"), "{walked:?}");
}

#[test]
fn documents_and_archives_that_are_damaged() {
    let desk = Desk::with_story();
    let damaged = [b"PK\x03\x04".as_slice(), &[7; 400]].concat();
    desk.write("story.docx", &damaged);
    desk.run(&["check", "story.docx"]).fails_with("story.docx is an office document without text, or a damaged one");
    desk.write("box.zip", &damaged);
    desk.run(&["check", "box.zip"]).fails_with("box.zip is a ZIP archive or an office document, not a draft");
    desk.write("old.doc", b"\xD0\xCF\x11\xE0 and more");
    desk.run(&["check", "old.doc"]).fails_with("old.doc is an old office document (save it as .docx), not a draft");
    desk.write("sources/notes.docx", &damaged);
    desk.write("sources/minutes.pdf", b"%PDF-1.4\nnothing of one");
    let run = desk.run(&["check", "story.md"]);
    run.warns_of("sources/notes.docx: cannot be unpacked, it is damaged or not whole");
    if cfg!(feature = "pdf") {
        run.warns_of("sources/minutes.pdf: cannot be read as PDF");
    }
}

#[test]
fn empty_sources_are_told_once() {
    let desk = Desk::with_story();
    desk.write("sources/empty.txt", "");
    let run = desk.run(&["check", "--corpus-only", "--format", "concise"]);
    let about: Vec<&str> = run.out.lines().filter(|line| line.contains("empty.txt")).collect();
    assert_eq!(about, ["sources/empty.txt:1:1: warning SRC106 empty-source: nothing is written here"], "{run:?}");
}

#[test]
fn bytes_that_are_no_text() {
    let desk = Desk::with_story();
    let mut bytes = desk.read("story.md").into_bytes();
    bytes.extend(b"\xE2\x80\x9CAnd caf\xE9\xFF,\xE2\x80\x9D she said.\n");
    desk.write("story.md", bytes);
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
    run.warns_of("story.md: ");
}

#[test]
fn a_draft_of_ten_megabytes() {
    let desk = Desk::with_story();
    let paragraph = "The council met on Friday and spoke of pumps, of cranes and of the price of salt.\n\n";
    let mut text = desk.read("story.md");
    text.push_str(&paragraph.repeat((10 << 20) / paragraph.len()));
    desk.write("long.md", text);
    let start = Instant::now();
    let run = desk.run(&["check", "long.md", "--format", "jsonl"]);
    assert_eq!((run.status, run.out.lines().count()), (1, 1), "{}", run.err);
    assert!(start.elapsed() < Duration::from_mins(2), "{:?}", start.elapsed());
}

#[test]
fn a_line_of_four_megabytes() {
    let desk = Desk::with_story();
    let sentence =
        "“The harbour will stay open all winter,” Mara Teller said. The council met on Friday and spoke of pumps. ";
    desk.write("long.md", sentence.repeat((4 << 20) / sentence.len() / 20) + &"salt ".repeat((3 << 20) / 5));
    let start = Instant::now();
    for format in ["human", "jsonl"] {
        let run = desk.run(&["check", "long.md", "--format", format]);
        assert!(run.status < 2, "{}", run.err);
    }
    assert!(start.elapsed() < Duration::from_mins(2), "{:?}", start.elapsed());
}

#[test]
fn a_configuration_that_means_nothing() {
    let desk = Desk::with_story();
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\npatience = 3\n");
    desk.run(&["check", "story.md"]).fails_with("onrecord.toml:3:1: unknown field `patience`");
    desk.write("onrecord.toml", "[rules]\nVER999 = \"off\"\n");
    desk.run(&["check", "story.md"]).fails_with("onrecord.toml:2:1: unknown rule `VER999`");
    desk.write("onrecord.toml", "[rules\n");
    desk.run(&["check", "story.md"]).fails_with("onrecord.toml:1:");
    desk.run(&["check", "story.md", "--config", "gone.toml"]).fails_with("cannot read gone.toml");
}

#[test]
fn a_directory_that_means_nothing() {
    let desk = Desk::with_story();
    desk.write("onrecord.toml", "directory = \"people.csv\"\n[corpus]\npaths = [\"sources\"]\n");
    desk.run(&["check", "story.md"]).fails_with("people.csv");
    desk.write("people.csv", "name,title,from\nMara Teller,mayor,soon\n");
    desk.run(&["check", "story.md"]).fails_with("people.csv:2:1: `soon` is no day");
    desk.write("onrecord.toml", "[[people]]\nname = \"Mara Teller\"\n\n[[people]]\nname = \"Mara Teller\"\n");
    desk.run(&["check", "story.md"]).fails_with("onrecord.toml:4:1: Mara Teller is listed twice");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_round() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with_story();
    symlink("nowhere.txt", desk.path("sources/broken.txt")).unwrap();
    symlink(".", desk.path("sources/round")).unwrap();
    symlink("nowhere.md", desk.path("broken.md")).unwrap();
    symlink(".", desk.path("round")).unwrap();
    desk.run(&["check", "story.md"]).warns_of("broken.txt");
    desk.run(&["check", "broken.md"]).fails_with("cannot read broken.md");
    let walked = desk.run(&["check", ".", "--format", "jsonl"]);
    assert_eq!((walked.status, walked.out.lines().count()), (1, 1), "{walked:?}");
    walked.warns_of("broken.md leads nowhere");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_story();
    desk.write("sources/locked/secret.txt", "“Nothing to see,” Ines Caro said.\n");
    desk.write("locked.md", "“Nothing to see,” Ines Caro said.\n");
    set_permissions(desk.path("sources/locked"), Permissions::from_mode(0o000)).unwrap();
    set_permissions(desk.path("locked.md"), Permissions::from_mode(0o000)).unwrap();
    // Whoever runs the tests as root may read everything; then there is nothing to warn of.
    let locked = std::fs::read_dir(desk.path("sources/locked")).is_err();
    let (corpus, draft) = (desk.run(&["check", "story.md"]), desk.run(&["check", "locked.md"]));
    set_permissions(desk.path("sources/locked"), Permissions::from_mode(0o700)).unwrap();
    assert_eq!(corpus.status, 1, "{corpus:?}");
    if locked {
        corpus.warns_of("locked");
        draft.fails_with("cannot read locked.md");
    } else {
        assert_eq!(draft.status, 0, "{draft:?}");
    }
}

#[test]
fn a_turn_whose_label_has_marks_of_its_own() {
    let desk = Desk::with_story();
    desk.write("sources/talk.txt", "ROSE:\nHALE, \"THE HOUR\": Hi,\nCARO:\n");
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_source_that_vanishes_while_it_is_read() {
    let desk = Desk::with_story();
    // A source whose reading fails when it comes to it: it was there when the folder was walked.
    let gone = desk.path("sources/gone.txt");
    std::os::unix::fs::symlink(desk.path("other.txt"), &gone).unwrap();
    desk.write("other.txt", "“Soon gone,” Ines Caro said.\n");
    std::fs::remove_file(desk.path("other.txt")).unwrap();
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
    run.warns_of("gone.txt");
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_waited_for() {
    let desk = Desk::with_story();
    let pipe = desk.path("sources/pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(desk.path("sources/socket.txt")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path("sources/zero.txt")).unwrap();
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
    for name in ["pipe.txt", "socket.txt", "zero.txt"] {
        run.warns_of(name);
    }
    desk.run(&["check", "story.md", "--corpus", "sources/pipe.txt"]).fails_with("cannot read sources/pipe.txt");
    desk.run(&["check", "story.md", "--corpus", "/dev/zero"]).fails_with("cannot read /dev/zero");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::with_story();
    let name = std::ffi::OsStr::from_bytes(b"sources/caf\xE9.txt");
    std::fs::write(desk.path(".").join(name), "“The crews were never asked,” Ines Caro said.\n").unwrap();
    let run = desk.run(&["find", "The crews were never asked"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("caf\u{FFFD}.txt"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_file_larger_than_any_archive() {
    let desk = Desk::with_story();
    // Holes take no room on disk.
    let file = std::fs::File::create(desk.path("sources/dump.txt")).unwrap();
    file.set_len(40 << 30).unwrap();
    let run = desk.run(&["check", "story.md"]);
    assert_eq!(run.status, 1, "{run:?}");
    run.warns_of("dump.txt");
}

#[test]
fn usage_that_is_wrong_is_one_line() {
    let desk = Desk::new();
    desk.run(&["chekc"]).fails_with("unrecognized subcommand");
    desk.run(&["check", "--format", "loud"]).fails_with("invalid value 'loud'");
    desk.run(&["find"]).fails_with("required");
    desk.run(&[]).fails_with("subcommand");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    let desk = Desk::with_story();
    let mut child = crate::desk::command(&desk.path("."))
        .args(["rules"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.code().is_some_and(|status| status < 2), "{output:?}");
}

#[test]
fn a_quotation_without_an_end() {
    let desk = Desk::with_story();
    desk.write(
        "endless.md",
        format!("“{}”, Mara Teller said.", "the harbour will stay open all winter and ".repeat(100_000)),
    );
    let start = Instant::now();
    let run = desk.run(&["quotes", "endless.md", "--format", "jsonl"]);
    assert!(run.status < 2, "{}", run.err);
    assert!(run.out.contains(r#""verdict":null"#), "{}", &run.out[run.out.len().saturating_sub(300)..]);
    assert!(start.elapsed() < Duration::from_mins(2), "{:?}", start.elapsed());
}
