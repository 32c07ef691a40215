//! The order of a page: what is headline, byline, body and the rest, and where one story ends and the next begins.

use super::document::{Block, BlockKind, Story};
use super::furniture::{self, Furniture};
use super::metadata::{self, Kind, Metadata, Status};
use super::{dateline, masthead, turns};
use crate::text::{Span, dates};

/// A page in order.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub blocks: Vec<Block>,
    pub stories: Vec<Story>,
    pub meta: Metadata,
}

/// A paragraph and what it seems to be.
#[derive(Clone, Copy, Debug)]
struct Piece {
    span: Span,
    kind: Option<Furniture>,
}

impl Piece {
    fn is_day(&self) -> bool {
        matches!(self.kind, Some(Furniture::Day(_)))
    }
}

/// Orders the paragraphs of scraped or plain text. `stated` is what the file says of itself, which wins.
pub(super) fn arrange(prose: &str, paragraphs: &[Span], stated: Metadata) -> Page {
    let pieces = pieces(prose, paragraphs, &stated);
    let starts = story_starts(prose, &pieces);
    let mut blocks: Vec<Block> = Vec::with_capacity(pieces.len());
    let mut stories: Vec<Story> = Vec::with_capacity(starts.len());
    for (nth, &start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(pieces.len());
        let (kinds, meta) = story(prose, &pieces[start..end]);
        blocks.extend(pieces[start..end].iter().zip(kinds).map(|(piece, kind)| Block::new(piece.span, kind)));
        if let (Some(first), Some(last)) = (pieces[start..end].first(), pieces[start..end].last()) {
            stories.push(Story { span: first.span.join(last.span), meta });
        }
    }
    let kind = turns::mark_plain(prose, &mut blocks, stated.kind);
    // "Joint press conference of the ministers, Marn, 4 February 2031" is when they said it.
    if let Some(story) = stories.first_mut().filter(|story| kind.is_some() && story.meta.date.is_none()) {
        let above = blocks.iter().take_while(|block| block.kind != BlockKind::Turn);
        story.meta.date = above.take(HEAD).find_map(|block| masthead::closing_day(block.span.of(prose)));
    }
    // What turned out to be the label of a turn is no place: "CHAIR LIND: We begin."
    let is_voice = |place: &mut String| {
        blocks.iter().filter_map(|block| block.voice.as_ref()).any(|voice| voice.name.starts_with(place.as_str()))
    };
    for story in &mut stories {
        if story.meta.dateline.take_if(is_voice).is_some() {
            // Nor is what stands in brackets behind the name an agency: "SEN. ANA LIND (D-VELLIN): Thank you."
            let labelled = |outlet: &mut String| prose.contains(&format!("({outlet}):"));
            story.meta.outlet.take_if(labelled);
        }
        // Nor is it a headline: ANA LIND, on a line of her own.
        story
            .meta
            .title
            .take_if(|title| blocks.iter().filter_map(|block| block.voice.as_ref()).any(|voice| voice.name == *title));
    }
    let mut meta = stated;
    for (nth, story) in stories.iter_mut().enumerate() {
        if let (Some(kind), Kind::Article) = (kind, story.meta.kind) {
            story.meta.kind = kind;
        }
        if nth == 0 {
            story.meta.clone().under(&mut meta);
            story.meta = meta.clone();
        } else {
            story.meta.lang.clone_from(&meta.lang);
        }
    }
    Page { blocks, stories, meta }
}

fn pieces(prose: &str, paragraphs: &[Span], stated: &Metadata) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(paragraphs.len());
    for (nth, &span) in paragraphs.iter().enumerate() {
        let mut span = span;
        // Some collections write the day in front of the text: "date 2026-03-09 The council …".
        if nth == 0
            && let Some((end, date)) = leading_day(span.of(prose))
        {
            let day = Span::new(span.start, span.start + end);
            pieces.push(Piece { span: day, kind: Some(Furniture::Day(date)) });
            let rest = &prose[day.end..span.end];
            span = Span::new(span.end - rest.trim_start().len(), span.end);
            if span.is_empty() {
                continue;
            }
        }
        let kind = furniture::of(span.of(prose));
        // In a transcript that says so, a short line without a full stop is somebody's words.
        let spoken = stated.kind == Kind::Transcript && matches!(kind, Some(Furniture::Heading | Furniture::Byline));
        pieces.push(Piece { span, kind: if spoken { None } else { kind } });
    }
    let names: Vec<usize> =
        (0..pieces.len().saturating_sub(1)).filter(|&at| is_name_over_day(prose, &pieces, at)).collect();
    for at in names {
        pieces[at].kind = Some(Furniture::Byline);
    }
    pieces
}

/// `date 2026-03-09` at the start of a text, and where it ends.
fn leading_day(text: &str) -> Option<(usize, jiff::civil::Date)> {
    let rest =
        text.strip_prefix("date ").or_else(|| text.strip_prefix("Date: ")).or_else(|| text.strip_prefix("date: "))?;
    let (span, date) = dates::find(&rest[..rest.floor_char_boundary(40)])?;
    (span.start == 0).then(|| (text.len() - rest.len() + span.end, date))
}

/// A bare name with a day, or an outlet and a day, below it.
fn is_name_over_day(prose: &str, pieces: &[Piece], at: usize) -> bool {
    let line = pieces[at].span.of(prose);
    let name = matches!(pieces[at].kind, Some(Furniture::Heading)) && metadata::is_name(line);
    let name = name && masthead::paper(line).is_none();
    name && pieces[at + 1].is_day()
}

/// Where stories begin; the first one at 0.
///
/// A page that carries several has, after the first story, another head: a byline over a day, or after a
/// copyright line a headline, byline or dateline with a text below it.
fn story_starts(prose: &str, pieces: &[Piece]) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut bodies, mut ended) = (0usize, false);
    let mut at = 0;
    while at < pieces.len() {
        let kind = pieces[at].kind;
        let headed = match kind {
            Some(Furniture::Byline) => ended || pieces.get(at + 1).is_some_and(Piece::is_day),
            Some(Furniture::Heading) => {
                ended && words(pieces[at].span.of(prose)) >= 4 && has_head(prose, &pieces[at + 1..])
            }
            None => ended && bodies >= ENOUGH && dateline::parse(pieces[at].span.of(prose)).is_some(),
            _ => false,
        };
        if headed && bodies >= ENOUGH && has_body(&pieces[at..]) {
            let start = head_start(prose, pieces, at, *starts.last().unwrap_or(&0));
            starts.push(start);
            (bodies, ended) = (0, false);
        }
        match kind {
            None => bodies += 1,
            Some(Furniture::End | Furniture::Credit) => ended = bodies >= ENOUGH,
            _ => {}
        }
        at += 1;
    }
    starts
}

/// So many paragraphs make a story; fewer are a standfirst.
const ENOUGH: usize = 3;
/// A head is not longer than this.
const HEAD: usize = 8;

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// Whether a byline, a day or a dateline stands below.
fn has_head(prose: &str, below: &[Piece]) -> bool {
    below.iter().take(HEAD).any(|piece| match piece.kind {
        Some(Furniture::Byline | Furniture::Day(_)) => true,
        None => dateline::parse(piece.span.of(prose)).is_some(),
        _ => false,
    })
}

fn has_body(below: &[Piece]) -> bool {
    below.iter().take(HEAD * 2).filter(|piece| piece.kind.is_none()).count() >= 2
}

/// Takes in the headline above a byline.
fn head_start(prose: &str, pieces: &[Piece], at: usize, after: usize) -> usize {
    let above = at.checked_sub(1).filter(|&above| above > after);
    match above {
        Some(above)
            if matches!(pieces[above].kind, Some(Furniture::Heading)) && words(pieces[above].span.of(prose)) >= 4 =>
        {
            above
        }
        _ => at,
    }
}

/// What each paragraph of one story is, and what its head says.
fn story(prose: &str, pieces: &[Piece]) -> (Vec<BlockKind>, Metadata) {
    let mut meta = Metadata::default();
    let text = |piece: &Piece| piece.span.of(prose);
    let body = body_start(prose, pieces);
    let title = title(prose, &pieces[..body]);
    let first_turn = title.is_some_and(|at| text(&pieces[at]).ends_with(':'));
    meta.title = title.filter(|_| !first_turn).map(|at| text(&pieces[at]).to_owned());
    let last_body = pieces.iter().rposition(|piece| piece.kind.is_none()).unwrap_or(0);
    let mut kinds = Vec::with_capacity(pieces.len());
    let mut bodies = 0;
    let (mut agency, mut paper) = (None, None);
    for (at, piece) in pieces.iter().enumerate() {
        let line = text(piece);
        let head = bodies < ENOUGH;
        if at < body && title != Some(at) && piece.kind.is_some_and(Furniture::may_name_paper) {
            let imprint = masthead::imprint(line);
            if let (true, Some(who)) = (meta.byline.is_empty(), imprint.as_ref().and_then(|imprint| imprint.who)) {
                meta.byline = metadata::byline(who);
            }
            paper = paper.or_else(|| imprint.map(|imprint| imprint.paper).or_else(|| masthead::paper(line)));
        }
        kinds.push(match piece.kind {
            None if head && bodies == 0 && at > 0 && pieces[at - 1].is_day() && is_outlet(line) => BlockKind::Credit,
            None => {
                if head
                    && meta.dateline.is_none()
                    && let Some(found) = dateline::parse(line)
                {
                    meta.dateline = Some(found.place);
                    meta.date = meta.date.or(found.date);
                    agency = found.agency;
                }
                bodies += 1;
                BlockKind::Paragraph
            }
            Some(Furniture::Boilerplate | Furniture::End) => BlockKind::Boilerplate,
            Some(Furniture::Caption) => BlockKind::Caption,
            Some(Furniture::Credit) => BlockKind::Credit,
            Some(Furniture::Note(status)) => {
                if meta.status == Status::Current {
                    meta.status = status;
                }
                BlockKind::Credit
            }
            Some(Furniture::Byline) => {
                if head {
                    metadata::read_byline(line, &mut meta);
                }
                BlockKind::Credit
            }
            Some(Furniture::Day(date)) => {
                if head && meta.date.is_none() {
                    meta.date = Some(date);
                    if let Some(below) = pieces.get(at + 1).map(text).filter(|line| is_outlet(line)) {
                        read_below_day(below, &mut meta);
                    }
                }
                BlockKind::Credit
            }
            Some(Furniture::Heading) if at < body => head_line(prose, pieces, at, title, &mut meta),
            // Below the last paragraph there is nothing that a heading could head.
            Some(Furniture::Heading) if at > last_body && last_body > 0 => BlockKind::Boilerplate,
            Some(Furniture::Heading) if head && at > 0 && pieces[at - 1].is_day() && is_outlet(line) => {
                BlockKind::Credit
            }
            Some(Furniture::Heading) => BlockKind::Heading,
        });
    }
    // Whose page it is comes before whose copy it carries.
    meta.outlet = meta.outlet.or(paper.map(str::to_owned)).or(agency);
    (kinds, meta)
}

/// Where running text begins: below the byline or day if there is one near the top, for a standfirst or
/// a notice to listeners above it reads as running text too.
fn body_start(prose: &str, pieces: &[Piece]) -> usize {
    let runs = |piece: &Piece| piece.kind.is_none() && furniture::is_running(piece.span.of(prose));
    let first = pieces.iter().position(runs).unwrap_or(pieces.len());
    let headed = |piece: &Piece| piece.is_day() || matches!(piece.kind, Some(Furniture::Byline));
    let near = &pieces[first..pieces.len().min(first + HEAD)];
    let near = &near[..near
        .iter()
        .scan(0, |runs_so_far, piece| {
            *runs_so_far += usize::from(runs(piece));
            (*runs_so_far < ENOUGH).then_some(())
        })
        .count()];
    match near.iter().rposition(headed) {
        Some(last) => {
            let below = first + last + 1;
            pieces[below..].iter().position(runs).map_or(first, |next| below + next)
        }
        None => first,
    }
}

/// Reads the line below a day: the outlet, if the line is known for one; else it may be who wrote it.
fn read_below_day(line: &str, meta: &mut Metadata) {
    let names = metadata::joined_names(line);
    if masthead::paper(line).is_some() || !meta.byline.is_empty() && names.is_none() {
        meta.outlet.get_or_insert_with(|| line.trim_end_matches('.').to_owned());
    } else if let (true, Some(names)) = (meta.byline.is_empty(), names) {
        meta.byline = names;
    }
}

/// The headline among the lines above the body: the first one of some length, else a short one.
fn title(prose: &str, above: &[Piece]) -> Option<usize> {
    let headings = || (0..above.len()).filter(|&at| matches!(above[at].kind, Some(Furniture::Heading)));
    let long = headings().find(|&at| {
        let line = above[at].span.of(prose);
        words(line) >= 4 && metadata::names_whence(line).is_none() && masthead::paper(line).is_none()
    });
    let short = |at: &usize| {
        let next = above.get(at + 1);
        let leads = next.is_none_or(|next| !matches!(next.kind, Some(Furniture::Boilerplate)));
        leads && masthead::paper(above[*at].span.of(prose)).is_none()
    };
    // Of short lines the one right above the text; sections and slogans stand higher up.
    long.or_else(|| headings().rfind(short).filter(|&at| at + 1 == above.len())).or_else(|| headings().find(short))
}

/// What a line above the body is that has the shape of a headline.
fn head_line(prose: &str, pieces: &[Piece], at: usize, title: Option<usize>, meta: &mut Metadata) -> BlockKind {
    let line = pieces[at].span.of(prose);
    let above_is_day = at > 0 && pieces[at - 1].is_day();
    if title == Some(at) {
        BlockKind::Heading
    } else if metadata::names_whence(line).is_some() {
        metadata::read_byline(line, meta);
        BlockKind::Credit
    } else if above_is_day && is_outlet(line) {
        BlockKind::Credit
    } else if title.is_some_and(|title| at < title || pieces[title].span.of(prose) == line) || words(line) <= 3 {
        BlockKind::Boilerplate
    } else {
        BlockKind::Heading
    }
}

/// A short capitalised line: where pages print who published them.
fn is_outlet(line: &str) -> bool {
    let line = line.trim_end_matches('.');
    (1..=5).contains(&words(line))
        && line.len() <= 40
        && line.starts_with(char::is_uppercase)
        && furniture::of(line) == Some(Furniture::Heading)
}
