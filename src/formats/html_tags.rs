//! What the elements of HTML are to a reader.

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Marks words within a paragraph.
    Inline,
    /// `b`, `strong`, `i`, `em`: sets words apart.
    Bold,
    /// `q`: has marks that are not in the text.
    Quotes,
    /// `code`: its marks quote nothing.
    Code,
    /// `cite`: who or what a block quotation is by, where it ends one.
    Cite,
    /// `br`
    Break,
    /// Not shown: scripts, styles, drawings, what was deleted.
    Silent,
    /// The page's title in its head.
    Title,
    /// Shown, but not the story: navigation, footers, boxes.
    Aside,
    /// What readers wrote below it.
    Comments,
    /// `article`, `main`
    Container,
    /// What goes with a photograph.
    Caption,
    /// Who wrote it.
    Credit,
    Heading,
    Quotation,
    /// Who the block quotation is by that it stands in, or that its figure holds.
    Signature,
    Item,
    /// Any other block.
    Block,
}

impl Role {
    /// How many roles there are.
    pub const COUNT: usize = Self::Block as usize + 1;
}

/// The role of an element; `attribute` gives its attributes, `inside` tells whether it stands in an article.
pub(super) fn role(name: &[u8], attribute: impl Fn(&str) -> Option<String>, inside: bool) -> Role {
    let role = match name {
        b"b" | b"strong" | b"i" | b"em" => Role::Bold,
        b"q" => Role::Quotes,
        b"code" | b"kbd" | b"samp" | b"tt" => Role::Code,
        b"cite" => Role::Cite,
        b"br" => Role::Break,
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"select"
        | b"textarea" | b"button" | b"audio" | b"video" | b"canvas" | b"datalist" | b"map" | b"del" => Role::Silent,
        b"title" => Role::Title,
        b"nav" | b"footer" | b"aside" | b"menu" | b"dialog" | b"label" | b"legend" => Role::Aside,
        b"header" if !inside => Role::Block,
        b"article" | b"main" => return Role::Container,
        b"figure" | b"figcaption" => Role::Caption,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Role::Heading,
        b"blockquote" => Role::Quotation,
        b"li" | b"dd" | b"dt" | b"td" | b"th" => Role::Item,
        b"html" | b"body" | b"head" => return Role::Block,
        b"p" | b"div" | b"section" | b"header" | b"ul" | b"ol" | b"dl" | b"table" | b"tbody" | b"thead" | b"tr"
        | b"caption" | b"pre" | b"address" | b"hr" | b"form" | b"fieldset" | b"details" | b"summary" | b"hgroup"
        | b"center" | b"picture" | b"option" => Role::Block,
        _ => Role::Inline,
    };
    if matches!(name, b"aside" | b"figure" | b"div" | b"section" | b"p")
        && attribute("class").is_some_and(|names| names.split_ascii_whitespace().any(is_pull_quote))
    {
        return Role::Quotation;
    }
    if !matches!(role, Role::Block | Role::Item) {
        return role;
    }
    if attribute("hidden").is_some()
        || attribute("role").is_some_and(|role| {
            matches!(role.as_str(), "navigation" | "complementary" | "banner" | "contentinfo" | "search")
        })
    {
        return Role::Aside;
    }
    ["class", "id"].into_iter().find_map(|key| attribute(key).and_then(|names| by_names(&names))).unwrap_or(role)
}

/// What the class names or the id of a block tell, if they tell anything.
fn by_names(names: &str) -> Option<Role> {
    names.split_ascii_whitespace().find_map(|name| {
        let name = name.to_ascii_lowercase();
        let is =
            |word: &str| name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
        if COMMENTS.iter().any(|word| is(word)) {
            Some(Role::Comments)
        } else if ASIDES.iter().any(|word| is(word)) {
            Some(Role::Aside)
        } else if CAPTIONS.contains(&name.as_str()) {
            Some(Role::Caption)
        } else if matches!(name.as_str(), "byline" | "article-byline" | "story-byline") {
            Some(Role::Credit)
        } else {
            None
        }
    })
}

/// The marks that stand for `q`, by how many are open around it.
pub(super) fn quotes(depth: usize) -> (&'static str, &'static str) {
    if depth.is_multiple_of(2) { ("“", "”") } else { ("‘", "’") }
}

/// Words of the story, set large: `pullquote`, `wp-block-pullquote`.
fn is_pull_quote(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("pullquote") || name.ends_with("pull-quote")
}

/// What readers wrote, by the first part of its class name.
const COMMENTS: &[&str] = &["comments", "comment", "disqus", "respond"];

/// Boxes around a story, by the first part of their class names.
const ASIDES: &[&str] = &[
    "related",
    "recommended",
    "share",
    "sharing",
    "social",
    "newsletter",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "sidebar",
    "promo",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "paywall",
    "navbar",
    "skip-link",
    "screen-reader-text",
    "sharedaddy",
    "jp-relatedposts",
    "pagination",
];

/// What goes with a photograph, by the whole class name.
const CAPTIONS: &[&str] = &[
    "caption",
    "wp-caption",
    "wp-caption-text",
    "image-caption",
    "photo-caption",
    "credit",
    "photo-credit",
    "image-credit",
];

/// Elements that have no end tag.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"hr"
            | b"br"
            | b"img"
            | b"input"
            | b"meta"
            | b"link"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
