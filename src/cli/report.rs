//! `report`: the annotated draft as one page.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};

use super::args::Report;
use super::session::Session;
use super::{Ending, drafts, print};
use crate::corpus::whole;
use crate::formats;
use crate::report::{Run, html, summary};

/// Checks drafts and writes the page.
pub fn run(args: &Report) -> anyhow::Result<Ending> {
    let to_stdout = args.output == Path::new("-");
    // A pipe or the like is written to as it is.
    let to_file = fs::metadata(&args.output).is_ok_and(|meta| meta.is_file()) || !args.output.exists();
    if !to_stdout && (to_file || args.output.is_dir()) {
        refuse_others(&args.output)?;
    }
    if let Some(kind) = other_kind(&args.output) {
        bail!("the report is a page of HTML, which no program expects in a file that ends in .{kind}: name it .html");
    }
    let mut session = Session::new(&args.place);
    let mut desk = drafts::read(&args.drafts, &mut session)?;
    let checks = drafts::check_all(&mut desk);
    let ending = checks.ending();
    let run = Run { drafts: checks.sheets, ..Run::default() };
    session.tell_of_archives();
    let mut page = Vec::new();
    html::write(&run, &mut page)?;
    if to_stdout {
        print(&page)?;
        return Ok(ending);
    }
    let written = if to_file { put(&args.output, &page) } else { fs::write(&args.output, &page) };
    written.with_context(|| format!("cannot write {}", args.output.display()))?;
    print(format!("{}: {}\n", args.output.display(), summary(&run)).as_bytes())?;
    Ok(ending)
}

/// The ending of a name that says that something else is in the file.
fn other_kind(path: &Path) -> Option<String> {
    const OTHERS: [&str; 10] = ["pdf", "docx", "doc", "odt", "rtf", "md", "txt", "json", "csv", "xml"];
    let kind = path.extension()?.to_str()?.to_lowercase();
    OTHERS.contains(&kind.as_str()).then_some(kind)
}

/// A report may take the place of an older one, and of nothing else: a slip of the keyboard must not cost a draft.
fn refuse_others(path: &Path) -> anyhow::Result<()> {
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(formats::REPORT_MARK.len() as u64).read_to_end(&mut head)) {
        Ok(_) if head.is_empty() || formats::is_report(&head) => Ok(()),
        Ok(_) => bail!("{} is there already and is no report: name another file", path.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}

/// Puts a page in place whole, or not at all.
fn put(path: &Path, page: &[u8]) -> std::io::Result<()> {
    // A link stays a link: what it points at is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole::write(&path, |aside| {
        let mut file = File::create_new(aside)?;
        file.write_all(page)?;
        file.sync_all()
    })
}
