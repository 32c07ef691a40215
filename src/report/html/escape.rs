//! What a draft or a source says, made harmless: it is text in a page, never markup.

use crate::formats::is_page;

/// Text between tags, or in an attribute between double quotes.
///
/// Control characters become spaces: they are nothing to read, and some would end the page for a parser.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // They would show letters in another order than they stand in.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A name or the like, set apart so that letters which turn the direction of writing end with it.
pub(super) fn apart(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

/// Words that lead to a page of the web; to anything else (`javascript:`, `data:`, a file) they lead nowhere.
pub(super) fn linked(words: &str, address: &str) -> String {
    if !is_page(address) {
        return apart(words);
    }
    format!("<a href=\"{}\" rel=\"noreferrer noopener\">{}</a>", escaped(address), apart(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escaped("<script>alert('1')</script> & \"x\"\u{0}\u{7}"),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;  "
        );
        assert_eq!(escaped("\u{202e}תe\u{2069}"), "תe");
    }

    #[test]
    fn only_pages_of_the_web_are_links() {
        assert_eq!(
            linked("the page", "HTTPS://lantern.example/?a=1&b=\"2\""),
            "<a href=\"HTTPS://lantern.example/?a=1&amp;b=&quot;2&quot;\" rel=\"noreferrer noopener\"><bdi>the page</bdi></a>"
        );
        for address in ["javascript:alert(1)", " https://x.example", "data:text/html,x", "file:///etc/hosts", "höttps"]
        {
            assert_eq!(linked("the page", address), "<bdi>the page</bdi>", "{address}");
        }
    }
}
