//! Input that nobody writes takes no longer than as much of any other: nothing grows with its square.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What is repeated, and as a file of which name.
const INPUTS: &[(&str, &str)] = &[
    ("a.txt", "“"),
    ("a.txt", "“‘"),
    ("a.txt", " \"a"),
    ("a.txt", "„a "),
    ("a.txt", "`` "),
    ("a.txt", "5'2\" "),
    ("a.txt", "‘the workers’ a "),
    ("a.txt", "“We go.\n\n"),
    ("a.txt", "‘We go.\n\n"),
    ("a.txt", "“We go,” Ana Lind said.\n\n"),
    ("a.txt", "word "),
    ("a.txt", "a"),
    ("a.txt", ","),
    ("a.txt", "[("),
    ("a.txt", "A: "),
    ("a.txt", "Q: why?\n\nA: b c.\n\n"),
    ("a.txt", "[00:01:02] ANA LIND: I go.\n"),
    ("a.txt", "ANA LIND\nI go.\n\nPETER ORRE\nNo.\n\n"),
    ("a.md", ">"),
    ("a.md", "> we go\n\n"),
    ("a.md", "**Why do you?**\n\nI do.\n\n"),
    ("a.md", "`\"a` "),
    ("a.mdx", "{/*"),
    ("a.mdx", "{/* */} a "),
    ("a.mdx", "import a from b\n"),
    ("a.html", "<q>"),
    ("a.html", "<q>a "),
    ("a.html", "<q>a<p>"),
    ("a.html", "<blockquote>a. <cite>b</cite></blockquote>"),
    ("a.html", "<figure><blockquote>"),
    ("a.vtt", "00:01.000 --> 00:02.000\n<v Ana Lind>We go.\n\n"),
    ("a.srt", "00:00:01,000 --> 00:00:02,000\n- We go.\n- ANA LIND: No.\n\n"),
];

fn time(command: &str, name: &str, text: &str) -> Duration {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args([command, "-", "--stdin-filename", name])
        .args(if command == "report" { ["--output", "-"] } else { ["--format", "jsonl"] })
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let status = child.wait().unwrap();
    assert!(
        matches!(status.code(), Some(0 | 1)),
        "{command} {name} {:?}: {status}",
        &text[..text.floor_char_boundary(30)]
    );
    start.elapsed()
}

#[test]
fn four_times_the_input_takes_no_sixteen_times_as_long() {
    for (name, piece) in INPUTS {
        // What is no paragraph of its own makes a page of one row.
        let commands = if piece.contains('\n') { &["quotes", "check", "report"][..] } else { &["quotes", "check"] };
        for command in commands {
            let text = piece.repeat((1 << 14) / piece.len());
            // The machine may have other things to do: the best of a few counts.
            let grows = || {
                let (once, four) = (time(command, name, &text), time(command, name, &text.repeat(4)));
                (four > once * 9 + Duration::from_millis(500)).then_some((once, four))
            };
            let slow = (0..3).map(|_| grows()).find(Option::is_none);
            assert!(slow.is_some(), "{command} {name} {piece:?}");
        }
    }
}
