//! Charts as SVG that is part of the page: no script, no network, colours from the page, a text for who cannot see them.

/// Width and height of the drawing area in its own units.
const SIDE: f64 = 320.0;
const LEFT: f64 = 58.0;
const BOTTOM: f64 = 40.0;
const TOP: f64 = 10.0;
const RIGHT: f64 = 12.0;

/// Of charts with a row for each thing: height of a row, room for its name, its drawing, and what is told of it.
const ROW: f64 = 24.0;
const NAME: f64 = 190.0;
const LENGTH: f64 = 260.0;
const TOLD: f64 = 190.0;

/// Makes text safe inside an element or attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A line through points, both axes from 0 to 1.
pub struct Line {
    /// Class of the page: `line`, `chance`, `second`.
    pub class: &'static str,
    /// Points.
    pub points: Vec<(f64, f64)>,
}

/// A marked point with its own label.
pub struct Mark {
    /// Across.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Radius.
    pub size: f64,
    /// What it is.
    pub label: String,
}

/// A square chart of shares.
pub fn unit_square(title: &str, described: &str, axes: [&str; 2], lines: &[Line], marks: &[Mark]) -> String {
    let (x, y) = (|v: f64| LEFT + v.clamp(0.0, 1.0) * SIDE, |v: f64| TOP + (1.0 - v.clamp(0.0, 1.0)) * SIDE);
    let mut body = String::new();
    for tick in 0..=4 {
        let share = f64::from(tick) / 4.0;
        let (across, up) = (x(share), y(share));
        body += &format!(r#"<line class="grid" x1="{LEFT}" y1="{up:.1}" x2="{:.1}" y2="{up:.1}"/>"#, LEFT + SIDE);
        body += &format!(r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{share}</text>"#, LEFT - 6.0, up + 4.0);
        body += &format!(r#"<text x="{across:.1}" y="{:.1}" text-anchor="middle">{share}</text>"#, TOP + SIDE + 16.0);
    }
    for line in lines {
        let points: Vec<String> = line.points.iter().map(|(a, b)| format!("{:.1},{:.1}", x(*a), y(*b))).collect();
        body += &format!(r#"<polyline class="{}" points="{}"/>"#, line.class, points.join(" "));
    }
    for mark in marks {
        let label = escape(&mark.label);
        let (cx, cy, r) = (x(mark.x), y(mark.y), mark.size);
        body +=
            &format!(r#"<circle class="mark" cx="{cx:.1}" cy="{cy:.1}" r="{r:.1}"><title>{label}</title></circle>"#);
    }
    let (middle, foot) = (LEFT + SIDE / 2.0, TOP + SIDE + BOTTOM - 6.0);
    body += &format!(r#"<text x="{middle}" y="{foot}" text-anchor="middle">{}</text>"#, escape(axes[0]));
    let up = TOP + SIDE / 2.0;
    body +=
        &format!(r#"<text transform="translate(12 {up}) rotate(-90)" text-anchor="middle">{}</text>"#, escape(axes[1]));
    frame(title, described, LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, &body)
}

/// One bar with its interval.
pub struct Bar {
    /// Left of it.
    pub name: String,
    /// Length, in the chart's unit.
    pub value: f64,
    /// Interval, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Right of it.
    pub told: String,
    /// `line` or `second`.
    pub class: &'static str,
}

/// Bars one under the other, from 0 to `most`.
pub fn bars(title: &str, described: &str, bars: &[Bar], most: f64) -> String {
    let scale = |value: f64| NAME + (value / most).clamp(0.0, 1.0) * LENGTH;
    let mut body = String::new();
    for (at, bar) in bars.iter().enumerate() {
        let top = 4.0 + at as f64 * ROW;
        let middle = top + ROW / 2.0;
        let base = middle + 4.0;
        let name = escape(&fitted(&bar.name));
        body += &format!(r#"<text x="{}" y="{base:.1}" text-anchor="end">{name}</text>"#, NAME - 8.0);
        let width = scale(bar.value) - NAME;
        body += &format!(
            r#"<rect class="bar {}" x="{NAME}" y="{:.1}" width="{width:.1}" height="{:.1}"/>"#,
            bar.class,
            top + 4.0,
            ROW - 8.0
        );
        if let Some((low, high)) = bar.interval {
            let (from, to) = (scale(low), scale(high));
            body +=
                &format!(r#"<line class="whisker" x1="{from:.1}" y1="{middle:.1}" x2="{to:.1}" y2="{middle:.1}"/>"#);
            for end in [from, to] {
                body += &format!(
                    r#"<line class="whisker" x1="{end:.1}" y1="{:.1}" x2="{end:.1}" y2="{:.1}"/>"#,
                    middle - 4.0,
                    middle + 4.0
                );
            }
        }
        body += &format!(r#"<text x="{:.1}" y="{base:.1}">{}</text>"#, NAME + LENGTH + 8.0, escape(&bar.told));
    }
    frame(title, described, NAME + LENGTH + TOLD, 8.0 + bars.len() as f64 * ROW, &body)
}

/// How values of one thing lie.
pub struct Strip {
    /// Left of it.
    pub name: String,
    /// Nearly all of them, above 0.
    pub whole: (f64, f64),
    /// The middle half.
    pub middle: (f64, f64),
    /// The median.
    pub half: f64,
    /// Right of it.
    pub told: String,
}

/// Strips one under the other on one logarithmic axis with a line at each power of ten.
pub fn strips(title: &str, described: &str, strips: &[Strip]) -> String {
    /// Nothing is told to less than a microsecond.
    const LEAST: f64 = 0.001;
    let power = |value: f64| value.max(LEAST).log10();
    let first = strips.iter().map(|strip| power(strip.whole.0)).fold(f64::MAX, f64::min).floor();
    let last = strips.iter().map(|strip| power(strip.whole.1)).fold(f64::MIN, f64::max).ceil().max(first + 1.0);
    let scale = |value: f64| NAME + (power(value) - first) / (last - first) * LENGTH;
    let height = 8.0 + strips.len() as f64 * ROW;
    let mut body = String::new();
    for step in 0..=((last - first) as usize) {
        let tick = 10_f64.powf(first + step as f64);
        let across = scale(tick);
        body += &format!(r#"<line class="grid" x1="{across:.1}" y1="2" x2="{across:.1}" y2="{height:.1}"/>"#);
        let below = height + 14.0;
        body += &format!(r#"<text x="{across:.1}" y="{below:.1}" text-anchor="middle">{tick}</text>"#);
    }
    for (at, strip) in strips.iter().enumerate() {
        let middle = 4.0 + at as f64 * ROW + ROW / 2.0;
        let base = middle + 4.0;
        let name = escape(&fitted(&strip.name));
        body += &format!(r#"<text x="{}" y="{base:.1}" text-anchor="end">{name}</text>"#, NAME - 8.0);
        let (from, to) = (scale(strip.whole.0), scale(strip.whole.1));
        body += &format!(r#"<line class="whisker" x1="{from:.1}" y1="{middle:.1}" x2="{to:.1}" y2="{middle:.1}"/>"#);
        let (from, to) = (scale(strip.middle.0), scale(strip.middle.1));
        let (top, width) = (middle - 6.0, (to - from).max(1.0));
        body += &format!(r#"<rect class="bar line" x="{from:.1}" y="{top:.1}" width="{width:.1}" height="12"/>"#);
        let (across, foot) = (scale(strip.half), middle + 8.0);
        body += &format!(
            r#"<line class="whisker" x1="{across:.1}" y1="{:.1}" x2="{across:.1}" y2="{foot:.1}"/>"#,
            middle - 8.0
        );
        body += &format!(r#"<text x="{:.1}" y="{base:.1}">{}</text>"#, NAME + LENGTH + 8.0, escape(&strip.told));
    }
    frame(title, described, NAME + LENGTH + TOLD, height + 22.0, &body)
}

/// As much of a name as has room; the table beside the chart has all of it.
fn fitted(name: &str) -> String {
    const ROOM: usize = 27;
    let (head, tail) = (ROOM - 8, 6);
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= ROOM {
        return name.to_owned();
    }
    // Its end tells one quantile from another.
    let kept = letters.iter().take(head).chain(&['…']).chain(letters.iter().skip(letters.len() - tail));
    kept.collect()
}

fn frame(title: &str, described: &str, width: f64, height: f64, body: &str) -> String {
    format!(
        r#"<svg viewBox="0 0 {width:.0} {height:.0}" style="max-width:{width:.0}px" role="img" aria-label="{}. {}">{body}</svg>"#,
        escape(title),
        escape(described)
    )
}
