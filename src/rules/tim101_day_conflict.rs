//! `TIM101`: said on another day than the source tells.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::{Context, Finding, Rule};
use crate::quotations::{Attribution, Quotation};
use crate::text::Span;
use crate::text::dates;
use crate::verify::{Evidence, Standing, Verdict};

declare_rule! {
    /// The day on which the draft has something said does not fit the source.
    ///
    /// ## What it flags
    ///
    /// A quotation that the draft places on a day after a source had already printed it, or on another day than the
    /// one that the source names.
    ///
    /// ## Why it matters
    ///
    /// An old answer to an old question, given a new day, answers a question that was never put.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-08
    /// “The harbour will stay open all winter,” Mara Teller said on Wednesday.
    ///                                                           ^^^^^^^^^^^^ TIM101 printed on 2031-05-03
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller told the council.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Look up when it was said.
    ///
    /// ## Limits
    ///
    /// Only days that can be told for certain count: a date, a weekday, *yesterday*, *last month*. Without a year, that
    /// takes the day on which the draft was written, from its metadata or from `today` in the settings.
    /// Of a page that says when it was last changed, all days up to that one may be told in it.
    DayConflict { code: "TIM101", name: "day-conflict", severity: Warning }
}

impl Rule for DayConflict {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let today = cx.draft.document.meta.date.or(cx.settings.today);
        let mut last = None;
        // Without a source there is no day to conflict with.
        for verdict in cx.verdicts.iter().filter(|verdict| !verdict.sources.is_empty()) {
            let told = told(cx.draft.document.prose.text(), cx.attribution(cx.quotation(verdict)));
            let Some(when) = told.filter(|&when| last != Some(when)) else { continue };
            let Some(said) = days(cx.words(when), today) else { continue };
            let Some(message) = conflict(verdict, said) else { continue };
            let mut finding = cx.finding_on(&Self::META, verdict, message);
            finding.span = cx.text(when);
            finding.related.push((cx.text(cx.quotation(verdict).span), "what was said then".into()));
            found.push(finding);
            // Two quotations of one sentence share its day, and would say the same of it.
            last = Some(when);
        }
    }
}

/// The first and the last day that some words can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    first: Date,
    last: Date,
}

/// What the sources that have the words say against the draft's day.
fn conflict(verdict: &Verdict, draft: Days) -> Option<String> {
    let sources =
        verdict.sources.iter().filter(|source| source.standing == Standing::Quoted && !source.other_rendering);
    for source in sources {
        let meta = source.article.meta_at(source.span.start);
        let (printed, last) = (meta.date, meta.last_day());
        if let Some(last) = last.filter(|&last| last < draft.first) {
            let done = if printed == Some(last) { "printed" } else { "last changed" };
            return Some(format!(
                "the source was {done} on {last}, before {}, the day that the draft names",
                draft.first
            ));
        }
        // Which "Tuesday" a story means that was added to for days is not certain.
        let certain = printed.filter(|_| printed == last);
        if let Some(theirs) = printed.and_then(|_| day_of_source(source, certain))
            && (theirs.last < draft.first || draft.last < theirs.first)
        {
            return Some(format!("source has this said on {}, draft on {}", theirs.in_words(), draft.in_words()));
        }
    }
    None
}

/// When the source has the words said: at the quotation, or by the one day on which it has the speaker speaking.
fn day_of_source(source: &Evidence, printed: Option<Date>) -> Option<Days> {
    let reading = &source.article.reading;
    let prose = reading.document.prose.text();
    let holds = |quotation: &&Quotation| quotation.parent.is_none() && quotation.span.overlaps(source.span);
    let quotation = reading.quotations.iter().find(holds)?;
    if let Some(when) = told(prose, &reading.utterances[quotation.utterance].attribution) {
        return days(when.of(prose), printed);
    }
    let speaker = reading.speaker_of(quotation)?;
    let story = source.article.story_at(quotation.span.start);
    let told = speaker.mentions.iter().filter(|mention| source.article.story_at(mention.start) == story);
    let mut told = told.filter_map(|mention| SPOKE_ON.captures(&prose[mention.end..])?.get(1)?.as_str().into());
    let first: &str = told.next()?;
    if told.all(|other| other == first) { days(first, printed) } else { None }
}

/// The words that say when, with the day and the year that stand beside the month: "on May 12, 2031".
pub(super) fn told(prose: &str, attribution: &Attribution) -> Option<Span> {
    let Some(when) = attribution.when else {
        let after = [attribution.cue, attribution.mention].into_iter().flatten().map(|span| span.end).max()?;
        if let Some(day) = ON_DAY.captures(&prose[after..]).and_then(|found| found.get(1)) {
            return Some(Span::new(after + day.start(), after + day.end()));
        }
        return told_in_front(prose, attribution);
    };
    let before = {
        let from = prose.floor_char_boundary(when.start.saturating_sub(12));
        DAY_BEFORE.find(&prose[from..when.start]).map_or(when.start, |day| from + day.start())
    };
    let year = YEAR_AFTER.find(&prose[when.end..]).map_or(0, |year| year.end());
    Some(Span::new(before, when.end + year))
}

/// "On Tuesday, Mayor Lind said": the day that the sentence begins with, where its subject is who speaks.
fn told_in_front(prose: &str, attribution: &Attribution) -> Option<Span> {
    let (mention, cue) = (attribution.mention?, attribution.cue?);
    let between = prose.get(mention.end..cue.start)?;
    if between.len() > 60 || between.contains(['.', '!', '?', ';', '\n', '“', '"']) {
        return None;
    }
    let from = prose.floor_char_boundary(mention.start.saturating_sub(120));
    let day = DAY_IN_FRONT.captures(&prose[from..mention.start])?.get(1)?;
    Some(Span::new(from + day.start(), from + day.end()))
}

static DAY_IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\p{Lu}\p{Ll}+ \d{1,2}(?:, \d{4})?|\d{1,2} \p{Lu}\p{Ll}+(?: \d{4})?)";
    let begins = r"(?:^|[.!?]['”’\x22]?\s+|\n\s*)";
    Regex::new(&format!(r"{begins}(On {day}),? (?:[Tt]he )?(?:\p{{Lu}}[\p{{L}}.]* ){{0,3}}$"))
        .expect("the pattern is right")
});

/// A date with its year, right behind an attribution.
static ON_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ (on (?:\p{L}+ \d{1,2}, \d{4}|\d{1,2} \p{L}+ \d{4}))\b").expect("the pattern is right")
});

static YEAR_AFTER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^,? \d{4}\b").expect("the pattern is right"));

static DAY_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\bon )?\b\d{1,2}(?:st|nd|rd|th)? $").expect("the pattern is right"));

/// What follows a name where a reporter tells on which day its bearer spoke.
static SPOKE_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:, [^.\n]{1,60},)? (?:said|told|announced|declared|warned)\b[^.\n]{0,40}?\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    )
    .expect("the pattern is right")
});

impl Days {
    fn one(day: Date) -> Self {
        Self { first: day, last: day }
    }

    fn in_words(self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{} to {}", self.first, self.last) }
    }
}

/// The days that words such as "on Tuesday" can mean in a text of `today`; `None` where that is not certain.
fn days(words: &str, today: Option<Date>) -> Option<Days> {
    if let Some((_, day)) = dates::find(words) {
        return Some(Days::one(day));
    }
    let today = today?;
    let words: Vec<String> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let has = |word: &str| words.iter().any(|it| it == word);
    let month = words.iter().find_map(|word| dates::month(word));
    if let Some(month) = month.filter(|_| words.len() <= 4) {
        return day_and_month(&words, month, today);
    }
    if has("yesterday") {
        return Some(Days::one(today.yesterday().ok()?));
    }
    if has("today") || has("tonight") {
        return Some(Days::one(today));
    }
    if has("last") && has("month") {
        let last = today.first_of_month().yesterday().ok()?;
        return Some(Days { first: last.first_of_month(), last });
    }
    // "Last Tuesday" and "a week ago Tuesday" mean one day to some and another to others.
    let plain =
        words.iter().all(|word| word == "on" || weekday(word).is_some() || PARTS_OF_DAY.contains(&word.as_str()));
    let named = words.iter().find_map(|word| weekday(word)).filter(|_| plain)?;
    if today.weekday() == named {
        return Some(Days { first: today.nth_weekday(-1, named).ok()?, last: today });
    }
    Some(Days::one(today.nth_weekday(-1, named).ok()?))
}

const PARTS_OF_DAY: &[&str] = &["morning", "afternoon", "evening", "night", "late", "early"];

/// "May 3", "on 3 May": the latest such day that is not to come.
fn day_and_month(words: &[String], month: i8, today: Date) -> Option<Days> {
    let day =
        words.iter().find_map(|word| word.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i8>().ok())?;
    let this_year = Date::new(today.year(), month, day).ok()?;
    let day = if this_year <= today { this_year } else { Date::new(today.year() - 1, month, day).ok()? };
    Some(Days::one(day))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn words_for_days() {
        // A Thursday.
        let today = date(2031, 5, 8);
        assert_eq!(days("on Wednesday", Some(today)), Some(Days::one(date(2031, 5, 7))));
        assert_eq!(days("on Friday evening", Some(today)), Some(Days::one(date(2031, 5, 2))));
        assert_eq!(days("on Thursday", Some(today)), Some(Days { first: date(2031, 5, 1), last: today }));
        assert_eq!(days("yesterday", Some(today)), Some(Days::one(date(2031, 5, 7))));
        assert_eq!(days("last month", Some(today)), Some(Days { first: date(2031, 4, 1), last: date(2031, 4, 30) }));
        assert_eq!(days("on 3 May", Some(today)), Some(Days::one(date(2031, 5, 3))));
        assert_eq!(days("on December 3", Some(today)), Some(Days::one(date(2030, 12, 3))));
        assert_eq!(days("on May 3, 2030", None), Some(Days::one(date(2030, 5, 3))));
        for unsure in ["last Tuesday", "on Tuesday of last week", "next Monday", "recently", "in May"] {
            assert_eq!(days(unsure, Some(today)), None, "{unsure}");
        }
    }
}
