//! Contact data in a text: telephone numbers, mail addresses, street addresses.

use std::sync::LazyLock;

use regex::Regex;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\+?\(?\d[\d ().\-]{5,}\d").ok());
static DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[.\-]\d{1,2}[.\-]\d{2,4})$").ok());
static MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+\.\w{2,}").ok());
static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b\d{1,5} ((?:[\p{L}'’.]+ ){1,3})(?i:street|st|avenue|ave|road|rd|lane|ln|drive|boulevard|blvd|apartment|apt)\b").ok()
});

/// Whether `text` gives a telephone number, a mail address or a street address.
pub(super) fn is_given(text: &str) -> bool {
    MAIL.as_ref().is_some_and(|mail| mail.is_match(text))
        || NUMBER.as_ref().is_some_and(|number| {
            number.find_iter(text).any(|found| {
                let is_money =
                    text.get(..found.start()).is_some_and(|before| before.trim_end().ends_with(['$', '€', '£']));
                !is_money && is_telephone(found.as_str())
            })
        })
        || STREET.as_ref().is_some_and(|street| {
            street.captures_iter(text).any(|c| c.get(1).is_some_and(|words| is_street_name(words.as_str())))
        })
}

/// Nine digits, or seven with a group of four, or a `+` or `0` before; no date, and no list of round
/// numbers such as the grits of sandpaper.
fn is_telephone(number: &str) -> bool {
    let number = number.trim_matches([' ', '.', '-', '(']);
    if DATE.as_ref().is_some_and(|date| date.is_match(number)) {
        return false;
    }
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let round = groups.len() > 1 && groups.iter().all(|group| group.ends_with('0'));
    let years =
        groups.len() == 2 && groups.iter().all(|g| g.len() == 4 && (g.starts_with("19") || g.starts_with("20")));
    let marked = number.starts_with(['+', '0']) || groups.iter().skip(1).any(|group| group.len() == 4);
    !round && !years && groups.len() > 1 && (digits >= 9 || (digits >= 7 && marked))
}

/// "20 miles down the road" is no address.
fn is_street_name(words: &str) -> bool {
    const NO_NAME: [&str; 24] = [
        "the", "a", "on", "down", "in", "of", "along", "off", "from", "to", "by", "this", "my", "our", "people",
        "miles", "km", "houses", "minutes", "up", "across", "per", "and", "or",
    ];
    !words.split_whitespace().any(|word| NO_NAME.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_given;

    #[test]
    fn numbers_and_streets_are_told_from_dates_grits_and_roads() {
        for text in [
            "call 555-0100-222",
            "06 12 34 56 78",
            "+1 (212) 555-0199",
            "sam@example.org",
            "12 Maple Street",
            "555-0100",
        ] {
            assert!(is_given(text), "{text}");
        }
        for text in [
            "on 2026-03-12",
            "80-120-180 grit",
            "1000 4000 8000",
            "20 miles down the road",
            "from 2019-2021",
            "$1 234 567.00 once",
        ] {
            assert!(!is_given(text), "{text}");
        }
    }
}
