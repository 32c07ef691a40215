//! Words told by somebody who was told them: whose they are, and through whom.

use super::quotations::read;

/// Who says the first quotation, and through whom it reached the reporter.
#[track_caller]
fn expect(text: &str, speaker: &str, through: &str) {
    let reading = read(text);
    let quotation = &reading.quotations[0];
    let attribution = &reading.utterances[quotation.utterance].attribution;
    let tellers: Vec<&str> = attribution.through.iter().map(|&id| reading.speakers[id].name.as_str()).collect();
    let told = reading.speaker_of(quotation).map_or("?", |speaker| speaker.name.as_str());
    assert_eq!((told, tellers.join(", ").as_str()), (speaker, through), "{text}");
}

#[test]
fn one_quotes_another() {
    for text in [
        "“A bridge has two ends,” Peter Orre said, quoting his predecessor, Ana Lind.",
        "Peter Orre quoted his predecessor, Ana Lind: “A bridge has two ends.”",
        "Peter Orre quoted Ana Lind as saying that “a bridge has two ends.”",
        "“A bridge has two ends,” Peter Orre quoted his predecessor, Ana Lind, as saying.",
        "“A bridge has two ends,” Peter Orre recalled Ana Lind saying.",
        "Ana Lind, as quoted by Peter Orre, said: “A bridge has two ends.”",
    ] {
        expect(text, "Ana Lind", "Peter Orre");
    }
    // Who cites somebody speaks for themselves.
    expect("“A bridge has two ends,” Peter Orre said, citing Ana Lind, who left in May.", "Peter Orre", "");
    expect("Peter Orre, citing Ana Lind, said that “a bridge has two ends.”", "Peter Orre", "");
    expect("Peter Orre, citing the Clean Harbour Act, said that “a bridge has two ends.”", "Peter Orre", "");
    expect("An earlier version of this article quoted Peter Orre as saying “a bridge has an end.”", "Peter Orre", "");
}

#[test]
fn one_says_what_another_said() {
    for text in [
        "“We can afford the pipe,” Ana Lind told the cabinet, Peter Orre said.",
        "Ana Lind told the cabinet, according to Peter Orre: “We can afford the pipe.”",
        "“We can afford the pipe,” Peter Orre said his minister, Ana Lind, had told the cabinet.",
        "“We can afford the pipe,” Ana Lind said, according to Peter Orre.",
        "In Peter Orre’s telling, Ana Lind said: “We can afford the pipe.”",
        "“We can afford the pipe,” Ana Lind told him, by Peter Orre’s account.",
        "Ana Lind called him last week, Peter Orre said, and told him: “We can afford the pipe.”",
    ] {
        expect(text, "Ana Lind", "Peter Orre");
    }
    expect("“We can afford the pipe,” Paul Orre told Ana Lind, she said.", "Paul Orre", "Ana Lind");
    // A paper is no teller, and neither is who speaks of something else.
    expect("“We can afford the pipe,” Ana Lind said, according to court papers.", "Ana Lind", "");
    expect("“We can afford the pipe,” Ana Lind said, and prices fell, according to Peter Orre.", "Ana Lind", "");
    expect("“We can afford the pipe,” Ana Lind said on Monday as Peter Orre told the crew to go.", "Ana Lind", "");
}
