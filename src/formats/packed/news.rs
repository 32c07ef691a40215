//! What agencies send: ninjs and NewsML-G2.

use serde_json::{Map, Value};

use super::xml::{Step, walk};
use super::{Unpacking, html, text, within};
use crate::formats::Fields;
use crate::formats::metadata::Words;

/// Reads a ninjs item or a list of them; whether there is one.
pub(super) fn ninjs(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(item)) => item_of(unpacking, record, None, &item),
        Ok(Value::Array(items)) => {
            let mut any = false;
            for (number, item) in items.iter().enumerate() {
                if let Value::Object(item) = item {
                    any |= item_of(unpacking, record, Some(number), item);
                }
            }
            any
        }
        _ => false,
    }
}

/// Takes up one item; whether it is one. `number` is its place in a list.
fn item_of(
    unpacking: &mut Unpacking<'_>,
    record: Option<&str>,
    number: Option<usize>,
    item: &Map<String, Value>,
) -> bool {
    let string = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    // Version 2 has lists of bodies and headlines, each with what it is for.
    let listed = |list: &str, role: Option<&str>| {
        let entries = item.get(list)?.as_array()?;
        let fits =
            |entry: &&Value| role.is_none_or(|role| entry.get("contenttype").and_then(Value::as_str) == Some(role));
        entries.iter().find(fits)?.get("value")?.as_str().map(str::to_owned)
    };
    let page = string("body_xhtml").or_else(|| string("body_html"));
    let page = page
        .or_else(|| listed("bodies", Some("text/html")))
        .or_else(|| listed("bodies", Some("application/xhtml+xml")));
    let plain = string("body_text").or_else(|| string("body")).or_else(|| listed("bodies", None));
    let words = |word: Option<String>| Words(word.into_iter().filter(|word| !word.trim().is_empty()).collect());
    let place = item.get("located").and_then(Value::as_str).map(str::to_owned);
    let fields = Fields {
        title: words(string("headline").or_else(|| listed("headlines", None))),
        outlet: words(string("copyrightholder").or_else(|| string("provider"))),
        byline: words(string("byline").or_else(|| string("by"))),
        date: words(string("firstcreated").or_else(|| string("versioncreated")).or_else(|| string("contentcreated"))),
        dateline: words(place),
        lang: words(string("language")),
        url: words(string("uri").filter(|uri| uri.starts_with("http"))),
        status: words(
            string("pubstatus")
                .filter(|status| status == "canceled" || status == "withheld")
                .map(|_| "retracted".to_owned()),
        ),
        ..Fields::default()
    };
    let document = match (page, plain) {
        (Some(page), _) => html(page, &fields),
        (None, Some(plain)) => text(plain, &fields),
        (None, None) => return false,
    };
    let name = number.map(|number| string("uri").unwrap_or_else(|| (number + 1).to_string()));
    let record = name.map_or_else(|| record.map(str::to_owned), |name| Some(within(record, &name)));
    unpacking.hold(record, document);
    true
}

/// One item of NewsML-G2, as far as it was read.
#[derive(Default)]
struct Item {
    id: String,
    headline: String,
    byline: String,
    dateline: String,
    provider: String,
    lang: String,
    date: String,
    status: String,
    body: String,
}

/// Reads the items of a NewsML-G2 file; whether it is one.
pub(super) fn newsml(unpacking: &mut Unpacking<'_>, record: Option<&str>, xml: &str) -> bool {
    let mut items: Vec<Item> = Vec::new();
    let mut open = String::new();
    let mut body = 0usize;
    let whole = walk(xml, |step| match step {
        Step::Open(tag) if tag.name() == "newsItem" => {
            items.push(Item { id: tag.attribute("guid").unwrap_or_default(), ..Item::default() });
        }
        Step::Open(tag) => {
            let Some(item) = items.last_mut() else { return };
            let coded = || tag.attribute("qcode").or_else(|| tag.attribute("literal")).or_else(|| tag.attribute("uri"));
            match tag.name() {
                "body" | "inlineData" => body += 1,
                "language" if item.lang.is_empty() => item.lang = tag.attribute("tag").unwrap_or_default(),
                "pubStatus" => item.status = coded().unwrap_or_default(),
                "provider" if item.provider.is_empty() => {
                    item.provider = tag.attribute("literal").unwrap_or_default();
                }
                _ => {}
            }
            if body > 0 && matches!(tag.name(), "p" | "hl1" | "hl2" | "h1" | "h2" | "h3" | "li" | "br" | "blockquote") {
                item.body.push_str("\n\n");
            }
            tag.name().clone_into(&mut open);
        }
        Step::Words(words) => {
            let Some(item) = items.last_mut() else { return };
            let field = match open.as_str() {
                _ if body > 0 => &mut item.body,
                "headline" => &mut item.headline,
                "by" => &mut item.byline,
                "dateline" => &mut item.dateline,
                "contentCreated" | "versionCreated" if item.date.len() < 10 => &mut item.date,
                _ => return,
            };
            field.push_str(words);
        }
        Step::Close(name) => {
            if matches!(name, "body" | "inlineData") {
                body = body.saturating_sub(1);
            }
            open.clear();
        }
    });
    if items.is_empty() {
        return false;
    }
    if !whole {
        unpacking.problem(&format!("{}: is damaged and was read in part", record.unwrap_or("the file")));
    }
    let single = items.len() == 1;
    for (number, item) in items.into_iter().enumerate() {
        let words =
            |word: &str| Words(Some(word.trim().to_owned()).into_iter().filter(|word| !word.is_empty()).collect());
        let gone = item.status.ends_with("canceled") || item.status.ends_with("withheld");
        let fields = Fields {
            title: words(&item.headline),
            outlet: words(&item.provider),
            byline: words(&item.byline),
            date: words(&item.date),
            dateline: words(&item.dateline),
            lang: words(&item.lang),
            status: words(if gone { "retracted" } else { "" }),
            ..Fields::default()
        };
        if item.body.trim().is_empty() {
            unpacking.problem(&format!("item {} has no text", number + 1));
            continue;
        }
        let name = if item.id.is_empty() { (number + 1).to_string() } else { item.id };
        let record = if single { record.map(str::to_owned) } else { Some(within(record, &name)) };
        unpacking.hold(record, text(item.body.trim().to_owned(), &fields));
    }
    true
}
