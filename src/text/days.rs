//! Days that prose names from where it stands: "Monday", "yesterday", "last month", "in February", "on November 18".
//!
//! English only so far. What is named is a range, since "last month" is thirty days.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Time, ToSpan};

use super::Span;
use super::dates::{self, Token, Tokens};

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl DayRange {
    /// One day.
    pub fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Every day or range of days that `text` names, as seen from `today`, in order and without overlap.
///
/// A weekday is the last one up to today, as newspapers mean it, unless "next" says otherwise; a month the last
/// one up to now; a day of a month the nearest.
pub fn find(text: &str, today: Date) -> Vec<(Span, DayRange)> {
    let tokens: Vec<Token<'_>> = Tokens::new(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let reader = Reader { text, tokens: &tokens[at..], today };
        match reader.read(at.checked_sub(1).map(|before| tokens[before].text)) {
            Some((count, range)) => {
                found.push((Span::new(tokens[at].span.start, tokens[at + count - 1].span.end), range));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    today: Date,
}

/// How many words were read, and the days they name.
type Read = Option<(usize, DayRange)>;

impl Reader<'_> {
    fn read(&self, before: Option<&str>) -> Read {
        let first = self.tokens[0].text;
        let initial = first.as_bytes()[0];
        if initial.is_ascii_digit() {
            return self.absolute().or_else(|| self.day_month()).or_else(|| self.ago()).or_else(|| self.year(before));
        }
        if !first.is_ascii() || first.len() > 9 {
            return None;
        }
        match first.to_ascii_lowercase().as_str() {
            "today" | "tonight" => self.days(1, 0, 0),
            "yesterday" => self.days(1, -1, -1),
            "tomorrow" => self.days(1, 1, 1),
            "last" | "past" => self.unit(-1),
            "this" | "earlier" | "later" => self.unit(0),
            "next" | "coming" => self.unit(1),
            "recent" if self.is(1, "days") => self.days(2, -10, 0),
            "recent" if self.is(1, "weeks") => self.days(2, -35, 0),
            "weekend" => Some((1, self.weekend(0)?)),
            _ if initial.is_ascii_uppercase() => {
                self.absolute().or_else(|| self.weekday(0, 0)).or_else(|| self.month(before))
            }
            _ => self.ago(),
        }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// So many words that mean the days from `from` to `to`, counted from today.
    fn days(&self, count: usize, from: i64, to: i64) -> Read {
        Some((count, DayRange { from: self.shift(from.days())?, to: self.shift(to.days())? }))
    }

    fn shift(&self, by: Time) -> Option<Date> {
        self.today.checked_add(by).ok()
    }

    /// "November 18, 2025", "2025-11-18"
    fn absolute(&self) -> Read {
        let (span, date) = dates::at_start(self.text, self.tokens)?;
        let count = self.tokens.iter().take_while(|token| token.span.start < span.end).count();
        Some((count, DayRange::day(date)))
    }

    /// "Monday", after `skip` words of which the last said which one.
    fn weekday(&self, skip: usize, which: i64) -> Read {
        let weekday = weekday(self.word(skip))?;
        let back = i64::from(weekday.until(self.today.weekday()));
        let shift = match which {
            // "Last Friday" is never today.
            -1 if back == 0 => -7,
            1 => 7 - back,
            _ => -back,
        };
        self.days(skip + 1, shift, shift)
    }

    /// "last week", "earlier this year", "next Monday", "last weekend", "last May": the first word is read.
    fn unit(&self, which: i64) -> Read {
        let first = self.word(0).to_ascii_lowercase();
        if matches!(first.as_str(), "earlier" | "later") {
            if !self.is(1, "this") {
                return None;
            }
            let (count, whole) = Reader { tokens: &self.tokens[1..], ..*self }.unit(0)?;
            let range = if first == "earlier" {
                DayRange { from: whole.from, to: self.today }
            } else {
                DayRange { from: self.today, to: whole.to }
            };
            return (range.from <= range.to).then_some((count + 1, range));
        }
        let word = self.word(1).to_ascii_lowercase();
        let whole = |from: Date, to: Date| Some((2, DayRange { from, to }));
        match word.as_str() {
            "week" => {
                let monday =
                    self.shift((-i64::from(self.today.weekday().to_monday_zero_offset()) + 7 * which).days())?;
                whole(monday, monday.checked_add(6.days()).ok()?)
            }
            "weekend" => Some((2, self.weekend(which)?)),
            "month" => {
                let month = self.today.first_of_month().checked_add(which.months()).ok()?;
                whole(month, month.last_of_month())
            }
            "year" => {
                let year = self.shift(which.years())?;
                whole(year.first_of_year(), year.last_of_year())
            }
            "morning" | "afternoon" | "evening" if which == 0 => self.days(2, 0, 0),
            "night" if which == -1 => self.days(2, -1, 0),
            // "The last Monday" and "this May" go by the calendar.
            _ => self.weekday(1, which).or_else(|| self.named_month(1, which)),
        }
    }

    /// The weekend that is or was last, or one before or after.
    fn weekend(&self, which: i64) -> Option<DayRange> {
        let back = i64::from(Weekday::Saturday.until(self.today.weekday()));
        // On a Saturday or Sunday, "last weekend" is the one before.
        let weeks = match which {
            -1 if back > 1 => 0,
            other => other,
        };
        let saturday = self.shift((weeks * 7 - back).days())?;
        Some(DayRange { from: saturday, to: saturday.checked_add(1.day()).ok()? })
    }

    /// "November 18", "in February": capitalised, and for names that are words as well, behind a preposition.
    fn month(&self, before: Option<&str>) -> Read {
        let month = dates::month(self.word(0))?;
        if let Some(day) = self.tokens.get(1).and_then(Token::day).filter(|_| self.close(0)) {
            return Some((2, DayRange::day(self.nearest(month, day)?)));
        }
        let led = before.is_some_and(|word| LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(word)));
        let led = led || before.is_some_and(|word| matches!(word, "mid" | "early" | "late"));
        if !led {
            return None;
        }
        if let Some(year) = self.tokens.get(1).and_then(|token| year_of(token.text)).filter(|_| self.close(0)) {
            let first = Date::new(year, month, 1).ok()?;
            return Some((2, DayRange { from: first, to: first.last_of_month() }));
        }
        self.named_month(0, 0)
    }

    /// "18 November"
    fn day_month(&self) -> Read {
        let day = self.tokens[0].day()?;
        let month =
            dates::month(self.word(1)).filter(|_| self.word(1).starts_with(char::is_uppercase) && self.close(0))?;
        Some((2, DayRange::day(self.nearest(month, day)?)))
    }

    /// The month of that name that was last, or will be next.
    fn named_month(&self, at: usize, which: i64) -> Read {
        let month = dates::month(self.word(at)).filter(|_| self.word(at).starts_with(char::is_uppercase))?;
        let this = self.today.month();
        let year = match which {
            1 if month > this => self.today.year(),
            1 => self.today.year() + 1,
            -1 if month == this => self.today.year() - 1,
            _ if month <= this => self.today.year(),
            _ => self.today.year() - 1,
        };
        let first = Date::new(year, month, 1).ok()?;
        Some((at + 1, DayRange { from: first, to: first.last_of_month() }))
    }

    /// The day of the year that lies nearest to today.
    fn nearest(&self, month: i8, day: i8) -> Option<Date> {
        let years = [self.today.year() - 1, self.today.year(), self.today.year() + 1];
        let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
        days.min_by_key(|date| (*date - self.today).get_days().abs())
    }

    /// "three months ago", "a week earlier" is another story's day and none of ours.
    fn ago(&self) -> Read {
        let count = number(self.word(0))?;
        if !self.is(2, "ago") || !self.close(0) {
            return None;
        }
        let around = |middle: Date, slack: i64| {
            Some((
                3,
                DayRange { from: middle.checked_sub(slack.days()).ok()?, to: middle.checked_add(slack.days()).ok()? },
            ))
        };
        match self.word(1) {
            "day" | "days" => around(self.shift((-count).days())?, 0),
            "week" | "weeks" => around(self.shift((-count).weeks())?, 3),
            "month" | "months" => around(self.shift((-count).months())?, 16),
            "year" | "years" => {
                let then = self.shift((-count).years())?;
                Some((3, DayRange { from: then.first_of_year(), to: then.last_of_year() }))
            }
            _ => None,
        }
    }

    /// "in 2020"
    fn year(&self, before: Option<&str>) -> Read {
        let year = year_of(self.word(0))
            .filter(|_| before.is_some_and(|word| matches!(word, "in" | "In" | "since" | "Since" | "during")))?;
        let first = Date::new(year, 1, 1).ok()?;
        Some((1, DayRange { from: first, to: first.last_of_year() }))
    }

    /// Whether only a space or a full stop parts a word from the next.
    fn close(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1).map(|next| &self.text[self.tokens[at].span.end..next.span.start]);
        next.is_some_and(|gap| matches!(gap, " " | ". " | "\u{a0}" | ".\u{a0}" | "\n"))
    }
}

/// What stands before a month that is meant as one.
const LEADS: &[&str] = &["in", "since", "of", "until", "by", "through", "during", "from", "between", "to"];

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "Monday" | "Mondays" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn year_of(word: &str) -> Option<i16> {
    if word.len() == 4 { word.parse().ok().filter(|year| (1800..=2100).contains(year)) } else { None }
}

fn number(word: &str) -> Option<i64> {
    let words = ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match word.to_ascii_lowercase().as_str() {
        "one" | "an" => Some(1),
        lower => match words.iter().position(|known| *known == lower) {
            Some(at) => Some(at as i64 + 1),
            None => lower.parse().ok().filter(|number| (1..=100).contains(number)),
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// 2025-11-19 is a Wednesday.
    fn days(text: &str) -> Vec<(String, String)> {
        let found = find(text, date(2025, 11, 19)).into_iter();
        let range = |range: DayRange| {
            if range.from == range.to { range.from.to_string() } else { format!("{}..{}", range.from, range.to) }
        };
        found.map(|(span, days)| (span.of(text).to_owned(), range(days))).collect()
    }

    #[test]
    fn days_as_newspapers_name_them() {
        for (text, phrase, day) in [
            ("she said on Tuesday.", "Tuesday", "2025-11-18"),
            ("she said Wednesday morning", "Wednesday", "2025-11-19"),
            ("Thursday’s meeting", "Thursday", "2025-11-13"),
            ("last Wednesday", "last Wednesday", "2025-11-12"),
            ("next Monday", "next Monday", "2025-11-24"),
            ("Yesterday he left", "Yesterday", "2025-11-18"),
            ("last week", "last week", "2025-11-10..2025-11-16"),
            ("last month", "last month", "2025-10-01..2025-10-31"),
            ("Earlier this year, he", "Earlier this year", "2025-01-01..2025-11-19"),
            ("three months ago", "three months ago", "2025-08-03..2025-09-04"),
            ("two days ago", "two days ago", "2025-11-17"),
            ("In February, he", "February", "2025-02-01..2025-02-28"),
            ("since December", "December", "2024-12-01..2024-12-31"),
            ("on November 18, responding", "November 18", "2025-11-18"),
            ("on Nov. 18", "Nov. 18", "2025-11-18"),
            ("on 2 January in Vellin", "2 January", "2026-01-02"),
            ("on March 3, 2021, he", "March 3, 2021", "2021-03-03"),
            ("over the weekend", "weekend", "2025-11-15..2025-11-16"),
            ("in 2019", "2019", "2019-01-01..2019-12-31"),
            ("in May 2024", "May 2024", "2024-05-01..2024-05-31"),
            ("in May", "May", "2025-05-01..2025-05-31"),
            ("last night", "last night", "2025-11-18..2025-11-19"),
        ] {
            assert_eq!(days(text), [(phrase.to_owned(), day.to_owned())], "{text}");
        }
    }

    #[test]
    fn words_that_are_no_days() {
        for text in [
            "It may 3 be",
            "They march",
            "May the best win",
            "March on the capital",
            "the last boat",
            "a month",
            "this man",
            "Room 2019",
            "18 people",
            "Sec. 3",
            "last",
            "three months",
            "",
        ] {
            assert_eq!(days(text), [], "{text}");
        }
    }
}
