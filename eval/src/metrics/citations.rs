//! Citation recall and precision as ALCE defines them (Gao et al. 2023, section 4.3), over whatever says whether
//! texts entail a statement; who that is stands beside the figure.

use super::share;

/// One statement and the texts that it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The statement.
    pub statement: String,
    /// The cited texts, in order.
    pub texts: Vec<String>,
}

/// Premise and statement to ask about: all cited texts joined, each alone, and all but each, in this order. Of a single
/// citation the set is asked about alone, and of none nothing is.
pub fn questions(cited: &Cited) -> Vec<(String, String)> {
    let ask = |texts: Vec<&str>| (texts.join("\n"), cited.statement.clone());
    let all: Vec<&str> = cited.texts.iter().map(String::as_str).collect();
    if all.len() < 2 {
        return all.first().map(|text| ask(vec![text])).into_iter().collect();
    }
    let mut asked = vec![ask(all.clone())];
    asked.extend(all.iter().map(|text| ask(vec![text])));
    asked.extend((0..all.len()).map(|left_out| {
        ask(all.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, text)| *text).collect())
    }));
    asked
}

/// Of one statement: it is carried by its citations together (recall, 0 or 1); how many of its citations count; how
/// many there are. A citation counts when the set carries the statement and this one carries it alone, or the others
/// without it do not. `entailed` answers [`questions`] in their order.
pub fn count(cited: &Cited, entailed: &[bool]) -> (bool, usize, usize) {
    let n = cited.texts.len();
    let said = |at: usize| entailed.get(at).copied().unwrap_or(false);
    let whole = n > 0 && said(0);
    let precise = match n {
        0 => 0,
        1 => usize::from(whole),
        _ => (0..n).filter(|at| whole && (said(1 + at) || !said(1 + n + at))).count(),
    };
    (whole, precise, n)
}

/// Recall: the share of statements that their citations carry; precision: the share of citations that count.
pub fn figures(counts: &[(bool, usize, usize)]) -> [f64; 2] {
    let carried = counts.iter().filter(|(whole, ..)| *whole).count() as f64;
    let (precise, cited) = counts.iter().fold((0, 0), |(p, c), (_, precise, n)| (p + precise, c + n));
    [share(carried, counts.len() as f64), share(precise as f64, cited as f64)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(texts: &[&str]) -> Cited {
        Cited { statement: "s".to_owned(), texts: texts.iter().map(|t| (*t).to_owned()).collect() }
    }

    #[test]
    fn a_citation_that_adds_nothing_does_not_count() {
        let two = cited(&["a", "b"]);
        assert_eq!(questions(&two).iter().map(|(p, _)| p.as_str()).collect::<Vec<_>>(), ["a\nb", "a", "b", "b", "a"]);
        // Only "a" carries it: b alone does not, and without b it still holds.
        assert_eq!(count(&two, &[true, true, false, false, true]), (true, 1, 2));
        // Neither alone, both together: both are needed.
        assert_eq!(count(&two, &[true, false, false, false, false]), (true, 2, 2));
        // The set does not carry it: neither counts, whatever one of them does alone.
        assert_eq!(count(&two, &[false, true, true, true, true]), (false, 0, 2));
        assert_eq!(count(&cited(&["a"]), &[true]), (true, 1, 1));
        assert_eq!(count(&cited(&[]), &[]), (false, 0, 0));
    }

    #[test]
    fn an_uncited_statement_lowers_recall_and_leaves_precision() {
        let [recall, precision] = figures(&[(true, 1, 2), (false, 0, 0)]);
        assert!((recall - 0.5).abs() < 1e-12 && (precision - 0.5).abs() < 1e-12);
    }
}
