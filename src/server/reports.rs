//! The report of an open draft as a file that a browser opens.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, OpenOptions};
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::path::PathBuf;

use etcetera::BaseStrategy;
use tower_lsp::lsp_types::Url;

use crate::check::Checked;
use crate::corpus::whole;
use crate::report::{Run, Sheet, html};

/// Writes the report of a draft and says where it lies: one file for each draft, in the user's cache folder.
///
/// Nobody else may read it, since it holds the draft.
pub fn write(uri: &Url, checked: Checked) -> io::Result<PathBuf> {
    let path = uri.to_file_path();
    let name = path.as_ref().map_or_else(|()| uri.path().to_owned(), |path| path.display().to_string());
    let mut page = Vec::new();
    html::write(&Run { drafts: vec![Sheet::new(name, checked)], ..Run::default() }, &mut page)?;
    let places = etcetera::choose_base_strategy().map_err(io::Error::other)?;
    let folder = places.cache_dir().join("onrecord").join("reports");
    fs::create_dir_all(&folder)?;
    let file = folder.join(file_name(uri));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    whole::write(&file, |aside| options.open(aside)?.write_all(&page))?;
    Ok(file)
}

/// The draft's own name, and what tells it from another of that name.
fn file_name(uri: &Url) -> String {
    let mut place = DefaultHasher::new();
    uri.as_str().hash(&mut place);
    let last = uri.path().rsplit('/').next().unwrap_or_default();
    let stem: String =
        last.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).take(60).collect();
    format!("{}-{:08x}.html", stem.trim_start_matches('.'), place.finish() as u32)
}
