//! What a parser finds wrong with a configuration, in words for those who write settings and no programs.

/// One line of the parser's in plain words; what has none here stays as it is.
pub(super) fn in_words(message: &str) -> String {
    if message.starts_with("failed to parse") {
        return "expected a day, such as 2031-05-03".to_owned();
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        return misspelled(rest).unwrap_or_else(|| message.to_owned());
    }
    if message == "wanted string or table" {
        return "expected a word in quotation marks".to_owned();
    }
    let types = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
    types
        .map_or_else(|| message.to_owned(), |(there, wanted)| format!("expected {}, not {}", kind(wanted), kind(there)))
}

/// A key that is nearly one that there is.
fn misspelled(rest: &str) -> Option<String> {
    let (wrong, known) = rest.split_once('`')?;
    let meant = wrong.to_lowercase().replace('_', "-");
    let most = if meant.len() > 6 { 2 } else { 1 };
    let near = known.split('`').skip(1).step_by(2).find(|name| strsim::osa_distance(name, &meant) <= most)?;
    Some(format!("unknown field `{wrong}`; did you mean `{near}`?"))
}

/// A kind of value, as the parser calls it.
fn kind(theirs: &str) -> String {
    let (kind, value) = theirs.split_once(' ').unwrap_or((theirs, ""));
    let value = value.trim_matches('`');
    match (kind, theirs) {
        ("sequence", _) | (_, "a sequence") => "a list, such as [\"…\"]".to_owned(),
        ("map", _) | (_, "a map") => "a table, such as [rules]".to_owned(),
        (_, "struct CorpusSettings") => "a table: [corpus]".to_owned(),
        (_, "struct Office") => "a table, such as { title = \"…\" }".to_owned(),
        (_, "a string" | "path string") => "text in quotation marks".to_owned(),
        ("string", _) => format!("the text {value}"),
        ("integer" | "float", _) => format!("the number {value}"),
        ("boolean", _) => value.to_owned(),
        _ => theirs.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn mistakes_are_told_in_words() {
        for (theirs, ours) in [
            (
                "invalid type: string \"drafts/*\", expected a sequence",
                "expected a list, such as [\"…\"], not the text \"drafts/*\"",
            ),
            ("invalid type: integer `3`, expected path string", "expected text in quotation marks, not the number 3"),
            (
                "invalid type: string \"sources\", expected struct CorpusSettings",
                "expected a table: [corpus], not the text \"sources\"",
            ),
            ("failed to parse four digit integer as year: invalid digit", "expected a day, such as 2031-05-03"),
            (
                "unknown field `house_style`, expected one of `corpus`, `house-style`",
                "unknown field `house_style`; did you mean `house-style`?",
            ),
            ("unknown field `path`, expected one of `paths`, `index`", "unknown field `path`; did you mean `paths`?"),
            (
                "unknown field `patience`, expected one of `paths`, `index`",
                "unknown field `patience`, expected one of `paths`, `index`",
            ),
            ("duplicate key", "duplicate key"),
        ] {
            assert_eq!(in_words(theirs), ours);
        }
    }
}
