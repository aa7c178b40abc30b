//! When two words are one: base forms, stems, families and a thesaurus, in three languages; pure. Invariant: which of two
//! words is the claim's and which the evidence's makes no difference.

mod thesaurus;

use std::collections::HashMap;
use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::words::{stem, words};

pub use thesaurus::{apart, is_light, same};

/// Everyday irregular forms, each line a verb.
const IRREGULAR: &str = "build built\nsell sold\nbuy bought\nteach taught\nkeep kept\nmake made\ntake took taken\ngive gave given\nsee saw seen\n\
    write wrote written\nbreak broke broken\nspeak spoke spoken\nchoose chose chosen\ndrive drove driven\nwear wore worn\ngrow grew grown\n\
    know knew known\nthrow threw thrown\ndraw drew drawn\neat ate eaten\ndrink drank drunk\nbegin began begun\nrun ran\ncome came\n\
    go went gone\nfind found\nhold held\nlose lost\nsend sent\nspend spent\nmeet met\nfeel felt\nthink thought\n\
    bring brought\ncatch caught\nfight fought\nsleep slept\nsteal stole stolen\nhide hid hidden\nbite bit bitten\nget got gotten\n\
    forget forgot forgotten\nlearn learnt\nburn burnt\nmean meant\nsay said\ntell told\nhear heard\npay paid\nfall fell fallen\nhang hung\n\
    stick stuck\nbind bound\nwake woke woken\nchild children\nman men\nwoman women\nknife knives\nfoot feet\nleaf leaves\nlife lives\n\
    loaf loaves\nself selves\nhalf halves\nshelf shelves\nwin won\nfly flew flown\nsing sang sung\nswim swam swum\nstand stood\nsit sat";

static LEMMAS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in IRREGULAR.lines() {
        let mut forms = line.split_whitespace();
        let Some(base) = forms.next() else { continue };
        out.extend(forms.map(|form| (form, base)));
    }
    out
});

/// The stem of a folded word, of its base form where that is another.
pub fn stem_of(folded: &str, language: Language) -> String {
    let base = if language == Language::En { LEMMAS.get(folded).copied() } else { None };
    stem(base.unwrap_or(folded), language)
}

/// The stems of `text`, as claims are compared.
pub fn stems_of(text: &str, language: Language) -> Vec<String> {
    words(text).into_iter().map(|word| stem_of(&word.folded, language)).collect()
}

/// Two stems are of one word, of one family ("weld", "welder"), or say the same.
pub fn same_word(one: &str, other: &str, language: Language) -> bool {
    one == other || same(one, other, language) || one_family(one, other)
}

fn one_family(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    shared >= 4 && shared + 1 >= short && long <= shared + 4
}
