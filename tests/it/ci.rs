//! The workflow in `docs/`, its commands run as they stand.

use std::path::Path;
use std::process::Command;

use crate::desk::Desk;

/// The steps of the workflow that run commands: name and script.
fn steps() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/onrecord.yml")).unwrap();
    let mut steps = Vec::new();
    let mut name = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        if let Some(said) = line.strip_prefix("- name: ") {
            said.clone_into(&mut name);
        } else if line == "run: |" {
            let mut script = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with("          ")) {
                script.extend([line.trim_start(), "\n"]);
            }
            steps.push((name.clone(), script));
        } else if let Some(script) = line.strip_prefix("run: ") {
            steps.push((name.clone(), script.to_owned()));
        }
    }
    steps
}

/// Runs a script as the workflow would, with the built binary as the installed one.
fn run(desk: &Desk, script: &str) -> (i32, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_onrecord")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash").args(["-e", "-c", script]).current_dir(desk.path(".")).env("PATH", path).output();
    let output = output.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[cfg(unix)]
#[test]
fn the_workflow_annotates_a_pull_request() {
    let desk = Desk::with_story();
    desk.write("drafts/story.md", desk.read("story.md"));
    let steps = steps();
    let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Install onrecord", "Check the drafts", "List every quotation with its sources"]);

    let (status, out) = run(&desk, &steps[0].1);
    assert!(status == 0 && out.contains("onrecord"), "an installed program is taken as it is: {out}");
    let (status, out) = run(&desk, &steps[1].1);
    assert_eq!(status, 1);
    assert!(out.starts_with("::error file=drafts/story.md,line=5,"), "{out}");
    let (status, _) = run(&desk, &steps[2].1);
    assert_eq!(status, 0);
    assert!(desk.read("report/quotations.jsonl").contains("\"verdict\":\"meaning-changed\""));
}
