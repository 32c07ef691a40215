//! The rules' pages as files, so that a diagnostic's code leads to a page that opens.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use etcetera::BaseStrategy;
use tower_lsp::lsp_types::Url;

use crate::rules;

/// Where the pages lie, once they are written.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Writes the pages into the user's cache folder, one folder for each version of the program.
///
/// Where that cannot be done, diagnostics lead nowhere and all else holds.
pub fn write() {
    let Ok(places) = etcetera::choose_base_strategy() else { return };
    let folder = places.cache_dir().join("onrecord").join(env!("CARGO_PKG_VERSION")).join("rules");
    let written = fs::create_dir_all(&folder).and_then(|()| {
        rules::all().try_for_each(|meta| {
            let (file, page) = (folder.join(format!("{}.md", meta.code)), meta.page());
            // Another server may be reading: a page is replaced whole, and only when it differs.
            if fs::read_to_string(&file).is_ok_and(|known| known == page) {
                return Ok(());
            }
            let draft = folder.join(format!(".{}.{}", meta.code, std::process::id()));
            fs::write(&draft, page)?;
            fs::rename(draft, file)
        })
    });
    if written.is_ok() {
        // A second server of one process, as in a test, finds the same folder.
        let _ = FOLDER.set(folder);
    }
}

/// The page of a rule, if it was written.
pub fn of(code: &str) -> Option<Url> {
    Url::from_file_path(FOLDER.get()?.join(format!("{code}.md"))).ok()
}
