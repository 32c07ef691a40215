//! Books (`.epub`): each chapter a document.

use super::archive::{Zip, part};
use super::xml::{Step, first, walk};
use super::{Unpacking, html, within};
use crate::formats::Fields;

/// Reads the chapters in the order of the book.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, archive: &mut Zip<'_>) {
    let Some(container) = part(unpacking, archive, "META-INF/container.xml") else { return };
    let mut package = None;
    walk(&container, |step| {
        if let Step::Open(tag) = step
            && tag.name() == "rootfile"
        {
            package = package.take().or_else(|| tag.attribute("full-path"));
        }
    });
    let opf = package.as_deref().and_then(|package| part(unpacking, archive, package));
    let (Some(package), Some(opf)) = (package, opf) else {
        return unpacking.problem("the book does not say what is in it");
    };
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let [title, byline, date, lang, outlet] = first(&opf, ["title", "creator", "date", "language", "publisher"]);
    let fields = Fields {
        byline: byline.into(),
        date: date.into(),
        lang: lang.into(),
        outlet: outlet.or(title).into(),
        ..Fields::default()
    };
    for chapter in chapters(&opf) {
        let path = joined(folder, &chapter);
        if let Some(page) = part(unpacking, archive, &path) {
            unpacking.hold(Some(within(record, &path)), html(page, &fields));
        }
    }
}

/// The files of the chapters, in order.
fn chapters(opf: &str) -> Vec<String> {
    let (mut files, mut order) = (Vec::<(String, String)>::new(), Vec::<String>::new());
    walk(opf, |step| {
        let Step::Open(tag) = step else { return };
        match tag.name() {
            "item" => files.extend(tag.attribute("id").zip(tag.attribute("href"))),
            "itemref" => order.extend(tag.attribute("idref")),
            _ => {}
        }
    });
    let files: rustc_hash::FxHashMap<String, String> = files.into_iter().collect();
    order.iter().filter_map(|id| files.get(id).cloned()).collect()
}

fn joined(folder: &str, file: &str) -> String {
    let file = file.split('#').next().unwrap_or(file).replace("%20", " ");
    if folder.is_empty() { file } else { format!("{folder}/{file}") }
}
