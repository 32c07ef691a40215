//! XML as a row of tags and words, read as far as it goes.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A tag that opens an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The value of an attribute, by its name without the prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.html_attributes().flatten();
        let found = attributes.find(|attribute| local(attribute.key.0) == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }
}

/// One step through a file.
pub(super) enum Step<'a> {
    /// An element opens; one that is empty closes in the next step.
    Open(&'a Tag<'a>),
    /// An element of this name closes.
    Close(&'a str),
    /// Words.
    Words(&'a str),
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Goes through a file. References to characters are words; other entities, which a file may define, are left out.
///
/// Ends at the first place where the file is no XML; whether it got to the end.
pub(super) fn walk(text: &str, mut visit: impl FnMut(Step<'_>)) -> bool {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => visit(Step::Open(&Tag(tag))),
            Ok(Event::Empty(tag)) => {
                let tag = Tag(tag);
                visit(Step::Open(&tag));
                visit(Step::Close(tag.name()));
            }
            Ok(Event::End(tag)) => visit(Step::Close(local(tag.name().0))),
            Ok(Event::Text(words)) => visit(Step::Words(&words.xml_content(XmlVersion::Implicit1_0))),
            Ok(Event::CData(words)) => visit(Step::Words(&words.into_inner())),
            Ok(Event::GeneralRef(reference)) => {
                let mut buffer = [0; 4];
                match (reference.resolve_char_ref(), &*reference.into_inner()) {
                    (Ok(Some(c)), _) => visit(Step::Words(c.encode_utf8(&mut buffer))),
                    (_, "amp") => visit(Step::Words("&")),
                    (_, "lt") => visit(Step::Words("<")),
                    (_, "gt") => visit(Step::Words(">")),
                    (_, "quot") => visit(Step::Words("\"")),
                    (_, "apos") => visit(Step::Words("'")),
                    (_, "nbsp") => visit(Step::Words("\u{a0}")),
                    _ => {}
                }
            }
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// The words of the first element of each of these names, in the order of the names.
pub(super) fn first<const N: usize>(text: &str, names: [&str; N]) -> [Option<String>; N] {
    let mut found = [const { None }; N];
    let mut open: Option<(usize, String)> = None;
    walk(text, |step| match step {
        Step::Open(tag) if open.is_none() => {
            let at = names.iter().position(|name| *name == tag.name());
            open = at.filter(|&at| found[at].is_none()).map(|at| (at, String::new()));
        }
        Step::Words(words) => {
            if let Some((_, held)) = &mut open {
                held.push_str(words);
            }
        }
        Step::Close(name) => {
            if let Some((at, held)) = open.take_if(|(at, _)| names[*at] == name) {
                found[at] = Some(held.trim().to_owned()).filter(|held| !held.is_empty());
            }
        }
        Step::Open(_) => {}
    });
    found
}
