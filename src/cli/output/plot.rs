//! Pictures, SVG or PNG, and prices over time as one.
//!
//! Nothing of the machine's fonts is needed: PNGs are drawn, and SVGs measured, with a part of Roboto (Apache-2.0) that
//! is built in. Colours are of Okabe and Ito's palette, which people see apart whatever their colour vision; the lines
//! differ in stroke too.

use std::error::Error as StdError;
use std::path::Path;
use std::sync::Once;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::FontStyle;

use super::arbitrage::{billing, day, gpu};
use crate::error::{Code, Error, Result};
use crate::market::history::Hour;
use crate::ops::history::{GpuHistory, HistoryPoint};
use crate::units::Rate;

/// Letters, digits and signs that pictures are written in.
static FONT: &[u8] = include_bytes!("plot.ttf");
/// Name under which they are registered; in an SVG it is what the viewer looks for.
const FONT_FAMILY: &str = "sans-serif";

/// Pixels across, and down for each GPU.
const WIDTH: u32 = 1_280;
const HEIGHT: u32 = 600;
/// GPUs in one picture at most.
const MAX_PANELS: usize = 8;
/// Points of a line at most: more would lie on each other.
const MAX_POINTS: usize = 4_000;
/// Hours without a price that interrupt a line, at least; seldom seen markets have wider meshes.
const MIN_GAP_HOURS: i64 = 6;
/// A line goes over gaps of so many times its usual mesh.
const GAP_MESHES: i64 = 3;
/// Room above the highest price, as a share of the scale.
const HEADROOM: f64 = 0.25;
const MICROS: f64 = 1e6;

/// A price of a point.
type Measure = fn(&HistoryPoint) -> Rate;

pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
const SKY: RGBColor = RGBColor(86, 180, 233);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
const VERMILION: RGBColor = RGBColor(213, 94, 0);
pub(super) const INK: RGBColor = RGBColor(40, 40, 40);
pub(super) const GRID: RGBColor = RGBColor(225, 225, 225);

/// What kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotFormat {
    /// Lines that stay sharp at any size.
    Svg,
    /// Pixels.
    Png,
}

impl PlotFormat {
    /// By the end of a file's name.
    pub fn of(path: &Path) -> Result<Self> {
        match path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(Error::new(Code::Usage, format!("{} ends neither in .svg nor in .png", path.display()))),
        }
    }
}

/// Something that can be drawn.
pub(super) trait Picture {
    /// Panels one below the other.
    fn panels(&self) -> usize;

    /// Draws it onto an empty page.
    fn draw<B: DrawingBackend>(&self, page: &DrawingArea<B, Shift>) -> Drawn
    where
        B::ErrorType: 'static;
}

/// Draws histories one below the other, at most eight of them.
pub fn plot(histories: &[GpuHistory], format: PlotFormat) -> Result<Vec<u8>> {
    render(&Histories(histories.get(..MAX_PANELS.min(histories.len())).unwrap_or_default()), format)
}

/// A picture as a file's content.
pub(super) fn render(picture: &impl Picture, format: PlotFormat) -> Result<Vec<u8>> {
    let height = HEIGHT * u32::try_from(picture.panels()).unwrap_or(1).max(1);
    let failed = |error: Box<dyn StdError>| Error::new(Code::Internal, format!("the plot cannot be drawn: {error}"));
    register_font().map_err(failed)?;
    match format {
        PlotFormat::Svg => {
            let mut text = String::new();
            draw(SVGBackend::with_string(&mut text, (WIDTH, height)), picture).map_err(failed)?;
            Ok(text.into_bytes())
        }
        PlotFormat::Png => {
            let mut pixels = vec![0; 3 * WIDTH as usize * height as usize];
            draw(BitMapBackend::with_buffer(&mut pixels, (WIDTH, height)), picture).map_err(failed)?;
            encode(&pixels, height).map_err(|error| failed(error.into()))
        }
    }
}

fn encode(pixels: &[u8], height: u32) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

fn register_font() -> std::result::Result<(), Box<dyn StdError>> {
    static REGISTERED: Once = Once::new();
    let mut outcome = Ok(());
    REGISTERED.call_once(|| {
        outcome = plotters::style::register_font(FONT_FAMILY, FontStyle::Normal, FONT)
            .map_err(|_| "the built-in font cannot be read".into());
    });
    outcome
}

pub(super) type Drawn = std::result::Result<(), Box<dyn StdError>>;

fn draw<B: DrawingBackend>(backend: B, picture: &impl Picture) -> Drawn
where
    B::ErrorType: 'static,
{
    let root = backend.into_drawing_area();
    root.fill(&WHITE)?;
    picture.draw(&root)?;
    root.present()?;
    Ok(())
}

/// GPUs' prices, a panel each.
struct Histories<'a>(&'a [GpuHistory]);

impl Picture for Histories<'_> {
    fn panels(&self) -> usize {
        self.0.len()
    }

    fn draw<B: DrawingBackend>(&self, page: &DrawingArea<B, Shift>) -> Drawn
    where
        B::ErrorType: 'static,
    {
        for (area, history) in page.split_evenly((self.panels().max(1), 1)).iter().zip(self.0) {
            panel(area, history)?;
        }
        Ok(())
    }
}

fn panel<B: DrawingBackend>(area: &DrawingArea<B, Shift>, history: &GpuHistory) -> Drawn
where
    B::ErrorType: 'static,
{
    let points = thinned(&history.points);
    let under = history.price.under.map(|under| under.under);
    let highest = points.iter().map(|point| point.median.max(point.price)).chain(under).max().unwrap_or_default();
    let hours = || points.iter().map(|point| Hour::of(point.hour).0);
    let (first, last) = (hours().min().unwrap_or(0), hours().max().unwrap_or(0));
    let top = (dollars(highest) * (1.0 + HEADROOM)).max(0.01);
    let mut chart = ChartBuilder::on(area)
        .caption(title(history), text(22))
        .margin(18)
        .x_label_area_size(46)
        .y_label_area_size(78)
        .build_cartesian_2d(first..last.max(first + 1), 0.0..top)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(INK)
        .x_labels(9)
        .y_labels(8)
        .x_label_formatter(&|hour| Hour(*hour).start().strftime(axis_format(last - first)).to_string())
        .y_label_formatter(&|price| format!("{price:.2}"))
        .x_desc("UTC")
        .y_desc("USD per GPU-hour")
        .axis_desc_style(text(16))
        .label_style(text(15))
        .draw()?;
    let mesh = usual_mesh(&points);
    let lines: [(&str, RGBColor, u32, Measure); 3] = [
        ("median provider", ORANGE, 2, |point| point.median),
        ("cheapest offer", SKY, 1, |point| point.lowest),
        ("cheapest provider", BLUE, 3, |point| point.price),
    ];
    for (name, color, width, price) in lines {
        let style = color.stroke_width(width);
        for stretch in stretches(&points, mesh) {
            let line = steps(stretch, price);
            match stretch.len() {
                1 => chart.draw_series(line.into_iter().map(|at| Circle::new(at, width, color.filled())))?,
                _ => chart.draw_series(LineSeries::new(line, style))?,
            };
        }
        let sample = chart.draw_series(std::iter::empty::<PathElement<(i64, f64)>>())?;
        sample.label(name).legend(move |(x, y)| PathElement::new([(x, y), (x + 28, y)], style));
    }
    if let Some(under) = under {
        let ends = [(first, dollars(under)), (last.max(first + 1), dollars(under))];
        chart
            .draw_series(DashedLineSeries::new(ends, 8, 6, VERMILION.stroke_width(2)))?
            .label(under_label(history, under))
            .legend(|(x, y)| PathElement::new([(x, y), (x + 28, y)], VERMILION.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .legend_area_size(36)
        .margin(12)
        .background_style(WHITE.mix(0.85))
        .border_style(GRID)
        .label_font(text(16))
        .draw()?;
    Ok(())
}

/// Writing of this size.
pub(super) fn text(size: i32) -> TextStyle<'static> {
    (FONT_FAMILY, size).into_font().color(&INK)
}

fn title(history: &GpuHistory) -> String {
    format!(
        "{} {}, {} to {} ({} of {} observed hours with offers)",
        gpu(&history.model, history.form_factor.as_deref(), history.vram_gib),
        billing(history.kind),
        day(history.from),
        day(history.to),
        history.offered_hours,
        history.observed_hours
    )
}

fn under_label(history: &GpuHistory, under: Rate) -> String {
    match history.price.under.and_then(|under| under.share) {
        Some(share) => format!("{under}: {:.1}% of the time under it", share * 100.0),
        None => under.to_string(),
    }
}

fn dollars(rate: Rate) -> f64 {
    rate.micros() as f64 / MICROS
}

/// A line that holds each price until the next, as prices do.
fn steps(stretch: &[&HistoryPoint], price: fn(&HistoryPoint) -> Rate) -> Vec<(i64, f64)> {
    let mut line: Vec<(i64, f64)> = Vec::with_capacity(2 * stretch.len());
    for point in stretch {
        let hour = Hour::of(point.hour).0;
        if let Some((_, before)) = line.last().copied() {
            line.push((hour, before));
        }
        line.push((hour, dollars(price(point))));
    }
    line
}

/// How an instant is written on an axis of so many hours.
const fn axis_format(hours: i64) -> &'static str {
    match hours {
        ..=72 => "%-d %b %H:%M",
        _ => "%-d %b %Y",
    }
}

/// At most [`MAX_POINTS`] points, evenly chosen; the last always among them.
fn thinned(points: &[HistoryPoint]) -> Vec<&HistoryPoint> {
    let every = points.len().div_ceil(MAX_POINTS).max(1);
    let last = points.len().saturating_sub(1);
    points.iter().enumerate().filter(|(index, _)| index % every == last % every).map(|(_, point)| point).collect()
}

/// Hours between two points of a line, mostly.
fn usual_mesh(points: &[&HistoryPoint]) -> i64 {
    let hours: Vec<i64> = points.iter().map(|point| Hour::of(point.hour).0).collect();
    let mut meshes: Vec<i64> = hours.iter().zip(hours.iter().skip(1)).map(|(a, b)| b - a).collect();
    meshes.sort_unstable();
    meshes.get(meshes.len() / 2).copied().unwrap_or(1)
}

/// The points between two gaps, in which nobody looked or nothing was on offer.
fn stretches<'a, 'b>(points: &'b [&'a HistoryPoint], mesh: i64) -> impl Iterator<Item = &'b [&'a HistoryPoint]> {
    let gap = (mesh * GAP_MESHES).max(MIN_GAP_HOURS);
    points.chunk_by(move |a, b| Hour::of(b.hour).since(Hour::of(a.hour)) <= gap)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::history;
    use super::*;

    #[test]
    fn a_plot_is_a_picture_with_axes_units_and_a_legend() {
        let svg = String::from_utf8(plot(&[history(240)], PlotFormat::Svg).unwrap()).unwrap();
        assert!(svg.starts_with("<svg "), "{svg}");
        for text in [
            "USD per GPU-hour",
            "UTC",
            "H100 SXM 80G on-demand",
            "cheapest provider",
            "median provider",
            "2.30: 44.4% of the time under it",
            "Aug 2026",
        ] {
            assert!(svg.contains(text), "{text}");
        }
        let png = plot(&[history(240), history(2)], PlotFormat::Png).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (WIDTH, 2 * HEIGHT));
        for color in [BLUE, SKY, ORANGE, VERMILION, INK] {
            let RGBColor(red, green, blue) = color;
            assert!(pixels.chunks(3).any(|pixel| pixel == [red, green, blue]), "{color:?}");
        }
    }

    #[test]
    fn lines_stop_where_nobody_looked() {
        let history = history(240);
        let points = thinned(&history.points);
        let lengths: Vec<usize> = stretches(&points, usual_mesh(&points)).map(<[_]>::len).collect();
        assert_eq!(lengths, [100, 80]);
    }

    #[test]
    fn the_end_of_a_name_says_which_picture() {
        assert_eq!(PlotFormat::of(Path::new("a/b.SVG")).unwrap(), PlotFormat::Svg);
        assert_eq!(PlotFormat::of(Path::new("a.png")).unwrap(), PlotFormat::Png);
        for wrong in ["a", "a.jpg", "png", ".png"] {
            assert!(PlotFormat::of(Path::new(wrong)).is_err(), "{wrong}");
        }
    }
}
